"""Browser layer of the product."""

from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class ISchoolRecordsLayer(IDefaultBrowserLayer):
    """Marks requests to a site in which the product is installed."""
