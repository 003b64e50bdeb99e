"""Checkpoints, proofs and verification at scale: ``python -m benchmarks.bench_ledger``.

An archive of 100,000 records with chains of their own on FileStorage, without Plone around them: what is
measured is the product's own code for chains, checkpoints, proofs and lines, chunk by chunk as its worker
runs it. The cache of objects is that of the shipped server and is emptied before each measurement. Beside
the seconds of the clock stand those of the processor: a loaded machine stretches the first alone.
"""

from benchmarks.harness import CACHE_OBJECTS
from benchmarks.harness import calibration
from benchmarks.harness import percentile
from benchmarks.harness import print_rows
from benchmarks.harness import Row
from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.verification import judge
from collective.schoolrecords.integrity import ledger_entries
from collective.schoolrecords.integrity.checkpoints import TakeCheckpoint
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.integrity.proofs import growth
from collective.schoolrecords.integrity.proofs import proof_of
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.loop import CHUNK_ITEMS
from collective.schoolrecords.jobs.loop import CHUNK_SECONDS
from collective.schoolrecords.ledger.log import install
from collective.schoolrecords.ledger.storage import Chain
from collective.schoolrecords.lifecycle.interfaces import IRecord
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path
from persistent import Persistent
from plone.uuid.interfaces import IAttributeUUID
from plone.uuid.interfaces import IUUID
from random import Random
from statistics import median
from types import SimpleNamespace
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from zope.annotation.attribute import AttributeAnnotations
from zope.annotation.interfaces import IAttributeAnnotatable
from zope.component import getGlobalSiteManager
from zope.component import provideAdapter
from zope.component.hooks import setSite
from zope.interface import implementer

import gc
import json
import tempfile
import time
import transaction


PARTS = ()
RECORDS, CHANGES = 100_000, 1_000
#: Records with a long chain, and its entries: 100,000 entries in all.
LONG, ENTRIES = 10_000, 10
ROUNDS, PROOFS = 5, 200
#: Records of one transaction while the archive is made.
BATCH = 5_000
#: The targets: seconds of the first checkpoint and of a later one, milliseconds of a proof, MB.
FIRST_S, LATER_S, PROOF_MS, GROWTH_MB = 60, 1, 5, 10
BEGAN = datetime(2026, 9, 1, 6, tzinfo=UTC)


@implementer(IRecord, IAttributeUUID)
class Record(Persistent):
    """What a chain hangs on."""

    portal_type = "personal_file"

    def __init__(self, number):
        self.name = f"r{number}"
        self._plone_uuid = f"{number:032x}"
        self._chain = Chain(self._plone_uuid)

    def getPhysicalPath(self):
        """See ``OFS.interfaces.ITraversable``."""
        return ("", "school", self.name)


class Catalog(Persistent):
    """Numbers and paths, as the catalog keeps them."""

    def __init__(self):
        self.paths = IOBTree()


@implementer(IAttributeAnnotatable)
class Place(Persistent):
    """A container and a site."""

    def __init__(self):
        self.contents = OOBTree()
        self.portal_catalog = SimpleNamespace(_catalog=Catalog())

    def _getOb(self, name, default=None):
        return self.contents.get(name, default)

    def getPhysicalPath(self):
        """See ``OFS.interfaces.ITraversable``."""
        return ("", "school")

    def getSiteManager(self):
        """See ``zope.component.interfaces.ISite``."""
        return getGlobalSiteManager()


@implementer(IUUID)
def uuid_of(record):
    """Adapter: the UID of a record."""
    return record._plone_uuid


def measure(bench=None):
    """Return the rows of the table."""
    provideAdapter(AttributeAnnotations)
    provideAdapter(uuid_of, (IAttributeUUID,))
    with tempfile.TemporaryDirectory() as folder, _archive(Path(folder)) as database:
        connection = database.open()
        site = connection.root()["Application"].contents["school"]
        setSite(site)
        try:
            # Lines first: what the others leave behind would hide how memory grows.
            rows = [*_lines(database), *_checkpoints(connection, site)]
            rows += [*_proofs(connection, site), *_verification(connection, site)]
        finally:
            setSite(None)
            transaction.abort()
            connection.close()
    return rows


@contextmanager
def _archive(folder):
    database = DB(FileStorage(str(folder / "Data.fs")), cache_size=CACHE_OBJECTS)
    try:
        connection = database.open()
        application = connection.root()["Application"] = Place()
        site = application.contents["school"] = Place()
        ledger = install(site)
        for number in range(RECORDS):
            record = site.contents[f"r{number}"] = Record(number)
            site.portal_catalog._catalog.paths[number] = f"/school/r{number}"
            for _entry in range(ENTRIES if number < LONG else 1):
                _grow(ledger, record)
            if number % BATCH == BATCH - 1:
                transaction.commit()
                connection.cacheMinimize()
        connection.close()
        yield database
    finally:
        database.close()


