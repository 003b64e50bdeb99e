"""The case file: opened under an index of the file plan, closed, kept, destroyed by act."""

from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records.case.interfaces import ICaseFile
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.details import newest
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.retention.file_plan import enter_plan
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from zope.component import adapter
from zope.interface import implementer


@field_defaults(ICaseFile)
@implementer(ICaseFile)
class CaseFile(RecordContainer):
    """See :class:`ICaseFile`."""

    family_id = "case_file"

    def search_words(self):
        """Title, index and registration number."""
        return (self.title, self.case_index, self.registration_number)


_PLAIN = (
    "title",
    "doc_type",
    "case_index",
    "storage_place",
    "carriers",
    "holder",
    "opened_on",
    "closed_on",
)


@implementer(IRecordFacts)
@adapter(ICaseFile)
class CaseFacts:
    """See :class:`IRecordFacts`."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts of a case file."""
        record = self.record
        facts = {name: getattr(record, name) for name in _PLAIN}
        documents = [doc for doc in record.objectValues() if IFileDocument.providedBy(doc)]
        facts.update(
            draft_documents=[doc.getId() for doc in documents if doc.state == "draft"],
            newest_content=newest([doc.dated_on for doc in documents]),
            term=term_of(record),
            index_not_planned=plan_gap(record, record.opened_on),
        )
        return facts


@adapter(ICaseFile)
class CaseDetails(DetailsTaker):
    """Closing writes the closing date; handing out an open file closes it."""

    def implied(self, step, details):
        """See :class:`DetailsTaker`."""
        if step.id == "register":
            enter_plan(self.record, self.record.opened_on)
        elif step.id == "hand_out" and self.record.closed_on is None:
            self.record.closed_on = details["handed_out_on"]
