"""Holds of records and documents: laid, lifted, asked about. What other rooms call.

Whoever takes a step towards destruction asks :func:`is_held` of the record in the transaction of
that step and writes (or ``readCurrent``s) the record object there. A hold writes the same object,
so of the two only one is committed, in whichever order they come.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.access import clock
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import holds as rules
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.holds import Hold
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.guards import refuse
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.hold.index import holds_index
from collective.schoolrecords.retention.hold.index import new_id
from collective.schoolrecords.retention.hold.kept import holds_of
from collective.schoolrecords.retention.hold.kept import keep
from collective.schoolrecords.retention.hold.kept import record_and_part
from collective.schoolrecords.retention.hold.words import HoldRefused
from collective.schoolrecords.retention.hold.words import REASONS
from plone.uuid.interfaces import IUUID


#: A document in one of these states is no longer there to be held.
GONE_DOCUMENT = frozenset((states.HANDED_OUT, states.DESTROYED))


def holds_in_force(obj, day=None):
    """Return the holds that forbid the destruction of a record or document on ``day`` (today).

    Of a record those of its documents too; of a document those of the record around it.
    """
    return tuple(hold for hold in holds_of(obj) if hold.in_force(day or school_today()))


def is_held(obj, day=None):
    """Whether destruction of a record or document is forbidden on ``day`` (today)."""
    return bool(holds_in_force(obj, day))


def place(
    obj,
    *,
    reason,
    basis,
    basis_number="",
    basis_date=None,
    since=None,
    until=None,
    batch=None,
):
    """Lay a hold on a record or a document inside one and return it (core ``Hold``).

    Also on what is locked. ``since``: first day, today without one; see core ``Hold`` for the
    rest. Raises ``HoldRefused`` with all reasons. Permissions are the caller's to ask.
    """
    record, part = record_and_part(obj)
    hold = new_hold(
        reason=reason,
        basis=basis,
        basis_number=basis_number,
        basis_date=basis_date,
        since=since,
        until=until,
        part=part,
        batch=batch,
    )
    found = rules.check_place(hold, holds_of(record), _is_gone(record, obj), school_today())
    if found:
        raise HoldRefused(found)
    enter(record, hold)
    due.put_record(record)
    return hold


def new_hold(*, reason, basis, basis_number="", since=None, **more):
    """Return a hold that begins now, by the present user, and is laid on nothing yet."""
    return Hold(
        new_id(),
        (reason or "").strip(),
        since or school_today(),
        _user_id(),
        clock.now(),
        basis=(basis or "").strip(),
        basis_number=(basis_number or "").strip(),
        **more,
    )


def lift(obj, hold_id, reason):
    """Lift a hold of a record or document and return it as it stands now.

    ``reason``: on whose word or why. Raises ``HoldRefused`` with all reasons.
    """
    record, part = record_and_part(obj)
    kept = holds_of(record)
    hold = next((one for one in kept if one.id == hold_id), None)
    if part is not None and hold is not None and hold.part != part:
        # Of a document only what was laid on it; the rest is lifted where it was laid.
        hold = None
    reason = (reason or "").strip()
    found = rules.check_lift(hold, reason, school_today())
    if found:
        raise HoldRefused(found)
    lifted = hold.lifted(_user_id(), clock.now(), reason)
    keep(record, (lifted if one is hold else one for one in kept))
    holds_index().put(IUUID(record), record.doc_type or due.NO_TYPE, lifted)
    record_event(record, "hold_lifted", payload={"hold": hold.id, "reason": reason})
    due.put_record(record)
    return lifted


def enter(record, hold):
    """Write a hold that was checked: on the record, in its chain and in the index of holds.

    For imports, which tell the due index of all their records at once; :func:`place` does both.
    """
    notice_change(record)
    keep(record, (*holds_of(record), hold))
    holds_index().put(IUUID(record), record.doc_type or due.NO_TYPE, hold)
    said = ("reason", "basis", "basis_number", "basis_date", "since", "until", "part")
    payload = {name: getattr(hold, name) for name in said}
    record_event(record, "hold_placed", payload={"hold": hold.id, **payload})


def imported(reason, basis, day):
    """Return the hold that an archive's own list tells of: in force from ``day`` until lifted."""
    return new_hold(reason=reason, basis=basis, since=day)


def forget(record):
    """Drop a record that ceases to be from the index of holds; its own values go with it.

    For its destruction, in the same transaction, before the object is replaced.
    """
    index = find_holds()
    for hold in holds_of(record):
        if index is not None:
            index.forget(hold.id)


def _is_gone(record, obj):
    if record.state in due.GONE:
        return True
    return aq_base(obj) is not aq_base(record) and obj.state in GONE_DOCUMENT


def _user_id():
    user = getSecurityManager().getUser()
    return str(user.getId() or user.getUserName())


# -- subscribers ----------------------------------------------------------------------------------


def guard_held(obj, event):
    """Refuse to delete a draft, or a draft document of a record, as long as a hold forbids it."""
    if event.oldParent is None or event.newParent is not None:
        return
    if IRecord.providedBy(obj) and is_held(obj):
        refuse(REASONS["hold_not_to_be_deleted"])


def on_changed(record, event):
    """Fields of a record were changed: its holds are listed under its type."""
    index = find_holds()
    if index is None or aq_base(event.object) is not aq_base(record):
        return
    doc_type = record.doc_type or due.NO_TYPE
    for hold in holds_of(record):
        row = index.get(hold.id)
        if row is not None and row.doc_type != doc_type:
            index.put(IUUID(record), doc_type, hold)


def on_removed(record, event):
    """A draft was deleted: its lifted holds leave the index."""
    forget(record)
