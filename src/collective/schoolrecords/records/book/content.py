"""The book of registration: opened, kept entry by entry, closed under certification."""

from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.records.book.interfaces import IBook
from zope.interface import implementer


@field_defaults(IBook)
@implementer(IBook)
class Book(RecordContainer):
    """See :class:`IBook`."""

    family_id = "book"
    #: Whoever opens it says which kind it is: kinds have terms of their own.
    doc_type = None
