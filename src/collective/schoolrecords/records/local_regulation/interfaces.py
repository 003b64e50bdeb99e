"""Schema of one version of a local regulation (локальный нормативный акт)."""

from collective.schoolrecords.core.citations import MOST_POINT
from collective.schoolrecords.core.local_regulations import ACT_KINDS
from collective.schoolrecords.core.local_regulations import ADOPTIONS
from collective.schoolrecords.core.local_regulations import COUNCILS
from collective.schoolrecords.core.local_regulations import OPINIONS
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.lifecycle.json_field import KeptJSON
from collective.schoolrecords.lifecycle.json_field import lines_schema
from collective.schoolrecords.lifecycle.json_field import text
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.files import CheckedFile
from plone.supermodel import model
from zope import schema
from zope.interface import provider


_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_NUMBER = text(60)
_POINT = {"type": "integer", "minimum": 1, "maximum": MOST_POINT}
#: Most lines of each list.
_MOST = 100

ADOPTED_SCHEMA = lines_schema(
    _MOST,
    "body",
    body=text(200),
    adoption={"enum": list(ADOPTIONS)},
    minutes_number=_NUMBER,
    minutes_date=_DAY,
    minutes_point=_POINT,
)
OPINIONS_SCHEMA = lines_schema(
    _MOST,
    "council",
    council={"enum": list(COUNCILS)},
    opinion={"enum": list(OPINIONS)},
    minutes_number=_NUMBER,
    minutes_date=_DAY,
    minutes_point=_POINT,
)
REFERENCES_SCHEMA = lines_schema(
    _MOST,
    "act_kind",
    act_kind={"enum": list(ACT_KINDS)},
    act_number=_NUMBER,
    act_date=_DAY,
    act_title=text(400),
)


@provider(IFixedSchema)
class ILocalRegulation(model.Schema):
    """One version of a local regulation."""

    title = schema.TextLine(
        title=_("local_regulation_title", default="Title of the regulation"), max_length=400
    )
    dated_on = schema.Date(
        title=_("local_regulation_dated_on", default="Date of the version"), required=False
    )
    replaces = schema.ASCIILine(
        title=_("local_regulation_replaces", default="Replaces"), required=False, max_length=32
    )
    version = schema.Int(
        title=_("local_regulation_version", default="Version"), required=False, readonly=True
    )
    scan = CheckedFile(
        title=_("local_regulation_scan", default="Text of the regulation"),
        description=_(
            "local_regulation_scan_help",
            default="This very file is shown on the school's site: no personal data in it",
        ),
        required=False,
    )
    signature = CheckedFile(
        title=_("local_regulation_signature", default="Detached signature"), required=False
    )
    adopted_by = KeptJSON(
        title=_("local_regulation_adopted_by", default="Adopted by"),
        schema=ADOPTED_SCHEMA,
        required=False,
    )
    touches_rights = schema.Bool(
        title=_("local_regulation_touches_rights", default="Touches the rights of pupils"),
        description=_(
            "local_regulation_touches_rights_help",
            default="Then the councils of parents and of pupils are heard (law 273-FZ, article 30)",
        ),
        required=False,
        default=True,
    )
    opinions = KeptJSON(
        title=_("local_regulation_opinions", default="Opinions of the councils"),
        schema=OPINIONS_SCHEMA,
        required=False,
    )
    approval_order = schema.ASCIILine(
        title=_("local_regulation_approval_order", default="Order that approves it"),
        required=False,
        max_length=32,
    )
    order_number = schema.TextLine(
        title=_("local_regulation_order_number", default="Number of an order kept elsewhere"),
        required=False,
        max_length=60,
    )
    order_date = schema.Date(
        title=_("local_regulation_order_date", default="Date of that order"), required=False
    )
    references = KeptJSON(
        title=_("local_regulation_references", default="Acts that it rests on"),
        schema=REFERENCES_SCHEMA,
        required=False,
    )
    in_force_from = schema.Date(
        title=_("local_regulation_in_force_from", default="In force from"),
        required=False,
        readonly=True,
    )
    superseded_by = schema.ASCIILine(
        title=_("local_regulation_superseded_by", default="Superseded by"),
        required=False,
        readonly=True,
    )
    ended_by = schema.TextLine(
        title=_("local_regulation_ended_by", default="On what word it lost its force"),
        required=False,
        readonly=True,
    )
    published_on = schema.Date(
        title=_("local_regulation_published_on", default="On the site since"),
        required=False,
        readonly=True,
    )
