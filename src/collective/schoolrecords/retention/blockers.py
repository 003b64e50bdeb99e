"""What still keeps a record from an act, and what keeps it out of the clock, for lists of records.

The reasons are those of the act itself (``core.destruction``), so a list promises nothing that an
act would refuse; here they are only asked of the few records on a page and put into short words.
"""

from collective.schoolrecords.core.destruction import act_years
from collective.schoolrecords.core.destruction import item_reasons
from collective.schoolrecords.core.destruction import open_questions
from collective.schoolrecords.core.faults import faults
from collective.schoolrecords.core.inventories import ASKED_BY_ACTS
from collective.schoolrecords.core.inventories import spans
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.lifecycle.texts import STATES
from collective.schoolrecords.messages import filled
from collective.schoolrecords.retention.act.items import item_of
from collective.schoolrecords.retention.act.items import SummarySheets
from collective.schoolrecords.retention.blockers_words import ACT_NUMBER
from collective.schoolrecords.retention.blockers_words import AN_ACT
from collective.schoolrecords.retention.blockers_words import BLOCKERS
from collective.schoolrecords.retention.blockers_words import DRAFT_ACT
from collective.schoolrecords.retention.blockers_words import FAULTS
from collective.schoolrecords.retention.blockers_words import INVENTORY_KINDS
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from collective.schoolrecords.retention.terms import term_of
from datetime import date
from plone import api
from zope.component import queryUtility
from zope.i18n import translate


class PageBlockers:
    """Asks for the blockers of the records of one page; what they share is looked up once.

    ``today``: the day of the act that is thought of. ``years``: the years of closing of the
    page's records, whose inventories are looked up at once.
    """

    def __init__(self, today, years=()):
        self.today = today
        self._lacking = {}
        self._sheets = SummarySheets()
        self._look_up(years)

    def of(self, record):
        """Return all reasons (core ``Reason``) why no act could destroy the record today.

        Codes: those of ``item_reasons`` and ``open_questions``, and ``inventory_missing`` (data:
        kind, years) for each kind of inventory that has something to list and is not approved.
        """
        item = item_of(record, self.today, self._sheets)
        found = list(item_reasons(item, None, self.today))
        found += [Reason(code) for code in open_questions(item)]
        found += self._missing(act_years([(record.opened_on, record.closed_on)]))
        if item.act is not None:
            found = [self._with_act(one, item.act) for one in found]
        return tuple(found)

    def _look_up(self, years):
        years = sorted(set(years) - set(self._lacking))
        if not years:
            return
        inventories = queryUtility(IInventoriesOf)
        pairs = (
            [(kind, year) for kind in ASKED_BY_ACTS for year in years]
            if inventories is None
            else inventories.asked_for(years).missing
        )
        for year in years:
            self._lacking[year] = [kind for kind, of_year in pairs if of_year == year]

    def _missing(self, years):
        self._look_up(years)
        for kind in ASKED_BY_ACTS:
            lacking = [year for year in years if kind in self._lacking[year]]
            if lacking:
                yield Reason("inventory_missing", None, {"kind": kind, "years": spans(lacking)})

    def _with_act(self, reason, uid):
        return Reason(reason.code, None, {"act": uid}) if reason.code == "item_in_act" else reason


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
        data["act"], link = act_in_words(data["act"], request)
    if "kind" in data:
        data["kind"] = translate(INVENTORY_KINDS[data["kind"]], context=request)
    if "state" in data:
        data["state"] = translate(STATES[data["state"]], context=request)
    template = BLOCKERS.get(reason.code) or FAULTS[reason.code]
    found = {
        "code": reason.code,
        "field": reason.field,
        "message": translate(filled(template, data), context=request),
    }
    return {**found, "@id": link} if link else found


def act_in_words(uid, request):
    """Return (words, address) of an act; no address for readers who may not see it.

    An act that has no number yet is told by its title.
    """
    catalog = api.portal.get_tool("portal_catalog")
    brain = next(iter(catalog(UID=uid)), None)
    if brain is None:
        return translate(AN_ACT, context=request), None
    message = (
        filled(ACT_NUMBER, {"number": brain.record_number})
        if brain.record_number
        else filled(DRAFT_ACT, {"title": brain.Title})
    )
    return translate(message, context=request), brain.getURL()
