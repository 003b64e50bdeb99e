"""The marks of a destruction in the inventories (отметка в учётных документах, domain.md 5.1)."""

from collective.schoolrecords.core.inventories import DESTROYED
from collective.schoolrecords.retention.act.gone import gone_note
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from zope.component import queryUtility


def mark_inventories(event):
    """Subscriber: note beside the rows of destroyed records by which act they went."""
    inventories = queryUtility(IInventoriesOf)
    if inventories is None:
        return
    note, act = gone_note(event.act), event.act.UID()
    inventories.mark_many([(stone.uid, DESTROYED, note, act) for stone in event.tombstones])
