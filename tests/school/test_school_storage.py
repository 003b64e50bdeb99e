"""The school in a plain ZODB: entering people and classes, and the groups that follow."""

from collective.schoolrecords.access.groups import child_group
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.groups import office_group
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school import appointments
from collective.schoolrecords.school import cohorts
from collective.schoolrecords.school import families
from collective.schoolrecords.school import staff
from collective.schoolrecords.school.membership import SchoolMembership
from collective.schoolrecords.school.people import Period
from collective.schoolrecords.school.refusals import SchoolRefused
from collective.schoolrecords.school.storage import KEY
from collective.schoolrecords.school.storage import School
from datetime import date
from ZODB.DB import DB
from ZODB.MappingStorage import MappingStorage
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer

import pytest
import transaction


ORDER = {"order_number": "12-К", "order_date": date(2025, 8, 25)}
START = date(2025, 9, 1)
CHILD = "0123456789abcdef0123456789abcdef"


@implementer(IAnnotations)
class Site(dict):
    """A site is asked for its annotations only."""


@pytest.fixture
def school():
    connection = DB(MappingStorage()).open()
    connection.root()["school"] = School()
    transaction.commit()
    yield connection.root()["school"]
    transaction.abort()
    connection.close()


@pytest.fixture
def membership(school):
    return SchoolMembership(Site({KEY: school}))


def person(school, last_name="Образцова", user_id=None, **more):
    """A person of the staff, with an account if `user_id` is given."""
    made = staff.add_person(school, last_name, "Анна", "Ивановна", **more)
    return staff.link_account(school, made.id, user_id) if user_id else made


def refused(function, *args, **kwargs):
    """The codes with which a call is refused."""
    with pytest.raises(SchoolRefused) as caught:
        function(*args, **kwargs)
    return [reason["code"] for reason in caught.value.reasons]


def seventh_a(school, **more):
    return cohorts.add_cohort(school, year=2025, grade=7, letter="А", **more)


class TestCohorts:
    def test_a_class_is_found_by_its_label_of_the_day(self, school):
        made = seventh_a(school)
        assert cohorts.find_cohort(school, "7А", date(2026, 5, 25)).id == made.id
        assert cohorts.find_cohort(school, "8А", date(2026, 9, 1)).id == made.id
        assert cohorts.find_cohort(school, "7А", date(2026, 9, 1)) is None

    def test_classes_are_listed_by_grade_then_letter(self, school):
        for grade, letter in ((10, "А"), (7, "Б"), (7, "А"), (1, "В")):
            cohorts.add_cohort(school, year=2025, grade=grade, letter=letter)
        labels = [one.label_on(START) for one in cohorts.cohorts_on(school, START)]
        assert labels == ["1В", "7А", "7Б", "10А"]

    def test_a_second_7a_is_refused(self, school):
        seventh_a(school)
        assert refused(seventh_a, school) == ["LABEL_TAKEN"]
        assert len(school.cohorts) == 1

    def test_renaming_and_closing_keep_the_id(self, school):
        made = seventh_a(school)
        cohorts.relabel_cohort(school, made.id, "К", date(2026, 1, 12))
        cohorts.close_cohort(school, made.id, date(2026, 8, 31))
        kept = school.cohorts[made.id]
        assert kept.label_on(date(2026, 1, 12)) == "7К"
        assert kept.label_on(date(2026, 9, 1)) is None

    def test_a_class_entered_by_mistake_is_taken_back_unless_somebody_teaches_it(self, school):
        empty, taught = (
            cohorts.add_cohort(school, year=2025, grade=7, letter=letter) for letter in "АБ"
        )
        made = person(school)
        appointments.appoint(
            school, made.id, "class_teacher", start=START, cohort_id=taught.id, **ORDER
        )
        assert cohorts.withdraw_cohort(school, empty.id) is True
        assert cohorts.withdraw_cohort(school, taught.id) is False
        assert cohorts.withdraw_cohort(school, empty.id) is False
        assert list(school.cohorts) == [taught.id]

    def test_an_unknown_class_is_refused(self, school):
        assert refused(cohorts.close_cohort, school, "nope", START) == ["COHORT_UNKNOWN"]


