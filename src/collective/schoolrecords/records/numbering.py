"""Registration numbers: unique within a register, a year and a document type.

As with the alphabet book, a claim is one key of a BTree, so that of two transactions that claim
the same number one conflicts and is refused when it is repeated. A family whose numbers are unique
otherwise says so by ``number_key``. Numbers that only look different are one
(:func:`~collective.schoolrecords.core.numbers.same_number`).
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.numbers import same_number
from collective.schoolrecords.core.numbers import typed_number
from plone.uuid.interfaces import IUUID


_COMMON = object()


def _key(record, form=same_number):
    own = getattr(aq_base(record), "number_key", _COMMON)
    if own is not _COMMON:
        return own
    if not record.registration_number or record.dated_on is None:
        return None
    return (record.dated_on.year, record.doc_type, form(record.registration_number))


def taken_by(register, record):
    """Return the UID of another record with the same number, or ``None``."""
    uid = IUUID(record)
    # Claims that are older than the form of today stand under the number as it was typed.
    keys = (_key(record), _key(record, typed_number))
    holders = (_holder(register, key) for key in keys if key is not None)
    return next((holder for holder in holders if holder not in (None, uid)), None)


def holder_of(register, year, doc_type, number):
    """Return the UID of the record that has a number in a year, or ``None``."""
    return _holder(register, (year, doc_type, same_number(number))) or _holder(
        register, (year, doc_type, typed_number(number))
    )


def _holder(register, key):
    claims = getattr(register, "_number_claims", None)
    return claims.get(key) if claims is not None else None


def claim(register, record):
    """Claim the record's number, unless it has it; the step has checked that it is free."""
    claims = getattr(register, "_number_claims", None)
    if claims is None:
        claims = register._number_claims = OOBTree()
    key, uid = _key(record), IUUID(record)
    if claims.get(key) != uid:
        claims[key] = uid


def release(register, record):
    """Give the number up that ``record`` holds in its register, if it holds one."""
    claims = getattr(register, "_number_claims", None)
    for key in {_key(record), _key(record, typed_number)} - {None}:
        if claims is not None and claims.get(key) == IUUID(record):
            del claims[key]
