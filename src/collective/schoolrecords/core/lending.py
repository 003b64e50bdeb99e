"""Lending a record for a time (выдача во временное пользование): what is told, what is refused.

1. Told are who takes the record, on what ground and until which day; that day is not past.
2. What somebody has already is lent to nobody else.
3. It comes back on a day from the giving to today. Whoever takes it in says in which condition it
   is; anything but whole is said in words, too.
4. As long as it is out it is not handed out for good, transferred or taken into the archive
   (``common_rules.not_held_out``), and no act takes it (``destruction.item_given_out``).

Sources: Правила (приказ Росархива № 77 of 31.07.2023): files leave the shelf against a signature, a
substitute card (карта-заместитель) stands in their place, and the return is checked.
"""

from .reasons import need
from .reasons import Reason
from datetime import date


WHOLE, DAMAGED, INCOMPLETE = "whole", "damaged", "incomplete"
#: In which condition a record came back.
CONDITIONS = (WHOLE, DAMAGED, INCOMPLETE)
#: How a loan stands.
OUT, OVERDUE, RETURNED = "out", "overdue", "returned"
STANDINGS = (OUT, OVERDUE, RETURNED)
#: Letters of a ground, of remarks and of the fact of a signature.
MOST_TEXT = 400

LENDING_CODES = (
    "held_by",
    "held_by_nobody",
    "day_past",
    "not_given",
    "day_in_future",
    "returned_before_given",
    "condition_unknown",
)


def lending_reasons(
    held_by: str | None, holder: str | None, until: date | None, basis: str | None, today: date
) -> tuple[Reason, ...]:
    """Return all reasons why a record cannot be lent to ``holder`` until the day ``until``.

    ``held_by``: who has it now; ``basis``: the ground, as it is written on the receipt.
    """
    told = {"holder": holder, "until": until, "basis": basis}
    found = [Reason("held_by", "holder", {"holder": held_by})] if held_by else []
    for name in told:
        found += need(told, name, "not_given")
    if until is not None and until < today:
        found.append(Reason("day_past", "until", {"day": until}))
    return tuple(found)


def return_reasons(
    held_by: str | None,
    given_on: date | None,
    returned_on: date | None,
    condition: str | None,
    remarks: str | None,
    today: date,
) -> tuple[Reason, ...]:
    """Return all reasons why a record cannot be taken back on the day ``returned_on``.

    ``given_on``: the day of the receipt, ``None`` without one; ``condition``: one of
    :data:`CONDITIONS`; ``remarks``: what is wrong, in words.
    """
    if not held_by:
        return (Reason("held_by_nobody", "holder"),)
    told = {"returned_on": returned_on, "condition": condition, "remarks": remarks}
    found = [*need(told, "returned_on", "not_given"), *need(told, "condition", "not_given")]
    if returned_on is not None and returned_on > today:
        found.append(Reason("day_in_future", "returned_on", {"day": returned_on}))
    if returned_on is not None and given_on is not None and returned_on < given_on:
        days = {"day": returned_on, "given": given_on}
        found.append(Reason("returned_before_given", "returned_on", days))
    if condition and condition not in CONDITIONS:
        found.append(Reason("condition_unknown", "condition"))
    if condition in (DAMAGED, INCOMPLETE):
        found += need(told, "remarks", "not_given")
    return tuple(found)


def standing(until: date | None, returned_on: date | None, today: date) -> str:
    """Return how a loan stands on a day: one of :data:`STANDINGS`."""
    if returned_on is not None:
        return RETURNED
    return OVERDUE if until is not None and until < today else OUT
