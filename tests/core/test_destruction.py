"""The rules of acts: what may go in, who decides, what is never destroyed, and the numbers."""

from act_cases import MEMBERS
from act_cases import RULES
from collective.schoolrecords.core import destruction
from collective.schoolrecords.core.destruction import ABSTAINED
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.core.destruction import AGAINST
from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.core.destruction import FOR
from collective.schoolrecords.core.destruction import Item
from collective.schoolrecords.core.destruction import item_reasons
from collective.schoolrecords.core.destruction import KEEP
from collective.schoolrecords.core.destruction import Member
from collective.schoolrecords.core.destruction import open_questions
from collective.schoolrecords.core.destruction import Vote
from collective.schoolrecords.core.destruction import VOTES
from collective.schoolrecords.core.preconditions import check
from collective.schoolrecords.core.states import STATES
from collective.schoolrecords.core.terms import decide
from collective.schoolrecords.core.terms import destroy_from
from collective.schoolrecords.core.terms import EPK
from collective.schoolrecords.core.terms import EVENT
from collective.schoolrecords.core.terms import KINDS
from collective.schoolrecords.core.terms import MIN_YEARS
from collective.schoolrecords.core.terms import ON_EVENT
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import UNTIL_NEEDED
from collective.schoolrecords.core.terms import YEARS
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from types import SimpleNamespace

import pytest


TODAY = date(2026, 11, 21)
FIVE = Term(YEARS, 5)
GOOD = Item("archived", FIVE, date(2019, 8, 31), date(2025, 1, 1))

UNFIT = [
    ({}, []),
    ({"state": "closed"}, []),
    ({"state": "selected"}, ["item_state"]),
    ({"state": "selected", "act": "this"}, []),
    ({"state": "current"}, ["item_state"]),
    ({"state": "handed_out", "holder": "Родитель"}, ["item_state", "item_given_out"]),
    ({"term": None}, ["item_no_term"]),
    ({"faulty": True}, ["item_faulty"]),
    ({"closed": date(2026, 11, 22)}, ["item_faulty"]),
    ({"term": Term(PERMANENT)}, ["item_permanent"]),
    ({"closed": None, "first": None}, ["item_open"]),
    ({"term": Term(EVENT, start=ON_EVENT), "first": None}, ["item_waits"]),
    ({"term": Term(EVENT, start=ON_EVENT), "first": date(2026, 1, 1)}, []),
    ({"term": Term(EVENT, start=ON_EVENT), "first": date(2027, 1, 1)}, ["item_running"]),
    ({"first": date(2026, 1, 1)}, []),
    ({"first": date(2027, 1, 1)}, ["item_running"]),
    ({"holds": 2}, ["item_held"]),
    ({"holds": 1, "first": date(2030, 1, 1)}, ["item_running", "item_held"]),
    ({"holder": "Образцова"}, ["item_given_out"]),
    ({"act": "this"}, []),
    ({"act": "other"}, ["item_in_act"]),
]


@pytest.mark.parametrize(("differs", "expected"), UNFIT)
def test_what_may_not_go_into_an_act(differs, expected):
    found = item_reasons(replace(GOOD, **differs), "this", TODAY)
    assert [reason.code for reason in found] == expected


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({}, ()),
        ({"term": Term(MIN_YEARS, 5)}, ("item_needs_decision",)),
        ({"term": Term(EPK, 5)}, ("item_needs_decision",)),
        ({"term": Term(UNTIL_NEEDED)}, ("item_needs_decision",)),
        ({"summaries": ("one",)}, ()),
        ({"summaries": ()}, ("item_no_summary",)),
        ({"summaries": ("one", "two")}, ("item_many_summaries",)),
        ({"term": None}, ()),
    ],
)
def test_what_a_person_has_to_decide(differs, expected):
    assert open_questions(replace(GOOD, **differs)) == expected


def _term(kind, years):
    if kind == PERMANENT:
        return Term(PERMANENT)
    return Term(kind, years, start=ON_EVENT) if kind == EVENT else Term(kind, years)


days = st.dates(date(1950, 1, 1), date(2060, 12, 31))


