"""School years and classes: what a class is called on a day, and until when it lives."""

from collective.schoolrecords.core.school import check_cohort
from collective.schoolrecords.core.school import Cohort
from collective.schoolrecords.core.school import SchoolError
from collective.schoolrecords.core.school import SchoolYear
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))


def cohort(**changes) -> Cohort:
    """The class that is 7А in 2025/26 and leaves after the eleventh grade in 2030."""
    values = {
        "id": "c1",
        "base_year": 2025,
        "base_grade": 7,
        "letters": ((date(2025, 9, 1), "А"),),
        "last_grade": 11,
    }
    return Cohort(**{**values, **changes})


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


class TestSchoolYear:
    @pytest.mark.parametrize(
        "day,start,label",
        [
            (date(2025, 8, 31), 2024, "2024/25"),
            (date(2025, 9, 1), 2025, "2025/26"),
            (date(2025, 12, 31), 2025, "2025/26"),
            (date(2026, 1, 1), 2025, "2025/26"),
            (date(2026, 8, 31), 2025, "2025/26"),
            (date(1999, 9, 1), 1999, "1999/00"),
            (date(2000, 2, 29), 1999, "1999/00"),
        ],
    )
    def test_a_day_belongs_to_the_year_that_began_on_1_september(self, day, start, label):
        assert SchoolYear.of(day) == SchoolYear(start)
        assert SchoolYear.of(day).label == label

    def test_it_ends_on_31_august(self):
        year = SchoolYear(2025)
        assert (year.first_day, year.last_day) == (date(2025, 9, 1), date(2026, 8, 31))
        assert year.long_label == "2025/2026"
        assert year.next() == SchoolYear(2026)

    @pytest.mark.parametrize(
        "text", ["2025/26", "2025/2026", "2025-2026", " 2025–26 ", "2025 / 2026"]
    )
    def test_it_is_read_in_the_usual_spellings(self, text):
        assert SchoolYear.parse(text) == SchoolYear(2025)

    @pytest.mark.parametrize(
        "text", ["", None, "2025", "2025/27", "2025/2027", "25/26", "2025/6", "2025/2126", "год"]
    )
    def test_anything_else_is_refused(self, text):
        with pytest.raises(SchoolError) as caught:
            SchoolYear.parse(text)
        assert codes(caught.value.reasons) == ["BAD_SCHOOL_YEAR"]

    @given(DAYS)
    def test_years_cover_every_day_once(self, day):
        year = SchoolYear.of(day)
        assert day in year
        assert day not in year.next()
        assert SchoolYear.parse(year.label) == SchoolYear.parse(year.long_label) == year
        assert year.last_day + timedelta(days=1) == year.next().first_day