class TestYears:
    def test_dates_in_order_are_kept(self, school):
        quarters = (
            Period("I", date(2025, 9, 1), date(2025, 10, 26)),
            Period("II", date(2025, 11, 5), date(2025, 12, 30)),
        )
        days = {"lessons_from": date(2025, 9, 1), "lessons_until": date(2026, 5, 26)}
        cohorts.set_year(school, start=2025, periods=quarters, **days)
        assert school.years[2025].periods == quarters

    def test_dates_outside_the_year_and_out_of_order_are_told_together(self, school):
        turned = (Period("I", date(2025, 10, 26), date(2025, 9, 1)),)
        days = {"lessons_from": date(2025, 9, 1), "lessons_until": date(2026, 9, 1)}
        codes = refused(cohorts.set_year, school, start=2025, periods=turned, **days)
        assert codes == ["PERIOD_OUTSIDE", "PERIOD_ORDER"]
        assert 2025 not in school.years


class TestPeople:
    def test_people_stand_in_the_order_of_the_russian_alphabet(self, school):
        for last_name in ("Жукова", "Ёлкина", "Елисеева", "Яблокова"):
            person(school, last_name)
        names = [one.last_name for one in staff.people_of_kind(school)]
        assert names == ["Елисеева", "Ёлкина", "Жукова", "Яблокова"]

    def test_a_person_without_a_name_is_refused(self, school):
        assert refused(staff.add_person, school, " ", "Анна") == ["NAME_MISSING"]

    def test_the_chain_keeps_which_fields_changed_and_no_value(self, school):
        made = person(school)
        staff.change_person(school, made.id, last_name="Примерова", position="учитель")
        chain = chain_of(school)
        payload = chain.payload(chain.last().seq)
        assert payload["fields"] == ["last_name", "position"]
        texts = str([chain.payload(seq) for seq in range(len(chain))])
        assert "Примерова" not in texts and "Образцова" not in texts

    def test_a_change_of_nothing_leaves_no_event(self, school):
        made = person(school)
        length = len(chain_of(school))
        staff.change_person(school, made.id, last_name=made.last_name)
        assert len(chain_of(school)) == length

    def test_the_account_is_not_a_field_to_change(self, school):
        made = person(school)
        assert refused(staff.change_person, school, made.id, user_id="x") == ["UNKNOWN_FIELD"]

    def test_one_account_belongs_to_one_person(self, school):
        person(school, user_id="anna")
        other = person(school, "Примерова")
        assert refused(staff.link_account, school, other.id, "anna") == ["ACCOUNT_TAKEN"]

    def test_an_account_that_is_taken_away_is_free_again(self, school):
        first = person(school, user_id="anna")
        staff.link_account(school, first.id, None)
        second = person(school, "Примерова", user_id="anna")
        assert school.person_of("anna").id == second.id

    def test_somebody_in_use_is_not_removed(self, school):
        made = person(school)
        appointments.appoint(school, made.id, "deputy", start=START, **ORDER)
        assert refused(staff.forget_person, school, made.id) == ["PERSON_IN_USE"]
        unused = person(school, "Примерова")
        staff.forget_person(school, unused.id)
        assert unused.id not in school.people


