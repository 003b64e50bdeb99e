"""Schema of a document inside a personal file or a case file."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import CheckedFile
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class IFileDocument(model.Schema):
    """A document in a personal file or a case file, with its own carrier and place."""

    kind = schema.TextLine(title=_("doc_kind", default="Kind of document"), max_length=200)
    index = schema.TextLine(title=_("doc_index", default="Index"), required=False, max_length=60)
    dated_on = schema.Date(title=_("doc_dated_on", default="Date of the document"), required=False)
    doc_sheets = schema.Int(
        title=_("doc_sheets", default="Number of sheets"), required=False, min=0, max=9999
    )
    original = schema.Bool(
        title=_("doc_original", default="Original"), required=False, default=False
    )
    on_paper = schema.Bool(
        title=_("doc_on_paper", default="On paper"), required=False, default=True
    )
    scan = CheckedFile(title=_("doc_scan", default="Scan or file"), required=False)
    signature = CheckedFile(title=_("doc_signature", default="Detached signature"), required=False)
    place = schema.TextLine(
        title=_("doc_place", default="Storage place"), required=False, max_length=200
    )
    medical = schema.Bool(
        title=_("doc_medical", default="Medical paper"),
        description=_("doc_medical_help", default="Seen only by those who may see medical papers"),
        required=False,
        default=False,
    )
    directives.read_permission(note="collective.schoolrecords.ViewNotes")
    note = schema.TextLine(title=_("doc_note", default="Note"), required=False, max_length=400)
    handed_out_on = schema.Date(
        title=_("doc_handed_out_on", default="Handed out on"), required=False, readonly=True
    )
    receiver = schema.TextLine(
        title=_("doc_receiver", default="Receiver"), required=False, readonly=True
    )
