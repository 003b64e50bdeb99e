"""Portfolios: what an achievement must say, how it is corrected, and the cycles of schooling.

An achievement is a value with a number. Nothing changes it: a correction is a new value that names
the one it replaces and why, and so is taking one back. Who certified it on which paper stands
beside it. A cycle is a span of grades (S20-3.5.2: 1–4, 5–9, 10–11; the regulation may name
others); a portfolio belongs to one and is closed when the pupil passes to the next.

Sources: S20-3.5.2, S20-3.5.3, N1-2.15 (certified and uncertified achievements).
"""

from .lookalikes import skeleton
from .reasons import need
from .reasons import Reason
from dataclasses import dataclass
from dataclasses import fields
from datetime import date

import re


DIRECTIONS = ("study", "research", "sport", "art", "civic", "labour", "other")
LEVELS = ("school", "municipal", "regional", "national", "international")

MAX_TITLE = 400
MAX_RESULT = 200
#: Most achievements of one portfolio: more than a child brings home in five years.
MAX_ACHIEVEMENTS = 2000

#: Where a portfolio is (S20-3.5.5, N1-2.15.2).
CLASSROOM = "classroom"
WITH_PUPIL = "pupil"
PLACES = (CLASSROOM, WITH_PUPIL)

_SPAN = re.compile(r"([0-9]{1,2})\s*[-–—]\s*([0-9]{1,2})")


@dataclass(frozen=True)
class Achievement:
    """One achievement as it was entered.

    ``result``: place or prize in the pupil's own words («1 место»); ``scan``: UID of the document
    in the portfolio that shows it. ``replaces``: number of the value that this one corrects,
    ``reason`` why; ``withdrawn``: this value only takes the other back.
    """

    number: int
    title: str
    direction: str
    level: str
    day: date
    result: str = ""
    scan: str | None = None
    replaces: int | None = None
    reason: str = ""
    withdrawn: bool = False

    def plain(self):
        """Return the values by name, without those that say nothing."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value not in (None, "", False)}


@dataclass(frozen=True, order=True)
class Cycle:
    """The grades from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def id(self):
        """«1-4», as the regulation and the record write it."""
        return f"{self.first}-{self.last}"

    def __contains__(self, grade):
        return grade is not None and self.first <= grade <= self.last


DEFAULT_CYCLES = (Cycle(1, 4), Cycle(5, 9), Cycle(10, 11))


def read_cycles(spans):
    """Return the cycles of a regulation's ``grades`` («1-4»), the first grades first.

    Spans that cannot be read or that overlap with one before are left out; without any the
    cycles of S20-3.5.2 stand.
    """
    found = []
    for span in spans or ():
        match = _SPAN.fullmatch(span.strip())
        if not match:
            continue
        cycle = Cycle(int(match[1]), int(match[2]))
        sound = 1 <= cycle.first <= cycle.last <= 11
        if sound and not any(cycle.first <= one.last and one.first <= cycle.last for one in found):
            found.append(cycle)
    return tuple(sorted(found)) or DEFAULT_CYCLES


def cycle_of(grade, cycles=DEFAULT_CYCLES):
    """Return the cycle of a grade; ``None`` for a grade that no cycle has."""
    return next((one for one in cycles if grade in one), None)


def cycle_by_id(cycle_id, cycles=DEFAULT_CYCLES):
    """Return the cycle with this id, ``None`` for an unknown one."""
    return next((one for one in cycles if one.id == cycle_id), None)


def next_cycle(cycle, cycles=DEFAULT_CYCLES):
    """Return the cycle that begins after ``cycle``, ``None`` after the last one."""
    return next((one for one in cycles if one.first > cycle.last), None)


def live(achievements):
    """Return those of ``achievements`` that stand: neither replaced nor taken back."""
    achievements = tuple(achievements)
    replaced = {one.replaces for one in achievements if one.replaces is not None}
    return tuple(one for one in achievements if one.number not in replaced and not one.withdrawn)


def replaced_by(achievements):
    """Return number → number of the value that replaced it."""
    return {one.replaces: one.number for one in achievements if one.replaces is not None}


