"""Where jobs are kept: a container in an annotation of the site.

* A job is one persistent object. Everybody who changes it (worker, canceller) writes this same
  object, so of two transactions that decide differently one gets a ``ConflictError``; that is what
  makes a chunk run once, the lease only saves the work of finding out.
* ``Jobs.open`` holds the few jobs that a worker may take, oldest first, so that looking for work
  does not wake the finished ones.
* Nothing here writes on a read: ``get_jobs`` returns ``None`` before the first job.
"""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import JobStateError
from collective.schoolrecords.jobs.interfaces import NotAllowed
from collective.schoolrecords.jobs.interfaces import PAUSED
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.messages import _
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from zope.annotation.interfaces import IAnnotations

import threading
import transaction
import uuid


ANNOTATION_KEY = "collective.schoolrecords.jobs"

WARNING = "warning"
ERROR = "error"

_MOVES = {
    QUEUED: {RUNNING, PAUSED, CANCELLED, FAILED},
    RUNNING: {QUEUED, PAUSED, DONE, FAILED, CANCELLED},
    PAUSED: {QUEUED, CANCELLED},
    FAILED: {QUEUED, CANCELLED},
    DONE: set(),
    CANCELLED: set(),
}
_OPEN = {QUEUED, RUNNING}
_SCALARS = (bool, int, float, str, bytes, date, datetime, type(None))

#: A lease is renewed after every chunk, that is every few seconds; one of which less is left than
#: this has missed many of them, so whoever held it has most likely died.
QUIET = timedelta(seconds=30)

#: Set after a commit that queued a job, so that this process's worker need not wait for its poll.
submitted = threading.Event()


def utcnow() -> datetime:
    """Return now, aware, in UTC."""
    return datetime.now(UTC)


def primitive(value, path="parameters"):
    """Return a private copy of ``value`` made of plain Python values only.

    Raises ``TypeError`` naming the path of whatever is not plain: a content object or an
    acquisition wrapper stored in a job would keep a deleted record alive.
    """
    if type(value) in _SCALARS:
        return value
    if type(value) in (list, tuple):
        return type(value)(primitive(item, f"{path}[{n}]") for n, item in enumerate(value))
    if type(value) is dict:
        for key in value:
            if type(key) not in (str, int):
                raise TypeError(f"{path}: key {key!r} is neither str nor int")
        return {key: primitive(item, f"{path}.{key}") for key, item in value.items()}
    raise TypeError(f"{path}: {type(value).__name__} is not a plain value")


class Job(Persistent):
    """One piece of long work: what, for whom, how far, and what came of it.

    ``data`` is the kind's own store (an uploaded file as a Blob, rows read from it); the cursor
    is a plain value. Times are aware UTC.
    """

    total = None
    started = None
    finished = None
    result = None
    lease_owner = None
    lease_until = None
    #: Times in a row that a lease ran out without one chunk committed.
    takeovers = 0
    #: Chunks committed so far; makes every chunk write this object, which is what conflicts.
    chunks = 0

    def __init__(self, uid, kind, parameters, cursor, started_by, created):
        self.uid = uid
        self.kind = kind
        self.parameters = parameters
        self.cursor = cursor
        self.started_by = started_by
        self.created = created
        self.state = QUEUED
        self.done = 0
        self.messages = IOBTree()
        self.data = OOBTree()

    def say(self, level, text, now=None):
        """Append a message; ``text`` is a str or an i18n Message, without personal data."""
        number = self.messages.maxKey() + 1 if self.messages else 0
        self.messages[number] = (now or utcnow(), level, text)

    def percent(self) -> int | None:
        """Whole percents done, rounded down; ``None`` while the total is unknown."""
        if self.state == DONE:
            return 100
        if self.total is None:
            return None
        return self.done * 100 // self.total if self.total else 0

    def leased(self, now) -> bool:
        """True while somebody's lease on the job stands."""
        return self.lease_owner is not None and self.lease_until > now

    def stands_still(self, now) -> bool:
        """True when a running job has nobody who renews its lease: it waits to be taken up."""
        if self.state != RUNNING:
            return False
        return self.lease_owner is None or self.lease_until - now < QUIET

    def take_lease(self, owner, until):
        """Make ``owner`` the one who runs the job until ``until``."""
        self.lease_owner = owner
        self.lease_until = until

    def drop_lease(self):
        """Let anybody take the job."""
        self.lease_owner = None
        self.lease_until = None


