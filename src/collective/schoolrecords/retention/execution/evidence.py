"""The files that an act keeps for ever about what it destroyed.

The law asks for the act and an export of the event log (приказ Роскомнадзора № 179 of 28.10.2022,
domain.md 5.1). So when the records are removed a job files into the act: the snapshot of its rows
(CSV and JSON), the chains of every destroyed record without their payloads, the act and the minutes
as PDF/A. None of it names a person whose records went.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.canonical import plain
from collective.schoolrecords.core.chain import FIELDS
from collective.schoolrecords.integrity.fixity.interfaces import IKeptFiles
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.messages import _
from collective.schoolrecords.printing.pages import FormRefused
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.retention.act.prints import act_form
from collective.schoolrecords.retention.act.prints import minutes_form
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.execution.jobs import act_of_job
from collective.schoolrecords.retention.execution.jobs import MANAGE
from hashlib import sha256
from persistent import Persistent
from ZODB.blob import Blob
from zope.component import adapter
from zope.interface import implementer

import csv
import io
import json


CSV, JSON, LINES, PDF = "text/csv", "application/json", "application/x-ndjson", "application/pdf"
#: Columns of rows.csv: those of the form, then what became of the row.
COLUMNS = (
    "position",
    "title",
    "years",
    "inventory_number",
    "inventory_item",
    "count",
    "term",
    "article",
    "note",
    "uid",
    "doc_type",
    "closed_on",
    "destroy_from",
    "sheets",
    "digest",
    "decision",
    "reason",
    "result",
    "result_reason",
)
#: Needed to read a file besides seeing the act: who did what stands in it.
AUDITED = frozenset(("event-log.jsonl",))


class Evidence(Persistent):
    """One file: its bytes in a blob, with media type, size, SHA-256 (hex) and the instant."""

    def __init__(self, data, media_type, at):
        self.media_type = media_type
        self.size = len(data)
        self.sha256 = sha256(data).hexdigest()
        self.at = at
        self.blob = Blob()
        with self.blob.open("w") as stream:
            stream.write(data)

    def read(self):
        """Return the bytes."""
        with self.blob.open("r") as stream:
            return stream.read()


def evidence_of(act):
    """Return name → :class:`Evidence` of an act; empty before its removal."""
    return getattr(aq_base(act), "_evidence", None) or {}


class FileEvidence(JobKind):
    """Kind ``act-evidence``; parameters ``{"act": uid}``. One file in each transaction."""

    title = _("act_job_evidence", default="File the evidence of an act")
    permission = MANAGE

    def step(self, site, job, budget):
        """Make and file the next one."""
        act = act_of_job(site, job)
        name = tuple(MAKERS)[job.cursor]
        made = MAKERS[name](site, act)
        if made is not None:
            file_evidence(act, name, *made, event="evidence_filed")
        job.cursor += 1
        return Progress(job.cursor, len(MAKERS), finished=job.cursor == len(MAKERS))


@implementer(IKeptFiles)
@adapter(IRecord)
class EvidenceFiles:
    """What a fixity run reads of a record's evidence."""

    def __init__(self, record):
        self.record = record

    def files(self):
        """See :class:`IKeptFiles`."""
        for name, one in evidence_of(self.record).items():
            yield f"evidence/{name}", one.blob, one.sha256


def file_evidence(act, name, data, media_type, event="upload"):
    """Keep a file with the record and write its sum into the record's chain, as ``event``."""
    base = aq_base(act)
    if getattr(base, "_evidence", None) is None:
        base._evidence = OOBTree()
    one = base._evidence[name] = Evidence(data, media_type, now())
    payload = {"field": "evidence", "name": name, "size": one.size, "sha256": one.sha256}
    record_event(act, event, payload=payload)
    return one


# -- the files ------------------------------------------------------------------------------------


def rows_csv(site, act):
    """The rows as a table: semicolons and a byte-order mark, as the school's spreadsheets want."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(COLUMNS)
    for position, row in act.rows.items():
        values = {**row.as_dict(), "position": position}
        writer.writerow([_cell(values[name]) for name in COLUMNS])
    return stream.getvalue().encode("utf-8-sig"), CSV


def rows_json(site, act):
    """Everything about the rows, and what the act itself says."""
    data = {
        "act": act.UID(),
        "number": act.registration_number,
        "signed_on": act.registered_on,
        "totals": act.totals(),
        "rows": [{"position": one, **row.as_dict()} for one, row in act.rows.items()],
    }
    return _json(data, indent=1), JSON


def event_log(site, act):
    """A line for each entry of each destroyed record's chain, and of its documents' chains."""
    lines = []
    for position, row in act.rows.items():
        if row.result != "removed":
            continue
        stone = find_record(site, row.uid)
        chains = [chain_of(stone), *(one for _uid, one in sorted(stone.document_chains.items()))]
        for chain in chains:
            for entry in chain.entries():
                values = {name: getattr(entry, name) for name in FIELDS}
                lines.append(_json({"row": position, "uid": chain.uid, **values}))
    return b"\n".join([*lines, b""]), LINES


def act_pdf(site, act):
    """The act as it would be printed now."""
    return _printed(act_form, act)


def minutes_pdf(site, act):
    """The minutes of the commission; none when they cannot be printed."""
    return _printed(minutes_form, act)


def _printed(form, act):
    try:
        return print_form(form(act), timestamp=now()), PDF
    except FormRefused:
        return None


def _cell(value):
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _json(data, **options):
    return json.dumps(plain(data), ensure_ascii=False, **options).encode()


MAKERS = {
    "rows.csv": rows_csv,
    "rows.json": rows_json,
    "event-log.jsonl": event_log,
    "act.pdf": act_pdf,
    "minutes.pdf": minutes_pdf,
}
