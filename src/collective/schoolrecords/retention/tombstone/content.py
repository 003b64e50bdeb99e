"""The content class of a tombstone."""

from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.lifecycle.content import computed_permissions
from collective.schoolrecords.lifecycle.content import fixed_when_filed
from collective.schoolrecords.lifecycle.content import RecordMixin
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.retention.tombstone.interfaces import ITombstone
from plone.dexterity.content import Item
from zope.interface import implementer


@fixed_when_filed
@computed_permissions
@implementer(ITombstone, IRecord, IRecordContent)
class Tombstone(RecordMixin, Item):
    """See :class:`ITombstone`. ``family_id`` is that of the record that stood here."""

    _state = rules.DESTROYED
