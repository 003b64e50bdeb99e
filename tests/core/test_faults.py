"""What keeps a record out of the clock, and which field mends it."""

from collective.schoolrecords.core import faults as rules
from collective.schoolrecords.core.backlog import ERRORS
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 11, 21)
SOUND = {
    "doc_type": "class_journal",
    "has_term": True,
    "permanent": False,
    "closed": date(2020, 5, 31),
    "noted": None,
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"permanent": True, "closed": None}, []),
        ({"closed": TODAY}, []),
        ({"closed": None}, [("fault_not_closed", "closed_on")]),
        ({"closed": date(2026, 11, 22)}, [("fault_closed_in_future", "closed_on")]),
        ({"doc_type": None, "has_term": False}, [("fault_no_type", "doc_type")]),
        ({"doc_type": "key_register", "has_term": False}, [("fault_no_term", "doc_type")]),
        ({"closed": None, "noted": "BAD_DATE: 31.06.2012"}, [("fault_bad_date", "closed_on")]),
        (
            {
                "doc_type": None,
                "has_term": False,
                "closed": None,
                "noted": "UNKNOWN_TYPE: Ключи; TWO_DIGIT_YEAR: 15.06.95; CLOSED: 01.02.2003",
            },
            [
                ("fault_unknown_type", "doc_type"),
                ("fault_two_digit_year", "closed_on"),
                ("fault_no_type", "doc_type"),
            ],
        ),
        ({"noted": "Сверить с книгой"}, [("fault_noted", "archive_error")]),
    ],
)
def test_table(changes, found):
    told = rules.faults(**{**SOUND, **changes})
    assert [(one.code, one.field) for one in told] == found


def test_every_error_of_a_list_has_a_field_that_mends_it():
    assert set(rules.MENDED_BY) == ERRORS


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(sorted(ERRORS)), max_size=3).map(
        lambda codes: "; ".join(f"{code}: x" for code in codes)
    )
)
def test_nothing_that_was_noted_is_passed_over(noted):
    told = rules.faults(**{**SOUND, "noted": noted})
    assert {one.code for one in told} <= set(rules.CODES)
    silent = all(not part or part.startswith("CLOSED") for part in noted.split("; "))
    assert bool(told) != silent
