"""The clock: the law's formula, the oracle of known systems' mistakes, and every kind of term."""

from collective.schoolrecords.core import shipped
from collective.schoolrecords.core import terms
from collective.schoolrecords.core.terms import decide
from collective.schoolrecords.core.terms import destroy_from
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.core.terms import TermError
from dataclasses import FrozenInstanceError
from datetime import date
from datetime import datetime
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from zoneinfo import ZoneInfo

import pytest


def d(text):
    """A day written as in the tables below, ДД.ММ.ГГГГ."""
    day, month, year = text.split(".")
    return date(int(year), int(month), int(day))


# Closing date, years, the first day of an act by the law. The first five rows are the cases
# that known systems get wrong (docs/explanation/clock.md); 2011 is the law commentary's example.
ORACLE = [
    ("30.05.2011", 3, "01.01.2015"),
    ("31.05.2021", 5, "01.01.2027"),
    ("31.12.2020", 5, "01.01.2026"),
    ("01.01.2021", 5, "01.01.2027"),
    ("20.06.2023", 75, "01.01.2099"),
    ("31.08.2024", 5, "01.01.2030"),
    ("31.08.2024", 25, "01.01.2050"),
    ("29.02.2016", 5, "01.01.2022"),
    ("28.02.2016", 5, "01.01.2022"),
    ("01.03.2016", 5, "01.01.2022"),
    ("29.02.2016", 3, "01.01.2020"),
    ("31.12.1999", 75, "01.01.2075"),
    ("01.01.2000", 75, "01.01.2076"),
    ("31.12.2020", 1, "01.01.2022"),
    ("01.01.2021", 1, "01.01.2023"),
    ("25.05.2026", 0, "01.01.2027"),
]


@pytest.mark.parametrize(("closed", "years", "expected"), ORACLE)
def test_the_law_counts_from_the_first_of_january_after_closing(closed, years, expected):
    assert destroy_from(Term("years", years), d(closed)) == d(expected)


@pytest.mark.parametrize(("closed", "years", "expected"), ORACLE)
def test_the_day_before_is_too_early_and_the_day_itself_is_not(closed, years, expected):
    term = Term("years", years)
    first = d(expected)

    before = decide(term, d(closed), (), first - timedelta(days=1))
    on_the_day = decide(term, d(closed), (), first)

    assert (before.status, before.selectable, before.expired) == ("running", False, False)
    assert (on_the_day.status, on_the_day.selectable, on_the_day.expired) == ("due", True, True)
    assert before.destroy_from == on_the_day.destroy_from == first


UNCLAIMED = Term("event", 75, "event", event="claimed")

