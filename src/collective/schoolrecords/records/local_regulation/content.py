"""One version of a local regulation: adopted, approved by order, in force, replaced."""

from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.records.local_regulation.interfaces import ILocalRegulation
from zope.interface import implementer


@field_defaults(ILocalRegulation)
@implementer(ILocalRegulation)
class LocalRegulation(RecordContainer):
    """See :class:`ILocalRegulation`."""

    family_id = "local_regulation"
