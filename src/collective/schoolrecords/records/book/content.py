"""The book of registration: opened, kept entry by entry, closed under certification."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.interfaces import IAccessSubject
from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.core.numbers import plain_number
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.interfaces import IBook
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.retention.file_plan import enter_plan
from collective.schoolrecords.retention.file_plan import plan_gap
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.school.storage import get_school
from zope.component import adapter
from zope.interface import implementer

import transaction


#: Fields that opening fixes: entries are read under this kind and cited by this number.
FIXED = ("kind", "registration_number", "record_volume")


@field_defaults(IBook)
@implementer(IBook, IAccessSubject)
class Book(RecordContainer):
    """See :class:`IBook`."""

    family_id = "book"
    kind = None
    #: Ids of the classes whose entries stand here: their class teachers certify them.
    _cohorts = ()
    #: Values of the fields that opening fixed.
    _fixed = None

    @property
    def fixed_fields(self):
        """Kind, number and volume of a book that was opened."""
        return FIXED if self._fixed is not None else ()

    @property
    def doc_type(self):
        """Type of the regulation, which follows from the kind: kinds have terms of their own."""
        kind = KINDS.get(self.kind)
        return kind.doc_type if kind is not None else None

    @doc_type.setter
    def doc_type(self, value):
        return None

    @property
    def number_key(self):
        """What no other book has: kind, number and volume; ``None`` without a number."""
        number = plain_number(self.registration_number or "")
        return (self.kind, number, plain_number(self.record_volume or "")) if number else None

    def search_words(self):
        """Number, title and index; entries are found by an index of their own."""
        return (self.registration_number, self.title, self.case_index)

    def digest_extra(self):
        """Entries lie outside the schema and belong to the digest."""
        return entries_of(self).digest()

    def access_grants(self):
        """See :class:`IAccessSubject`: the class teachers of the classes that are entered."""
        for cohort_id in self._cohorts:
            yield cohort_group(cohort_id, "class_teacher"), "Class Teacher"


_PLAIN = (
    "kind",
    "title",
    "doc_type",
    "registration_number",
    "record_volume",
    "storage_place",
    "carriers",
    "holder",
    "sheets",
    "opened_on",
    "closed_on",
    "appointed",
    "appointed_order_number",
    "appointed_order_date",
)


@implementer(IRecordFacts)
@adapter(IBook)
class BookFacts:
    """See :class:`IRecordFacts`."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts of a book; numbers are looked up, nothing is written."""
        book, entries = self.record, entries_of(self.record)
        school = get_school()
        facts = {name: getattr(book, name) for name in _PLAIN}
        facts.update(
            appointed_works_here=school is not None and book.appointed in school.people,
            number_taken_by=numbering.taken_by(aq_parent(aq_inner(book)), book),
            not_certified=entries.not_certified(),
            not_issued=entries.not_issued(),
            newest_content=entries.newest_day(),
            term=term_of(book),
            index_not_planned=plan_gap(book, book.opened_on),
        )
        return facts


@adapter(IBook)
class BookDetails(DetailsTaker):
    """Opening claims the number; closing keeps the fact of the certification on paper."""

    fields = ("closed_on", "signature_fact")

    def implied(self, step, details):
        """See :class:`DetailsTaker`."""
        book = self.record
        if step.id == "register":
            numbering.claim(aq_parent(aq_inner(book)), book)
            aq_base(book)._fixed = tuple(getattr(book, name) for name in FIXED)
            book.registered_on = book.opened_on
            enter_plan(book, book.opened_on)


def guard_fixed(book, event):
    """Refuse another kind, number or volume of a book that was opened."""
    fixed = getattr(aq_base(book), "_fixed", None)
    if fixed is None or aq_base(event.object) is not aq_base(book):
        return
    changed = [
        Reason("field_locked", name)
        for name, before in zip(FIXED, fixed, strict=True)
        if getattr(book, name) != before
    ]
    if changed:
        transaction.doom()
        raise StepRefused(book, changed)
