"""Numbers of the alphabet book: unique within a volume, claimed on registration, never re-used.

A claim is a key of one BTree on the register. Two registrations of the same number write the same
key, so that one of two transactions conflicts, is repeated and is refused: the database decides,
not a search before the write.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.numbers import plain_number
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.lifecycle.refusals import StepRefused
from plone.uuid.interfaces import IUUID

import transaction


#: Fields that registration fixes.
FIXED = ("book_volume", "letter", "number")


def _claims(register):
    claims = getattr(register, "_alphabet_claims", None)
    if claims is None:
        claims = register._alphabet_claims = OOBTree()
    return claims


def _key(record):
    return (plain_number(record.book_volume or "") or "1", record.letter, record.number)


def taken_by(register, record):
    """Return the UID of another file that holds the record's number, or ``None``."""
    if not record.letter or not record.number:
        return None
    claims = getattr(register, "_alphabet_claims", None)
    holder = claims.get(_key(record)) if claims is not None else None
    return holder if holder != IUUID(record) else None


def claim(register, record):
    """Claim the record's number; the register step has checked that it is free."""
    _claims(register)[_key(record)] = IUUID(record)
    record._fixed_number = _key(record)


def next_number(register, letter, volume="1"):
    """Return the number after the highest claimed one of ``letter`` in ``volume``."""
    claims = getattr(register, "_alphabet_claims", None)
    if claims is None:
        return 1
    keys = list(claims.keys(min=(volume, letter, 0), max=(volume, letter, 10**9)))
    return keys[-1][2] + 1 if keys else 1


def guard_number(record, event):
    """Refuse to change letter, number or volume after registration (N1-2.9.2)."""
    fixed = getattr(record, "_fixed_number", None)
    if fixed is None:
        return
    # Older claims hold the volume as it was typed, hidden signs and all.
    fixed = (plain_number(fixed[0]), *fixed[1:])
    if fixed == _key(record):
        return
    changed = [
        Reason("field_locked", name)
        for name, before, now in zip(FIXED, fixed, _key(record), strict=True)
        if before != now
    ]
    transaction.doom()
    raise StepRefused(record, changed)
