"""The loop that runs jobs: leases, chunks, conflicts, failures. Knows ZODB, not Plone.

One ``Runner`` serves one connection. ``claim`` takes the lease of the oldest free job in its own
transaction; ``run`` commits chunk after chunk until the job ends or is taken away.

Exactly once: a chunk's work, the cursor behind it and the job object are written in one
transaction. A second runner on the same chunk, a canceller or a new lease holder has written the
job object too, so one of the two gets ``ConflictError`` and leaves nothing. The lease is only
there to keep two runners from doing the same work in vain.

What ends a job early, apart from a canceller: an exception of the kind (the chunk is rolled back,
the chunks before it stand), a starter who lost the right to do it, a kind that does not move, and
``MAX_TAKEOVERS`` leases in a row that ran out without a chunk (work that kills its process).
"""

from collective.schoolrecords import logger
from collective.schoolrecords.jobs import daily
from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import JobError
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.messages import _
from copy import deepcopy
from datetime import timedelta
from transaction.interfaces import TransientError
from ZODB.POSException import StorageError

import random
import threading
import time
import traceback
import uuid


#: Seconds a lease lasts; a chunk is budgeted at a small part of it.
LEASE_SECONDS = 60
#: A chunk's size: at most so many items, at most so many seconds.
CHUNK_ITEMS = 500
CHUNK_SECONDS = 2.0
#: Conflicts in a row on one chunk before the runner gives the job up to a later turn.
MAX_CONFLICTS = 12
#: Leases in a row that may run out without a chunk before the job is failed.
MAX_TAKEOVERS = 5
#: The longest pause between two attempts, seconds.
LONGEST_PAUSE = 5.0

#: ``run`` returns this when the job is no longer this runner's.
LOST = "lost"
#: ``run`` returns this when it was asked to stop; the job is queued again.
STOPPED = "stopped"


