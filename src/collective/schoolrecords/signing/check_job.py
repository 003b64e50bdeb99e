"""The check of all signatures anew: once a week, and when what the school trusts has changed.

A certificate is revoked after it signed, a list comes late, an algorithm grows too weak, bytes rot: the
result of yesterday is not that of today. Each step looks at a few records. Only what a check
newly finds is kept with the signature and told in the record's chain; that nothing changed stands
in the run, with its day.
"""

from BTrees.IIBTree import IITreeSet
from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.signature_standing import STANDINGS
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
from collective.schoolrecords.signing.storage import signatures_of
from collective.schoolrecords.signing.trust_store import all_items
from datetime import timedelta
from itertools import islice
from plone import api


KIND = "signature-checks"
EVERY = timedelta(days=7)


class CheckSignatures(JobKind):
    """Kind ``signature-checks``; the cursor is the last number of the catalog that was looked at."""

    title = _("signing_job_checks", default="Check of all signatures")
    permission = "collective.schoolrecords.TakeCheckpoint"
    system = True

    def daily(self, site, day):
        """A job when a week has passed, or what is trusted has changed, and there is a signature."""
        return {} if _kept(site) and _is_due(site, day) else None

    def start(self, parameters):
        """Begin before the first number."""
        return None

    def step(self, site, job, budget):
        """Look at a few records."""
        run, kept, done = run_of(site, job, now()), _kept(site), 0
        numbers = kept.keys(job.cursor, excludemin=job.cursor is not None)
        for number in list(islice(numbers, budget.items)):
            if budget.spent(done):
                break
            job.cursor, done = number, done + 1
            _look(site, number, run)
        finished = not done
        if finished:
            run.finished = now()
        total = max(job.done + done, len(kept))
        return Progress(job.done + done, total, finished)

    def finish(self, site, job):
        """Tell what was found."""
        return run_of(site, job, now()).as_dict()


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
    electronic, news = 0, 0
    for made in kept.made():
        electronic += made.signature.kind != PAPER
        news += made.outcome is not None and detached.look_again(record, made)
    values = values_of(record)
    if values != catalog.getMetadataForRID(number)[INDEX]:
        index_signing(record)
    run.count(electronic, news, next((one for one in values if one in STANDINGS), None))
