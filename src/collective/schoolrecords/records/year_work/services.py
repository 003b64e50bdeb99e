"""REST of the year's work: what is under way, and the orders on the ends of years in a file."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.rights import may_work
from collective.schoolrecords.records.year_work.year_end import settle
from collective.schoolrecords.records.year_work.year_end import year_orders_of
from zExceptions import NotFound
from zope.i18n import translate


class YearWorkGet(RecordService):
    """``GET @year-work``: the works that are not done, without the names entered in them."""

    def reply(self):
        """Return the works and the academic debts."""
        today = school_today()
        items = [_work(one, today) for one in storage.open_works()]
        debts = [
            {"file": uid, "year": year, "deadline": day.isoformat(), "overdue": today > day}
            for uid, year, day in storage.open_debts()
        ]
        return {
            "@id": f"{self.context.absolute_url()}/@year-work",
            "items": items,
            "items_total": len(items),
            "debts": debts,
        }


def _work(work, today):
    due = work.values.get("notice_due")
    return {
        "uid": work.uid,
        "kind": work.kind,
        "state": work.state,
        "created": work.created.isoformat(),
        "files": list(work.files),
        "order": work.order,
        "job": work.job,
        "notice_due": due and due.isoformat(),
        "notice": rules.notice_state(due, None, today),
    }


class YearOrdersGet(RecordService):
    """``GET @year-orders`` of a personal file."""

    def reply(self):
        """Return what orders said at the ends of school years, oldest first."""
        return year_orders_json(self.context)


class YearOrdersPost(RecordService):
    """``POST @year-orders/2025-26/settle`` {outcome, settled_on, basis}."""

    max_path = 2

    def reply(self):
        """Say what became of an academic debt."""
        if len(self.path) != 2 or self.path[1] != "settle":
            raise NotFound("/".join(self.path))
        body = self.body()
        outcome, day = body.text("outcome", required=True), body.day("settled_on")
        basis = body.text("basis")
        body.done()
        if not may_work():
            message = _("year_orders_forbidden", default="Only the office settles academic debts.")
            raise StepForbidden(translate(message, context=self.request))
        settle(self.context, self.path[0].replace("-", "/", 1), outcome, day, basis)
        return year_orders_json(self.context)


def year_orders_json(record):
    """Return the orders on the ends of years of a file as JSON-ready data."""
    today = school_today()
    items = [
        {
            "year": one.year,
            "decision": one.decision,
            "order_number": one.order_number,
            "order_date": one.order_date.isoformat(),
            "subjects": list(one.subjects),
            "deadline": one.deadline and one.deadline.isoformat(),
            "debt": one.debt_state(today),
            "settled_on": one.settled_on and one.settled_on.isoformat(),
            "settled_by": one.settled_by or None,
            "to_class": one.to_class or None,
            "class_from": one.class_from and one.class_from.isoformat(),
        }
        for one in year_orders_of(record)
    ]
    url = f"{record.absolute_url()}/@year-orders"
    return {"@id": url, "items": items, "items_total": len(items)}
