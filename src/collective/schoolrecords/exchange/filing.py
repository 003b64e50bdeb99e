"""What all imports share: one way through a list, tried dry or filed chunk by chunk as a job.

A dry run and an import read the same rows with the same code and make the same findings; the dry
one writes nothing. An import is a job: a chunk of rows, the records made of them, the findings and
the cursor are one transaction, so that a killed server goes on where it was, without a row lost
or filed twice.
"""

from abc import ABC
from abc import abstractmethod
from AccessControl.security import checkPermission
from collections import Counter
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.findings import Finding
from collective.schoolrecords.exchange.findings import REFUSE_ROW
from collective.schoolrecords.exchange.findings import WARNING
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.school.cohorts import find_cohort
from dataclasses import dataclass
from dataclasses import field
from threading import Lock

import re


IMPORT = "collective.schoolrecords.Import"
#: Kinds of jobs that file lists are called as the kind of list, behind this.
PREFIX = "import_"
RIGHT_MISSING = _(
    "import_permission_missing",
    default="This list needs a right that the person who loads it lacks.",
)

#: A chunk files at least this part of the rows it may file, however long it takes.
LEAST_PART = 5
#: Readings kept in memory between the chunks of running jobs.
KEPT_READINGS = 2
_YEAR = re.compile(r"(20\d\d)\s*[/\u2013\u2014-]\s*(?:20)?(\d\d)")
_readings = {}
_lock = Lock()


@dataclass(frozen=True)
class Report:
    """What a dry run says: ``numbers`` and ``findings`` are those the import would give.

    ``rows`` could be filed; ``read`` are all that the list has, the refused ones too.
    """

    rows: int
    numbers: dict
    findings: tuple
    refused: bool = False
    read: int = 0


@dataclass
class Sink:
    """Where a filing writes what it counts and finds; the journal of an import or a dry run."""

    numbers: Counter = field(default_factory=Counter)
    findings: list = field(default_factory=list)

    def count(self, name, by=1):
        """Add to a number."""
        self.numbers[name] += by

    def add(self, code, level, row, column="", detail=""):
        """Note a finding of a row (``sheet``, ``row``)."""
        place = {"sheet": getattr(row, "sheet", ""), "row": _line(row)}
        self.findings.append(Finding(code, level, column=column, detail=detail, **place))

    def refuse(self, code, row, column="", detail=""):
        """Note that a row is not filed."""
        self.count("refused")
        self.add(code, REFUSE_ROW, row, column, detail)

    def warn(self, code, row, column="", detail=""):
        """Note a warning; the row is filed."""
        self.add(code, WARNING, row, column, detail)


class Filing(ABC):
    """Files the rows of one kind of list; a subclass says how one row is filed.

    One object for each transaction, or one for a whole dry run. ``dry``: write nothing at all.
    ``own`` is the import that files, ``None`` in a dry run.
    """

    kind = None

    def __init__(self, site, parameters, own=None, doubtful=frozenset()):
        self.site = site
        self.parameters = parameters
        self.own = own
        self.dry = own is None
        self.doubtful = doubtful
        self.sink = Sink()
        self.imports = journal.imports_of(site)
        self._planned = set()
        self._cohorts = {}

    @abstractmethod
    def take(self, number, row):
        """File one row, the ``number``-th of the reading."""

    def finish(self):
        """Write what a chunk collected; most kinds collect nothing."""
        return None

    # -- rows that are filed already ------------------------------------------------------------

    def is_filed(self, key):
        """Whether a record stands for the row's ``key``, from this import or another one."""
        if key in self._planned:
            return True
        uid = self.imports.filed.get(key) if self.imports is not None else None
        return uid is not None and self.exists(uid)

    def exists(self, uid):
        """Whether a record with the UID is (still) there, whoever may see it."""
        catalog = self.site.portal_catalog._catalog
        return uid in catalog.getIndex("UID")._index

    def plan(self, key):
        """Remember a row that a dry run would have filed."""
        self._planned.add(key)

    def keep(self, number, key, uid):
        """Remember the record of a row in the journal."""
        self.own.uids[number] = uid
        self.own.keys[number] = key
        self.imports.filed[key] = uid
        self._planned.add(key)

    def source(self, row):
        """The payload of a record's first event: where it comes from."""
        place = {"import": self.own.uid, "sha256": self.own.sha256, "row": _line(row)}
        sheet = getattr(row, "sheet", "")
        return {**place, "sheet": sheet} if sheet else place

    def is_doubtful(self, row):
        """Whether the reading found anything about the row."""
        return (getattr(row, "sheet", ""), _line(row)) in self.doubtful

    # -- classes --------------------------------------------------------------------------------

    @property
    def year(self):
        """First calendar year of the school year that the list's classes are those of."""
        return self.parameters["year"]

    def cohort_id(self, school, label):
        """Return the id of the class with a label in the list's school year; it is made if new.

        A dry run gives a new class the id "new".
        """
        found = self._cohorts.get(label)
        if found is None:
            first_day = SchoolYear(self.year).first_day
            cohort = find_cohort(school, label, first_day)
            if cohort is None:
                self.sink.count("cohorts")
                found = "new" if self.dry else self._new_cohort(school, label)
            else:
                found = cohort.id
            self._cohorts[label] = found
        return found

    def _new_cohort(self, school, label):
        grade, letter = re.fullmatch(r"(\d+)(.*)", label).groups()
        cohort = add_cohort(school, year=self.year, grade=int(grade), letter=letter)
        self.own.keep("cohort", cohort.id)
        return cohort.id


