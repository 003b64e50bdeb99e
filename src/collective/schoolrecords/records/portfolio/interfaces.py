"""Schema of what a pupil achieved in one cycle of schooling."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class IPortfolio(model.Schema):
    """What a pupil achieved in one cycle of schooling."""

    title = schema.TextLine(
        title=_("portfolio_title", default="Title of the portfolio"), max_length=400
    )
