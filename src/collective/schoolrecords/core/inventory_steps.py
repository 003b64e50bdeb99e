"""Preconditions of an inventory's steps: all reasons at once (see :mod:`.inventories`).

Facts: ``title``, ``kind``, ``first_year``, ``last_year``, ``numbers`` and ``row_years`` (numbers and
years of closing of its rows), ``compiled_kind`` (the kind they were chosen for), ``compiling`` (a job
is still adding rows), ``authors`` and ``actor`` (user ids), ``taken`` (numbers of its kind that other
inventories have).
"""

from .inventories import KINDS
from .inventories import MAX_YEARS
from .inventories import read_number
from .inventories import repeated
from .numbers import same_number
from .reasons import day_not_after_today
from .reasons import given
from .reasons import needs
from .reasons import Reason
from datetime import date


#: So many repeated or unreadable numbers are named; the rest would bury the page.
MAX_NAMED = 20


def _kind(facts, details, today):
    if facts.get("kind") is not None and facts["kind"] not in KINDS:
        yield Reason("inventory_kind_unknown", "kind", {"kind": facts["kind"]})


def _years(facts, details, today):
    first, last = facts.get("first_year"), facts.get("last_year")
    if first is None or last is None:
        return
    if first > last:
        yield Reason("years_in_wrong_order", "first_year", {"first": first, "last": last})
    elif last - first >= MAX_YEARS:
        yield Reason("years_too_many", "first_year", {"most": MAX_YEARS})
    if last >= today.year:
        yield Reason("year_not_over", "last_year", {"year": last})


def _rows(facts, details, today):
    numbers = facts.get("numbers") or ()
    if not numbers:
        yield Reason("inventory_empty")
    yield from _numbers(facts, details, today)


def _numbers(facts, details, today):
    numbers = facts.get("numbers") or ()
    for number in repeated(numbers)[:MAX_NAMED]:
        yield Reason("inventory_number_repeated", None, {"number": number})
    wrong = [number for number in numbers if read_number(number) is None]
    for number in wrong[:MAX_NAMED]:
        yield Reason("inventory_number_unreadable", None, {"number": number})


def _rows_belong(facts, details, today):
    """Kind and years may be changed after rows were chosen for others."""
    compiled, kind = facts.get("compiled_kind"), facts.get("kind")
    if compiled is not None and kind is not None and compiled != kind:
        yield Reason("inventory_of_another_kind", "kind")
    first, last = facts.get("first_year"), facts.get("last_year")
    if first is None or last is None:
        return
    strange = sorted({year for year in facts.get("row_years") or () if not first <= year <= last})
    if strange:
        years = ", ".join(map(str, strange[:MAX_NAMED]))
        yield Reason("inventory_rows_of_other_years", "first_year", {"years": years})


def _compiled(facts, details, today):
    if facts.get("compiling"):
        yield Reason("inventory_compiling")


def _apart(facts, details, today):
    """Whoever compiled it agrees and approves nothing of it, in whatever office they act now."""
    if facts.get("actor") in (facts.get("authors") or ()):
        yield Reason("author_cannot_approve")


def _agreed_before(facts, details, today):
    agreed, approved = details.get("minutes_date"), details.get("approved_on")
    if isinstance(agreed, date) and isinstance(approved, date) and approved < agreed:
        yield Reason("approved_before_agreed", "approved_on", {"agreed": agreed})


def _number_free(facts, details, today):
    number = details.get("registration_number")
    if number and same_number(number) in map(same_number, facts.get("taken") or ()):
        yield Reason("inventory_number_taken", "registration_number", {"number": number})


_NAMED = (needs("title", "kind", "first_year", "last_year"), _kind, _years)
_MINUTES = (given("minutes_number", "minutes_date"), day_not_after_today("minutes_date"))

INVENTORY_RULES = {
    ("inventory", "submit"): (*_NAMED, _rows, _rows_belong, _compiled),
    ("inventory", "register_paper"): (
        *_NAMED,
        given("registration_number", "approved_on"),
        *_MINUTES,
        day_not_after_today("approved_on"),
        _agreed_before,
        _number_free,
        _numbers,
        _rows_belong,
        _compiled,
    ),
    ("inventory", "withdraw"): (given("reason"),),
    ("inventory", "agree"): (*_MINUTES, _apart),
    ("inventory", "return"): (given("reason"),),
    ("inventory", "approve"): (_apart,),
}

INVENTORY_CODES = (
    "inventory_kind_unknown",
    "years_in_wrong_order",
    "years_too_many",
    "year_not_over",
    "inventory_empty",
    "inventory_number_repeated",
    "inventory_number_unreadable",
    "inventory_of_another_kind",
    "inventory_rows_of_other_years",
    "inventory_compiling",
    "approved_before_agreed",
    "inventory_number_taken",
)
