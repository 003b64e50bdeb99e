"""What a record's registration fixed: told on its page and in its forms, never a field to fill in."""

from collective.schoolrecords.desk.fields import text_of
from collective.schoolrecords.desk.sections import fields_of
from collective.schoolrecords.messages import _


LOCKED = _("desk_locked", default="locked since the record was registered")


def fixed_text(record, section, say):
    """Return the sentence of what is fixed in a section; ``None`` without any."""
    known = fields_of(record.portal_type)
    told = [
        f"{say(known[name][1].title)}: {say(text_of(name, value))}"
        for name in section.fields
        if name in record.fixed_fields and (value := getattr(record, name, None)) not in (None, "")
    ]
    return f"{'; '.join(told)} – {say(LOCKED)}." if told else None
