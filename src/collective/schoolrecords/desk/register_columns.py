"""Columns of the three registers, filled from the catalog's rows alone."""

from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import name_in_table
from collective.schoolrecords.desk.formats import number_and_name
from collective.schoolrecords.desk.formats import state_badge
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.interfaces import CARRIERS
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.overview import CARRIER_TITLES
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing.check_services import standing_in
from collective.schoolrecords.signing.words import SIGNING_TITLES
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import cached_property
from zope.i18n import translate
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class Column:
    """A column: id in the address, title, CSS class, index it sorts by, and what it shows.

    ``fixed`` columns cannot be hidden; ``off`` ones are hidden until the person shows them.
    """

    id: str
    title: Message
    css: str | None = None
    sort: str | None = None
    fixed: bool = False
    off: bool = False

    @property
    def cut(self):
        """True for a column whose long texts are cut on the screen."""
        return "sr-cut" in (self.css or "")


NUMBER = Column(
    "number", _("desk_col_file_number", default="File No."), "sr-first", "record_number_key", True
)
NAME = Column(
    "name", _("desk_col_name", default="Surname and initials"), "sr-lead", "record_sort", True
)
COHORT = Column("class", _("desk_col_class", default="Class"), "sr-nowrap")
CLASSES = Column("classes", _("desk_col_classes", default="Classes"), "sr-nowrap")
AWAITING = Column("awaiting", _("desk_col_awaiting", default="Not familiarised"), "sr-nowrap")
STATE = Column("state", _("desk_col_state", default="State"))
ADMITTED = Column("opened", _("desk_col_admitted", default="Admitted"), "sr-side sr-nowrap")
#: A case is looked for by its end; its beginning is shown to whoever asks for it.
CASE_OPENED = Column(
    "opened", _("desk_col_opened", default="Opened"), "sr-side sr-nowrap", off=True
)
BOOK_OPENED = Column(
    "opened", _("desk_col_opened", default="Opened"), "sr-side sr-nowrap", "record_opened_on"
)
CLOSED = Column(
    "closed", _("desk_col_closed", default="Closed"), "sr-side sr-nowrap", "record_closed_on"
)
PLACE = Column(
    "place", _("desk_col_place", default="Place of storage"), "sr-side sr-cut", "record_place"
)
#: Where the other columns need the width.
PLACE_ASKED = replace(PLACE, off=True)
CARRIER = Column("carrier", _("desk_col_carrier", default="Carrier"), "sr-side", off=True)
CASE_INDEX = Column(
    "index", _("desk_col_index", default="Index"), "sr-side", "record_case_index", off=True
)
PORTFOLIO_OPENED = Column(
    "opened", _("desk_col_opened", default="Opened"), "sr-side sr-nowrap", "record_opened_on"
)
IN_FORCE = Column("opened", _("desk_col_in_force", default="In force from"), "sr-nowrap")
OUT_OF_FORCE = Column(
    "closed",
    _("desk_col_out_of_force", default="No longer in force since"),
    "sr-side sr-nowrap",
    "record_closed_on",
)
ORDER_NUMBER = Column(
    "number",
    _("desk_col_order_number", default="No."),
    "sr-first sr-nowrap",
    "record_number_key",
    True,
)
ORDER_DAY = Column("dated", _("desk_col_date", default="Date"), "sr-nowrap", "record_dated_on")
PLAIN_NUMBER = Column(
    "number", _("desk_col_order_number", default="No."), "sr-first sr-nowrap", "record_number", True
)
APPROVED_ON = Column("opened", _("desk_col_approved_on", default="Approved on"), "sr-nowrap")
TITLE = Column(
    "title", _("desk_col_title", default="Title"), "sr-lead sr-wide", "record_sort", True
)
DOC_TYPE = Column("type", _("desk_col_kind", default="Kind"), "sr-side sr-cut", "record_doc_type")
FIRST_INDEX = Column(
    "index", _("desk_col_index", default="Index"), "sr-first sr-nowrap", "record_case_index", True
)
CASE_TITLE = Column(
    "title",
    _("desk_col_case_title", default="Title of the case"),
    "sr-lead sr-wide",
    "record_sort",
    True,
)

#: Most rows say the same; the condition beside the table finds the others.
SIGNING = Column("signing", _("desk_facet_signing", default="Signatures"), "sr-side", off=True)

