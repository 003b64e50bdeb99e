"""The certifying sheet of a record: what was entered, what the record knows, and ``@certifying-sheet``.

The sheet is drawn up when the record is put in order for the archive, so it stands beside the
locked fields, bears the day and the person, and its digest is part of the record's own.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import certifying_sheet as rules
from collective.schoolrecords.core.certifying_sheet import Sheet
from collective.schoolrecords.core.inventory import totals
from collective.schoolrecords.core.lifecycle import HAND_OUT
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.inventory import inventory_of
from datetime import date
from plone.restapi.serializer.converters import json_compatible
from typing import NamedTuple


class Entered(NamedTuple):
    """A sheet that was drawn up: by which account, and on which day."""

    sheet: Sheet
    by: str
    on: date


class Counted(NamedTuple):
    """What the record knows of its sheets: how many, the greatest number, the missing ones."""

    sheets: int
    last: int | None
    missed: tuple[str, ...]


def entered(record):
    """Return the :class:`Entered` sheet of a record, ``None`` before the first."""
    kept = getattr(aq_base(record), "_certifying_sheet", None)
    if kept is None:
        return None
    values = {name: kept[name] for name in ("literal", "missed", "inventory_sheets", "features")}
    return Entered(Sheet(**values), kept["by"], kept["on"])


def counted(record):
    """Return the :class:`Counted` of a record: its documents' sheets, else those of the record."""
    pairs = inventory_of(record)
    rows = [row for row, _document in pairs]
    sheets = totals(rows).sheets or (0 if pairs else record.sheets or 0)
    last = max((row.last_sheet or 0 for row in rows), default=0) or None
    gone = [row for row in rows if row.first_sheet and not row.present]
    missed = [f"{row.first_sheet}–{row.last_sheet}" for row in gone]
    return Counted(sheets, last, rules.spans_of(rules.numbers_of(missed)))


def may_draw_up(record):
    """Whether the reader may draw the sheet up: who hands the record out puts it in order."""
    return bool(getSecurityManager().checkPermission(HAND_OUT, record))


def draw_up(record, sheet):
    """Keep ``sheet`` as the certifying sheet of the record, by the reader and of today.

    Raises ``StepForbidden``, or ``StepRefused`` with all reasons; a new sheet takes the place of
    the former one, whose digests stay in the chain.
    """
    if not may_draw_up(record):
        raise StepForbidden(record.absolute_url())
    found = rules.sheet_reasons(sheet, counted(record).last)
    if found:
        raise StepRefused(record, found)
    user, today = getSecurityManager().getUser().getId(), school_today()
    record._certifying_sheet = {**sheet.as_dict(), "by": user, "on": today}
    record_event(record, "certifying_sheet", payload=sheet.as_dict())


def sheet_json(record):
    """Return the sheet as it would be printed now."""
    known, drawn = counted(record), entered(record)
    sheet = drawn.sheet if drawn is not None else Sheet()
    return json_compatible(
        {
            "@id": f"{record.absolute_url()}/@certifying-sheet",
            "sheets": known.sheets,
            "last_sheet": known.last,
            "literal": list(sheet.literal),
            "missed": list(rules.all_missed(known.missed, sheet)),
            "missed_known": list(known.missed),
            "inventory_sheets": sheet.inventory_sheets,
            "features": [{"what": what, "sheets": where} for what, where in sheet.features],
            "drawn_up_on": drawn.on if drawn is not None else None,
            "print": f"{record.absolute_url()}/@@print-certifying-sheet",
        }
    )


class SheetGet(RecordService):
    """``GET @certifying-sheet``."""

    def reply(self):
        """Return :func:`sheet_json`."""
        return sheet_json(self.context)


class SheetPost(RecordService):
    """``POST @certifying-sheet`` {literal, missed, inventory_sheets, features}."""

    def reply(self):
        """Draw the sheet up and return it."""
        body = self.body()
        sheet = Sheet(
            literal=tuple(text.strip().lower() for text in body.texts("literal")),
            missed=tuple(text.strip() for text in body.texts("missed")),
            inventory_sheets=body.number("inventory_sheets"),
            features=self._features(body),
        )
        body.done()
        draw_up(self.context, sheet)
        return sheet_json(self.context)

    def _features(self, body):
        found = []
        for one in body.mappings("features") or ():
            what, where = one.get("what"), one.get("sheets", "")
            if not (isinstance(what, str) and isinstance(where, str)) or set(one) - {
                "what",
                "sheets",
            }:
                body.reasons.append(Reason("VALUE", "features", {"value": str(one)[:80]}))
                return ()
            found.append((what.strip(), where.strip()))
        return tuple(found)
