"""What a single value of a regulation may be, and how a fault in it is reported.

A check takes a raw value as `tomllib` reads it and returns the clean one, or raises `Fault`. The
factories at the end make dataclass fields that carry their check, so that regulation_model.py is
the one place that says which keys exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime

import re


MAX_TEXT = 600
"""Letters in one value; the longest phrase of the five regulations has about 330."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a regulation: the key's path, a stable code, and a detail for people.

    Codes: NOT_TEXT, TOO_LARGE, NOT_TOML, MISSING, UNKNOWN_KEY, BAD_ID, WRONG_TYPE, NOT_IN_LIST,
    OUT_OF_RANGE, EMPTY, TOO_LONG, BAD_CHARACTER, BAD_FORMAT, DUPLICATE, NO_SOURCE, BAD_SOURCE,
    CONTRADICTION, UNKNOWN_DOCUMENT, UNKNOWN_REFERENCE.
    """

    path: str
    code: str
    detail: str = ""


class RegulationError(ValueError):
    """A regulation that cannot be taken. `errors` holds every Problem, sorted by path."""

    def __init__(self, errors):
        self.errors = tuple(sorted(errors))
        super().__init__("; ".join(f"{e.path}: {e.code} {e.detail}".strip() for e in self.errors))


class Fault(Exception):
    """One value is wrong; the reader of the file adds the path and makes a Problem of it."""

    def __init__(self, code, detail=""):
        super().__init__(code)
        self.code = code
        self.detail = detail


Check = Callable[[object], object]


def is_identifier(value) -> bool:
    """Ids stand in paths, so they are plain: a small Latin letter, then letters, digits, `_`."""
    return isinstance(value, str) and _IDENTIFIER.fullmatch(value) is not None


def text(value):
    """A text of one line or a few: not empty, not endless, nothing that cannot be printed."""
    if not isinstance(value, str):
        raise Fault("WRONG_TYPE", "text")
    if not value.strip():
        raise Fault("EMPTY")
    if len(value) > MAX_TEXT:
        raise Fault("TOO_LONG", str(MAX_TEXT))
    # A no-break space or a lone surrogate is not printable either; the first is common in Word.
    if any(not (c.isprintable() or c in "\n\u00a0") for c in value):
        raise Fault("BAD_CHARACTER")
    return value


def flag(value):
    """true or false."""
    if not isinstance(value, bool):
        raise Fault("WRONG_TYPE", "true or false")
    return value


def day(value):
    """A day as TOML writes it, 2021-12-15; JSON and forms have only the text of it."""
    if isinstance(value, str):
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError as error:
            raise Fault("BAD_FORMAT", "YYYY-MM-DD") from error
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Fault("WRONG_TYPE", "date")
    return value


def clock_time(value):
    """A time of day, «18:00»."""
    if not isinstance(value, str):
        raise Fault("WRONG_TYPE", "text")
    if not _TIME.fullmatch(value):
        raise Fault("BAD_FORMAT", "HH:MM")
    return value


def month_day(value):
    """A day of every year, month first: «09-02» is 2 September."""
    if not isinstance(value, str):
        raise Fault("WRONG_TYPE", "text")
    match = _MONTH_DAY.fullmatch(value)
    if not match or int(match[2]) > _DAYS_IN_MONTH[int(match[1]) - 1]:
        raise Fault("BAD_FORMAT", "MM-DD")
    return value


def identifier(value):
    """An id, e.g. of a document type."""
    if not is_identifier(value):
        raise Fault("BAD_ID")
    return value


def scalar(value):
    """A whole number or a text: what a free setting may be."""
    if isinstance(value, int) and not isinstance(value, bool):
        return number(0, 100_000)(value)
    return text(value)


def number(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value):
        if isinstance(value, bool) or not isinstance(value, int):
            raise Fault("WRONG_TYPE", "whole number")
        if not low <= value <= high:
            raise Fault("OUT_OF_RANGE", f"{low}..{high}")
        return value

    return check


def one_of(*allowed: str) -> Check:
    """One word of a closed list."""

    def check(value):
        if not isinstance(value, str):
            raise Fault("WRONG_TYPE", "text")
        if value not in allowed:
            raise Fault("NOT_IN_LIST", ", ".join(allowed))
        return value

    return check


def list_of(item: Check, *, distinct: bool = True) -> Check:
    """A list with at least one value, each checked, none twice."""

    def check(value):
        if not isinstance(value, (list, tuple)):
            raise Fault("WRONG_TYPE", "list")
        if not value:
            raise Fault("EMPTY")
        clean = tuple(item(one) for one in value)
        if distinct and len(set(clean)) < len(clean):
            raise Fault("DUPLICATE")
        return clean

    return check


# Fields of the dataclasses in regulation_model.py. `node` tells the reader what stands there.


def part(check: Check, *, required: bool = False):
    """One of several values that stand in one block and share its source."""
    return field(default=None, metadata={"node": "part", "check": check, "required": required})


def leaf(check: Check):
    """A value with a source of its own: `key = { value = …, source = … }`."""
    return field(default=None, metadata={"node": "leaf", "check": check})


def block(cls):
    """Several values with one common source, as a table of their own."""
    return field(default=None, metadata={"node": "block", "cls": cls})


def table(cls):
    """A table whose entries have sources of their own."""
    return field(default_factory=cls, metadata={"node": "table", "cls": cls})


def group(node: str, what):
    """Any number of entries under ids of their own: blocks or tables (`what` is their class)
    or leaves (`what` is their check).
    """
    return field(default_factory=dict, metadata={"node": "group", "of": node, "what": what})
