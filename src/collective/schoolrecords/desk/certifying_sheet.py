"""Drawing up the certifying sheet of a file: literal and missing numbers, what is particular."""

from collective.schoolrecords.core import certifying_sheet as rules
from collective.schoolrecords.core.certifying_sheet import Sheet
from collective.schoolrecords.desk.record_deed import RecordDeed
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.lifecycle.json_field import KeptJSON
from collective.schoolrecords.messages import _
from collective.schoolrecords.records import certifying_sheet as sheets
from zope import schema

import json


TITLE = _("desk_sheet_title", default="Draw up the certifying sheet")
FEATURES = json.dumps(
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "feature": {"type": "string", "maxLength": rules.MAX_TEXT},
                "sheet_numbers": {"type": "string", "maxLength": rules.MAX_TEXT},
            },
            "required": ["feature"],
        },
    }
)


def sheet_link(record):
    """Return the link to this page, for whoever may draw the sheet up now."""
    if record.family_id not in ("personal_file", "case_file") or not sheets.may_draw_up(record):
        return []
    return [Values(icon="pen", url=f"{record.absolute_url()}/@@certifying-sheet", title=TITLE)]


class CertifyingSheetPage(RecordDeed):
    """``certifying-sheet`` of a personal file or a case file."""

    title = TITLE

    def may(self):
        """See :class:`RecordDeed`."""
        return sheets.may_draw_up(self.context)

    def deed_fields(self):
        """See :class:`RecordDeed`."""
        text = {"required": False, "max_length": 4000}
        return [
            schema.TextLine(
                __name__="literal",
                title=texts.DETAILS["literal"],
                description=_("desk_sheet_literal", default="For example: 12а, 15б"),
                **text,
            ),
            schema.TextLine(
                __name__="missed",
                title=texts.DETAILS["missed"],
                description=_(
                    "desk_sheet_missed",
                    default="For example: 7, 10–12. Sheets of papers that were given back are "
                    "counted without you.",
                ),
                **text,
            ),
            schema.Int(
                __name__="inventory_sheets",
                title=texts.DETAILS["inventory_sheets"],
                required=False,
                min=0,
                max=rules.MAX_SHEETS,
            ),
            KeptJSON(
                __name__="features",
                title=texts.DETAILS["features"],
                required=False,
                schema=FEATURES,
            ),
        ]

    def known(self):
        """See :class:`RecordDeed`."""
        drawn = sheets.entered(self.context)
        sheet = drawn.sheet if drawn is not None else Sheet()
        features = [{"feature": what, "sheet_numbers": where} for what, where in sheet.features]
        return {
            "literal": ", ".join(sheet.literal),
            "missed": ", ".join(sheet.missed),
            "inventory_sheets": sheet.inventory_sheets,
            "features": features,
        }

    def do(self, values):
        """Keep the sheet."""
        lines = values["features"] or ()
        sheet = Sheet(
            rules.split_numbers(values["literal"]),
            rules.split_numbers(values["missed"]),
            values["inventory_sheets"],
            tuple((one["feature"], one.get("sheet_numbers", "")) for one in lines),
        )
        sheets.draw_up(self.context, sheet)
        return _("desk_sheet_done", default="The certifying sheet was drawn up.")

    def text(self):
        """See :class:`RecordDeed`."""
        known = sheets.counted(self.context)
        data = {"sheets": str(known.sheets), "missed": ", ".join(known.missed)}
        if known.missed:
            return _(
                "desk_sheet_counted_missed",
                default="Sheets in the file: ${sheets}. Missing numbers of papers that were given "
                "back: ${missed}.",
                mapping=data,
            )
        return _("desk_sheet_counted", default="Sheets in the file: ${sheets}.", mapping=data)
