"""Who holds an office on which day, and which appointments are refused."""

from collective.schoolrecords.core.offices import Appointment
from collective.schoolrecords.core.offices import check_appointment
from collective.schoolrecords.core.offices import check_dismissal
from collective.schoolrecords.core.offices import check_stood_in_for
from collective.schoolrecords.core.offices import held_on
from collective.schoolrecords.core.offices import holders
from collective.schoolrecords.core.offices import stands_alone
from collective.schoolrecords.core.school import Cohort
from collective.schoolrecords.core.school import VACANT
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


CLASS_7A = Cohort("c1", 2025, 7, ((date(2025, 9, 1), "А"),), 11)


def appointment(**changes) -> Appointment:
    """The director since 1 September 2020."""
    values = {
        "id": "a1",
        "person_id": "director",
        "role": "director",
        "start": date(2020, 9, 1),
        "end": None,
        "order_number": "1-К",
        "order_date": date(2020, 8, 25),
    }
    return Appointment(**{**values, **changes})


def acting(**changes) -> Appointment:
    """A deputy who acts for the director from 1 to 28 July 2026."""
    values = {
        "id": "a2",
        "person_id": "deputy",
        "start": date(2026, 7, 1),
        "end": date(2026, 7, 28),
        "order_number": "77-К",
        "acting_for": "director",
    }
    return appointment(**{**values, **changes})


def people(found) -> list[str]:
    return [one.person_id for one in found]


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


class TestHolders:
    @pytest.mark.parametrize(
        "day,expected",
        [
            (date(2020, 8, 31), []),
            (date(2020, 9, 1), ["director"]),
            (date(2026, 6, 30), ["director"]),
            (date(2026, 7, 1), ["director", "deputy"]),
            (date(2026, 7, 28), ["director", "deputy"]),
            (date(2026, 7, 29), ["director"]),
        ],
    )
    def test_the_acting_person_joins_within_the_dates_of_the_order(self, day, expected):
        assert people(holders([acting(), appointment()], "director", day)) == expected

    @pytest.mark.parametrize(
        "day,expected",
        [
            (date(2026, 6, 30), ["director"]),
            (date(2026, 7, 1), ["deputy"]),
            (date(2026, 7, 28), ["deputy"]),
            (date(2026, 7, 29), ["director"]),
        ],
    )
    def test_or_replaces_when_the_order_says_so(self, day, expected):
        both = [appointment(), acting(replaces=True)]
        assert people(holders(both, "director", day)) == expected

    def test_replacing_in_one_office_leaves_the_others_alone(self):
        archivist = appointment(id="a3", role="archivist")
        found = held_on([appointment(), archivist, acting(replaces=True)], date(2026, 7, 10))
        assert [(one.person_id, one.role) for one in found] == [
            ("director", "archivist"),
            ("deputy", "director"),
        ]

    def test_a_third_person_in_turn(self):
        """The deputy falls ill and is replaced: the director still sleeps."""
        third = acting(
            id="a3",
            person_id="method_head",
            acting_for="deputy",
            replaces=True,
            start=date(2026, 7, 10),
            end=date(2026, 7, 12),
        )
        chain = [appointment(), acting(replaces=True), third]
        assert people(holders(chain, "director", date(2026, 7, 9))) == ["deputy"]
        assert people(holders(chain, "director", date(2026, 7, 10))) == ["method_head"]
        assert people(holders(chain, "director", date(2026, 7, 13))) == ["deputy"]

    def test_a_class_has_its_own_teacher(self):
        one = appointment(role="class_teacher", cohort_id="c1", person_id="x")
        two = appointment(id="a2", role="class_teacher", cohort_id="c2", person_id="y")
        day = date(2026, 1, 12)
        assert people(holders([one, two], "class_teacher", day, cohort_id="c2")) == ["y"]
        assert people(holders([one, two], "class_teacher", day)) == []

    def test_the_acting_one_of_a_vacant_office(self):
        alone = acting(acting_for=VACANT)
        assert people(holders([alone], "director", date(2026, 7, 1))) == ["deputy"]

    @given(
        start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        length=st.integers(-1, 900),
        day=st.dates(date(2020, 1, 1), date(2033, 1, 1)),
        replaces=st.booleans(),
    )
    def test_nobody_holds_an_office_on_a_day_outside_the_dates(self, start, length, day, replaces):
        end = start + timedelta(days=length)
        regular = appointment(start=date(2019, 9, 2))
        found = people(
            holders([regular, acting(start=start, end=end, replaces=replaces)], "director", day)
        )
        inside = start <= day <= end
        assert ("deputy" in found) == inside
        assert ("director" in found) == (not (inside and replaces))


