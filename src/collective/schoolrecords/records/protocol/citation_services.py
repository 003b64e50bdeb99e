"""``@citations`` of a record: the minutes of the council that it cites, and what cites these minutes."""

from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.protocol.council import citations_of
from collective.schoolrecords.records.protocol.council import citing
from collective.schoolrecords.records.protocol.council import points_cited
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
        shown = found[start : start + size]
        points = points_cited(record, shown) if shown else {}
        rows = [self._row(brain, points[brain.UID]) for brain in shown]
        cites = [
            {
                "number": one.number,
                "date": one.day.isoformat(),
                "point": one.point,
                "minutes": {"@id": one.url} if one.url else None,
            }
            for one in citations_of(record)
        ]
        return page_of(self.request, len(found), rows, cites=cites)

    def _row(self, brain, points):
        title = state_title(brain.review_state, self.request, brain.portal_type)
        return {
            "@id": brain.getURL(),
            "@type": brain.portal_type,
            "title": brain.Title,
            "points": points,
            "state": {"id": brain.review_state, "title": title},
        }
