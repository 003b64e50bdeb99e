"""The audit package: everything that an auditor takes away, as one file by BagIt.

Made as a job, piece by piece. First the report on the whole archive (PDF/A, CSV and JSON); its sums go
into the school's chain, and a checkpoint closes over them. Then the log with its checkpoints and what
vouches for each of them, the entries of all chains, and beside them what they prove: every signature with the bytes that were signed, every
act that was carried out with its evidence. Of these events the package holds the payload and the salt
of each alone (``core.package_parts``), so that no file in it can be exchanged. No other payload of a chain
and no file of a record is in it. The job keeps the package; only the person who had it made gets it.
"""

from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.bags import BagWriter
from collective.schoolrecords.core.bags import pieces_of
from collective.schoolrecords.core.checkpoint_files import name_of
from collective.schoolrecords.integrity.checkpoint_evidence import plain_checkpoint
from collective.schoolrecords.integrity.checkpoints import close
from collective.schoolrecords.integrity.checkpoints import take_heads
from collective.schoolrecords.integrity.ledger_entries import ended_holders
from collective.schoolrecords.integrity.ledger_entries import entries
from collective.schoolrecords.integrity.ledger_entries import page
from collective.schoolrecords.integrity.ledger_entries import Place
from collective.schoolrecords.integrity.ledger_entries import record_holders
from collective.schoolrecords.integrity.ledger_entries import school_holders
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.log import SHARDS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.messages import _
from collective.schoolrecords.printing.audit_forms import AuditForm
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.retention.audit_openings import EVENT
from collective.schoolrecords.retention.audit_openings import openings
from collective.schoolrecords.retention.audit_report import ACT
from collective.schoolrecords.retention.audit_report import audit_status
from collective.schoolrecords.retention.audit_words import ACT_COLUMNS
from collective.schoolrecords.retention.audit_words import state_in_words
from collective.schoolrecords.retention.audit_words import status_lines
from collective.schoolrecords.school.events import record as record_in_school
from collective.schoolrecords.school.storage import get_school
from dataclasses import asdict
from hashlib import sha256
from itertools import islice
from plone import api
from plone.uuid.interfaces import IUUID
from ZODB.blob import Blob
from zope.globalrequest import getRequest

import csv
import io
import json


KIND = "audit-package"
PACKAGE, CLOSED = "package", "closed"
REPORT, CLOSE, LEDGER, OTHERS, BAG = "report", "close", "ledger", "others", "bag"
#: Entries in one file of the ledger.
PART = 5_000


