"""Registration numbers: unique within a register, a year and a document type.

As with the alphabet book, a claim is one key of a BTree, so that of two transactions that claim
the same number one conflicts and is refused when it is repeated. A family whose numbers are unique
otherwise says so by ``number_key``.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from plone.uuid.interfaces import IUUID


_COMMON = object()


def _key(record):
    own = getattr(aq_base(record), "number_key", _COMMON)
    if own is not _COMMON:
        return own
    if not record.registration_number or record.dated_on is None:
        return None
    return (record.dated_on.year, record.doc_type, record.registration_number.strip())


def taken_by(register, record):
    """Return the UID of another record with the same number, or ``None``."""
    claims = getattr(register, "_number_claims", None)
    key = _key(record)
    if claims is None or key is None:
        return None
    holder = claims.get(key)
    return holder if holder != IUUID(record) else None


def claim(register, record):
    """Claim the record's number; the step has checked that it is free."""
    claims = getattr(register, "_number_claims", None)
    if claims is None:
        claims = register._number_claims = OOBTree()
    claims[_key(record)] = IUUID(record)


def release(claims, record):
    """Give a number up that ``record`` holds among a register's ``claims``."""
    key = _key(record)
    if key is not None and claims.get(key) == IUUID(record):
        del claims[key]