class Jobs(Persistent):
    """All jobs of a site: by uid, by time, and those a worker may take."""

    #: kind -> the last day on which its work of the day was ordered; made with the first order.
    days = None

    def __init__(self):
        self.items = OOBTree()  # uid -> Job
        self.by_time = OOBTree()  # (created, uid) -> uid
        self.open = OOBTree()  # (created, uid) -> uid

    def __len__(self):
        return len(self.items)

    def get(self, uid):
        """Return the job, or ``None``."""
        return self.items.get(uid)

    def newest_first(self):
        """Return all uids, the latest job first, waking no job."""
        return list(self.by_time.values())[::-1]

    def open_jobs(self):
        """Return queued and running jobs, the oldest first."""
        return [self.items[uid] for uid in self.open.values()]

    def ordered_on(self, kind) -> date | None:
        """Return the last day on which the daily work of a kind was ordered."""
        return None if self.days is None else self.days.get(kind)

    def note_order(self, kind, day):
        """Remember that the daily work of a kind was ordered on ``day``."""
        if self.days is None:
            self.days = OOBTree()
        self.days[kind] = day

    def add(self, job):
        """Keep a new job."""
        self.items[job.uid] = job
        self.by_time[job.created, job.uid] = job.uid
        self.open[job.created, job.uid] = job.uid

    def move(self, job, state, now=None):
        """Put ``job`` into ``state``; raise ``JobStateError`` when there is no such way."""
        if state not in _MOVES[job.state]:
            raise JobStateError(
                _(
                    "job_state_refused",
                    default="A job in this state (${state}) cannot become “${wanted}”.",
                    mapping={"state": job.state, "wanted": state},
                ),
                job.state,
                state,
            )
        job.state = state
        key = (job.created, job.uid)
        if state in _OPEN:
            self.open[key] = job.uid
        else:
            self.open.pop(key, None)
        if state != RUNNING:
            job.drop_lease()
            job.takeovers = 0
        job.finished = (now or utcnow()) if state in (DONE, FAILED, CANCELLED) else None


def get_jobs(site) -> Jobs | None:
    """Return the site's jobs, ``None`` before the first one; writes nothing."""
    return IAnnotations(site).get(ANNOTATION_KEY)


def install_jobs(site) -> Jobs:
    """Return the site's jobs, making the container when there is none."""
    jobs = get_jobs(site)
    if jobs is None:
        jobs = IAnnotations(site)[ANNOTATION_KEY] = Jobs()
    return jobs


def submit(site, kind, parameters=None, *, started_by, data=None) -> Job:
    """Queue a job of the named kind; a worker takes it after the commit.

    ``started_by``: the user id whose rights the job has, or ``SYSTEM`` for kinds that allow it.
    ``data``: mapping stored in ``job.data`` (an uploaded file as a Blob).
    Raises ``UnknownKind``, ``NotAllowed`` (nobody to answer for it), ``TypeError`` (parameters
    not plain), and the ``JobError`` of a kind that refuses the parameters.
    """
    found = find_kind(kind)
    if not started_by or (started_by == SYSTEM and not found.system):
        raise NotAllowed(
            _("job_needs_a_person", default="A job must be started by a person with an account.")
        )
    parameters = primitive(parameters or {})
    cursor = primitive(found.start(parameters), "cursor")
    job = Job(uuid.uuid4().hex, kind, parameters, cursor, started_by, utcnow())
    job.data.update(data or {})
    install_jobs(site).add(job)
    _wake_after_commit(site)
    return job


def cancel(site, job, now=None):
    """End a job that has not ended; a chunk under way is dropped by its conflict with this."""
    get_jobs(site).move(job, CANCELLED, now)


def pause(site, job, now=None):
    """Keep a job from being taken until ``resume``; a chunk under way is dropped."""
    get_jobs(site).move(job, PAUSED, now)


def resume(site, job, now=None):
    """Queue a paused or failed job again; it goes on from its cursor."""
    get_jobs(site).move(job, QUEUED, now)
    _wake_after_commit(site)


def _wake_after_commit(site):
    """Wake this process's worker, if there is one, once the job can be seen."""
    connection = getattr(site, "_p_jar", None)
    manager = connection.transaction_manager if connection else transaction.manager
    manager.get().addAfterCommitHook(_wake)


def _wake(committed):
    if committed:
        submitted.set()
