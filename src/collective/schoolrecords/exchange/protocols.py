"""Protocols of state exams as the РЦОИ sends them: a workbook with one or more protocols a sheet.

A protocol begins with lines of a key and a value («Протокол результатов ГИА-9 №», «Предмет»,
«Дата экзамена» …), then a header row and a line for each pupil. Further protocols of a sheet (the
reserve day) begin with their own «Протокол …». Sheets without one are left out (SHEET_SKIPPED).

PROTOCOL_HEAD refuses a whole protocol: its number, subject or day cannot be read.
"""

from .findings import Reading
from .findings import REFUSE_FILE
from .findings import REFUSE_ROW
from .findings import refused
from .findings import WARNING
from .limits import LIMITS
from .limits import Limits
from .lists import columns_read
from .lists import Findings
from .lists import Line
from .lists import open_part
from .lists import same_word
from .lists import Table
from .protocol_rows import COLUMNS
from .protocol_rows import read_lines
from .protocol_rows import ResultLine
from .workbooks import read_book
from .workbooks import Sheet
from .workbooks import UnreadableBook
from collections.abc import Iterator
from collective.schoolrecords.core.classes import parse_class
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.protocols import STATE_EXAM_9
from collective.schoolrecords.core.protocols import STATE_EXAM_11
from collective.schoolrecords.core.tables import MIN_COLUMNS
from dataclasses import dataclass
from dataclasses import replace
from datetime import date

import re


_BEGINS = re.compile(r"^\s*протокол\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(.+?)\s*\((\d[\w-]*)\)")
_GRADE = re.compile(r"(?:ГИА|GIA)[\s\-–]*(9|11)|\b(ОГЭ|ЕГЭ)\b", re.IGNORECASE)
_KEYS = {
    "number": ("протокол",),
    "organisation_code": ("код ате", "код оо", "коды"),
    "subject": ("предмет",),
    "dated_on": ("дата экзамена",),
    "commission_on": ("дата утверждения",),
    "received_on": ("дата поступления", "поступил"),
    "exam_day": ("день",),
}
DAYS = ("dated_on", "commission_on", "received_on")
REQUIRED = ("number", "subject", "dated_on")
#: Lines of a head at most; what begins further up is another table.
HEAD_LINES = 20
SUBJECT_LENGTH = 120


@dataclass(frozen=True)
class Head:
    """The head of a protocol; ``kind`` is one of ``core.protocols.KINDS``."""

    number: str
    kind: str
    subject: str
    subject_code: str
    dated_on: date
    commission_on: date | None = None
    received_on: date | None = None
    organisation_code: str = ""
    exam_day: str = ""


@dataclass(frozen=True)
class Block:
    """A protocol: its head and its lines."""

    head: Head
    lines: tuple[ResultLine, ...]


def read_protocols(
    data: bytes, filename: str, today: date | None = None, limits: Limits = LIMITS
) -> Reading:
    """Read a workbook of protocols; its rows are :class:`ResultLine`. Bad content never raises."""
    findings = Findings()
    try:
        book = read_book(data, filename, limits)
    except UnreadableBook as unreadable:
        return refused([unreadable.finding])
    findings.extend(book.findings)
    tables, rows = [], []
    filled = [sheet for sheet in book.sheets if not sheet.empty]
    for sheet in filled:
        parts = list(_parts(sheet))
        if not parts:
            findings.add("SHEET_SKIPPED", WARNING, sheet=sheet.name)
        for start, end in parts:
            table = open_part(sheet, COLUMNS, _below_head(sheet, start, end), end, findings)
            if table is not None:
                tables.append(table)
                rows += _block(table, start, findings, today)
    if not tables and not findings.refuse_file:
        code = "NO_HEADER" if filled else "NO_DATA"
        findings.clear()
        findings.add(code, REFUSE_FILE, detail=", ".join(sheet.name for sheet in filled))
    if findings.refuse_file:
        return refused(findings)
    return Reading(tuple(rows), tuple(findings.sorted()), False, columns_read(tables))


