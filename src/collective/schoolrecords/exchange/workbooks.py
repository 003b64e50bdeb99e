"""Any list as plain sheets of values: XLSX by calamine, its formulas by openpyxl, text as CSV.

What a file is, is told by its content. Only a name that promises a workbook is held to it: plain
text called .xlsx is refused. Nothing is evaluated: a cell with a formula gives the formula's text.

Codes of files that are refused: EMPTY_FILE, TOO_LARGE, NOT_XLSX, DAMAGED_FILE, UNSAFE_FILE,
NOT_TABLE (neither a workbook nor text), UNREADABLE_TEXT, BAD_CSV. Warnings: ENCODING_CP1251 and
its likes, MACROS_IGNORED, LINKS_IGNORED, SHEET_HIDDEN.
"""

from .findings import Finding
from .findings import REFUSE_FILE
from .findings import WARNING
from .limits import LIMITS
from .limits import Limits
from .textfiles import decode
from .textfiles import read_table
from .xlsx_guard import check_xlsx
from .xlsx_guard import Checked
from .xlsx_guard import Refused
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from openpyxl import load_workbook as load_formulas

import io
import os
import python_calamine
import warnings


WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a failing reader must never be mistaken for.
_PASS_ON = (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)


@dataclass(frozen=True)
class Sheet:
    """One sheet from A1 on. `rows` may differ in length; `merged` and `formulas` count from 0."""

    name: str
    rows: tuple[tuple[object, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]
    formulas: Mapping[tuple[int, int], str]

    @property
    def empty(self) -> bool:
        """Whether no cell has a value."""
        return not any(cell not in (None, "") for row in self.rows for cell in row)


@dataclass(frozen=True)
class Book:
    """The visible sheets of a file and what is to be said about the file as a whole."""

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


class UnreadableBook(Exception):
    """The file is refused; `finding` says why."""

    def __init__(self, finding: Finding):
        self.finding = finding
        super().__init__(finding.code)


def read_book(data: bytes, filename: str, limits: Limits = LIMITS) -> Book:
    """Read a file. Raises `UnreadableBook`, and nothing else for any content."""
    try:
        return _read_book(data, filename, limits)
    except Refused as refusal:
        finding = Finding(refusal.code, REFUSE_FILE, detail=refusal.detail)
        raise UnreadableBook(finding) from refusal


def _read_book(data: bytes, filename: str, limits: Limits) -> Book:
    if not data:
        raise Refused("EMPTY_FILE", "0")
    if len(data) > limits.file_bytes:
        raise Refused("TOO_LARGE", f"{len(data)} > {limits.file_bytes}")
    if data.startswith(_ZIP):
        return _read_xlsx(check_xlsx(data, limits))
    extension = os.path.splitext(filename)[1].lower()
    if extension in WORKBOOK_NAMES or data.startswith(_OLD_OFFICE):
        raise Refused("NOT_XLSX", extension)
    text, code = decode(data)
    sheet = Sheet("", read_table(text, limits), (), {})
    return Book((sheet,), (Finding(code, WARNING),) if code else ())


def _read_xlsx(checked: Checked) -> Book:
    findings = []
    if checked.macros:
        findings.append(Finding("MACROS_IGNORED", WARNING))
    if checked.links:
        findings.append(Finding("LINKS_IGNORED", WARNING))
    with _Damage("calamine"):
        sheets, hidden = _values(checked.data)
    formulas: dict[str, dict[tuple[int, int], str]] = {}
    if checked.formulas:
        with _Damage("formulas"):
            formulas = _formulas(checked.data)
    findings += [Finding("SHEET_HIDDEN", WARNING, sheet=name) for name in hidden]
    return Book(
        tuple(
            Sheet(sheet.name, sheet.rows, sheet.merged, formulas.get(sheet.name, {}))
            for sheet in sheets
        ),
        tuple(findings),
    )


class _Damage:
    """Turn any failure of a reader into DAMAGED_FILE."""

    def __init__(self, reader: str):
        self.reader = reader

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        # calamine's panics are BaseException but not Exception.
        if error is None or isinstance(error, (Refused, *_PASS_ON)):
            return
        raise Refused("DAMAGED_FILE", self.reader) from error


def _values(data: bytes) -> tuple[list[Sheet], list[str]]:
    """The visible sheets with values, and the names of the hidden ones."""
    sheets, hidden = [], []
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for meta in book.sheets_metadata:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != python_calamine.SheetVisibleEnum.Visible:
                hidden.append(meta.name)
                continue
            sheet = book.get_sheet_by_name(meta.name)
            rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
            merged = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
            sheets.append(Sheet(meta.name, rows, merged, {}))
    return sheets, hidden


def _formulas(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """The text of every formula, by sheet and place; calamine gives only the last result."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with warnings.catch_warnings():
        # openpyxl tells about parts that it leaves out; they are left out on purpose.
        warnings.simplefilter("ignore")
        book = load_formulas(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            # What the sheet claims as its size may be anything; the cells tell.
            sheet.reset_dimensions()
            found[sheet.title] = dict(_formula_cells(sheet.iter_rows()))
    finally:
        book.close()
    return found


def _formula_cells(rows: object) -> Iterator[tuple[tuple[int, int], str]]:
    for row in rows:
        for cell in row:
            if getattr(cell, "data_type", "") == "f":
                value = cell.value
                # Array formulas are objects that hold their text.
                text = value if isinstance(value, str) else getattr(value, "text", "") or ""
                yield (cell.row - 1, cell.column - 1), text if text.startswith("=") else f"={text}"
