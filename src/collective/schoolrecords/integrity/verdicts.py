"""What holds of a chain today: in itself, with its payloads, against the log, and of the record.

The server judges itself here, which is quick and finds what was done past it. Who does not trust the
server takes a proof away and asks ``schoolrecords-verify``.
"""

from collective.schoolrecords.core.chain import verify
from collective.schoolrecords.core.verification import Finding
from collective.schoolrecords.core.verification import judge
from collective.schoolrecords.core.verification import Verdict
from collective.schoolrecords.integrity.finding_words import in_words
from collective.schoolrecords.integrity.ledger_entries import ABSENT_NUMBER
from collective.schoolrecords.integrity.proofs import growth_from
from collective.schoolrecords.ledger.storage import digest_of
from pickle import UnpicklingError
from ZODB.POSException import POSKeyError


def verdict_on(holder, presence, language=None):
    """Return what holds of a ``ledger_entries.Holder`` as plain values.

    ``presence``: what there must be in the site. ``language``: of the words, by default that of the
    reader. ``proved``: how many entries the last checkpoint covers.
    """
    uid = holder.about["uid"]
    head, number = _last_head(presence.ledger, uid)
    try:
        if holder.number == ABSENT_NUMBER:
            length, remarks, found = 0, [], [presence.absence(uid)]
        else:
            length, remarks, found = _judge(holder, presence, head)
    except (POSKeyError, UnpicklingError, EOFError) as error:
        length, remarks = 0, []
        found = [Finding("unreadable", detail=type(error).__name__)]
    return {
        **holder.about,
        "holds": not found,
        "entries": length,
        "checkpoint": number,
        "proved": head.length if head is not None and not found else 0,
        "findings": [_plain(one, language) for one in found],
        "remarks": [_plain(one, language) for one in remarks],
    }


def _judge(holder, presence, head):
    """Return (entries, remarks, findings) of a chain, and of the record that it belongs to."""
    chain, uid = holder.chain, holder.about["uid"]
    reached = None if head is None else (head.length, head.hash)
    if holder.ended is not None:
        # Its payloads and its salt went with the object.
        problems = verify(chain.entries(), uid=uid, head=reached)
    else:
        problems = chain.verify(head=reached)
    found = [Finding(one.code, one.seq, one.field or "") for one in problems if one.is_fault]
    remarks = [Finding(one.code, one.seq) for one in problems if not one.is_fault]
    if holder.ended is not None:
        return len(chain), remarks, found + presence.judge_ended(uid, holder.ended)
    last = chain.last()
    if last is not None and last.after and digest_of(holder.object) != last.after:
        found.append(Finding("metadata_changed", last.seq))
    return len(chain), remarks, found + presence.judge_standing(holder)


def judged(documents, kept, ledger):
    """Return verdicts on documents, as the verifier gives them, against the auditor's checkpoints.

    For each kept checkpoint the log of ``ledger`` shows besides that it still begins with it.
    """
    grown = [document for one in kept if (document := growth_from(ledger, one)) is not None]
    return [_verdict(one) for one in judge([*grown, *documents], kept)]


def _verdict(one: Verdict):
    return {
        "kind": one.kind,
        "subject": one.subject,
        "holds": one.holds,
        "entries": one.entries,
        "proved": one.proved,
        "findings": [_plain(finding) for finding in one.findings],
        "remarks": [_plain(finding) for finding in one.remarks],
    }


def _plain(finding, language=None):
    return {
        "code": finding.code,
        "seq": finding.seq,
        "detail": finding.detail,
        "message": in_words(finding.code, language),
    }


def _last_head(ledger, uid):
    """Return (head, number of the last checkpoint), ``None`` for what is not there."""
    last = ledger.log.last() if ledger is not None else None
    if last is None:
        return None, None
    index = ledger.log.index_of(uid, last.size)
    return (None if index is None else ledger.log.head(index)), last.number
