"""The order: drafted by the office, approved and signed by the director."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.details import newest
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.records.order.interfaces import IOrder
from collective.schoolrecords.records.protocol.council import points_of
from collective.schoolrecords.retention.file_plan import enter_plan
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.signing.plan import complete
from zope.component import adapter
from zope.interface import implementer


@field_defaults(IOrder)
@implementer(IOrder)
class Order(RecordContainer):
    """See :class:`IOrder`."""

    family_id = "order"
    #: Whoever drafts it says which kind it is: kinds have terms of their own.
    doc_type = None

    def cited_minutes(self):
        """Yield (number, date, point) of the council's minutes on which the order rests."""
        yield self.minutes_number, self.minutes_date, self.minutes_point

    def search_words(self):
        """Number, title and the people it concerns; the text is personal data and stays out."""
        people = [person["name"] for person in self.people or ()]
        return (self.registration_number, self.title, self.case_index, *people)


_PLAIN = (
    "title",
    "doc_type",
    "registration_number",
    "dated_on",
    "minutes_number",
    "minutes_date",
    "minutes_point",
    "text",
    "people",
    "storage_place",
    "carriers",
    "holder",
    "opened_on",
)


#: Events by which somebody has a hand in the text.
_WRITING = frozenset(("filed", "imported", "changed", "upload"))


def authors_of(record):
    """Return the user ids of everybody who wrote the order or a part of it."""
    writers = {entry.actor for entry in chain_of(record).entries() if entry.event in _WRITING}
    return sorted(writers | set(record.creators or ()))


@implementer(IRecordFacts)
@adapter(IOrder)
class OrderFacts:
    """See :class:`IRecordFacts`."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts of an order; numbers are looked up, nothing is written."""
        record = self.record
        facts = {name: getattr(record, name) for name in _PLAIN}
        attached = [one for one in record.objectValues() if IFileDocument.providedBy(one)]
        facts.update(
            has_file=record.scan is not None,
            newest_content=newest([record.dated_on, *(one.dated_on for one in attached)]),
            minutes_points=points_of(record.minutes_number, record.minutes_date),
            number_taken_by=numbering.taken_by(aq_parent(aq_inner(record)), record),
            authors=authors_of(record),
            actor=getSecurityManager().getUser().getId(),
            term=term_of(record),
            index_not_planned=plan_gap(record, record.opened_on or record.dated_on),
            signed_electronically=complete(record),
        )
        return facts


@adapter(IOrder)
class OrderDetails(DetailsTaker):
    """The number is the order's from its submission until it comes back; signing keeps the fact.

    A draft holds no number, so that of two drafts with one number the first given to the director
    has it and the other is told. An order submitted before numbers were claimed then claims its
    number with the approval.
    """

    fields = ("closed_on", "signature_fact")

    def implied(self, step, details):
        """See :class:`DetailsTaker`."""
        record = self.record
        register = aq_parent(aq_inner(record))
        if step.id in ("submit", "approve"):
            numbering.claim(register, record)
        if step.id == "return":
            numbering.release(register, record)
        if step.id == "approve":
            record.registered_on = record.dated_on
            record.opened_on = record.opened_on or record.dated_on
            enter_plan(record, record.opened_on)