# term, closed, event, today -> status, first day, selectable, needs_decision, reason
KINDS = [
    # постоянно: no date at all, whatever the dates are
    (Term("permanent"), "31.12.1961", None, "21.11.2026", "never", None, False, False, ""),
    (Term("permanent"), None, None, "21.11.2026", "never", None, False, False, ""),
    # срок N лет
    (Term("years", 5), "31.08.2021", None, "31.12.2026", "running", "01.01.2027", False, False, ""),
    (Term("years", 5), "31.08.2021", None, "01.01.2027", "due", "01.01.2027", True, False, ""),
    # no closing date: no destruction, an error to mend
    (Term("years", 5), None, None, "21.11.2026", "open", None, False, False, "NO_CLOSING_DATE"),
    # a closing date in the future starts nothing
    (Term("years", 5), "22.11.2026", None, "21.11.2026", "error", None, False, False, "CLOSED_IN_FUTURE"),
    (Term("years", 5), "21.11.2026", None, "21.11.2026", "running", "01.01.2032", False, False, ""),
    # не менее 5 лет: offered from the first possible day, a person weighs it
    (Term("min_years", 5), "01.07.2020", None, "31.12.2025", "running", "01.01.2026", False, False, ""),
    (Term("min_years", 5), "01.07.2020", None, "01.01.2026", "needs_decision", "01.01.2026", True, True, "MINIMUM_TERM"),
    # 5 лет ЭПК: an act may be drawn up with it, the commission speaks first
    (Term("epk", 5), "01.07.2020", None, "31.12.2025", "running", "01.01.2026", False, False, ""),
    (Term("epk", 5), "01.07.2020", None, "01.01.2026", "needs_decision", "01.01.2026", True, True, "EXPERT_DECISION"),
    # до минования надобности: at least one year, then a decision
    (Term("until_needed"), "01.07.2020", None, "31.12.2021", "running", "01.01.2022", False, False, ""),
    (Term("until_needed"), "01.07.2020", None, "01.01.2022", "needs_decision", "01.01.2022", True, True, "EXPERT_DECISION"),
    (Term("until_needed", 0), "01.07.2020", None, "01.01.2022", "needs_decision", "01.01.2022", True, True, "EXPERT_DECISION"),
    (Term("until_needed", 3), "01.07.2020", None, "31.12.2023", "running", "01.01.2024", False, False, ""),
    # event terms wait for their event
    (Term("event", start="event"), "01.07.2020", None, "01.01.2099", "waiting", None, False, False, "EVENT_AWAITED"),
    (Term("event", start="event"), None, "01.09.2021", "01.01.2099", "open", None, False, False, "NO_CLOSING_DATE"),
    (Term("event", start="event"), "01.07.2020", "01.09.2021", "31.08.2021", "waiting", None, False, False, "EVENT_AWAITED"),
    (Term("event", start="event"), "01.07.2020", "01.09.2021", "01.09.2021", "running", "01.01.2022", False, False, ""),
    (Term("event", start="event"), "01.07.2020", "01.09.2021", "01.01.2022", "due", "01.01.2022", True, False, ""),
    # 3 года после отзыва согласия: the event before closing does not shorten the term
    (Term("years", 3, "event"), "01.07.2020", "10.02.2018", "31.12.2023", "running", "01.01.2024", False, False, ""),
    (Term("years", 3, "event"), "01.07.2020", "10.02.2022", "01.01.2026", "due", "01.01.2026", True, False, ""),
    (Term("years", 3, "event"), "01.07.2020", None, "01.01.2099", "waiting", None, False, False, "EVENT_AWAITED"),
    # до востребования, невостребованные 75 лет: what is still here is unclaimed, so its years run
    (UNCLAIMED, None, None, "21.11.2026", "open", None, False, False, "NO_CLOSING_DATE"),
    (UNCLAIMED, "25.06.2026", None, "31.12.2101", "running", "01.01.2102", False, False, ""),
    (UNCLAIMED, "25.06.2026", None, "01.01.2102", "due", "01.01.2102", True, False, ""),
    (Term("years", 50, "event", event="claimed"), "25.06.1975", None, "01.01.2026", "due", "01.01.2026", True, False, ""),
    # до востребования alone, and any other event: nothing begins by itself
    (Term("event", None, "event", event="claimed"), "25.06.1926", None, "01.01.2099", "waiting", None, False, False, "EVENT_AWAITED"),
    (Term("event", 0, "event", event="claimed"), "25.06.1926", None, "01.01.2099", "waiting", None, False, False, "EVENT_AWAITED"),
    (Term("event", 75, "event", event="consent_end"), "25.06.1926", None, "01.01.2099", "waiting", None, False, False, "EVENT_AWAITED"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("term", "closed", "event", "today", "status", "first", "selectable", "decision", "reason"),
    KINDS,
)
def test_every_kind_of_term(
    term, closed, event, today, status, first, selectable, decision, reason
):
    verdict = decide(term, closed and d(closed), (), d(today), event=event and d(event))

    assert verdict.status == status
    assert verdict.destroy_from == (d(first) if first else None)
    assert verdict.selectable is selectable
    assert verdict.needs_decision is decision
    assert verdict.reason == reason
    assert verdict.held is False


@pytest.mark.parametrize("term", [Term("min_years", 5), Term("epk", 5), Term("until_needed", 5)])
def test_a_recorded_decision_frees_what_only_waited_for_it(term):
    verdict = decide(term, d("01.07.2020"), (), d("01.01.2026"), decided=True)

    assert (verdict.status, verdict.selectable, verdict.needs_decision) == ("due", True, False)


@pytest.mark.parametrize("term", [Term("min_years", 5), Term("epk", 5), Term("until_needed", 5)])
def test_a_decision_never_shortens_the_term(term):
    verdict = decide(term, d("01.07.2020"), (), d("31.12.2025"), decided=True)

    assert (verdict.status, verdict.selectable) == ("running", False)


@pytest.mark.parametrize(
    ("term", "today", "status", "first"),
    [
        (Term("years", 5), "01.01.2026", "on_hold", "01.01.2026"),
        (Term("years", 5), "31.12.2025", "running", "01.01.2026"),
        (Term("min_years", 5), "01.01.2026", "on_hold", "01.01.2026"),
        (Term("epk", 5), "01.01.2026", "on_hold", "01.01.2026"),
        (Term("permanent"), "01.01.2026", "never", None),
    ],
)
@pytest.mark.parametrize("decided", [False, True])
def test_a_hold_blocks_selection_and_leaves_the_date(term, today, status, first, decided):
    verdict = decide(term, d("01.07.2020"), ["судебный спор"], d(today), decided=decided)

    assert verdict.status == status
    assert verdict.selectable is False
    assert verdict.held is True
    assert verdict.destroy_from == (d(first) if first else None)


@pytest.mark.parametrize(
    ("closed", "school_year_end", "expected"),
    [
        # closed on the last day of the school year, or late in its first autumn: the law's day
        ("31.08.2021", "31.08.2021", "01.01.2027"),
        ("31.12.2021", "31.08.2021", "01.01.2027"),
        # closed in January after: the law's later day, not the school year's earlier one
        ("15.01.2022", "31.08.2021", "01.01.2028"),
        # closed in the autumn of a year that ends next summer: one year later than the law
        ("20.12.2024", "31.08.2025", "01.01.2031"),
        # the school year is unknown: the law's day
        ("20.12.2024", None, "01.01.2030"),
    ],
)
def test_the_school_year_end_may_only_delay(closed, school_year_end, expected):
    term = Term("years", 5, "school_year_end")
    end = school_year_end and d(school_year_end)

    assert destroy_from(term, d(closed), school_year_end=end) == d(expected)


def test_the_school_year_does_not_touch_terms_that_start_with_closing():
    term = Term("years", 5)

    assert destroy_from(term, d("20.12.2024"), school_year_end=d("31.08.2025")) == d("01.01.2030")


# Records on staff, «50/75 лет» (125-ФЗ art. 22.1): the year of the closing decides.
STAFF = Term("years", 50, before_2003=75)


@pytest.mark.parametrize(
    ("closed", "years", "first"),
    [
        ("31.12.2002", 75, "01.01.2078"),
        ("01.01.2003", 50, "01.01.2054"),
        ("01.01.2002", 75, "01.01.2078"),
        ("31.12.2003", 50, "01.01.2054"),
        ("15.05.1961", 75, "01.01.2037"),
        ("22.11.2026", 50, "01.01.2077"),
    ],
)
def test_records_on_staff_closed_before_2003_are_kept_longer(closed, years, first):
    day = d(closed)

    assert destroy_from(STAFF, day) == destroy_from(STAFF.on_closing(day), day) == d(first)
    assert STAFF.on_closing(day) == Term("years", years)
    assert decide(STAFF, day, (), d(first) - timedelta(days=1)).status == "running"
    assert decide(STAFF, day, (), d(first)).status == "due"
    assert STAFF.on_closing(None) is STAFF


def test_the_default_list_keeps_records_on_staff_by_the_law_s_two_terms():
    for name in shipped.names():
        regulation = shipped.shipped(name)
        for doc_type in ("staff_file", "order_staff"):
            term = regulation.term(doc_type)
            assert (term.years, term.before_2003) == (50, 75)
            source = regulation.source(f"documents.{doc_type}.retention.before_2003")
            # Nobody has read the law's text here: the panel shows the value as one to confirm.
            assert (source.kind, source.verified) == ("default", False)
        changed = regulation.with_value(
            "documents.staff_file.retention.before_2003", 80, "приказ от 09.01.2026 № 4"
        )
        assert changed.term("staff_file").before_2003 == 80


def test_a_moment_is_not_a_day():
    """31 December 23:30 UTC is 1 January in Moscow: the caller has to say which day it means."""
    moment = datetime(2020, 12, 31, 23, 30, tzinfo=ZoneInfo("UTC"))
    term = Term("years", 5)
    here = moment.astimezone(ZoneInfo("Europe/Moscow")).date()

    for call in (
        lambda: destroy_from(term, moment),
        lambda: destroy_from(term, "31.12.2020"),
        lambda: decide(term, moment, (), d("01.01.2030")),
        lambda: decide(term, d("31.12.2020"), (), moment),
        lambda: decide(term, d("31.12.2020"), (), None),
        lambda: decide(Term("event", start="event"), d("01.01.2020"), (), d("01.01.2021"), event=moment),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            call()
    assert destroy_from(term, here) == d("01.01.2027")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"kind": "forever"}, "UNKNOWN_KIND", "kind"),
        ({"kind": "years"}, "YEARS_MISSING", "years"),
        ({"kind": "min_years"}, "YEARS_MISSING", "years"),
        ({"kind": "epk"}, "YEARS_MISSING", "years"),
        ({"kind": "permanent", "years": 10}, "YEARS_UNEXPECTED", "years"),
        ({"kind": "years", "years": -1}, "YEARS_OUT_OF_RANGE", "years"),
        ({"kind": "years", "years": 1001}, "YEARS_OUT_OF_RANGE", "years"),
        ({"kind": "years", "years": True}, "YEARS_OUT_OF_RANGE", "years"),
        ({"kind": "years", "years": "5"}, "YEARS_OUT_OF_RANGE", "years"),
        ({"kind": "years", "years": 2.5}, "YEARS_OUT_OF_RANGE", "years"),
        ({"kind": "years", "years": 5, "start": "extraction"}, "UNKNOWN_START", "start"),
        ({"kind": "event"}, "START_NOT_EVENT", "start"),
        ({"kind": "years", "years": 50, "before_2003": 49}, "YEARS_OUT_OF_RANGE", "before_2003"),
        ({"kind": "years", "years": 50, "before_2003": True}, "YEARS_OUT_OF_RANGE", "before_2003"),
        ({"kind": "years", "years": 5, "before_2003": 1001}, "YEARS_OUT_OF_RANGE", "before_2003"),
        ({"kind": "until_needed", "before_2003": 5}, "YEARS_UNEXPECTED", "before_2003"),
        ({"kind": "permanent", "before_2003": 75}, "YEARS_UNEXPECTED", "before_2003"),
        ({"kind": "years", "before_2003": 75}, "YEARS_MISSING", "years"),
    ],
)
def test_a_senseless_term_is_refused_with_the_field(values, code, field):
    with pytest.raises(TermError) as caught:
        Term(**values)

    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_term_cannot_be_changed_after_the_fact():
    term = Term("years", 5)

    with pytest.raises(FrozenInstanceError):
        term.years = 1