class ImportKind(JobKind, ABC):
    """Job that files one kind of list. ``filing``: its :class:`Filing`; ``read``: its reader.

    The job's parameters are ``{"import": uid}``, its cursor the number of the next row.
    """

    permission = IMPORT
    filing = None
    #: More permissions (ids) that the person needs on the site.
    also_needed = ()

    @abstractmethod
    def read(self, data, filename, parameters, site):
        """Return the ``Reading`` of the file."""

    def defaults(self, reading, data, filename, parameters):
        """Return the parameters with what the list itself says."""
        return parameters

    def may(self, site, parameters):
        """Whether the person may do what the parameters ask for beyond the permissions."""
        return True

    def completes(self, site, former):
        """Whether the person may do what the import ``former`` of the same file had to leave."""
        return False

    def step(self, site, job, budget):
        """File rows from the cursor on until the budget is spent."""
        one = journal.imports_of(site).get(job.parameters["import"])
        self.check_permissions(site)
        reading = self._reading(site, one)
        rows = reading.rows
        first = number = job.cursor
        with working_as("import"):
            filing = self.filing(site, one.parameters, one, doubtful_rows(reading))
            while number < len(rows) and not _enough(budget, number - first):
                filing.take(number, rows[number])
                number += 1
            filing.finish()
        one.note(filing.sink.findings)
        for name, count in filing.sink.numbers.items():
            one.count(name, count)
        job.cursor = number
        return Progress(number, len(rows), number == len(rows))

    def finish(self, site, job):
        """Return the numbers; the file is given up."""
        one = journal.imports_of(site).get(job.parameters["import"])
        one.forget_file()
        _drop_reading(one.uid)
        return dict(one.numbers)

    def check_permissions(self, site):
        """Raise ``JobFailed`` when the person may not do all that the list asks for."""
        for permission in self.also_needed:
            if not checkPermission(permission, site):
                raise JobFailed(RIGHT_MISSING)

    def dry_run(self, site, reading, parameters):
        """Return the :class:`Report` of an import without writing anything."""
        filing = self.filing(site, parameters, None, doubtful_rows(reading))
        for number, row in enumerate(reading.rows):
            filing.take(number, row)
        filing.sink.count("refused", len(reading.refused_rows))
        return Report(
            len(reading.rows),
            {name: count for name, count in filing.sink.numbers.items() if count},
            (*reading.findings, *filing.sink.findings),
            read=reading.rows_read,
        )

    def _reading(self, site, one):
        with _lock:
            reading = _readings.get(one.uid)
        if reading is None:
            data = one.read()
            if data is None:
                raise JobFailed(_("import_file_gone", default="The file is no longer kept."))
            reading = self.read(data, one.filename, one.parameters, site)
            with _lock:
                while len(_readings) >= KEPT_READINGS:
                    _readings.pop(next(iter(_readings)))
                _readings[one.uid] = reading
        return reading


def _enough(budget, done):
    """Whether a chunk may end. Reading the file may have used up its time: it gets on all the same."""
    return done >= max(1, budget.items // LEAST_PART) and budget.spent(done)


def doubtful_rows(reading):
    """Return (sheet, row) of every row that the reading found anything about."""
    return frozenset((one.sheet, one.row) for one in reading.findings if one.row is not None)


def year_of(titles):
    """Return the first year of the school year that one of the texts names, or ``None``.

    «2025/2026 учебный год» gives 2025; years that do not follow each other are no school year.
    """
    for text in titles:
        for first, second in _YEAR.findall(text):
            if (int(first) + 1) % 100 == int(second):
                return int(first)
    return None


def this_year():
    """Return the first calendar year of the school year it is now."""
    return SchoolYear.of(school_today()).start


def _line(row):
    return row.row if hasattr(row, "row") else row.line


def _drop_reading(uid):
    with _lock:
        _readings.pop(uid, None)
