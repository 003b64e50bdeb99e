"""That a tombstone and the act that it names say the same."""

from collective.schoolrecords.core.destruction import REMOVED
from collective.schoolrecords.integrity.interfaces import IDestroyedByAct
from collective.schoolrecords.retention.act.interfaces import IDestructionAct
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.tombstone.interfaces import ITombstone
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer


@implementer(IDestroyedByAct)
@adapter(ITombstone)
class DestroyedByAct:
    """See :class:`IDestroyedByAct`; result and tombstone were written in one transaction."""

    def __init__(self, tombstone):
        self.tombstone = tombstone

    def is_proved(self):
        """See :class:`IDestroyedByAct`."""
        act = find_record(getSite(), self.tombstone.act)
        if not IDestructionAct.providedBy(act):
            return False
        row = act.rows.get(self.tombstone.act_row)
        return row is not None and (row.uid, row.result) == (self.tombstone.uid, REMOVED)
