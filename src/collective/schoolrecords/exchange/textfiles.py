"""CSV and other delimited text: its encoding and separator are found out, never asked for.

UTF-8 (with or without a mark) and UTF-16 with a mark are told by their form. Otherwise the text is
read in each Cyrillic code page and that reading wins which has the letters Russian text is made
of; when none has, the file is refused: unreadable text is never stored. The separator is the one
that gives the most even columns.
"""

from .limits import Limits
from .xlsx_guard import Refused

import codecs
import csv
import io
import statistics


CODE_PAGES = {
    "cp1251": "ENCODING_CP1251",
    "cp866": "ENCODING_CP866",
    "koi8-r": "ENCODING_KOI8R",
    "mac-cyrillic": "ENCODING_MAC",
}
"""Code pages in order of preference, and the code of the warning that names each."""

SEPARATORS = ";,\t|"
# The ten most frequent small letters: above half of all letters in Russian lists.
_FREQUENT = frozenset("оеаинтсрвл")
_LEAST_SHARE = 0.3
_SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of a file and the code of a warning, None for UTF-8 and UTF-16.

    Raises `Refused`: NOT_TABLE for binary data, UNREADABLE_TEXT when no encoding fits or the
    text holds replacement characters (it was damaged before it came here).
    """
    text, code = _decode(data)
    if "\x00" in text:
        raise Refused("NOT_TABLE", "binary")
    if "\ufffd" in text:
        raise Refused("UNREADABLE_TEXT")
    return text, code


def _decode(data: bytes) -> tuple[str, str | None]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), None
        except UnicodeDecodeError as error:
            raise Refused("UNREADABLE_TEXT") from error
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise Refused("NOT_TABLE", "binary") from None
    share, page = max((_russian_share(data, page), -n) for n, page in enumerate(CODE_PAGES))
    if share < _LEAST_SHARE:
        raise Refused("UNREADABLE_TEXT")
    name = list(CODE_PAGES)[-page]
    return data.decode(name), CODE_PAGES[name]


def _russian_share(data: bytes, page: str) -> float:
    """The share of frequent Russian letters among all characters that are not ASCII."""
    try:
        text = data[:_SAMPLE].decode(page)
        data.decode(page)
    except UnicodeDecodeError:
        return 0.0
    foreign = [char for char in text if char > "\x7f"]
    return sum(char in _FREQUENT for char in foreign) / max(len(foreign), 1)


def read_table(text: str, limits: Limits) -> tuple[tuple[object, ...], ...]:
    """The rows of a delimited text; an empty line is an empty row.

    Raises `Refused`: BAD_CSV (quotes that do not close, with the line), TOO_LARGE.
    """
    best: tuple[float, float, list[list[str]]] | None = None
    failure = ""
    for order, separator in enumerate(SEPARATORS):
        try:
            rows = _parse(text, separator, limits)
        except csv.Error as error:
            failure = failure or str(error)
            continue
        rank = (_columns(rows), -order)
        if best is None or rank > best[:2]:
            best = (*rank, rows)
    if best is None:
        raise Refused("BAD_CSV", failure)
    return tuple(tuple(row) for row in best[2])


def _parse(text: str, separator: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cells = 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            _check_row(row, len(rows), cells, limits)
    except csv.Error as error:
        raise csv.Error(f"line {reader.line_num}") from error
    return rows


def _check_row(row: list[str], count: int, cells: int, limits: Limits) -> None:
    if count > limits.rows:
        raise Refused("TOO_LARGE", "rows")
    if len(row) > limits.columns:
        raise Refused("TOO_LARGE", "columns")
    if cells > limits.cells:
        raise Refused("TOO_LARGE", "cells")
    if any(len(cell) > limits.cell_chars for cell in row):
        raise Refused("TOO_LARGE", "cell")


def _columns(rows: list[list[str]]) -> float:
    """How many columns the first rows have: the middle count of those that are not empty."""
    counts = [len(row) for row in rows[:200] if any(cell.strip() for cell in row)]
    return statistics.median(counts) if counts else 0.0
