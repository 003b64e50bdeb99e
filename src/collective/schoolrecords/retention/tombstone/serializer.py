"""JSON of a tombstone, at the address of the record that was destroyed."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.retention.tombstone.interfaces import ITombstone
from collective.schoolrecords.retention.tombstone.overview import stone_data
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.interfaces import ISerializeToJsonSummary
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.serializer.expansion import expandable_elements
from plone.restapi.serializer.utils import get_portal_type_title
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.interface import implementer


@implementer(ISerializeToJson)
@adapter(ITombstone, ISchoolRecordsLayer)
class TombstoneJson:
    """A tombstone: nothing of it can be changed, so there is only the present version."""

    services = ("record-history", "proof", "workflow")

    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, version=None, include_items=True, include_expansion=True):
        """Return the tombstone as JSON-ready data."""
        stone, url = self.context, self.context.absolute_url()
        parent = aq_parent(aq_inner(stone))
        result = {
            "@id": url,
            "id": stone.getId(),
            "@type": stone.portal_type,
            "type_title": get_portal_type_title(stone.portal_type),
            "title": stone.title,
            "parent": getMultiAdapter((parent, self.request), ISerializeToJsonSummary)(),
            "created": stone.created(),
            "modified": stone.modified(),
            "review_state": stone.state,
            "state": {"id": stone.state, "title": state_title(stone.state, self.request)},
            "UID": stone.UID(),
            "version": "current",
            "is_folderish": False,
            "previous_item": {},
            "next_item": {},
            "lock": {"locked": False, "stealable": False},
            **stone_data(stone),
            "services": {name: f"{url}/@{name}" for name in self.services},
        }
        if include_expansion:
            result.update(expandable_elements(stone, self.request))
        return json_compatible(result)
