"""Classes and people of the school: who holds which office since when, and ways to change it."""

from collective.schoolrecords.access.roles import SITE_ROLES
from collective.schoolrecords.core.offices import held_on
from collective.schoolrecords.desk.add_person import ADD_PERSON
from collective.schoolrecords.desk.add_person import BEGIN
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.no_classes import lacks_classes
from collective.schoolrecords.desk.no_classes import may_open
from collective.schoolrecords.desk.no_classes import open_link
from collective.schoolrecords.desk.no_classes import words
from collective.schoolrecords.desk.offices import appoint_cell
from collective.schoolrecords.desk.offices import appoint_url
from collective.schoolrecords.desk.offices import end_cell
from collective.schoolrecords.desk.offices import office_days
from collective.schoolrecords.desk.offices import office_title
from collective.schoolrecords.desk.offices import person_url
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.exchange.journal import STAFF as STAFF_LIST
from collective.schoolrecords.exchange.starting import may_load
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.cohorts import cohorts_ahead
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.rights import may_begin
from collective.schoolrecords.school.rights import may_give
from collective.schoolrecords.school.staff import people_of_kind
from plone import api


NOBODY = _("desk_people_nobody", default="not appointed")
AHEAD = _("desk_people_ahead", default="not in force yet")
CLASS_ITSELF = _("desk_col_class_itself", default="Letter, end")
CHANGE = _("desk_class_change", default="change")


