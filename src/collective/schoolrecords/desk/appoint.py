"""Giving a person an office by order, and ending an appointment.

What may be given is the rule of REST: offices of the whole school by the director, class and
subject teachers also by whoever keeps the school's lists.
"""

from abc import ABC
from abc import abstractmethod
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.access.roles import ROLES
from collective.schoolrecords.core.school import CHILD
from collective.schoolrecords.core.school import VACANT
from collective.schoolrecords.desk.add_person import ADD_PERSON
from collective.schoolrecords.desk.fields import choice_field
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.no_classes import lacks_classes
from collective.schoolrecords.desk.no_classes import open_link
from collective.schoolrecords.desk.offices import office_title
from collective.schoolrecords.desk.offices import person_url
from collective.schoolrecords.desk.people_form import PeopleForm
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.appointments import appoint
from collective.schoolrecords.school.appointments import dismiss
from collective.schoolrecords.school.cohorts import cohorts_ahead
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.rights import check_may_give
from collective.schoolrecords.school.rights import check_may_touch
from collective.schoolrecords.school.rights import may_give
from collective.schoolrecords.school.staff import people_of_kind
from functools import cached_property
from zExceptions import NotFound
from zope import schema


LONGEST = 60
NO_CLASS_YET = _(
    "desk_appoint_no_class",
    default="No class of this school year is open yet. Open the class before its teachers are "
    "appointed.",
)
NOBODY_YET = _(
    "desk_appoint_nobody_yet",
    default="Nobody is in the list of staff yet. Enter the person first.",
)


def order_fields():
    """Return the fields that name an order."""
    return (
        schema.TextLine(
            __name__="order_number",
            title=_("desk_appoint_order_number", default="Number of the order"),
            max_length=LONGEST,
        ),
        schema.Date(
            __name__="order_date", title=_("desk_appoint_order_date", default="Date of the order")
        ),
    )


class OfficesForm(PeopleForm, ABC):
    """What both forms share."""

    def asked(self, name):
        """Return a text of the address or the form, ``None`` without one."""
        value = self.request.form.get(name)
        return value if isinstance(value, str) and value else None

    def render(self):
        """Show the form, or do what was sent and go back to the person."""
        if self.posted() and self.saves:
            values = self.read_all()
            if not self.field_errors:
                try:
                    person_id = self.take(values)
                except Refusal as refusal:
                    self.keep_refusal(refusal)
                else:
                    return self.go(person_url(self.site, person_id))
        return self.index()

    @abstractmethod
    def take(self, values):
        """Do it and return the id of the person concerned; raise a `Refusal` with all reasons."""