class MakeAuditPackage(JobKind):
    """Kind ``audit-package``: see the module. Pieces wait in the job until the last step."""

    title = _("retention_job_audit_package", default="Package for the auditor")
    permission = "collective.schoolrecords.Audit"

    def start(self, parameters):
        """Begin with the report."""
        return {"phase": REPORT}

    def step(self, site, job, budget):
        """Make one piece, or put them all together."""
        phase = job.cursor["phase"]
        if phase == REPORT:
            return self._report(site, job)
        if phase == CLOSE:
            return self._close(site, job, budget)
        if phase == LEDGER:
            return self._ledger(site, job)
        if phase == OTHERS:
            return self._others(site, job)
        job.data[PACKAGE] = _bag(site, job)
        for name in [name for name in job.data if name.startswith("data/")]:
            del job.data[name]
        return Progress(job.done + 1, job.done + 1, finished=True)

    def finish(self, site, job):
        """Tell the size of the package, the last checkpoint in it, and how many events stay closed."""
        with job.data[PACKAGE].open("r") as stream:
            size = stream.seek(0, io.SEEK_END)
        return {
            "size": size,
            "checkpoint": job.cursor["checkpoint"],
            "closed": job.data.get(CLOSED, 0),
        }

    def _report(self, site, job):
        school, files = get_school(site), []
        for name, data in _report(site):
            job.data[f"data/report/{name}"] = _blob([data])
            files.append({"name": name, "size": len(data), "sha256": sha256(data).hexdigest()})
        record_in_school(school, EVENT, files=files)
        job.cursor = {"phase": CLOSE, "shard": 0, "reported": chain_of(school).last().seq}
        return Progress(job.done + 1)

    def _close(self, site, job, budget):
        """Take the checkpoint that covers the report."""
        shard, done = take_heads(site, job.cursor["shard"], budget)
        job.cursor = {**job.cursor, "shard": shard}
        if shard == SHARDS:
            close(site)
            job.cursor = {**job.cursor, "phase": LEDGER, "from": None, "part": 0}
        return Progress(job.done + done)

    def _ledger(self, site, job):
        cursor = job.cursor
        if not cursor["part"]:
            if not _is_last_report(site, cursor["reported"]):
                # Somebody else had a package made meanwhile: only the last report can be proved.
                job.cursor = self.start(None)
                return Progress(job.done)
            # Before the chains: what grows meanwhile is then longer than the log says, never shorter.
            ended = sum(1 for _one in find_ledger(site).ended())
            cursor = {**cursor, "checkpoint": _keep_log(site, job), "ended": ended}
        start = None if cursor["from"] is None else Place(*cursor["from"])
        rows, following = page(
            site, Wanted(), start, PART, found=record_holders(site, Wanted(), start)
        )
        part = cursor["part"] + 1
        self._keep(site, job, part, rows)
        place = following and (following.record, following.entry, following.uid)
        phase = OTHERS if following is None else LEDGER
        job.cursor = {**cursor, "phase": phase, "from": place, "part": part}
        return Progress(job.done + len(rows))

    def _others(self, site, job):
        """Put in the chains that are no record's, all in one transaction: the school's and ended ones.

        They come last, so that a draft that was deleted meanwhile is there with its deletion: it has
        no other chain any more, and one that was put in as that of a record is taken out again.
        """
        ended = [uid for uid, _ended in find_ledger(site).ended()]
        if len(ended) > job.cursor["ended"]:
            for name in [name for name in job.data if name.startswith("data/ledger/")]:
                job.data[name] = _without(job.data[name], frozenset(ended))
        holders = (*school_holders(site, Wanted()), *ended_holders(site, Wanted()))
        found = (values for _place, values in entries(site, Wanted(), found=holders))
        part, done = job.cursor["part"], 0
        while rows := list(islice(found, PART)):
            part, done = part + 1, done + len(rows)
            self._keep(site, job, part, rows)
        job.cursor = {**job.cursor, "phase": BAG}
        return Progress(job.done + done)

    def _keep(self, site, job, part, rows):
        """Keep entries as a part of the ledger, with what they open."""
        job.data[f"data/ledger/part-{part:04}.jsonl"] = _blob(_lines(rows))
        lines, closed = [], 0
        for line, files in openings(site, rows, job.cursor["reported"]):
            if line is None:
                closed += 1
                continue
            lines.append(line)
            for name, pieces in files:
                job.data[f"data/{name}"] = _blob(pieces)
        job.data[CLOSED] = job.data.get(CLOSED, 0) + closed
        if lines:
            job.data[f"data/opened/part-{part:04}.jsonl"] = _blob(_lines(lines))


def _is_last_report(site, seq):
    """Whether event ``seq`` of the school's chain tells of the last report that the log covers."""
    log, chain = find_ledger(site).log, chain_of(get_school(site))
    covered = log.head(log.index_of(chain.uid, log.last().size)).length
    return seq == max(one.seq for one in chain.entries(seq, covered) if one.event == EVENT)


def _bag(site, job):
    """Return the package as a blob; files are copied block by block."""
    made = Blob()
    moment = now()
    with made.open("w") as stream:
        bag = BagWriter(stream, f"audit-{day_of(moment.isoformat())}", moment)
        for name, blob in job.data.items():
            if name.startswith("data/"):
                _add(bag, name.removeprefix("data/"), blob)
        # Last, so that no signature is missing here of which a chain in the package knows.
        for number in range(1, job.cursor["checkpoint"] + 1):
            found = plain_checkpoint(site, number)
            bag.add(name_of(number), [json.dumps(found, ensure_ascii=False).encode()])
        bag.close(
            {
                "Source-Organization": school_name(),
                "External-Identifier": find_ledger(site).log.archive,
                "Bag-Software-Agent": "collective.schoolrecords",
            }
        )
    return made


def _report(site):
    """Yield (name, bytes) of the report's files."""
    status = audit_status(site, getRequest())
    yield "status.json", json.dumps(status, ensure_ascii=False, indent=1).encode()
    lines = status_lines(status)
    yield "status.csv", _table(lines)
    form = AuditForm(school=school_name(), dated_on=school_today(), lines=lines)
    yield "report.pdf", print_form(form, timestamp=now())
    yield "acts.csv", _table([ACT_COLUMNS, *_act_rows()])


def _keep_log(site, job):
    """Keep every head of the log and every checkpoint: with them the whole archive can be proved.

    Returns the number of the last checkpoint.
    """
    log = find_ledger(site).log
    job.data["data/log.jsonl"] = _blob(_lines(map(asdict, log.heads())))
    job.data["data/checkpoints.jsonl"] = _blob(_lines(one.as_dict() for one in log.checkpoints()))
    return log.last().number


def _lines(values):
    return (json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in values)


def _without(blob, uids):
    """Return lines of the ledger without those of some chains."""
    with blob.open("r") as stream:
        return _blob(line for line in stream if json.loads(line)["uid"] not in uids)


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


def _blob(pieces):
    made = Blob()
    with made.open("w") as stream:
        for piece in pieces:
            stream.write(piece)
    return made
