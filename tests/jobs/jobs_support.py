"""A site, a kind of job and databases for the tests of jobs: ZODB alone, no Plone."""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.jobs.interfaces import IAccess
from collective.schoolrecords.jobs.interfaces import IJobKind
from collective.schoolrecords.jobs.interfaces import NotAllowed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from persistent.mapping import PersistentMapping
from zope.annotation.interfaces import IAnnotations
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import transaction


KIND = "test-marks"
SITE = "school"


@implementer(IAnnotations)
class Site(OOBTree):
    """A site that is its own annotations; ``marks[i]`` counts how often item ``i`` was done."""


class Mark(Persistent):
    """An item that was done; persistent, so that it weighs on the cache."""

    def __init__(self):
        self.times = 0


class Marks(JobKind):
    """Marks the items 0 … count-1, one after the other.

    ``before_item(site, job, number)`` is called before each item and ``after_item`` after it:
    there the tests let other connections act.
    """

    title = "Mark items"
    permission = "test.Mark"

    def __init__(self):
        self.before_item = self.after_item = lambda site, job, number: None
        self.seen = []

    def step(self, site, job, budget):
        self.seen.append((job.done, job.total, budget.items))
        count = job.parameters["count"]
        done = 0
        while job.cursor < count and not budget.spent(done):
            self.before_item(site, job, job.cursor)
            mark = site["marks"].setdefault(job.cursor, Mark())
            mark.times += 1
            self.after_item(site, job, job.cursor)
            job.cursor += 1
            done += 1
        return Progress(job.done + done, count, finished=job.cursor == count)

    def finish(self, site, job):
        return {"marked": job.cursor}


@contextmanager
def registered(kind, name=KIND):
    """Register ``kind`` for the time of a test."""
    registry = getGlobalSiteManager()
    registry.registerUtility(kind, IJobKind, name)
    try:
        yield kind
    finally:
        registry.unregisterUtility(kind, IJobKind, name)


@implementer(IAccess)
class PlainAccess:
    """Sites are the entries of the database root; only the people in ``allowed`` may act."""

    def __init__(self, allowed=("olga",)):
        self.allowed = set(allowed)
        self.on_enter = lambda: None
        self.log = []

    def sites(self, connection):
        return [name for name, site in connection.root().items() if isinstance(site, Site)]

    @contextmanager
    def enter(self, connection, path):
        self.on_enter()
        self.log.append("enter")
        try:
            yield connection.root()[path]
        finally:
            self.log.append("leave")

    @contextmanager
    def acting(self, site, job, kind):
        if job.started_by not in self.allowed:
            raise NotAllowed("not allowed")
        self.log.append(f"act as {job.started_by}")
        try:
            yield
        finally:
            self.log.append("act as nobody")


class Clock:
    """A clock that the test moves."""

    def __init__(self):
        self.time = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)

    def __call__(self):
        return self.time

    def forward(self, seconds):
        self.time += timedelta(seconds=seconds)


def make_site(database):
    """Put an empty site with an unrelated counter into the database."""
    with database.transaction() as connection:
        site = connection.root()[SITE] = Site()
        site["marks"] = IOBTree()
        site["elsewhere"] = PersistentMapping(value=0)


def open_connection(database):
    """Open a connection with a transaction manager of its own, as another process would have."""
    return database.open(transaction_manager=transaction.TransactionManager())


@contextmanager
def looking(database):
    """The site as a new connection sees it."""
    connection = open_connection(database)
    try:
        yield connection.root()[SITE]
    finally:
        connection.transaction_manager.abort()
        connection.close()


def times_done(database):
    """How often each item was done, by number."""
    with looking(database) as site:
        return {number: mark.times for number, mark in site["marks"].items()}
