"""Facts of a protocol for its preconditions, and what its steps write."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.details import newest
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.records.protocol.interfaces import IProtocol
from collective.schoolrecords.retention.file_plan import enter_plan
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.signing.plan import complete
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer


_PLAIN = (
    "title",
    "kind",
    "doc_type",
    "school_subject",
    "dated_on",
    "commission_on",
    "received_on",
    "organisation",
    "study_form",
    "teacher",
    "chair",
    "clerk",
    "registration_number",
    "signature_fact",
    "stitched_on",
    "seal_fact",
    "sheets",
    "storage_place",
    "carriers",
    "holder",
    "opened_on",
)


#: Events by which somebody has a hand in the protocol.
_WRITING = frozenset(("filed", "imported", "changed", "upload", "protocol_rows"))


def authors_of(record):
    """Return the user ids of everybody who wrote the protocol or rows of it."""
    writers = {entry.actor for entry in chain_of(record).entries() if entry.event in _WRITING}
    return sorted(writers | set(record.creators or ()))


def asked_by_regulation(record):
    """Return what the regulation in force asks of the record's document type, as facts."""
    regulation = regulation_on(getSite(), school_today())
    documents = regulation.documents if regulation is not None else {}
    document = documents.get(record.doc_type)
    certification = getattr(document, "certification", None)
    return {
        "carriers_asked": tuple(getattr(document, "carriers", None) or ()),
        "familiarisation_asked": getattr(document, "familiarisation", None) is not None,
        "stitching_asked": bool(getattr(certification, "stitched", None)),
    }


@implementer(IRecordFacts)
@adapter(IProtocol)
class ProtocolFacts:
    """See :class:`IRecordFacts`."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts of a protocol; its rows are counted, nothing is written."""
        record = self.record
        facts = {name: getattr(record, name) for name in _PLAIN}
        documents = [doc for doc in record.objectValues() if IFileDocument.providedBy(doc)]
        told = [one.day for one in record.told().values()]
        ruled = [one.day for one in record.rulings()]
        facts.update(
            rows=record.row_count(),
            rows_unresolved=() if record.is_council else rules.unresolved(record.rows()),
            unfamiliar=len(record.unfamiliar()),
            number_taken_by=numbering.taken_by(aq_parent(aq_inner(record)), record),
            authors=authors_of(record),
            actor=getSecurityManager().getUser().getId(),
            draft_documents=[doc.getId() for doc in documents if doc.state == "draft"],
            newest_content=newest(
                [record.dated_on, *(doc.dated_on for doc in documents), *told, *ruled]
            ),
            term=term_of(record),
            index_not_planned=plan_gap(record, record.opened_on or record.dated_on),
            signed_electronically=complete(record),
            **asked_by_regulation(record),
        )
        return facts


@adapter(IProtocol)
class ProtocolDetails(DetailsTaker):
    """The number is the protocol's from its submission until it comes back, as with orders.

    One submitted before that claims its number with the approval. Closing keeps the facts of the
    stitched paper.
    """

    fields = ("closed_on", "signature_fact", "stitched_on", "seal_fact", "sheets")

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
            if not record.school_year:
                record.school_year = SchoolYear.of(record.dated_on).label
            enter_plan(record, record.opened_on)
