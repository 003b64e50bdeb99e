"""The case file: opened under an index of the file plan, closed, kept, destroyed by act."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.interfaces import IAccessSubject
from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core.states import CLASS_TEACHER
from collective.schoolrecords.core.states import CLOSED
from collective.schoolrecords.core.states import SUBJECT_TEACHER
from collective.schoolrecords.core.uploads import FORMATS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records.case.fixed import FIXED
from collective.schoolrecords.records.case.interfaces import ICaseFile
from collective.schoolrecords.records.case.pupils import file_of
from collective.schoolrecords.records.case.pupils import pupil_facts
from collective.schoolrecords.records.case.pupils import take_into_custody
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.details import newest
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.retention.file_plan import enter_plan
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.school.regulation import regulation_on
from datetime import datetime
from plone.uuid.interfaces import IUUID
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer


@field_defaults(ICaseFile)
@implementer(ICaseFile, IAccessSubject)
class CaseFile(RecordContainer):
    """See :class:`ICaseFile`."""

    family_id = "case_file"
    #: Values that the server wrote itself, by field.
    _fixed = None

    @property
    def fixed_fields(self):
        """What the server wrote into its own report."""
        return FIXED if self._fixed is not None else ()

    @property
    def readers_key(self):
        """See :class:`RecordMixin`: kinds with readers of their own stand apart."""
        kind = kinds.kind_of(self.doc_type)
        if kind is None or not (kind.readers or kind.teachers):
            return "plain"
        return f"{kind.id} {self.cohort_id}" if kind.teachers else kind.id

    def roles_of(self, permission):
        """See :class:`IRecord`; who sees which kind stands in core.case_kinds."""
        roles = super().roles_of(permission)
        return kinds.roles_in(self.doc_type, self.state, permission, roles)

    def access_grants(self):
        """See :class:`IAccessSubject`: the teachers of the class, where the kind lies with them."""
        kind = kinds.kind_of(self.doc_type)
        if kind is None or not kind.teachers or not self.cohort_id:
            return
        yield cohort_group(self.cohort_id, "class_teacher"), CLASS_TEACHER
        yield cohort_group(self.cohort_id, "subject_teacher"), SUBJECT_TEACHER

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
        return {**facts, **self._of_the_kind()}

    def _of_the_kind(self):
        """Facts that only the rules of the record's kind ask for."""
        record, kind = self.record, kinds.kind_of(self.record.doc_type)
        if kind is None:
            return {}
        facts = {name: getattr(record, name) for name in (*kind.fields, "return_due_on")}
        facts.update(_asked_by_regulation(record.doc_type), **_listed(record, kind))
        if kind.id == kinds.CERTIFICATE:
            facts.update(pupil_facts(record))
        if kind.id == kinds.MEDIA:
            facts["scan_kind"] = _kind_of_file(record.scan)
        return facts


def _listed(record, kind):
    """Return what is known of a record that a list of the archive brought, nothing of another.

    ``listed_on``: the day of the list. ``listed_closed``: whether the list itself closed it.
    ``lived_here``: whether documents or facts of its kind were ever entered since.
    """
    chain = chain_of(record)
    first = next(chain.entries(0, 1), None)
    if first is None or first.event != "imported":
        return {}
    moment = datetime.fromisoformat(first.at).astimezone(school_timezone())
    own = set(kind.fields) - kinds.DESCRIBING
    changed = (chain.payload(one.seq) for one in chain.entries() if one.event == "changed")
    lived = bool(record.objectCount()) or any(getattr(record, name) for name in own)
    return {
        "listed_on": moment.date(),
        "listed_closed": first.state == CLOSED,
        "lived_here": lived or any(own & set(payload or ()) for payload in changed),
    }


def _asked_by_regulation(doc_type):
    """Return the carriers and the number of copies that the regulation in force asks for."""
    regulation = regulation_on(getSite(), school_today())
    document = regulation.documents.get(doc_type) if regulation is not None else None
    if document is None:
        return {}
    carriers = document.carriers
    if doc_type == kinds.SUMMARY_SHEET:
        journal = regulation.documents.get("class_journal")
        extract = getattr(getattr(journal, "summary_extract", None), "carrier", None)
        carriers = (extract,) if extract else carriers
    return {"asked_carriers": carriers or (), "asked_copies": document.copies}


def _kind_of_file(value):
    """Return what a checked file is (sound, film, image, document …), ``None`` without one."""
    checked = getattr(value, "checked", None)
    return FORMATS[checked.format].kind if checked is not None else None


@adapter(ICaseFile)
class CaseDetails(DetailsTaker):
    """Closing writes the closing date; handing out an open file closes it."""

    def implied(self, step, details):
        """See :class:`DetailsTaker`."""
        if step.id == "register":
            enter_plan(self.record, self.record.opened_on)
            if self.record.doc_type == kinds.CERTIFICATE:
                take_into_custody(self.record)
        elif step.id == "hand_out" and self.record.closed_on is None:
            self.record.closed_on = details["handed_out_on"]
            file = file_of(self.record) if self.record.doc_type == kinds.CERTIFICATE else None
            if file is not None:
                notice_change(file)
                record_event(file, "custody_ended", payload={"certificate": IUUID(self.record)})
