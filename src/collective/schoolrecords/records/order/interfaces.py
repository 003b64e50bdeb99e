"""Schema of an order."""

from collective.schoolrecords.core.citations import MOST_POINT
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.lifecycle.json_field import KeptJSON
from collective.schoolrecords.lifecycle.json_field import lines_schema
from collective.schoolrecords.lifecycle.json_field import text
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import CheckedFile
from plone.supermodel import model
from zope import schema
from zope.interface import provider


#: Kinds of orders; each has numbers of its own.
MOVEMENT = "order_movement"
#: Orders for the school's core activity (приказы по основной деятельности).
CORE_ACTIVITY = "order_main"
DOC_TYPES = (CORE_ACTIVITY, MOVEMENT)

PEOPLE_SCHEMA = lines_schema(
    2000,
    "name",
    name=text(200),
    file={"type": "string", "pattern": "^[0-9a-f]{32}$"},
    note=text(400),
)


@provider(IFixedSchema)
class IOrder(model.Schema):
    """An order of the director: on the main activity or on the movement of pupils."""

    title = schema.TextLine(title=_("order_title", default="Title"), max_length=400)
    dated_on = schema.Date(title=_("order_dated_on", default="Date of the order"), required=False)
    minutes_number = schema.TextLine(
        title=_("order_minutes_number", default="Decision of the pedagogical council: minutes No."),
        required=False,
        max_length=60,
    )
    minutes_date = schema.Date(
        title=_("order_minutes_date", default="Date of these minutes"), required=False
    )
    minutes_point = schema.Int(
        title=_("order_minutes_point", default="Point of these minutes"),
        required=False,
        min=1,
        max=MOST_POINT,
    )
    text = schema.Text(title=_("order_text", default="Text"), required=False, max_length=200000)
    people = KeptJSON(
        title=_("order_people", default="People concerned"),
        description=_(
            "order_people_help", default="Name, personal file (UID) and note of each person"
        ),
        schema=PEOPLE_SCHEMA,
        required=False,
    )
    scan = CheckedFile(title=_("order_scan", default="Scan or file"), required=False)
    signature = CheckedFile(
        title=_("order_signature", default="Detached signature"), required=False
    )
    signature_fact = schema.TextLine(
        title=_("order_signature_fact", default="Signature on paper"),
        required=False,
        readonly=True,
    )