class TestLabels:
    @pytest.mark.parametrize(
        "day,label",
        [
            (date(2025, 8, 31), None),
            (date(2025, 9, 1), "7А"),
            (date(2026, 8, 31), "7А"),
            (date(2026, 9, 1), "8А"),
            (date(2029, 9, 1), "11А"),
            (date(2030, 8, 31), "11А"),
            (date(2030, 9, 1), None),
        ],
    )
    def test_a_class_grows_by_a_grade_each_1_september(self, day, label):
        assert cohort().label_on(day) == label

    def test_a_class_that_stops_after_the_ninth_grade(self):
        short = cohort(last_grade=9)
        assert short.last_day == date(2028, 8, 31)
        assert short.label_on(date(2028, 8, 31)) == "9А"
        assert short.label_on(date(2028, 9, 1)) is None

    def test_a_class_that_was_closed_early_lives_to_that_day(self):
        merged = cohort(closed=date(2026, 10, 15))
        assert merged.label_on(date(2026, 10, 15)) == "8А"
        assert merged.label_on(date(2026, 10, 16)) is None
        assert merged.nearest_label(date(2030, 1, 1)) == "8А"

    def test_closing_later_than_planned_does_not_lengthen_its_life(self):
        assert cohort(last_grade=9, closed=date(2030, 1, 1)).last_day == date(2028, 8, 31)

    def test_a_new_letter_holds_from_its_day(self):
        renamed = cohort(letters=((date(2025, 9, 1), "А"), (date(2026, 11, 2), "К")))
        assert renamed.label_on(date(2026, 11, 1)) == "8А"
        assert renamed.label_on(date(2026, 11, 2)) == "8К"
        assert renamed.label_on(date(2029, 9, 1)) == "11К"

    def test_outside_its_life_the_nearest_label_is_used(self):
        assert cohort().nearest_label(date(2020, 1, 1)) == "7А"
        assert cohort().nearest_label(date(2040, 1, 1)) == "11А"
        assert cohort().dated_label(date(2020, 1, 1)) == "7А (2025/26)"
        assert cohort().dated_label(date(2026, 9, 1)) == "8А"
        assert cohort().dated_label(date(2040, 1, 1)) == "11А (2029/30)"

    def test_a_class_without_a_letter_is_named_with_a_word(self):
        """A bare «1» before a number or in a list of links says nothing."""
        alone = cohort(base_grade=1, letters=((date(2025, 9, 1), ""),))
        assert alone.label_on(date(2025, 9, 1)) == "1"
        assert alone.name_on(date(2025, 9, 1)) == "1 класс"
        assert alone.dated_label(date(2025, 9, 1)) == "1 класс"
        assert alone.dated_label(date(2024, 9, 1)) == "1 класс (2025/26)"
        assert cohort().name_on(date(2040, 1, 1)) == "11А"

    def test_classes_stand_in_the_order_of_grades(self):
        day = date(2025, 9, 1)
        tenth = cohort(base_grade=10)
        assert sorted([tenth, cohort()], key=lambda one: one.place_on(day)) == [cohort(), tenth]
        assert tenth.place_on(date(2040, 1, 1)) == (11, "А")

    @given(
        day=DAYS,
        base_year=st.integers(2000, 2040),
        base_grade=st.integers(1, 11),
        last_grade=st.sampled_from((9, 11)),
    )
    def test_the_grade_is_the_base_grade_and_the_years_passed(
        self, day, base_year, base_grade, last_grade
    ):
        last_grade = max(base_grade, last_grade)
        one = cohort(base_year=base_year, base_grade=base_grade, last_grade=last_grade)
        grade = one.grade_on(day)
        if grade is None:
            assert day < date(base_year, 9, 1) or day >= date(
                base_year + last_grade - base_grade + 1, 9, 1
            )
        else:
            assert base_grade <= grade <= last_grade
            passed = (day - date(base_year, 9, 1)).days / 365.2425
            assert grade - base_grade - 0.01 <= passed <= grade - base_grade + 1.01


class TestCheckCohort:
    def test_a_sensible_class_is_accepted(self):
        assert check_cohort(cohort()) == ()

    @pytest.mark.parametrize(
        "changes,code",
        [
            ({"base_grade": 0}, "GRADE_RANGE"),
            ({"base_grade": 12, "last_grade": 12}, "GRADE_RANGE"),
            ({"last_grade": 6}, "LAST_GRADE"),
            ({"last_grade": 12}, "LAST_GRADE"),
            ({"letters": ()}, "NO_LETTER"),
            ({"letters": ((date(2025, 9, 1), "A"),)}, "LETTER"),  # the Latin A
            ({"letters": ((date(2025, 9, 1), "а"),)}, "LETTER"),
            ({"letters": ((date(2025, 9, 1), "А"), (date(2025, 9, 1), "Б"))}, "LETTER_ORDER"),
            ({"closed": date(2025, 8, 31)}, "CLOSED_TOO_EARLY"),
        ],
    )
    def test_each_fault_has_its_code(self, changes, code):
        assert code in codes(check_cohort(cohort(**changes)))

    def test_all_faults_are_told_at_once(self):
        bad = cohort(base_grade=0, last_grade=12, letters=())
        assert codes(check_cohort(bad)) == ["GRADE_RANGE", "LAST_GRADE", "NO_LETTER"]

    def test_two_classes_cannot_share_a_label(self):
        twin = cohort(id="c2", base_year=2026, base_grade=8)
        (reason,) = check_cohort(twin, [cohort()])
        assert reason.code == "LABEL_TAKEN"
        assert reason.data == {"other": "c1", "label": "8А", "since": date(2026, 9, 1)}

    def test_the_same_letter_in_another_grade_is_free(self):
        assert check_cohort(cohort(id="c2", base_grade=6), [cohort()]) == ()

    def test_a_label_is_free_after_the_other_class_was_closed(self):
        closed = cohort(closed=date(2026, 8, 31))
        assert check_cohort(cohort(id="c2", base_year=2026, base_grade=8), [closed]) == ()

    def test_a_later_renaming_into_a_taken_letter_is_seen(self):
        other = cohort(id="c2", letters=((date(2025, 9, 1), "Б"),))
        renamed = cohort(letters=((date(2025, 9, 1), "А"), (date(2027, 1, 11), "Б")))
        (reason,) = check_cohort(renamed, [other])
        assert reason.data["since"] == date(2027, 1, 11)

    def test_a_class_does_not_stand_in_its_own_way(self):
        assert check_cohort(cohort(), [cohort()]) == ()
