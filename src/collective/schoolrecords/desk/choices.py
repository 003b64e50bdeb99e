"""Where a form offers a list: classes, document types, years and the words of fixed values."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.case_headings import filed_as_case
from collective.schoolrecords.core.case_headings import heading_of
from collective.schoolrecords.core.case_headings import HEADINGS
from collective.schoolrecords.core.case_headings import OTHER
from collective.schoolrecords.core.case_kinds import may_file
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book.words import KIND_TITLES as BOOK_KINDS
from collective.schoolrecords.records.local_regulation import regulation_json
from collective.schoolrecords.records.order.interfaces import DOC_TYPES as ORDER_TYPES
from collective.schoolrecords.retention.overview import CARRIER_TITLES
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.school.cohorts import cohorts_ahead
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.storage import get_school
from plone import api
from zope.component.hooks import getSite


SEX = {
    "male": _("desk_sex_male", default="male"),
    "female": _("desk_sex_female", default="female"),
}
PERSONAL_DATA = {
    "none": _("desk_data_none", default="none"),
    "general": _("desk_data_general", default="general"),
    "special": _("desk_data_special", default="special"),
}
QUARTERS = {
    "1": _("desk_quarter_1", default="1st quarter"),
    "2": _("desk_quarter_2", default="2nd quarter"),
    "3": _("desk_quarter_3", default="3rd quarter"),
    "4": _("desk_quarter_4", default="4th quarter"),
    "year": _("desk_quarter_year", default="the whole year"),
}
FIXED = {
    "sex": SEX,
    "personal_data": PERSONAL_DATA,
    "carrier": CARRIER_TITLES,
    "quarter": QUARTERS,
    "adoption": regulation_json.ADOPTIONS,
    "council": regulation_json.COUNCILS,
    "opinion": regulation_json.OPINIONS,
    "act_kind": regulation_json.KINDS,
}
#: Fields that name a record by its UID: the type, and the states that are offered.
NAMED = {
    "replaces": ("local_regulation", ("current",)),
    "superseded_by": ("local_regulation", ()),
}
#: Every field whose value is the UID of a record; of the order see regulations/order_choice.py.
UIDS = (*NAMED, "approval_order")
MOST_NAMED = 100


HEADING_TITLES = {
    "journals": _("desk_kinds_journals", default="Journals, sheets and checks"),
    "works": _("desk_kinds_works", default="Works and results of pupils"),
    "papers": _("desk_kinds_papers", default="Certificates, references, consents"),
    "teaching": _("desk_kinds_teaching", default="Work of a teacher"),
    OTHER: _("desk_kinds_other", default="Administration and the rest"),
}


def headed(name, family, bags):
    """Return the (heading, bags) of a long list of options; ``None`` for every other list."""
    if (name, family) != ("doc_type", "case_file"):
        return None
    found = {}
    for bag in bags:
        if bag.value:
            found.setdefault(heading_of(bag.value), []).append(bag)
    return [(HEADING_TITLES[key], bags) for key, bags in found.items()]


def options(name, family, value=None):
    """Return (value, title) for the field ``name``, ``None`` when it is no list.

    What is stored and no longer offered stays on the list.
    """
    if name in FIXED:
        return list(FIXED[name].items())
    if name in NAMED:
        found = _named(*NAMED[name])
        if value and value not in dict(found):
            found.append((value, title_of(name, value)))
        return found
    if name == "kind" and family == "book":
        return list(BOOK_KINDS.items())
    if name == "cohort_id":
        found = _cohorts()
    elif name == "appointed":
        found = _staff()
    elif name == "doc_type" and family in ("order", "case_file"):
        found = _types(family)
    else:
        return None
    if value and value not in dict(found):
        found.append((value, title_of(name, value)))
    return found


def title_of(name, value):
    """Return the word for a stored value of a list, the value itself when there is none."""
    if name in FIXED:
        return FIXED[name].get(value, value)
    if name in UIDS:
        brain = next(iter(api.portal.get_tool("portal_catalog")(UID=value)), None)
        return _title_of(brain) if brain is not None else value
    if name == "kind":
        return BOOK_KINDS.get(value, value)
    if name == "appointed":
        school = get_school(getSite())
        person = school.people.get(value) if school is not None else None
        return person.full_name if person is not None else value
    if name == "cohort_id":
        school = get_school(getSite())
        cohort = school.cohorts.get(value) if school is not None else None
        return cohort.name_on(school_today()) if cohort is not None else value
    if name == "doc_type":
        return type_labels(getSite(), school_today()).get(value, value)
    return value


def _named(portal_type, states):
    """Records that a field may name, the newest first; only those that the reader may see."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(
        portal_type=portal_type,
        review_state=list(states),
        sort_on="created",
        sort_order="descending",
        sort_limit=MOST_NAMED,
    )[:MOST_NAMED]
    return [(brain.UID, _title_of(brain)) for brain in brains]


def _title_of(brain):
    return named_line(brain.record_number, brain.record_dated_on, brain.Title)


def named_line(number, day, title):
    """Return how a record is named on a list: number, day and title, as far as it has them."""
    parts = [f"№ {number}" if number else "", f"от {day_text(day)}" if day else "", title]
    return " ".join(part for part in parts if part)


def _cohorts():
    school, today = get_school(getSite()), school_today()
    if school is None:
        return []
    known = (*cohorts_on(school, today), *cohorts_ahead(school, today))
    return [(one.id, one.dated_label(today)) for one in known]


def _staff():
    """People of the staff by name."""
    school = get_school(getSite())
    people = school.people.values() if school is not None else ()
    found = sorted((one for one in people if STAFF in one.kinds), key=lambda one: one.sort_key)
    return [(one.id, one.full_name) for one in found]


def _types(family):
    labels = type_labels(getSite(), school_today())
    if family == "order":
        return [(one, labels[one]) for one in ORDER_TYPES if one in labels]
    held = api.user.get_current().getRoles()
    found = [pair for pair in labels.items() if filed_as_case(pair[0]) and may_file(pair[0], held)]
    order = [*HEADINGS, OTHER]
    return sorted(found, key=lambda pair: (order.index(heading_of(pair[0])), sort_key(pair[1])))
