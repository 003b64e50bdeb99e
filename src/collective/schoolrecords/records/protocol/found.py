"""Rows of protocols in the search over everything: each is found as itself, by whoever may see it."""

from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.lifecycle.word_forms import text_query
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.protocol.people import own_files
from collective.schoolrecords.records.protocol.people import ROW_WORDS
from collective.schoolrecords.records.protocol.people import viewer_of
from collective.schoolrecords.records.protocol.words import KIND_TITLES
from collective.schoolrecords.records.search.interfaces import Findings
from collective.schoolrecords.records.search.interfaces import Found
from collective.schoolrecords.records.search.interfaces import ISearchSource
from plone import api
from zope.i18n import translate
from zope.interface import implementer


#: Protocols whose rows are looked through, the newest exams first; a question that answers in more
#: is narrowed by another word.
MOST_PROTOCOLS = 100
NEWEST = {"portal_type": "protocol", "sort_on": "record_dated_on", "sort_order": "descending"}


@implementer(ISearchSource)
class RowSource:
    """See :class:`ISearchSource`. Rows have names and no numbers: a number or a code finds none."""

    title = _("search_protocol_rows", default="Rows of protocols")
    order = 790

    def __init__(self, site, request):
        self.site = site
        self.request = request

    def find(self, asked, most):
        """See :class:`ISearchSource`."""
        if asked.code or asked.number:
            return Findings()
        found = [
            (record, at, row)
            for record in self._protocols(asked)
            for at, row in viewer_of(record).own(_answering(record, asked)).items()
        ]
        return Findings(len(found), tuple(self._found(*one) for one in found[:most]))

    def _protocols(self, asked):
        """Yield the protocols that may have a row: those the reader sees, and the own child's."""
        catalog = api.portal.get_tool("portal_catalog")
        seen = {ROW_WORDS: text_query(asked)}
        brains = list(catalog(**NEWEST, **seen, sort_limit=MOST_PROTOCOLS)[:MOST_PROTOCOLS])
        files = sorted(own_files())
        if files:
            # A family sees its rows and not the protocol; each row is asked for afterwards.
            brains += catalog.unrestrictedSearchResults(**NEWEST, **seen, record_pupils=files)
        unique = {brain.getRID(): brain for brain in brains}
        for brain in unique.values():
            record = brain._unrestrictedGetObject()
            if not record.is_council:
                yield record

    def _found(self, record, at, row):
        kind = KIND_TITLES.get(record.kind)
        day = record.dated_on
        said = (
            translate(kind, context=self.request) if kind else "",
            record.school_subject,
            f"{day:%d.%m.%Y}" if day else "",
        )
        return Found(
            title=_name(row),
            url=f"{record.absolute_url()}/@@entry?number={at}",
            kind=row.label,
            sub=" · ".join(one for one in said if one),
        )


def _answering(record, asked):
    """Return position → row of the rows that answer, whoever may see them."""
    names = list(record.row_names())
    places = asked.answering([name for _at, name in names], record.search_words())
    return {names[place][0]: record.row(names[place][0]) for place in places}


def _name(row):
    return full_name(row.last_name, row.first_name, row.middle_name)
