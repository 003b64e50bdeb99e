"""The next free number of an order, and the service that tells it."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.numbers import next_number
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.order.interfaces import DOC_TYPES
from collective.schoolrecords.school.paging import Question
from plone import api


def next_free(doc_type, year, portal_type="order"):
    """Return the number after the greatest one of a year's orders of a kind; nothing is reserved.

    Protocols of a kind (``portal_type``) are numbered in the same way.

    Drafts count, so that two orders written one after the other are offered two numbers. What a
    number is taken by, though, is only an order that the director has been given.
    """
    given = _numbers(portal_type, doc_type, year)
    return next_number(given, year, _numbers(portal_type, doc_type, year - 1))


def _numbers(portal_type, doc_type, year):
    # Orders that the reader may not see have numbers too.
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type=portal_type,
        record_doc_type=doc_type,
        record_dated_on={"query": (f"{year}-01-01", f"{year}-12-31"), "range": "min:max"},
        sort_on="record_number_key",
    )
    return [brain.record_number for brain in brains]


class OrderNumberGet(RecordService):
    """``GET @next-number?doc_type=order_movement&year=2026`` of the register of orders."""

    def reply(self):
        """Return the next free number of a kind in a year, this one unless told otherwise."""
        question = Question(self.request, ("doc_type", "year"))
        doc_type = question.text("doc_type", DOC_TYPES)
        if doc_type is None and not question.reasons:
            question.fault("doc_type", "")
        years = question.years("year") or {school_today().year}
        if len(years) > 1:
            question.fault("year", ", ".join(map(str, sorted(years))))
        question.done()
        year = min(years)
        return {
            "@id": f"{self.context.absolute_url()}/@next-number",
            "doc_type": doc_type,
            "year": year,
            "number": next_free(doc_type, year),
        }
