"""The audit package: everything that an auditor takes away, as one file by BagIt.

Made as a job, piece by piece: the log with its checkpoints, the entries of all chains, every signature with
the bytes that were signed and those of the signature, the evidence of all acts, and the report on the whole
archive as PDF/A, CSV and JSON. No payload of a chain and no file of a record is in it. The job keeps the package; only
the person who had it made gets it.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.bags import BagWriter
from collective.schoolrecords.core.bags import pieces_of
from collective.schoolrecords.integrity.ledger_entries import page
from collective.schoolrecords.integrity.ledger_entries import Place
from collective.schoolrecords.integrity.ledger_entries import records
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.messages import _
from collective.schoolrecords.printing.audit_forms import AuditForm
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.retention.audit_report import ACT
from collective.schoolrecords.retention.audit_report import audit_status
from collective.schoolrecords.retention.audit_words import ACT_COLUMNS
from collective.schoolrecords.retention.audit_words import state_in_words
from collective.schoolrecords.retention.audit_words import status_lines
from collective.schoolrecords.retention.execution.evidence import evidence_of
from collective.schoolrecords.signing.storage import signatures_of
from dataclasses import asdict
from plone import api
from plone.uuid.interfaces import IUUID
from ZODB.blob import Blob
from zope.globalrequest import getRequest

import csv
import io
import json


KIND = "audit-package"
PACKAGE = "package"
LEDGER, SIGNATURES, BAG = "ledger", "signatures", "bag"
#: Entries in one file of the ledger.
PART = 5_000


class MakeAuditPackage(JobKind):
    """Kind ``audit-package``: see the module. Pieces wait in the job until the last step."""

    title = _("retention_job_audit_package", default="Package for the auditor")
    permission = "collective.schoolrecords.Audit"

    def start(self, parameters):
        """Begin with the ledger."""
        return {"phase": LEDGER, "from": None, "part": 0}

    def step(self, site, job, budget):
        """Make one piece, or put them all together."""
        phase = job.cursor["phase"]
        if phase == LEDGER:
            return self._ledger(site, job)
        if phase == SIGNATURES:
            return self._signatures(site, job, budget)
        job.data[PACKAGE] = _bag(site, job)
        for name in [name for name in job.data if name.startswith("data/")]:
            del job.data[name]
        return Progress(job.done + 1, job.done + 1, finished=True)

    def finish(self, site, job):
        """Tell the size of the package."""
        with job.data[PACKAGE].open("r") as stream:
            return {"size": stream.seek(0, io.SEEK_END)}

    def _ledger(self, site, job):
        cursor = job.cursor
        if not cursor["part"]:
            # Before the chains: what grows meanwhile is then longer than the log says, never shorter.
            _keep_log(site, job)
        start = None if cursor["from"] is None else Place.parse(cursor["from"])
        rows, following = page(site, Wanted(), start, PART)
        part = cursor["part"] + 1
        job.data[f"data/ledger/part-{part:04}.jsonl"] = _blob(_lines(rows))
        if following is None:
            job.cursor = {"phase": SIGNATURES, "from": None, "part": 0}
        else:
            job.cursor = {"phase": LEDGER, "from": str(following), "part": part}
        return Progress(job.done + len(rows))

    def _signatures(self, site, job, budget):
        done, last, lines = 0, None, []
        start = None if job.cursor["from"] is None else job.cursor["from"] + 1
        for rid, record in records(site, Wanted(), start):
            lines += _signed(job, record)
            done, last = done + 1, rid
            if budget.spent(done):
                break
        else:
            last = None
        part = job.cursor["part"] + 1
        if lines:
            job.data[f"data/signatures/part-{part:04}.jsonl"] = _blob(lines)
        phase = BAG if last is None else SIGNATURES
        job.cursor = {"phase": phase, "from": last, "part": part}
        return Progress(job.done + done)


def _signed(job, record):
    """Keep the bytes of a record's signatures; return a line for each."""
    found = signatures_of(record)
    if found is None:
        return []
    uid, lines = IUUID(record), []
    for digest, blob in found.forms():
        job.data[f"data/signatures/{uid}/{digest}.json"] = _copy(blob)
    for made in found.made():
        one, outcome = made.signature, made.outcome
        values = {"uid": uid, **one.as_dict(), "result": outcome and outcome.result}
        lines.append(json.dumps(values, ensure_ascii=False).encode() + b"\n")
        try:
            uploaded = found.uploaded(one.number)
        except KeyError:
            # A simple signature has no bytes of its own.
            continue
        job.data[f"data/signatures/{uid}/{one.number}.sig"] = _blob([uploaded])
    return lines


def _bag(site, job):
    """Return the package as a blob; files are copied block by block."""
    made = Blob()
    moment = now()
    with made.open("w") as stream:
        bag = BagWriter(stream, f"audit-{moment:%Y-%m-%d}", moment)
        for name, blob in job.data.items():
            if name.startswith("data/"):
                _add(bag, name.removeprefix("data/"), blob)
        for name, data in _report(site):
            bag.add(name, [data])
        for record in _acts():
            for name, one in evidence_of(record).items():
                _add(bag, f"acts/{IUUID(record)}/{name}", one.blob)
        ledger = find_ledger(site)
        bag.close(
            {
                "Source-Organization": school_name(),
                "External-Identifier": ledger.log.archive if ledger is not None else "",
                "Bag-Software-Agent": "collective.schoolrecords",
            }
        )
    return made


def _report(site):
    """Yield (name, bytes) of the report."""
    status = audit_status(site, getRequest())
    yield "report/status.json", json.dumps(status, ensure_ascii=False, indent=1).encode()
    lines = status_lines(status)
    yield "report/status.csv", _table(lines)
    form = AuditForm(school=school_name(), dated_on=school_today(), lines=lines)
    yield "report/report.pdf", print_form(form, timestamp=now())
    yield "report/acts.csv", _table([ACT_COLUMNS, *_act_rows()])


def _keep_log(site, job):
    """Keep every head of the log and every checkpoint: with them the whole archive can be proved."""
    ledger = find_ledger(site)
    heads = ledger.log.heads() if ledger is not None else ()
    checkpoints = ledger.log.checkpoints() if ledger is not None else ()
    job.data["data/log.jsonl"] = _blob(_lines(map(asdict, heads)))
    job.data["data/checkpoints.jsonl"] = _blob(_lines(one.as_dict() for one in checkpoints))


def _lines(values):
    return (json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in values)


def _acts():
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type=ACT, sort_on="created"):
        yield brain._unrestrictedGetObject()


def _act_rows():
    for act in _acts():
        day = f"{act.registered_on:%d.%m.%Y}" if act.registered_on else ""
        yield act.registration_number or "", day, state_in_words(act.state, ACT), IUUID(act)


def _table(rows):
    """No cell is one that a spreadsheet runs: words of the product, numbers, UIDs."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def _add(bag, name, blob):
    with blob.open("r") as stream:
        bag.add(name, pieces_of(stream))


def _copy(blob):
    with blob.open("r") as stream:
        return _blob(pieces_of(stream))


def _blob(pieces):
    made = Blob()
    with made.open("w") as stream:
        for piece in pieces:
            stream.write(piece)
    return made
