"""CSV and other delimited text: its encoding and separator are found out, never asked for.

UTF-8 (with or without a mark) and UTF-16 with a mark are told by their form. Otherwise the text is
read in each Cyrillic code page. In a wrong one words turn into signs, into letters of both
alphabets or into «иВАНОВ», and the letters that Russian is made of become rare; the best reading
wins, and when none is good the file is refused: unreadable text is never stored. The separator is
the one that gives most rows the same number of columns.
"""

from .limits import Limits
from .xlsx_guard import Refused
from collections import Counter

import codecs
import csv
import io
import re


CODE_PAGES = {
    "cp1251": "ENCODING_CP1251",
    "cp866": "ENCODING_CP866",
    "koi8-r": "ENCODING_KOI8R",
    "mac-cyrillic": "ENCODING_MAC",
}
"""Code pages in order of preference, and the code of the warning that names each."""

SEPARATORS = ";,\t|"
_FREQUENT = frozenset("оеаинтсрвл")
"""The ten most frequent letters: more than half of all letters in Russian lists."""
_LEAST_FREQUENT = 0.3
_LEAST_WORDS = 0.7
_SAMPLE = 200_000
_WORD = re.compile(r"[^\W\d_]+|[^\x00-\x7f\w\s]+")
# «иванов», «Иванов», «ИВАНОВ», «МКоу» is none of these.
_RUSSIAN_WORD = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_SIGNS = re.compile("[«»„“”’‘№–—…°\u00a0\u00ad]+")


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
    share, page = max((_likeness(data, page), -n) for n, page in enumerate(CODE_PAGES))
    if share == 0:
        raise Refused("UNREADABLE_TEXT")
    name = list(CODE_PAGES)[-page]
    return data.decode(name), CODE_PAGES[name]


def _likeness(data: bytes, page: str) -> float:
    """How much like Russian the data reads in a code page, 0 to 1; 0 for no Russian at all."""
    try:
        text = data.decode(page)[:_SAMPLE]
    except UnicodeDecodeError:
        return 0.0
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    words = [word for word in words if not _SIGNS.fullmatch(word)]
    good = [word for word in words if _RUSSIAN_WORD.fullmatch(word)]
    letters = "".join(good).lower()
    frequent = sum(char in _FREQUENT for char in letters) / max(len(letters), 1)
    share = len(good) / max(len(words), 1)
    if frequent < _LEAST_FREQUENT or share < _LEAST_WORDS:
        return 0.0
    return frequent * share


def read_table(text: str, limits: Limits) -> tuple[tuple[object, ...], ...]:
    """The rows of a delimited text; an empty line is an empty row.

    Raises `Refused`: BAD_CSV (quotes that do not close, with the line), TOO_LARGE.
    """
    best: tuple[tuple[float, int, int], list[list[str]]] | None = None
    failure = ""
    for order, separator in enumerate(SEPARATORS):
        try:
            rows = _parse(text, separator, limits)
        except csv.Error as error:
            failure = failure or str(error)
            continue
        rank = (*_evenness(rows), -order)
        if best is None or rank > best[0]:
            best = (rank, rows)
    if best is None:
        raise Refused("BAD_CSV", failure)
    return tuple(tuple(row) for row in best[1])


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


def _evenness(rows: list[list[str]]) -> tuple[float, int]:
    """The share of the first rows that have the usual number of columns, and that number.

    One column is no table: then the share is 0.
    """
    counts = Counter(len(row) for row in rows[:500] if any(cell.strip() for cell in row))
    if not counts:
        return 0.0, 0
    usual, times = max(counts.items(), key=lambda one: (one[1], one[0]))
    return (times / counts.total() if usual > 1 else 0.0), usual
