"""Guards of the group ids that belong to the product.

Membership in our groups comes from orders. Plone's own pages could otherwise put somebody into
an office without one, and a user or group with one of our ids would step into its roles.
"""

from . import groups
from .plugin import PLUGIN_ID
from collective.schoolrecords.messages import _
from zExceptions import Forbidden
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate


def refuse_reserved_user(event):
    """Refuse an account whose id or login looks like one of our groups."""
    names = (event.principal.getId(), event.principal.getUserName())
    if any(groups.is_reserved(name) for name in names) and _is_ours():
        _refuse(
            _(
                "access_reserved_user",
                default="Names that begin with office-, cohort- or child- are reserved.",
            )
        )


def refuse_reserved_group(event):
    """Refuse a group object with one of our ids, except the offices that the product makes."""
    group_id = event.principal
    name = groups.parse(group_id)
    is_office = name is not None and name.scope is None
    if groups.is_reserved(group_id) and not is_office and _is_ours():
        _refuse(
            _(
                "access_reserved_group",
                default="Groups of classes and children are made by the school itself.",
            )
        )


def refuse_membership_without_order(event):
    """Refuse to put somebody into one of our groups by hand."""
    if groups.is_reserved(event.group_id) and _is_ours():
        _refuse(
            _(
                "access_membership_by_order",
                default="Offices are given by order: make an appointment instead.",
            )
        )


def _refuse(message):
    raise Forbidden(translate(message, context=getRequest()))


def _is_ours():
    """Whether the site being served computes our groups; other sites may call theirs anything."""
    return PLUGIN_ID in getattr(getSite(), "acl_users", ())
