"""The content class of an inventory: fields, rows and the marks beside them."""

from BTrees.IOBTree import IOBTree
from collective.schoolrecords.core.canonical import canonical_bytes
from collective.schoolrecords.core.inventories import read_number
from collective.schoolrecords.core.inventories import Row
from collective.schoolrecords.jobs.interfaces import PAUSED
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.retention.inventory.interfaces import IInventory
from dataclasses import asdict
from dataclasses import astuple
from dataclasses import dataclass
from datetime import date
from zope.component.hooks import getSite
from zope.interface import implementer

import hashlib


@dataclass(frozen=True)
class Mark:
    """What became of a row's record (отметка в учётных документах).

    ``way``: one of ``core.inventories.WAYS_OUT``; ``note``: the words, without names; ``act``: UID
    of the act of destruction.
    """

    way: str
    note: str
    marked_on: date
    act: str | None = None


@implementer(IInventory)
class Inventory(RecordContainer):
    """See :class:`IInventory`.

    Rows are kept under positions that never change; what people see is the row's number. Marks lie
    beside the rows, because rows are locked from the submission on.
    """

    family_id = "inventory"
    doc_type = "inventory"
    #: Services that its JSON names beside those of every record.
    rest_services = ("rows",)

    _rows = None
    _marks = None
    #: The kind that the rows were chosen for.
    _compiled_kind = None
    #: Id of the job that added rows last.
    _compiling = None
    #: Digest of all rows, kept with every change of one: a chain entry must not read them all.
    _rows_digest = None

    def rows(self):
        """Return (position, :class:`~.core.inventories.Row`) pairs in the order of the numbers."""
        found = [(position, Row(*values)) for position, values in (self._rows or {}).items()]
        return sorted(found, key=lambda pair: (read_number(pair[1].number) or (0, ""), pair[0]))

    def row(self, position):
        """Return the row at a position; ``KeyError`` when there is none."""
        return Row(*(self._rows or {})[position])

    def row_count(self):
        """Return how many rows there are."""
        return len(self._rows or ())

    def marks(self, position):
        """Return the :class:`Mark` values of a row, oldest first."""
        return tuple(Mark(*values) for values in (self._marks or {}).get(position, ()))

    def marked(self):
        """Return position → marks of all rows that have some."""
        return {position: self.marks(position) for position in self._marks or ()}

    @property
    def compiling(self):
        """Whether a job is still adding rows."""
        jobs = get_jobs(getSite()) if self._compiling else None
        job = jobs.get(self._compiling) if jobs is not None else None
        return job is not None and job.state in (QUEUED, RUNNING, PAUSED)

    # Written by rows.py and marks.py, which ask the rules first.

    def put_row(self, position, row):
        """Keep a row; :meth:`seal_rows` follows when the change is whole."""
        if self._rows is None:
            self._rows = IOBTree()
        self._rows[position] = astuple(row)

    def drop_row(self, position):
        """Take a row out."""
        del self._rows[position]

    def next_position(self):
        """Return a position that no row has."""
        return self._rows.maxKey() + 1 if self._rows else 1

    def seal_rows(self):
        """Note the digest of the rows as they are now."""
        self._rows_digest = self.digest_rows()

    def digest_rows(self):
        """Return the digest (hex) of the rows as they are, ``None`` without any.

        It is not salted: a row names nobody.
        """
        if not self._rows:
            return None
        rows = [[at, asdict(Row(*values))] for at, values in self._rows.items()]
        return hashlib.sha256(canonical_bytes(rows)).hexdigest()

    def rows_intact(self):
        """Whether the rows are those that the chain knows."""
        return self.digest_rows() == self._rows_digest

    def add_mark(self, position, mark):
        """Note beside a row what became of its record."""
        if self._marks is None:
            self._marks = IOBTree()
        self._marks[position] = (*self._marks.get(position, ()), astuple(mark))

    def digest_extra(self):
        """Return what the chain's digests cover beside the fields."""
        return {"rows": self._rows_digest}

    def search_words(self):
        """Title and number."""
        return (self.title, self.registration_number)
