"""The list of a school's archive becomes case files: closed ones, open ones, and faulty ones.

A row with a closing date is filed closed, one without it current. A row whose type or closing date
cannot be told is filed as well, open and with its fault (``archive_error``): no term runs for it
until a person has mended it. Descriptions of the archive keep no snapshot of a term, for the law
that they were closed under is not known: the regulation in force counts.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import backlog
from collective.schoolrecords.core import delimited
from collective.schoolrecords.core.holds import MAX_TEXT
from collective.schoolrecords.core.lifecycle import CLOSED
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.core.tables import cell_address
from collective.schoolrecords.exchange.filing import Filing
from collective.schoolrecords.exchange.filing import ImportKind
from collective.schoolrecords.exchange.findings import Finding
from collective.schoolrecords.exchange.findings import Reading
from collective.schoolrecords.exchange.findings import REFUSE_FILE
from collective.schoolrecords.exchange.findings import REFUSE_ROW
from collective.schoolrecords.exchange.findings import refused
from collective.schoolrecords.exchange.findings import WARNING
from collective.schoolrecords.exchange.journal import BACKLOG
from collective.schoolrecords.lifecycle.bulk import BulkFiling
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.due import put_records
from collective.schoolrecords.school.regulation import regulation_on
from hashlib import sha256


REGISTER_ID = "cases"
PORTAL_TYPE = "case_file"
LONGEST_ERROR = 400
#: By what a hold that the list tells of is laid, until a person lays one with its document.
HOLD_BASIS = "Отметка в списке архива"

#: In which column of the list a fault stands.
COLUMNS = {
    backlog.UNKNOWN_TYPE: "doc_type",
    backlog.OPENED_AFTER_CLOSED: "opened",
    backlog.BAD_YEAR: "opened",
    backlog.BAD_SHEETS: "sheets",
    backlog.BAD_DATE: "closed",
    backlog.DATE_WITHOUT_DAY: "closed",
    backlog.TWO_DIGIT_YEAR: "closed",
    backlog.FUTURE_DATE: "closed",
    backlog.TOO_OLD: "closed",
}


class BacklogFiling(Filing):
    """Files descriptions. Numbers: filed, closed, open, errors, already, refused, held."""

    kind = BACKLOG

    def __init__(self, *args):
        super().__init__(*args)
        self.bulk = BulkFiling(self.site[REGISTER_ID], PORTAL_TYPE)

    def take(self, number, row):
        """See :class:`Filing`."""
        key = ("archive", _digest(row))
        if self.is_filed(key):
            self.sink.refuse("ALREADY_FILED", row, detail=row.number)
            self.sink.count("already")
            return
        values = values_of(row)
        wrong = self.bulk.problems(values)
        if len(row.hold) > MAX_TEXT:
            wrong.append("hold")
        if wrong:
            self.sink.refuse("VALUE_INVALID", row, detail=", ".join(wrong))
            return
        state = CLOSED if values["closed_on"] is not None else CURRENT
        self.sink.count("filed")
        self.sink.count(_standing(values))
        self.sink.count("held", bool(row.hold))
        if self.dry:
            self.plan(key)
            return
        record = self.bulk.file(values, state=state, payload=self.source(row))
        if row.hold:
            holds.enter(record, holds.imported(row.hold, HOLD_BASIS, school_today()))
        self.keep(number, key, record.UID())

    def finish(self):
        """Write the catalog rows, then the days of destruction."""
        if not self.dry:
            put_records(self.bulk.finish())


class BacklogImport(ImportKind):
    """See :class:`ImportKind`."""

    title = _("import_backlog_title", default="Loading a list of the archive")
    filing = BacklogFiling

    def read(self, data, filename, parameters, site):
        """See :class:`ImportKind`; types are also told by the words of the regulation in force."""
        return read_backlog(data, parameters["today"], regulation_on(site, school_today()))


def read_backlog(data, today, regulation=None):
    """Read a list of the archive; rows are ``core.backlog.ArchiveRow``. Never raises for content.

    A type that the regulation has no term for is unknown. Lines that repeat one before them are
    findings and no rows.
    """
    documents = regulation.documents if regulation is not None else {}
    labels = {key: (one.label, *(one.aliases or ())) for key, one in documents.items()}
    try:
        table = delimited.read(data, backlog.find_columns)
        rows = list(backlog.read_rows(table, today, labels))
    except delimited.Refused as refusal:
        return refused([Finding(refusal.code, REFUSE_FILE, detail=refusal.detail)])
    columns = {name: place for name, place in table.header.items() if name != "width"}
    findings = [_finding(one, columns) for row in rows for one in row.findings]
    return Reading(tuple(row for row in rows if row.counted), tuple(findings), False, {})


def _finding(one, columns):
    key = COLUMNS.get(one.code)
    place = columns.get(key)
    return Finding(
        one.code,
        REFUSE_ROW if one.code == backlog.DUPLICATE_ROW else WARNING,
        row=one.line,
        cell=cell_address(one.line - 1, place) if place is not None else "",
        detail=one.detail,
    )


def values_of(row):
    """Return the fields of the case file of a row."""
    error = _error(row)
    return {
        "title": row.title or row.label or row.index or row.number,
        "doc_type": row.doc_type,
        "case_index": row.index or None,
        "file_plan_year": row.opened,
        "closed_on": None if error else row.closed,
        "sheets": row.sheets,
        "storage_place": row.place or None,
        "carriers": [{"carrier": name} for name in row.carriers] or None,
        "archive_error": error,
        "note": row.note or None,
    }


def _error(row):
    """What is wrong with a row such that no term can run; ``None`` when nothing is."""
    found = [one for one in row.findings if one.code in backlog.ERRORS]
    if not found:
        return None
    words = [f"{one.code}: {one.detail}" for one in found]
    if row.closed is not None:
        words.append(f"CLOSED: {row.closed:%d.%m.%Y}")
    return "; ".join(words)[:LONGEST_ERROR]


def _standing(values):
    if values["archive_error"]:
        return "errors"
    return "closed" if values["closed_on"] is not None else "open"


def _digest(row):
    """A row's own key: two lines that say the same under the same № are one file."""
    said = (row.number, row.label, row.title, row.index, row.opened, row.closed, row.sheets)
    return sha256(repr((*said, row.place, row.carrier)).encode()).hexdigest()
