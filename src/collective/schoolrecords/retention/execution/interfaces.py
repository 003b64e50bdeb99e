"""Contracts of the room: what others learn of destroyed records, and what they clear away."""

from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface


class IRecordsDestroyedEvent(Interface):
    """Records are being destroyed by an act, in this transaction.

    Sent once for each chunk, after the records left their registers and before they are emptied.
    Whoever keeps anything about a record outside of it (a registry, a journal of an import) takes
    out of it what names a person. Nothing may be looked up under the records' addresses: their
    tombstones stand there.
    """

    act = Attribute("The act of destruction")
    records = Attribute("The destroyed records, whole but filed nowhere; tuple")
    tombstones = Attribute("Their tombstones, in the same order; tuple")


@implementer(IRecordsDestroyedEvent)
class RecordsDestroyedEvent:
    """See :class:`IRecordsDestroyedEvent`."""

    def __init__(self, act, records, tombstones):
        self.act = act
        self.records = tuple(records)
        self.tombstones = tuple(tombstones)
