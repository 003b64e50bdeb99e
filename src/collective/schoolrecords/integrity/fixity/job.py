"""The job of a fixity run: records one after the other, the chains without one, the files on the disk.

The cursor names the last thing that was judged; findings and totals are written in the transaction
that moves it, so that a killed run goes on where it was and tells nothing twice. A large file is read
over several steps: its sum so far lives in the memory of the process alone, and a process that dies
there begins that one file anew.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.core.fixity import EXTRA
from collective.schoolrecords.core.fixity import FILE
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.fixity import is_due
from collective.schoolrecords.core.fixity import judge_digest
from collective.schoolrecords.core.fixity import MISSING
from collective.schoolrecords.core.fixity import RECORD
from collective.schoolrecords.core.fixity import UNREADABLE
from collective.schoolrecords.integrity.fixity import disk
from collective.schoolrecords.integrity.fixity import runs
from collective.schoolrecords.integrity.fixity.chains import judge_absence
from collective.schoolrecords.integrity.fixity.chains import judge_ended
from collective.schoolrecords.integrity.fixity.chains import judge_school
from collective.schoolrecords.integrity.fixity.chains import judge_standing
from collective.schoolrecords.integrity.fixity.files import files_of
from collective.schoolrecords.integrity.fixity.interfaces import IReportFiler
from collective.schoolrecords.integrity.fixity.metadata import judge_metadata
from collective.schoolrecords.integrity.fixity.reading import Reading
from collective.schoolrecords.integrity.ledger_entries import Holder
from collective.schoolrecords.integrity.presence import Presence
from collective.schoolrecords.integrity.stores import store_of
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.messages import _
from functools import partial
from io import FileIO
from pickle import UnpicklingError
from plone import api
from plone.registry.interfaces import IRegistry
from plone.uuid.interfaces import IUUID
from ZODB.POSException import POSKeyError
from zope.component import queryUtility


KIND = "fixity"
DAYS_RECORD = "collective.schoolrecords.fixity_days"
SPEED_RECORD = "collective.schoolrecords.fixity_mb_per_second"
DEFAULT_DAYS, DEFAULT_SPEED = 30, 0

COUNT, RECORDS, ENDED, ABSENT, DISK = "count", "records", "ended", "absent", "disk"

#: Job uid -> (name of the file, its :class:`Reading`), for files that take several steps.
_under_way = {}


class FixityRun(JobKind):
    """Kind ``fixity``: see the module."""

    title = _("integrity_job_fixity", default="Check of files and metadata")
    permission = "collective.schoolrecords.TakeCheckpoint"
    system = True

    def daily(self, site, day):
        """Wanted when the last run began so many days ago as the setting says.

        An archive in which nothing has happened has nothing to check.
        """
        if find_ledger(site) is None:
            return None
        last = runs.last_run(site, finished=False)
        begun = last.started.astimezone(school_timezone()).date() if last is not None else None
        return {} if is_due(begun, day, _setting(DAYS_RECORD, DEFAULT_DAYS)) else None

    def start(self, parameters):
        """Begin with the count of what there is."""
        return {"phase": COUNT, "after": None, "file": 0, "offset": 0, "total": 0, "steps": 0}

    def step(self, site, job, budget):
        """Judge some records or files."""
        run = runs.begin(site, job.uid, now(), job.started_by)
        work = _Work(site, job, run, budget)
        phase = job.cursor["phase"]
        return getattr(work, phase)()

    def finish(self, site, job):
        """File the report and name it."""
        run = runs.find_runs(site).by_uid[job.uid]
        run.finished = now()
        filer = queryUtility(IReportFiler)
        if filer is not None:
            run.report = filer.file(site, run)
        _under_way.pop(job.uid, None)
        return {**run.totals.as_dict(), "report": run.report}


class _Work:
    """One step of a run."""

    def __init__(self, site, job, run, budget):
        self.site, self.job, self.run, self.budget = site, job, run, budget
        self.catalog = api.portal.get_tool("portal_catalog")._catalog
        self.store = store_of(site._p_jar.db())
        self.folder = disk.blob_folder(self.store)
        self.speed = _setting(SPEED_RECORD, DEFAULT_SPEED)
        self.presence = Presence(site)
        self.done = 0

    def count(self):
        """Count what there is, for the progress."""
        files = sum(1 for _one in disk.files_after(self.folder, "")) if self.folder else 0
        total = len(self.catalog.paths) + files + sum(1 for _one in self.presence.ledger.ended())
        self.job.cursor = {**self.job.cursor, "phase": RECORDS, "after": None, "total": total}
        return Progress(0, total)

    def records(self):
        """Judge records in the order of their numbers in the catalog."""
        cursor = dict(self.job.cursor)
        first = None if cursor["after"] is None else cursor["after"] + 1
        for number, path in self.catalog.paths.items(first):
            if not self._record(number, path, cursor):
                break
            cursor.update(after=number, file=0, offset=0)
            self.done += 1
            if self.budget.spent(self.done):
                break
        else:
            cursor.update(phase=ENDED, after=None, file=0, offset=0)
        return self._progress(cursor)

    def ended(self):
        """Judge the school's own chain, then those whose objects are gone; the cursor is the next UID."""
        cursor = dict(self.job.cursor)
        if cursor["after"] is None:
            self.run.add(judge_school(self.presence))
            self.run.totals.chains += 1
        for uid, ended in self.presence.ledger.ended(cursor["after"]):
            if self.done and self.budget.spent(self.done):
                return self._progress({**cursor, "after": uid})
            self.run.add(judge_ended(self.presence, uid, ended))
            self.run.totals.chains += 1
            self.done += 1
        return self._progress({**cursor, "phase": ABSENT, "after": None})

    def absent(self):
        """Find what the ledger knows and the archive lacks; the cursor is the next UID."""
        cursor = dict(self.job.cursor)
        for count, uid in enumerate(self.presence.absent(cursor["after"])):
            if count and self.budget.spent(count):
                return self._progress({**cursor, "after": uid})
            self.run.add(judge_absence(self.presence, uid))
        return self._progress({**cursor, "phase": DISK, "after": ""})

    def disk(self):
        """Judge the files on the disk in the order of their names."""
        cursor = dict(self.job.cursor)
        names = disk.files_after(self.folder, cursor["after"]) if self.folder else ()
        for name in names:
            if not self._on_disk(name, cursor):
                return self._progress(cursor)
            cursor.update(after=name, offset=0)
            self.run.totals.disk += 1
            self.done += 1
            if self.budget.spent(self.done):
                return self._progress(cursor)
        return self._progress(cursor, finished=True)

    def _progress(self, cursor, finished=False):
        self.run._p_changed = True
        # A file that a dead process had begun is begun anew: the offset alone need not move.
        self.job.cursor = {**cursor, "steps": cursor["steps"] + 1}
        done = self.job.done + self.done
        # What is filed while the run goes on is more than was counted.
        return Progress(done, max(done, cursor["total"]), finished=finished)

    # -- one record -------------------------------------------------------------------------

    def _record(self, number, path, cursor):
        """Judge one object of the catalog; return whether it is done."""
        try:
            record = self._found(path)
            if record is None:
                self.run.add([Finding(MISSING, RECORD, path=path)])
                return True
            if not IRecord.providedBy(record):
                return True
            where = {"uid": IUUID(record), "path": path}
            if not cursor["file"] and not cursor["offset"]:
                self.run.add(judge_metadata(record, where))
                about = {**where, "type": record.portal_type}
                self.run.add(judge_standing(self.presence, Holder(number, record, about)))
                self.run.totals.records += 1
                self.run.totals.chains += 1
            return self._files(files_of(record), where, cursor)
        except POSKeyError as error:
            self.run.add([Finding(MISSING, RECORD, path=path, detail=type(error).__name__)])
        except (UnpicklingError, EOFError) as error:
            self.run.add([Finding(UNREADABLE, RECORD, path=path, detail=type(error).__name__)])
        return True

    def _found(self, path):
        found = self.site.unrestrictedTraverse(path, None)
        # A path may lead to a neighbour of the same name further up.
        if found is None or "/".join(found.getPhysicalPath()) != path:
            return None
        return found

    def _files(self, files, where, cursor):
        for place, (name, blob, expected) in enumerate(files):
            if place < cursor["file"]:
                continue
            where = {**where, "name": name}
            try:
                found = self._sum(f"{where['path']}/{name}", partial(_path_of, blob), cursor)
            except POSKeyError:
                self.run.add([Finding(MISSING, FILE, expected=expected, **where)])
            except OSError as error:
                detail = type(error).__name__
                self.run.add([Finding(UNREADABLE, FILE, expected=expected, detail=detail, **where)])
            else:
                if found is None:
                    return False
                self.run.add(judge_digest(FILE, expected, found, **where))
            self.run.totals.files += 1
            cursor.update(file=place + 1, offset=0)
        return True

    # -- one file of the disk -----------------------------------------------------------------

    def _on_disk(self, name, cursor):
        if disk.is_known(self.store, self.folder, name):
            return True
        try:
            found = self._sum(name, lambda: str(self.folder / name), cursor)
        except OSError as error:
            detail = type(error).__name__
            self.run.add([Finding(EXTRA, FILE, name=f"./{name}", detail=detail)])
            return True
        if found is None:
            return False
        self.run.add([Finding(EXTRA, FILE, name=f"./{name}", found=found)])
        return True

    # -- reading --------------------------------------------------------------------------------

    def _sum(self, name, place, cursor):
        """Return the sum of a file, ``None`` while it is not read to its end."""
        kept, reading = _under_way.pop(self.job.uid, (None, None))
        if kept != name:
            if reading is not None:
                reading.close()
            # Unbuffered: blocks are large, and a second copy of each costs time.
            reading = Reading(FileIO(place()))
        self.run.totals.bytes += reading.go_on(self.budget, self.speed)
        if reading.ended:
            return reading.sum()
        _under_way[self.job.uid] = (name, reading)
        cursor["offset"] = reading.offset
        return None


def _path_of(blob):
    """Return the path of a blob's file; raises ``POSKeyError`` where there is none."""
    blob._p_activate()
    return blob.committed()


def _setting(name, usual):
    registry = queryUtility(IRegistry)
    value = registry.get(name) if registry is not None else None
    return usual if value is None else value
