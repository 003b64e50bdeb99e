"""Schema of a case file: what all have, and the fields of the kinds (core.case_kinds)."""

from collective.schoolrecords.access.groups import may_be_scope
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.lifecycle.json_field import KeptJSON
from collective.schoolrecords.lifecycle.json_field import lines_schema
from collective.schoolrecords.lifecycle.json_field import text
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import CheckedFile
from plone.supermodel import model
from zope import schema
from zope.interface import provider


MEDIA_SCHEMA = lines_schema(10, "medium", "room", medium=text(120), room=text(120), note=text(400))
QUARTERS = ("1", "2", "3", "4", "year")


@provider(IFixedSchema)
class ICaseFile(model.Schema):
    """A file of the file plan: any document type that has no family of its own."""

    title = schema.TextLine(title=_("case_title", default="Title of the file"), max_length=400)
    pupil_file = schema.ASCIILine(
        title=_("case_pupil_file", default="Pupil"), required=False, max_length=32
    )
    cohort_id = schema.ASCIILine(
        title=_("case_cohort_id", default="Class"),
        required=False,
        max_length=64,
        constraint=may_be_scope,
    )
    school_year = schema.TextLine(
        title=_("case_school_year", default="School year"), required=False, max_length=7
    )
    quarter = schema.Choice(
        title=_("case_quarter", default="Quarter"), values=QUARTERS, required=False
    )
    school_subject = schema.TextLine(
        title=_("case_subject", default="Subject"), required=False, max_length=120
    )
    teacher = schema.TextLine(
        title=_("case_teacher", default="Teacher"), required=False, max_length=200
    )
    pieces = schema.Int(
        title=_("case_pieces", default="Number of notebooks"), required=False, min=1, max=9999
    )
    media = KeptJSON(
        title=_("case_media", default="Electronic media"), schema=MEDIA_SCHEMA, required=False
    )
    drawn_on = schema.Date(title=_("case_drawn_on", default="Drawn up on"), required=False)
    certified_on = schema.Date(title=_("case_certified_on", default="Certified on"), required=False)
    certified_by = schema.TextLine(
        title=_("case_certified_by", default="Certified by"), required=False, max_length=200
    )
    checked_on = schema.Date(title=_("case_checked_on", default="Day of the check"), required=False)
    checked_by = schema.TextLine(
        title=_("case_checked_by", default="Who checked"), required=False, max_length=200
    )
    checked_what = schema.TextLine(
        title=_("case_checked_what", default="What was checked"), required=False, max_length=400
    )
    findings = schema.Text(
        title=_("case_findings", default="What was found"),
        description=_("case_findings_help", default="Leave it empty when all was in order."),
        required=False,
        max_length=4000,
    )
    mend_until = schema.Date(title=_("case_mend_until", default="To be mended by"), required=False)
    mended_on = schema.Date(title=_("case_mended_on", default="Mended on"), required=False)
    original = schema.Bool(
        title=_("case_original", default="The original, not a copy"), required=False, default=True
    )
    taken_on = schema.Date(
        title=_("case_taken_on", default="Taken into custody on"), required=False
    )
    taken_fact = schema.TextLine(
        title=_("case_taken_fact", default="Signature of who gave it"),
        required=False,
        max_length=400,
    )
    return_due_on = schema.Date(
        title=_("case_return_due_on", default="To be given back since"),
        required=False,
        readonly=True,
    )
    recorded_on = schema.Date(title=_("case_recorded_on", default="Recorded on"), required=False)
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
