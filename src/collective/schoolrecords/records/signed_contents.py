"""What a signature on a record of each family covers: what it says, not where it lies.

The fields are named one by one. A field that is entered after the signature (the day of closing, the
fact of the paper, the holder) is none of them, and a detached signature does not sign itself.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import protocols
from collective.schoolrecords.core.signed_form import SignedContent
from collective.schoolrecords.core.signed_form import SignedFile
from collective.schoolrecords.core.states import VIEW
from collective.schoolrecords.lifecycle.digest import plain_value
from collective.schoolrecords.lifecycle.texts import day_text
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.interfaces import IBook
from collective.schoolrecords.records.case.interfaces import ICaseFile
from collective.schoolrecords.records.inventory import documents_of
from collective.schoolrecords.records.local_regulation.interfaces import ILocalRegulation
from collective.schoolrecords.records.local_regulation.regulation_json import ADOPTIONS
from collective.schoolrecords.records.local_regulation.regulation_json import COUNCILS
from collective.schoolrecords.records.local_regulation.regulation_json import KINDS
from collective.schoolrecords.records.local_regulation.regulation_json import OPINIONS
from collective.schoolrecords.records.order.interfaces import IOrder
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.interfaces import IPortfolio
from collective.schoolrecords.records.protocol.interfaces import IProtocol
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.records.protocol.words import KIND_TITLES
from collective.schoolrecords.records.protocol.words import STUDY_FORM_TITLES
from collective.schoolrecords.retention.act.interfaces import IDestructionAct
from collective.schoolrecords.retention.inventory.interfaces import IInventory
from collective.schoolrecords.signing.interfaces import ISignedContent
from collective.schoolrecords.signing.refusals import say
from dataclasses import asdict
from datetime import date
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldsInOrder


#: Letters of a long text that the page shows; the form holds all of them.
SHOWN = 300
ROWS = _("signed_rows", default="Rows")
DOCUMENT = _("signed_document", default="Document inside")
YES = _("signed_yes", default="yes")
NO = _("signed_no", default="no")
#: Fields whose values are ids: the form holds them, a person reads the title instead.
_IDS = frozenset(
    ("doc_type", "kind", "cohort_id", "pupil_file", "approval_order", "replaces", "references")
)
#: Values of lines that have words of their own.
WORDS = {
    "adoption": ADOPTIONS,
    "council": COUNCILS,
    "opinion": OPINIONS,
    "act_kind": KINDS,
}
#: Parts of a line that are told otherwise, or name somebody's file.
_UNSAID = frozenset(("file", "minutes_number", "minutes_date", "minutes_point"))
MINUTES = _("signed_minutes", default="minutes No. ${n} of ${day}")
POINT = _("signed_minutes_point", default="${minutes}, point ${n}")
#: What a document inside a record says.
DOCUMENT_FIELDS = ("kind", "index", "dated_on", "doc_sheets", "original", "on_paper")


@implementer(ISignedContent)
class RecordContent:
    """What all families share: fields, files of fields and the documents inside."""

    fields = ()
    files = ()

    def __init__(self, record):
        self.record = record

    def content(self):
        """See :class:`ISignedContent`."""
        record = self.record
        metadata = {name: plain_value(getattr(record, name, None)) for name in self.fields}
        documents = [_document(one) for one in self._documents()]
        return SignedContent(
            family=record.family_id,
            uid=record.UID(),
            metadata={**metadata, "documents": documents},
            rows=self.rows(),
            files=tuple(self._files()),
        )

    def rows(self):
        """Return position → plain values of what stands in rows; most families have none."""
        return {}

    def covers(self):
        """See :class:`ISignedContent`."""
        titles = {
            name: field.title
            for schema in iterSchemata(self.record)
            for name, field in getFieldsInOrder(schema)
        }
        for name in self.fields:
            shown = self.said(name, getattr(self.record, name, None))
            if shown and name in titles:
                yield titles[name], shown
        rows = self.rows()
        if rows:
            yield ROWS, str(len(rows))
        for name in self.files:
            value = getattr(self.record, name, None)
            if INamedBlobFile.providedBy(value):
                yield titles[name], _file_text(value)
        for document in self._documents():
            yield DOCUMENT, _document_text(document)

    def readable(self):
        """See :class:`ISignedContent`: a document inside may be closed to who sees the record."""
        check = getSecurityManager().checkPermission
        return all(check(VIEW, one) for one in self._documents())

    def said(self, name, value):
        """Return a field's value in words; ids that stand for something are not shown."""
        return "" if name in _IDS else _shown(value)

    def _documents(self):
        return documents_of(self.record)

    def _files(self):
        for name in self.files:
            value = getattr(self.record, name, None)
            if INamedBlobFile.providedBy(value):
                yield _file(name, value)
        for document in self._documents():
            if document.scan is not None:
                yield _file(f"document/{document.UID()}/scan", document.scan)


def _document(document):
    """Return what a document says; what a medical paper is stays with those who may see it."""
    if document.medical:
        return {"uid": document.UID(), "medical": True}
    said = {name: plain_value(getattr(document, name, None)) for name in DOCUMENT_FIELDS}
    return {"uid": document.UID(), **said}


def _document_text(document):
    if document.medical:
        return "—"
    parts = [document.kind, day_text(document.dated_on) if document.dated_on else ""]
    if document.scan is not None:
        parts.append(_file_text(document.scan))
    return ", ".join(part for part in parts if part)


