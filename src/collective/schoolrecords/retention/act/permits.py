"""Permissions on an act, asked by its functions: a page, a service and a test alike."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core.lifecycle import FAMILIES
from collective.schoolrecords.core.lifecycle import MODIFY
from collective.schoolrecords.core.lifecycle import VOTE
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from zope.globalrequest import getRequest
from zope.i18n import translate


_FAMILY = FAMILIES["destruction_act"]
#: Every role that does anything with an act in any of its states.
WRITERS = frozenset(
    role
    for permission in (MODIFY, VOTE, *(step.permission for step in _FAMILY.steps))
    for state in _FAMILY.states
    for role in _FAMILY.roles_for(state, permission)
)


def require_office(act):
    """Raise ``StepForbidden`` for who does nothing with acts in any state: auditors, readers.

    They are told that before anything about the state of this one.
    """
    roles = set(getSecurityManager().getUser().getRolesInContext(act))
    if not roles & WRITERS:
        _forbid()


def require(act, permission):
    """Raise ``StepForbidden`` when the current user lacks ``permission`` on the act."""
    if not getSecurityManager().checkPermission(permission, act):
        _forbid()


def require_state(act, *states):
    """Raise ``StepRefused`` when the act is in none of ``states``."""
    if act.state not in states:
        raise StepRefused(act, [Reason("act_state")])


def _forbid():
    message = _("act_forbidden", default="Your office may not do this with the act.")
    raise StepForbidden(translate(message, context=getRequest()))
