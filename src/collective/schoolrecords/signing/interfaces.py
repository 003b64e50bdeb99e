"""Contracts of the room: what a family offers to be signed, and what others hear of."""

from zope.interface import Attribute
from zope.interface import implementer
from zope.interface import Interface
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent


class ISignedContent(Interface):
    """Adapter of a record: what a signature on it covers."""

    def content():
        """Return ``core.signed_form.SignedContent``: what the record says today."""

    def covers():
        """Return pairs (message, text) that tell a person what the signature covers, in order."""

    def readable():
        """Whether the current user, who sees the record, may see everything that the form says."""


class IRecordSignedEvent(IObjectEvent):
    """A signature was added to a record; the record's chain holds the event."""

    signature = Attribute("core.signing.Signature")


@implementer(IRecordSignedEvent)
class RecordSignedEvent(ObjectEvent):
    """See :class:`IRecordSignedEvent`."""

    def __init__(self, record, signature):
        super().__init__(record)
        self.signature = signature
