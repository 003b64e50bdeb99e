"""Holds: why and how long nothing of a record may be destroyed, and when a hold may be laid.

A dispute, a complaint or an inspection suspends destruction (domain.md 5.2). A record may have
several holds at once and each has its own basis and its own days; none of them moves the day on
which the term ends, but as long as one is in force no step towards destruction is taken: the
record is not nominated, not submitted, not agreed, not signed for and not destroyed. Sources:
ISO 16175-1 (suspension of disposition), MoReq2010 service 9.

Days are the school's own days. Nothing here reads the clock.
"""

from .reasons import Reason
from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime


# How a hold stands on a day.
IN_FORCE = "in_force"
AHEAD = "ahead"  # its first day has not come
OVER = "over"  # its last day has passed
LIFTED = "lifted"
STATUSES = (IN_FORCE, AHEAD, OVER, LIFTED)

MAX_TEXT = 400
"""Letters of a reason or of the name of a document."""


@dataclass(frozen=True)
class Hold:
    """One hold of a record.

    ``reason``: in words, why. ``basis``: the document it is laid by (a court's ruling, a request),
    with its number and date where it has them. In force from ``since`` to ``until``, both days
    included; without ``until`` it stays until it is lifted. ``part``: UID of the one document of
    the record that it was laid for, None for the whole record. ``batch``: what holds laid together
    have in common. Moments are aware and in UTC. A lifted hold stays with the record, with who
    lifted it and why.
    """

    id: str
    reason: str
    since: date
    placed_by: str
    placed_at: datetime
    basis: str = ""
    basis_number: str = ""
    basis_date: date | None = None
    until: date | None = None
    part: str | None = None
    batch: str | None = None
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    lifted_reason: str = ""

    def status(self, day: date) -> str:
        """How the hold stands on a day: one of STATUSES. A lifted one is in force on no day."""
        if self.lifted_at is not None:
            return LIFTED
        if day < self.since:
            return AHEAD
        if self.until is not None and day > self.until:
            return OVER
        return IN_FORCE

    def in_force(self, day: date) -> bool:
        """Whether it forbids destruction on a day."""
        return self.status(day) == IN_FORCE

    def covers(self, part: str | None) -> bool:
        """Whether it is laid on a document of the record; ``None`` asks for the whole record.

        The record falls with any of its documents, so a hold on one of them covers the record;
        a hold on the record covers every document.
        """
        return part is None or self.part is None or self.part == part

    def lifted(self, by: str, at: datetime, reason: str) -> "Hold":
        """The same hold, lifted."""
        return replace(self, lifted_by=by, lifted_at=at, lifted_reason=reason)

    def said(self) -> tuple:
        """What it says, without who said it when: two equal ones in force are one too many."""
        basis = (self.basis, self.basis_number, self.basis_date)
        return (self.reason, basis, self.since, self.until, self.part)

    def as_dict(self) -> dict:
        """Plain values by name, for digests and payloads."""
        return asdict(self)


def in_force(holds: Iterable[Hold], day: date, part: str | None = None) -> tuple[Hold, ...]:
    """The holds that forbid the destruction of a record (or of its document ``part``) on a day."""
    return tuple(hold for hold in holds if hold.in_force(day) and hold.covers(part))


def turns(hold: Hold, after: date, day: date) -> bool:
    """Whether the hold begins or ends to be in force on one of the days ``after`` < … ≤ ``day``.

    It may do both; that counts as a turn too.
    """
    if hold.lifted_at is not None:
        return False
    begins = after < hold.since <= day
    ends = hold.until is not None and after <= hold.until < day
    return begins or ends


def check_place(hold: Hold, holds: Iterable[Hold], gone: bool, today: date) -> tuple[Reason, ...]:
    """All reasons why ``hold`` cannot be laid on a record that has ``holds``.

    ``gone``: the school has nothing left of the record (or of the document) to hold.
    """
    found = []
    if gone:
        found.append(Reason("hold_record_gone"))
    if not hold.reason:
        found.append(Reason("hold_without_reason", "reason"))
    if not hold.basis:
        found.append(Reason("hold_without_basis", "basis"))
    for name in ("reason", "basis", "basis_number"):
        if len(getattr(hold, name)) > MAX_TEXT:
            found.append(Reason("hold_text_too_long", name, {"most": MAX_TEXT}))
    if hold.basis_date is not None and hold.basis_date > today:
        found.append(Reason("hold_basis_in_future", "basis_date", {"day": hold.basis_date}))
    if hold.until is not None and hold.until < hold.since:
        data = {"since": hold.since, "until": hold.until}
        found.append(Reason("hold_ends_before_start", "until", data))
    elif hold.until is not None and hold.until < today:
        found.append(Reason("hold_over", "until", {"until": hold.until}))
    if any(one.said() == hold.said() and one.lifted_at is None for one in holds):
        found.append(Reason("hold_laid_already"))
    return tuple(found)


def check_lift(hold: Hold | None, reason: str, today: date) -> tuple[Reason, ...]:
    """All reasons why a hold cannot be lifted; ``None`` stands for one that nobody knows."""
    found = []
    if hold is None:
        found.append(Reason("hold_unknown"))
    elif hold.lifted_at is not None:
        found.append(Reason("hold_lifted_already"))
    elif hold.status(today) == OVER:
        found.append(Reason("hold_over", None, {"until": hold.until}))
    return (*found, *check_word(reason))


def check_word(reason: str) -> tuple[Reason, ...]:
    """What is wrong with the reason for lifting, whatever hold it is for."""
    if not reason:
        return (Reason("hold_lifted_without_reason", "reason"),)
    if len(reason) > MAX_TEXT:
        return (Reason("hold_text_too_long", "reason", {"most": MAX_TEXT}),)
    return ()


#: Every code of this module; the words and the docs must know each.
CODES = (
    "hold_record_gone",
    "hold_without_reason",
    "hold_without_basis",
    "hold_text_too_long",
    "hold_basis_in_future",
    "hold_ends_before_start",
    "hold_over",
    "hold_laid_already",
    "hold_unknown",
    "hold_lifted_already",
    "hold_lifted_without_reason",
)
