"""``@citations`` of a record: the minutes of the council that it cites, and what cites these minutes."""

from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.protocol.council import citations_of
from collective.schoolrecords.records.protocol.council import citing
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question


class CitationsGet(RecordService):
    """``GET @citations``: ``cites`` and, for minutes of a council, a page of what cites them."""

    def reply(self):
        """Return both sides, as far as the reader sees them."""
        question = Question(self.request, ())
        start, size = question.page()
        question.done()
        record = self.context
        found = citing(record)
        rows = [self._row(brain) for brain in found[start : start + size]]
        cites = [
            {"number": number, "date": day.isoformat(), "minutes": {"@id": url} if url else None}
            for number, day, url in citations_of(record)
        ]
        return page_of(self.request, len(found), rows, cites=cites)

    def _row(self, brain):
        title = state_title(brain.review_state, self.request, brain.portal_type)
        return {
            "@id": brain.getURL(),
            "@type": brain.portal_type,
            "title": brain.Title,
            "state": {"id": brain.review_state, "title": title},
        }
