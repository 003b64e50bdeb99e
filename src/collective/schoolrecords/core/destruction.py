"""What may go into an act of destruction, who decides on it, and when it may be carried out.

The rules, as a short list (domain.md 5.1 and 5.2, design 8; приказ Росархива № 77 of 31.07.2023):

1. An act takes a record of the office or of the archive whose term had ended by 1 January of the
   act's year, that no hold protects, that the school itself holds and that no other act names.
2. A term that only a person can end («не менее», ЭПК, «до минования надобности») and a class
   journal without its one archived summary sheet need a decision that is written down.
3. Whoever wrote the act, whoever votes on it and whoever approves it are different people, in
   whatever office they act. Nobody is an exception.
4. The commission votes with a quorum. What a member keeps stays kept, whatever is voted on the
   act as a whole, until that member or a vote on this very item lifts it.
5. The number is given with the director's approval, without gaps within a year: an act that is
   aborted later keeps its number.

Nothing here reads a clock or knows a site; the day is always an argument.
"""

from .reasons import Reason
from .states import ARCHIVED
from .states import CLOSED
from .states import SELECTED
from .terms import decide
from .terms import NEVER
from .terms import OPEN
from .terms import Term
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta


DESTROY, KEEP = "destroy", "keep"
DECISIONS = (DESTROY, KEEP)

FOR, AGAINST, ABSTAINED = "for", "against", "abstained"
VOTES = (FOR, AGAINST, ABSTAINED)

REMOVED, SKIPPED = "removed", "skipped"
RESULTS = (REMOVED, SKIPPED)

#: What is done after the last record is removed, in this order; each has its day.
STAGES = ("removed", "packed", "caches_cleared", "backups_expired", "verified")

JOURNAL = "class_journal"


