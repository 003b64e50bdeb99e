"""Items, terms, states and totals of the file plan."""

from collective.schoolrecords.core import file_plan
from collective.schoolrecords.core.file_plan import is_shorter
from collective.schoolrecords.core.terms import destroy_from
from collective.schoolrecords.core.terms import Term
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 11, 21)
FIVE = Term("years", 5, article="п. 2.8.11")
ITEM = {
    "index": "02-14",
    "title": "Классные журналы",
    "doc_type": "class_journal",
    "term": FIVE.as_dict(),
    "note": "",
    "volumes": 24,
}


def codes(reasons):
    return [(one.code, one.field) for one in reasons]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"volumes": None, "note": None}, []),
        ({"index": "2-14"}, [("plan_index_unreadable", "index")]),
        ({"index": "٠١-٠١"}, [("plan_index_unreadable", "index")]),
        ({"index": None}, [("plan_index_unreadable", "index")]),
        ({"title": "  "}, [("not_given", "title")]),
        ({"title": "я" * 401}, [("plan_text_too_long", "title")]),
        ({"doc_type": ""}, [("not_given", "doc_type")]),
        ({"note": "я" * 1001}, [("plan_text_too_long", "note")]),
        ({"volumes": -1}, [("plan_volumes_unreadable", "volumes")]),
        ({"term": {**FIVE.as_dict(), "article": " "}}, [("not_given", "article")]),
        ({"term": {**FIVE.as_dict(), "article": "я" * 401}}, [("plan_text_too_long", "article")]),
        ({"term": {**FIVE.as_dict(), "kind": "always"}}, [("plan_term_unreadable", "term")]),
        ({"term": {**FIVE.as_dict(), "years": None}}, [("plan_term_unreadable", "term")]),
        ({"term": {**FIVE.as_dict(), "years": 4}}, [("plan_term_shorter", "term")]),
        (
            {"index": "", "title": "", "term": {}},
            [
                ("plan_index_unreadable", "index"),
                ("not_given", "title"),
                ("not_given", "article"),
                ("plan_term_unreadable", "term"),
            ],
        ),
    ],
)
def test_all_that_is_wrong_with_an_item_is_told(values, expected):
    assert codes(file_plan.item_reasons({**ITEM, **values}, FIVE)) == expected


def test_a_type_that_the_regulation_does_not_know_may_have_any_term():
    values = {**ITEM, "term": {**FIVE.as_dict(), "years": 1}}
    assert file_plan.item_reasons(values, None) == ()


@pytest.mark.parametrize(
    ("term", "least", "shorter"),
    [
        (Term("years", 5), Term("years", 5), False),
        (Term("years", 4), Term("years", 5), True),
        (Term("years", 6), Term("years", 5), False),
        (Term("permanent"), Term("years", 5), False),
        (Term("years", 900), Term("permanent"), True),
        (Term("years", 5), Term("epk", 5), True),
        (Term("epk", 5), Term("years", 5), False),
        (Term("years", 6), Term("min_years", 5), True),
        (Term("epk", 5), Term("min_years", 5), False),
        (Term("years", 3), Term("event", 3, "event"), True),
        (Term("event", 3, "event"), Term("event", 3, "event"), False),
        (Term("event", 2, "event"), Term("event", 3, "event"), True),
        (Term("permanent"), Term("event", 3, "event"), False),
        (Term("until_needed"), Term("years", 1), True),
        (Term("years", 50), Term("until_needed"), True),
        (Term("until_needed"), Term("until_needed"), False),
        (Term("years", 5), Term("years", 5, "school_year_end"), True),
        (Term("years", 5, "school_year_end"), Term("years", 5), False),
    ],
)
def test_what_is_shorter_than_the_regulation(term, least, shorter):
    assert is_shorter(term, least) is shorter


_TERMS = st.one_of(
    st.just(Term("permanent")),
    st.builds(
        Term,
        st.sampled_from(["years", "min_years", "epk"]),
        st.integers(0, 100),
        st.sampled_from(["year_after_close", "school_year_end"]),
    ),
    st.builds(Term, st.just("until_needed"), st.integers(0, 5)),
    st.builds(Term, st.just("event"), st.integers(0, 5), st.just("event")),
)


@given(_TERMS, _TERMS, st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 300))
def test_an_item_never_gives_an_earlier_day_than_the_regulation(term, least, closed, later):
    """Whatever the event and the end of the school year are."""
    if is_shorter(term, least):
        return
    when = {
        "event": date.fromordinal(closed.toordinal() + later),
        "school_year_end": date.fromordinal(closed.toordinal() + 300 - later),
    }
    by_item, by_regulation = destroy_from(term, closed, **when), destroy_from(least, closed, **when)

    assert by_item is None or (by_regulation is not None and by_item >= by_regulation)


@given(_TERMS)
def test_no_term_is_shorter_than_itself(term):
    assert not is_shorter(term, term)


def test_an_approved_plan_only_grows_and_a_closed_one_stays():
    assert file_plan.change_reasons("draft") == file_plan.change_reasons("draft", True) == ()
    assert codes(file_plan.change_reasons("approved")) == [("plan_approved", None)]
    assert file_plan.change_reasons("approved", adding=True) == ()
    assert codes(file_plan.change_reasons("closed", adding=True)) == [("plan_closed", None)]


def test_all_reasons_against_the_approval_are_told():
    clear = ("draft", 40, ("archivist",), "director", "3", date(2026, 11, 20), TODAY)
    assert file_plan.approve_reasons(*clear) == ()

    against = ("approved", 0, ("archivist",), "archivist", " ", None, TODAY)
    assert codes(file_plan.approve_reasons(*against)) == [
        ("plan_not_draft", None),
        ("plan_empty", None),
        ("author_cannot_approve", None),
        ("not_given", "minutes_number"),
        ("not_given", "minutes_date"),
    ]
    tomorrow = (*clear[:5], date(2026, 11, 22), TODAY)
    assert codes(file_plan.approve_reasons(*tomorrow)) == [("day_in_future", "minutes_date")]


def test_a_plan_is_closed_when_its_year_is_over():
    assert file_plan.close_reasons("approved", 2025, date(2026, 1, 1)) == ()
    assert codes(file_plan.close_reasons("approved", 2025, date(2025, 12, 31))) == [
        ("plan_year_not_over", None)
    ]
    assert codes(file_plan.close_reasons("draft", 2025, TODAY)) == [("plan_not_approved", None)]
    assert codes(file_plan.close_reasons("closed", 2025, TODAY)) == [("plan_closed", None)]


def test_totals_by_class_of_term():
    counted = [
        (Term("permanent"), 3, 0),
        (Term("years", 50), 2, 2),
        (Term("epk", 10), 4, 1),
        (Term("epk", 11), 5, 0),
        (FIVE, 7, 0),
        (Term("until_needed"), 1, 0),
        (Term("event", None, "event"), 6, 6),
    ]
    found = file_plan.totals(counted)

    assert [(one.category, one.total, one.running, one.epk) for one in found] == [
        ("permanent", 3, 0, 0),
        ("long", 7, 2, 5),
        ("short", 18, 7, 4),
    ]
    assert sum(one.total for one in found) == sum(files for _term, files, _running in counted)
