"""The certifying sheet (лист-заверитель дела): what a person adds to what the record knows.

The rules (domain.md 5.1):

1. A sheet that was found after the numbering bears a literal number («12а»).
2. A missing number is one that no sheet bears. Those of papers that were given back are known;
   others are named by whoever counts the sheets, single («7») or as a span («10–12»).
3. No number stands twice, and none lies beyond the last number where that is known.
4. Beside it stand the sheets of the inner inventory and what is particular about the sheets'
   condition, each with the numbers it concerns.
"""

from .reasons import Reason
from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass

import re


MAX_NUMBERS, MAX_FEATURES, MAX_TEXT, MAX_SHEETS = 500, 50, 400, 99999
_LITERAL = re.compile(r"([1-9][0-9]{0,4})([а-яё])")
_SPAN = re.compile(r"([1-9][0-9]{0,4})(?:[–-]([1-9][0-9]{0,4}))?")

#: Every code that may come from here; the words know each.
SHEET_CODES = (
    "sheet_number_unreadable",
    "sheet_number_twice",
    "sheet_number_beyond",
    "sheet_too_much",
    "sheet_count_unreadable",
    "sheet_feature_unreadable",
)


@dataclass(frozen=True)
class Sheet:
    """What was entered: literal and missing numbers as texts, ``features`` pairs (what, sheets)."""

    literal: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    inventory_sheets: int | None = None
    features: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict:
        """Plain values, as they are kept and covered by the record's digest."""
        return asdict(self)


def split_numbers(text: str | None) -> tuple[str, ...]:
    """The numbers in a line that a person typed: «12а, 15б; 16» → ("12а", "15б", "16")."""
    return tuple(part.lower() for part in re.split(r"[,;\s]+", text or "") if part)


def numbers_of(missed: Iterable[str]) -> list[int]:
    """The whole numbers of readable single numbers and spans, each as often as it is named."""
    found = []
    for text in missed:
        span = _span(text)
        if span is not None:
            found.extend(range(span[0], span[1] + 1))
    return found


def spans_of(numbers: Iterable[int]) -> tuple[str, ...]:
    """Whole numbers as a sheet lists them: {7, 10, 11, 12} → ("7", "10–12")."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return tuple(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def all_missed(known: Iterable[str], sheet: Sheet) -> tuple[str, ...]:
    """The missing numbers of a file: those that the record knows and those that were entered."""
    return spans_of([*numbers_of(known), *numbers_of(sheet.missed)])


def last_number(sheets: int, sheet: Sheet) -> int:
    """The greatest number in a file of so many sheets, where its papers do not tell it.

    A literal sheet takes no whole number, a missing number is on no sheet.
    """
    return max(sheets - len(sheet.literal) + len(set(numbers_of(sheet.missed))), 0)


def sheet_reasons(sheet: Sheet, last: int | None) -> tuple[Reason, ...]:
    """All reasons why a sheet cannot read like this; ``last``: the greatest number, if known."""
    return tuple(_reasons(sheet, last))


def _reasons(sheet, last):
    for name in ("literal", "missed"):
        if len(getattr(sheet, name)) > MAX_NUMBERS:
            yield Reason("sheet_too_much", name, {"most": MAX_NUMBERS})
            return
    yield from _literal(sheet.literal, last)
    yield from _missed(sheet.missed, last)
    count = sheet.inventory_sheets
    if count is not None and not 0 <= count <= MAX_SHEETS:
        yield Reason("sheet_count_unreadable", "inventory_sheets", {"most": MAX_SHEETS})
    if len(sheet.features) > MAX_FEATURES:
        yield Reason("sheet_too_much", "features", {"most": MAX_FEATURES})
    for what, where in sheet.features:
        if not what.strip() or max(len(what), len(where)) > MAX_TEXT:
            yield Reason("sheet_feature_unreadable", "features", {"most": MAX_TEXT})
            return


def _literal(texts, last):
    seen = set()
    for text in texts:
        read = _LITERAL.fullmatch(text)
        if read is None:
            yield Reason("sheet_number_unreadable", "literal", {"value": text[:40]})
        elif text in seen:
            yield Reason("sheet_number_twice", "literal", {"value": text})
        elif last is not None and int(read[1]) > last:
            yield Reason("sheet_number_beyond", "literal", {"value": text, "last": last})
        seen.add(text)


def _missed(texts, last):
    seen = set()
    for text in texts:
        span = _span(text)
        if span is None:
            yield Reason("sheet_number_unreadable", "missed", {"value": text[:40]})
            continue
        numbers = set(range(span[0], span[1] + 1))
        if numbers & seen:
            yield Reason("sheet_number_twice", "missed", {"value": text})
        elif last is not None and span[1] > last:
            yield Reason("sheet_number_beyond", "missed", {"value": text, "last": last})
        seen |= numbers


def _span(text):
    """First and last number of «7» or «10–12», None for anything else."""
    read = _SPAN.fullmatch(text)
    if read is None:
        return None
    first, last = int(read[1]), int(read[2] or read[1])
    return (first, last) if first <= last else None
