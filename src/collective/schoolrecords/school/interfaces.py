"""Contracts of the room."""

from zope.interface import Attribute
from zope.interface import Interface


class IRegulationAdded(Interface):
    """A version of the regulation has been added; engines that count by it listen."""

    version = Attribute("The new `RegulationVersion`; it may come into force on a later day")


class ISchool(Interface):
    """The school of a site: people, classes, appointments, regulations. Keeps a chain."""

    uid = Attribute("Id that its chain of events is bound to; never changes")


class IClassUse(Interface):
    """Who is in a class and what names it; the room that keeps records answers (a utility)."""

    def pupils_of(cohort_id):
        """Return (short name, day from which an order puts the pupil elsewhere or None)."""

    def records_of(cohort):
        """Return how many records name a class, or did before a pupil left it."""

    def works_of(cohort_id):
        """Return how many orders and works under way name a class."""
