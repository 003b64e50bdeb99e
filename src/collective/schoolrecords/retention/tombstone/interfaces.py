"""The schema of a tombstone."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from plone.supermodel import model
from zope.interface import provider


@provider(IFixedSchema)
class ITombstone(model.Schema):
    """What stays of a destroyed record; nobody enters or changes it.

    It has no fields for people: its values are written once, by the act, and shown by its own
    serialiser.
    """
