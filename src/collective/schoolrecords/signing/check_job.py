"""The check of all signatures anew: once a week, and when what the school trusts has changed.

A certificate is revoked after it signed, a list comes late, an algorithm grows too weak, bytes rot: the
result of yesterday is not that of today. Each step looks at a few records. Only what a check
newly finds is kept with the signature and told in the record's chain; that nothing changed stands
in the run, with its day. After the records come the checkpoints that somebody signed or stamped.
"""

from BTrees.IIBTree import IITreeSet
from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.signing import PAPER
from collective.schoolrecords.jobs.interfaces import PAUSED
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import detached
from collective.schoolrecords.signing.check_runs import last_run
from collective.schoolrecords.signing.check_runs import run_of
from collective.schoolrecords.signing.indexers import INDEX
from collective.schoolrecords.signing.indexers import index_signing
from collective.schoolrecords.signing.indexers import KEPT
from collective.schoolrecords.signing.indexers import values_of
from collective.schoolrecords.signing.interfaces import IAlsoChecked
from collective.schoolrecords.signing.storage import signatures_of
from collective.schoolrecords.signing.timestamp_queue import ask_waiting
from collective.schoolrecords.signing.timestamp_queue import queue_missing
from collective.schoolrecords.signing.trust_store import all_items
from datetime import timedelta
from itertools import islice
from plone import api
from zope.component import queryUtility


KIND = "signature-checks"
EVERY = timedelta(days=7)
CHECKPOINTS = "checkpoints"


class CheckSignatures(JobKind):
    """Kind ``signature-checks``; the cursor is the last number of the catalog that was looked at.

    Then it is a pair of :data:`CHECKPOINTS` and the number of the last checkpoint.
    """

    title = _("signing_job_checks", default="Check of all signatures")
    permission = "collective.schoolrecords.TakeCheckpoint"
    system = True

    def daily(self, site, day):
        """A job when a week has passed, or what is trusted has changed, and there is a signature."""
        return {} if _anything(site) and _is_due(site, day) else None

    def start(self, parameters):
        """Begin before the first number."""
        return None

    def step(self, site, job, budget):
        """Look at a few records; behind the last one, at checkpoints."""
        run = run_of(site, job, now())
        if isinstance(job.cursor, tuple):
            return _look_at_checkpoints(site, job, run, budget)
        kept, done = _kept(site), 0
        numbers = kept.keys(job.cursor, excludemin=job.cursor is not None)
        for number in list(islice(numbers, budget.items)):
            if budget.spent(done):
                break
            job.cursor, done = number, done + 1
            _look(site, number, run)
        if not done:
            job.cursor = (CHECKPOINTS, 0)
        return Progress(job.done + done, max(job.done + done, len(kept)))

    def finish(self, site, job):
        """Tell what was found; signatures without a timestamp get theirs now."""
        ask_waiting(site)
        return run_of(site, job, now()).as_dict()


def _look_at_checkpoints(site, job, run, budget):
    """Look at a few checkpoints; the run ends behind the last one."""
    others, done = queryUtility(IAlsoChecked), 0
    number = others.after(site, job.cursor[1]) if others is not None else None
    while number is not None and not budget.spent(done):
        run.count_checkpoint(number, *others.look(site, number, now()))
        job.cursor, done = (CHECKPOINTS, number), done + 1
        number = others.after(site, number)
    if number is None:
        run.finished = now()
    return Progress(job.done + done, job.done + done, number is None)


def job_under_way(site):
    """Return the job of a check that has not ended, ``None`` without one."""
    jobs = get_jobs(site)
    for uid in jobs.newest_first() if jobs is not None else ():
        job = jobs.get(uid)
        if job.kind == KIND and job.state in (QUEUED, RUNNING, PAUSED):
            return job
    return None


def _is_due(site, day):
    last = last_run(site)
    if last is None or day - day_of(last.started.isoformat()) >= EVERY:
        return True
    return any((one.removed_at or one.added_at) > last.started for one in all_items(site))


def _anything(site):
    """Whether there is a signature or a timestamp to check."""
    others = queryUtility(IAlsoChecked)
    return bool(_kept(site)) or (others is not None and others.after(site, 0) is not None)


def _kept(site):
    """Return the numbers in the catalog of records with electronic signatures, in order."""
    index = api.portal.get_tool("portal_catalog")._catalog.getIndex(INDEX)
    return index._index.get(KEPT) or IITreeSet()


def _look(site, number, run):
    """Check what is signed on one record, and count it."""
    catalog = api.portal.get_tool("portal_catalog")
    record = site.unrestrictedTraverse(catalog.getpath(number), None)
    kept = signatures_of(record) if record is not None else None
    if kept is None:
        return
    queue_missing(site, record, kept)
    electronic, news = 0, 0
    for made in kept.made():
        electronic += made.signature.kind != PAPER
        news += made.outcome is not None and detached.look_again(record, made)
    values = values_of(record)
    if values != catalog.getMetadataForRID(number)[INDEX]:
        index_signing(record)
    run.count(electronic, news, values)
