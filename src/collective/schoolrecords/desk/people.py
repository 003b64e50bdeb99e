"""Classes and people of the school, read only: who holds which office, and since when."""

from collective.schoolrecords.access.roles import SITE_ROLES
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.staff import people_of_kind
from plone import api


NOBODY = _("desk_people_nobody", default="not appointed")


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
            tables=[one for one in tables if one.rows],
        )

    def _table(self, key, title, columns, rows):
        return Values(
            id=key,
            title=title,
            head=title,
            count=str(len(rows)),
            columns=[Values(css=css, title=text) for css, text in columns],
            rows=[Values(cells=cells) for cells in rows],
        )

    def _offices(self):
        school, rows = self.reader.school, []
        for role in SITE_ROLES:
            for office in holders_of(school, role.key, self.today):
                rows.append(
                    [
                        Values(text=role.title, css="sr-lead"),
                        Values(text=school.people[office.person_id].full_name),
                        *self._dates(office),
                    ]
                )
        columns = (
            ("sr-lead", _("desk_col_office", default="Office")),
            ("", _("desk_col_person", default="Who")),
            ("", _("desk_col_since", default="Since")),
            ("", _("desk_col_until", default="Until")),
            ("sr-side", _("desk_col_order", default="Order")),
        )
        return self._table(
            "offices", _("desk_people_offices", default="Offices by order"), columns, rows
        )

    def _dates(self, office):
        order = f"№ {office.order_number}"
        if office.order_date:
            order = f"{order}, {day_text(office.order_date)}"
        return [
            Values(text=day_text(office.start), css="sr-nowrap"),
            Values(text=day_text(office.end), css="sr-nowrap"),
            Values(text=order, css="sr-side"),
        ]

    def _classes(self):
        school, rows = self.reader.school, []
        base = self.site.absolute_url()
        catalog = api.portal.get_tool("portal_catalog")
        for cohort in cohorts_on(school, self.today):
            teachers = [
                school.people[one.person_id].full_name
                for one in holders_of(school, "class_teacher", self.today, cohort.id)
            ]
            count = catalog(
                portal_type="personal_file", record_cohort=cohort.id, review_state="current"
            ).actual_result_count
            rows.append(
                [
                    Values(
                        text=cohort.label_on(self.today),
                        css="sr-lead",
                        url=f"{base}/{REGISTER_IDS['personal_file']}?class={cohort.id}",
                    ),
                    Values(text=", ".join(teachers) or NOBODY),
                    Values(text=str(count), css="sr-num"),
                ]
            )
        columns = (
            ("sr-lead", _("desk_col_class", default="Class")),
            ("", _("desk_col_class_teacher", default="Class teacher")),
            ("sr-num", _("desk_col_current_files", default="Files kept now")),
        )
        return self._table("classes", _("desk_people_classes", default="Classes"), columns, rows)

    def _staff(self):
        people = people_of_kind(self.reader.school, STAFF)
        rows = [
            [
                Values(text=person.full_name, css="sr-lead"),
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
