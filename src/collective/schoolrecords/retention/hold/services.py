"""REST of holds: ``@holds`` on a record or document, and on the site."""

from AccessControl import getSecurityManager
from AccessControl.security import checkPermission
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.holds import STATUSES
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.due_filters import due_filters
from collective.schoolrecords.retention.due_filters import NAMES
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.hold.index import SORTS
from collective.schoolrecords.retention.hold.jobs import lift_many
from collective.schoolrecords.retention.hold.jobs import MOST
from collective.schoolrecords.retention.hold.jobs import place_many
from collective.schoolrecords.retention.hold.kept import record_and_part
from collective.schoolrecords.retention.hold.overview import hold_data
from collective.schoolrecords.retention.hold.overview import holds_page
from collective.schoolrecords.retention.hold.overview import record_holds
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import QueryRefused
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from types import SimpleNamespace
from zExceptions import NotFound
from zExceptions import Unauthorized


class RecordHolds(SchoolService):
    """What the methods on a record share: nobody asks past what they may see of it."""

    endpoint = "@holds"
    max_path = 2

    def seen(self):
        """Refuse who may not view the record; the permission of the service is the site's."""
        if not checkPermission("zope2.View", self.context):
            raise Unauthorized(self.endpoint)

    def answer(self, hold):
        """Return one hold as JSON."""
        record, _part = record_and_part(self.context)
        return json_compatible(hold_data(hold, record, self.request, school_today()))


class RecordHoldsGet(RecordHolds):
    """``GET @holds[/<id>]`` of a record or document: all holds, lifted ones too, oldest first."""

    def reply(self):
        """Return one hold or a page of them."""
        self.seen()
        if self.path:
            found = {hold.id: hold for hold in holds.holds_of(self.context)}
            if len(self.path) > 1 or self.path[0] not in found:
                raise NotFound("/".join(self.path))
            return self.answer(found[self.path[0]])
        question = Question(self.request, ())
        start, size = question.page()
        question.done()
        rows = record_holds(self.context, self.request)
        held = holds.is_held(self.context)
        return page_of(self.request, len(rows), rows[start : start + size], held=held)


class RecordHoldsPost(RecordHolds):
    """``POST @holds`` lays a hold; ``POST @holds/<id>/lift`` {reason} lifts it."""

    def reply(self):
        """Return the hold as it stands now."""
        self.seen()
        body = self.body()
        if not self.path:
            values = hold_values(body)
            body.done()
            hold = holds.place(self.context, **values)
            return self.created(self.answer(hold))
        if len(self.path) != 2 or self.path[1] != "lift":
            raise NotFound("/".join(self.path))
        reason = body.text("reason")
        body.done()
        return self.answer(holds.lift(self.context, self.path[0], reason))


def hold_values(body):
    """Read what a person says of a new hold; faults stay with the body."""
    return {
        "reason": body.text("reason"),
        "basis": body.text("basis"),
        "basis_number": body.text("basis_number"),
        "basis_date": body.day("basis_date"),
        "since": body.day("since"),
        "until": body.day("until"),
    }


class SiteHoldsGet(SchoolService):
    """``GET @holds?status=&doc_type=&placed_by=&batch=&placed_from=&placed_to=`` of the site."""

    endpoint = "@holds"
    max_path = 0
    texts = ("doc_type", "placed_by", "batch")
    names = (*texts, "on", "status", "placed_from", "placed_to")

    def reply(self):
        """Return a page; reasons are given with the records that the reader may see."""
        question = Question(self.request, self.names)
        on = question.day("on") or school_today()
        filters = {name: question.texts(name) for name in self.texts}
        filters["status"] = question.texts("status", STATUSES)
        filters["placed_from"] = question.day("placed_from")
        filters["placed_to"] = question.day("placed_to")
        filters = {name: value for name, value in filters.items() if value is not None}
        sort, descending = question.sort(SORTS, "placed_at")
        start, size = question.page()
        question.done()
        total, rows = holds_page(self.request, filters, on, sort, start, size, descending)
        return page_of(self.request, total, rows, on=on)


class SiteHoldsPost(SchoolService):
    """``POST @holds`` lays one hold on many records, ``POST @holds/lift`` lifts many: as a job.

    What is meant is named by ``records`` (UIDs) or by ``due`` (filters of ``@due``), for lifting by
    ``holds`` (ids) or ``batch`` (the job that laid them). Answers 202 with the job.
    """

    endpoint = "@holds"

    def reply(self):
        """Queue the job."""
        if self.path not in ([], ["lift"]):
            raise NotFound("/".join(self.path))
        body = self.body()
        user = getSecurityManager().getUser().getId()
        if self.path:
            ids, batch, reason = body.texts("holds"), body.text("batch"), body.text("reason")
            body.done()
            ids = ids or self._laid_together(batch)
            job = lift_many(self.context, ids, started_by=user, reason=reason)
        else:
            values, uids = hold_values(body), body.texts("records")
            query = body.mapping("due")
            body.done()
            uids = uids or self._listed(query)
            job = place_many(self.context, uids, started_by=user, **values)
        self.request.response.setStatus(202)
        return json_compatible(describe(self.context, job, self.request))

    def _laid_together(self, batch):
        """Return the ids of the holds of a batch that are not lifted yet."""
        index = find_holds(self.context)
        if index is None or not batch:
            return ()
        _total, rows = index.query(school_today(), {"batch": (batch,)}, size=len(index))
        return [row.hold.id for row in rows if row.hold.lifted_at is None]

    def _listed(self, query):
        """Return the UIDs of the due list under the filters given."""
        index = due.find_index(self.context)
        if index is None or query is None:
            return ()
        question = Question(SimpleNamespace(form=dict(query)), (*NAMES, "on"))
        on = question.day("on") or school_today()
        filters = due_filters(question)
        question.done()
        total, rows = index.query(on, filters, size=MOST)
        if total > MOST:
            raise QueryRefused([Reason("VALUE", "due", {"value": total})])
        return [row.uid for row in rows]
