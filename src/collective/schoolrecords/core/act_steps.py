"""Preconditions of an act's steps: all reasons at once (see :mod:`.destruction` for the rules).

Facts of an act: ``rows`` (how many), ``left`` (how many it would destroy), ``undecided`` and
``unfit`` (tuples of :class:`Reason` with the row's number in ``row``), ``actor`` and ``authors``
(user ids), ``members``, ``directors``, ``votes``, ``rules``, ``missing_inventories`` (pairs of
kind and year), ``unstated_years`` (kind → years that have nothing to list, which nobody stated), ``waiting_until``, ``selecting`` (its items are still being selected), ``open_rows``
(rows without a result), ``stages`` (name → day).
"""

from .destruction import ActRules
from .destruction import commission_reasons
from .destruction import count_votes
from .destruction import is_chair
from .destruction import is_member
from .destruction import STAGES
from .inventories import spans
from .reasons import day_not_after_today
from .reasons import given
from .reasons import Reason


#: So many reasons about single rows are told; the rest is a number.
MAX_ROW_REASONS = 50


def _rows(facts, details, today):
    if not facts.get("left"):
        yield Reason("act_empty")
    yield from _few(facts.get("unfit") or ())


def _few(reasons):
    yield from reasons[:MAX_ROW_REASONS]
    if len(reasons) > MAX_ROW_REASONS:
        yield Reason("act_more_rows", None, {"count": len(reasons) - MAX_ROW_REASONS})


def _decided(facts, details, today):
    yield from _few(facts.get("undecided") or ())


def _commission(facts, details, today):
    yield from commission_reasons(
        facts.get("members") or (),
        facts.get("authors") or (),
        facts.get("directors") or (),
        facts.get("rules") or ActRules(),
    )


def _voted(facts, details, today):
    members, rules = facts.get("members") or (), facts.get("rules") or ActRules()
    tally = count_votes(members, facts.get("votes") or {}, rules)
    if not is_chair(members, facts.get("actor")):
        yield Reason("only_the_chair")
    if not tally.chair_voted:
        yield Reason("chair_not_voted")
    if tally.voted < tally.quorum:
        yield Reason("no_quorum", None, {"voted": tally.voted, "quorum": tally.quorum})
    elif tally.chair_voted and not tally.passed:
        data = {"for": tally.votes_for, "against": tally.votes_against}
        yield Reason("commission_against", None, data)


def _director_apart(facts, details, today):
    actor = facts.get("actor")
    if actor in (facts.get("authors") or ()):
        yield Reason("author_cannot_approve")
    if is_member(facts.get("members") or (), actor) or actor in (facts.get("votes") or {}):
        yield Reason("member_cannot_approve")


def _inventories(facts, details, today):
    for kind, year in facts.get("missing_inventories") or ():
        yield Reason(f"no_{kind}_inventory", None, {"year": year})


def _years_stated(facts, details, today):
    for kind, years in (facts.get("unstated_years") or {}).items():
        yield Reason(f"{kind}_years_not_stated", None, {"years": spans(years)})


def _waited(facts, details, today):
    day = facts.get("waiting_until")
    if day is None or today < day:
        yield Reason("act_waiting", None, {"day": day} if day else {"day": "–"})


def _selected(facts, details, today):
    if facts.get("selecting"):
        yield Reason("act_selecting")


def _all_done(facts, details, today):
    if facts.get("open_rows"):
        yield Reason("act_rows_open", None, {"count": facts["open_rows"]})


def _stages_done(facts, details, today):
    for stage in STAGES:
        if stage not in (facts.get("stages") or {}):
            yield Reason(f"stage_{stage}_open")


ACT_RULES = {
    ("destruction_act", "submit"): (_rows, _decided, _commission, _years_stated),
    ("destruction_act", "withdraw"): (given("reason"),),
    ("destruction_act", "conclude"): (
        given("minutes_number", "minutes_date"),
        day_not_after_today("minutes_date"),
        _rows,
        _voted,
    ),
    ("destruction_act", "return"): (given("reason"),),
    ("destruction_act", "sign"): (_rows, _director_apart, _inventories, _years_stated),
    ("destruction_act", "abort"): (given("reason"),),
    ("destruction_act", "execute"): (
        given("method"),
        _waited,
        _selected,
        _inventories,
        _years_stated,
    ),
    ("destruction_act", "complete"): (_all_done,),
    ("destruction_act", "verify"): (_stages_done,),
}

#: Reasons about one row.
ITEM_CODES = (
    "item_state",
    "item_no_term",
    "item_faulty",
    "item_permanent",
    "item_open",
    "item_waits",
    "item_running",
    "item_held",
    "item_given_out",
    "item_in_act",
    "item_needs_decision",
    "item_no_summary",
    "item_many_summaries",
)

ACT_CODES = (
    "act_empty",
    "act_more_rows",
    *ITEM_CODES,
    "commission_too_small",
    "commission_without_chair",
    "author_in_commission",
    "director_in_commission",
    "author_is_director",
    "only_the_chair",
    "chair_not_voted",
    "no_quorum",
    "commission_against",
    "member_cannot_approve",
    "no_permanent_inventory",
    "no_personnel_inventory",
    "permanent_years_not_stated",
    "personnel_years_not_stated",
    "act_waiting",
    "act_selecting",
    "act_rows_open",
    *(f"stage_{stage}_open" for stage in STAGES),
)
