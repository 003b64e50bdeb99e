"""Chains without a record, and records without a trace: what else a run of fixity asks.

A record that was taken out of the storage together with its row in the catalog is no row that could be
judged. So a run goes through what the ledger knows as well (integrity/presence.py).
"""

from collective.schoolrecords.core import deletions
from collective.schoolrecords.core.chain import verify
from collective.schoolrecords.core.fixity import CHAIN
from collective.schoolrecords.core.fixity import CHANGED
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.fixity import MISSING
from collective.schoolrecords.core.fixity import RECORD
from collective.schoolrecords.integrity.fixity.metadata import judge_metadata
from collective.schoolrecords.integrity.ledger_entries import school_holders
from collective.schoolrecords.integrity.ledger_entries import Wanted


#: What says that a record is not there, rather than that something of it was changed.
_MISSING = frozenset((deletions.ABSENT, deletions.UNEXPLAINED))


def judge_school(presence):
    """Return the findings on the school's own chain, which tells of the deletions."""
    found = []
    for one in school_holders(presence.site, Wanted()):
        found += judge_metadata(one.object, {"uid": one.about["uid"], "path": one.about["path"]})
        found += judge_standing(presence, one)
    return found


def judge_absence(presence, uid):
    """Return the finding that nothing is there of a record: neither it nor its chain."""
    found = presence.absence(uid)
    digest = found.detail.rpartition(" ")[2]
    return [Finding(MISSING, RECORD, uid=uid, expected=digest, detail=found.code)]


def judge_ended(presence, uid, ended):
    """Return the findings on a chain whose object is gone."""
    entries = tuple(ended.chain.entries())
    there = entries[-1].hash if entries else ""
    known, named = presence.ledger.heads_known(uid), presence.named.get(uid)
    wanted = named.head if named is not None else (known[-1].hash if known else "")
    codes = [one.code for one in presence.judge_ended(uid, ended)]
    problems = [
        one
        for head in known or [None]
        for one in verify(entries, uid=uid, head=head and (head.length, head.hash))
        if one.is_fault
    ]
    codes += dict.fromkeys(f"{one.code} {one.seq}" for one in problems)
    return [_found(code, uid, wanted, there) for code in codes]


def judge_standing(presence, holder):
    """Return the findings on a record in its place, beside those on its metadata and its chain."""
    found, last = presence.judge_standing(holder), holder.chain.last()
    there = "" if last is None else last.hash
    known = presence.ledger.heads_known(holder.about["uid"]) if found else ()
    wanted = known[-1].hash if known else ""
    where = {"uid": holder.about["uid"], "path": holder.about["path"]}
    return [
        Finding(CHANGED, CHAIN, expected=wanted, found=there, detail=one.code, **where)
        for one in found
    ]


def _found(code, uid, expected, there):
    if code in _MISSING:
        return Finding(MISSING, RECORD, uid=uid, expected=expected, found=there, detail=code)
    return Finding(CHANGED, CHAIN, uid=uid, expected=expected, found=there, detail=code)
