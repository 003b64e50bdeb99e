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
#: The chain does not reach the head that the log or the mark has of it (``core.chain.verify``).
REACHES_NOT = "wrong_head"


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
    known, named = presence.heads_known(uid), presence.named.get(uid)
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
    """Return the findings on a record in its place, beside those on its metadata and its chain.

    A chain that was cut together with the record agrees with itself: that it does not reach the head
    of the last checkpoint, or of its mark, is seen here alone.
    """
    uid, chain = holder.about["uid"], holder.chain
    last = chain.last()
    there = "" if last is None else last.hash
    where = {"uid": uid, "path": holder.about["path"]}
    found = [
        Finding(CHANGED, CHAIN, expected=_wanted(one), found=there, detail=one.code, **where)
        for one in presence.judge_standing(holder)
        if one.code != REACHES_NOT
    ]
    missed = [one for one in presence.heads_known(uid) if not _reaches(chain, one)]
    if missed:
        longest = max(missed, key=lambda one: one.length)
        stands = next(chain.entries(longest.length - 1, longest.length), last)
        found.append(
            Finding(
                CHANGED,
                CHAIN,
                expected=longest.hash,
                found="" if stands is None else stands.hash,
                detail=f"{REACHES_NOT} {longest.length - 1}",
                **where,
            )
        )
    return found


def _reaches(chain, head):
    """Whether a chain, sound or not in itself, has the entry that a head was taken of."""
    if not head.length:
        return True
    entry = next(chain.entries(head.length - 1, head.length), None)
    return entry is not None and entry.hash == head.hash


def _wanted(one):
    """Return the hash that the ledger names where another must stand; none where nothing must."""
    return one.detail.rpartition(" ")[2] if one.code == deletions.ABSENT else ""


def _found(code, uid, expected, there):
    if code in _MISSING:
        # The chain is there; what is missing is the record.
        return Finding(MISSING, RECORD, uid=uid, expected=expected, detail=code)
    if expected == there:
        # The chain is the one that the ledger knows; that it is there, or what it tells, is the fault.
        expected = ""
    return Finding(CHANGED, CHAIN, uid=uid, expected=expected, found=there, detail=code)
