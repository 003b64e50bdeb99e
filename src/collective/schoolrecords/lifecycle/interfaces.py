"""Contracts of the room: what a record is, and what the engines may ask of it."""

from collective.schoolrecords.lifecycle.json_field import KeptJSON
from collective.schoolrecords.messages import _
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import provider
from zope.interface.interfaces import IInterface
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent

import json


CARRIERS = ("paper", "electronic", "paper_print")

CARRIERS_SCHEMA = json.dumps(
    {
        "type": "array",
        "maxItems": 100,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["carrier"],
            "properties": {
                "carrier": {"enum": list(CARRIERS)},
                "copies": {"type": "integer", "minimum": 1, "maximum": 99},
                "sheets": {"type": "integer", "minimum": 0, "maximum": 99999},
                "volume": {"type": "string", "maxLength": 40},
                "note": {"type": "string", "maxLength": 400},
            },
        },
    }
)


class IRegister(Interface):
    """A register: the container of all records of one family at the site's root.

    Unordered, never modified by what is filed into it, never removed while it holds a record
    past draft. ``kept`` counts those without waking one.
    """

    family = Attribute("Id of the family of records that it takes")
    kept = Attribute("BTrees.Length: records past draft")


class IRecord(Interface):
    """Marks an object that lives by :mod:`collective.schoolrecords.core.lifecycle`."""

    family_id = Attribute("Id of the record's family")
    state = Attribute("Id of the record's state; the only truth about it")
    fixed_fields = Attribute(
        "Names (tuple) of the fields that registration fixed: no save changes them"
    )
    term_event_on = Attribute(
        "Day (date) of the event that the record's term of storage waits for; None before it"
    )

    def roles_of(permission):
        """Return the roles (tuple of names) that hold ``permission`` on the record now."""


class IRecordContent(Interface):
    """Marks a record that is filed in a register, not a document inside another record."""


class IRecordFacts(Interface):
    """Adapter of a record: the plain facts its family's preconditions ask for."""

    def facts():
        """Return a dict of plain values, as core/preconditions.py names them."""


class IByHand(Interface):
    """Adapter of a record some of whose steps belong to an act that guides through more than one."""

    def reasons(step_id, details):
        """Return the core reasons why a person does not take the step by itself."""


class IDetailsTaker(Interface):
    """Adapter of a record: writes what a person gave with a step into the record."""

    def take(step, details):
        """Store ``details`` of ``step`` on the record. Called inside the step only."""


class IRecordSteppedEvent(IObjectEvent):
    """A record has taken a step: its state is the new one, its chain holds the event."""

    step = Attribute("core.lifecycle.Step")
    former = Attribute("Id of the state before")
    details = Attribute("What the person gave, a mapping of plain values")


@implementer(IRecordSteppedEvent)
class RecordSteppedEvent(ObjectEvent):
    """See :class:`IRecordSteppedEvent`."""

    def __init__(self, record, step, former, details):
        super().__init__(record)
        self.step = step
        self.former = former
        self.details = details


class IFixedSchema(IInterface):
    """A schema of code that no page of the site adds fields to or takes them from."""


@provider(IFixedSchema, IFormFieldProvider)
class IRecordBehavior(model.Schema):
    """Description of a record that all families share (ISO 16175, MoReq2010 service 7)."""

    doc_type = schema.ASCIILine(
        title=_("record_doc_type", default="Document type"),
        description=_(
            "record_doc_type_help", default="The type under which the school's regulation names it"
        ),
        required=False,
        max_length=60,
    )
    case_index = schema.TextLine(
        title=_("record_case_index", default="File-plan index"), required=False, max_length=40
    )
    file_plan_year = schema.Int(
        title=_("record_file_plan_year", default="Year of the file plan"),
        required=False,
        min=1900,
        max=2200,
    )
    registration_number = schema.TextLine(
        title=_("record_registration_number", default="Registration number"),
        required=False,
        max_length=60,
    )
    registered_on = schema.Date(
        title=_("record_registered_on", default="Registered on"), required=False
    )
    opened_on = schema.Date(title=_("record_opened_on", default="Opened on"), required=False)
    closed_on = schema.Date(
        title=_("record_closed_on", default="Closed on"), required=False, readonly=True
    )
    carriers = KeptJSON(
        title=_("record_carriers", default="Carriers"),
        schema=CARRIERS_SCHEMA,
        required=False,
    )
    sheets = schema.Int(
        title=_("record_sheets", default="Number of sheets"), required=False, min=0, max=99999
    )
    record_volume = schema.TextLine(
        title=_("record_volume", default="Volume"), required=False, max_length=40
    )
    storage_place = schema.TextLine(
        title=_("record_storage_place", default="Storage place"), required=False, max_length=200
    )
    holder = schema.TextLine(
        title=_("record_holder", default="Held by"), required=False, max_length=200
    )
    held_until = schema.Date(title=_("record_held_until", default="Held until"), required=False)
    personal_data = schema.Choice(
        title=_("record_personal_data", default="Personal data"),
        values=("none", "general", "special"),
        required=False,
        default="general",
    )
    responsible = schema.TextLine(
        title=_("record_responsible", default="Responsible"), required=False, max_length=200
    )
