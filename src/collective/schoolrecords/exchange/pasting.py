"""A table that somebody pastes into a protocol: read as a file is, checked before it is saved.

The first row holds the titles. Nothing is saved while a single cell is wrong: a table of five
hundred rows of which seven are missing would look whole.
"""

from .findings import Finding
from .findings import REFUSE_FILE
from .findings import REFUSE_ROW
from .findings import WARNING
from .limits import LIMITS
from .lists import Findings
from .lists import Line
from .lists import open_list
from .protocol_rows import read_lines
from .protocol_rows import readable_columns
from .protocol_rows import REPLACING
from .protocol_rows import ResultLine
from .textfiles import read_table
from .workbooks import Book
from .workbooks import Sheet
from .xlsx_guard import Refused
from collective.schoolrecords.core.protocols import CHANGED
from collective.schoolrecords.core.protocols import MOST_ROWS
from collective.schoolrecords.core.rosters import PUPIL_AMBIGUOUS
from collective.schoolrecords.exchange.texts import findings_in_words
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.records.protocol.pupils import Pupils
from dataclasses import dataclass
from datetime import date
from zope.component.hooks import getSite


#: Letters of one pasted table; five hundred rows take a tenth of it. As a part of a form it has
#: less than the megabyte that Zope reads of one.
MOST_LETTERS = 400_000


@dataclass(frozen=True)
class Pasted:
    """What a table says: rows that could stand, and all findings with their cells.

    ``pupils``: the classes that the check has read, for whoever saves what was checked.
    """

    lines: tuple[ResultLine, ...]
    findings: tuple[Finding, ...]
    pupils: Pupils | None = None

    @property
    def rows(self):
        """The results of the lines."""
        return tuple(one.result for one in self.lines)

    @property
    def clean(self):
        """Whether the table may be saved: rows are there and no cell is wrong."""
        levels = {one.level for one in self.findings}
        return bool(self.lines) and not levels & {REFUSE_FILE, REFUSE_ROW}


def read_pasted(text: str, today: date | None, kind: str | None = None) -> Pasted:
    """Read a table pasted into a protocol of a kind; bad content never raises."""
    findings = Findings()
    if len(text) > MOST_LETTERS:
        findings.add("TOO_LARGE", REFUSE_FILE, detail=f"{len(text)} > {MOST_LETTERS}")
        return Pasted((), tuple(findings))
    try:
        book = Book((Sheet("", _grid(text), (), {}),), ())
    except Refused as refusal:
        findings.add(refusal.code, REFUSE_FILE, detail=refusal.detail)
        return Pasted((), tuple(findings))
    tables = open_list(book, readable_columns(kind), findings)
    lines = [Line(table, index, findings) for table in tables for index in table.lines]
    if len(lines) > MOST_ROWS:
        findings.add("TOO_LARGE", REFUSE_FILE, detail=f"{len(lines)} > {MOST_ROWS}")
        return Pasted((), tuple(findings))
    kept = read_lines(lines, today)
    for one in kept:
        if one.state in (CHANGED, REPLACING):
            # An appeal has a later protocol of its own; it is entered beside the row.
            findings.add("APPEAL_IN_TABLE", REFUSE_ROW, row=one.row)
    return Pasted(tuple(kept), tuple(findings.sorted()))


def _grid(text: str) -> tuple[tuple[object, ...], ...]:
    """The cells of a text from a spreadsheet (tabs) or of a delimited one."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if "\t" in lines[0]:
        return tuple(tuple(line.split("\t")) for line in lines)
    return read_table(text, LIMITS)


def check_pasted(record, text, today):
    """Return the :class:`Pasted` table with what the protocol and the school say of its rows."""
    pasted = read_pasted(text, today, record.kind)
    findings = Findings(pasted.findings)
    pupils = Pupils(getSite(), record.dated_on or today)
    known = list(record.rows().values())
    size = len(known)
    for line in pasted.lines:
        row, match = pupils.match(line.result)
        if row.outside:
            row = writer.recognised(line.result, pupils)
        elif match.code is not None:
            named = match.others if match.code == PUPIL_AMBIGUOUS else (row.label,)
            findings.add(match.code, WARNING, row=line.row, detail=", ".join(named))
        for reason in writer.row_reasons(record, row, pupils):
            detail = f"{reason.field or ''} {reason.code}".strip()
            findings.add("VALUE_INVALID", REFUSE_ROW, row=line.row, detail=detail)
        known.append(row)
    for place in writer.repeated(known):
        if place >= size:
            findings.add("ROW_TWICE", REFUSE_ROW, row=pasted.lines[place - size].row)
    return Pasted(pasted.lines, tuple(findings.sorted()), pupils)


def save_pasted(record, pasted: Pasted):
    """Enter the rows of a clean table; refused as a whole by the rules of the protocol."""
    return writer.add_rows(record, pasted.rows, pasted.pupils)


def described(pasted, request):
    """Return what a check says as JSON-ready data."""
    return {
        "rows": len(pasted.lines),
        "clean": pasted.clean,
        "findings": findings_in_words(pasted.findings, request),
    }
