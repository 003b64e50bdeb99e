"""The search over everything: one group of results for each register, and for each other source.

The catalog answers for the person who asks: nothing is found, counted or opened that they may not
see. A code from a cover is asked alone; it names one record or none.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core.person_names import answering
from collective.schoolrecords.core.searching import Asked
from collective.schoolrecords.core.searching import MAX_TEXT
from collective.schoolrecords.core.searching import number_key
from collective.schoolrecords.core.searching import read_query
from collective.schoolrecords.lifecycle.indexers import code_key
from collective.schoolrecords.lifecycle.indexers import filed_key
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.lifecycle.word_forms import asked_for
from collective.schoolrecords.lifecycle.word_forms import text_query
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.names import former_of
from collective.schoolrecords.records.personal_file.names import name_of
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
from zope.i18n import translate
from zope.i18nmessageid import Message


MOST = 10
#: Records that are asked how they write a number; there are as many spellings at most.
MOST_SPELLINGS = 200
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
        *((source.order, source.id, source) for source in _registers(site, request)),
        *((source.order, name, source) for name, source in _others(site, request)),
    ]
    groups = [
        Group(name, source.title, findings)
        for _order, name, source in sorted(pairs, key=lambda pair: pair[:2])
        if (findings := source.find(asked, most)).total
    ]
    # Whatever has the number itself stands above texts that only name it.
    groups.sort(key=lambda group: not any(one.exact for one in group.findings.items))
    return Answer(asked, tuple(groups), _opens(asked, groups))


def _opens(asked, groups):
    found = [one for group in groups for one in group.findings.items]
    return found[0].url if asked.code and len(found) == 1 else None


def find_rows(asked, most=None, **query):
    """Return (total, rows, how many of them by their own number) of the catalog.

    Rows are what the current user may see. Those whose own number or code was asked come first,
    then what is filed under it as an index, then texts with the words, each in the order of their
    names, or as ``query`` says. ``most``: so many rows at most; ``total`` counts all.
    """
    catalog = api.portal.get_tool("portal_catalog")
    query = {"sort_on": "record_sort", **query}
    if asked.code:
        rows = list(catalog(record_codes=code_key(asked.code), **query))
        return len(rows), rows[:most], len(rows)
    limit = {} if most is None else {"sort_limit": most}
    keys = [asked.number, filed_key(asked.number)] if asked.number else []
    questions = [{"record_codes": key} for key in keys]
    if asked.beginnings:
        questions.append({"SearchableText": text_query(asked)})
    answers = [catalog(**query, **limit, **one) for one in questions]
    total = sum(answer.actual_result_count for answer in answers)
    rows = _first(answers, most)
    if keys and asked.beginnings and sum(one.actual_result_count for one in answers[:2]):
        # A number stands among the words of its record, too: what answers twice is counted once.
        total -= catalog(**query, **limit, **questions[-1], record_codes=keys).actual_result_count
    return total, rows, min(answers[0].actual_result_count, len(rows)) if keys else 0


def _first(answers, most):
    """Return the first rows of all answers, each row once."""
    found = {}
    for answer in answers:
        for brain in answer[:most]:
            found.setdefault(brain.getRID(), brain)
    return list(found.values())[:most]


def text_question(asked, **query):
    """Return the question of the text index about records that ``query`` narrows.

    The index knows words as they were written; a number is asked in the spellings, too, in which
    records have it: «2/2» finds what says «02-02».
    """
    if not asked.number:
        return text_query(asked)
    catalog = api.portal.get_tool("portal_catalog")
    keys = [asked.number, filed_key(asked.number)]
    brains = catalog(**query, record_codes=keys, sort_limit=MOST_SPELLINGS)[:MOST_SPELLINGS]
    written = {text for one in brains for text in (one.record_number, one.record_case_index)}
    known = [text for text in written if text and asked.is_number_of(text)]
    return " OR ".join(
        sorted({f"({text_query(read_query(text))})" for text in [asked.text, *known]})
    )


def of_number(text, portal_type, **query):
    """Return the catalog rows of one type whose own number is ``text``, in whatever spelling.

    Only what the current user may see; two volumes may have one number.
    """
    number = number_key(text) if isinstance(text, str) and len(text) <= MAX_TEXT else None
    if number is None:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    return list(catalog(portal_type=portal_type, record_codes=number, **query))


def _registers(site, request):
    found = [one for one in site.objectValues() if IRegister.providedBy(one)]
    for place, register in enumerate(found):
        yield RegisterSource(site, request, register, FIRST_ORDER + place * ORDER_STEP)


def _others(site, request):
    return getAdapters((site, request), ISearchSource)


class RegisterSource:
    """The records of one register, and the tombstones in it."""

    def __init__(self, site, request, register, order):
        self.site = site
        self.request = request
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
        note_shown(row.UID for row in rows)
        words = asked.text if asked.number else " ".join(narrowed.beginnings)
        url = f"{self.register.absolute_url()}?{urlencode({'text': words})}"
        items = tuple(self._found(row, place < exact, narrowed) for place, row in enumerate(rows))
        return Findings(total, items, None if asked.code else url)

    def _found(self, brain, exact, asked):
        return Found(
            title=self._title(brain),
            url=brain.getURL(),
            kind=self._kind(brain),
            sub=self._formerly(brain, asked),
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

    def _formerly(self, brain, asked):
        """What a pupil was called before, where no present name answers."""
        if brain.portal_type != "personal_file" or asked.code or asked.matches(brain.Title):
            return ""
        record = brain.getObject()
        former = answering(asked, record.file_number, name_of(record), former_of(record))
        if former is None:
            return ""
        data = {"name": str(former.name)}
        message = _("search_formerly", default="formerly ${name}", mapping=data)
        return translate(message, context=self.request)

    def _kind(self, brain):
        if brain.record_cohort and self.register.family == "personal_file":
            school = get_school(self.site)
            cohort = school.cohorts.get(brain.record_cohort) if school is not None else None
            return cohort.name_on(self._today) if cohort is not None else ""
        return self._labels.get(brain.record_doc_type, "").partition(" (")[0]

    @cached_property
    def _today(self):
        return school_today()

    @cached_property
    def _labels(self):
        return type_labels(self.site, self._today)
