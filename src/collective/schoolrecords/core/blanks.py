"""Blanks of certificates: their numbers, the ranges received, and what became of each number.

A number has 14 digits: 3 of the region, 2 of the manufacturer, 2 of the year and a serial of 7.
Older blanks have 11 symbols (figures and Russian capitals). A number is a text: its leading zero
is part of it. (Domain 3.1; order 989 of 27.08.2013 brought the present numbers in 2014.)

The invariant of the ledger: **each number received is exactly one of in stock, issued, spoiled,
destroyed.** It holds by construction: a number stands in at most one range, and one mapping says
what became of it; what the mapping does not name is in stock.

The mappings come from outside: any sorted mapping with the methods of a BTree (``get``, ``items``,
``maxKey``) and keys ``(length, number)``, so that a connection to a database can decide between
two writers. Nothing here writes.
"""

from .reasons import Reason
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from itertools import islice
from operator import itemgetter
from types import MappingProxyType

import re


IN_STOCK = "in_stock"
ISSUED = "issued"
SPOILED = "spoiled"
DESTROYED = "destroyed"
STATES = (IN_STOCK, ISSUED, SPOILED, DESTROYED)

#: What a line of the ledger does. Blanks are not given to other schools (domain 3.1).
RECEIPT = "receipt"
OPERATIONS = (RECEIPT, ISSUED, SPOILED, DESTROYED)
#: Operation → states that a number may have before it. Spoiled blanks are destroyed by an act; so
#: are those of an old form that were never used.
BEFORE = MappingProxyType(
    {ISSUED: (IN_STOCK,), SPOILED: (IN_STOCK,), DESTROYED: (IN_STOCK, SPOILED)}
)

COVER = "cover"
KINDS = (
    "title_9",
    "title_9_honours",
    "supplement_9",
    "title_11",
    "title_11_honours_red",
    "title_11_honours_blue",
    "supplement_11",
    COVER,
)
#: Kinds that have no numbers and are counted by quantity.
BY_QUANTITY = frozenset((COVER,))

#: From this year on certificates are written on blanks with 14 digits.
FIRST_YEAR_OF_14 = 2014
#: Blanks in one line of the ledger; no school receives more, and a slip of a digit would.
MAX_RANGE = 10_000
#: Runs of numbers named in one refusal.
MAX_NAMED = 20

_NEW = re.compile(r"[0-9]{14}")
_OLD = re.compile(r"[0-9А-ЯЁ]{11}")
_TAIL = re.compile(r"(.*?)([0-9]{1,14})")


def clean_number(value):
    """Return a number as typed without spaces and dashes; "" for anything but text."""
    return re.sub(r"[\s\u00a0\u2009\-–]", "", value) if isinstance(value, str) else ""


def number_reasons(number, field, year=None):
    """Yield why ``number`` cannot be that of a blank used in ``year`` (``None``: any year)."""
    if not isinstance(number, str) or not (_NEW.fullmatch(number) or _OLD.fullmatch(number)):
        yield Reason("blank_number_wrong", field, {"number": str(number)[:40]})
    elif len(number) != 14 and year is not None and year >= FIRST_YEAR_OF_14:
        yield Reason("blank_number_old", field, {"number": number, "year": FIRST_YEAR_OF_14})


def key_of(number):
    """Return the key under which mappings keep a number: by length, then as text."""
    return (len(number), number)


def count_of(first, last):
    """Return how many numbers a range has; ``None`` when it is none."""
    (prefix, start), (other, end) = _parts(first), _parts(last)
    if len(first) != len(last) or prefix != other or end < start:
        return None
    return end - start + 1


def numbers_of(first, last):
    """Yield the numbers of a range of :func:`count_of`, leading zeros kept."""
    (prefix, start), (_prefix, end) = _parts(first), _parts(last)
    for serial in range(start, end + 1):
        yield f"{prefix}{serial:0{len(first) - len(prefix)}d}"


def _parts(number):
    """Take a number apart: what stands before its last run of figures, and those as an int."""
    found = _TAIL.fullmatch(number)
    return (number, 0) if found is None else (found[1], int(found[2]))


def range_reasons(first, last, quantity):
    """Yield why a line of the ledger names no range of blanks."""
    wrong = [*number_reasons(first, "first"), *number_reasons(last, "last")]
    yield from wrong
    if wrong:
        return
    count = count_of(first, last)
    if count is None:
        yield Reason("blank_range_wrong", "last", {"first": first, "last": last})
    elif count > MAX_RANGE:
        yield Reason("blank_range_long", "last", {"count": count, "most": MAX_RANGE})
    elif quantity is not None and quantity != count:
        yield Reason("blank_quantity_differs", "quantity", {"count": count, "quantity": quantity})