@given(
    state=st.sampled_from(STATES),
    kind=st.sampled_from(KINDS),
    years=st.integers(0, 80),
    closed=st.none() | days,
    holds=st.integers(0, 2),
    holder=st.sampled_from(["", "Образцова"]),
    act=st.sampled_from([None, "this", "other"]),
    today=days,
)
def test_nothing_goes_in_that_the_clock_does_not_let_go(
    state, kind, years, closed, holds, holder, act, today
):
    term = _term(kind, years)
    item = Item(state, term, closed, destroy_from(term, closed), holds, holder, act)
    verdict = decide(term, closed, range(holds), today, decided=True)
    if not item_reasons(item, "this", today):
        assert verdict.selectable
        assert verdict.destroy_from <= date(today.year, 1, 1)
        assert not holds
        assert not holder
        assert act in (None, "this")
    elif state == "archived" and not holder and act != "other":
        assert not verdict.selectable


# People

people = st.sampled_from(["ann", "bob", "cyd", "dan", "eve", None])
members = st.lists(
    st.builds(
        Member,
        person_id=st.uuids().map(str),
        user_id=people,
        name=st.just("Образцова А. А."),
        chair=st.booleans(),
    ),
    max_size=7,
)
votes = st.dictionaries(
    st.sampled_from(["ann", "bob", "cyd", "dan", "eve"]),
    st.builds(Vote, st.sampled_from(VOTES)),
)
rules = st.builds(
    ActRules,
    quorum_percent=st.integers(0, 100),
    least_members=st.integers(1, 5),
    casting_vote=st.booleans(),
)


@given(
    actor=people,
    authors=st.sets(people, min_size=1),
    directors=st.sets(people),
    members=members,
    votes=votes,
)
def test_nobody_approves_the_own_act_or_what_they_voted_on(
    actor, authors, directors, members, votes
):
    facts = {
        "rows": 1,
        "left": 1,
        "actor": actor,
        "authors": tuple(authors),
        "directors": tuple(directors),
        "members": tuple(members),
        "votes": votes,
    }
    codes = {reason.code for reason in check("destruction_act", "sign", facts, {}, TODAY)}
    assert ("author_cannot_approve" in codes) == (actor in authors)
    sits = actor in {one.user_id for one in members} or actor in votes
    assert ("member_cannot_approve" in codes) == sits

    codes = {reason.code for reason in check("destruction_act", "submit", facts, {}, TODAY)}
    if not codes:
        voters = {one.user_id for one in members} - {None}
        assert not (authors & directors or authors & voters or directors & voters)


@given(members=members, votes=votes, rules=rules)
def test_a_vote_passes_with_a_quorum_the_chair_and_a_majority_only(members, votes, rules):
    tally = destruction.count_votes(members, votes, rules)
    voters = {one.user_id for one in members} & set(votes)
    assert tally.voted == len(voters)
    assert tally.votes_for + tally.votes_against <= tally.voted
    if tally.passed:
        assert tally.voted >= rules.least_members
        assert tally.voted * 100 > len(members) * rules.quorum_percent
        assert any(one.chair and one.user_id in voters for one in members)
        assert 2 * tally.votes_for >= tally.voted


@pytest.mark.parametrize(
    ("chair", "casting", "passes"),
    [(FOR, True, True), (FOR, False, False), (AGAINST, True, False), (ABSTAINED, True, False)],
)
def test_the_chair_decides_a_tie_if_the_school_says_so(chair, casting, passes):
    four = (*MEMBERS, Member("p4", "fourth", "Ещё Г. Г."))
    cast = {"chair": Vote(chair), "second": Vote(FOR), "third": Vote(AGAINST)}
    cast["fourth"] = Vote(AGAINST if chair == FOR else FOR)
    tally = destruction.count_votes(four, cast, ActRules(casting_vote=casting))
    assert (2 * tally.votes_for, tally.passed) == (tally.voted, passes)


@pytest.mark.parametrize(
    ("user", "voted", "asked"),
    [
        ("chair", (), "vote"),
        ("second", (), "vote"),
        ("stranger", (), None),
        ("second", ("second",), None),
        ("chair", ("second", "third"), "vote"),
        ("chair", ("chair", "second"), "wait"),
        ("chair", ("chair", "second", "stranger"), "wait"),
        ("chair", ("chair", "second", "third"), "end"),
        ("second", ("chair", "third"), "vote"),
        ("second", ("chair", "second", "third"), None),
    ],
)
def test_what_an_act_asks_of_a_member_now(user, voted, asked):
    votes = {name: Vote(FOR) for name in voted}
    assert destruction.asked_of(MEMBERS, votes, RULES, user) == asked


