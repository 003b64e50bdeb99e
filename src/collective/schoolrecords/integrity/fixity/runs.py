"""The runs of a site: what each looked at and what it found. Only a run's own job writes it."""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.fixity import Totals
from persistent import Persistent
from zope.annotation.interfaces import IAnnotations


KEY = "collective.schoolrecords.fixity"


class Run(Persistent):
    """One run: its job's uid, when it began and ended (aware, UTC), totals, findings, report."""

    finished = None
    #: UID of the record in which the report is filed.
    report = None

    def __init__(self, uid, started, started_by):
        self.uid = uid
        self.started = started
        self.started_by = started_by
        self.totals = Totals()
        self._findings = IOBTree()  # number -> values of Finding

    def add(self, findings):
        """Keep findings in their order."""
        for one in findings:
            number = self._findings.maxKey() + 1 if self._findings else 0
            self._findings[number] = one.row()
        self.totals.count(findings)
        self._p_changed = True

    def findings(self, start=0, stop=None):
        """Yield the findings from number ``start`` to before ``stop``."""
        for row in self._findings.values(start, None if stop is None else stop - 1):
            yield Finding(*row)

    def __len__(self):
        return len(self._findings)

    def __bool__(self):
        return True


class Runs(Persistent):
    """All runs of a site, by time."""

    def __init__(self):
        self.by_uid = OOBTree()
        self._by_time = OOBTree()  # (started, uid) -> uid

    def add(self, run):
        """Keep a new run."""
        self.by_uid[run.uid] = run
        self._by_time[run.started, run.uid] = run.uid

    def newest_first(self):
        """Return the uids, the latest run first."""
        return list(self._by_time.values())[::-1]

    def last(self, finished=True):
        """Return the latest run that was finished (or begun, without ``finished``), or ``None``."""
        for uid in self.newest_first():
            run = self.by_uid[uid]
            if run.finished is not None or not finished:
                return run
        return None


def find_runs(site):
    """Return the site's :class:`Runs`, ``None`` before the first; writes nothing."""
    return IAnnotations(site).get(KEY)


def last_run(site, finished=True):
    """Return the site's last run, ``None`` before the first."""
    runs = find_runs(site)
    return None if runs is None else runs.last(finished)


def report_uids(site):
    """Return the UIDs of the records in which the reports of all runs are filed."""
    runs = find_runs(site)
    return frozenset() if runs is None else {one.report for one in runs.by_uid.values()} - {None}


def begin(site, uid, started, started_by):
    """Make the run of a job and return it; one that is there already is returned as it is."""
    runs = IAnnotations(site).get(KEY)
    if runs is None:
        runs = IAnnotations(site)[KEY] = Runs()
    run = runs.by_uid.get(uid)
    if run is None:
        run = Run(uid, started, started_by)
        runs.add(run)
    return run
