"""Bytes of a delimited text file -> records, without ever guessing a wrong text.

Spreadsheets write UTF-8 with or without a mark, UTF-16, or cp1251; old programs cp866; the
separator is `;`, `,`, a tab or `|`. Every 8-bit encoding "decodes" every file, so the encoding is
chosen by meaning: the caller says whether it recognises a header in the records. A file in which
no encoding and no separator gives a known header is refused, not stored as unreadable text.
"""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass

import codecs
import csv
import io
import itertools


MAX_BYTES = 64 * 1024 * 1024
"""More than a million archive rows; a longer file is something else."""

HEADER_WITHIN = 30
"""Title rows above the header are skipped; a header further down is not looked for."""

SEPARATORS = (";", ",", "\t", "|")

EMPTY_FILE = "EMPTY_FILE"
TOO_LARGE = "TOO_LARGE"
NOT_TEXT = "NOT_TEXT"
NO_HEADER = "NO_HEADER"
BROKEN_QUOTES = "BROKEN_QUOTES"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Refused(ValueError):
    """The whole file is refused. `code` says why, `detail` is the value a person needs to see."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Table:
    """A file whose header was found.

    `header` is whatever the caller's `recognise` returned for the header record, `encoding` and
    `separator` what the file turned out to use. `records` yields (line, cells) of the rows below
    the header, blank ones left out; `line` is the line of the file where the record starts.
    """

    header: object
    encoding: str
    separator: str
    records: Iterator[tuple[int, list[str]]]


def read(data: bytes, recognise: Callable[[list[str]], object | None]) -> Table:
    """Open `data` as a table.

    `recognise` gets the cells of one record and returns a true value when that is the header.
    Raises Refused: EMPTY_FILE, TOO_LARGE, NOT_TEXT (binary, or mixed encodings), NO_HEADER;
    while `records` is consumed BROKEN_QUOTES with the line number as its detail.
    """
    if len(data) > MAX_BYTES:
        raise Refused(TOO_LARGE, str(MAX_BYTES // (1024 * 1024)))
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Refused(EMPTY_FILE)
    readable = False
    for encoding in _encodings(data):
        try:
            # Ctrl-Z ends a file written by an old DOS program.
            text = data.decode(encoding).rstrip("\x1a")
        except UnicodeDecodeError:
            continue
        readable = True
        for separator in SEPARATORS:
            found = _find_header(text, separator, recognise)
            if found:
                header, skip = found
                records = itertools.islice(_records(text, separator), skip, None)
                rows = ((line, cells) for line, cells in records if any(map(str.strip, cells)))
                return Table(header, encoding, separator, rows)
    raise Refused(NO_HEADER if readable else NOT_TEXT)


def _encodings(data):
    """Encodings to try, the surest first; none for bytes that no text has."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data:
        return ()
    return ("utf-8", "cp1251", "cp866", "koi8-r")


def _find_header(text, separator, recognise):
    """(what `recognise` said, number of records up to and with the header), or None."""
    try:
        for count, (_, cells) in enumerate(_records(text, separator), start=1):
            header = recognise(cells)
            if header:
                return header, count
            if count == HEADER_WITHIN:
                return None
    except Refused:
        # Wrong quotes above the header mean that this is not the separator.
        return None
    return None


def _records(text, separator):
    """(line where the record starts, cells). A stray quotation mark must not swallow rows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(BROKEN_QUOTES, str(line)) from error
