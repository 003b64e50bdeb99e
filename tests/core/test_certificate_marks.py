"""Marks that the records propose for a certificate: sources named, doubts told."""

from collective.schoolrecords.core import certificate_marks as rules
from collective.schoolrecords.core import final_marks
from collective.schoolrecords.core.certificate_marks import EXAM
from collective.schoolrecords.core.certificate_marks import Source
from fractions import Fraction
from hypothesis import given
from hypothesis import strategies as st

import pytest


MARK = st.sampled_from(["3", "4", "5"])


def exam(subject, mark):
    return Source(EXAM, subject, mark, "101-2026")


def proposed(years, *exams):
    return {one.subject: one for one in rules.propose(years, exams)}


NINE = (9, "2025/26")
TABLE = [
    # A mean of halves goes up.
    ({"Русский язык": "4"}, [("Русский язык", "5")], {"Русский язык": ("5", ())}),
    ({"Русский язык": "5"}, [("русский  язык", "4")], {"Русский язык": ("5", ())}),
    # A subject without an exam has its year mark.
    ({"Химия": "3"}, [], {"Химия": ("3", ())}),
    # Mathematics is one subject of three courses and the exam.
    (
        {"Алгебра": "3", "Геометрия": "3", "Вероятность и статистика": "4"},
        [("Математика", "4")],
        {"Математика": ("4", ())},
    ),
    ({"Математика": "3"}, [("Математика", "4")], {"Математика": ("4", ())}),
    (
        {"Иностранный язык (английский)": "3"},
        [("Английский язык", "5")],
        {"Иностранный язык (английский)": ("4", ())},
    ),
    # What a person has to look at.
    ({"Русский язык": "4"}, [], {"Русский язык": ("4", ("exam_missing",))}),
    ({"Русский язык": "4"}, [("Русский язык", "н/я")], {"Русский язык": ("4", ("exam_missing",))}),
    ({"Физика": "4"}, [("Физика", "2")], {"Физика": (None, ("final_too_low",))}),
    ({"Физика": "2"}, [], {"Физика": (None, ("final_too_low",))}),
    (
        {"Химия": "4"},
        [("Физика", "4")],
        {"Химия": ("4", ()), "Физика": (None, ("final_no_mark",))},
    ),
    ({"Музыка": "зачёт"}, [], {"Музыка": (None, ("final_not_a_mark",))}),
]


@pytest.mark.parametrize(("marks", "exams", "expected"), TABLE)
def test_marks_and_doubts(marks, exams, expected):
    found = proposed([(*NINE, marks)], *(exam(*one) for one in exams))
    assert {name: (one.mark, one.problems) for name, one in found.items()} == expected


def test_a_subject_that_ended_earlier_keeps_its_last_year():
    years = [
        (5, "2021/22", {"Математика": "2", "Музыка": "3", "Изобразительное искусство": "3"}),
        (7, "2023/24", {"Изобразительное искусство": "4", "Алгебра": "3"}),
        (8, "2024/25", {"Музыка": "5", "Алгебра": "4"}),
        (4, "2020/21", {"Окружающий мир": "5"}),
        (9, "2025/26", {"Алгебра": "5", "Геометрия": "5"}),
    ]
    found = proposed(years, exam("Математика", "4"))
    assert {name: one.mark for name, one in found.items()} == {
        "Математика": "5",
        "Музыка": "5",
        "Изобразительное искусство": "4",
    }
    assert found["Математика"].mean == Fraction(14, 3)
    assert [one.label for one in found["Музыка"].sources] == ["2024/25"]


def test_nothing_is_proposed_before_the_last_grade_has_marks():
    years = [(8, "2024/25", {"Химия": "4"}), (9, "2025/26", {})]
    assert rules.propose(years, [exam("Химия", "4")]) == ()


def test_every_problem_is_reached():
    reached = {code for *_rest, found in TABLE for _mark, codes in found.values() for code in codes}
    assert reached == {rules.EXAM_MISSING, *final_marks.CODES}


def test_what_differs_from_the_proposal_is_named():
    assert rules.differing(
        {"Русский язык": "5", "Химия": "4", "Физика": "3"},
        {"русский язык": "5", "Химия": "5", "Музыка": "5"},
    ) == ("Химия", "Физика")


