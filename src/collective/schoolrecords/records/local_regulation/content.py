"""One version of a local regulation: adopted, approved by order, in force, replaced."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core.citations import is_pedagogical_council
from collective.schoolrecords.lifecycle.content import RecordContainer
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.details import DetailsTaker
from collective.schoolrecords.records.local_regulation.interfaces import ILocalRegulation
from collective.schoolrecords.records.protocol.council import points_of
from collective.schoolrecords.retention.file_plan import enter_plan
from datetime import date
from plone import api
from zope.component import adapter
from zope.interface import implementer


@field_defaults(ILocalRegulation)
@implementer(ILocalRegulation)
class LocalRegulation(RecordContainer):
    """See :class:`ILocalRegulation`."""

    family_id = "local_regulation"
    doc_type = "regulation"
    personal_data = "none"
    rest_services = ("references", "publication")

    def cited_minutes(self):
        """Yield (number, ISO date, point) of the pedagogical council's minutes that adopted it."""
        for line in self.adopted_by or ():
            if is_pedagogical_council(line.get("body")):
                yield tuple(line.get(f"minutes_{part}") for part in ("number", "date", "point"))

    def search_words(self):
        """Number, title and index."""
        return (self.registration_number, self.title, self.case_index)


def record_by_uid(uid, portal_type):
    """Return the record of a type with a UID, whoever asks; ``None`` when there is none."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(UID=uid or "-", portal_type=portal_type):
        return brain._unrestrictedGetObject()
    return None


def order_of(record):
    """Return the order that approves a version, ``None`` when it is none of the register."""
    return record_by_uid(record.approval_order, "order")


def former_of(record):
    """Return the version that this one replaces, or ``None``."""
    return record_by_uid(record.replaces, "local_regulation")


def successor_of(record):
    """Return the version that replaced this one, or ``None``."""
    return record_by_uid(record.superseded_by, "local_regulation")


def with_days(lines, *names):
    """Return lines of a list with their ISO texts as dates; a text that is none becomes ``None``."""
    return [
        {key: _day(value) if key in names else value for key, value in line.items()}
        for line in lines or ()
    ]


def with_points(lines):
    """Return lines, those of the pedagogical council with the points that its minutes have."""
    return [
        {**line, "minutes_points": points_of(line.get("minutes_number"), line.get("minutes_date"))}
        if is_pedagogical_council(line.get("body"))
        else line
        for line in lines
    ]


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@adapter(ILocalRegulation)
class LocalRegulationDetails(DetailsTaker):
    """Approval claims the number; entering into force writes its day."""

    def implied(self, step, details):
        """See :class:`DetailsTaker`."""
        record = self.record
        if step.id == "approve":
            numbering.claim(aq_parent(aq_inner(record)), record)
            record.registered_on = record.dated_on
            enter_plan(record, record.dated_on)
        elif step.id == "enact":
            record.in_force_from = record.opened_on = details["in_force_from"]
        elif step.id == "supersede":
            record.ended_by = details["basis"]


def count_version(record, event):
    """Subscriber: the number of a new version follows from the one that it replaces."""
    former = former_of(record)
    aq_base(record).version = (former.version or 1) + 1 if former is not None else 1
