"""What may be entered as a yearly result and when a year is complete."""

from collective.schoolrecords.core import year_results
from collective.schoolrecords.core.year_results import check_half_years
from collective.schoolrecords.core.year_results import check_minutes
from collective.schoolrecords.core.year_results import check_values
from collective.schoolrecords.core.year_results import check_year
from collective.schoolrecords.core.year_results import corrected
from collective.schoolrecords.core.year_results import correction_reasons
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.core.year_results import missing_for_certification
from collective.schoolrecords.core.year_results import read_mark
from collective.schoolrecords.core.year_results import waits_for
from collective.schoolrecords.core.year_results import was_here
from collective.schoolrecords.core.year_results import year_start
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


FREE = MarkRules()
S90 = MarkRules(forbidden=frozenset(("н/а", "осв.")), grade1_no_marks=True)
MARKS = {"Русский язык": "5", "Математика": "4"}


def codes(reasons):
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(("label", "year"), [("2025/26", 2025), ("1999/00", 1999)])
def test_a_school_year_begins_in_the_first_of_its_years(label, year):
    assert year_start(label) == year


@pytest.mark.parametrize(
    "label",
    [
        "2025",
        "2025/27",
        "2025/2026",
        "25/26",
        "",
        None,
        "2025/26 ",
        "0000/01",
        "9999/00",
        "２０２５/26",
        "٢٠٢٥/26",
        "2025/26\n",
    ],
)
def test_other_spellings_of_a_school_year_are_refused(label):
    with pytest.raises(ValueError):
        year_start(label)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2025/26", []),
        ("2026/27", []),
        ("2027/28", ["year_ahead"]),
        ("2019/20", []),
        ("2018/19", ["year_before_school"]),
        ("1800/01", ["year_before_school"]),
    ],
)
def test_a_year_is_one_in_which_the_child_could_be_taught(label, expected):
    assert codes(check_year(label, date(2015, 5, 1), date(2026, 9, 1))) == expected


def test_of_a_child_without_a_birth_date_only_the_coming_years_are_refused():
    assert check_year("1950/51", None, date(2026, 9, 1)) == ()
    assert codes(check_year("2026/27", None, date(2026, 8, 31))) == ["year_ahead"]


@pytest.mark.parametrize(
    "subject", ["", " ", "Исто\u202eрия", "Химия\x00", "Химия\u200b", "х" * 201, 5]
)
def test_a_subject_without_a_name_that_can_be_read_is_refused(subject):
    assert codes(check_values({subject: "5"}, None, None, 7, FREE)) == ["subject_unreadable"]


@pytest.mark.parametrize(
    ("marks", "grade", "rules", "expected"),
    [
        (MARKS, 7, FREE, []),
        ({"Физкультура": "осв."}, 7, FREE, []),
        ({"Физкультура": "осв.", "Физика": "н/а"}, 7, S90, ["mark_forbidden"] * 2),
        ({"Физика": "6"}, 7, FREE, ["mark_unknown"]),
        ({"Физика": 5}, 7, FREE, ["mark_unknown"]),
        ({"": "5", " ": "4", "x" * 201: "3"}, 7, FREE, ["subject_unreadable"] * 3),
        (MARKS, 1, S90, ["grade1_has_no_marks"]),
        ({}, 1, S90, []),
        ([], 7, FREE, ["marks_unreadable"]),
        ({f"Предмет {n}": "5" for n in range(61)}, 7, FREE, ["marks_unreadable"]),
    ],
)
def test_marks_follow_the_regulation(marks, grade, rules, expected):
    assert codes(check_values(marks, None, None, grade, rules)) == expected


def test_a_decision_is_one_of_the_four_and_minutes_have_a_date():
    assert codes(check_values({}, "expelled", "25.05.2026", 7, FREE)) == [
        "decision_unknown",
        "date_unreadable",
    ]


def test_a_complete_year_may_be_certified():
    day = date(2026, 5, 25)
    assert missing_for_certification("2025/26", MARKS, "promoted", "9", day, 7, FREE) == ()


def test_everything_that_a_year_lacks_is_said_at_once():
    found = missing_for_certification("2025/26", {}, None, "", None, 7, FREE)
    assert [reason.field for reason in found] == [
        "marks",
        "decision",
        "minutes_number",
        "minutes_date",
    ]