class TestCheckAppointment:
    def test_a_regular_appointment_is_accepted(self):
        assert check_appointment(appointment()) == ()

    @pytest.mark.parametrize(
        "changes,code",
        [
            ({"role": "king"}, "UNKNOWN_ROLE"),
            ({"role": "guardian"}, "ROLE_OF_FAMILY"),
            ({"role": "pupil"}, "ROLE_OF_FAMILY"),
            ({"role": "class_teacher"}, "COHORT_MISSING"),
            ({"role": "class_teacher", "cohort_id": "nope"}, "COHORT_UNKNOWN"),
            ({"cohort_id": "c1"}, "COHORT_UNEXPECTED"),
            ({"subject": "Физика"}, "SUBJECT_UNEXPECTED"),
            ({"order_number": "  "}, "ORDER_MISSING"),
            ({"end": date(2020, 8, 31)}, "END_BEFORE_START"),
            ({"acting_for": "director"}, "ACTING_FOR_SELF"),
            ({"replaces": True}, "REPLACES_NOBODY"),
            ({"replaces": True, "acting_for": VACANT}, "REPLACES_NOBODY"),
            ({"acting_for": "somebody"}, "ACTING_FOR_NO_HOLDER"),
        ],
    )
    def test_each_fault_has_its_code(self, changes, code):
        assert codes(check_appointment(appointment(**changes))) == [code]

    def test_a_subject_teacher_needs_class_and_subject(self):
        new = appointment(role="subject_teacher")
        assert codes(check_appointment(new)) == ["COHORT_MISSING", "SUBJECT_MISSING"]
        good = appointment(
            role="subject_teacher", cohort_id="c1", subject="Физика", start=date(2025, 9, 1)
        )
        assert check_appointment(good, cohort=CLASS_7A) == ()

    def test_a_class_that_has_ended_gets_no_teacher(self):
        late = appointment(role="class_teacher", cohort_id="c1", start=date(2030, 9, 1))
        assert codes(check_appointment(late, cohort=CLASS_7A)) == ["COHORT_NOT_LIVING"]
        last = appointment(role="class_teacher", cohort_id="c1", start=date(2030, 8, 31))
        assert check_appointment(last, cohort=CLASS_7A) == ()

    def test_one_director_at_a_time(self):
        old = appointment(end=date(2026, 1, 31))
        new = appointment(id="a9", person_id="successor", start=date(2026, 1, 31))
        assert codes(check_appointment(new, [old])) == ["OFFICE_TAKEN"]
        later = appointment(id="a9", person_id="successor", start=date(2026, 2, 1))
        assert check_appointment(later, [old]) == ()

    def test_an_acting_director_stands_beside_the_director(self):
        assert check_appointment(acting(), [appointment()]) == ()

    def test_several_deputies_may_serve(self):
        one = appointment(role="deputy")
        two = appointment(id="a2", person_id="other", role="deputy")
        assert check_appointment(two, [one]) == ()

    def test_nobody_gets_the_same_office_twice_on_a_day(self):
        again = appointment(id="a9", start=date(2026, 9, 1))
        assert codes(check_appointment(again, [appointment()])) == ["ALREADY_HELD"]

    def test_two_people_cannot_replace_each_other(self):
        back = appointment(
            id="a3",
            acting_for="deputy",
            replaces=True,
            start=date(2026, 7, 5),
            end=date(2026, 7, 6),
        )
        found = check_appointment(back, [appointment(), acting(replaces=True)])
        assert codes(found) == ["ALREADY_HELD"]

    def test_an_appointment_does_not_stand_in_its_own_way(self):
        assert check_appointment(appointment(), [appointment()]) == ()

    def test_an_order_that_never_took_effect_takes_no_office(self):
        void = appointment(end=date(2020, 8, 31))
        new = appointment(id="a9", person_id="successor", start=date(2020, 1, 1))
        assert check_appointment(new, [void]) == ()


class TestCheckDismissal:
    @pytest.mark.parametrize(
        "end,last_day,expected",
        [
            (None, date(2026, 6, 30), []),
            (None, date(2020, 9, 1), []),
            (None, date(2020, 8, 31), []),
            (None, date(2020, 8, 30), ["ENDS_BEFORE_START"]),
            (date(2026, 6, 30), date(2026, 6, 30), []),
            (date(2026, 6, 30), date(2026, 7, 1), ["ENDS_LATER"]),
        ],
    )
    def test_an_end_is_only_brought_forward(self, end, last_day, expected):
        assert codes(check_dismissal(appointment(end=end), last_day)) == expected


class TestWhomOneActsFor:
    @pytest.mark.parametrize(
        "day,person,expected",
        [
            (date(2026, 6, 30), "director", []),
            (date(2026, 7, 1), "director", ["STANDS_IN_FOR"]),
            (date(2026, 7, 28), "director", ["STANDS_IN_FOR"]),
            (date(2026, 7, 29), "director", []),
            (date(2026, 7, 15), "deputy", []),
            (date(2026, 7, 15), "secretary", []),
        ],
    )
    def test_nobody_changes_the_appointments_of_whom_they_act_for(self, day, person, expected):
        own = [appointment(id="a3", person_id="deputy", role="deputy"), acting()]
        assert codes(check_stood_in_for(person, own, day)) == expected

    @pytest.mark.parametrize(
        "changes,others,expected",
        [
            ({}, [appointment()], True),
            ({"replaces": True}, [appointment()], True),
            ({}, [appointment(end=date(2026, 7, 14))], False),
            ({}, [appointment(role="archivist")], False),
            ({}, [], False),
            ({"acting_for": VACANT}, [], True),
            ({"acting_for": None}, [], True),
        ],
    )
    def test_an_acting_one_leans_on_the_holder(self, changes, others, expected):
        one = acting(**changes)
        assert stands_alone(one, [one, *others], date(2026, 7, 15)) is expected

    @given(st.dates(date(2026, 6, 1), date(2026, 8, 31)), st.booleans())
    def test_an_office_with_a_holder_is_never_without_one_that_stands_alone(self, day, replaces):
        both = [appointment(), acting(replaces=replaces)]
        assert any(stands_alone(one, both, day) for one in held_on(both, day))