def _parts(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The protocols of a sheet as (first row, row after the last)."""
    begins = [
        index
        for index, row in enumerate(sheet.rows)
        if row and isinstance(row[0], str) and _BEGINS.match(row[0])
    ]
    for place, start in enumerate(begins, 1):
        yield start, begins[place] if place < len(begins) else len(sheet.rows)


def _below_head(sheet: Sheet, start: int, end: int) -> int:
    """The first row with more than a key and a value: the header stands there or further down."""
    for index in range(start, end):
        if sum(bool(clean_text(cell)) for cell in sheet.rows[index]) >= MIN_COLUMNS:
            return index
    return start


def _block(table: Table, start: int, findings: Findings, today: date | None) -> list[ResultLine]:
    lines = [Line(table, index, findings) for index in table.lines]
    head = _head(table, start, findings, today)
    if head is None:
        return []
    found = read_lines(lines, today)
    if not found:
        return []
    found[-1] = replace(found[-1], block=Block(head, tuple(found)))
    return found


def _head(table: Table, start: int, findings: Findings, today: date | None) -> Head | None:
    """The head between ``start`` and the header; ``None`` with a finding when it lacks something."""
    said: dict[str, object] = {}
    for row in table.sheet.rows[start : min(table.header.first_row, start + HEAD_LINES)]:
        key = _key(row)
        if key and key not in said:
            value = next((cell for cell in row[1:] if clean_text(cell)), None)
            said[key] = _number(row) if key == "number" and value is None else value
    days = {name: read_date(said.get(name), today) for name in DAYS}
    lacking = [name for name in REQUIRED if not clean_text(said.get(name))]
    lacking += [name for name, day in days.items() if day.code and name not in lacking]
    if lacking:
        _refuse_head(table, start, findings, lacking)
        return None
    subject = clean_text(said["subject"])
    match = _SUBJECT.fullmatch(subject)
    return Head(
        number=clean_text(said["number"])[:60],
        kind=_kind(table, start),
        subject=(match[1] if match else subject)[:SUBJECT_LENGTH],
        subject_code=match[2][:20] if match else "",
        organisation_code=clean_text(said.get("organisation_code"))[:60],
        exam_day=clean_text(said.get("exam_day"))[:60],
        **{name: day.value for name, day in days.items()},
    )


def _key(row: tuple[object, ...]) -> str | None:
    words = same_word(clean_text(row[0])) if row and isinstance(row[0], str) else ""
    for key, beginnings in _KEYS.items():
        if words and any(words.startswith(same_word(one)) for one in beginnings):
            return key
    return None


def _number(row: tuple[object, ...]) -> str:
    """The number when it stands in one cell with its key: «Протокол № 101-2026»."""
    return clean_text(row[0]).partition("№")[2].strip()


def _kind(table: Table, start: int) -> str:
    """Grade 9 or 11: what the title says, else the class of the first line."""
    match = _GRADE.search(clean_text(table.sheet.rows[start][0]))
    if match:
        eleven = match[1] == "11" or (match[2] or "").upper() == "ЕГЭ"
        return STATE_EXAM_11 if eleven else STATE_EXAM_9
    for index in table.lines:
        label = parse_class(table.header.value(table.sheet.rows[index], "label"))
        if label is not None:
            return STATE_EXAM_11 if label.grade == 11 else STATE_EXAM_9
    return STATE_EXAM_9


def _refuse_head(table: Table, start: int, findings: Findings, lacking: list[str]) -> None:
    titles = {
        "number": "№",
        "subject": "Предмет",
        "dated_on": "Дата экзамена",
        "commission_on": "Дата утверждения ГЭК",
        "received_on": "Дата поступления",
    }
    detail = ", ".join(titles[name] for name in lacking)
    place = {"sheet": table.sheet.name, "cell": f"A{start + 1}"}
    for row in (start, *table.lines):
        findings.add("PROTOCOL_HEAD", REFUSE_ROW, row=row + 1, detail=detail, **place)
