"""Final marks of certificates: tables of the order, and what the rounding promises."""

from collective.schoolrecords.core import final_marks as rules
from fractions import Fraction
from hypothesis import given
from hypothesis import strategies as st

import pytest


MARKS = st.lists(st.integers(3, 5), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("year", "exam", "expected"),
    [
        ("5", "5", 5),
        ("4", "5", 5),
        ("5", "4", 5),
        ("3", "4", 4),
        ("4", "3", 4),
        ("5", "3", 4),
        (3, 3, 3),
    ],
)
def test_an_exam_subject_is_the_mean_rounded_half_up(year, exam, expected):
    found = rules.final_marks({"Русский язык": year}, {"Русский язык": exam})["Русский язык"]

    assert (found.mark, found.counted, found.exam) == (expected, (int(year), int(exam)), True)
    assert found.reasons == ()


def test_a_subject_without_an_exam_has_the_mark_of_the_year():
    found = rules.final_marks({"Музыка": "5", "Русский язык": "4"}, {"Русский язык": "3"})

    assert {name: one.mark for name, one in found.items()} == {"Музыка": 5, "Русский язык": 4}
    assert not found["Музыка"].exam


@pytest.mark.parametrize(
    ("courses", "exam", "expected"),
    [
        ({"Алгебра": "4", "Геометрия": "4"}, "3", 4),
        ({"Алгебра": "4", "Геометрия": "3"}, "3", 3),
        ({"Алгебра": "4", "Геометрия": "3", "Вероятность и статистика": "4"}, "3", 4),
        ({"Алгебра": "4", "Геометрия": "4", "Вероятность и статистика": "3"}, "3", 4),
        ({"Математика": "5"}, "4", 5),
    ],
)
def test_the_courses_of_mathematics_are_one_subject(courses, exam, expected):
    found = rules.final_marks(courses, {"Математика": exam})

    assert list(found) == ["Математика"]
    assert found["Математика"].mark == expected


@pytest.mark.parametrize(
    ("results", "exams", "codes"),
    [
        ({"Физика": "зачёт"}, {}, ["final_not_a_mark"]),
        ({"Физика": "н/а"}, {}, ["final_not_a_mark"]),
        ({"Физика": ""}, {}, ["final_no_mark"]),
        ({"Физика": None}, {}, ["final_no_mark"]),
        ({"Физика": "4"}, {"Физика": "н/я"}, ["final_not_a_mark"]),
        ({"Физика": "4"}, {"Физика": None}, ["final_no_mark"]),
        ({"Физика": "4"}, {"Физика": "2"}, ["final_too_low"]),
        ({"Физика": "2"}, {"Физика": "5"}, ["final_too_low"]),
        ({"Физика": "6"}, {}, ["final_not_a_mark"]),
        ({}, {"Физика": "5"}, ["final_no_mark"]),
        ({"Физика": "зачёт"}, {"Физика": "2"}, ["final_not_a_mark", "final_too_low"]),
    ],
)
def test_nothing_is_guessed(results, exams, codes):
    """Whatever is no mark is told, all at once, and no final mark is offered."""
    found = rules.final_marks(results, exams)["Физика"]

    assert found.mark is None
    assert [one.code for one in found.reasons] == codes


def test_grade_11_is_the_mean_of_six_marks():
    found = rules.final_marks_11({"Химия": ["4", "4", "4", "5", "5", "5"], "Физика": ["3", "4"]})

    assert {name: one.mark for name, one in found.items()} == {"Химия": 5, "Физика": 4}
    assert rules.final_marks_11({"Химия": []})["Химия"].mark is None


@given(MARKS)
def test_a_mean_is_rounded_as_on_paper(marks):
    mean = Fraction(sum(marks), len(marks))

    assert rules.mean_mark(marks) == int(mean + Fraction(1, 2))
    assert min(marks) <= rules.mean_mark(marks) <= max(marks)


@given(st.dictionaries(st.text(max_size=9), st.one_of(st.none(), st.integers(), st.text())))
def test_hostile_results_are_answered(results):
    found = rules.final_marks(results, {})

    assert all((one.mark is None) == bool(one.reasons) for one in found.values())
