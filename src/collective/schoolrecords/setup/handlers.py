"""Install and uninstall: what GenericSetup's own files cannot say."""

from collective.schoolrecords import PACKAGE_NAME
from collective.schoolrecords.access.install import install as install_access
from collective.schoolrecords.access.install import uninstall as uninstall_access
from collective.schoolrecords.access.refusals import keep_out_of_error_log
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import shipped
from collective.schoolrecords.ledger.log import install as install_ledger
from collective.schoolrecords.lifecycle.guards import kept_records
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.install import install as install_school
from collective.schoolrecords.school.install import uninstall as uninstall_school
from plone import api
from plone.dexterity.utils import createContent
from Products.CMFPlone.interfaces import INonInstallable
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer

import transaction


#: How the titles of the product's permissions begin.
OURS = "School Records: "
UNINSTALL = "collective.schoolrecords:uninstall"

#: Registers at the site's root: id → portal type.
REGISTERS = {
    "personal-files": "personal_file_register",
    "orders": "order_register",
    "cases": "case_register",
    "inventories": "inventory_register",
    "destruction-acts": "destruction_act_register",
    "protocols": "protocol_register",
    "books": "book_register",
    "portfolios": "portfolio_register",
    "regulations": "local_regulation_register",
}


@implementer(INonInstallable)
class HiddenProfiles:
    """Profiles that the add-ons panel does not offer."""

    def getNonInstallableProfiles(self):
        """Return the ids of profiles that are steps of others."""
        hidden = ["uninstall", *(f"regulation-{name}" for name in shipped.names())]
        return [f"collective.schoolrecords:{name}" for name in hidden]

    def getNonInstallableProducts(self):
        """The product itself is offered."""
        return []


class UninstallRefused(Refusal):
    """The product keeps records past draft and stays."""


def install(tool):
    """Post-handler of the default profile: roles, groups and the registers."""
    portal = getSite()
    install_ledger(portal)
    install_access(portal)
    keep_out_of_error_log(portal)
    install_school(portal)
    for name, portal_type in REGISTERS.items():
        if name not in portal:
            title = api.portal.get_tool("portal_types")[portal_type].title
            register = createContent(portal_type, id=name, title=title)
            # The registers are part of the site: nobody's permission to add them is asked.
            portal._setObject(name, register)


def refuse_uninstall_steps(event):
    """Subscriber: nothing of the uninstall profile runs, not even one step chosen by hand."""
    if (event.profile_id or "").removeprefix("profile-") == UNINSTALL:
        refuse_uninstall(event.tool)


def refuse_uninstall(tool):
    """Refuse while records past draft would be left without guards."""
    portal = getSite()
    count = kept_records(portal)
    if count:
        message = _(
            "setup_uninstall_refused",
            default="The add-on keeps ${count} records past draft and cannot be removed.",
            mapping={"count": count},
        )
        # Doomed first: a caller that swallows the error cannot commit half of it.
        transaction.doom()
        raise UninstallRefused(translate(message, context=getRequest()))


def remove_registers(tool):
    """Pre-handler of the uninstall profile: the registers with their drafts, while types exist."""
    portal = getSite()
    for name in REGISTERS:
        if name in portal:
            portal._delObject(name)


def uninstall(tool):
    """Post-handler of the uninstall profile: take away what no file of a profile can."""
    portal = getSite()
    uninstall_school(portal)
    uninstall_access(portal)
    _give_back_permissions(portal)
    annotations = IAnnotations(portal)
    for key in [key for key in annotations if key.startswith(PACKAGE_NAME)]:
        del annotations[key]


def _give_back_permissions(portal):
    """Set the permissions as a site has them that never had the product."""
    for name, *_rest in portal.ac_inherited_permissions(1):
        if name.startswith(OURS):
            portal.manage_permission(name, [], 1)
    # As in the rolemap of Plone itself.
    portal.manage_permission("Undo changes", ["Manager", "Site Administrator", "Owner"], 1)
