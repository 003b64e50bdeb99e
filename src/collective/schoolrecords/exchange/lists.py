"""What every list has in common: sheets with a header somewhere, lines, findings with addresses.

`open_list` finds in each sheet the header of the wanted columns. The file is refused when no
sheet has one (NO_HEADER), a required column is absent (MISSING_COLUMN, once per column) or there
is nothing below the header (NO_DATA). `Line` reads the cells of one row and notes what is wrong.

Warnings: HEADER_TWO_ROWS, COLUMN_TWICE, COLUMN_UNKNOWN (the title means nothing known, the
column is not read), SHEET_SKIPPED (no header), ROW_SKIPPED (a total or a signature below the
list, a repeated header).
"""

from .cells import is_dangerous
from .cells import plain_cell
from .findings import Finding
from .findings import REFUSE_FILE
from .findings import REFUSE_ROW
from .findings import WARNING
from .workbooks import Book
from .workbooks import Sheet
from collections.abc import Iterator
from collections.abc import Sequence
from collective.schoolrecords.core.dates import DATE_FROM_NUMBER
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.lookalikes import skeleton
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.names import DASHES
from collective.schoolrecords.core.names import is_blank
from collective.schoolrecords.core.phones import read_phone
from collective.schoolrecords.core.tables import cell_address
from collective.schoolrecords.core.tables import Column
from collective.schoolrecords.core.tables import find_header
from collective.schoolrecords.core.tables import Header
from collective.schoolrecords.core.tables import HEADER_LIMIT
from collective.schoolrecords.core.tables import is_numbering
from collective.schoolrecords.core.tables import repeats_header
from dataclasses import dataclass
from dataclasses import replace
from datetime import date

import re


