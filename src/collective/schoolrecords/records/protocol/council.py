"""Minutes of the pedagogical council and the records that cite them by number and date.

The link is computed on both sides, so that nothing has to be written when the minutes are filed
after what cites them.
"""

from collective.schoolrecords.core.citations import minutes_key
from collective.schoolrecords.core.protocols import COUNCIL
from collective.schoolrecords.core.protocols import DOC_TYPES
from collective.schoolrecords.core.states import IN_REVIEW
from collective.schoolrecords.records import numbering
from datetime import date
from plone import api
from typing import NamedTuple
from zope.component.hooks import getSite


REGISTER_ID = "protocols"


def minutes_url(number, day, point=None):
    """Return the address of the approved minutes ``number`` of ``day`` (a date), or ``None``.

    ``point``: of one decision in them. ``None`` too for whoever may not see them: a family reads
    the number alone.
    """
    register = getSite().get(REGISTER_ID) if number and day else None
    if register is None:
        return None
    uid = numbering.holder_of(register, day.year, DOC_TYPES[COUNCIL], number)
    if uid is None:
        return None
    for brain in api.portal.get_tool("portal_catalog")(UID=uid):
        if _is_of(brain, day):
            return _address(brain, point)
    return None


def _is_of(brain, day):
    """Whether minutes are of a day and approved: those given for approval hold their number too."""
    return brain.record_dated_on == day.isoformat() and brain.review_state != IN_REVIEW


def _address(brain, point):
    position = positions(brain.getObject()).get(point) if point is not None else None
    url = brain.getURL()
    return url if position is None else f"{url}/@@entry?number={position}"


def points_of(number, day):
    """Return the numbers of the points of the minutes ``number`` of ``day``, whoever asks.

    ``None`` where no such minutes are registered: on paper they may have any point.
    """
    record = _minutes(number, day)
    return None if record is None else frozenset(positions(record))


def positions(record):
    """Return number of a point → its position among the rows of a council's minutes."""
    found = {}
    for position, point in record.rows().items():
        found.setdefault(point.line or position, position)
    return found


def _minutes(number, day):
    day = _day(day)
    register = getSite().get(REGISTER_ID) if number and day else None
    if register is None:
        return None
    uid = numbering.holder_of(register, day.year, DOC_TYPES[COUNCIL], number)
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(UID=uid) if uid else ():
        if _is_of(brain, day):
            return brain._unrestrictedGetObject()
    return None


class Citation(NamedTuple):
    """Minutes that a record cites, and the point of them; ``url`` is ``None`` for who sees them not."""

    number: str
    day: date
    point: int | None
    url: str | None


def citations_of(record):
    """Return the :class:`Citation` of each decision that a record cites, once each."""
    found = {}
    for number, day, point in getattr(record, "cited_minutes", tuple)():
        day = _day(day)
        if number and day:
            found[(number, day, point)] = minutes_url(number, day, point)
    return [Citation(*cited, url) for cited, url in found.items()]


def citing(record):
    """Return the rows of the catalog of what cites these minutes and the reader may see."""
    if record.family_id != "protocol" or not record.is_council:
        return []
    key = minutes_key(record.registration_number, record.dated_on)
    if key is None:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    return catalog(record_codes=key, sort_on="record_sort")


def points_cited(record, brains):
    """Return UID → numbers of the points of these minutes that each of ``brains`` cites."""
    uids = [brain.UID for brain in brains]
    catalog, found = api.portal.get_tool("portal_catalog"), {uid: [] for uid in uids}
    for point in sorted(positions(record)) if uids else ():
        key = minutes_key(record.registration_number, record.dated_on, point)
        for brain in catalog(record_codes=key, UID=uids):
            found[brain.UID].append(point)
    return found


def _day(value):
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
