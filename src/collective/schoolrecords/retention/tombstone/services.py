"""``@tombstones`` of the site: which records were destroyed, when and by which act."""

from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.retention.tombstone import index
from collective.schoolrecords.retention.tombstone.overview import lines
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import QueryRefused
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService


class TombstonesGet(SchoolService):
    """``GET @tombstones?act=&doc_type=&year=&since=&until=``, the latest first.

    ``act``: UIDs; ``year``: of closing; ``since`` and ``until``: days of destruction. Totals count
    everything under the filters, also what the reader has no address of.
    """

    endpoint = "@tombstones"
    max_path = 0
    names = ("act", "doc_type", "year", "since", "until")

    def reply(self):
        """Return a page of the list."""
        question = Question(self.request, self.names)
        filters = {
            "acts": question.texts("act"),
            "doc_types": question.texts("doc_type"),
            "years": question.years("year"),
            "since": question.day("since"),
            "until": question.day("until"),
        }
        sort, descending = question.sort(index.SORTS, "destroyed_on")
        if not self.request.form.get("sort_order") and sort == "destroyed_on":
            descending = True
        start, size = question.page()
        question.done()
        if filters["since"] and filters["until"] and filters["until"] < filters["since"]:
            raise QueryRefused([Reason("VALUE", "until", {"value": str(filters["until"])})])
        kept = index.find_tombstones(self.context)
        found = [] if kept is None else kept.rows(**filters)
        found.sort(key=index.SORTS[sort], reverse=descending)
        return page_of(self.request, len(found), lines(found[start : start + size]))