def _grow(ledger, record):
    chain = record._chain
    chain.append(
        "filed" if not len(chain) else "changed",
        at=BEGAN + timedelta(days=len(chain)),
        actor="u" * 32,
        roles=("Authenticated", "Member", "Secretary"),
        groups=("AuthenticatedUsers", "office-secretary"),
        source="form",
        state="current",
        after="a" * 64,
        payload={"title": "Личное дело", "storage_place": "Канцелярия, шкаф 3"},
    )
    ledger.marks.mark(chain)


class _Timed:
    """Seconds of the clock and of the processor."""

    def __enter__(self):
        gc.collect()
        self._clock, self._process = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *error):
        self.seconds = time.perf_counter() - self._clock
        self.process = time.process_time() - self._process

    def row(self, name, limit=None, note=""):
        """Return the row of the table."""
        told = f"processor {self.process:.2f} s" + (f", {note}" if note else "")
        return Row(name, "s", calibration(), self.seconds, limit=limit, note=told)


def _take(connection, site):
    """Take a checkpoint as the worker does, with a commit after each chunk; return the time."""
    kind, job = TakeCheckpoint(), SimpleNamespace(cursor=0, done=0)
    connection.cacheMinimize()
    with _Timed() as timed:
        finished = False
        while not finished:
            progress = kind.step(site, job, Budget(CHUNK_ITEMS, CHUNK_SECONDS))
            transaction.commit()
            connection.cacheGC()
            job.done, finished = progress.done, progress.finished
    return timed, job.done


def _checkpoints(connection, site):
    timed, heads = _take(connection, site)
    if heads != RECORDS:
        raise AssertionError(f"{heads} heads of {RECORDS} records")
    yield timed.row(f"first checkpoint of {RECORDS:,} records", FIRST_S)
    lot, found = Random(1), []
    for _round in range(ROUNDS):
        ledger = install(site)
        for number in lot.sample(range(RECORDS), CHANGES):
            _grow(ledger, site.contents[f"r{number}"])
        transaction.commit()
        timed, heads = _take(connection, site)
        if heads != CHANGES:
            raise AssertionError(f"{heads} heads of {CHANGES} changes")
        found.append(timed)
    middle = sorted(found, key=lambda one: one.seconds)[ROUNDS // 2]
    yield middle.row(f"checkpoint after {CHANGES:,} changes in {RECORDS:,} records", LATER_S)


def _proofs(connection, site):
    log, lot, spent, grown = install(site).log, Random(2), [], []
    connection.cacheMinimize()
    for number in lot.sample(range(RECORDS), PROOFS):
        record = site.contents[f"r{number}"]
        spent.append(_milliseconds(lambda record=record: proof_of(record)))
        old = log.checkpoint(1 + number % (len(log) - 1))
        grown.append(_milliseconds(lambda old=old: growth(log, old, log.last())))
    calib = calibration()
    for name, pairs in (("a proof of a record", spent), ("a proof that the log grew", grown)):
        values, process = zip(*pairs, strict=True)
        slowest = percentile(values, 0.95)
        note = f"processor {median(process):.2f} ms, of {PROOFS} from an empty cache, p95 {slowest:.2f} ms"
        yield Row(name, "ms", calib, median(values), limit=PROOF_MS, note=note)


def _milliseconds(call):
    """Return the milliseconds of the clock and of the processor."""
    clock, process = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - process) * 1000


def _verification(connection, site):
    """Chains with their payloads in the database; then the same as documents without a server."""
    connection.cacheMinimize()
    count, documents = 0, []
    with _Timed() as timed:
        for number in range(LONG):
            chain = site.contents[f"r{number}"]._chain
            if [one for one in chain.verify() if one.is_fault]:
                raise AssertionError(chain.uid)
            count += len(chain)
            if number % 1000 == 999:
                connection.cacheGC()
    yield timed.row(f"{count:,} entries and payloads verified", note=_rate(count, timed))
    for number in range(LONG):
        documents.append(json.dumps(proof_of(site.contents[f"r{number}"])))
        if number % 1000 == 999:
            connection.cacheGC()
    kept = [install(site).log.last().as_dict()]
    with _Timed() as timed:
        verdicts = judge(map(json.loads, documents), kept)
    if not all(one.holds for one in verdicts):
        raise AssertionError("a proof does not hold")
    name = f"{len(documents):,} proofs with {count:,} entries judged without the server"
    yield timed.row(name, note=_rate(count, timed))


def _rate(count, timed):
    return f"{count / timed.process:,.0f} a second"


def _lines(database):
    """All entries as a stream; memory is read on the way."""
    count, first, most = 0, None, 0.0
    with _Timed() as timed:
        for _values in ledger_entries.stream(database, ("school",), Wanted()):
            count += 1
            if count % BATCH == 0:
                resident = _resident_mb()
                first = first or resident
                most = max(most, resident)
    yield timed.row(f"{count:,} entries as lines", note=_rate(count, timed))
    name = f"{count:,} entries as lines: memory gained after the first {BATCH:,}"
    yield Row(name, "MB", calibration(), most - first, limit=GROWTH_MB)


def _resident_mb():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell the resident memory")


if __name__ == "__main__":
    print_rows(measure())