@dataclass(frozen=True)
class ActRules:
    """How a school decides on acts; values of its settings on the day of the step.

    ``quorum_percent``: more than this share of the members appointed must vote.
    ``least_members``: so many people at least must be appointed and must vote, the chair one of
    them. ``casting_vote``: the chair's vote decides a tie. ``waiting_days`` lie between approval
    and destruction. ``backup_days``: how long the school's backups are kept.
    """

    quorum_percent: int = 50
    least_members: int = 3
    casting_vote: bool = True
    waiting_days: int = 7
    backup_days: int = 90

    def quorum(self, members: int) -> int:
        """How many of ``members`` must vote."""
        return max(self.least_members, members * self.quorum_percent // 100 + 1)


@dataclass(frozen=True)
class Item:
    """A record as the act sees it today.

    ``first``: the first day on which an act may take it (a closed record's own snapshot).
    ``holds``: how many holds are in force, on it or inside it. ``holder``: who has it in hand.
    ``act``: UID of the live act that names it. ``summaries``: for a class journal the archived
    summary sheets of its class and year, else None. ``faulty``: its dates cannot be true.
    """

    state: str
    term: Term | None
    closed: date | None
    first: date | None
    holds: int = 0
    holder: str = ""
    act: str | None = None
    summaries: tuple[str, ...] | None = None
    faulty: bool = False


def item_reasons(item: Item, act: str | None, today: date) -> tuple[Reason, ...]:
    """All reasons why ``act`` (its UID) may not take this record today.

    Codes: item_state, item_no_term, item_faulty, item_permanent, item_open, item_waits,
    item_running (data: day), item_held (count), item_given_out (holder), item_in_act.
    A record that this act has selected already is in the right state.
    """
    return tuple(_item_reasons(item, act, today))


def _item_reasons(item, act, today):
    selected = item.state == SELECTED and act is not None and item.act == act
    if item.state not in (CLOSED, ARCHIVED) and not selected:
        yield Reason("item_state", None, {"state": item.state})
    yield from _term_reasons(item, today)
    if item.holds:
        yield Reason("item_held", None, {"count": item.holds})
    if item.holder:
        yield Reason("item_given_out", "holder", {"holder": item.holder})
    if item.act is not None and item.act != act:
        yield Reason("item_in_act")


def _term_reasons(item, today):
    if item.faulty or (item.closed is not None and item.closed > today):
        yield Reason("item_faulty", "closed_on")
        return
    if item.term is None:
        yield Reason("item_no_term", "doc_type")
        return
    status = decide(item.term, item.closed, (), today).status
    if status == NEVER:
        yield Reason("item_permanent")
    elif status == OPEN:
        yield Reason("item_open", "closed_on")
    elif item.first is None:
        yield Reason("item_waits")
    elif item.first > date(today.year, 1, 1):
        yield Reason("item_running", None, {"day": item.first})


def open_questions(item: Item) -> tuple[str, ...]:
    """Codes of what a person must decide before the act may take this record.

    item_needs_decision: its term names no end of its own; item_no_summary, item_many_summaries:
    a class journal without exactly one archived summary sheet.
    """
    found = []
    if item.term is not None and item.term.ended_by_people:
        found.append("item_needs_decision")
    if item.summaries is not None and len(item.summaries) != 1:
        found.append("item_many_summaries" if item.summaries else "item_no_summary")
    return tuple(found)


# People


@dataclass(frozen=True)
class Member:
    """A member of the commission as appointed on the day the act was handed in.

    ``user_id`` is None for somebody who has no account and so cannot vote here.
    """

    person_id: str
    user_id: str | None
    name: str
    post: str = ""
    chair: bool = False


@dataclass(frozen=True)
class Vote:
    """A vote on the act or on one item: one of VOTES, with its reason and the instant (ISO)."""

    value: str
    reason: str = ""
    at: str = ""


def commission_reasons(
    members: Collection[Member],
    authors: Collection[str],
    directors: Collection[str],
    rules: ActRules,
) -> tuple[Reason, ...]:
    """All reasons why these people cannot decide on the act.

    ``authors`` and ``directors`` (who holds the office today, acting ones included) are user ids.
    """
    found = []
    voters = {one.user_id for one in members} - {None}
    if len(members) < rules.least_members:
        data = {"count": len(members), "least": rules.least_members}
        found.append(Reason("commission_too_small", None, data))
    if not any(one.chair for one in members):
        found.append(Reason("commission_without_chair"))
    if voters & set(authors):
        found.append(Reason("author_in_commission"))
    if voters & set(directors):
        found.append(Reason("director_in_commission"))
    if set(authors) & set(directors):
        found.append(Reason("author_is_director"))
    return tuple(found)


@dataclass(frozen=True)
class Tally:
    """A count of votes: of members only, each once."""

    members: int
    voted: int
    votes_for: int
    votes_against: int
    quorum: int
    chair_voted: bool
    chair_for: bool
    casting_vote: bool

    @property
    def has_quorum(self) -> bool:
        """Whether enough members voted, the chair one of them."""
        return self.chair_voted and self.voted >= self.quorum

    @property
    def passed(self) -> bool:
        """Whether more than half of those who voted are for it, or half with the chair."""
        if not self.has_quorum:
            return False
        twice = 2 * self.votes_for
        return twice > self.voted or (twice == self.voted and self.casting_vote and self.chair_for)


def count_votes(members: Collection[Member], votes: Mapping[str, Vote], rules: ActRules) -> Tally:
    """Count ``votes`` (user id → Vote); what somebody else cast does not count."""
    cast = {one.user_id: votes[one.user_id] for one in members if one.user_id in votes}
    values = [one.value for one in cast.values()]
    chairs = [cast[one.user_id].value for one in members if one.chair and one.user_id in cast]
    return Tally(
        members=len(members),
        voted=len(values),
        votes_for=values.count(FOR),
        votes_against=values.count(AGAINST),
        quorum=rules.quorum(len(members)),
        chair_voted=bool(chairs),
        chair_for=FOR in chairs,
        casting_vote=rules.casting_vote,
    )


def is_member(members: Iterable[Member], user_id: str) -> bool:
    """Whether an account belongs to the commission."""
    return any(one.user_id == user_id for one in members)


def is_chair(members: Iterable[Member], user_id: str) -> bool:
    """Whether an account presides over the commission."""
    return any(one.chair and one.user_id == user_id for one in members)


#: What an act before the commission asks of one of its members.
TO_VOTE, TO_END, TO_WAIT = "vote", "end", "wait"


def asked_of(
    members: Collection[Member], votes: Mapping[str, Vote], rules: ActRules, user_id: str
) -> str | None:
    """What an act asks of an account now: a vote, of the chair the end of it; None for nothing.

    Votes are those cast since the act was handed in; an act given back and handed in again has
    none (their payload stays in the chain).
    """
    if not is_member(members, user_id):
        return None
    if user_id not in votes:
        return TO_VOTE
    if not is_chair(members, user_id):
        return None
    return TO_END if count_votes(members, votes, rules).has_quorum else TO_WAIT


# Items kept


def keep_reasons(decision: str, reason: str, result: str | None) -> tuple[Reason, ...]:
    """All reasons why an item cannot be kept: kept already, without a reason, or gone."""
    found = []
    if decision == KEEP:
        found.append(Reason("item_kept_already"))
    if not reason.strip():
        found.append(Reason("not_given", "reason"))
    if result == REMOVED:
        found.append(Reason("item_removed"))
    return tuple(found)


def lift_reasons(decision: str, kept_by: str, actor: str) -> tuple[Reason, ...]:
    """All reasons why ``actor`` cannot take back that an item is kept."""
    if decision != KEEP:
        return (Reason("item_not_kept"),)
    if kept_by != actor:
        return (Reason("item_kept_by_another"),)
    return ()


def lifted(
    members: Collection[Member],
    lifts: Mapping[int, Mapping[str, Vote]],
    rules: ActRules,
) -> frozenset[int]:
    """The positions whose keeping the commission lifts by its own vote on them."""
    return frozenset(
        position for position, votes in lifts.items() if count_votes(members, votes, rules).passed
    )


def to_destroy(rows: Iterable) -> list:
    """The rows that an act destroys: not kept, and nothing done with them yet.

    A row has ``decision`` and ``result`` (see RESULTS).
    """
    return [row for row in rows if row.decision == DESTROY and row.result is None]


# Numbers and days


def next_number(last: int | None) -> int:
    """The number after the last one given in a year; the first one is 1."""
    return 1 if last is None else last + 1


def waiting_until(signed_on: date, rules: ActRules) -> date:
    """The first day on which an act approved on ``signed_on`` may be carried out."""
    return signed_on + timedelta(days=rules.waiting_days)


def act_years(days: Iterable[tuple[date | None, date | None]]) -> tuple[int, ...]:
    """The years of closing of rows given as (opened, closed), sorted: inventories are asked for
    them."""
    return tuple(sorted({closed.year for _opened, closed in days if closed is not None}))


def years_text(opened: date | None, closed: date | None) -> str:
    """Column 3 of the act: «2014» or «2014–2019»."""
    years = sorted({day.year for day in (opened, closed) if day is not None})
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
