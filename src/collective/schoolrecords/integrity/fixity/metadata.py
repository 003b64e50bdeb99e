"""A record's metadata against its chain, and the chain against itself."""

from collective.schoolrecords.core.canonical import CanonicalError
from collective.schoolrecords.core.chain import entry_hash
from collective.schoolrecords.core.fixity import CHAIN
from collective.schoolrecords.core.fixity import CHANGED
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.fixity import judge_digest
from collective.schoolrecords.core.fixity import METADATA
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of


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
    """Return the hash that stands in the entry and the one that its fields give today."""
    try:
        entry = chain.entry(problem.seq)
        return str(entry.hash), entry_hash(entry)
    except (KeyError, TypeError, CanonicalError):
        return "", ""