@pytest.mark.parametrize(("count", "quorum"), [(3, 3), (4, 3), (5, 3), (6, 4), (7, 4)])
def test_a_quorum_is_more_than_half_and_three_people(count, quorum):
    assert RULES.quorum(count) == quorum


# Items kept


@dataclass(frozen=True)
class Row:
    """What the rules ask of a row."""

    decision: str = DESTROY
    kept_by: str = ""
    result: str | None = None


acts = st.lists(
    st.tuples(
        st.sampled_from(["keep", "unkeep", "vote", "execute"]),
        st.integers(0, 4),
        st.sampled_from(["chair", "second", "third", "archivist"]),
        st.sampled_from(VOTES),
    ),
    max_size=40,
)


@given(acts)
def test_a_kept_item_is_never_destroyed_until_the_right_people_lift_it(deeds):
    rows = [Row() for _ in range(5)]
    lifts = {}
    kept = {}
    for deed, place, actor, value in deeds:
        row = rows[place]
        if deed == "keep" and not destruction.keep_reasons(row.decision, "спор", row.result):
            rows[place] = replace(row, decision=KEEP, kept_by=actor)
            kept[place] = actor
        elif deed == "unkeep" and not destruction.lift_reasons(row.decision, row.kept_by, actor):
            assert kept.pop(place) == actor
            rows[place] = replace(row, decision=DESTROY, kept_by="")
            lifts.pop(place, None)
        elif deed == "vote" and row.decision == KEEP:
            lifts.setdefault(place, {})[actor] = Vote(value)
        elif deed == "execute":
            for lifted in destruction.lifted(MEMBERS, lifts, RULES):
                cast = [lifts[lifted].get(one.user_id) for one in MEMBERS]
                assert None not in cast
                assert sum(one.value == FOR for one in cast) >= 2
                rows[lifted] = replace(rows[lifted], decision=DESTROY, kept_by="")
                del kept[lifted], lifts[lifted]
            gone = destruction.to_destroy(rows)
            assert not any(row in gone for row in rows if row.decision == KEEP)
            assert {n for n, row in enumerate(rows) if row.decision == KEEP} == set(kept)


@pytest.mark.parametrize(
    ("given_", "codes"),
    [
        ((DESTROY, "спор", None), []),
        ((DESTROY, " ", None), ["not_given"]),
        ((KEEP, "спор", None), ["item_kept_already"]),
        ((DESTROY, "спор", "removed"), ["item_removed"]),
    ],
)
def test_what_may_be_kept(given_, codes):
    assert [one.code for one in destruction.keep_reasons(*given_)] == codes


@pytest.mark.parametrize(
    ("given_", "codes"),
    [
        ((KEEP, "ann", "ann"), []),
        ((KEEP, "ann", "bob"), ["item_kept_by_another"]),
        ((DESTROY, "", "ann"), ["item_not_kept"]),
    ],
)
def test_who_takes_back_that_an_item_is_kept(given_, codes):
    assert [one.code for one in destruction.lift_reasons(*given_)] == codes


# Numbers and days


@given(st.lists(st.sampled_from(["approve", "annul"]), max_size=60))
def test_the_numbers_of_a_year_have_no_gap_whatever_is_annulled(deeds):
    acts, last = [], None
    for deed in deeds:
        if deed == "approve":
            last = destruction.next_number(last)
            acts.append(SimpleNamespace(number=last, state="signed"))
        elif acts:
            acts[-1].state = "annulled"
    assert [act.number for act in acts] == list(range(1, len(acts) + 1))


def test_the_waiting_time_is_that_of_the_day_of_approval():
    assert destruction.waiting_until(date(2026, 12, 28), RULES) == date(2027, 1, 4)
    assert destruction.waiting_until(TODAY, ActRules(waiting_days=0)) == TODAY


@pytest.mark.parametrize(
    ("opened", "closed", "text"),
    [
        (date(2014, 9, 1), date(2019, 8, 31), "2014–2019"),
        (date(2019, 1, 9), date(2019, 8, 31), "2019"),
        (None, date(2019, 8, 31), "2019"),
        (None, None, ""),
    ],
)
def test_the_years_of_a_row(opened, closed, text):
    assert destruction.years_text(opened, closed) == text


def test_inventories_are_asked_for_the_years_of_closing():
    rows = [(date(2014, 1, 1), date(2019, 8, 31)), (None, date(2018, 1, 1)), (None, None)]
    assert destruction.act_years(rows) == (2018, 2019)