DETAIL_LIMIT = 120
_TOTAL = re.compile(r"^\s*(?:итого|всего)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A sheet with its header; `lines` are the indexes of the rows with data."""

    sheet: Sheet
    header: Header
    lines: tuple[int, ...]


class Findings(list):
    """Findings in the order they were made."""

    def add(self, code: str, level: str, **place: object) -> None:
        self.append(Finding(code, level, **place))

    @property
    def refuse_file(self) -> bool:
        return any(one.level == REFUSE_FILE for one in self)

    def sorted(self) -> list[Finding]:
        """File first, then sheets in order of appearance, each from top to bottom."""
        sheets = list(dict.fromkeys(one.sheet for one in self))
        return sorted(self, key=lambda one: (sheets.index(one.sheet), one.row or 0))


class Line:
    """One row of a table: reads cells and notes findings with their addresses.

    A cell with a formula gives the formula's text; so does text that a spreadsheet would take
    for a formula. Both are noted once per cell as FORMULA, whichever column they stand in.
    """

    def __init__(self, table: Table, index: int, findings: Findings, phones: Sequence[str] = ()):
        self.table = table
        self.index = index
        self.findings = findings
        self.phones = phones
        self.is_refused = False
        self.noted: list[Finding] = []

    @property
    def row(self) -> int:
        """The row as a spreadsheet shows it."""
        return self.index + 1

    def raw(self, key: str) -> object:
        """The cell as it stands; an absent column is None."""
        column = self.table.header.columns.get(key)
        if column is None:
            return None
        formula = self.table.sheet.formulas.get((self.index, column))
        if formula is not None:
            return formula
        return plain_cell(self.table.header.value(self.table.sheet.rows[self.index], key))

    def text(self, key: str) -> str:
        """The cell as one clean line of text; a dash is an empty cell."""
        value = self.raw(key)
        text = clean_text(value)
        return "" if text in DASHES else text

    def date(self, key: str, today: date | None = None, required: bool = False) -> date | None:
        """The cell as a day; what is none refuses the row."""
        found = read_date(self.raw(key), today)
        if found.code == DATE_FROM_NUMBER:
            self.warn(found.code, key, clean_text(found.value))
        elif found.code:
            self.refuse(found.code, key)
        elif found.value is None and required:
            self.refuse("MISSING_VALUE", key)
        return found.value

    def note_formulas(self, unread: Sequence[str] = ()) -> None:
        """Note each cell of a read column that is a formula or that looks like one."""
        for key, column in self.table.header.columns.items():
            if key in unread:
                continue
            value = self.raw(key)
            formula = (self.index, column) in self.table.sheet.formulas
            if formula or (is_dangerous(value) and not self._harmless(key, value)):
                self.warn("FORMULA", key)

    def _harmless(self, key: str, value: object) -> bool:
        """A dash for "nothing" and a telephone number in its column begin with a sign as well."""
        text = clean_text(value)
        if is_blank(text):
            return value[0] not in "\t\r\n" or not text
        first = re.split(r"[;,]", text)[0]
        return key in self.phones and text[0] == "+" and read_phone(first) is not None

    def place(self, seen_from: "Line") -> str:
        """The row for a detail: «12», or «Выбывшие!12» seen from another sheet."""
        sheet = self.table.sheet.name
        same = sheet == seen_from.table.sheet.name
        return str(self.row) if same else f"{sheet}!{self.row}"

    def refuse(self, code: str, key: str = "", detail: str | None = None, **place: str) -> None:
        """Note that the row cannot stand; ``place`` says column or cell where ``key`` does not."""
        self.is_refused = True
        self._note(code, REFUSE_ROW, key, detail, place)

    def warn(self, code: str, key: str = "", detail: str | None = None, **place: str) -> None:
        """Note a remark; the row stands."""
        self._note(code, WARNING, key, detail, place)

    def _note(self, code: str, level: str, key: str, detail: str | None, place: dict) -> None:
        header = self.table.header
        column = header.columns.get(key)
        if detail is None:
            detail = str(self.raw(key)) if key and self.raw(key) is not None else ""
        told = {
            "cell": cell_address(self.index, column) if column is not None else "",
            "column": clean_text(header.titles.get(key, "")),
            **place,
        }
        one = Finding(
            code,
            level,
            sheet=self.table.sheet.name,
            row=self.row,
            detail=detail[:DETAIL_LIMIT],
            **told,
        )
        self.noted.append(one)
        self.findings.append(one)


def open_list(book: Book, columns: Sequence[Column], findings: Findings) -> list[Table]:
    """The tables of a book. Notes findings; when one refuses the file the answer is empty."""
    tables = []
    filled = [sheet for sheet in book.sheets if not sheet.empty]
    if not filled:
        findings.add("NO_DATA", REFUSE_FILE)
        return []
    least = sum(column.required for column in columns) / 2
    for sheet in filled:
        near = tuple(span for span in sheet.merged if span[0] <= HEADER_LIMIT)
        header = find_header(sheet.rows, columns, near)
        if header is None or len(header.missing) > least:
            findings.add("SHEET_SKIPPED", WARNING, sheet=sheet.name)
            continue
        tables.append(Table(sheet, header, tuple(_lines(sheet, header, findings))))
        _note_header(sheet, header, findings)
    if not tables:
        findings.clear()
        findings.add("NO_HEADER", REFUSE_FILE, detail=", ".join(sheet.name for sheet in filled))
    elif not findings.refuse_file and not any(table.lines for table in tables):
        findings.add("NO_DATA", REFUSE_FILE, sheet=tables[0].sheet.name)
    return [] if findings.refuse_file else tables


def open_part(
    sheet: Sheet, columns: Sequence[Column], start: int, end: int, findings: Findings
) -> Table | None:
    """The table between two rows of a sheet (from 0, ``end`` not included), with its addresses.

    ``None`` with a finding when there is no header in it. A missing column refuses the file.
    """
    header = find_header(sheet.rows[start:end], columns)
    if header is None:
        findings.add("SHEET_SKIPPED", WARNING, sheet=sheet.name, row=start + 1)
        return None
    header = replace(header, first_row=header.first_row + start, last_row=header.last_row + start)
    part = replace(sheet, rows=sheet.rows[:end])
    _note_header(part, header, findings)
    return Table(part, header, tuple(_lines(part, header, findings)))


def _note_header(sheet: Sheet, header: Header, findings: Findings) -> None:
    row = header.last_row + 1
    for column in header.missing:
        findings.add("MISSING_COLUMN", REFUSE_FILE, sheet=sheet.name, column=column.title)
    if header.two_rows:
        findings.add(
            "HEADER_TWO_ROWS",
            WARNING,
            sheet=sheet.name,
            row=header.first_row + 1,
            cell=cell_address(header.first_row, 0),
            detail=f"{header.first_row + 1}-{row}",
        )
    for code, cells in (("COLUMN_TWICE", header.twice), ("COLUMN_UNKNOWN", header.unknown)):
        for place, text in cells:
            cell = cell_address(header.last_row, place)
            title = text[:DETAIL_LIMIT]
            findings.add(code, WARNING, sheet=sheet.name, row=row, cell=cell, column=title)


def _lines(sheet: Sheet, header: Header, findings: Findings) -> Iterator[int]:
    """The rows with data: not empty, no numbering of columns, no total, no repeated header."""
    places = set(header.columns.values())
    for index in range(header.last_row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        filled = sum(not is_blank(cell) for n, cell in enumerate(row) if n in places)
        formulas = sum((index, place) in sheet.formulas for place in places)
        if filled + formulas == 0:
            continue
        if index == header.last_row + 1 and is_numbering(row):
            continue
        if _is_aside(row, filled + formulas, header) or repeats_header(row, header):
            findings.add("ROW_SKIPPED", WARNING, sheet=sheet.name, row=index + 1)
            continue
        yield index


def _is_aside(row: Sequence[object], filled: int, header: Header) -> bool:
    """Whether a row is a total or a note beside the list rather than a line of it."""
    first = next((clean_text(cell) for cell in row if clean_text(cell)), "")
    few = filled <= max(2, len(header.columns) // 6)
    return few and (bool(_TOTAL.match(first)) or filled == 1)


def columns_read(tables: Sequence[Table]) -> dict[str, dict[str, tuple[str, str]]]:
    """Which column was read from which title: {sheet: {key: (address, title)}}."""
    return {
        table.sheet.name: {
            key: (cell_address(table.header.last_row, place), clean_text(table.header.titles[key]))
            for key, place in table.header.columns.items()
        }
        for table in tables
    }


def same_word(text: str) -> str:
    """A form of a value from a short vocabulary for comparing: look-alikes, case, signs aside."""
    return " ".join(re.findall(r"[^\W_]+", skeleton(text)))
