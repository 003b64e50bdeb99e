"""Schema of a book of registration: of certificates, medals, study certificates or blanks."""

from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class IBook(model.Schema):
    """A book of registration: of certificates, medals, study certificates or blanks.

    Its number is the registration number, its volume the volume of the record. ``appointed`` is
    the id of the person who fills it, by the order named beside (S20-3.3.3, N1-2.14.1).
    """

    kind = schema.Choice(
        title=_("book_kind", default="Kind of book"), values=tuple(KINDS), required=True
    )
    title = schema.TextLine(title=_("book_title", default="Title of the book"), max_length=400)
    appointed = schema.ASCIILine(
        title=_("book_appointed", default="Who fills it"), required=False, max_length=64
    )
    appointed_order_number = schema.TextLine(
        title=_("book_appointed_order_number", default="Appointed by order No."),
        required=False,
        max_length=60,
    )
    appointed_order_date = schema.Date(
        title=_("book_appointed_order_date", default="Date of the order of appointment"),
        required=False,
    )
    signature_fact = schema.TextLine(
        title=_("book_signature_fact", default="Certification of the closed book"),
        required=False,
        readonly=True,
    )