class PeoplePage(Page):
    """``people``: offices, classes with their teachers, staff."""

    title = TITLES["people"]
    current = "people"

    @property
    def result(self):
        """What the template shows."""
        school = self.reader.school
        tables = [] if school is None else [self._offices(), self._classes(), self._staff()]
        return Values(
            title=self.title,
            line=day_text(self.today),
            links=list(self._links()) if school is not None else [],
            empty=self._begins(),
            tables=[one for one in tables if one.rows],
        )

    def _begins(self):
        """Return what a new school lacks first: its director, then its classes."""
        if may_begin(self.site):
            return BEGIN
        return words(self.site) if lacks_classes(self.reader.school, self.today) else None

    def _links(self):
        if may_give(self.site, "class_teacher"):
            yield Values(
                url=appoint_url(self.site),
                css="btn-primary",
                title=_("desk_appoint_title", default="Appoint to an office"),
            )
        if may_open(self.site):
            yield Values(
                url=f"{self.site.absolute_url()}/@@add-person",
                css="btn-secondary",
                title=ADD_PERSON,
            )
        yield from open_link(self.site, "btn-secondary")
        if may_load(self.site, STAFF_LIST):
            yield Values(
                url=f"{self.site.absolute_url()}/@@import",
                css="btn-secondary",
                title=TITLES["import"],
            )

    def _name(self, person_id, **more):
        """Return the cell that leads to a person."""
        person = self.reader.school.people[person_id]
        return Values(text=person.full_name, url=person_url(self.site, person_id), **more)

    def _table(self, key, title, columns, rows, count=None):
        # Whoever may appoint nobody has no column for it.
        if rows and not any(cells[-1].text for cells in rows):
            columns, rows = columns[:-1], [cells[:-1] for cells in rows]
        return Values(
            id=key,
            title=title,
            head=title,
            count=str(len(rows) if count is None else count),
            columns=[Values(css=css, title=text) for css, text in columns],
            rows=[Values(cells=cells) for cells in rows],
        )

    def _offices(self):
        school, rows = self.reader.school, []
        for role in SITE_ROLES:
            held = self._held(role.key)
            for office in (*held, *self._ahead(role.key)):
                ahead = AHEAD if office not in held else None
                title = office_title(school, office, self.today)
                rows.append(
                    [
                        Values(text=title, css="sr-lead", sub=ahead),
                        self._name(office.person_id),
                        *office_days(office),
                        end_cell(self.site, office),
                    ]
                )
            if not held and may_give(self.site, role.key):
                rows.append(
                    [
                        Values(text=role.title, css="sr-lead"),
                        Values(text=NOBODY),
                        Values(css="sr-nowrap"),
                        Values(css="sr-nowrap"),
                        Values(css="sr-side"),
                        appoint_cell(self.site, role.key),
                    ]
                )
        columns = (
            ("sr-lead", _("desk_col_office", default="Office")),
            ("", _("desk_col_person", default="Who")),
            ("", _("desk_col_since", default="Since")),
            ("", _("desk_col_until", default="Until")),
            ("sr-side", _("desk_col_order", default="Order")),
            ("", _("desk_col_action", default="Action")),
        )
        title = _("desk_people_offices", default="Offices by order")
        # An office that nobody holds is a row, not one of those that are given.
        given = sum(cells[1].text != NOBODY for cells in rows)
        return self._table("offices", title, columns, rows, given)

    def _held(self, role):
        """Return the appointments to an office in force today, of whichever subject, acting ones last."""
        everyone = self.reader.school.appointments_to(role)
        found = held_on(everyone, self.today)
        return sorted(found, key=lambda one: (one.acting, one.start, one.id))

    def _ahead(self, role):
        """Return the appointments to an office that begin later, the soonest first."""
        everyone = self.reader.school.appointments_to(role)
        found = [one for one in everyone if one.start > self.today]
        return sorted(found, key=lambda one: (one.start, one.id))

    def _classes(self):
        school = self.reader.school
        cohorts = (*cohorts_on(school, self.today), *cohorts_ahead(school, self.today))
        rows = [self._class_row(cohort) for cohort in cohorts]
        columns = [
            ("sr-lead", _("desk_col_class", default="Class")),
            ("", _("desk_col_class_teacher", default="Class teacher")),
            ("sr-num", _("desk_col_current_files", default="Files kept now")),
            ("", CLASS_ITSELF),
            ("", _("desk_col_action", default="Action")),
        ]
        if not may_open(self.site):
            # Whoever may change no class has no column for it.
            del columns[3]
            rows = [[*cells[:3], *cells[4:]] for cells in rows]
        return self._table("classes", _("desk_people_classes", default="Classes"), columns, rows)

    def _class_row(self, cohort):
        """Return the cells of a class; one that begins later is shown as on its first day."""
        school, base = self.reader.school, self.site.absolute_url()
        day = max(self.today, cohort.first_day)
        held = holders_of(school, "class_teacher", day, cohort.id)
        teachers = [school.people[one.person_id].full_name for one in held]
        count = api.portal.get_tool("portal_catalog")(
            portal_type="personal_file", record_cohort=cohort.id, review_state="current"
        ).actual_result_count
        return [
            Values(
                text=cohort.label_on(day),
                css="sr-lead",
                url=f"{base}/{REGISTER_IDS['personal_file']}?class={cohort.id}",
                sub=self._ahead_words(cohort),
            ),
            self._name(held[0].person_id)
            if len(held) == 1
            else Values(text=", ".join(teachers) or NOBODY),
            Values(
                text=str(count),
                css="sr-num",
                label=self.say(_("desk_col_current_files", default="Files kept now")),
            ),
            Values(text=CHANGE, css="sr-nowrap", url=f"{base}/@@change-class?class={cohort.id}"),
            end_cell(self.site, held[0])
            if held
            else appoint_cell(self.site, "class_teacher", cohort.id),
        ]

    def _ahead_words(self, cohort):
        if cohort.first_day <= self.today:
            return None
        day = day_text(cohort.first_day)
        return self.say(_("desk_class_ahead", default="from ${day}", mapping={"day": day}))

    def _staff(self):
        people = people_of_kind(self.reader.school, STAFF)
        rows = [
            [
                self._name(person.id, css="sr-lead"),
                Values(text=person.position),
                Values(text=", ".join(person.subjects), css="sr-side"),
            ]
            for person in sorted(people, key=lambda one: one.sort_key)
        ]
        columns = (
            ("sr-lead", _("desk_col_person", default="Who")),
            ("", _("desk_col_position", default="Position")),
            ("sr-side", _("desk_col_subjects", default="Subjects")),
        )
        return self._table("staff", _("desk_people_staff", default="Staff"), columns, rows)
