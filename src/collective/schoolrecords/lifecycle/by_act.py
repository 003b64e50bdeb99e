"""The steps that a record takes together with its act of destruction, for many records at once.

This is the second way past the workflow, and the only one. "select", "release" and
"release_to_office" need a permission that no role holds, so no person, no form, no ``@workflow``
and no content rule takes them. :func:`take` does, and only the acts of retention/ call it: each
has asked the record's own object for the act it belongs to, in the same transaction. What a step
leaves is the same as elsewhere: the state, one entry in the record's chain that names the act, the
catalog's row, and :class:`IRecordSteppedEvent` for the engines.
"""

from Acquisition import aq_base
from collective.schoolrecords.core.lifecycle import BY_ACT
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.storage import append
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.lifecycle.bulk_catalog import CatalogWriter
from collective.schoolrecords.lifecycle.interfaces import RecordSteppedEvent
from collective.schoolrecords.lifecycle.steps import enter_state
from datetime import datetime
from datetime import UTC
from Products.CMFCore.utils import getToolByName
from zope.event import notify


#: Indexes of what these steps change.
CHANGED = ("review_state", "allowedRolesAndUsers")


def take(records, step_id, act_uid, **details):
    """Take a step of the act on each of ``records``; the catalog is written in one pass.

    The steps: "select", "release", "release_to_office". ``details``: what the chain keeps beside
    the act's UID, no names. Raises ``ValueError``, with nothing written, when a record's state does
    not allow the step, when the step is not one of an act, or when the record is not in this act.
    """
    records = list(records)
    taken = [(record, _step(record, step_id, act_uid)) for record in records]
    if not records:
        return
    actor = actor_now(context=records[0])
    payload = {"act": act_uid, **details}
    for record, step in taken:
        former = record.state
        notice_change(record)
        enter_state(record, step.target)
        append(
            record,
            "transition",
            at=datetime.now(UTC),
            transition=step.id,
            state=step.target,
            payload=payload,
            **vars(actor),
        )
        notify(RecordSteppedEvent(record, step, former, payload))
    CatalogWriter(getToolByName(records[0], "portal_catalog")).update(records, CHANGED)


def _step(record, step_id, act_uid):
    step = record.family.step(step_id)
    if step.permission != BY_ACT or step.target == "destroyed":
        raise ValueError(f"{step_id} is no step that an act takes here")
    if record.state not in step.sources:
        raise ValueError(f"{step_id} does not leave the state {record.state}")
    if getattr(aq_base(record), "_act", None) != act_uid:
        raise ValueError("the record is not in this act")
    return step
