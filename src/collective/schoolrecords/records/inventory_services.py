"""``@inner-inventory`` of a record."""

from collective.schoolrecords.records import inventory
from plone.restapi.services import Service


class InventoryGet(Service):
    """``GET @inner-inventory``: every line that the reader may see, with totals."""

    def reply(self):
        """Return lines and totals; an inventory is one sheet of paper, so it is not paged."""
        pairs = inventory.visible_inventory(self.context)
        return inventory.inventory_json(self.context, pairs, self.request)
