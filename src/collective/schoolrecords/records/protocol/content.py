"""The protocol: drawn up, approved and signed; later facts stand beside its rows."""

from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.records.protocol.interfaces import IProtocol
from zope.interface import implementer


@field_defaults(IProtocol)
@implementer(IProtocol)
class Protocol(RecordContainer):
    """See :class:`IProtocol`."""

    family_id = "protocol"
    #: Whoever draws it up says which kind it is: kinds have terms of their own.
    doc_type = None
