"""Local regulations: who adopted a version, what it rests on, and which of that no longer holds.

A version is adopted by bodies (minutes and date each), heard by the councils of parents and of
pupils where it touches their rights, approved by an order and put into force on a day. The one
that it replaces loses its force on that day, in the same transaction.

Which laws were repealed is data: ``repealed_acts.csv`` beside this module, with the source of each
line and whether anybody has read it, and lines that the school adds itself.

Sources: S12-4.1–4.3, S20-1.3, S90-1.1, S90-1.10, N1-4.1–4.3, FTL-1.14.
"""

from .lookalikes import skeleton
from .reasons import Reason
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import csv
import re


#: What a body did with the version (S20-1.3, S90-1.10).
REVIEWED, ADOPTED, AGREED = "reviewed", "adopted", "agreed"
ADOPTIONS = (REVIEWED, ADOPTED, AGREED)
#: The councils whose opinion is heard (S20-1.3), and what they said.
COUNCILS = ("parents", "pupils")
OPINIONS = ("for", "with_remarks", "against")
#: Kinds of acts that a regulation rests on, as in core/regulation_model.py.
LOCAL_ACT = "local_act"
ACT_KINDS = ("law", "government", "order", "letter", "standard", "method", LOCAL_ACT)

#: How surely a reference is outdated: the act itself, or one with its number and no date.
OUTDATED, DOUBTFUL = "outdated", "doubtful"

_NUMBER = re.compile(r"[\s№]+")
_COLUMNS = ("kind", "number", "date", "title", "replaced_by", "since", "source", "verified")
MAX_TEXT = 400


@dataclass(frozen=True)
class RepealedAct:
    """An act that no longer holds, and what took its place.

    ``dated_on`` with kind and number names the act; ``since`` is the day on which it lost its
    force, if it is known. ``verified``: whether somebody has read ``source``; what is not verified
    is shown with the request to check it.
    """

    kind: str
    number: str
    dated_on: date
    title: str
    replaced_by: str
    since: date | None = None
    source: str = ""
    verified: bool = False

    @property
    def key(self):
        """What two lines about one act have in common."""
        return (self.kind, plain_number(self.number), self.dated_on)


@dataclass(frozen=True)
class Finding:
    """A reference that no longer holds: its place in the list, how surely, and by which line."""

    position: int
    certainty: str
    act: RepealedAct


def plain_number(text):
    """Return the number of an act for comparing: without «№» and blanks, look-alikes folded."""
    return _NUMBER.sub("", skeleton(text or "")).removeprefix("n")


@cache
def shipped_repealed():
    """Return the acts of ``repealed_acts.csv``."""
    text = files(__package__).joinpath("repealed_acts.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return tuple(_act(row) for row in rows)


def _act(row):
    return RepealedAct(
        kind=row["kind"],
        number=row["number"],
        dated_on=date.fromisoformat(row["date"]),
        title=row["title"],
        replaced_by=row["replaced_by"],
        since=date.fromisoformat(row["since"]) if row["since"] else None,
        source=row["source"],
        verified=row["verified"] == "yes",
    )


def known_repealed(own: Iterable[RepealedAct] = (), local: Iterable[RepealedAct] = ()):
    """Return the shipped acts with the school's ``own``; its own word about an act goes first.

    ``local``: local acts of the school that went out of force in its own register.
    """
    return tuple({act.key: act for act in (*shipped_repealed(), *local, *own)}.values())


def local_act(number, dated_on, title, ended_by, since):
    """Return a local act that went out of force as a line of the list; ``None`` without its day."""
    if not number or dated_on is None:
        return None
    return RepealedAct(
        LOCAL_ACT, number, dated_on, title, ended_by or "", since, source="", verified=True
    )


def check_repealed(values: Mapping, today):
    """Return all reasons against adding a line about a repealed act to the school's own."""
    reasons = []
    for name in ("kind", "number", "dated_on", "replaced_by", "source"):
        value = values.get(name)
        if not value or (isinstance(value, str) and not value.strip()):
            reasons.append(Reason("missing", name))
        elif isinstance(value, str) and len(value) > MAX_TEXT:
            reasons.append(Reason("text_too_long", name, {"most": MAX_TEXT}))
    kind = values.get("kind")
    if kind and kind not in ACT_KINDS:
        reasons.append(Reason("choice_unknown", "kind", {"value": str(kind)[:40]}))
    for name in ("dated_on", "since"):
        day = values.get(name)
        if isinstance(day, date) and day > today:
            reasons.append(Reason("day_in_future", name, {"day": day}))
    return tuple(reasons)


def outdated(references: Iterable[Mapping], acts: Iterable[RepealedAct]):
    """Return the references (kind, number, date) that no longer hold, in their order.

    Kind, number and date alike: outdated. A reference without a date may mean another act of the
    same number, so it is doubtful and a person looks.
    """
    acts, found = tuple(acts), []
    for position, reference in enumerate(references):
        for act in acts:
            certainty = _matches(reference, act)
            if certainty:
                found.append(Finding(position, certainty, act))
    return tuple(found)


def _matches(reference, act):
    same = reference.get("kind") == act.kind
    if not same or plain_number(reference.get("number")) != plain_number(act.number):
        return None
    day = reference.get("date")
    if not day:
        return DOUBTFUL
    return OUTDATED if day == act.dated_on else None
