"""The familiarisation sheet of a document on the screen of those who keep it."""

from collective.schoolrecords.core import sheets as rules
from collective.schoolrecords.core.offices import held_on
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.record_aside import history_box
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing import sheets
from collective.schoolrecords.signing.sheet_services import lines_of
from collective.schoolrecords.signing.words import STANDING_TITLES
from collective.schoolrecords.signing.words import WAY_TITLES
from functools import cached_property
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


TITLE = _("desk_sheet", default="Familiarisation sheet")
EVERYBODY, PERSON = "staff", "person"
#: Who may be put on a sheet at once.
GROUPS = {
    EVERYBODY: _("desk_sheet_staff", default="all of the staff"),
    "class_teacher": _("desk_sheet_class_teachers", default="class teachers"),
    "subject_teacher": _("desk_sheet_teachers", default="subject teachers"),
    "deputy": _("desk_sheet_deputies", default="deputy directors"),
    PERSON: _("desk_sheet_person", default="one person, chosen beside"),
}
COLUMNS = (
    ("sr-lead", _("desk_sheet_col_name", default="Who")),
    ("sr-nowrap", _("desk_sheet_col_until", default="Until")),
    ("", _("desk_sheet_col_standing", default="Familiarisation")),
    ("", _("desk_sheet_col_how", default="How")),
)
TONES = {
    rules.NOTED: ("check", "done"),
    rules.WAITING: ("clock", "wait"),
    rules.OVERDUE: ("warning", "stop"),
}
PICKS = "person_id"


def standing_badge(standing):
    """Return the badge of how a line stands."""
    icon, tone = TONES[standing]
    return Values(icon=icon, tone=tone, title=STANDING_TITLES[standing])


class SheetPage(DeedsMixin, RecordBase):
    """``familiarisation-sheet`` of a document: its lines, and what those who keep it may do."""

    repeated_names = (PICKS,)
    title = TITLE

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@familiarisation-sheet"

    def render(self):
        """Show the sheet to those who work with the document; who stands on it is led to read."""
        if not sheets.reads_all(self.context):
            if sheets.is_listed(self.context):
                return self.go(f"{self.context.absolute_url()}/@@acknowledge")
            raise Unauthorized("familiarisation-sheet")
        if self.family not in rules.OPEN_STATES:
            raise NotFound("familiarisation-sheet")
        return super().render()

    @cached_property
    def lines(self):
        """The lines, late ones first."""
        return lines_of(self.context)

    @property
    def record(self):
        """What the template shows."""
        record = self.context
        return Values(
            title=self.record_title,
            state=state_badge(record.state, record.family_id, css="sr-state-title"),
            line=[self.say(TITLE)],
            sections=[self._people(), *self._adding()],
            aside=[history_box(record, self.say)],
        )

    def _people(self):
        form = self.form_of("paper")
        table = Values(
            title=TITLE,
            picks=PICKS if form is not None else None,
            form="deed-paper" if form is not None else None,
            columns=[Values(css=css, title=title) for css, title in COLUMNS],
            rows=self.ticked(PICKS, [self._row(*line) for line in self.lines]),
        )
        if form is not None:
            form.table = table
        return Values(
            id="people",
            title=TITLE,
            count=number_text(len(self.lines)) if self.lines else None,
            table=table if self.lines and form is None else None,
            empty=None if self.lines else _("desk_sheet_empty", default="Nobody is asked yet."),
            foot=self._foot(),
            forms=[form] if form is not None else [],
        )

    def _foot(self):
        late = sum(line[3] == rules.OVERDUE for line in self.lines)
        if not late:
            return None
        return _("desk_sheet_late", default="Overdue: ${n}.", mapping={"n": number_text(late)})

    def _adding(self):
        form = self.form_of("list")
        if form is None:
            return
        title = _("desk_sheet_add", default="Put people on the sheet")
        yield Values(id="add", title=title, forms=[form])

    def _row(self, person, listed, noted, standing):
        how = None
        if noted is not None:
            how = f"{self.say(WAY_TITLES[noted.way])}, {day_text(noted.day)}"
        paper = noted is not None and noted.way == rules.PAPER
        return Values(
            pick=person.id if noted is None else None,
            label=person.full_name,
            cells=[
                Values(text=person.full_name, css="sr-lead"),
                Values(text=day_text(listed.until), css="sr-nowrap"),
                Values(state=standing_badge(standing)),
                Values(text=how, sub=(noted.fact or None) if paper else None),
            ],
        )

    # -- what can be done ----------------------------------------------------------------------

    def deeds(self):
        """See :class:`DeedsMixin`."""
        record = self.context
        if not sheets.may_keep(record) or record.state not in rules.OPEN_STATES[self.family]:
            return
        if any(line[2] is None for line in self.lines):
            yield Deed(
                "paper",
                _("desk_sheet_note", default="Note that the chosen signed on paper"),
                self._paper,
                _paper_fields(),
                known=(("day", self.today),),
                css="btn-secondary",
            )
        yield Deed(
            "list",
            _("desk_sheet_list", default="Put on the sheet"),
            self._list,
            _list_fields(_staff()),
        )

    def _paper(self, values):
        made = sheets.note_paper(
            self.context, self.chosen(PICKS), values["day"], values["sheet_fact"] or ""
        )
        return _("desk_sheet_noted", default="Noted: ${n}.", mapping={"n": len(made)})

    def _list(self, values):
        found = _chosen(values["who"], values["person"], self.today)
        new = sheets.list_people(self.context, found, values["until"])
        return _("desk_sheet_listed", default="Put on the sheet: ${n}.", mapping={"n": len(new)})


def _staff():
    found = (one for one in get_school().people.values() if STAFF in one.kinds)
    return sorted(found, key=lambda one: one.sort_key)


def _chosen(who, person_id, today):
    """Return the ids of the people that the form names."""
    if who == PERSON:
        return [person_id] if person_id else []
    if who == EVERYBODY:
        return [one.id for one in _staff()]
    held = held_on(tuple(get_school().appointments.values()), today)
    return [one.person_id for one in held if one.role == who]


def _list_fields(staff):
    groups = [SimpleTerm(key, key, title) for key, title in GROUPS.items()]
    people = [SimpleTerm(one.id, one.id, one.full_name) for one in staff]
    return (
        schema.Choice(
            __name__="who",
            title=_("desk_sheet_who", default="Whom"),
            vocabulary=SimpleVocabulary(groups),
        ),
        schema.Choice(
            __name__="person",
            title=_("desk_sheet_one", default="Person"),
            vocabulary=SimpleVocabulary(people),
            required=False,
        ),
        schema.Date(
            __name__="until",
            title=_("desk_sheet_until", default="To be read by"),
            required=False,
        ),
    )


def _paper_fields():
    return (
        schema.Date(__name__="day", title=_("desk_sheet_day", default="Day on the paper sheet")),
        schema.TextLine(
            __name__="sheet_fact",
            title=_("desk_sheet_fact", default="Where the paper sheet is"),
            required=False,
            max_length=400,
        ),
    )
