"""The content class of the room's record."""

from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.retention.act.interfaces import IDestructionAct
from zope.interface import implementer


@implementer(IDestructionAct)
class DestructionAct(RecordContainer):
    """See :class:`IDestructionAct`."""

    family_id = "destruction_act"
