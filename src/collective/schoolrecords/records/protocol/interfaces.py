"""Schema of a protocol of an exam, an attestation, a monitoring or a council."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import CheckedFile
from collective.schoolrecords.records.protocol.words import KIND_TITLES
from collective.schoolrecords.records.protocol.words import STUDY_FORM_TITLES
from plone.supermodel import model
from zope import schema
from zope.interface import provider
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


def _vocabulary(words):
    return SimpleVocabulary([SimpleTerm(key, key, title) for key, title in words.items()])


@provider(IFixedSchema)
class IProtocol(model.Schema):
    """A protocol: its head. Its rows are values, see :mod:`.rows`."""

    title = schema.TextLine(
        title=_("protocol_title", default="Subject of the protocol"), max_length=400
    )
    kind = schema.Choice(
        title=_("protocol_kind", default="Kind of protocol"),
        vocabulary=_vocabulary(KIND_TITLES),
        required=False,
    )
    school_year = schema.TextLine(
        title=_("protocol_school_year", default="School year"), required=False, max_length=7
    )
    school_subject = schema.TextLine(
        title=_("protocol_subject", default="School subject"), required=False, max_length=120
    )
    subject_code = schema.TextLine(
        title=_("protocol_subject_code", default="Code of the subject"),
        required=False,
        max_length=20,
    )
    dated_on = schema.Date(
        title=_("protocol_dated_on", default="Date of the exam or meeting"), required=False
    )
    commission_on = schema.Date(
        title=_("protocol_commission_on", default="Approved by the exam commission on"),
        required=False,
    )
    received_on = schema.Date(
        title=_("protocol_received_on", default="Received by the school on"), required=False
    )
    organisation = schema.TextLine(
        title=_("protocol_organisation", default="Who drew it up"), required=False, max_length=200
    )
    organisation_code = schema.TextLine(
        title=_("protocol_organisation_code", default="Codes of territory and school"),
        required=False,
        max_length=60,
    )
    exam_day = schema.TextLine(
        title=_("protocol_exam_day", default="Day of the exam"), required=False, max_length=60
    )
    study_form = schema.Choice(
        title=_("protocol_study_form", default="Form of study"),
        vocabulary=_vocabulary(STUDY_FORM_TITLES),
        required=False,
    )
    teacher = schema.TextLine(
        title=_("protocol_teacher", default="Examiner"), required=False, max_length=200
    )
    chair = schema.TextLine(
        title=_("protocol_chair", default="Chair"), required=False, max_length=200
    )
    clerk = schema.TextLine(
        title=_("protocol_clerk", default="Secretary of the meeting"),
        required=False,
        max_length=200,
    )
    assistants = schema.TextLine(
        title=_("protocol_assistants", default="Assistants"), required=False, max_length=400
    )
    present = schema.Int(
        title=_("protocol_present", default="Present"), required=False, min=0, max=9999
    )
    opinions = schema.Text(
        title=_("protocol_opinions", default="Dissenting opinions"),
        required=False,
        max_length=20000,
    )
    scan = CheckedFile(title=_("protocol_scan", default="Scan or file"), required=False)
    signature = CheckedFile(
        title=_("protocol_signature", default="Detached signature"), required=False
    )
    signature_fact = schema.TextLine(
        title=_("protocol_signature_fact", default="Signature of the director on paper"),
        required=False,
        readonly=True,
    )
    stitched_on = schema.Date(
        title=_("protocol_stitched_on", default="Stitched on"), required=False, readonly=True
    )
    seal_fact = schema.TextLine(
        title=_("protocol_seal_fact", default="Seal of the school"), required=False, readonly=True
    )