@given(st.lists(MARK, min_size=1, max_size=3), MARK)
def test_mathematics_is_the_mean_of_its_courses_and_the_exam(marks, last):
    courses = ("Алгебра", "Геометрия", "Вероятность и статистика")
    year = (*NINE, dict(zip(courses, marks, strict=False)))
    found = proposed([year], exam("Математика", last))["Математика"]
    values = [*map(int, marks), int(last)]
    assert found.mean == Fraction(sum(values), len(values))
    assert len(found.sources) == len(values)
    assert Fraction(-1, 2) < int(found.mark) - found.mean <= Fraction(1, 2)


FULL = {"Физика": "4"}
TEN, ELEVEN = (10, "2024/25"), (11, "2025/26")
BOTH = {"1": FULL, "2": FULL}


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        # Six values: 4, 4, 4, 5, 5, 5 are 4,5 and that is 5.
        (
            [
                (*TEN, FULL, BOTH),
                (*ELEVEN, {"Физика": "5"}, {"1": {"Физика": "5"}, "2": {"Физика": "5"}}),
            ],
            {"Физика": ("5", ())},
        ),
        # What grade 10 ended counts alone.
        (
            [
                (
                    *TEN,
                    {"Проект": "4", **FULL},
                    {"1": {"Проект": "5", **FULL}, "2": {"Проект": "5", **FULL}},
                ),
                (*ELEVEN, FULL, BOTH),
            ],
            {"Проект": ("5", ()), "Физика": ("4", ())},
        ),
        ([(*TEN, FULL, BOTH)], {}),
        ([], {}),
        ([(*ELEVEN, FULL, BOTH)], {"Физика": (None, ("year_missing",))}),
        (
            [(*TEN, FULL, {"1": FULL}), (*ELEVEN, FULL, BOTH)],
            {"Физика": (None, ("half_missing",))},
        ),
        (
            [(*TEN, FULL, BOTH), (*ELEVEN, {"Химия": "4"}, {**BOTH})],
            {
                "Физика": (None, ("year_missing",)),
                "Химия": (None, ("half_missing",)),
            },
        ),
        (
            [(*TEN, {"Физика": "2"}, BOTH), (*ELEVEN, FULL, {"1": {"Физика": "зачёт"}, "2": FULL})],
            {"Физика": (None, ("final_not_a_mark", "final_too_low"))},
        ),
        # Of a year that was repeated the later one counts.
        (
            [
                (10, "2023/24", {"Физика": "2"}, {"1": {"Физика": "2"}, "2": {"Физика": "2"}}),
                (*TEN, FULL, BOTH),
                (*ELEVEN, FULL, BOTH),
            ],
            {"Физика": ("4", ())},
        ),
    ],
)
def test_marks_of_grade_11(years, expected):
    found = {one.subject: (one.mark, one.problems) for one in rules.propose_11(years)}
    assert found == expected


def test_courses_of_grade_11_are_one_subject_and_each_source_is_named():
    names = ("Алгебра и начала математического анализа", "Геометрия", "Вероятность и статистика")
    marks = dict.fromkeys(names, "4")
    years = [(*one, marks, {"1": marks, "2": marks}) for one in (TEN, ELEVEN)]
    (found,) = rules.propose_11(years)
    assert (found.subject, found.mark, len(found.sources)) == ("Математика", "4", 18)
    assert {one.kind for one in found.sources} == {"half_1", "half_2", "year"}
    assert {one.label for one in found.sources} == {"2024/25", "2025/26"}


@given(st.lists(st.sampled_from("345"), min_size=6, max_size=6))
def test_the_mean_of_six_goes_up_from_the_half(marks):
    tens, elevens = marks[:3], marks[3:]
    years = [
        (grade, label, {"Химия": three[2]}, {"1": {"Химия": three[0]}, "2": {"Химия": three[1]}})
        for (grade, label), three in ((TEN, tens), (ELEVEN, elevens))
    ]
    (found,) = rules.propose_11(years)
    mean = Fraction(sum(map(int, marks)), 6)
    assert found.mean == mean
    assert found.mark == str(int(mean + Fraction(1, 2)))
