"""The content class of the room's record."""

from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.retention.inventory.interfaces import IInventory
from zope.interface import implementer


@implementer(IInventory)
class Inventory(RecordContainer):
    """See :class:`IInventory`."""

    family_id = "inventory"
