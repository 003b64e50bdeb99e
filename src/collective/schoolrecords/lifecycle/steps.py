"""Taking a step: reasons first, then the workflow, then the record's own state and chain.

The order of a step: the family's precondition function is asked and says all reasons; the
workflow checks the role; only then the details are written, the state changes, the chain grows
by one entry and :class:`IRecordSteppedEvent` tells the engines. A step that arrives from
elsewhere (content rules, the management interface) passes the same gate in the workflow's own
"before" event.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.preconditions import check
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.guards import refuse
from collective.schoolrecords.lifecycle.interfaces import IByHand
from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.lifecycle.interfaces import RecordSteppedEvent
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepImpossible
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from contextvars import ContextVar
from plone import api
from zope.event import notify
from zope.globalrequest import getRequest
from zope.i18n import translate

import transaction


#: (record, step id, details) that ``perform`` hands to the workflow, its reasons already asked.
_asked = ContextVar("collective.schoolrecords.asked", default=None)


def reasons(record, step_id, details=None):
    """Return every reason (core ``Reason``) why ``step_id`` cannot be taken now.

    Raises ``KeyError`` when the family has no such step. Whether the user's role may take the
    step is not asked here (see :func:`allowed_steps`).
    """
    step = record.family.step(step_id)
    facts = IRecordFacts(record).facts()
    return check(record.family_id, step.id, facts, details or {}, school_today())


def reasons_by_hand(record, step_id, details=None):
    """Return every reason why a person cannot take a step by itself on its page.

    Beside :func:`reasons` these are the steps that an act with more than one of them takes. Programs
    have no such act: over REST the step asks for all that it writes.
    """
    return (*_guided(record, step_id, details), *reasons(record, step_id, details))


def _guided(record, step_id, details):
    by_hand = IByHand(record, None)
    return by_hand.reasons(step_id, details or {}) if by_hand is not None else ()


def allowed_steps(record):
    """Return the steps that leave the record's state and whose permission the user holds."""
    user = api.user.get_current()
    return tuple(
        step
        for step in record.family.steps_from(record.state)
        if user.has_permission(step.permission, record)
    )


def version_of(record):
    """Return what changes with every deed on a record: see ``Chain.version``."""
    return chain_of(record).version()


def perform(record, step_id, details=None, seen=None):
    """Take a step with what the person gave.

    ``seen``: :func:`version_of` the record as the person read it. When somebody has changed it
    since, the step is refused: nobody approves or signs what they have not seen.
    Raises :class:`StepImpossible` when the step does not leave the record's state,
    :class:`StepForbidden` when the role may not take it, :class:`StepRefused` with all reasons.
    Nothing is written before every reason has been asked.
    """
    details = dict(details or {})
    step = _leaving_step(record, step_id)
    if not api.user.has_permission(step.permission, obj=record):
        raise StepForbidden(
            _say(_("lifecycle_step_forbidden", default="Your role may not take this step."))
        )
    found = reasons(record, step_id, details)
    if seen is not None and seen != version_of(record):
        found = (Reason("record_changed"), *found)
    if found:
        raise StepRefused(record, found)
    tool = api.portal.get_tool("portal_workflow")
    token = _asked.set((aq_base(record), step.id, details))
    try:
        tool.doActionFor(record, step_id, wf_id=record.workflow_id, details=details)
    finally:
        _asked.reset(token)


def perform_by_hand(record, step_id, details=None, seen=None):
    """Take a step as a person asks for it by itself; see :func:`perform` for what is raised."""
    guided = _guided(record, step_id, details)
    if guided and step_id in {one.id for one in allowed_steps(record)}:
        raise StepRefused(record, (*guided, *reasons(record, step_id, details)))
    perform(record, step_id, details, seen)


def _say(message):
    return translate(message, context=getRequest())


def _leaving_step(record, step_id):
    for step in record.family.steps_from(record.state):
        if step.id == step_id:
            return step
    raise StepImpossible(
        _say(
            _(
                "lifecycle_step_impossible",
                default="The step is not possible in the record's present state.",
            )
        )
    )


def gate(record, event):
    """Subscriber before any transition: only the family's own workflow and a clear step pass."""
    if event.transition is None:
        return
    if event.workflow.getId() != record.workflow_id:
        refuse(
            _(
                "lifecycle_foreign_workflow",
                default="The record is moved by its own workflow only.",
            )
        )
    step = _step_of(record, event)
    details = (event.kwargs or {}).get("details")
    if _was_asked(record, step, details):
        return
    found = reasons(record, step.id, details)
    if found:
        transaction.doom()
        raise StepRefused(record, found)


def _was_asked(record, step, details):
    """Whether :func:`perform` has asked for the reasons against this very step just now."""
    asked = _asked.get()
    if asked is None:
        return False
    return asked[0] is aq_base(record) and asked[1] == step.id and asked[2] is details


def _step_of(record, event):
    try:
        step = record.family.step(event.transition.getId())
    except KeyError:
        step = None
    wrong = (
        step is None
        or record.state not in step.sources
        or event.new_state.getId() != step.target
        or not api.user.has_permission(step.permission, obj=record)
    )
    if wrong:
        refuse(
            _(
                "lifecycle_step_unknown",
                default="The step does not belong to the life of this record.",
            )
        )
    return step


def commit_step(record, event):
    """Subscriber after a transition: state, details, counter, chain, then the engines."""
    if event.transition is None:
        return
    step = record.family.step(event.transition.getId())
    details = dict((event.kwargs or {}).get("details") or {})
    former = record.state
    IDetailsTaker(record).take(step, details)
    enter_state(record, step.target)
    record_event(record, "transition", transition=step.id, payload=details or None)
    _index_what_steps_write(record)
    notify(RecordSteppedEvent(record, step, former, details))


#: Indexes of what a step may write: the workflow tool looks after its own only.
_WRITTEN = (
    "record_number",
    "record_number_key",
    "record_codes",
    "record_case_index",
    "record_plan_item",
    "record_year",
    "record_closed_on",
    "record_sort",
    "SearchableText",
)


def _index_what_steps_write(record):
    """Bring the catalog up to date with numbers and dates that came with the step."""
    if IRecordContent.providedBy(record):
        record.reindexObject(idxs=list(_WRITTEN))


def enter_state(record, state):
    """Set the record's state and keep its register's counter; used by steps and by filing."""
    base = aq_base(record)
    was_kept = base.past_draft
    base._state = state
    if state != rules.DRAFT and not base._left_draft:
        base._left_draft = True
    if base.past_draft and not was_kept and IRecordContent.providedBy(record):
        register = aq_parent(aq_inner(record))
        if IRegister.providedBy(register):
            register.kept.change(1)
