"""Schema of a case file."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import CheckedFile
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class ICaseFile(model.Schema):
    """A file of the file plan: any document type that has no family of its own."""

    title = schema.TextLine(title=_("case_title", default="Title of the file"), max_length=400)
    cohort_id = schema.ASCIILine(
        title=_("case_cohort_id", default="Class"), required=False, max_length=64
    )
    school_year = schema.TextLine(
        title=_("case_school_year", default="School year"), required=False, max_length=7
    )
    scan = CheckedFile(title=_("case_scan", default="Scan or file"), required=False)
    signature = CheckedFile(title=_("case_signature", default="Detached signature"), required=False)
    note = schema.Text(title=_("case_note", default="Note"), required=False, max_length=4000)
    archive_error = schema.TextLine(
        title=_("case_archive_error", default="Fault of the archive's list"),
        description=_(
            "case_archive_error_help",
            default="What the list said wrongly; while it stands here no term is counted. Mend "
            "the file, then empty this field",
        ),
        required=False,
        max_length=400,
    )
