"""JSON of records: the stock fields, and what a record is beyond its fields.

Written anew rather than derived from the stock folder: versions, working copies, locks and
neighbours do not exist for records, and nothing is looked up that the object knows itself.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.batches import batch_of
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.lifecycle.steps import version_of
from collective.schoolrecords.records import inventory
from collective.schoolrecords.records.document.interfaces import IFileDocument
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.warnings import warnings_of
from collective.schoolrecords.records.personal_file.year_json import years_json
from collective.schoolrecords.retention.act.overview import act_link
from collective.schoolrecords.retention.due import GONE
from collective.schoolrecords.retention.file_plan import item_of
from collective.schoolrecords.retention.inventory.overview import place_data
from collective.schoolrecords.retention.membership import act_of
from collective.schoolrecords.retention.terms import event_day
from collective.schoolrecords.retention.terms import first_day
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.retention.words import term_sentence
from plone.dexterity.utils import iterSchemata
from plone.restapi.bbb import boolean_value
from plone.restapi.interfaces import ISchemaSerializer
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.interfaces import ISerializeToJsonSummary
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.serializer.expansion import expandable_elements
from plone.restapi.serializer.utils import get_portal_type_title
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer


@implementer(ISerializeToJson)
@adapter(IFileDocument, ISchoolRecordsLayer)
class RecordJson:
    """A record without contents: a document of a file."""

    services = ("workflow", "preconditions", "record-history", "holds")

    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, version=None, include_items=True, include_expansion=True):
        """Return the record as JSON-ready data; there is only the present version."""
        record, url = self.context, self.context.absolute_url()
        parent = aq_parent(aq_inner(record))
        result = {
            "@id": url,
            "id": record.getId(),
            "@type": record.portal_type,
            "type_title": get_portal_type_title(record.portal_type),
            "title": record.title,
            "parent": getMultiAdapter((parent, self.request), ISerializeToJsonSummary)(),
            "created": json_compatible(record.created()),
            "modified": json_compatible(record.modified()),
            "review_state": record.state,
            "state": {
                "id": record.state,
                "title": state_title(record.state, self.request, record.family_id),
            },
            "UID": record.UID(),
            "version": "current",
            "record_version": version_of(record),
            "is_folderish": False,
            "previous_item": {},
            "next_item": {},
            "lock": {"locked": False, "stealable": False},
        }
        if include_expansion:
            result.update(expandable_elements(record, self.request))
        for schema in iterSchemata(record):
            serializer = getMultiAdapter((schema, record, self.request), ISchemaSerializer)
            result.update(serializer())
        result["services"] = {name: f"{url}/@{name}" for name in self.services}
        return result


@adapter(IRecordContent, ISchoolRecordsLayer)
class RecordContentJson(RecordJson):
    """A record in a register: term, place in the file plan, documents."""

    services = (*RecordJson.services, "inner-inventory", "holder")

    def __call__(self, version=None, include_items=True, include_expansion=True):
        """See :class:`RecordJson`; ``items`` are the visible documents, paged as in a folder."""
        result = super().__call__(version, include_items, include_expansion)
        record = self.context
        result["is_folderish"] = True
        result["term"] = term_json(record, self.request)
        result["file_plan_item"] = _plan_item(record)
        result["inventory"] = place_data(record)
        if boolean_value(self.request.form.get("include_items", include_items)):
            pairs = inventory.visible_inventory(record)
            result["inner_inventory"] = inventory.inventory_json(record, pairs, self.request)
            result.update(self._items(result["inner_inventory"]["rows"], pairs))
        result["destruction_act"] = act_link(act_of(record))
        for name in getattr(aq_base(record), "rest_services", ()):
            result["services"][name] = f"{result['@id']}/@{name}"
        if IPersonalFile.providedBy(record):
            result["warnings"] = warnings_of(record, self.request)
            result["year_results"] = years_json(record, self.request)
            url = result["@id"]
            for name in ("year-results", "move-to-class"):
                result["services"][name] = f"{url}/@{name}"
        return result

    def _items(self, rows, pairs):
        type_title = get_portal_type_title("file_document") if pairs else ""
        items = [
            {
                "@id": row["@id"],
                "@type": document.portal_type,
                "description": "",
                "review_state": row["state"]["id"],
                "title": document.title,
                "type_title": type_title,
            }
            for row, (_line, document) in zip(rows, pairs, strict=True)
        ]
        batch = batch_of(self.request, items)
        found = {"items": list(batch), "items_total": batch.items_total}
        if batch.links:
            found["batching"] = batch.links
        return found


def term_json(record, request):
    """Return how long the record is kept, on whose word, and how the day is counted.

    ``event_on`` (of terms that wait for an event): its day, once it is known.
    ``fixed``: the term is the record's own snapshot; no other regulation moves it.
    """
    term = term_of(record)
    day = first_day(record, term)
    event = event_day(record, term)
    told = term_sentence(term, record.closed_on, day, event, gone=record.state in GONE)
    sentence = translate(told, context=request)
    if term is None:
        return {"kind": None, "destroy_from": None, "fixed": False, "sentence": sentence}
    waited = {"event_on": json_compatible(event)} if term.waits_for_event else {}
    return {
        **term.as_dict(),
        **waited,
        "text": term_text(term),
        "destroy_from": json_compatible(day),
        "fixed": bool(getattr(record, "term_snapshot", None)),
        "sentence": sentence,
    }


def _plan_item(record):
    item = item_of(record)
    if item is None:
        return None
    return {"index": item.index, "title": item.title, "year": record.file_plan_year}
