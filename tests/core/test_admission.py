"""Admission: what is needed of a child, and numbers that follow each other."""

from collective.schoolrecords.core import admission as rules
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
GOOD = {
    "way": rules.NEW,
    "last_name": "Ёлкина",
    "first_name": "Анна",
    "birth_date": date(2019, 3, 4),
    "cohort_id": "c1",
    "admitted_on": TODAY,
    "application_on": date(2026, 1, 30),
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"way": None}, [("admission_way", "way")]),
        ({"last_name": " "}, [("missing", "last_name")]),
        ({"last_name": "=HYPERLINK(1)"}, [("name_unreadable", "last_name")]),
        ({"first_name": "<script>"}, [("name_unreadable", "first_name")]),
        ({"cohort_id": "none"}, [("cohort_unknown", "cohort_id")]),
        # In summer children are admitted from 1 September on.
        ({"admitted_on": date(2026, 9, 1)}, []),
        ({"admitted_on": date(2026, 9, 2)}, [("day_too_far", "admitted_on")]),
        ({"application_on": date(2026, 2, 3)}, [("day_in_future", "application_on")]),
        ({"birth_date": TODAY}, [("born_after_admission", "birth_date")]),
        ({"birth_date": date(2024, 1, 1)}, [("admission_age", "birth_date")]),
        ({"birth_date": date(1990, 1, 1)}, [("admission_age", "birth_date")]),
        ({"snils": "12345"}, [("snils_digits", "snils")]),
        ({"snils": "112-233-445 94"}, [("snils_control", "snils")]),
        ({"snils": "112-233-445 95"}, []),
        ({"snils": ""}, []),
        ({"way": rules.TRANSFERRED}, [("missing", "came_from")]),
        ({"way": rules.TRANSFERRED, "came_from": "Школа № 5"}, []),
        ({"way": rules.CONTINUED}, [("missing", "file")]),
        ({"way": rules.CONTINUED, "file": "u", "last_name": ""}, []),
        (
            {"last_name": "", "birth_date": None, "cohort_id": None, "application_on": None},
            [
                ("missing", "cohort_id"),
                ("missing", "last_name"),
                ("missing", "birth_date"),
                ("missing", "application_on"),
            ],
        ),
    ],
)
def test_every_reason_at_once(change, expected):
    """Whatever lacks is told together."""
    found = rules.check_child({**GOOD, **change}, {"c1"}, TODAY)

    assert [(one.code, one.field) for one in found] == expected


def test_the_setting_may_want_a_new_file_in_grade_10():
    """Then the former file is not continued."""
    child = {**GOOD, "way": rules.CONTINUED, "file": "u"}
    found = rules.check_child(child, {"c1"}, TODAY, rules.NEW_FILE)
    assert [one.code for one in found] == ["continuation_off"]
    for said in (" Новое", "new", "НОВОЕ "):
        assert rules.grade_10_file_in(said) == rules.NEW_FILE
    for said in ("прежнее", "continue", "", "<b>"):
        assert rules.grade_10_file_in(said) == rules.CONTINUE_FILE
    assert [rules.grade_10_in_words(one) for one in ("new", "<b>")] == ["новое", "<b>"]


def test_numbers_of_several_children():
    """One after the other within a letter; Ё is filed under Е."""
    book = {"Е": 4, "К": 209}
    found = rules.numbers_for(["Ёлкина", "Котов", "Елисеев", "Котова"], book.__getitem__)
    assert found == (("Е", 4), ("К", 209), ("Е", 5), ("К", 210))


@given(st.lists(st.sampled_from(["Ёлкин", "Елин", "Котов", "Аист", "Яблоков"]), max_size=30))
def test_no_number_twice_and_no_gap(surnames):
    """Whatever the order: unique, and each letter's numbers follow each other."""
    found = rules.numbers_for(surnames, lambda letter: 7)
    assert len(set(found)) == len(found)
    for letter in {one[0] for one in found}:
        numbers = [number for own, number in found if own == letter]
        assert numbers == list(range(7, 7 + len(numbers)))


def test_a_child_entered_twice_is_seen():
    """Capitals and look-alike letters make no other child; another birthday does."""
    same = {**GOOD, "last_name": "ёлкина "}
    other = {**GOOD, "birth_date": date(2019, 3, 5)}
    assert rules.twins([GOOD, other, same, {"file": "u"}, {"file": "u"}]) == (2, 4)
