"""The schema of the room's record."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class IDestructionAct(model.Schema):
    """An act: which records are destroyed, by whose word, and what became of it."""

    title = schema.TextLine(title=_("record_title", default="Title"), max_length=400)
