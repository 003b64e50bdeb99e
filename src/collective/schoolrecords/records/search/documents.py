"""Documents inside files and cases, found by their kind and number."""

from collective.schoolrecords.messages import _
from collective.schoolrecords.records.search.everything import find_rows
from collective.schoolrecords.records.search.interfaces import Findings
from collective.schoolrecords.records.search.interfaces import Found
from collective.schoolrecords.records.search.interfaces import ISearchSource
from plone import api
from zope.interface import implementer


@implementer(ISearchSource)
class DocumentSource:
    """See :class:`ISearchSource`. A document is seen by nobody who does not see its record."""

    title = _("search_documents", default="Documents of files and cases")
    order = 900

    def __init__(self, site, request):
        self.site = site
        self.request = request

    def find(self, asked, most):
        """See :class:`ISearchSource`; only records have codes."""
        if asked.code:
            return Findings()
        newest = {"sort_on": "created", "sort_order": "descending"}
        total, rows, _exact = find_rows(asked, most, portal_type="file_document", **newest)
        return Findings(total, tuple(map(self._found, rows)))

    def _found(self, brain):
        return Found(
            title=brain.Title,
            url=brain.getURL(),
            sub=self._record_title(brain),
            state=brain.review_state,
            family="file_document",
        )

    def _record_title(self, brain):
        """The title of the record around a document; whoever sees the one sees the other."""
        path = {"query": brain.getPath().rpartition("/")[0], "depth": 0}
        found = api.portal.get_tool("portal_catalog")(path=path)
        return found[0].Title if found else ""
