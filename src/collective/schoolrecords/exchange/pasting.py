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
from .protocol_rows import read_line
from .protocol_rows import readable_columns
from .protocol_rows import ResultLine
from .textfiles import read_table
from .workbooks import Book
from .workbooks import Sheet
from .xlsx_guard import Refused
from collections.abc import Mapping
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.protocols import EFFECTIVE
from collective.schoolrecords.core.protocols import INTERIM
from collective.schoolrecords.core.protocols import MOST_ROWS
from collective.schoolrecords.core.rosters import CLASS_UNKNOWN
from collective.schoolrecords.core.rosters import PUPIL_AMBIGUOUS
from collective.schoolrecords.core.tables import cell_address
from collective.schoolrecords.exchange.texts import findings_in_words
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.records.protocol.pupils import Pupils
from dataclasses import dataclass
from dataclasses import field
from zope.component.hooks import getSite


#: The pupil of a row is looked for by these, in the order of paper.
PERSON = ("label", "last_name", "first_name", "middle_name")
#: Titles of columns that a table may lack.
TITLES = {one.key: one.title for one in readable_columns(INTERIM)}
#: Reason of the rules → what a finding on the cell is called.
RULES = {
    "row_value_missing": "MISSING_VALUE",
    "row_value_long": "VALUE_LONG",
    "row_mark_unknown": "MARK_UNKNOWN",
    "row_without_result": "RESULT_MISSING",
    "row_absent_with_score": "ABSENT_WITH_SCORE",
    "row_outside_not_here": "OUTSIDE_NOT_HERE",
}
#: Reasons that rest on more columns than the one they name.
TOLD_BY = {
    "row_without_result": ("mark", "primary", "test"),
    "row_absent_with_score": ("mark", "primary", "test"),
}
#: Of a first row without titles so many columns are shown, of a cell so many letters.
COLUMNS_SHOWN, MOST_SHOWN = 20, 40
#: Letters of one pasted table; five hundred rows take a tenth of it. As a part of a form it has
#: less than the megabyte that Zope reads of one.
MOST_LETTERS = 400_000


@dataclass(frozen=True)
class Pasted:
    """What a table says: its rows with data, and all findings with their cells.

    ``lines`` are the rows that could stand, ``read`` how many rows there are, ``names`` whose
    result a row holds (row → name as far as it could be read). ``pupils``: the classes that the
    check has read, for whoever saves what was checked.
    """

    lines: tuple[ResultLine, ...]
    findings: tuple[Finding, ...]
    read: int = 0
    names: Mapping[int, str] = field(default_factory=dict)
    pupils: Pupils | None = None

    @property
    def rows(self):
        """The results of the lines."""
        return tuple(one.result for one in self.lines)

    @property
    def faulty(self):
        """How many rows have a fault; a row with several counts once."""
        return len({one.row for one in self.findings if one.level == REFUSE_ROW})

    @property
    def clean(self):
        """Whether the table may be saved: rows are there and no cell is wrong."""
        levels = {one.level for one in self.findings}
        return bool(self.lines) and not levels & {REFUSE_FILE, REFUSE_ROW}

    @property
    def entered(self):
        """How many rows saving would enter: all of them or, while one is wrong, none."""
        return len(self.lines) if self.clean else 0


def check_pasted(record, text, today):
    """Return the :class:`Pasted` table with what the protocol and the school say of its rows.

    Bad content never raises. A row that cannot be read is judged by the rules of results as well,
    so that all its faults are told at once.
    """
    findings = Findings()
    lines = _lines(text, record.kind, findings)
    if findings.refuse_file:
        return Pasted((), tuple(findings))
    pupils = Pupils(getSite(), record.dated_on or today)
    known = list(record.rows().values())
    size = len(known)
    read = []
    for line in lines:
        one = read_line(line, today)
        _note_beside(line)
        known.append(_judge(record, line, one, pupils))
        read.append(one)
    for place in writer.repeated(known):
        if place >= size:
            lines[place - size].refuse("ROW_TWICE")
    kept = (one for line, one in zip(lines, read, strict=True) if not line.is_refused)
    names = {one.row: _name(one.result) for one in read}
    # The faults of a row stand before what is only said of it.
    told = sorted(findings, key=lambda one: (one.row or 0, one.level == WARNING))
    return Pasted(tuple(kept), tuple(told), len(read), names, pupils)


