"""The access log's rules: which request is an event, how long entries stay, what is unusual."""

from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.core.access_log import anomalies
from collective.schoolrecords.core.access_log import event_of
from collective.schoolrecords.core.access_log import kept_since
from collective.schoolrecords.core.access_log import Thresholds
from collective.schoolrecords.core.access_log import Use
from collective.schoolrecords.core.terms import Term
from datetime import date
from datetime import datetime
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    "method, name, has_record, event",
    [
        ("GET", "", True, "view"),
        ("GET", "view", True, "view"),
        ("HEAD", "view", True, "view"),
        ("GET", "@@sr-history", True, "view"),
        ("GET", "@record-history", True, "view"),
        ("GET", "view", False, "list"),
        ("GET", "alphabet-book", False, "list"),
        ("GET", "@staff", False, "list"),
        ("GET", "a page of tomorrow", False, "list"),
        ("GET", "signed-package", True, "export"),
        ("GET", "@@print-cover", True, "print"),
        ("GET", "print-book", True, "print"),
        ("GET", "export-csv", False, "export"),
        ("GET", "class-list-xlsx", False, "export"),
        ("GET", "@@download", True, "download"),
        ("GET", "evidence-file", True, "download"),
        ("GET", "sr-search", False, "search"),
        ("GET", "@search", True, "search"),
        ("POST", "@querystring-search", False, "search"),
        ("POST", "", True, None),
        ("PATCH", "", True, None),
        ("POST", "step", True, None),
        ("GET", "login", False, None),
        ("GET", "@regulation", False, None),
        ("GET", "print-file-plan", False, None),
    ],
)
def test_which_request_is_an_event(method, name, has_record, event):
    assert event_of(method, name, has_record) == event
    assert event is None or event in rules.EVENTS


@pytest.mark.parametrize(
    "asked, name, event",
    [
        ({}, "@proof", None),
        ({"open": "0", "checkpoint": "1"}, "@proof", None),
        ({"open": "1"}, "@proof?open=1", "export"),
        ({"open": "true"}, "@proof?open=1", "export"),
        ({"open": ["1", "1"]}, "@proof?open=1", "export"),
    ],
)
def test_a_proof_is_told_when_it_holds_the_values_of_the_record(asked, name, event):
    assert rules.name_asked("@proof", asked) == name
    assert event_of("GET", name, True) == event
    assert rules.name_asked("@history", {"open": "1"}) == "@history"


@pytest.mark.parametrize(
    "term, today, first",
    [
        (Term("years", 5), date(2026, 11, 22), date(2021, 1, 1)),
        (Term("years", 5), date(2027, 1, 1), date(2022, 1, 1)),
        (Term("years", 5), date(2026, 12, 31), date(2021, 1, 1)),
        (Term("years", 0), date(2026, 11, 22), date(2026, 1, 1)),
        (Term("permanent"), date(2026, 11, 22), None),
        (Term("min_years", 5), date(2026, 11, 22), None),
        (Term("epk", 5), date(2026, 11, 22), None),
        (Term("until_needed"), date(2026, 11, 22), None),
        (Term("event", 3, "event"), date(2026, 11, 22), None),
        (None, date(2026, 11, 22), None),
        (Term("years", 1000), date(2026, 11, 22), date(1026, 1, 1)),
        (Term("years", 1000), date(900, 1, 1), None),
    ],
)
def test_the_log_of_a_year_goes_as_a_file_of_that_year(term, today, first):
    assert kept_since(term, today) == first


@given(years=st.integers(0, 100), today=st.dates(date(1950, 1, 1), date(2200, 12, 31)))
def test_no_entry_goes_before_its_whole_term_has_passed(years, today):
    """The oracle is the archive's own clock: 1 January of (year of closing + 1 + years)."""
    first = kept_since(Term("years", years), today)
    last_gone = first.year - 1

    assert date(last_gone + 1 + years, 1, 1) <= today
    assert date(first.year + 1 + years, 1, 1) > today


NOON = datetime(2026, 11, 20, 12)
LIMITS = Thresholds(children=3, refusals=2, minutes=60)


def opened(minutes, *children, actor="anna", event="view"):
    return Use(NOON + timedelta(minutes=minutes), actor, event, children)


@pytest.mark.parametrize(
    "uses, found",
    [
        ([], []),
        ([opened(0, "a"), opened(1, "b")], []),
        ([opened(0, "a"), opened(1, "b"), opened(2, "c")], [("anna", "many_children", 3)]),
        # The same child again is no other child.
        ([opened(0, "a"), opened(1, "a"), opened(2, "a"), opened(3, "b")], []),
        # Outside of one window.
        ([opened(0, "a"), opened(30, "b"), opened(60, "c")], []),
        ([opened(0, "a"), opened(30, "b"), opened(59, "c")], [("anna", "many_children", 3)]),
        # A stretch is told once, with its most; what follows hours later is another.
        (
            [opened(n, f"k{n}") for n in range(6)] + [opened(300 + n, f"k{n}") for n in range(3)],
            [("anna", "many_children", 3), ("anna", "many_children", 6)],
        ),
        # A register shows many children to everybody who works there.
        ([opened(n, str(n), event="list") for n in range(9)], []),
        ([opened(n, str(n), event="print") for n in range(3)], [("anna", "many_children", 3)]),
        ([opened(n, str(n), actor="") for n in range(9)], []),
        ([opened(n, str(n), actor=f"a{n}") for n in range(9)], []),
        (
            [opened(0, event="refused"), opened(1, event="login_failed")],
            [("anna", "often_refused", 2)],
        ),
        ([opened(0, event="refused"), opened(70, event="refused")], []),
        ([opened(600, "a")], [("anna", "at_night", 1)]),
        ([opened(600, event="login")], []),
        # Before and after midnight is one night.
        ([opened(700, "a"), opened(800, "a")], [("anna", "at_night", 2)]),
        ([opened(700, "a"), opened(700 + 1440, "a")], [("anna", "at_night", 1)] * 2),
    ],
)
def test_what_is_unusual(uses, found):
    assert [(one.actor, one.kind, one.count) for one in anomalies(uses, LIMITS)] == found


@pytest.mark.parametrize(
    "first, last, hour, night",
    [
        (22, 6, 21, False),
        (22, 6, 22, True),
        (22, 6, 0, True),
        (22, 6, 5, True),
        (22, 6, 6, False),
        (0, 6, 3, True),
        (0, 6, 23, False),
        (0, 0, 0, False),
        (7, 7, 7, False),
    ],
)
def test_the_night(first, last, hour, night):
    limits = Thresholds(night_from=first, night_until=last)

    assert limits.at_night(datetime(2026, 11, 20, hour, 30)) is night


@given(
    st.lists(
        st.builds(
            Use,
            at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3)),
            actor=st.sampled_from(("", "anna", "ivan")),
            event=st.sampled_from(sorted(rules.EVENTS)),
            subjects=st.lists(st.sampled_from("abcdef"), max_size=3).map(tuple),
        ),
        max_size=60,
    )
)
def test_an_anomaly_lies_within_the_use_of_its_account(uses):
    uses = sorted(uses, key=lambda one: one.at)
    for one in anomalies(uses, LIMITS):
        own = [use.at for use in uses if use.actor == one.actor]
        assert one.actor
        assert own[0] <= one.first <= one.last <= own[-1]
        assert one.kind in rules.ANOMALIES
        assert one.count >= (1 if one.kind == "at_night" else 2)