class TestAppointments:
    def test_an_office_of_the_school_gives_its_group(self, school, membership):
        made = person(school, user_id="anna")
        appointments.appoint(school, made.id, "secretary", start=START, **ORDER)
        assert membership.groups_of("anna", date(2025, 8, 31)) == ()
        assert membership.groups_of("anna", START) == (office_group("secretary"),)
        assert membership.members_of(office_group("secretary"), START) == ("anna",)

    def test_a_class_teacher_changes_by_membership_alone(self, school, membership):
        cohort = seventh_a(school)
        old, new = person(school, user_id="old"), person(school, "Примерова", user_id="new")
        first = appointments.appoint(
            school, old.id, "class_teacher", start=START, cohort_id=cohort.id, **ORDER
        )
        later = {"start": date(2026, 1, 12), "cohort_id": cohort.id, **ORDER}
        codes = refused(appointments.appoint, school, new.id, "class_teacher", **later)
        assert codes == ["OFFICE_TAKEN"]
        appointments.dismiss(school, first.id, date(2026, 1, 11), **ORDER)
        appointments.appoint(school, new.id, "class_teacher", **later)

        group = cohort_group(cohort.id, "class_teacher")
        assert membership.members_of(group, date(2026, 1, 11)) == ("old",)
        assert membership.members_of(group, date(2026, 1, 12)) == ("new",)
        teacher = appointments.class_teacher(school, cohort.id, date(2026, 1, 12))
        assert teacher.id == new.id

    def test_a_class_teacher_loses_the_role_with_the_class(self, school, membership):
        cohort = seventh_a(school, last_grade=9)
        made = person(school, user_id="anna")
        appointments.appoint(
            school, made.id, "class_teacher", start=START, cohort_id=cohort.id, **ORDER
        )
        group = (cohort_group(cohort.id, "class_teacher"),)
        assert membership.groups_of("anna", date(2028, 8, 31)) == group
        assert membership.groups_of("anna", date(2028, 9, 1)) == ()

    def test_the_acting_director_has_the_group_within_the_dates(self, school, membership):
        director = person(school, user_id="director")
        deputy = person(school, "Примерова", user_id="deputy")
        appointments.appoint(school, director.id, "director", start=START, **ORDER)
        appointments.appoint(
            school,
            deputy.id,
            "director",
            start=date(2026, 7, 1),
            end=date(2026, 7, 28),
            acting_for=director.id,
            replaces=True,
            **ORDER,
        )
        group = office_group("director")
        members = {
            day: membership.members_of(group, date(2026, *day))
            for day in ((6, 30), (7, 1), (7, 28), (7, 29))
        }
        assert members == {
            (6, 30): ("director",),
            (7, 1): ("deputy",),
            (7, 28): ("deputy",),
            (7, 29): ("director",),
        }

    def test_two_subjects_in_one_class_are_one_group(self, school, membership):
        cohort = seventh_a(school)
        made = person(school, user_id="anna")
        for subject in ("Физика", "Алгебра"):
            appointments.appoint(
                school,
                made.id,
                "subject_teacher",
                start=START,
                cohort_id=cohort.id,
                subject=subject,
                **ORDER,
            )
        assert membership.groups_of("anna", START) == (cohort_group(cohort.id, "subject_teacher"),)

    def test_guardians_are_not_appointed(self, school):
        mother = staff.add_person(school, "Примерова", "Ольга", kinds=("guardian",))
        codes = refused(appointments.appoint, school, mother.id, "deputy", start=START, **ORDER)
        assert codes == ["NOT_STAFF"]

    def test_a_refused_appointment_leaves_no_trace(self, school):
        made = person(school)
        length = len(chain_of(school))
        order = {"order_number": "", "order_date": START}
        assert refused(appointments.appoint, school, made.id, "deputy", start=START, **order) == [
            "ORDER_MISSING"
        ]
        assert not school.appointments and not school.appointments_of(made.id)
        assert len(chain_of(school)) == length

    def test_an_account_nobody_knows_has_no_groups(self, membership):
        assert membership.groups_of("stranger", START) == ()