def _lines(text, kind, findings):
    """Return the rows of a text as lines; what refuses the table as a whole is noted."""
    if len(text) > MOST_LETTERS:
        findings.add("TOO_LARGE", REFUSE_FILE, detail=f"{len(text)} > {MOST_LETTERS}")
        return []
    columns = readable_columns(kind)
    try:
        book = Book((Sheet("", _grid(text), (), {}),), ())
    except Refused as refusal:
        findings.add(refusal.code, REFUSE_FILE, detail=refusal.detail)
        return []
    tables = open_list(book, columns, findings)
    if "NO_HEADER" in [one.code for one in findings]:
        findings[:] = [_no_titles(book, columns)]
    lines = [Line(table, index, findings) for table in tables for index in table.lines]
    if len(lines) > MOST_ROWS:
        findings.add("TOO_LARGE", REFUSE_FILE, detail=f"{len(lines)} > {MOST_ROWS}")
    return lines


def _no_titles(book, columns):
    """The finding on a table without titles: its first row, cell by cell with the number of each."""
    rows = book.sheets[0].rows
    place = next(n for n, row in enumerate(rows) if any(clean_text(cell) for cell in row))
    cells = [clean_text(cell)[:MOST_SHOWN] for cell in rows[place][:COLUMNS_SHOWN]]
    return Finding(
        "NO_TITLES",
        REFUSE_FILE,
        row=place + 1,
        column=", ".join(one.title for one in columns if one.required),
        detail="; ".join(f"{n} — {cell}" for n, cell in enumerate(cells, 1) if cell),
    )


def _judge(record, line, one, pupils):
    """Return the result of a line with its pupil; note what the protocol and the school say of it.

    What depends on a cell that could not be read is not said: the cell itself is named.
    """
    wrong = {finding.column for finding in line.noted if finding.level == REFUSE_ROW}
    if one.state != EFFECTIVE:
        # What became of a result has a later protocol of its own; it is entered beside the row.
        _refuse(line, "APPEAL_IN_TABLE", "state")
    row = one.result
    if row.outside:
        row = writer.recognised(row, pupils)
    elif not wrong & {_title(line, key) for key in PERSON}:
        row, match = pupils.match(row)
        if match.code is not None:
            named = match.others if match.code == PUPIL_AMBIGUOUS else (row.label,)
            about = "label" if match.code == CLASS_UNKNOWN else _key(line, "last_name")
            line.warn(match.code, about, ", ".join(named))
    for reason in writer.row_reasons(record, row, pupils):
        if not wrong & {_title(line, key) for key in TOLD_BY.get(reason.code, (reason.field,))}:
            _refuse(line, *_as_finding(reason))
    return row


def _as_finding(reason):
    """Return (code of the finding, key of its column, detail) of a reason of the rules."""
    detail = str(reason.data.get("most", reason.data.get("value", "")))
    return RULES.get(reason.code, "VALUE_INVALID"), reason.field or "", detail


def _refuse(line, code, key, detail=None):
    """Refuse a row because of a column, which the table may not have."""
    line.refuse(code, _key(line, key), detail, column=_title(line, key))


def _note_beside(line):
    """Note the cells of a row that stand beside the last title: they were not read."""
    rows, last = line.table.sheet.rows, line.table.header.last_row
    titles = len(rows[last])
    for place, cell in enumerate(rows[line.index][titles:], titles):
        if clean_text(cell):
            address = cell_address(line.index, place)
            line.warn("CELL_WITHOUT_TITLE", detail=clean_text(cell)[:MOST_SHOWN], cell=address)


def _key(line, key):
    """The column in which a table has a part of a name: its own, or that of the whole name."""
    columns = line.table.header.columns
    return "full_name" if key in PERSON[1:] and "last_name" not in columns else key


def _title(line, key):
    """What a column is called: by the table, or as it would be where the table has none."""
    key = _key(line, key)
    return clean_text(line.table.header.titles.get(key, "")) or TITLES.get(key, "")


def _name(row):
    return full_name(row.last_name, row.first_name, row.middle_name)


def _grid(text: str) -> tuple[tuple[object, ...], ...]:
    """The cells of a text from a spreadsheet (tabs) or of a delimited one."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if "\t" in lines[0]:
        return tuple(tuple(line.split("\t")) for line in lines)
    return read_table(text, LIMITS)


def save_pasted(record, pasted: Pasted):
    """Enter the rows of a clean table; refused as a whole by the rules of the protocol."""
    return writer.add_rows(record, pasted.rows, pasted.pupils)


def described(pasted, request):
    """Return what a check says as JSON-ready data.

    ``rows`` were read, ``faulty`` of them have a fault, ``enterable`` would be entered: all or none.
    """
    return {
        "rows": pasted.read,
        "faulty": pasted.faulty,
        "enterable": pasted.entered,
        "clean": pasted.clean,
        "findings": findings_in_words(pasted.findings, request),
    }
