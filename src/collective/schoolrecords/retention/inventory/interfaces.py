"""The schema of an inventory and what its rows and marks are."""

from collective.schoolrecords.core.inventories import KINDS
from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import provider
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


KIND_TITLES = {
    "permanent": _("inventory_kind_permanent", default="Permanent storage"),
    "personnel": _("inventory_kind_personnel", default="Records on people"),
    "temporary": _("inventory_kind_temporary", default="Temporary storage over 10 years"),
}
KIND_TERMS = SimpleVocabulary([SimpleTerm(kind, kind, KIND_TITLES[kind]) for kind in KINDS])


@provider(IFixedSchema)
class IInventory(model.Schema):
    """An inventory of one kind and one or more years; its rows are values beside the fields.

    Number, minutes and the day of approval come with the steps and are not edited.
    """

    title = schema.TextLine(title=_("record_title", default="Title"), max_length=400)
    kind = schema.Choice(
        title=_("inventory_kind", default="Kind of storage"), vocabulary=KIND_TERMS
    )
    first_year = schema.Int(
        title=_("inventory_first_year", default="First year"), min=1800, max=2200
    )
    last_year = schema.Int(title=_("inventory_last_year", default="Last year"), min=1800, max=2200)
    paper = schema.Bool(
        title=_("inventory_paper", default="Approved on paper"),
        required=False,
        readonly=True,
        default=False,
    )
    minutes_number = schema.TextLine(
        title=_("inventory_minutes_number", default="Minutes of the commission, number"),
        required=False,
        readonly=True,
        max_length=60,
    )
    minutes_date = schema.Date(
        title=_("inventory_minutes_date", default="Minutes of the commission, date"),
        required=False,
        readonly=True,
    )
    archive_minutes_number = schema.TextLine(
        title=_("inventory_archive_minutes_number", default="Minutes of the ЭПК, number"),
        required=False,
        readonly=True,
        max_length=60,
    )
    archive_minutes_date = schema.Date(
        title=_("inventory_archive_minutes_date", default="Minutes of the ЭПК, date"),
        required=False,
        readonly=True,
    )
    approved_on = schema.Date(
        title=_("inventory_approved_on", default="Approved on"), required=False, readonly=True
    )
    scan = NamedBlobFile(
        title=_("inventory_scan", default="Scan of the one approved on paper"), required=False
    )
    note = schema.Text(title=_("inventory_note", default="Note"), required=False, max_length=4000)