class TestFamilies:
    def guardian(self, school, user_id="mother"):
        return person(school, "Примерова", user_id=user_id, kinds=("guardian",))

    def test_a_guardian_has_the_group_of_the_own_child_only(self, school, membership):
        mother = self.guardian(school)
        families.link_guardian(school, CHILD, mother.id, "mother")
        assert membership.groups_of("mother", START) == (child_group(CHILD, "guardian"),)
        assert membership.members_of(child_group(CHILD, "guardian"), START) == ("mother",)
        assert membership.members_of(child_group("f" * 32, "guardian"), START) == ()

    def test_ended_rights_give_nothing(self, school, membership):
        mother = self.guardian(school)
        families.link_guardian(school, CHILD, mother.id, "mother")
        families.end_guardianship(school, CHILD, mother.id, date(2026, 3, 1))
        assert membership.groups_of("mother", date(2026, 3, 1)) != ()
        assert membership.groups_of("mother", date(2026, 3, 2)) == ()

    def test_rights_that_come_back_are_a_second_link(self, school, membership):
        mother = self.guardian(school)
        families.link_guardian(school, CHILD, mother.id, "mother")
        families.end_guardianship(school, CHILD, mother.id, date(2026, 3, 1))
        families.link_guardian(school, CHILD, mother.id, "mother", since=date(2026, 6, 1))
        assert membership.groups_of("mother", date(2026, 4, 1)) == ()
        assert len(membership.groups_of("mother", date(2026, 6, 1))) == 1

    def test_linking_twice_is_refused(self, school):
        mother = self.guardian(school)
        families.link_guardian(school, CHILD, mother.id, "mother")
        again = refused(families.link_guardian, school, CHILD, mother.id, "friend")
        assert again == ["UNKNOWN_RELATION", "ALREADY_LINKED"]

    def test_a_pupil_has_the_group_of_the_own_file(self, school, membership):
        pupil = person(school, user_id="pupil", kinds=("pupil",))
        families.link_pupil(school, CHILD, pupil.id)
        assert membership.groups_of("pupil", START) == (child_group(CHILD, "pupil"),)

    def test_a_destroyed_file_leaves_no_links(self, school, membership):
        mother = self.guardian(school)
        pupil = person(school, user_id="pupil", kinds=("pupil",))
        families.link_guardian(school, CHILD, mother.id, "mother")
        families.link_pupil(school, CHILD, pupil.id)
        families.unlink_family(school, CHILD)
        assert membership.groups_of("mother", START) == membership.groups_of("pupil", START) == ()
        assert school.children_of(mother.id) == school.files_of(pupil.id) == ()

    def test_titles_name_the_class_and_never_a_child(self, school, membership):
        cohort = seventh_a(school)
        title = membership.title_of(cohort_group(cohort.id, "class_teacher"), date(2026, 9, 1))
        assert title.endswith(", 8А")
        pupil = person(school, "Яблокова", user_id="pupil", kinds=("pupil",))
        families.link_pupil(school, CHILD, pupil.id)
        assert "Яблокова" not in membership.title_of(child_group(CHILD, "pupil"), START)


def test_every_change_is_in_the_chain_and_the_chain_holds(school):
    """One event per act, in order; the chain verifies."""
    cohort = seventh_a(school)
    made = person(school, user_id="anna")
    given = appointments.appoint(
        school, made.id, "class_teacher", start=START, cohort_id=cohort.id, **ORDER
    )
    appointments.dismiss(school, given.id, date(2026, 5, 31), **ORDER)
    chain = chain_of(school)
    assert [entry.event for entry in chain.entries()] == [
        "cohort",
        "person",
        "account",
        "appointment",
        "appointment_ended",
    ]
    assert chain.verify() == ()
    assert chain.payload(3)["start"] == "2025-09-01"


def test_the_groups_of_one_account_do_not_wake_the_whole_school(school, membership):
    """Asking costs as much as the person has offices: the other appointments stay asleep."""
    made = person(school, user_id="anna")
    appointments.appoint(school, made.id, "secretary", start=START, **ORDER)
    for number in range(600):
        other = person(school, f"Иная{number}", user_id=f"user{number}")
        appointments.appoint(school, other.id, "deputy", start=START, **ORDER)
    transaction.commit()
    connection = school._p_jar
    connection.cacheMinimize()
    connection.getTransferCounts(clear=True)
    assert membership.groups_of("anna", START) == (office_group("secretary"),)
    loaded = connection.getTransferCounts()[0]
    # Five trees are asked (account, person, own appointments, replacements, appointments): each
    # wakes its root and one or two levels of buckets. All would be over two hundred buckets.
    assert loaded <= 20
