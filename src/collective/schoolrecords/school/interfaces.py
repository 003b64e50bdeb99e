"""Contracts of the room."""

from zope.interface import Attribute
from zope.interface import Interface


class IRegulationAdded(Interface):
    """A version of the regulation has been added; engines that count by it listen."""

    version = Attribute("The new `RegulationVersion`; it may come into force on a later day")


class ISchool(Interface):
    """The school of a site: people, classes, appointments, regulations. Keeps a chain."""

    uid = Attribute("Id that its chain of events is bound to; never changes")