def test_a_far_term_does_not_break_the_calendar():
    assert destroy_from(Term("years", 1000), date(9500, 1, 1)) == date.max


# -- properties ------------------------------------------------------------------------------

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
years = st.integers(0, 100)
counted = st.builds(
    Term, st.sampled_from(["years", "min_years", "epk"]), years,
    st.sampled_from(["year_after_close", "school_year_end"]),
)  # fmt: skip
two_terms = st.builds(
    lambda kind, count, more, start: Term(kind, count, start, before_2003=count + more),
    st.sampled_from(["years", "min_years", "epk"]), years, st.integers(0, 50),
    st.sampled_from(terms.STARTS),
)  # fmt: skip
any_term = st.one_of(
    counted,
    two_terms,
    st.builds(Term, st.just("permanent")),
    st.builds(Term, st.just("until_needed"), st.none() | years),
    st.builds(
        lambda count, event: Term("event", count, "event", event=event),
        st.none() | years,
        st.sampled_from([None, "claimed", "leaving"]),
    ),
    st.builds(Term, st.sampled_from(["years", "min_years", "epk"]), years, st.just("event")),
)
holds = st.lists(st.sampled_from(["судебный спор", "проверка"]), max_size=2)


@given(closed=days, count=years)
def test_the_record_lives_full_calendar_years(closed, count):
    """Between the closing year and the first day of an act lie exactly `years` whole years."""
    first = destroy_from(Term("years", count), closed)

    whole = [y for y in range(closed.year, first.year + 1)
             if date(y, 1, 1) > closed and date(y, 12, 31) < first]  # fmt: skip
    # Closed on 31 December or on another day of the year: the rest of that year never counts.
    assert len(whole) == count
    assert (first.month, first.day) == (1, 1)