def test_grade_one_is_certified_without_marks_where_the_regulation_gives_none():
    day = date(2026, 5, 25)
    assert missing_for_certification("2025/26", {}, "promoted", "9", day, 1, S90) == ()
    assert codes(missing_for_certification("2025/26", {}, "promoted", "9", day, 1, FREE)) == [
        "year_incomplete"
    ]


@pytest.mark.parametrize(
    ("admitted_on", "expected"),
    [(None, True), (date(2019, 9, 1), True), (date(2025, 8, 31), True), (date(2025, 9, 1), False)],
)
def test_whose_year_it_was(admitted_on, expected):
    assert was_here("2024/25", admitted_on) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5", "5"),
        (" зач ", "зачёт"),
        ("Зачет", "зачёт"),
        ("зачёт", "зачёт"),
        ("НЗ", "незачёт"),
        ("н/а", "н/а"),
        ("н", "н/а"),
        ("осв", "осв."),
        ("осв.", "осв."),
        ("6", "6"),
        ("=1+1", "=1+1"),
        ("", ""),
    ],
)
def test_marks_are_typed_shortly(typed, expected):
    """A shortcut is read as its mark; what is none comes back as it was typed."""
    assert read_mark(typed) == expected


@pytest.mark.parametrize(
    ("signer", "state", "missing", "entered", "expected"),
    [
        ("class_teacher", "draft", (), True, None),
        ("class_teacher", "draft", ("marks",), True, "lacks"),
        ("class_teacher", "draft", ("marks",), False, "not_entered"),
        ("class_teacher", "signed", (), True, "done_already"),
        ("class_teacher", "certified", (), True, "done_already"),
        ("seal", "draft", (), True, "teacher_first"),
        ("seal", "draft", ("marks",), True, "lacks"),
        ("seal", "signed", (), True, None),
        ("seal", "certified", (), True, "done_already"),
    ],
)
def test_why_a_year_is_not_signed_now(signer, state, missing, entered, expected):
    """The class teacher signs what is whole, the seal follows; each other year has its reason."""
    assert waits_for(signer, state, missing, entered) == expected


@pytest.mark.parametrize(
    ("mark", "half", "reason", "grade", "expected"),
    [
        ("4", None, "описка", 9, []),
        ("4", "1", "описка", 10, []),
        ("5", None, "описка", 9, [("mark_stands_already", "mark")]),
        ("9", None, " ", 9, [("mark_unknown", "marks"), ("not_given", "reason")]),
        ("4", "1", "описка", 9, [("half_years_not_here", "half_years")]),
        ("4", "3", None, 11, [("marks_unreadable", "half_years"), ("not_given", "reason")]),
    ],
)
def test_what_stands_against_a_correction(mark, half, reason, grade, expected):
    found = correction_reasons("Химия", mark, "5", reason, half, grade, S90, ("Химия",))
    assert [(one.code, one.field) for one in found] == expected


def test_only_a_subject_of_the_year_is_corrected():
    known = ("Химия", "Физика")
    found = correction_reasons("Хмия", "4", None, "Описка", None, 9, FREE, known)
    assert [(one.code, one.field) for one in found] == [("subject_not_in_year", "subject")]
    # One of which the teacher signed that it has no mark gets its first one.
    assert not correction_reasons("Физика", "4", None, "Сдан долг", None, 9, FREE, known)


@pytest.mark.parametrize("reason", ["", " ", "\x00", "\u200b", None])
def test_a_reason_that_nobody_can_read_is_none(reason):
    found = correction_reasons("Химия", "4", "5", reason, None, 9, FREE, ("Химия",))
    assert codes(found) == ["not_given"]


def test_corrections_of_a_half_year_leave_the_year_alone():
    made = [{"subject": "Химия", "mark": "3"}, {"subject": "Химия", "mark": "4", "half": "1"}]
    assert corrected({"Химия": "5"}, made) == {"Химия": "3"}
    assert corrected({"Химия": "5"}, made, "1") == {"Химия": "4"}
    assert corrected({"Химия": "5"}, made, "2") == {"Химия": "5"}


