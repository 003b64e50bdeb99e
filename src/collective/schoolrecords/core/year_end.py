"""The end of a school year: who graduates, who moves up, conditionally or not, who repeats.

1. Graduation (grades 9 and 11): the year is certified and the council decided «окончил»; the order
   closes the file (FTL-1.10-1.11). What is missing is told for each pupil.
2. Moving up: the certified year says which way; a conditional one names the subjects of the academic
   debt and the day until which it is liquidated, at most a year after the council (ст. 58 273-ФЗ).
3. Repeating: the pupil goes to a class that is in the same grade the year after, on the day on which
   the others are in the next grade: 1 September, and not when the order is signed in June.
A class keeps its id when its label grows, so whoever is promoted is written nowhere else.
"""

from . import year_results as results
from .reasons import Reason
from .school import FINAL_GRADES
from .school import SchoolYear
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import date


GRADUATING = tuple(grade for grade in FINAL_GRADES if grade >= 9)
#: Marks that leave an academic debt.
DEBT_MARKS = frozenset(("1", "2", "незачёт", "н/а"))
MOST_SUBJECTS = results.MAX_SUBJECTS

LIQUIDATED = "liquidated"
NOT_LIQUIDATED = "not_liquidated"
OUTCOMES = (LIQUIDATED, NOT_LIQUIDATED)

OPEN = "open"
OVERDUE = "overdue"


@dataclass(frozen=True)
class YearOrder:
    """What an order said of a pupil at the end of a school year.

    ``subjects`` and ``deadline``: the academic debt of a conditional promotion; ``outcome``,
    ``settled_on`` and ``settled_by``: what became of it and by which minutes. ``to_class``: id of
    the class in which the year is repeated, ``class_from`` the day from which.
    """

    year: str
    decision: str
    order_number: str
    order_date: date
    subjects: tuple[str, ...] = ()
    deadline: date | None = None
    to_class: str = ""
    outcome: str = ""
    settled_on: date | None = None
    settled_by: str = ""
    class_from: date | None = None

    def debt_state(self, today: date) -> str | None:
        """Return ``open``, ``overdue``, the outcome, or ``None`` where there is no debt."""
        if not self.subjects:
            return None
        if self.outcome:
            return self.outcome
        return OVERDUE if self.deadline and today > self.deadline else OPEN


def missing_of(year: str, result: Mapping | None) -> tuple[Reason, ...]:
    """Return what a pupil's year lacks before an order may rest on it.

    ``result``: state, decision, minutes_number and minutes_date of the year, ``None`` when nothing
    is entered. Codes: year_not_entered, year_not_sealed, not_decided, no_minutes.
    """
    if result is None:
        return (Reason("year_not_entered", None, {"year": year}),)
    reasons = []
    if not result.get("decision"):
        reasons.append(Reason("not_decided", None, {"year": year}))
    if not result.get("minutes_number") or not result.get("minutes_date"):
        reasons.append(Reason("no_minutes", None, {"year": year}))
    if result.get("state") != results.CERTIFIED:
        reasons.append(Reason("year_not_sealed", None, {"year": year}))
    return tuple(reasons)


def missing_for_graduation(year: str, result: Mapping | None) -> tuple[Reason, ...]:
    """Return all reasons why a pupil cannot graduate; see :func:`missing_of`, and not_graduated."""
    reasons = list(missing_of(year, result))
    decision = (result or {}).get("decision")
    if decision and decision != results.GRADUATED:
        reasons.append(Reason("not_graduated", None, {"year": year}))
    return tuple(reasons)


def class_from(year: str, today: date) -> date:
    """Return the day from which who repeats ``year`` is in the other class.

    The first day of the next school year, on which every class grows; an order that comes later
    has force at once.
    """
    return max(SchoolYear(results.year_start(year)).next().first_day, today)


def debts_of(marks: Mapping[str, str]) -> tuple[str, ...]:
    """Return the subjects whose year mark leaves an academic debt, in their order."""
    return tuple(subject for subject, mark in marks.items() if mark in DEBT_MARKS)


def read_subjects(text: str) -> tuple[str, ...]:
    """Return subjects written with commas, each once."""
    parts = (" ".join(one.split()) for one in text.replace(";", ",").replace("\n", ",").split(","))
    return tuple(dict.fromkeys(one for one in parts if one))[:MOST_SUBJECTS]


def last_deadline(minutes_date: date) -> date:
    """Return the last day until which a debt may be liquidated: a year after the council."""
    try:
        return minutes_date.replace(year=minutes_date.year + 1)
    except ValueError:
        # 29 February has no other year's day.
        return minutes_date.replace(year=minutes_date.year + 1, day=28)


def check_deadline(deadline: date, council: date | None) -> tuple[Reason, ...]:
    """Return the reason against a day until which a debt is liquidated, where there is one.

    ``council``: day of the council, ``None`` while it is not entered; then no day is refused.
    Codes: debt_deadline_early and debt_deadline_late (data: last).
    """
    if council is None:
        return ()
    last = last_deadline(council)
    if deadline <= council:
        return (Reason("debt_deadline_early", None, {"day": council, "last": last}),)
    if deadline > last:
        return (Reason("debt_deadline_late", None, {"last": last}),)
    return ()


def check_moving(
    year: str,
    result: Mapping | None,
    *,
    subjects: Iterable[str] = (),
    deadline: date | None = None,
    grade: int | None = None,
    to_grade: int | None = None,
) -> tuple[Reason, ...]:
    """Return all reasons against moving a pupil as the year says.

    ``subjects`` and ``deadline`` matter for a conditional promotion, ``to_grade`` (the grade in which
    the chosen class is next year, ``None`` when none is chosen) for whoever repeats ``grade``.
    Codes: those of :func:`missing_of`, debt_subjects, debt_deadline, those of
    :func:`check_deadline`, repeat_class, repeat_grade.
    """
    reasons = list(missing_of(year, result))
    decision, council = (result or {}).get("decision"), (result or {}).get("minutes_date")
    if decision == results.CONDITIONAL:
        if not tuple(subjects):
            reasons.append(Reason("debt_subjects"))
        if deadline is None:
            reasons.append(Reason("debt_deadline"))
        else:
            reasons += check_deadline(deadline, council)
    if decision == results.REPEATED:
        if to_grade is None:
            reasons.append(Reason("repeat_class"))
        elif grade is not None and to_grade != grade:
            reasons.append(Reason("repeat_grade", None, {"grade": grade}))
    return tuple(reasons)


def settle(
    order: YearOrder | None, outcome: str, settled_on: date | None, basis: str, today: date
) -> tuple[YearOrder | None, tuple[Reason, ...]]:
    """Return (the order with the debt settled, ()) or (``None``, all reasons against it)."""
    reasons = []
    if order is None or not order.subjects or order.outcome:
        reasons.append(Reason("debt_unknown", "year"))
    if outcome not in OUTCOMES:
        reasons.append(Reason("debt_unknown", "outcome"))
    if settled_on is None:
        reasons.append(Reason("not_given", "settled_on"))
    elif settled_on > today:
        reasons.append(Reason("day_in_future", "settled_on", {"day": settled_on}))
    if not basis:
        reasons.append(Reason("not_given", "basis"))
    if reasons:
        return None, tuple(reasons)
    return replace(order, outcome=outcome, settled_on=settled_on, settled_by=basis), ()