def range_with(ranges, number):
    """Return ``(first, last, kind)`` of the received range that has ``number``, or ``None``.

    ``ranges`` maps the key of a range's first number to ``(last, kind, …)``.
    """
    start = _below(ranges, key_of(number))
    if start is None:
        return None
    last, kind = ranges[start][:2]
    within = start[0] == len(number) and number <= last and count_of(start[1], number)
    return (start[1], last, kind) if within else None


def _below(mapping, key):
    try:
        return mapping.maxKey(key)
    except ValueError:
        return None


def state_of(ranges, taken, number):
    """Return the state of a number, ``None`` for one that was never received nor used.

    ``taken`` maps the key of a number that is not in stock to ``(state, …)``.
    """
    found = taken.get(key_of(number))
    if found is not None:
        return found[0]
    return IN_STOCK if range_with(ranges, number) is not None else None


def receipt_reasons(ranges, first, last):
    """Yield the received range that one from ``first`` to ``last`` would overlap."""
    start = _below(ranges, key_of(last))
    if start is None or start[0] != len(first):
        return
    end = ranges[start][0]
    if end >= first and _parts(start[1])[0] == _parts(first)[0]:
        yield Reason("blank_range_received", "first", {"first": start[1], "last": end})


def take_reasons(ranges, taken, operation, first, last, kind):
    """Yield why the blanks of a range cannot be issued, spoiled or destroyed.

    Numbers that follow one another and have one fault are one reason, ``number`` then names the
    first and the last; of the reasons at most :data:`MAX_NAMED` are told.
    """
    faults = (
        (number, _take_fault(ranges, taken, operation, number, kind))
        for number in numbers_of(first, last)
    )
    runs = ((fault, list(run)) for fault, run in groupby(faults, key=itemgetter(1)) if fault)
    for (code, field, more), run in islice(runs, MAX_NAMED):
        begins, ends = run[0][0], run[-1][0]
        number = begins if begins == ends else f"{begins}–{ends}"
        yield Reason(code, field, {"number": number, **dict(more)})


def _take_fault(ranges, taken, operation, number, kind):
    """Return (code, field, further data) of what stands against a number, or ``None``."""
    found, state = range_with(ranges, number), state_of(ranges, taken, number)
    if found is None:
        return ("blank_not_received", "first", ())
    if found[2] != kind:
        return ("blank_of_another_kind", "blank_kind", ())
    if state not in BEFORE[operation]:
        return ("blank_not_in_stock", "first", (("state", state),))
    return None


def use_reasons(ranges, taken, number, field, kinds, since, day):
    """Yield why an entry of ``day`` cannot stand on the blank ``number``.

    ``kinds``: those of the ledger that fit the entry. ``since``: day of the ledger's first
    receipt, ``None`` without a ledger. What was issued before the ledger began is not in it.
    """
    state, found = state_of(ranges, taken, number), range_with(ranges, number)
    if state not in (None, IN_STOCK):
        yield Reason("blank_not_in_stock", field, {"number": number, "state": state})
    elif found is not None and found[2] not in kinds:
        yield Reason("blank_of_another_kind", field, {"number": number})
    elif state is None and since is not None and day is not None and day >= since:
        yield Reason("blank_not_received", field, {"number": number})


@dataclass(frozen=True)
class Balance:
    """Blanks of one kind: ``received`` is the sum of the other four."""

    kind: str
    received: int
    in_stock: int
    issued: int
    spoiled: int
    destroyed: int
    first_number: str | None


def balances(ranges, taken, covers: Mapping):
    """Return a :class:`Balance` for each kind that was received, in the order of :data:`KINDS`.

    ``covers`` maps (kind, operation) to a quantity for kinds without numbers.
    """
    received, states, first = Counter(), Counter(), {}
    for (_length, start), (last, kind, *_more) in ranges.items():
        received[kind] += count_of(start, last)
        first[kind] = min(first.get(kind, start), start, key=key_of)
    for (_length, number), found in taken.items():
        within = range_with(ranges, number)
        if within is not None:
            states[within[2], found[0]] += 1
    for (kind, operation), quantity in covers.items():
        if operation == RECEIPT:
            received[kind] += quantity
        else:
            states[kind, operation] += quantity
    return tuple(
        Balance(
            kind,
            received[kind],
            received[kind] - sum(states[kind, state] for state in STATES[1:]),
            *(states[kind, state] for state in STATES[1:]),
            first.get(kind),
        )
        for kind in KINDS
        if received[kind]
    )


def covers_reasons(covers: Mapping, kind, operation, quantity):
    """Yield why ``quantity`` blanks without numbers cannot leave the stock."""
    if operation == RECEIPT or quantity is None:
        return
    gone = sum(covers.get((kind, one), 0) for one in STATES[1:])
    left = covers.get((kind, RECEIPT), 0) - gone
    if quantity > left:
        yield Reason("blanks_too_few", "quantity", {"left": left, "quantity": quantity})
