"""Schema of a book of registration: of certificates, medals, study certificates or blanks."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class IBook(model.Schema):
    """A book of registration: of certificates, medals, study certificates or blanks."""

    title = schema.TextLine(title=_("book_title", default="Title of the book"), max_length=400)
