"""Protocols of a workbook become drafts with their rows, appeals and familiarisation.

A protocol is filed whole, on its last line, so that a chunk never leaves half of one. Pupils are
recognised by class and name; who is not is told and the row is filed without a personal file, for a
person to choose it. A protocol whose kind, number and year are here already is not filed again.
"""

from collections import Counter
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.rosters import PUPIL_AMBIGUOUS
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.exchange.filing import Filing
from collective.schoolrecords.exchange.filing import ImportKind
from collective.schoolrecords.exchange.journal import PROTOCOLS
from collective.schoolrecords.exchange.protocol_rows import values_of
from collective.schoolrecords.exchange.protocols import read_protocols
from collective.schoolrecords.lifecycle.bulk import BulkFiling
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol.pupils import Pupils
from collective.schoolrecords.records.protocol.rows import fill
from collective.schoolrecords.records.protocol.rows import recognised
from collective.schoolrecords.records.protocol.rows import repeated
from dataclasses import replace
from Products.CMFCore.indexing import processQueue


REGISTER_ID = "protocols"
PORTAL_TYPE = "protocol"
EXAMS = {rules.STATE_EXAM_9: "ГИА-9", rules.STATE_EXAM_11: "ГИА-11"}


class ProtocolFiling(Filing):
    """Files protocols. Numbers: filed, results, recognised, appeals, familiarised, already."""

    kind = PROTOCOLS

    def __init__(self, *args):
        super().__init__(*args)
        self.bulk = BulkFiling(self.site[REGISTER_ID], PORTAL_TYPE)
        self.today = school_today()
        self._pupils = {}
        self._here = None

    def take(self, number, row):
        """See :class:`Filing`: lines wait for the last one of their protocol."""
        if row.block is not None:
            self._file(number, row, row.block)

    def finish(self):
        """Write the catalog rows of the chunk."""
        if not self.dry:
            self.bulk.finish()

    def _file(self, number, row, block):
        head = block.head
        key = (PORTAL_TYPE, head.kind, head.dated_on.year, head.number)
        if self._stands_already(key):
            self.sink.refuse("PROTOCOL_FILED", row, detail=head.number)
            self.sink.count("already")
            return
        values = _values(head)
        wrong = self.bulk.problems(values)
        if wrong:
            self.sink.refuse("VALUE_INVALID", row, detail=", ".join(wrong))
            return
        lines = self._standing(block)
        rows, rulings = values_of(lines, head.number, head.commission_on or head.dated_on)
        pupils = self._pupils.setdefault(head.dated_on, Pupils(self.site, head.dated_on))
        rows = [self._recognise(*pair, pupils) for pair in zip(lines, rows, strict=True)]
        rows = self._once(lines, rows)
        told = {at: self._told(line) for at, line in enumerate(lines, 1) if line.told}
        self._count(rows, rulings, told)
        if self.dry:
            self.plan(key)
            return
        record = self.bulk.file(values, payload=self.source(row))
        self.keep(number, key, record.UID())
        fill(record, dict(enumerate(rows, 1)), rulings, told)

    def _count(self, rows, rulings, told):
        self.sink.count("filed")
        self.sink.count("results", len(rows))
        self.sink.count("recognised", sum(1 for one in rows if one.file))
        self.sink.count("appeals", len(rulings))
        self.sink.count("familiarised", len(told))

    def _standing(self, block):
        """Return the lines that may stand; a line whose old one may not stand falls with it."""
        kept, places = [], {}
        for place, line in enumerate(block.lines):
            reasons = rules.row_reasons(line.result, block.head.kind)
            if line.replaces is not None and line.replaces not in places:
                self.sink.refuse("APPEAL_WITHOUT_ROW", line)
                continue
            if reasons:
                found = ", ".join(f"{one.field or ''} {one.code}".strip() for one in reasons)
                self.sink.refuse("VALUE_INVALID", line, detail=found)
                continue
            places[place] = len(kept)
            old = None if line.replaces is None else places[line.replaces]
            kept.append(replace(line, replaces=old))
        return kept

    def _once(self, lines, rows):
        """Warn of pupils who stand twice; a file that several rows would have is given to none.

        Namesakes of whom one has a file, or one pupil written twice: a person decides.
        """
        for place in repeated(rows):
            self.sink.warn("ROW_TWICE", lines[place])
        holders = Counter(row.file for row in rows if row.file and row.replaces is None)
        return [replace(row, file=None) if holders[row.file] > 1 else row for row in rows]

    def _recognise(self, line, row, pupils):
        if row.outside:
            return recognised(row, pupils)
        found, match = pupils.match(row)
        if match.code is not None:
            named = match.others if match.code == PUPIL_AMBIGUOUS else (row.label,)
            self.sink.warn(match.code, line, detail=", ".join(named))
        return found

    def _told(self, line):
        by = self.own.user_id if self.own is not None else ""
        return rules.Acknowledgement(line.told, rules.PAPER, by)

    def _stands_already(self, key):
        if self.is_filed(key):
            return True
        if self._here is None:
            processQueue()
            catalog = self.site.portal_catalog
            self._here = {
                (brain.record_doc_type, (brain.record_dated_on or "")[:4], brain.record_number)
                for brain in catalog.unrestrictedSearchResults(portal_type=PORTAL_TYPE)
            }
        _type, kind, year, number = key
        return (rules.DOC_TYPES[kind], str(year), number) in self._here


def _values(head):
    """Return the fields of the protocol of a head."""
    return {
        "title": f"{EXAMS[head.kind]}, {head.subject}, {head.dated_on:%d.%m.%Y}",
        "kind": head.kind,
        "school_year": SchoolYear.of(head.dated_on).label,
        "registration_number": head.number,
        "school_subject": head.subject,
        "subject_code": head.subject_code or None,
        "dated_on": head.dated_on,
        "commission_on": head.commission_on,
        "received_on": head.received_on,
        "organisation_code": head.organisation_code or None,
        "exam_day": head.exam_day or None,
        "carriers": [{"carrier": "paper"}],
    }


class ProtocolImport(ImportKind):
    """See :class:`ImportKind`."""

    title = _("import_protocols_title", default="Loading protocols of state exams")
    filing = ProtocolFiling

    def read(self, data, filename, parameters, site):
        """See :class:`ImportKind`."""
        return read_protocols(data, filename, parameters["today"])
