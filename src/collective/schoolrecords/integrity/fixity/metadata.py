"""A record's metadata against its chain, and the chain against itself."""

from collective.schoolrecords.core.canonical import CanonicalError
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.chain import entry_hash
from collective.schoolrecords.core.chain import origin
from collective.schoolrecords.core.event_salts import ACTOR_NAME
from collective.schoolrecords.core.event_salts import salt_of
from collective.schoolrecords.core.fixity import CHAIN
from collective.schoolrecords.core.fixity import CHANGED
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.fixity import judge_digest
from collective.schoolrecords.core.fixity import METADATA
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of


#: Problems of an entry with what stands before it; each other one is of the entry itself.
_BETWEEN = frozenset(("gap", "reorder", "wrong_previous", "wrong_before"))


def judge_metadata(record, where):
    """Return findings: the digest of today is not the chain's last one, or the chain is broken.

    ``where``: uid and path of the record for the findings.
    """
    chain = chain_of(record)
    last = chain.last()
    found = list(judge_digest(METADATA, last.after, digest_of(record), **where)) if last else []
    for problem in chain.verify():
        if problem.is_fault:
            expected, computed = _hashes(chain, problem)
            detail = f"{problem.code} {problem.seq} {problem.field or ''}".strip()
            found.append(
                Finding(CHANGED, CHAIN, expected=expected, found=computed, detail=detail, **where)
            )
    return found


def _hashes(chain, problem):
    """Return what the chain says that must stand there, and what does; empty where nothing does."""
    try:
        entry = chain.entry(problem.seq)
        if problem.field is not None:
            return _of_value(chain, entry, problem.field)
        if problem.code == "wrong_origin":
            return origin(chain.uid), entry.previous
        if problem.code in _BETWEEN:
            return _of_place(chain, entry, problem.code)
        return str(entry.hash), entry_hash(entry)
    except (KeyError, TypeError, CanonicalError):
        return "", ""


def _of_value(chain, entry, field):
    """Return the commitment to a value that stands beside the chain, and that of what lies there."""
    fixed, seq = dict(entry.commitments).get(field, ""), entry.seq
    values = {**chain.payload(seq), ACTOR_NAME: chain.actor_name(seq)}
    if values.get(field) is None:
        return fixed, ""
    salt = salt_of(entry.event, field, chain.own_salt(seq), chain.salt)
    return fixed, commitment(salt, seq, field, values[field])


def _of_place(chain, entry, code):
    """Return what an entry says of the one before it, and what stands before it."""
    before = max(chain.entries(0, entry.seq), key=lambda one: one.seq, default=None)
    if code == "wrong_before" and before is not None:
        return before.after or "", entry.before or ""
    return entry.previous, "" if before is None else before.hash
