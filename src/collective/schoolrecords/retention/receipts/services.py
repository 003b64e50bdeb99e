"""REST of receipts: ``@receipts``."""

from collective.schoolrecords.retention.receipts import overview
from collective.schoolrecords.retention.receipts.journal import find_journal
from collective.schoolrecords.retention.receipts.journal import KINDS
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


class ReceiptsGet(SchoolService):
    """``GET @receipts?kind=&year=&uid=&out=&overdue=``; ``GET @receipts/<year>/<number>``."""

    endpoint = "@receipts"
    max_path = 2
    names = ("kind", "year", "uid", "out", "overdue")

    def reply(self):
        """Return one receipt, or a page of the journal."""
        if self.path:
            return self.one()
        question = Question(self.request, self.names)
        kinds = question.texts("kind", KINDS)
        years = question.years("year")
        uid = question.text("uid")
        out = question.text("out", ("0", "1"))
        overdue = question.flag("overdue")
        sort, descending = question.sort(overview.SORTS, "number")
        start, size = question.page()
        question.done()
        found = overview.receipts(kinds, years, uid, None if out is None else out == "1", overdue)
        found.sort(key=overview.SORTS[sort], reverse=descending)
        page = found[start : start + size]
        return page_of(
            self.request,
            len(found),
            overview.receipts_data(page, self.request, self.url()),
        )

    def one(self):
        """Return the receipt in the address; 404 when there is none."""
        journal = find_journal(self.context)
        digits = len(self.path) == 2 and all(
            text.isascii() and text.isdigit() and len(text) < 10 for text in self.path
        )
        receipt = journal.get(*map(int, self.path)) if journal is not None and digits else None
        if receipt is None:
            raise NotFound("/".join(self.path))
        (data,) = overview.receipts_data([receipt], self.request, self.url())
        return json_compatible(data)