@given(term=two_terms, closed=days, end=st.none() | days, event=st.none() | days)
def test_of_two_terms_the_year_of_the_closing_takes_one(term, closed, end, event):
    """Whatever starts the term, and never one that is shorter than the law's of that year."""
    years = term.before_2003 if closed < date(2003, 1, 1) else term.years
    plain = Term(term.kind, years, term.start)
    first = destroy_from(term, closed, event=event, school_year_end=end)

    assert term.on_closing(closed) == plain
    assert first == destroy_from(plain, closed, event=event, school_year_end=end)
    assert first is None or first >= destroy_from(Term(term.kind, years), closed)


@given(closed=st.none() | days, term=counted)
def test_a_term_of_one_length_is_itself_whenever_something_is_closed(term, closed):
    assert term.on_closing(closed) is term
    assert "before_2003" not in term.as_dict()


@given(closed=days, end=st.none() | days, count=years)
def test_the_school_year_start_is_never_earlier_than_the_law(closed, end, count):
    law = destroy_from(Term("years", count), closed)

    assert destroy_from(Term("years", count, "school_year_end"), closed, school_year_end=end) >= law


@given(
    kind=st.sampled_from(sorted(set(terms.KINDS) - {"permanent", "event"})),
    count=years,
    closed=days,
    end=st.none() | days,
)
def test_no_kind_of_term_falls_due_before_the_law_by_its_school_year(kind, count, closed, end):
    """The law's day is that of the same term counted from the closing date."""
    law = destroy_from(Term(kind, count), closed)
    ours = destroy_from(Term(kind, count, "school_year_end"), closed, school_year_end=end)

    assert ours >= law
    # Only a school year that ends in a later year than the closing may delay it.
    assert (ours == law) == (end is None or end.year <= closed.year)


