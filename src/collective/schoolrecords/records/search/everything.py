"""The search over everything: one group of results for each register, and for each other source.

The catalog answers for the person who asks: nothing is found, counted or opened that they may not
see. A code from a cover is asked alone; it names one record or none.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.searching import Asked
from collective.schoolrecords.lifecycle.indexers import code_key
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.lifecycle.word_forms import asked_for
from collective.schoolrecords.lifecycle.word_forms import text_query
from collective.schoolrecords.records.search.interfaces import Findings
from collective.schoolrecords.records.search.interfaces import Found
from collective.schoolrecords.records.search.interfaces import ISearchSource
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.school.storage import get_school
from dataclasses import dataclass
from functools import cached_property
from plone import api
from urllib.parse import urlencode
from zope.component import getAdapters
from zope.i18nmessageid import Message


MOST = 10
FIRST_ORDER, ORDER_STEP = 10, 10


@dataclass(frozen=True)
class Group:
    """What one source found, under its head; ``id`` is the family or the source's name."""

    id: str
    title: Message
    findings: Findings


@dataclass(frozen=True)
class Answer:
    """All groups with something in them. ``opens``: address of the one record whose code it is."""

    asked: Asked
    groups: tuple[Group, ...] = ()
    opens: str | None = None

    @property
    def total(self):
        """How many things were found in all groups together."""
        return sum(group.findings.total for group in self.groups)


def search(site, request, text, most=MOST):
    """Return the :class:`Answer` to what was typed, for the current user; nothing is written."""
    asked = asked_for(text)
    if not asked:
        return Answer(asked)
    pairs = [
        *((source.order, source.id, source) for source in _registers(site)),
        *((source.order, name, source) for name, source in _others(site, request)),
    ]
    groups = tuple(
        Group(name, source.title, findings)
        for _order, name, source in sorted(pairs, key=lambda pair: pair[:2])
        if (findings := source.find(asked, most)).total
    )
    return Answer(asked, groups, _opens(asked, groups))


def _opens(asked, groups):
    found = [one for group in groups for one in group.findings.items]
    return found[0].url if asked.code and len(found) == 1 else None


def find_rows(asked, most=None, **query):
    """Return (total, rows, how many of them by their own number) of the catalog.

    Rows are what the current user may see. Those whose number, index or code was asked come first,
    the others in the order of their names, or as ``query`` says. ``most``: so many rows at most; ``total`` counts all.
    """
    catalog = api.portal.get_tool("portal_catalog")
    query = {"sort_on": "record_sort", **query}
    if asked.code:
        rows = list(catalog(record_codes=code_key(asked.code), **query))
        return len(rows), rows[:most], len(rows)
    exact = list(catalog(record_codes=asked.number, **query)) if asked.number else []
    if not asked.beginnings:
        return len(exact), exact[:most], len(exact)
    words = {**query, "SearchableText": text_query(asked)}
    if most is not None:
        words["sort_limit"] = most + len(exact)
    others = catalog(**words)
    # A number is also among the words of its record: such rows are counted once.
    twice = catalog(**words, record_codes=asked.number).actual_result_count if exact else 0
    known = {brain.getRID() for brain in exact}
    rows = [*exact, *(brain for brain in others if brain.getRID() not in known)]
    total = len(exact) + others.actual_result_count - twice
    return total, rows[:most], len(exact)


def record_brains(asked, portal_type):
    """Return all catalog rows of one type that answer and that the current user may see."""
    return find_rows(asked, portal_type=portal_type)[1]


def _registers(site):
    found = [one for one in site.objectValues() if IRegister.providedBy(one)]
    for place, register in enumerate(found):
        yield RegisterSource(site, register, FIRST_ORDER + place * ORDER_STEP)


def _others(site, request):
    return getAdapters((site, request), ISearchSource)


class RegisterSource:
    """The records of one register, and the tombstones in it."""

    def __init__(self, site, register, order):
        self.site = site
        self.register = register
        self.order = order
        self.id = register.family
        self.title = register.title

    def find(self, asked, most):
        """See :class:`ISearchSource`."""
        path = "/".join(self.register.getPhysicalPath())
        types = [self.register.family, "tombstone"]
        narrowed = asked.beyond(self.title)
        total, rows, exact = find_rows(narrowed, most, portal_type=types, path=path)
        url = f"{self.register.absolute_url()}?{urlencode({'text': ' '.join(narrowed.beginnings)})}"
        items = tuple(self._found(row, place < exact) for place, row in enumerate(rows))
        return Findings(total, items, None if asked.code else url)

    def _found(self, brain, exact):
        return Found(
            title=self._title(brain),
            url=brain.getURL(),
            kind=self._kind(brain),
            state=brain.review_state,
            family=self.register.family,
            exact=exact,
        )

    def _title(self, brain):
        if brain.portal_type == "personal_file":
            return brain.Title
        if self.register.family == "case_file":
            return f"{brain.record_case_index or ''} {brain.Title}".strip()
        return f"№ {brain.record_number} {brain.Title}" if brain.record_number else brain.Title

    def _kind(self, brain):
        if brain.record_cohort and self.register.family == "personal_file":
            school = get_school(self.site)
            cohort = school.cohorts.get(brain.record_cohort) if school is not None else None
            return cohort.nearest_label(self._today) if cohort is not None else ""
        return self._labels.get(brain.record_doc_type, "").partition(" (")[0]

    @cached_property
    def _today(self):
        return school_today()

    @cached_property
    def _labels(self):
        return type_labels(self.site, self._today)
