"""What still keeps a record from an act, and what keeps it out of the clock, for lists of records.

The reasons are those of the act itself (``core.destruction``), so a list promises nothing that an
act would refuse; here they are only asked of the few records on a page and put into short words.
"""

from collective.schoolrecords.core.destruction import act_years
from collective.schoolrecords.core.destruction import item_reasons
from collective.schoolrecords.core.destruction import open_questions
from collective.schoolrecords.core.faults import faults
from collective.schoolrecords.core.lifecycle import ARCHIVED
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.lifecycle.texts import STATES
from collective.schoolrecords.retention.act.items import item_of
from collective.schoolrecords.retention.act.items import SUMMARY
from collective.schoolrecords.retention.blockers_words import ACT_NUMBER
from collective.schoolrecords.retention.blockers_words import AN_ACT
from collective.schoolrecords.retention.blockers_words import BLOCKERS
from collective.schoolrecords.retention.blockers_words import FAULTS
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from collective.schoolrecords.retention.terms import term_of
from datetime import date
from plone import api
from zope.component import queryUtility
from zope.i18n import translate


class PageBlockers:
    """Asks for the blockers of the records of one page; what they share is looked up once.

    ``today``: the day of the act that is thought of.
    """

    def __init__(self, today):
        self.today = today
        self._years = {}
        self._sheets = PageSheets()

    def of(self, record):
        """Return all reasons (core ``Reason``) why no act could destroy the record today.

        Codes: those of ``item_reasons`` and ``open_questions``, and ``inventory_missing`` (data:
        years) when an inventory of its year is not approved.
        """
        item = item_of(record, self.today, self._sheets)
        found = list(item_reasons(item, None, self.today))
        found += [Reason(code) for code in open_questions(item)]
        years = self._missing(act_years([(record.opened_on, record.closed_on)]))
        if years:
            found.append(Reason("inventory_missing", None, {"years": ", ".join(years)}))
        if item.act is not None:
            found = [self._with_act(one, item.act) for one in found]
        return tuple(found)

    def _missing(self, years):
        inventories = queryUtility(IInventoriesOf)
        for year in years:
            if year not in self._years:
                lacking = inventories is None or bool(inventories.approved_for([year]))
                self._years[year] = lacking
        return [str(year) for year in years if self._years[year]]

    def _with_act(self, reason, uid):
        return Reason(reason.code, None, {"act": uid}) if reason.code == "item_in_act" else reason


class PageSheets:
    """The archived summary sheets of the classes of a page's journals, looked up class by class."""

    def __init__(self):
        self._found = {}

    def of(self, journal):
        """Return the UIDs of the sheets of a journal's class and school year."""
        cohort_id = getattr(journal, "cohort_id", None)
        school_year = getattr(journal, "school_year", None)
        if not cohort_id or not school_year:
            return ()
        if cohort_id not in self._found:
            catalog = api.portal.get_tool("portal_catalog")
            brains = catalog.unrestrictedSearchResults(
                record_doc_type=SUMMARY, review_state=ARCHIVED, record_cohort=cohort_id
            )
            self._found[cohort_id] = [
                (brain.UID, brain._unrestrictedGetObject().school_year) for brain in brains
            ]
        return tuple(uid for uid, year in self._found[cohort_id] if year == school_year)


def faults_of(record, today):
    """Return all reasons (core ``Reason``) why no day can be counted for the record."""
    term = term_of(record)
    return faults(
        doc_type=record.doc_type,
        has_term=term is not None,
        permanent=term is not None and term.kind == PERMANENT,
        closed=record.closed_on,
        noted=getattr(record, "archive_error", None),
        today=today,
    )


def in_words(reasons, request):
    """Return reasons as dicts ``{code, field, message}``; with ``@id`` of the act that is meant."""
    return [_in_words(reason, request) for reason in reasons]


def _in_words(reason, request):
    data = {
        name: f"{value:%d.%m.%Y}" if isinstance(value, date) else value
        for name, value in reason.data.items()
    }
    link = None
    if "act" in data:
        data["act"], link = _act_in_words(data["act"], request)
    if "state" in data:
        data["state"] = translate(STATES[data["state"]], context=request)
    template = BLOCKERS.get(reason.code) or FAULTS[reason.code]
    found = {
        "code": reason.code,
        "field": reason.field,
        "message": translate(_with(template, data), context=request),
    }
    return {**found, "@id": link} if link else found


def _act_in_words(uid, request):
    """Return (words, address) of an act; no address for readers who may not see it."""
    catalog = api.portal.get_tool("portal_catalog")
    brain = next(iter(catalog(UID=uid)), None)
    number = brain.record_number if brain is not None else None
    message = _with(ACT_NUMBER, {"number": number}) if number else AN_ACT
    return translate(message, context=request), brain.getURL() if brain is not None else None


def _with(template, mapping):
    """Return a message of a table with its values."""
    return type(template)(
        str(template), domain=template.domain, default=template.default, mapping=mapping
    )