class Runner:
    """Runs the jobs that one connection can see.

    ``access`` (``IAccess``) finds the sites and takes on the identity of a job's starter.
    ``owner``: the token written into leases. ``stop``: an event after which no new chunk begins.
    """

    def __init__(
        self,
        connection,
        access,
        *,
        stop=None,
        lease_seconds=LEASE_SECONDS,
        items=CHUNK_ITEMS,
        seconds=CHUNK_SECONDS,
        now=storage.utcnow,
        sleep=time.sleep,
    ):
        self.connection = connection
        self.manager = connection.transaction_manager
        self.access = access
        self.owner = uuid.uuid4().hex
        self.stop = stop or threading.Event()
        self.lease_seconds = lease_seconds
        self.items = items
        self.seconds = seconds
        self.now = now
        self.sleep = sleep

    # -- taking a job ---------------------------------------------------------------------------

    def claim(self, wanted=None):
        """Lease the oldest free job (or the one with uid ``wanted``); return (path, uid) or None.

        A write conflict means that somebody else got it; the next free one is tried.
        """
        for _attempt in range(MAX_CONFLICTS):
            try:
                return self._claim(wanted)
            except TransientError:
                self.manager.abort()
        return None

    def order_daily(self):
        """Queue the work of the day of all sites; return how many jobs were queued.

        A write conflict means that another worker orders it.
        """
        try:
            self.manager.begin()
            ordered = 0
            for path in self.access.sites(self.connection):
                with self.access.enter(self.connection, path) as site:
                    ordered += len(daily.order(site))
            if ordered:
                self.manager.commit()
            else:
                self.manager.abort()
        except TransientError:
            self.manager.abort()
            return 0
        return ordered

    def _claim(self, wanted):
        self.manager.begin()
        for path in self.access.sites(self.connection):
            with self.access.enter(self.connection, path) as site:
                jobs = storage.get_jobs(site)
                for job in jobs.open_jobs() if jobs is not None else ():
                    if wanted in (None, job.uid) and not job.leased(self.now()):
                        uid = job.uid
                        self._lease(jobs, job)
                        self.manager.commit()
                        return path, uid
        self.manager.abort()
        return None

    def _lease(self, jobs, job):
        now = self.now()
        if job.lease_owner is not None:
            job.takeovers += 1
        if job.takeovers > MAX_TAKEOVERS:
            self._record_failure(jobs, job, JobFailed(_gave_up(job.takeovers)))
            return
        if job.state == QUEUED:
            jobs.move(job, RUNNING)
        job.started = job.started or now
        job.take_lease(self.owner, self._until(job))

    def _until(self, job):
        """A lease that ran out too early is longer next time: two runners never chase each other."""
        return self.now() + timedelta(seconds=self.lease_seconds * 2**job.takeovers)

    # -- running it -----------------------------------------------------------------------------

    def run(self, path, uid):
        """Run chunks until the job ends; return its state, ``LOST`` or ``STOPPED``.

        Raises ``ConflictError`` when one chunk collided ``MAX_CONFLICTS`` times and storage
        errors as they are; the job then stays as the last chunk left it and can be taken again.
        """
        conflicts = 0
        while True:
            if self.stop.is_set():
                self._short(self._release, path, uid)
                return STOPPED
            try:
                state = self._chunk(path, uid, conflicts)
                conflicts = 0
            except TransientError:
                self.manager.abort()
                conflicts += 1
                if conflicts >= MAX_CONFLICTS:
                    raise
                self._pause(conflicts)
                continue
            except StorageError:
                self.manager.abort()
                raise
            except (KeyboardInterrupt, SystemExit):
                self.manager.abort()
                self._short(self._release, path, uid)
                raise
            except Exception as error:
                self.manager.abort()
                _log_failure(uid, error)
                state = self._short(self._fail, path, uid, error)
            self.connection.cacheMinimize()
            if state != RUNNING:
                return state

    def _chunk(self, path, uid, conflicts):
        self.manager.begin()
        with self.access.enter(self.connection, path) as site:
            jobs = storage.get_jobs(site)
            job = jobs.get(uid)
            if not self._mine(job):
                state = LOST if job.state == RUNNING else job.state
                self.manager.abort()
                return state
            kind = find_kind(job.kind)
            with self.access.acting(site, job, kind):
                self._step(site, jobs, job, kind, conflicts)
                state = job.state
                self.manager.commit()
        return state

    def _step(self, site, jobs, job, kind, conflicts):
        """One step of the kind and the bookkeeping that belongs into the same transaction."""
        cursor, done = deepcopy(job.cursor), job.done
        budget = Budget(max(1, self.items >> conflicts), self.seconds)
        progress = kind.step(site, job, budget)
        _check(job, progress, moved=(job.cursor, progress.done) != (cursor, done))
        job.done, job.total = progress.done, progress.total
        job.chunks += 1
        job.takeovers = 0
        if progress.finished:
            job.result = storage.primitive(kind.finish(site, job), "result")
            jobs.move(job, DONE, self.now())
        else:
            job.cursor = storage.primitive(job.cursor, "cursor")
            job.take_lease(self.owner, self._until(job))

    # -- ending it ------------------------------------------------------------------------------

    def _short(self, act, path, uid, *args):
        """Commit ``act(jobs, job, *args)`` if the job is still ours; repeat after conflicts."""
        for attempt in range(1, MAX_CONFLICTS + 1):
            try:
                self.manager.begin()
                with self.access.enter(self.connection, path) as site:
                    jobs = storage.get_jobs(site)
                    job = jobs.get(uid)
                    if self._mine(job):
                        act(jobs, job, *args)
                    state = job.state
                    self.manager.commit()
                return state
            except TransientError:
                self.manager.abort()
                if attempt == MAX_CONFLICTS:
                    raise
                self._pause(attempt)

    def _fail(self, jobs, job, error):
        self._record_failure(jobs, job, error)

    def _record_failure(self, jobs, job, error):
        now = self.now()
        job.say(storage.ERROR, _readable(error), now)
        jobs.move(job, FAILED, now)

    def _release(self, jobs, job):
        jobs.move(job, QUEUED, self.now())

    def _mine(self, job):
        return job.state == RUNNING and job.lease_owner == self.owner

    def _pause(self, conflicts):
        """Wait longer after each conflict, at random so that two runners do not keep step."""
        jitter = random.uniform(0.5, 1.5)  # noqa: S311 - spreads retries, guards no secret
        self.sleep(min(LONGEST_PAUSE, 0.02 * 2**conflicts) * jitter)


def _check(job, progress, moved):
    """Refuse what no correct kind reports: numbers going back, or a step that does not move."""
    if not isinstance(progress, Progress):
        raise TypeError(f"step of {job.kind} returned {type(progress).__name__}, not Progress")
    if progress.done < job.done:
        raise ValueError(f"step of {job.kind} went back from {job.done} to {progress.done}")
    if progress.total is not None and progress.done > progress.total:
        raise ValueError(f"step of {job.kind} did {progress.done} of {progress.total}")
    if not moved and not progress.finished:
        raise JobFailed(
            _("job_stuck", default="The job does not get on; it was stopped at the same place.")
        )


def _gave_up(times):
    return _(
        "job_gave_up",
        default="The job was begun ${times} times and broke off each time before it got on.",
        mapping={"times": times},
    )


def _readable(error):
    """Return what people read about ``error``.

    The text of an unexpected exception may hold personal data: only its type is told.
    """
    if isinstance(error, JobError):
        return error.message
    return _(
        "job_unexpected_error",
        default="The job stopped at an unexpected error (${error}). Nothing of the last step was "
        "kept; the steps before it stand.",
        mapping={"error": type(error).__name__},
    )


def _log_failure(uid, error):
    """Log where the job failed, without the exception's text: it may hold personal data."""
    if isinstance(error, JobError):
        logger.warning("Job %s failed: %s", uid, type(error).__name__)
        return
    lines = traceback.format_tb(error.__traceback__)
    logger.error("Job %s failed: %s\n%s", uid, type(error).__name__, "".join(lines))
