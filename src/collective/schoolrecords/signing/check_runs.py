"""The checks of all signatures: when each was made and what it found. Only their job writes them."""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.signature_standing import BESIDE
from collective.schoolrecords.core.signature_standing import CHANGED
from collective.schoolrecords.core.signature_standing import FAILED
from collective.schoolrecords.core.signature_standing import UNCHECKED
from persistent import Persistent
from zope.annotation.interfaces import IAnnotations


KEY = "collective.schoolrecords.signature_checks"
#: Checkpoints that a run names.
MOST = 100


class CheckRun(Persistent):
    """One check of everything: its job, when it began and ended (aware, UTC), and what it met.

    ``records`` and ``signatures`` were looked at, ``news`` of them with another result than before;
    ``failed``, ``changed`` and ``unchecked`` are records by how their signatures stand; ``beside`` are
    records that rest on other signatures while one of theirs is not valid. Then
    ``checkpoints`` were looked at; of those whose signatures or timestamps do not hold, or could not be
    checked, the first :data:`MOST` are named by their numbers.
    """

    finished = None
    beside = checkpoints = 0
    checkpoints_failed = checkpoints_unchecked = ()

    def __init__(self, job, started):
        self.job = job
        self.started = started
        self.records = self.signatures = self.news = 0
        self.failed = self.changed = self.unchecked = 0

    def count(self, signatures, news, values):
        """Add a record: its electronic signatures, of them with news, and what the catalog says."""
        self.records += 1
        self.signatures += signatures
        self.news += news
        for name in (FAILED, CHANGED, UNCHECKED, BESIDE):
            if name in values:
                setattr(self, name, getattr(self, name) + 1)

    def count_checkpoint(self, number, signatures, news, standing):
        """Add a checkpoint, as :meth:`count` adds a record; ``standing`` is one or ``None``."""
        self.checkpoints += 1
        self.signatures += signatures
        self.news += news
        if standing in (FAILED, UNCHECKED):
            name = f"checkpoints_{standing}"
            setattr(self, name, (*getattr(self, name), number)[:MOST])

    def as_dict(self):
        """Return plain values."""
        names = ("records", "signatures", "news", FAILED, CHANGED, UNCHECKED, BESIDE)
        return {
            "started": self.started.isoformat(),
            "finished": self.finished and self.finished.isoformat(),
            **{name: getattr(self, name) for name in names},
            "checkpoints": self.checkpoints,
            "checkpoints_failed": list(self.checkpoints_failed),
            "checkpoints_unchecked": list(self.checkpoints_unchecked),
        }


def find_runs(site):
    """Return the site's runs by the uid of their jobs, ``None`` before the first; never writes."""
    return IAnnotations(site).get(KEY)


def run_of(site, job, started):
    """Return the run of a job, begun when it is not there yet."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = OOBTree()
    runs = annotations[KEY]
    if job.uid not in runs:
        runs[job.uid] = CheckRun(job.uid, started)
    return runs[job.uid]


def newest_first(site):
    """Return all runs, the latest first: one a week, so that there are never many."""
    runs = find_runs(site)
    found = [] if runs is None else list(runs.values())
    return sorted(found, key=lambda one: one.started, reverse=True)


def last_run(site):
    """Return the last run that ended, ``None`` before it."""
    return next((one for one in newest_first(site) if one.finished is not None), None)
