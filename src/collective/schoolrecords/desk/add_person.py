"""Entering one person of the staff: the first of a new school, or a newcomer between two lists."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.offices import person_url
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.staff import add_person
from collective.schoolrecords.school.staff import people_of_kind
from zExceptions import NotFound
from zope import schema


ADD_PERSON = _("desk_add_person", default="Enter somebody who works here")
BEGIN = _(
    "desk_people_begin",
    default="The school has no director yet. Enter the director as the first person, appoint "
    "this person by order and open an account. The director loads the list of staff then and "
    "gives all other offices; the administrator's right to appoint ends with that day.",
)
NAMESAKE = _(
    "desk_add_person_twice",
    default="Somebody of this name works here already. If this is another person, tick the box.",
)
NEXT = _(
    "desk_add_person_text",
    default="On the page of the person that opens next you appoint by order and open an account.",
)
#: Names and positions: as long as the list of staff takes them.
LONGEST = 200


class AddPersonPage(FormMixin, Page):
    """``add-person``: name and position; leads to the page of the person."""

    title = ADD_PERSON
    current = "people"

    def trail(self):
        """See :class:`Page`."""
        return ((TITLES["people"], f"{self.site.absolute_url()}/@@people"),)

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [*_name_fields(), *_work_fields()]

    def render(self):
        """Show the form, or enter the person and go to their page."""
        school = self.reader.school
        if school is None:
            raise NotFound("school")
        if self.posted() and self.saves:
            values = self.read_all()
            if not self.field_errors:
                try:
                    person = self._enter(school, **values)
                except Refusal as refusal:
                    self.keep_refusal(refusal)
                else:
                    if person is not None:
                        return self.go(person_url(self.site, person.id))
        return self.index()

    def _enter(self, school, namesake, **values):
        """Return the person that was entered, ``None`` for a name that is in the list already."""
        names = (values["last_name"], values["first_name"], values["middle_name"] or "")
        wanted = name_sort_key(*names)
        known = any(one.sort_key == wanted for one in people_of_kind(school, STAFF))
        if known and not namesake:
            self.field_errors["last_name"] = self.say(NAMESAKE)
            return None
        return add_person(school, *names, position=values["position"] or "")

    @property
    def form(self):
        """What the template shows."""
        return Values(
            title=self.title,
            texts=[NEXT],
            action=f"{self.site.absolute_url()}/@@add-person",
            groups=[
                Values(fields=self.inputs(fields, {}))
                for fields in (_name_fields(), _work_fields())
            ],
            save=_("desk_add_person_button", default="Enter"),
            cancel=f"{self.site.absolute_url()}/@@people",
        )


def _name_fields():
    titles = (
        ("last_name", _("desk_part_last_name", default="Surname"), True),
        ("first_name", _("desk_part_first_name", default="First name"), True),
        ("middle_name", _("desk_part_middle_name", default="Patronymic"), False),
    )
    return [
        schema.TextLine(__name__=name, title=title, required=required, max_length=LONGEST)
        for name, title, required in titles
    ]


def _work_fields():
    return [
        schema.TextLine(
            __name__="position",
            title=_("desk_col_position", default="Position"),
            required=False,
            max_length=LONGEST,
        ),
        schema.Bool(
            __name__="namesake",
            title=_("desk_add_person_namesake", default="Another person of the same name"),
            required=False,
        ),
    ]
