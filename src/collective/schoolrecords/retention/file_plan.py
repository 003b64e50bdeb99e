"""The file plan (номенклатура дел): one for each year, drawn from the regulation, then edited.

An item has an index of two parts, unit and number («02-14»): the unit is a part of the school's
work, the number counts within it. Items are values; the plan of a year is one persistent object
with a chain of its own. A closed record keeps its own term, so next year's plan never moves a day.
What people do with a plan stands in :mod:`.plan.editing`.
"""

from BTrees.IOBTree import IOBTree
from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import file_plan as rules
from collective.schoolrecords.core.inventories import WAYS_OUT
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.ledger.interfaces import IOwnChains
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.regulation import version_on
from collective.schoolrecords.school.storage import get_school
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from persistent import Persistent
from plone import api
from Products.CMFCore.indexing import processQueue
from Products.CMFPlone.interfaces import IPloneSiteRoot
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer


KEY = "collective.schoolrecords.file_plans"

#: Units of the plan and the document types filed under each; what is named nowhere is teaching.
OFFICE, TEACHING, CERTIFICATES, METHODS, ARCHIVE = "01", "02", "03", "04", "05"
UNITS = {
    OFFICE: (
        "order_main",
        "order_movement",
        "council_minutes",
        "consent",
        "credential_log",
        "regulation",
        "staff_file",
        "order_staff",
    ),
    CERTIFICATES: (
        "certificate_book",
        "medal_book",
        "study_certificate_book",
        "training_certificate_book",
        "blank_ledger",
        "certificate_basic",
        "study_certificate",
    ),
    METHODS: (
        "lesson_plan",
        "lesson_report",
        "thematic_plan",
        "correction_sheet",
        "work_programme",
        "timetable",
    ),
    ARCHIVE: ("case_nomenclature", "inventory", "destruction_act"),
}
#: Titles of the units as forms print them; a unit of the school's own has its code only.
UNIT_TITLES = {
    OFFICE: "Канцелярия",
    TEACHING: "Учебная работа",
    CERTIFICATES: "Документы об образовании",
    METHODS: "Методическая работа",
    ARCHIVE: "Архив",
}
_UNIT_OF = {doc_type: unit for unit, doc_types in UNITS.items() for doc_type in doc_types}


@dataclass(frozen=True)
class Item:
    """One line of the plan: index, title of the files, type, term with article, and a note.

    ``volumes``: how many files are meant to be opened under it; ``None``: not said.
    ``added_on``: the day on which it was added to a plan that was approved already.
    """

    index: str
    title: str
    doc_type: str
    term: dict = field(default_factory=dict)
    note: str = ""
    volumes: int | None = None
    added_on: date | None = None

    @property
    def term_text(self) -> str:
        """The term as the list of archival documents writes it."""
        return term_text(Term.from_dict(self.term))

    @property
    def article(self) -> str:
        """The article that the term rests on."""
        return self.term["article"]

    @property
    def source(self) -> str:
        """The clause of the regulation, or ``default``."""
        return self.term["source"]

    def as_dict(self) -> dict:
        """Everything as plain values."""
        return {**asdict(self), "term_text": self.term_text, "article": self.article}


class FilePlan(Persistent):
    """The plan of one calendar year; ``regulation`` is the number of the version it is drawn from.

    ``items`` maps index → :class:`Item`. ``state``: one of ``core.file_plan.STATES``.
    ``counts``: index → (files opened in the year, of them running on), kept with the closing.
    """

    state = rules.DRAFT
    #: The year from whose plan this one was drawn, if it was not the regulation.
    drawn_from = None
    minutes_number = None
    minutes_date = None
    approved_on = None
    approved_by = None
    closed_on = None
    counts = None
    #: (index, way out, UID of the act or "") → how many of its files left the school that way.
    departed = None

    def __init__(self, year, regulation):
        self.year = year
        self.regulation = regulation
        self.drawn_at = now()
        self.items = OOBTree()

    def put(self, item):
        """Keep an item in place of the one with the same index."""
        self.items[item.index] = item

    def remove(self, index):
        """Take an item out; ``KeyError`` when there is none."""
        del self.items[index]

    def item_for(self, doc_type):
        """Return the first item for a document type, or ``None``."""
        return next((one for one in self.items.values() if one.doc_type == doc_type), None)

    @property
    def binding(self):
        """Whether records of the year stand under an index of this plan and nowhere else."""
        return self.state in rules.BINDING

    def depart(self, index, way, number=1, act=""):
        """Count files under ``index`` that left the school (core.inventories.WAYS_OUT).

        ``act``: UID of the act that destroyed them.
        """
        if self.departed is None:
            self.departed = OOBTree()
        key = (index, way, act)
        if key not in self.departed:
            self.departed[key] = Length()
        self.departed[key].change(number)

    def departures(self, index):
        """Return way → how many files under ``index`` left the school that way."""
        found = {}
        for way, _act, number in self.marks(index):
            found[way] = found.get(way, 0) + number
        return found

    def marks(self, index):
        """Return (way, UID of the act or "", number of files) for what left under ``index``."""
        if self.departed is None:
            return []
        found = [
            (way, act, length())
            for (_index, way, act), length in self.departed.items((index, ""), (index, "\uffff"))
        ]
        return sorted(found, key=lambda mark: WAYS_OUT.index(mark[0]))

    def term_totals(self):
        """Return term text → number of items, the commonest first."""
        totals = {}
        for item in self.items.values():
            totals[item.term_text] = totals.get(item.term_text, 0) + 1
        return dict(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))


