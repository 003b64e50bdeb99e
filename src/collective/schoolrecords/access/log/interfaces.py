"""Contracts of the access log: what an object says about whose data it shows."""

from zope.interface import Attribute
from zope.interface import Interface


class IPersonalData(Interface):
    """Adapter of an object whose pages show personal data. Higher rooms provide it."""

    family = Attribute("Id of the family of records")
    uid = Attribute("UID of the record")

    def subjects():
        """Return the UIDs of the record itself, of those around it, and of the children in it.

        Children are named by the UID of their personal file. Reads only, and wakes no other record.
        """

    def parts():
        """Return the UIDs of what belongs to the record: its documents, what is filed about it."""