@given(st.sampled_from(shipped.names()), st.data(), days, st.none() | days)
def test_no_regulation_lets_anything_go_before_the_law(name, data, closed, end):
    """Each of the five, each of its types: the days of the years that it names itself."""
    regulation = shipped.shipped(name)
    doc_type = data.draw(st.sampled_from(sorted(regulation.documents)))
    term = regulation.term(doc_type)
    first = destroy_from(term, closed, school_year_end=end)
    if term.kind == "permanent" or term.waits_for_event:
        assert first is None
        return

    assert first >= date(closed.year + 1 + term.on_closing(closed).full_years, 1, 1)
    assert (first.month, first.day) == (1, 1)
    assert not decide(term, closed, (), first - timedelta(days=1), school_year_end=end).expired
    assert decide(term, closed, (), first, school_year_end=end).expired


@given(closed=days, event=days, count=st.none() | years)
def test_an_event_term_starts_with_its_event_and_never_before_the_closing(closed, event, count):
    """«До замены новыми», «до ликвидации организации», «до востребования»."""
    first = destroy_from(Term("event", count, "event"), closed, event=event)

    assert first == date(max(closed.year, event.year) + 1 + (count or 0), 1, 1)


@given(term=counted, first=days, second=days)
def test_a_later_closing_never_gives_an_earlier_day(term, first, second):
    early, late = sorted((first, second))

    assert destroy_from(term, early) <= destroy_from(term, late)


@given(closed=days, short=years, long=years)
def test_a_longer_term_never_gives_an_earlier_day(closed, short, long):
    short, long = sorted((short, long))

    assert destroy_from(Term("years", short), closed) <= destroy_from(Term("years", long), closed)


@given(
    closed=st.none() | days, event=st.none() | days, today=days, held=holds, decided=st.booleans()
)
def test_permanent_is_never_selected(closed, event, today, held, decided):
    verdict = decide(Term("permanent"), closed, held, today, event=event, decided=decided)

    assert verdict.status == "never"
    assert not verdict.selectable
    assert verdict.destroy_from is None


@given(any_term, st.none() | days, st.none() | days, holds, days, st.booleans())
def test_nothing_is_selectable_unless_everything_allows_it(
    term, closed, event, held, today, decided
):
    verdict = decide(term, closed, held, today, event=event, decided=decided)

    assert verdict.status in terms.STATUSES
    assert verdict.held == bool(held)
    if verdict.selectable:
        assert verdict.status in terms.SELECTABLE
        assert not held
        assert closed is not None
        assert closed <= today
        assert term.kind != "permanent"
        assert date(closed.year + 1, 1, 1) <= verdict.destroy_from <= today
        asks = not decided and term.kind in ("min_years", "epk", "until_needed")
        assert verdict.needs_decision == (verdict.status == "needs_decision") == asks
        assert not term.waits_for_event or event <= today


@given(any_term, days, st.none() | days, days, days, st.booleans())
def test_time_alone_never_takes_a_permission_back(term, closed, event, first, second, decided):
    early, late = sorted((first, second))

    if decide(term, closed, (), early, event=event, decided=decided).selectable:
        assert decide(term, closed, (), late, event=event, decided=decided).selectable


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (UNCLAIMED, "до востребования, невостребованные 75 лет"),
        (Term("event", 1, "event", event="claimed"), "до востребования, невостребованные 1 год"),
        (Term("event", None, "event", event="claimed"), "до востребования"),
        (Term("event", None, "event", event="replaced"), "до события"),
        (Term("event", 3, "event", event="consent_end"), "3 года"),
    ],
)
def test_terms_that_wait_for_an_event_say_for_which(term, text):
    assert term_text(term) == text


@given(closed=days, event=st.none() | days, count=st.integers(1, 100))
def test_what_nobody_claims_runs_by_the_law_from_its_closing(closed, event, count):
    """Whoever claimed it took it away; no other day moves the first day of an act."""
    term = Term("event", count, "event", event="claimed")

    assert destroy_from(term, closed, event=event) == destroy_from(Term("years", count), closed)


@given(any_term)
def test_a_snapshot_brings_the_same_term_back(term):
    snapshot = term.as_dict()

    assert Term.from_dict(snapshot) == term
    assert all(isinstance(value, str | int | None) for value in snapshot.values())