def plan_years(site=None):
    """Return the years that have a plan, oldest first."""
    plans = _plans(site)
    return list(plans.keys()) if plans is not None else []


@implementer(IOwnChains)
@adapter(IPloneSiteRoot)
class ChainsOfPlans:
    """See :class:`IOwnChains`: each plan has a chain of its own."""

    kinds = ("file_plan",)

    def __init__(self, site):
        self.site = site

    def chains(self):
        """See :class:`IOwnChains`."""
        for plan in (_plans(self.site) or {}).values():
            yield self.kinds[0], plan


def file_plan_of(site, year):
    """Return the :class:`FilePlan` of a calendar year, or ``None``; never writes."""
    plans = _plans(site)
    return plans.get(year) if plans is not None else None


def draft_from_regulation(site, year):
    """Draw the plan of ``year`` from the regulation in force on its first day; return it.

    A year that is past or running takes the regulation of today. A plan that exists is kept, as
    people may have edited it. ``None`` in a site without a regulation.
    """
    existing = file_plan_of(site, year)
    if existing is not None:
        return existing
    day = max(school_today(), date(year, 1, 1))
    regulation = regulation_on(site, day)
    if regulation is None:
        return None
    plan = FilePlan(year, version_on(get_school(site), day).number)
    numbers = {}
    for doc_type, document in regulation.documents.items():
        unit = _UNIT_OF.get(doc_type, TEACHING)
        numbers[unit] = numbers.get(unit, 0) + 1
        index = f"{unit}-{numbers[unit]:02d}"
        plan.put(Item(index, document.label, doc_type, regulation.term(doc_type).as_dict()))
    keep_plan(site, plan)
    return plan


def keep_plan(site, plan):
    """Keep a new plan as that of its year; its chain begins."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = IOBTree()
    annotations[KEY][plan.year] = plan
    record_event(
        plan,
        "file_plan_drawn",
        payload={"year": plan.year, "regulation": plan.regulation, "from": plan.drawn_from},
    )


def plan_key(year, index):
    """Return the text by which the catalog knows an item of a year's plan, ``None`` for none."""
    return f"{year}/{index}" if year and index else None


def records_per_item(plan):
    """Return index → number of records filed under it, from the catalog's index.

    Numbers only: no row is loaded, no object woken.
    """
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    return {index: len(rows_of(catalog, plan.year, index)) for index in plan.items}


def rows_of(catalog, year, index):
    """Return the catalog's numbers of the records filed under an item, drafts included."""
    found = catalog._catalog.indexes["record_plan_item"]._index.get(plan_key(year, index), ())
    return {found} if isinstance(found, int) else set(found)


def unit_of(record):
    """Return the code of the unit that keeps a record: of its index, else where its type belongs."""
    return (record.case_index or "").partition("-")[0] or _UNIT_OF.get(record.doc_type, TEACHING)


def item_of(record, site=None):
    """Return the plan's :class:`Item` under which a record stands, or ``None``."""
    if not record.case_index or not record.file_plan_year:
        return None
    plan = file_plan_of(getSite() if site is None else site, record.file_plan_year)
    return None if plan is None else plan.items.get(record.case_index)


def binding_item(record, site=None):
    """Return the :class:`Item` of a record, if its year's plan is approved; else ``None``."""
    if not record.case_index or not record.file_plan_year:
        return None
    plan = file_plan_of(getSite() if site is None else site, record.file_plan_year)
    return plan.items.get(record.case_index) if plan is not None and plan.binding else None


def plan_gap(record, day, site=None):
    """Return {"index", "year"} when the record's year has an approved plan without its index.

    ``day``: when the record is opened; it tells the year where the record names none.
    """
    year = record.file_plan_year or (day.year if day is not None else None)
    plan = file_plan_of(getSite() if site is None else site, year) if year else None
    if not record.case_index or plan is None or not plan.binding:
        return None
    if record.case_index in plan.items:
        return None
    return {"index": record.case_index, "year": year}


def enter_plan(record, day, site=None):
    """Let a record that is being registered on ``day`` point to its item.

    The year is that of the day. A record without an index takes that of its type from an approved
    plan; a plan that is still being drafted may give its indexes anew.
    """
    plan = file_plan_of(getSite() if site is None else site, day.year) if day else None
    if plan is None:
        return
    if not record.case_index and plan.binding:
        item = plan.item_for(record.doc_type)
        record.case_index = item.index if item is not None else None
    if record.file_plan_year is None and record.case_index in plan.items:
        record.file_plan_year = plan.year


def _plans(site):
    annotations = IAnnotations(getSite() if site is None else site, None)
    return None if annotations is None else annotations.get(KEY)
