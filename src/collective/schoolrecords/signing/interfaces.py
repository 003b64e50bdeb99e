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


class IAlsoChecked(Interface):
    """Utility: checkpoints, whose signatures and timestamps the check of all looks at after records."""

    def after(site, number):
        """Return the number of the next one that has any, ``None`` behind the last one."""

    def look(site, number, moment):
        """Check one as of ``moment`` and return (signatures, whether that says anything new, standing).

        ``standing``: ``failed``, ``unchecked`` or ``None`` (core/signature_standing.py). What is
        new is kept.
        """
