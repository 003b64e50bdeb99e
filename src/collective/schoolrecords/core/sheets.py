"""Familiarisation sheets: who has to get to know a document, and who has.

The rules, as a short list:

1. A sheet belongs to a document that is in force: an order that was approved, a local regulation
   that holds. Nobody gets to know a draft.
2. A person stands on a sheet once, with the day until which. Nobody is taken off: the sheet tells
   who was asked.
3. A person acknowledges for themselves, by a simple signature over the edition they saw. What was
   signed on paper is entered by those who keep the sheet, with the day and where it is.
4. An acknowledgement is never changed. It is overdue when the day has passed without one.

Sources: S20-1.3, S90-1.10, ТК РФ article 22 (familiarisation against signature), 63-ФЗ article 6.
"""

from . import states
from .reasons import Reason
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


#: In which states a document takes names and acknowledgements, by family.
OPEN_STATES = MappingProxyType(
    {
        "order": (states.APPROVED, states.SIGNED, states.CLOSED),
        "local_regulation": (states.CURRENT,),
    }
)
#: Who keeps a sheet: whoever draws up such documents, and the director.
KEEPERS = (states.SECRETARY, states.DEPUTY, states.DIRECTOR)
MOST_PEOPLE = 3000

SIMPLE = "simple"
PAPER = "paper"
WAYS = (SIMPLE, PAPER)

NOTED, WAITING, OVERDUE = "noted", "waiting", "overdue"
STANDINGS = (OVERDUE, WAITING, NOTED)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on a sheet: since which day, asked until which (``None``: without a day)."""

    person_id: str
    since: date
    until: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Noted:
    """That a person got to know the document on ``day``.

    ``digest`` is that of the edition that a simple signature was made over, empty for paper;
    ``fact`` the statement or where the paper is; ``by`` the account that entered it.
    """

    person_id: str
    way: str
    day: date
    digest: str
    fact: str
    by: str


def standing(listed: Listed, noted: Noted | None, today: date) -> str:
    """Return how a line of the sheet stands on a day: one of :data:`STANDINGS`."""
    if noted is not None:
        return NOTED
    return OVERDUE if listed.until is not None and listed.until < today else WAITING


def listing_reasons(
    family: str,
    state: str,
    there: int,
    new: Collection[str],
    again: Collection[str],
    unknown: Collection[str],
    until: date | None,
    today: date,
) -> tuple[Reason, ...]:
    """Return all reasons why people cannot be put on the sheet.

    ``there`` people stand on it; of those asked for ``new`` are to be added, ``again`` stand on it
    already and ``unknown`` are ids of nobody in the school.
    """
    found = list(_state_reasons(family, state))
    if unknown:
        found.append(Reason("sheet_person_unknown", "people", {"count": len(unknown)}))
    elif not new:
        found.append(Reason("sheet_nobody_new" if again else "sheet_nobody", "people"))
    if there + len(new) > MOST_PEOPLE:
        found.append(Reason("sheet_too_many", "people", {"most": MOST_PEOPLE}))
    if until is not None and until < today:
        found.append(Reason("sheet_day_past", "until", {"day": until}))
    return tuple(found)


def own_reasons(
    family: str,
    state: str,
    person_id: str | None,
    listed: Collection[str],
    noted: Collection[str],
    digest: str,
    seen: str | None = None,
) -> tuple[Reason, ...]:
    """Return all reasons why somebody cannot acknowledge for themselves; ``seen`` as for signing."""
    found = list(_state_reasons(family, state))
    if person_id is None or person_id not in listed:
        found.append(Reason("sheet_not_listed"))
    elif person_id in noted:
        found.append(Reason("sheet_noted_already"))
    if seen is not None and seen != digest:
        found.append(Reason("signed_form_changed", "digest"))
    return tuple(found)


def paper_reasons(
    family: str,
    state: str,
    chosen: Collection[str],
    listed: Collection[str],
    noted: Collection[str],
    day: date | None,
    dated_on: date | None,
    today: date,
) -> tuple[Reason, ...]:
    """Return all reasons why signatures on a paper sheet cannot be entered."""
    found = list(_state_reasons(family, state))
    if not chosen:
        found.append(Reason("sheet_nobody", "people"))
    if any(one not in listed for one in chosen):
        found.append(Reason("sheet_person_unknown", "people", {"count": 1}))
    if any(one in noted for one in chosen):
        found.append(Reason("sheet_noted_already", "people"))
    if day is None:
        found.append(Reason("signed_on_missing", "day"))
    elif day > today:
        found.append(Reason("paper_in_future", "day", {"day": day}))
    elif dated_on is not None and day < dated_on:
        found.append(Reason("sheet_before_document", "day", {"day": dated_on}))
    return tuple(found)


def _state_reasons(family, state):
    if state not in OPEN_STATES.get(family, ()):
        yield Reason("sheet_not_open")
