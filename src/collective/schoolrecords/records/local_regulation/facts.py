"""What the rules ask of a version of a local regulation."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.details import newest
from collective.schoolrecords.records.local_regulation.approving import words_of_order
from collective.schoolrecords.records.local_regulation.content import former_of
from collective.schoolrecords.records.local_regulation.content import order_of
from collective.schoolrecords.records.local_regulation.content import with_days
from collective.schoolrecords.records.local_regulation.content import with_points
from collective.schoolrecords.records.local_regulation.interfaces import ILocalRegulation
from collective.schoolrecords.records.order.content import authors_of
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from zope.component import adapter
from zope.interface import implementer


_PLAIN = (
    "title",
    "doc_type",
    "registration_number",
    "dated_on",
    "touches_rights",
    "approval_order",
    "order_number",
    "replaces",
    "storage_place",
    "carriers",
    "holder",
    "opened_on",
)


@implementer(IRecordFacts)
@adapter(ILocalRegulation)
class LocalRegulationFacts:
    """See :class:`IRecordFacts`."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts; the order and the former version are looked up, nothing is written."""
        record = self.record
        order, former = order_of(record), former_of(record)
        facts = {name: getattr(record, name) for name in _PLAIN}
        facts.update(
            has_file=record.scan is not None,
            adopted_by=with_points(with_days(record.adopted_by, "minutes_date")),
            opinions=with_days(record.opinions, "minutes_date"),
            order=words_of_order(record),
            order_state=order.state if order is not None else None,
            order_date=order.dated_on if order is not None else record.order_date,
            replaced_state=former.state if former is not None else None,
            replaced_title=former.title if former is not None else None,
            replaced_since=former.in_force_from if former is not None else None,
            newest_content=newest([record.in_force_from]),
            number_taken_by=numbering.taken_by(aq_parent(aq_inner(record)), record),
            authors=authors_of(record),
            actor=getSecurityManager().getUser().getId(),
            term=term_of(record),
            index_not_planned=plan_gap(record, record.dated_on),
        )
        return facts
