"""How many files of a plan were opened, run on, and left; and the digest that its chain covers."""

from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.inventories import DESTROYED
from collective.schoolrecords.core.inventories import HANDED_OUT
from collective.schoolrecords.core.inventories import TRANSFERRED
from collective.schoolrecords.ledger.interfaces import IDigestible
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.retention.file_plan import file_plan_of
from collective.schoolrecords.retention.file_plan import FilePlan
from collective.schoolrecords.retention.file_plan import rows_of
from dataclasses import asdict
from plone import api
from Products.CMFCore.indexing import processQueue
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer


#: A draft is no file yet, an annulled one none any more.
_NOT_COUNTED = (states.DRAFT, states.ANNULLED)


def count_year(plan):
    """Return index → (files opened under it in the year, of them running on into the next).

    A file runs on when it was not closed by 31 December. From the catalog's indexes alone.
    """
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    indexes = catalog._catalog.indexes
    left_out = set()
    for state in _NOT_COUNTED:
        found = indexes["review_state"]._index.get(state, ())
        left_out |= {found} if isinstance(found, int) else set(found)
    closed_on, last = indexes["record_closed_on"]._unindex, f"{plan.year}-12-31"
    counts = {}
    for index in plan.items:
        rows = rows_of(catalog, plan.year, index) - left_out
        running = sum((closed_on.get(row) or "9999") > last for row in rows)
        counts[index] = (len(rows), running)
    return counts


def mark_departed(records, way, act=""):
    """Count records that left the school under the items of their plans; one event a plan.

    ``act``: UID of the act that destroys them.
    """
    site, by_plan = getSite(), {}
    for record in records:
        year, index = record.file_plan_year, record.case_index
        plan = file_plan_of(site, year) if year and index else None
        if plan is not None and index in plan.items:
            numbers = by_plan.setdefault(year, (plan, {}))[1]
            numbers[index] = numbers.get(index, 0) + 1
    for plan, numbers in by_plan.values():
        notice_change(plan)
        for index, number in numbers.items():
            plan.depart(index, way, number, act)
        payload = {"way": way, "files": numbers, **({"act": act} if act else {})}
        record_event(plan, "file_plan_marked", payload=payload)


def on_step(record, event):
    """Subscriber: a record was handed out or transferred."""
    if event.step.target in (HANDED_OUT, TRANSFERRED):
        mark_departed([record], event.step.target)


def on_destroyed(event):
    """Subscriber: an act is destroying records; each chunk at once."""
    mark_departed(event.records, DESTROYED, event.act.UID())


@implementer(IDigestible)
@adapter(FilePlan)
class PlanDigest:
    """See :class:`IDigestible`: all that the plan says of its year."""

    def __init__(self, plan):
        self.plan = plan

    def digestible(self):
        """Return the plan as plain values."""
        plan = self.plan
        return {
            "year": plan.year,
            "regulation": plan.regulation,
            "drawn_from": plan.drawn_from,
            "state": plan.state,
            "minutes": [plan.minutes_number, plan.minutes_date],
            "approved": [plan.approved_on, plan.approved_by],
            "closed_on": plan.closed_on,
            "items": {index: asdict(item) for index, item in plan.items.items()},
            "counts": {index: list(pair) for index, pair in (plan.counts or {}).items()},
        }
