"""Correcting the day of birth or the sex in a registered file: a reason, a document, the old value."""

from collective.schoolrecords.core import identity as rules
from collective.schoolrecords.core.person_names import MAX_BASIS
from collective.schoolrecords.desk.fields import text_of
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.record_deed import RecordDeed
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.history import Reader
from collective.schoolrecords.records.personal_file.identity import correct_identity
from collective.schoolrecords.records.personal_file.identity import fixed_identity
from collective.schoolrecords.records.personal_file.identity import identity_of
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.names import may_change_name
from collective.schoolrecords.records.personal_file.names import refuse_change
from copy import copy
from datetime import date
from zope import schema


TITLE = _("desk_identity_title", default="Correct the date of birth or the sex")


def identity_link(record):
    """Return the link to this page, for whoever may correct the values now."""
    if record.family_id != "personal_file" or not may_change_name(record):
        return []
    return [Values(icon="pen", url=f"{record.absolute_url()}/@@correct-identity", title=TITLE)]


def former_text(record, name, say):
    """Return what stood in a field before, with the day and the document; ``None`` for nothing.

    Who corrected it and why is told to those who work with the file.
    """
    if record.family_id != "personal_file" or name not in rules.FIELDS:
        return None
    reader = Reader(record)
    told = [
        _former(row, reader, say) for row in record.former_identity or () if row["field"] == name
    ]
    return "; ".join(reversed(told)) or None


def _former(row, reader, say):
    value = row["value"]
    if row["field"] == "birth_date" and value:
        value = day_text(date.fromisoformat(value))
    elif value:
        value = say(text_of(row["field"], value))
    day = day_text(date.fromisoformat(row["corrected_on"]))
    data = {"value": value or "—", "day": day}
    parts = [say(_("desk_identity_former", default="before: ${value}, until ${day}", mapping=data))]
    if reader.names:
        parts += [reader.name_of_account(row["by"]), row["reason"]]
    return ", ".join(filter(None, (*parts, row["basis"])))


class CorrectIdentity(RecordDeed):
    """``correct-identity`` of a personal file."""

    title = TITLE
    anchor = "#pupil"

    def may(self):
        """See :class:`RecordDeed`."""
        return may_change_name(self.context)

    def deed_fields(self):
        """See :class:`RecordDeed`."""
        return [
            *self._values(),
            schema.TextLine(__name__="reason", title=texts.DETAILS["reason"], max_length=MAX_BASIS),
            schema.TextLine(
                __name__="basis",
                title=texts.DETAILS["basis"],
                description=_(
                    "desk_identity_basis",
                    default="Birth certificate or passport: its name, number and date.",
                ),
                max_length=MAX_BASIS,
            ),
        ]

    def _values(self):
        """What the file says is corrected and never emptied: such a field must be filled in."""
        for name, value in identity_of(self.context).items():
            field = copy(IPersonalFile[name])
            field.required = value is not None
            yield field

    def known(self):
        """See :class:`RecordDeed`."""
        return identity_of(self.context)

    def text(self):
        """See :class:`RecordDeed`."""
        return _(
            "desk_identity_text",
            default="What stands there now stays visible in the file: until when, who corrected it, "
            "why and by which document.",
        )

    def do(self, values):
        """Correct the values."""
        new = {name: values[name] for name in rules.FIELDS}
        reason, basis = ((values[name] or "").strip() for name in ("reason", "basis"))
        correct_identity(self.context, new, reason, basis)
        return _("desk_identity_done", default="Corrected. The former value stays in the file.")


def refuse_in_section(record, form):
    """Refuse what a section's form sends otherwise than it is fixed: another page corrects it."""
    if record.family_id != "personal_file":
        return
    present = identity_of(record)
    sent = {name: form[name] for name in fixed_identity(record) if name in form}
    refuse_change(
        record,
        [name for name, text in sent.items() if text not in (_shown(present[name]), present[name])],
        "identity_fixed",
    )


def _shown(value):
    return day_text(value) if isinstance(value, date) else value