def check_achievement(values, today, *, born=None, documents=(), others=()):
    """Return all reasons against entering an achievement.

    ``values``: title, direction, level, day, result, scan. ``born``: the pupil's birthday, if it
    is known. ``documents``: UIDs of the portfolio's documents. ``others``: every achievement that
    stands, without the one that is being corrected.
    """
    reasons = [*_texts(values), *_choices(values), *_day(values, today, born)]
    scan = values.get("scan")
    if scan and scan not in documents:
        reasons.append(Reason("scan_elsewhere", "scan"))
    if not reasons:
        twin = next((one for one in others if _key(one.plain()) == _key(values)), None)
        if twin is not None:
            reasons.append(Reason("achievement_twice", "title", {"number": twin.number}))
    return tuple(reasons)


def check_correction(number, values, reason, achievements):
    """Return all reasons against replacing achievement ``number`` with ``values``.

    ``values`` ``None``: it is taken back. The values themselves are checked by
    :func:`check_achievement`.
    """
    reasons = []
    former = next((one for one in achievements if one.number == number), None)
    if former is None:
        return (Reason("achievement_unknown", None, {"number": number}),)
    successor = replaced_by(achievements).get(number)
    if successor is not None:
        data = {"number": number, "by": successor}
        reasons.append(Reason("achievement_replaced", None, data))
    elif former.withdrawn:
        reasons.append(Reason("achievement_withdrawn", None, {"number": number}))
    elif values is not None and _same(former, values):
        reasons.append(Reason("achievement_same", None, {"number": number}))
    if not (reason or "").strip():
        reasons.append(Reason("not_given", "reason"))
    return tuple(reasons)


def check_certification(number, basis, achievements, certified):
    """Return all reasons against certifying achievement ``number`` on the paper ``basis``.

    ``certified``: the numbers that are certified already.
    """
    reasons = []
    if number not in {one.number for one in achievements}:
        return (Reason("achievement_unknown", None, {"number": number}),)
    if number not in {one.number for one in live(achievements)}:
        reasons.append(Reason("achievement_gone", None, {"number": number}))
    if number in certified:
        reasons.append(Reason("achievement_certified", None, {"number": number}))
    if not (basis or "").strip():
        reasons.append(Reason("not_given", "basis"))
    return tuple(reasons)


def check_showing(day, to_whom, today, opened_on):
    """Return all reasons against noting that the portfolio was shown on ``day`` (S20-3.5.3)."""
    reasons = [
        *need({"day": day}, "day", "not_given"),
        *need({"to_whom": to_whom}, "to_whom", "not_given"),
    ]
    if isinstance(day, date) and day > today:
        reasons.append(Reason("day_in_future", "day", {"day": day}))
    if isinstance(day, date) and opened_on is not None and day < opened_on:
        reasons.append(Reason("shown_before_opened", "day", {"day": day, "opened": opened_on}))
    return tuple(reasons)


def _texts(values):
    yield from need(values, "title")
    for name, most in (("title", MAX_TITLE), ("result", MAX_RESULT)):
        if len(values.get(name) or "") > most:
            yield Reason("text_too_long", name, {"most": most})


def _choices(values):
    for name, known in (("direction", DIRECTIONS), ("level", LEVELS)):
        value = values.get(name)
        if not value:
            yield Reason("missing", name)
        elif value not in known:
            yield Reason("choice_unknown", name, {"value": str(value)[:40]})


def _day(values, today, born):
    day = values.get("day")
    if day is None:
        yield Reason("missing", "day")
    elif day > today:
        yield Reason("day_in_future", "day", {"day": day})
    elif born is not None and day <= born:
        yield Reason("day_before_birth", "day", {"day": day, "born": born})


def _key(values):
    texts = [skeleton(values.get(name) or "").strip() for name in ("title", "result")]
    return (*texts, values.get("direction"), values.get("level"), values.get("day"))


def _same(former, values):
    return all(
        (getattr(former, name) or None) == (values.get(name) or None)
        for name in ("title", "direction", "level", "day", "result", "scan")
    )
