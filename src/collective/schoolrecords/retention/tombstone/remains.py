"""What a tombstone keeps of a record, read from the record while it is whole."""

from Acquisition import aq_base
from collective.schoolrecords.core.tombstones import kind_of
from collective.schoolrecords.core.tombstones import number_of
from collective.schoolrecords.lifecycle.digest import plain_value
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.retention.file_plan import file_plan_of
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.retention.terms import first_day
from collective.schoolrecords.retention.terms import term_of
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from plone.namedfile.interfaces import INamedBlobFileField
from Products.CMFCore.utils import getToolByName
from zope.schema import getFieldsInOrder


class Remains:
    """Reads records of one site on one day; what is the same for many is looked up once."""

    def __init__(self, site, today):
        self.site = site
        self.labels = type_labels(site, today)
        self._plans = {}
        self._types = {}
        self._file_fields = {}

    def of(self, record, documents):
        """Return what stays of ``record`` with its ``documents``, in their order.

        These are the values of a tombstone that do not tell of an act.
        """
        term = term_of(record)
        return {
            "title": self.group_title(record),
            "former_type": record.portal_type,
            "doc_type": record.doc_type,
            "case_index": number_of(record.case_index),
            "file_plan_year": record.file_plan_year,
            "registration_number": number_of(record.registration_number),
            "opened_on": record.opened_on,
            "closed_on": record.closed_on,
            "carriers": [_carrier(one) for one in record.carriers or ()],
            "sheets": record.sheets,
            "record_volume": number_of(record.record_volume),
            "term": None if term is None else term.as_dict(),
            "destroy_from": first_day(record, term),
            "documents": [
                self._document(number, one) for number, one in enumerate(documents, start=1)
            ],
            "files": self._files(record),
        }

    def group_title(self, record):
        """Return the title of the group the record belongs to; never the record's own title."""
        item = self._plan_item(record)
        if item is not None:
            return item.title
        label = self.labels.get(record.doc_type)
        return label or self._type_title(record.portal_type)

    def _plan_item(self, record):
        year = record.file_plan_year
        if not (record.case_index and year):
            return None
        if year not in self._plans:
            self._plans[year] = file_plan_of(self.site, year)
        plan = self._plans[year]
        return None if plan is None else plan.items.get(record.case_index)

    def _type_title(self, portal_type):
        if portal_type not in self._types:
            self._types[portal_type] = getToolByName(self.site, "portal_types")[portal_type].title
        return self._types[portal_type]

    def _document(self, number, document):
        return {
            "number": number,
            "uid": document.UID(),
            "kind": kind_of(document.kind),
            "state": document.state,
            "sheets": document.doc_sheets,
            "on_paper": bool(document.on_paper),
            "files": self._files(document),
        }

    def _files(self, obj):
        """The files of a record or a document: field, size and SHA-256, no name."""
        found = []
        for name in self._fields_of(obj):
            value = getattr(aq_base(obj), name, None)
            if INamedBlobFile.providedBy(value):
                found.append({"field": name, **plain_value(value)})
        return found

    def _fields_of(self, obj):
        kind = obj.portal_type
        if kind not in self._file_fields:
            self._file_fields[kind] = [
                name
                for schema in iterSchemata(obj)
                for name, field in getFieldsInOrder(schema)
                if INamedBlobFileField.providedBy(field)
            ]
        return self._file_fields[kind]


def documents_of(record):
    """Return the documents inside ``record`` in the order in which they were filed."""
    found = [one for one in record.objectValues() if IRecord.providedBy(one)]
    return sorted(found, key=lambda one: (aq_base(one).creation_date, one.getId()))


def _carrier(one):
    return {name: one[name] for name in ("carrier", "copies", "sheets") if name in one}
