"""What the due index knows of a record, how it is stored, and how a line of the list reads."""

from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import ON_HOLD
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.core.terms import RUNNING
from collective.schoolrecords.core.terms import WAITING
from dataclasses import dataclass
from datetime import date
from sys import intern
from typing import NamedTuple


#: Statuses that have no day, and the place they stand in, below every day.
STANDING = {NEVER: -1, OPEN: -2, ERROR: -3, WAITING: -4}
STANDING_BY_SLOT = {slot: status for status, slot in STANDING.items()}
#: What a record with a day becomes when the day comes and no hold is laid.
DATED = (DUE, NEEDS_DECISION)
#: The statuses of an ended term: what a due list shows unless it is asked for others.
EXPIRED = frozenset((DUE, ON_HOLD, NEEDS_DECISION))
STATUSES = frozenset((*STANDING, *EXPIRED, RUNNING))

#: Places in the stored tuple.
UID, COHORT, YEAR, PLACE, CARRIER, TERM, HOLDS, STATUS, STATE = range(9)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a due list knows of a record; no personal data.

    ``day``: first day on which an act may take it (`core.terms.destroy_from`), or None.
    ``status``: without a day never, open, error or waiting; with one what it becomes on that day
    when no hold is laid: due or needs_decision. ``year``: the year of closing. ``term``: the text
    that people read. ``holds``: how many block destruction. ``state``: that of the record
    (core.states); empty in an index that was counted before it was asked about.

    Raises ValueError for a status that does not fit the day, and for a negative ``holds``.
    """

    doc_type: str
    status: str
    day: date | None = None
    cohort: str | None = None
    year: int | None = None
    place: str = ""
    carrier: str = ""
    term: str = ""
    holds: int = 0
    state: str = ""

    def __post_init__(self):
        fitting = STANDING if self.day is None else DATED
        if self.status not in fitting:
            raise ValueError(f"status {self.status!r} does not fit day {self.day!r}")
        if self.holds < 0:
            raise ValueError(f"holds {self.holds!r} is negative")


class Row(NamedTuple):
    """A line of the due list; ``status`` is the one on the day that was asked about."""

    uid: str
    status: str
    day: date | None
    doc_type: str
    cohort: str | None
    year: int | None
    place: str
    carrier: str
    term: str
    holds: int


def group_key(facts):
    """Return the (slot, doc_type) under which ``facts`` are kept: an ordinal, or a standing one."""
    slot = STANDING[facts.status] if facts.day is None else facts.day.toordinal()
    return slot, intern(facts.doc_type)


def stored(uid, facts):
    """Return the tuple that the index keeps.

    Texts that repeat are interned: within a leaf the pickle then holds each of them once.
    """
    return (
        packed(uid),
        None if facts.cohort is None else intern(facts.cohort),
        facts.year,
        intern(facts.place),
        intern(facts.carrier),
        intern(facts.term),
        facts.holds,
        intern(facts.status),
        intern(facts.state),
    )


def facts_of(key, kept):
    """Return the `Facts` that `stored` made ``kept`` of, in the group ``key``."""
    slot, doc_type = key
    return Facts(doc_type, kept[STATUS], day_of(slot), *kept[COHORT:STATUS], state_of(kept))


def state_of(kept):
    """Return the record's state in a stored tuple; empty in one of an earlier way of counting."""
    return kept[STATE] if len(kept) > STATE else ""


def day_of(slot):
    """Return the date of a slot, None for a standing one."""
    return None if slot < 0 else date.fromordinal(slot)


def status_when_ended(kept):
    """Return the status of a stored tuple whose day has come: a hold is stronger than the rest."""
    return ON_HOLD if kept[HOLDS] else kept[STATUS]


def packed(uid):
    """Return a uid as it is stored: 16 bytes for the 32 hexadecimal digits that Plone makes."""
    if len(uid) == 32:
        try:
            raw = bytes.fromhex(uid)
        except ValueError:
            return uid
        if raw.hex() == uid:
            return raw
    return uid


def unpacked(uid):
    """Return the uid that `packed` stored."""
    return uid.hex() if isinstance(uid, bytes) else uid
