"""Schema of the personal file.

The letter and the number are two fields (domain.md 4): the number runs within a letter in a
volume of the alphabet book and is fixed on registration (N1-2.9.2).
"""

from collective.schoolrecords.access.groups import may_be_scope
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.lifecycle.json_field import KeptJSON
from collective.schoolrecords.lifecycle.json_field import lines_schema
from collective.schoolrecords.lifecycle.json_field import text
from collective.schoolrecords.messages import _
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import provider
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent


REPRESENTATIVES_SCHEMA = lines_schema(
    10, "name", name=text(200), relation=text(60), phone=text(60), email=text(120)
)
FORMER_NAMES_SCHEMA = lines_schema(
    20,
    "last_name",
    last_name=text(120),
    first_name=text(120),
    middle_name=text(120),
    kind={"type": "string", "enum": ["change", "correction"]},
    until=text(10),
    basis=text(400),
)
FORMER_IDENTITY_SCHEMA = lines_schema(
    20,
    "field",
    "corrected_on",
    field=text(20),
    value=text(20),
    corrected_on=text(10),
    by=text(200),
    reason=text(400),
    basis=text(400),
)


@provider(IFixedSchema)
class IPersonalFile(model.Schema):
    """A pupil's personal file."""

    book_volume = schema.TextLine(
        title=_("pf_book_volume", default="Volume of the alphabet book"),
        required=False,
        default="1",
        max_length=20,
    )
    letter = schema.TextLine(
        title=_("pf_letter", default="Letter of the personal file"), required=False, max_length=1
    )
    number = schema.Int(
        title=_("pf_number", default="Number of the personal file"),
        required=False,
        min=1,
        max=999999,
    )
    former_number = schema.TextLine(
        title=_("pf_former_number", default="Number at the former school"),
        required=False,
        max_length=40,
    )
    last_name = schema.TextLine(title=_("pf_last_name", default="Last name"), max_length=120)
    first_name = schema.TextLine(title=_("pf_first_name", default="First name"), max_length=120)
    middle_name = schema.TextLine(
        title=_("pf_middle_name", default="Middle name"), required=False, max_length=120
    )
    former_names = KeptJSON(
        title=_("pf_former_names", default="Former names"),
        schema=FORMER_NAMES_SCHEMA,
        required=False,
    )
    directives.read_permission(former_identity="collective.schoolrecords.ViewNotes")
    former_identity = KeptJSON(
        title=_("pf_former_identity", default="Former dates of birth and sex"),
        schema=FORMER_IDENTITY_SCHEMA,
        required=False,
        readonly=True,
    )
    sex = schema.Choice(title=_("pf_sex", default="Sex"), values=("male", "female"), required=False)
    birth_date = schema.Date(title=_("pf_birth_date", default="Date of birth"), required=False)
    snils = schema.TextLine(title=_("pf_snils", default="SNILS"), required=False, max_length=20)
    citizenship = schema.TextLine(
        title=_("pf_citizenship", default="Citizenship"), required=False, max_length=80
    )
    address = schema.TextLine(
        title=_("pf_address", default="Address"), required=False, max_length=400
    )
    representatives = KeptJSON(
        title=_("pf_representatives", default="Legal representatives"),
        schema=REPRESENTATIVES_SCHEMA,
        required=False,
    )
    directives.read_permission(medical_group="collective.schoolrecords.ViewMedical")
    directives.write_permission(medical_group="collective.schoolrecords.ViewMedical")
    medical_group = schema.TextLine(
        title=_("pf_medical_group", default="Medical group for physical education"),
        required=False,
        max_length=60,
    )
    study_form = schema.TextLine(
        title=_("pf_study_form", default="Form of study"), required=False, max_length=60
    )
    cohort_id = schema.ASCIILine(
        title=_("pf_cohort_id", default="Class"),
        required=False,
        max_length=64,
        constraint=may_be_scope,
    )
    admitted_on = schema.Date(
        title=_("pf_admitted_on", default="Date of admission"), required=False
    )
    admission_order_number = schema.TextLine(
        title=_("pf_admission_order_number", default="Number of the admission order"),
        required=False,
        max_length=60,
    )
    admission_order_date = schema.Date(
        title=_("pf_admission_order_date", default="Date of the admission order"), required=False
    )
    came_from = schema.TextLine(
        title=_("pf_came_from", default="Came from"), required=False, max_length=300
    )
    former_file = schema.ASCIILine(
        title=_("pf_former_file", default="Former file of the pupil who came back"),
        required=False,
        max_length=32,
        readonly=True,
    )
    left_on = schema.Date(
        title=_("pf_left_on", default="Date of leaving"), required=False, readonly=True
    )
    leaving_order_number = schema.TextLine(
        title=_("pf_leaving_order_number", default="Number of the leaving order"),
        required=False,
        readonly=True,
    )
    leaving_order_date = schema.Date(
        title=_("pf_leaving_order_date", default="Date of the leaving order"),
        required=False,
        readonly=True,
    )
    leaving_reason = schema.TextLine(
        title=_("pf_leaving_reason", default="Reason of leaving"), required=False, readonly=True
    )
    destination = schema.TextLine(
        title=_("pf_destination", default="Receiving organisation"), required=False, readonly=True
    )
    directives.read_permission(note="collective.schoolrecords.ViewNotes")
    note = schema.Text(title=_("pf_note", default="Note"), required=False, max_length=4000)


class IPupilChangedEvent(IObjectEvent):
    """A registered file has another class or its pupil another name."""


@implementer(IPupilChangedEvent)
class PupilChangedEvent(ObjectEvent):
    """See :class:`IPupilChangedEvent`."""
