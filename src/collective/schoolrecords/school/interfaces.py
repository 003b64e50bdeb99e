"""Contracts of the room."""

from zope.interface import Attribute
from zope.interface import Interface


class ISchool(Interface):
    """The school of a site: people, classes, appointments, regulations. Keeps a chain."""

    uid = Attribute("Id that its chain of events is bound to; never changes")
