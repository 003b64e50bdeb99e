"""Changing a pupil's name: what it is from which day on, by which document; the old one stays."""

from collective.schoolrecords.core import person_names as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.record_deed import RecordDeed
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.names import change_name
from collective.schoolrecords.records.personal_file.names import former_of
from collective.schoolrecords.records.personal_file.names import KIND_TITLES
from collective.schoolrecords.records.personal_file.names import may_change_name
from collective.schoolrecords.records.personal_file.names import name_of
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


#: Fields that this page alone changes once the file is registered.
NAMES = (*rules.PARTS, "former_names")
TITLE = _("desk_name_title", default="Change the name")


def name_link(record):
    """Return the link to this page, for whoever may change the name now."""
    if record.family_id != "personal_file" or not may_change_name(record):
        return []
    return [Values(icon="pen", url=f"{record.absolute_url()}/@@change-name", title=TITLE)]


def former_lines(record, say):
    """Return the former names as facts: the name, until when, by which document."""
    found = []
    for one in former_of(record):
        until = _("desk_name_until", default="until ${day}", mapping={"day": day_text(one.until)})
        parts = [say(until) if one.until else "", one.basis]
        title = KIND_TITLES.get(one.kind, KIND_TITLES[rules.CHANGE])
        found.append(Values(label=title, value=str(one.name), sub="; ".join(filter(None, parts))))
    return found


class ChangeName(RecordDeed):
    """``change-name`` of a personal file; the number and the letter stay."""

    title = TITLE
    anchor = "#former_names"

    def may(self):
        """See :class:`RecordDeed`."""
        return may_change_name(self.context)

    def deed_fields(self):
        """See :class:`RecordDeed`."""
        kinds = [SimpleTerm(key, key, title) for key, title in KIND_TITLES.items()]
        return [
            schema.Choice(
                __name__="name_kind",
                title=texts.DETAILS["kind"],
                vocabulary=SimpleVocabulary(kinds),
            ),
            schema.Date(__name__="since", title=texts.DETAILS["since"]),
            *(IPersonalFile[name] for name in rules.PARTS),
            schema.TextLine(
                __name__="basis",
                title=texts.DETAILS["basis"],
                description=_(
                    "desk_name_basis",
                    default="Certificate, passport or order: its name, number and date.",
                ),
                max_length=rules.MAX_BASIS,
            ),
        ]

    def known(self):
        """See :class:`RecordDeed`."""
        present = name_of(self.context)
        names = {name: getattr(present, name) for name in rules.PARTS}
        return {**names, "name_kind": rules.CHANGE, "since": self.today}

    def text(self):
        """See :class:`RecordDeed`."""
        return _(
            "desk_name_text",
            default="The number ${number} stays. The former name stays in the file, is found by the "
            "search, and the alphabet book points from the new surname to the number.",
            mapping={"number": self.context.file_number},
        )

    def field_of(self, name):
        """See :class:`FormMixin`; ``kind`` is a name of the lists of documents on forms."""
        return "name_kind" if name == "kind" else name

    def do(self, values):
        """Change the name."""
        new = rules.PersonName.read(*(values[name] for name in rules.PARTS))
        basis = (values["basis"] or "").strip()
        change_name(self.context, new, values["name_kind"], values["since"], basis)
        return _(
            "desk_name_done",
            default="The name was changed. The number ${number} stays.",
            mapping={"number": self.context.file_number},
        )
