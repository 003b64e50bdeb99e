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
from collective.schoolrecords.ledger.storage import notice_change
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
from collective.schoolrecords.signing.timestamp_queue import IStampable
from collective.schoolrecords.signing.trust_store import find_store
from collective.schoolrecords.signing.trust_store import trust_of
from datetime import timedelta
from hashlib import sha256
from plone import api
from zope.component import getUtility
from zope.component import queryUtility
from zope.interface import implementer


class GetTimestamps(JobKind):
    """Kind ``timestamps``: one token a step; the cursor is the last key asked about."""

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

    ``None`` for what is gone.
    """
    holder = queryUtility(IStampable, name=key[0]) or getUtility(IStampable)
    covered = holder.covered(site, key)
    if covered is None:
        return None
    token = _token(covered, url, trust_of(site).tsa_roots)
    holder.keep(site, key, token)
    return token.expires.date()


@implementer(IStampable)
class SignaturesOfRecords:
    """The signatures of records: keys are the UID of the record and the number."""

    def covered(self, site, key):
        """See ``IStampable``; the value of the signature, as CAdES has it."""
        record = _record(key[0])
        kept = signatures_of(record) if record is not None else None
        if kept is None:
            return None
        try:
            return (kept.tokens(key[1]) or (value_of(kept.uploaded(key[1])),))[-1]
        except KeyError:
            return None

    def keep(self, site, key, token):
        """See ``IStampable``; an event of the record tells it."""
        record, number = _record(key[0]), key[1]
        kept = signatures_of(record)
        former = len(kept.tokens(number))
        payload = {
            "number": number,
            "at": token.at.isoformat(),
            "renewed": bool(former),
            "token": former + 1,
            "sha256": sha256(token.der).hexdigest(),
        }
        notice_change(record)
        kept.add_token(number, token.der)
        record_event(record, "signature_timestamped", payload=payload)


def _record(uid):
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=uid)
    return brains[0]._unrestrictedGetObject() if brains else None


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
