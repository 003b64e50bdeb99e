"""The signatures and timestamps on checkpoints, checked anew with those of records once a week.

A certificate is revoked after it signed, a timestamp's authority goes, bytes rot: what vouched for a
checkpoint yesterday may not do so today. The checkpoint itself proves as much as before.
"""

from collective.schoolrecords.core.signature_standing import FAILED
from collective.schoolrecords.core.signature_standing import UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import VALID
from collective.schoolrecords.integrity.checkpoint_evidence import evidence_of
from collective.schoolrecords.integrity.checkpoint_evidence import find_evidence
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.signing.cms import timestamps
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.cms.openssl import EngineFailed
from collective.schoolrecords.signing.interfaces import IAlsoChecked
from collective.schoolrecords.signing.trust_store import trust_of
from zope.interface import implementer


#: What a check says of the timestamps beside their own codes of refusal.
HOLDS = "holds"
#: The refusal of a timestamp that says that this server cannot tell.
UNCHECKABLE = "timestamp_uncheckable"


@implementer(IAlsoChecked)
class CheckpointChecks:
    """See :class:`IAlsoChecked`."""

    def after(self, site, number):
        """See :class:`IAlsoChecked`."""
        kept = find_evidence(site)
        if kept is None:
            return None
        following = [
            tree.minKey(number + 1)
            for tree in (kept.tokens, kept.signatures)
            if tree and tree.maxKey() > number
        ]
        return min(following, default=None)

    def look(self, site, number, moment):
        """See :class:`IAlsoChecked`."""
        _tokens, signatures = evidence_of(site, number)
        found = check(site, number, moment)
        former = find_evidence(site).last_check(number)
        if former is None:
            # The first check tells news only where it differs from what was found at the upload.
            news = [one[3] for one in signatures] != found["signatures"]
            news = news or found["timestamp"] not in (None, HOLDS)
        else:
            news = former != found
        if former != found:
            find_evidence(site).keep_check(number, found)
        return len(signatures), news, _standing(found)


def check(site, number, moment):
    """Return ``{"timestamp": code or None without one, "signatures": results}`` of a checkpoint."""
    body, trust = find_ledger(site).log.checkpoint(number).body(), trust_of(site)
    tokens, signatures = evidence_of(site, number)
    results = [verify_detached(body, one[0], trust, moment).result for one in signatures]
    return {
        "timestamp": _stamped(body, tokens, trust, moment) if tokens else None,
        "signatures": results,
    }


def _stamped(body, tokens, trust, moment):
    try:
        timestamps.verify(body, tokens, trust, moment)
    except timestamps.NoTimestamp as refusal:
        return refusal.code
    except EngineFailed:
        return UNCHECKABLE
    return HOLDS


def _standing(found):
    stamp, results = found["timestamp"], found["signatures"]
    if INVALID in results or stamp not in (None, HOLDS, UNCHECKABLE):
        return FAILED
    return UNCHECKED if stamp == UNCHECKABLE or set(results) - {VALID} else None
