"""What is told when somebody else saved a section while its form was open."""

from collective.schoolrecords.core.form_marks import mark_of
from collective.schoolrecords.desk.fields import text_of
from collective.schoolrecords.desk.lists_in_fields import line_text
from collective.schoolrecords.desk.lists_in_fields import parts_of
from collective.schoolrecords.messages import _
from plone.namedfile.interfaces import INamedBlobFile


#: Characters of another's value that are told: the whole stands on the record.
MOST_TOLD = 200


def stored_mark(value):
    """Return the mark of a stored value; of a file that of its place in the database.

    A file that was just sent has no place yet: it differs from every stored one.
    """
    if INamedBlobFile.providedBy(value):
        place = getattr(value, "_p_oid", None)
        return mark_of(f"file {place.hex() if place else id(value)}")
    if isinstance(value, (list, tuple)):
        return mark_of([dict(one) if hasattr(one, "keys") else one for one in value])
    return mark_of(value)


def clash_text(field, value, say):
    """Return the sentence beside a field that both changed; ``value`` is what others stored."""
    told = _told(field, value, say)
    if not told:
        return say(
            _(
                "desk_clash_emptied",
                default="While you were writing, somebody else emptied this field. Save once "
                "more to put your text there, or cancel.",
            )
        )
    return say(
        _(
            "desk_clash",
            default="While you were writing, somebody else saved here: “${value}”. Save once "
            "more to replace it with yours, or cancel.",
            mapping={"value": told},
        )
    )


def kept_note(fields, say):
    """Return the note about fields that others changed and the person did not touch."""
    names = ", ".join(say(field.title) for field in fields)
    return _(
        "desk_others_kept",
        default="While you were writing, somebody else changed: ${names}. What they saved stays.",
        mapping={"names": names},
    )


def _told(field, value, say):
    if isinstance(value, (list, tuple)):
        lead = parts_of(field)[0]
        lines = (", ".join(filter(None, line_text(lead, line, say))) for line in value)
        text = "; ".join(lines)
    else:
        text = say(text_of(field.__name__, value))
    return text if len(text) <= MOST_TOLD else f"{text[:MOST_TOLD]}…"
