"""The add-ons panel says why the product stays; Plone's own page would only say that it does."""

from collective.schoolrecords import PACKAGE_NAME
from collective.schoolrecords.setup.handlers import refuse_uninstall
from collective.schoolrecords.setup.handlers import UninstallRefused
from Products.CMFPlone.controlpanel.browser.quickinstaller import UninstallProductsView
from Products.statusmessages.interfaces import IStatusMessage


class UninstallProducts(UninstallProductsView):
    """``uninstall_products`` in a site of ours: asks before Plone tries and swallows the reason."""

    def __call__(self):
        if self.request.get("uninstall_product") == PACKAGE_NAME:
            try:
                refuse_uninstall(self.context.portal_setup)
            except UninstallRefused as refusal:
                IStatusMessage(self.request).addStatusMessage(refusal.message, type="error")
                url = f"{self.context.absolute_url()}/prefs_install_products_form"
                return self.request.response.redirect(url)
        return super().__call__()
