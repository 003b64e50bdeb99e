"""Schema of one version of a local regulation (локальный нормативный акт)."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class ILocalRegulation(model.Schema):
    """One version of a local regulation (локальный нормативный акт)."""

    title = schema.TextLine(
        title=_("local_regulation_title", default="Title of the regulation"), max_length=400
    )
