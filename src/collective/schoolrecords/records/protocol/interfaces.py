"""Schema of a protocol of an exam, an attestation, a monitoring or a council."""

from collective.schoolrecords.lifecycle.interfaces import IFixedSchema
from collective.schoolrecords.messages import _
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFixedSchema)
class IProtocol(model.Schema):
    """A protocol of an exam, an attestation, a monitoring or a council."""

    title = schema.TextLine(
        title=_("protocol_title", default="Subject of the protocol"), max_length=400
    )
