"""The document: never seen by more people than the record that holds it."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.case_kinds import narrowed
from collective.schoolrecords.lifecycle.content import computed_permissions
from collective.schoolrecords.lifecycle.content import fixed_when_filed
from collective.schoolrecords.lifecycle.content import RecordMixin
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.details import receipt_number
from collective.schoolrecords.records.document.interfaces import IFileDocument
from plone.dexterity.content import Item
from zope.component import adapter
from zope.interface import implementer


@field_defaults(IFileDocument)
@fixed_when_filed
@computed_permissions
@implementer(IRecord, IFileDocument)
class FileDocument(RecordMixin, Item):
    """A document of a record. See :func:`core.lifecycle.document_roles` for who sees it."""

    family_id = "file_document"
    #: The record around it, set when it is filed: permissions are asked of the bare object, which
    #: has no acquisition parent.
    _record = None

    def roles_of(self, permission):
        """See :class:`IRecord`; the parent's state and the medical mark narrow the answer."""
        parent = self._record
        if permission == rules.DELETE and self.past_draft:
            return ()
        roles = rules.document_roles(
            permission,
            self._state,
            bool(self.medical),
            getattr(parent, "family_id", None),
            getattr(parent, "_state", None),
        )
        return narrowed(getattr(parent, "doc_type", None), roles)

    @property
    def locked(self):
        """A document is locked by its own state or by the state of the record around it."""
        return super().locked or bool(getattr(self._record, "locked", False))

    @property
    def title(self):
        """Kind and number of the document; no names."""
        return f"{self.kind or ''} {self.index or ''}".strip()

    @title.setter
    def title(self, value):
        return None


@implementer(IRecordFacts)
@adapter(IFileDocument)
class DocumentFacts:
    """Facts of a document for its preconditions."""

    def __init__(self, document):
        self.document = document

    def facts(self):
        """See :class:`IRecordFacts`."""
        document = self.document
        return {
            "kind": document.kind,
            "dated_on": document.dated_on,
            "sheets": document.doc_sheets,
            "on_paper": document.on_paper,
            "has_file": document.scan is not None,
        }


@adapter(IFileDocument)
class DocumentDetails(DetailsTaker):
    """A document keeps when and to whom it was handed out."""

    fields = ("handed_out_on", "receiver")

    def take(self, step, details):
        """See :class:`IDetailsTaker`."""
        for name in self.fields:
            if name in details:
                setattr(self.record, name, details[name])
        if step.target == rules.HANDED_OUT:
            around = aq_parent(aq_inner(self.record))
            number = receipt_number(self.record, step.target, details, around)
            details["receipt_number"] = number
