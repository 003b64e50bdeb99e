"""Which act a record belongs to: one value on the record object itself.

Act membership, holds and destruction write the same persistent object, so that of two
transactions that decide differently only one is committed, in whichever order they come (design
8). No index, no annotation: nothing else can tell another story.
"""

from Acquisition import aq_base


def act_of(record):
    """Return the UID of the live act whose row the record is, or ``None``."""
    return getattr(aq_base(record), "_act", None)


def claim(record, act_uid):
    """Make the record a row of an act. Raises ``ValueError`` when another act has it.

    Whether the record may go into the act at all is asked before
    (:func:`collective.schoolrecords.core.destruction.item_reasons`).
    """
    if act_of(record) not in (None, act_uid):
        raise ValueError("the record belongs to another act")
    aq_base(record)._act = act_uid


def release(record, act_uid):
    """Take the record out of an act; return whether it was in this one."""
    if act_of(record) != act_uid:
        return False
    aq_base(record)._act = None
    return True