COLUMNS = {
    "personal_file": (
        NUMBER,
        NAME,
        COHORT,
        STATE,
        ADMITTED,
        CLOSED,
        PLACE,
        CARRIER,
        CASE_INDEX,
    ),
    "portfolio": (NUMBER, NAME, COHORT, STATE, PORTFOLIO_OPENED, CLOSED, PLACE),
    "local_regulation": (
        ORDER_NUMBER,
        TITLE,
        STATE,
        ORDER_DAY,
        IN_FORCE,
        OUT_OF_FORCE,
        PLACE,
        SIGNING,
    ),
    "order": (
        ORDER_NUMBER,
        ORDER_DAY,
        TITLE,
        DOC_TYPE,
        STATE,
        PLACE,
        CARRIER,
        CASE_INDEX,
        SIGNING,
    ),
    "inventory": (PLAIN_NUMBER, TITLE, STATE, APPROVED_ON, SIGNING),
    "destruction_act": (PLAIN_NUMBER, TITLE, STATE, CLOSED, SIGNING),
    "protocol": (
        ORDER_NUMBER,
        ORDER_DAY,
        TITLE,
        DOC_TYPE,
        CLASSES,
        STATE,
        AWAITING,
        PLACE_ASKED,
        CASE_INDEX,
        SIGNING,
    ),
    "book": (ORDER_NUMBER, TITLE, DOC_TYPE, STATE, BOOK_OPENED, CLOSED, PLACE, CASE_INDEX, SIGNING),
    "case_file": (FIRST_INDEX, CASE_TITLE, DOC_TYPE, CLOSED, STATE, PLACE, CASE_OPENED, CARRIER),
}
UNKNOWN_TYPE = _("desk_type_unknown", default="kind that the regulation does not know")
WITHOUT_NUMBER = _("desk_without_number", default="no number")


class Rows:
    """Turns rows of the catalog into texts, column by column."""

    def __init__(self, site, request, today, family=None):
        self.site = site
        self.request = request
        self.today = today
        self.family = family
        self._cohorts = {}
        self._states = {}

    @cached_property
    def _labels(self):
        return type_labels(self.site, self.today)

    @cached_property
    def _school(self):
        return get_school(self.site)

    @cached_property
    def _carriers(self):
        return {name: translate(CARRIER_TITLES[name], context=self.request) for name in CARRIERS}

    @cached_property
    def _unnumbered(self):
        return translate(WITHOUT_NUMBER, context=self.request)

    def state(self, name):
        """Return the badge of a state, with the word in the reader's language."""
        if name not in self._states:
            state = state_badge(name, self.family)
            title = translate(state.title, context=self.request)
            self._states[name] = Values(icon=state.icon, tone=state.tone, title=title)
        return self._states[name]

    def cohort_label(self, cohort_id):
        """Return what a class is called today, or was called last."""
        if cohort_id not in self._cohorts:
            cohort = self._school.cohorts.get(cohort_id) if self._school is not None else None
            self._cohorts[cohort_id] = cohort.nearest_label(self.today) if cohort else ""
        return self._cohorts[cohort_id]

    def type_label(self, doc_type):
        """Return the school's own word for a document type."""
        return self._labels.get(doc_type) or translate(UNKNOWN_TYPE, context=self.request)

    def short_type(self, doc_type):
        """Return the word for a table: without what stands in brackets."""
        return self.type_label(doc_type).partition(" (")[0] if doc_type else ""

    def types(self):
        """Return (document type, the school's word) of the regulation in force."""
        return list(self._labels.items())

    def text(self, column, brain):
        """Return the text of a cell; a state is given by its word."""
        return self._READ[column](self, brain) or ""

    def _number(self, brain):
        if brain.record_number:
            return brain.record_number
        number, name = number_and_name(brain.Title)
        return number or self._unnumbered

    def _name(self, brain):
        return name_in_table(number_and_name(brain.Title)[1])

    def _index(self, brain):
        return brain.record_case_index or self._unnumbered

    def _classes(self, cohorts, dated):
        """Return what classes were called on the day that a record bears."""
        school = self._school
        known = [school.cohorts.get(one) for one in cohorts or ()] if school is not None else []
        day = date.fromisoformat(dated) if dated else self.today
        return ", ".join(sorted(one.nearest_label(day) for one in known if one is not None))

    def _carrier(self, brain):
        return ", ".join(self._carriers.get(one, one) for one in brain.record_carriers or ())

    def _signing(self, brain):
        standing = standing_in(brain.record_signing)
        return translate(SIGNING_TITLES[standing], context=self.request) if standing else ""

    _READ = {
        "number": _number,
        "name": _name,
        "class": lambda self, brain: brain.record_cohort and self.cohort_label(brain.record_cohort),
        "classes": lambda self, brain: self._classes(brain.record_cohorts, brain.record_dated_on),
        "awaiting": lambda self, brain: self._classes(brain.record_awaiting, brain.record_dated_on),
        "state": lambda self, brain: self.state(brain.review_state).title,
        "opened": lambda self, brain: day_text(brain.record_opened_on),
        "dated": lambda self, brain: day_text(brain.record_dated_on),
        "closed": lambda self, brain: day_text(brain.record_closed_on),
        "place": lambda self, brain: brain.record_place,
        "carrier": _carrier,
        "signing": _signing,
        "index": _index,
        "title": lambda self, brain: brain.Title,
        "type": lambda self, brain: self.short_type(brain.record_doc_type),
    }
