"""The job that gets timestamps: for new signatures, and anew before a certificate ends.

A signature is committed before its job begins. Each step asks for one token and keeps it in the
transaction of the step. Asking changes nothing with the authority, so that a step that is repeated
after a conflict only asks twice. What fails is told in the job and waits for the next day's one.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import tsa
from collective.schoolrecords.signing.cms import timestamps
from collective.schoolrecords.signing.cms.openssl import EngineFailed
from collective.schoolrecords.signing.cms.parsed import value_of
from collective.schoolrecords.signing.outcome_words import FOUND
from collective.schoolrecords.signing.storage import signatures_of
from collective.schoolrecords.signing.timestamp_queue import authority_of
from collective.schoolrecords.signing.timestamp_queue import find_queue
from collective.schoolrecords.signing.trust_store import find_store
from collective.schoolrecords.signing.trust_store import trust_of
from datetime import timedelta
from plone import api


class GetTimestamps(JobKind):
    """Kind ``timestamps``: one signature a step; the cursor is the last one asked about."""

    title = _("signing_job_timestamps", default="Timestamps of signatures")
    permission = "collective.schoolrecords.TakeCheckpoint"
    system = True

    def daily(self, site, day):
        """A job when something waits or is to be renewed, and an authority is named."""
        queue = find_queue(site)
        due = queue is not None and queue.has_due(_horizon(site, day))
        return {} if due and authority_of(site) else None

    def start(self, parameters):
        """See ``IJobKind``."""
        return None

    def step(self, site, job, budget):
        """Ask for the timestamp of the next signature that waits."""
        queue, url = find_queue(site), authority_of(site)
        if queue is None or not url:
            return Progress(job.done, job.done, finished=True)
        if job.cursor is None:
            queue.renew(_horizon(site, school_today()))
        key = queue.after(tuple(job.cursor) if job.cursor else None)
        if key is None:
            return Progress(job.done, job.done, finished=True)
        queue.done(key, _stamped(site, key, url))
        job.cursor = list(key)
        return Progress(job.done + 1)


def _horizon(site, day):
    """Return the last day of certificates whose tokens are renewed on ``day``."""
    return day + timedelta(days=find_store(site).renew_days) if find_store(site) else day


def _stamped(site, key, url):
    """Get a token, keep it, and return the day on which its certificate ends.

    ``None`` for a signature that went with its record.
    """
    uid, number = key
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=uid)
    record = brains[0]._unrestrictedGetObject() if brains else None
    kept = signatures_of(record) if record is not None else None
    if kept is None:
        return None
    try:
        before = kept.tokens(number)
        covered = before[-1] if before else value_of(kept.uploaded(number))
        token = _token(covered, url, trust_of(site).tsa_roots)
    except KeyError:
        return None
    kept.add_token(number, token.der)
    payload = {"number": number, "at": token.at.isoformat(), "renewed": bool(before)}
    record_event(record, "signature_timestamped", payload=payload)
    return token.expires.date()


def _token(covered, url, roots):
    try:
        query = timestamps.query(covered)
        token = timestamps.answered(tsa.ask(url, query), query, roots, now())
        return timestamps.read(token)
    except tsa.NoAnswer as failure:
        raise JobFailed(
            _(
                "signing_tsa_silent",
                default="The timestamp authority gave no timestamp (${what}). The signatures wait "
                "for the next try.",
                mapping={"what": str(failure)},
            )
        ) from failure
    except timestamps.NoTimestamp as failure:
        raise JobFailed(FOUND[failure.code]) from failure
    except EngineFailed as failure:
        raise JobFailed(FOUND[failure.code]) from failure
