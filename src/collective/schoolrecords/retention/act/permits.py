"""Permissions on an act, asked by its functions: a page, a service and a test alike."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from zope.globalrequest import getRequest
from zope.i18n import translate


def require(act, permission):
    """Raise ``StepForbidden`` when the current user lacks ``permission`` on the act."""
    if not getSecurityManager().checkPermission(permission, act):
        message = _("act_forbidden", default="Your office may not do this with the act.")
        raise StepForbidden(translate(message, context=getRequest()))


def require_state(act, *states):
    """Raise ``StepRefused`` when the act is in none of ``states``."""
    if act.state not in states:
        raise StepRefused(act, [Reason("act_state")])
