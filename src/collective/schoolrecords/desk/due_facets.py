"""Conditions of the due list: what the address may ask, as filters, chips and choices."""

from collective.schoolrecords.core import states
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.interfaces import CARRIERS
from collective.schoolrecords.lifecycle.texts import STATES
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import overview
from collective.schoolrecords.retention.due_filters import carrier_texts
from collective.schoolrecords.school.cohorts import cohorts_on
from collective.schoolrecords.school.regulation import regulation_on
from plone import api


#: Years of closing that are offered, back from this one; years in which terms end, ahead.
YEARS_BACK, YEARS_AHEAD = 15, 6
MOST_PLACES = 40
#: Name in the address → field of the due index.
TEXTS = {"class": "cohort", "place": "place", "term": "term"}
CHIPS = {
    "year": _("desk_chip_due_year", default="ends in"),
    "closed": _("desk_chip_closed", default="closed in"),
    "class": _("desk_chip_class", default="class"),
    "place": _("desk_chip_place", default="place"),
    "carrier": _("desk_chip_carrier", default="carrier"),
    "state": _("desk_chip_state", default="state"),
}
#: States in which a record stands in the list; what has left the school does not.
LISTED = (states.CURRENT, states.CLOSED, states.ARCHIVED, states.SELECTED, states.ANNULLED)


def read(form):
    """Return what the address asks beside status, type and sorting; nonsense is left out."""
    found = {}
    for name in (*TEXTS, "carrier", "state"):
        value = form.get(name)
        found[name] = value[:200] if isinstance(value, str) else ""
    if found["carrier"] not in CARRIERS:
        found["carrier"] = ""
    if found["state"] not in LISTED:
        found["state"] = ""
    closed = form.get("closed")
    fits = isinstance(closed, str) and closed.isascii() and closed.isdigit() and len(closed) == 4
    found["closed"] = closed if fits else ""
    return found


def filters(asked):
    """Return the filters of the due index."""
    found = {field: frozenset((asked[name],)) for name, field in TEXTS.items() if asked[name]}
    if asked["carrier"]:
        found["carrier"] = carrier_texts({asked["carrier"]})
    if asked["state"]:
        found["state"] = frozenset((asked["state"],))
    if asked["closed"]:
        found["year"] = frozenset((int(asked["closed"]),))
    return found


def words(page):
    """Return name in the address → function from value to words."""
    school = page.reader.school

    def cohort(value):
        found = school.cohorts.get(value) if school is not None else None
        return found.name_on(page.today) if found is not None else value

    return {
        "class": cohort,
        "place": str,
        "term": str,
        "carrier": lambda value: page.say(overview.CARRIER_TITLES[value]),
        "closed": str,
        "state": lambda value: page.say(STATES[value]).lower(),
    }


#: Name of a condition → its title, in the order in which they stand.
FACET_TITLES = {
    "type": _("desk_facet_type", default="Kind"),
    "year": _("desk_facet_due_year", default="Term ends in"),
    "closed": _("desk_facet_closed", default="Closed in"),
    "class": _("desk_facet_class", default="Class"),
    "term": _("desk_col_term", default="Term of storage"),
    "place": _("desk_col_place", default="Place of storage"),
    "carrier": _("desk_facet_carrier", default="Carrier"),
    "state": _("desk_facet_state", default="State"),
}


def facets(page):
    """Return the conditions that can be added; ``page``: the due list's."""
    _total, types = overview.due_counts(page.today)
    counted = {name: number_text(counts.rows) for name, _label, counts in types}
    choices = _choices(page, types)
    return [
        Values(
            title=title,
            choices=[
                Values(
                    title=label,
                    url=page.address(**{name: value}),
                    count=counted.get(value) if name == "type" else None,
                    current="true" if page.asked[name] == value else None,
                )
                for value, label in choices[name]
            ],
        )
        for name, title in FACET_TITLES.items()
        if choices[name]
    ]


def _choices(page, types):
    """Return name of a condition → (value, label) of its choices; ``types``: those that are due."""
    today, school = page.today, page.reader.school
    cohorts = [] if school is None else cohorts_on(school, today)
    years = range(today.year, today.year - YEARS_BACK, -1)
    ahead = range(today.year, today.year + YEARS_AHEAD)
    return {
        "type": [(name, label) for name, label, _counts in types],
        "year": [(str(year), str(year)) for year in ahead],
        "closed": [(str(year), str(year)) for year in years],
        "class": [(one.id, one.name_on(today)) for one in cohorts],
        "term": _terms(page),
        "place": _places(),
        "carrier": [(one, page.say(overview.CARRIER_TITLES[one])) for one in CARRIERS],
        "state": [(one, page.say(STATES[one])) for one in LISTED],
    }


def _terms(page):
    regulation = regulation_on(page.site, page.today)
    if regulation is None:
        return []
    found = {term_text(regulation.term(name)) for name in regulation.documents}
    return [(text, text) for text in sorted(found)]


def _places():
    catalog = api.portal.get_tool("portal_catalog")
    found = sorted(filter(None, catalog.uniqueValuesFor("record_place")))
    return [(place, place) for place in found[:MOST_PLACES]]