def _file(place, value):
    return SignedFile(place, value.checked.size, value.checked.sha256)


def _file_text(value):
    return f"{value.filename}, SHA-256 {value.checked.sha256}"


def _shown(value):
    """Return a field's value as a person reads it, shortened."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, list):
        return "; ".join(_shown_line(line) for line in value)[: SHOWN * 4]
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


def _shown_line(line):
    if not isinstance(line, dict):
        return str(line)
    minutes = _minutes(line)
    kept = [_word(name, value) for name, value in line.items() if value and name not in _UNSAID]
    return ", ".join([*kept, minutes] if minutes else kept)


def _word(name, value):
    """Return a value of a line as people read it: a code in words, a day as ДД.ММ.ГГГГ."""
    title = WORDS.get(name, {}).get(value)
    if title is not None:
        return say(title)
    if name.endswith(("_date", "_on")) and isinstance(value, str):
        return ".".join(reversed(value.split("-")))
    return str(value)


def _minutes(line):
    number, day = line.get("minutes_number"), line.get("minutes_date")
    if not (number or day):
        return ""
    text = say(MINUTES, n=number or "—", day=_word("minutes_date", day or "—"))
    point = line.get("minutes_point")
    return say(POINT, minutes=text, n=str(point)) if point else text


@adapter(IOrder)
class OrderContent(RecordContent):
    """An order: number, day, text and the people it concerns."""

    fields = ("title", "doc_type", "registration_number", "dated_on", "text", "people")
    files = ("scan",)


@adapter(IProtocol)
class ProtocolContent(RecordContent):
    """A protocol with the rows that were approved; results of appeals stand beside them."""

    fields = (
        "title",
        "kind",
        "doc_type",
        "registration_number",
        "school_year",
        "school_subject",
        "subject_code",
        "dated_on",
        "commission_on",
        "organisation",
        "organisation_code",
        "exam_day",
        "study_form",
        "teacher",
        "chair",
        "clerk",
        "assistants",
        "present",
        "opinions",
    )
    files = ("scan",)

    def readable(self):
        """See :class:`RecordContent`: a class teacher sees the rows of the own class alone."""
        return viewer_of(self.record).everything and super().readable()

    def said(self, name, value):
        """See :class:`RecordContent`; kind and form of study have words of their own."""
        if name == "kind":
            return KIND_TITLES.get(value, "")
        if name == "study_form":
            return STUDY_FORM_TITLES.get(value, "")
        return super().said(name, value)

    def rows(self):
        """See :class:`RecordContent`: without those that an appeal added later."""
        return {
            position: _result(row)
            for position, row in self.record.rows().items()
            if getattr(row, "replaces", None) is None
        }


def _result(row):
    """A row as it is signed: a field that rows once had not changes no content while it is empty."""
    values = asdict(row)
    return {
        name: value
        for name, value in values.items()
        if name not in protocols.LATER_FIELDS or value != ""
    }


@adapter(ILocalRegulation)
class LocalRegulationContent(RecordContent):
    """A version of a local regulation with who adopted it and on which opinions."""

    fields = (
        "title",
        "registration_number",
        "dated_on",
        "version",
        "replaces",
        "adopted_by",
        "touches_rights",
        "opinions",
        "approval_order",
        "order_number",
        "order_date",
        "references",
    )
    files = ("scan",)


@adapter(ICaseFile)
class CaseFileContent(RecordContent):
    """A case file: its title, the dates of what it holds, its documents."""

    fields = (
        "title",
        "doc_type",
        "case_index",
        "registration_number",
        "opened_on",
        "cohort_id",
        "school_year",
        "quarter",
        "school_subject",
        "drawn_on",
        "certified_on",
        "checked_on",
        "findings",
        "mend_until",
        "media",
    )
    files = ("scan",)


@adapter(IBook)
class BookContent(RecordContent):
    """A closed book with all its entries."""

    fields = ("title", "kind", "registration_number", "record_volume", "opened_on")

    def rows(self):
        """See :class:`RecordContent`."""
        return {entry["number"]: entry for entry in entries_of(self.record).all()}

    def _documents(self):
        return ()


@adapter(IPortfolio)
class PortfolioContent(RecordContent):
    """A portfolio with the achievements that stand in it now."""

    fields = ("registration_number", "pupil_file", "pupil_name", "cycle")

    def rows(self):
        """See :class:`RecordContent`."""
        return {one.number: one.plain() for one in achievements_of(self.record).live()}


@adapter(IInventory)
class InventoryContent(RecordContent):
    """An inventory with its rows; marks of what left later stand beside them."""

    fields = ("title", "kind", "first_year", "last_year", "paper", "note")

    def rows(self):
        """See :class:`RecordContent`."""
        return {position: asdict(row) for position, row in self.record.rows()}

    def _documents(self):
        return ()


#: What an act's row learns only when the act is carried out.
_LATER = frozenset(("former", "result", "result_reason"))


@adapter(IDestructionAct)
class ActContent(RecordContent):
    """An act of destruction with the rows that the commission decided on."""

    fields = ("title",)

    def rows(self):
        """See :class:`RecordContent`: the number comes with the director's word, so it is later."""
        return {
            position: {name: value for name, value in row.as_dict().items() if name not in _LATER}
            for position, row in self.record.rows.items()
        }

    def _documents(self):
        return ()
