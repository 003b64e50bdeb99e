"""The alphabet book against the files: each disagreement once, with what explains it."""

from collective.schoolrecords.core.book_check import check_book
from collective.schoolrecords.core.book_check import Entry
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


DAY = date(2019, 9, 1)
GOOD = {
    "uid": "u1",
    "volume": "1",
    "letter": "К",
    "number": 1,
    "state": "current",
    "surnames": ("Козлова",),
    "admitted_on": DAY,
    "order_number": "41-у",
}


def entry(**values):
    return Entry(**{**GOOD, **values})


def codes(entries, destroyed=()):
    return [(one.code, one.number, one.level) for one in check_book(entries, destroyed)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"surnames": ("Орлова", "Козлова")}, [("letter_differs", "К-1", "explained")]),
        ({"surnames": ("Орлова",)}, [("letter_differs", "К-1", "fault")]),
        ({"letter": "Е", "surnames": ("Ёлкина",)}, []),
        ({"order_number": ""}, [("admission_without_order", "К-1", "fault")]),
        ({"admitted_on": None}, [("admission_without_order", "К-1", "fault")]),
        ({"state": "closed"}, [("leaving_without_order", "К-1", "fault")]),
        ({"state": "closed", "left_on": DAY, "leaving_order": "7"}, []),
        ({"left_on": DAY}, [("left_and_current", "К-1", "fault")]),
        (
            {"state": "closed", "left_on": date(2018, 1, 1), "leaving_order": "7"},
            [("left_before_admission", "К-1", "fault")],
        ),
        ({"state": "draft", "order_number": ""}, []),
    ],
)
def test_one_file(change, expected):
    """A file alone; a changed surname explains its letter."""
    assert codes([entry(**change)]) == expected


def test_a_number_used_twice():
    """Two valid files are a fault; one beside an annulled one is explained; volumes differ."""
    two = [entry(), entry(uid="u2")]
    assert codes(two) == [("number_twice", "К-1", "fault")]
    assert codes([entry(), entry(uid="u2", state="annulled")]) == [
        ("number_twice", "К-1", "explained")
    ]
    assert codes([entry(), entry(uid="u2", volume="2")]) == []
    assert codes([entry(), entry(uid="u2", state="draft")]) == []


def test_gaps():
    """Inside a letter only; what an act destroyed fills its place; the paper before does not count."""
    some = [entry(number=3), entry(uid="u2", number=5), entry(uid="u3", number=9)]
    assert codes(some) == [("gap", "К-4", "fault"), ("gap", "К-6…8", "fault")]
    assert codes(some, [("1", "К", 4), ("1", "К", 7)]) == [
        ("gap", "К-6", "fault"),
        ("gap", "К-8", "fault"),
    ]


@given(st.sets(st.integers(1, 60), min_size=1))
def test_gaps_are_whole(numbers):
    """Files and gaps together are every number from the first to the last, none twice."""
    entries = [entry(uid=str(one), number=one) for one in numbers]
    missing = sum(one.data["count"] for one in check_book(entries))
    assert missing + len(numbers) == max(numbers) - min(numbers) + 1
