"""What a record's registration fixed: told on its page and in its forms, never a field to fill in."""

from collective.schoolrecords.core.identity import FIELDS as IDENTITY
from collective.schoolrecords.desk.fields import text_of
from collective.schoolrecords.desk.sections import fields_of
from collective.schoolrecords.messages import _


LOCKED = _("desk_locked", default="locked since the record was registered")


CORRECTED = _(
    "desk_corrected",
    default="corrected under “More”, “Correct the date of birth or the sex”, with a reason and a "
    "document",
)


def fixed_text(record, section, say):
    """Return the sentences of what is fixed in a section and of who else changes it, or ``None``."""
    fixed = [name for name in section.fields if name in record.fixed_fields]
    told = (
        _sentence(record, [name for name in fixed if name not in IDENTITY], LOCKED, say),
        _sentence(record, [name for name in fixed if name in IDENTITY], CORRECTED, say),
    )
    return " ".join(filter(None, told)) or None


def _sentence(record, names, words, say):
    known = fields_of(record.portal_type)
    told = [
        f"{say(known[name][1].title)}: {say(text_of(name, value))}"
        for name in names
        if (value := getattr(record, name, None)) not in (None, "")
    ]
    return f"{'; '.join(told)} – {say(words)}." if told else None
