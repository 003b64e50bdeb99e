"""Facts of a personal file for its preconditions, and what its steps write."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.details import newest
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.records.personal_file import alphabet_book
from collective.schoolrecords.records.personal_file.identity import fix_identity
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.names import fix_name
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.portfolio.handing import facts_of
from collective.schoolrecords.records.portfolio.handing import hand_out_with
from collective.schoolrecords.retention.file_plan import enter_plan
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.school.cohorts import note_placed
from collective.schoolrecords.school.storage import get_school
from zope.component import adapter
from zope.interface import implementer


_PLAIN = (
    "letter",
    "number",
    "last_name",
    "first_name",
    "birth_date",
    "cohort_id",
    "admitted_on",
    "admission_order_number",
    "admission_order_date",
    "storage_place",
    "carriers",
    "holder",
    "opened_on",
    "closed_on",
)


@implementer(IRecordFacts)
@adapter(IPersonalFile)
class PersonalFileFacts:
    """See :class:`IRecordFacts`."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts; documents and years are read, nothing is written."""
        record = self.record
        facts = {name: getattr(record, name) for name in _PLAIN}
        documents = [doc for doc in record.objectValues() if IFileDocument.providedBy(doc)]
        years = years_of(record)
        facts.update(
            volume=record.book_volume or "1",
            number_taken_by=alphabet_book.taken_by(aq_parent(aq_inner(record)), record),
            draft_documents=[doc.getId() for doc in documents if doc.state == "draft"],
            newest_content=newest([doc.dated_on for doc in documents] + [years.newest()]),
            years_not_certified=years.not_certified(),
            portfolios=facts_of(record),
            term=term_of(record),
            index_not_planned=plan_gap(record, record.opened_on or record.admitted_on),
        )
        return facts


@adapter(IPersonalFile)
class PersonalFileDetails(DetailsTaker):
    """Leaving writes its date and order; registration claims the number."""

    fields = (
        "left_on",
        "leaving_reason",
        "leaving_order_number",
        "leaving_order_date",
        "destination",
    )

    def implied(self, step, details):
        """See :class:`DetailsTaker`."""
        record = self.record
        if step.id == "register":
            alphabet_book.claim(aq_parent(aq_inner(record)), record)
            record._fixed_cohort = record.cohort_id
            school = get_school()
            if school is not None:
                note_placed(school)
            fix_name(record)
            fix_identity(record)
            record.registration_number = record.file_number
            # An admission from 1 September on is filed in summer: the file is there from then.
            record.opened_on = record.opened_on or min(record.admitted_on, school_today())
            enter_plan(record, record.opened_on)
        elif step.id == "close":
            record.closed_on = details["left_on"]
        elif step.id == "hand_out":
            if record.closed_on is None:
                record.closed_on = details["handed_out_on"]
            gone = hand_out_with(record, details)
            if gone:
                details["portfolios"] = gone