@pytest.mark.parametrize(
    ("half_years", "grade", "expected"),
    [
        (None, 9, []),
        ({}, 1, []),
        ({"1": MARKS, "2": MARKS}, 10, []),
        ({"2": MARKS}, None, []),
        ({"1": MARKS}, 9, [("half_years_not_here", "half_years")]),
        ({"3": MARKS}, 10, [("marks_unreadable", "half_years")]),
        ("1", 10, [("marks_unreadable", "half_years")]),
        ({"1": "5"}, 10, [("marks_unreadable", "half_years")]),
        (
            {"1": {" ": "5", "Химия": "=1+1"}, "2": {"Химия": "н/а"}},
            11,
            [
                ("subject_unreadable", "half_years"),
                ("mark_unknown", "half_years"),
                ("mark_forbidden", "half_years"),
            ],
        ),
    ],
)
def test_half_years_are_kept_in_the_grades_that_a_certificate_counts(half_years, grade, expected):
    """All reasons at once, each about the half-years."""
    found = check_half_years(half_years, grade, S90)
    assert [(one.code, one.field) for one in found] == expected


@pytest.mark.parametrize(
    ("marks", "others", "expected"),
    [
        ({"Алгебра": "4"}, [{"Алгебра": "5"}], ()),
        ({"Алгебра": "4"}, [{"Алгебра": "5", "История": "4"}], ("История",)),
        ({"Алгебра": "4", "история ": "н/а"}, [{"История": "4"}], ()),
        ({"Алгебра": ""}, [{"Алгебра": "5"}], ("Алгебра",)),
        ({}, [{"Химия": "5"}, {"ХИМИЯ": "4", "Физика": "3"}], ("Химия", "Физика")),
        ({"Алгебра": "4"}, [], ()),
        ({}, [{}], ()),
    ],
)
def test_what_the_class_learned_is_asked_of_each(marks, others, expected):
    """However a subject is written, it is missed once and found again."""
    assert year_results.subjects_lacking(marks, others) == expected


@pytest.mark.parametrize(
    ("lacking", "why", "signatures", "codes"),
    [
        ((), None, {}, []),
        (("История",), None, {}, ["subjects_lacking"]),
        (("История",), " \u200b", {}, ["subjects_lacking"]),
        (("История",), "индивидуальный план", {}, []),
        (("История",), "", {"class_teacher": {"without": ["история"]}}, []),
        (
            ("История", "Химия"),
            "",
            {"class_teacher": {"without": ["История"]}},
            ["subjects_lacking"],
        ),
        (("История",), "", {"class_teacher": {"fact": "Подпись"}}, ["subjects_lacking"]),
    ],
)
def test_a_subject_without_a_mark_is_explained_once(lacking, why, signatures, codes):
    """Whoever signs says why; the seal need not say it again."""
    found = year_results.check_lacking("2025/26", lacking, why, signatures)
    assert [one.code for one in found] == codes


@given(st.lists(st.dictionaries(st.text(), st.sampled_from(["5", "", "зачёт"])), max_size=5))
def test_a_whole_class_with_the_same_subjects_lacks_nothing(others):
    """Who is asked for what lacks and gets it lacks nothing more."""
    lacking = year_results.subjects_lacking({}, others)
    assert year_results.subjects_lacking(dict.fromkeys(lacking, "5"), others) == ()


def test_one_subject_stands_once_however_it_is_written():
    marks = {"История ": "4", "история": "5", "ИСТОРИЯ": "3", "Истopия": "2", "Химия": "5"}
    found = check_values(marks, None, None, 7, FREE)
    assert [(one.code, one.field) for one in found] == [("subject_twice", "marks")]
    assert found[0].data["subjects"] == "«История », «история», «ИСТОРИЯ», «Истopия»"


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        ("5", date(2026, 5, 28), []),
        ("5 / а", date(2027, 9, 1), []),
        ("5", date(2027, 9, 2), ["day_in_future"]),
        ("5", date(9999, 12, 31), ["day_in_future"]),
        ("5", date(1, 1, 1), ["minutes_before_year"]),
        ("\u202e1\x00", date(2025, 8, 31), ["hidden_signs", "minutes_before_year"]),
        (None, None, []),
    ],
)
def test_minutes_are_of_the_year_and_no_later_than_today(number, day, expected):
    assert codes(check_minutes("2025/26", number, day, date(2027, 9, 1))) == expected