class AppointPage(OfficesForm):
    """``appoint?person_id=&role=&cohort_id=``: a person, an office, an order, the days."""

    title = _("desk_appoint_title", default="Appoint to an office")

    @cached_property
    def groups(self):
        """(legend, fields) of the form."""
        return (
            (_("desk_appoint_who", default="Who and to which office"), self._office_fields()),
            (
                _("desk_appoint_by", default="By which order and for which days"),
                (*order_fields(), *_day_fields()),
            ),
        )

    @cached_property
    def form_people(self):
        """Whom the form offers: the staff, in alphabetic order."""
        return people_of_kind(self.school, STAFF)

    @property
    def _lacks_classes(self):
        return lacks_classes(self.school, self.today)

    def _lacking_words(self):
        if not self.form_people:
            yield NOBODY_YET
        if self._lacks_classes:
            yield NO_CLASS_YET

    def _lacking_links(self):
        if not self.form_people:
            url = f"{self.site.absolute_url()}/@@add-person"
            yield Values(url=url, css="btn-primary", title=ADD_PERSON)
        if self._lacks_classes:
            yield from open_link(self.site, "btn-secondary")

    def _office_fields(self):
        named = [
            (one.id, ", ".join(filter(None, (one.full_name, one.position))))
            for one in self.form_people
        ]
        roles = [
            (role.key, role.title)
            for role in ROLES
            if role.place != CHILD and may_give(self.site, role.key)
        ]
        living = cohorts_on(self.school, self.today)
        cohorts = [
            (one.id, one.dated_label(self.today))
            for one in (*living, *cohorts_ahead(self.school, self.today))
        ]
        return (
            choice_field("person_id", _("desk_appoint_person", default="Who"), named),
            choice_field("role", _("desk_appoint_role", default="Office"), roles),
            # Beside the office: whoever is refused because it is held looks for the reason here.
            *self._acting_fields(),
            choice_field(
                "cohort_id",
                _("desk_col_class", default="Class"),
                cohorts,
                required=False,
                description=_(
                    "desk_appoint_class_hint", default="For class and subject teachers only."
                ),
            ),
            schema.TextLine(
                __name__="subject",
                title=_("desk_appoint_subject", default="Subject"),
                description=_(
                    "desk_appoint_subject_hint",
                    default="For subject teachers and heads of methodical associations.",
                ),
                required=False,
                max_length=200,
            ),
        )

    def _acting_fields(self):
        school, held = self.school, {}
        for one in school.appointments.values():
            if one.valid_on(self.today) and not one.acting and may_give(self.site, one.role):
                held.setdefault(one.person_id, []).append(office_title(school, one, self.today))
        people = sorted((school.people[key] for key in held), key=lambda one: one.sort_key)
        named = [(one.id, f"{one.short_name} — {', '.join(held[one.id])}") for one in people]
        nobody = _("desk_appoint_vacant", default="For nobody: the office is vacant")
        return (
            choice_field(
                "acting_for",
                _("desk_appoint_acting_for", default="For whom, if only acting"),
                [(VACANT, nobody), *named],
                required=False,
                description=_(
                    "desk_appoint_acting_hint",
                    default="Leave empty for an ordinary appointment. Who acts for somebody holds "
                    "the office on the days of the order only.",
                ),
            ),
            schema.Bool(
                __name__="replaces",
                title=_(
                    "desk_appoint_replaces",
                    default="On these days the other one does not hold the office",
                ),
                required=False,
            ),
        )

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [field for _legend, fields in self.groups for field in fields]

    def take(self, values):
        """See :class:`OfficesForm`."""
        person_id, role = values.pop("person_id"), values.pop("role")
        check_may_give(self.site, [role])
        if values["replaces"]:
            check_may_touch(self.school, [values["acting_for"]])
        made = appoint(self.school, person_id, role, **values)
        data = {
            "office": office_title(self.school, made, self.today),
            "name": self.school.people[person_id].short_name,
            "day": day_text(made.start),
        }
        self.note(
            _(
                "desk_appoint_done",
                default="Appointed: ${name}, ${office}, from ${day}.",
                mapping=data,
            )
        )
        return person_id

    @property
    def form(self):
        """What the template shows."""
        known = {name: self.asked(name) for name in ("person_id", "role", "cohort_id")}
        cohort = self.school.cohorts.get(known["cohort_id"])
        begins = cohort.first_day if cohort is not None else self.today
        known.update(start=max(begins, self.today), order_date=self.today)
        return Values(
            title=self.title,
            action=f"{self.site.absolute_url()}/@@appoint",
            groups=[
                Values(title=legend, fields=self.inputs(fields, known))
                for legend, fields in self.groups
            ],
            links=list(self._lacking_links()),
            texts=list(self._lacking_words()),
            save=_("desk_appoint_button", default="Appoint"),
            cancel=self.people_url,
        )


class EndAppointmentPage(OfficesForm):
    """``end-appointment?appointment=``: the last day of an office, by order."""

    title = _("desk_dismiss_title", default="End an appointment")

    @cached_property
    def appointment(self):
        """The appointment that the address names; 404 for any other."""
        found = self.school.appointments.get(self.asked("appointment") or "")
        if found is None:
            raise NotFound("appointment")
        return found

    def render(self):
        """See :class:`OfficesForm`; without the right to give the office there is no form."""
        check_may_give(self.site, [self.appointment.role])
        check_may_touch(self.school, [self.appointment.person_id])
        return super().render()

    def form_fields(self):
        """See :class:`FormMixin`."""
        last = schema.Date(__name__="end", title=_("desk_dismiss_end", default="Last day"))
        return (last, *order_fields())

    def take(self, values):
        """See :class:`OfficesForm`."""
        one, last_day = self.appointment, values.pop("end")
        dismiss(self.school, one.id, last_day, **values)
        data = {"office": office_title(self.school, one, self.today), "day": day_text(last_day)}
        self.note(
            _(
                "desk_dismiss_done",
                default="Ended: ${office}, the last day is ${day}.",
                mapping=data,
            )
        )
        return one.person_id

    @property
    def form(self):
        """What the template shows."""
        one = self.appointment
        person = self.school.people[one.person_id]
        text = _(
            "desk_dismiss_text",
            default="The rights of the office end with that day. An appointment that never took "
            "effect ends on the day before its first one.",
        )
        return Values(
            title=self.title,
            line=self.say(
                _(
                    "desk_dismiss_line",
                    default="${name}, ${office}, from ${day}",
                    mapping={
                        "name": person.full_name,
                        "office": office_title(self.school, one, self.today),
                        "day": day_text(one.start),
                    },
                )
            ),
            texts=[text],
            action=f"{self.site.absolute_url()}/@@end-appointment",
            hidden=[Values(name="appointment", value=one.id)],
            groups=[
                Values(
                    fields=self.inputs(
                        self.form_fields(), {"end": self.today, "order_date": self.today}
                    )
                )
            ],
            save=_("desk_dismiss_button", default="End the appointment"),
            cancel=person_url(self.site, one.person_id),
        )


def _day_fields():
    return (
        schema.Date(__name__="start", title=_("desk_appoint_start", default="First day")),
        schema.Date(
            __name__="end",
            title=_("desk_appoint_end", default="Last day"),
            required=False,
        ),
    )
