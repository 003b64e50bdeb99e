"""Minutes of the pedagogical council and the records that cite them by number and date.

The link is computed on both sides, so that nothing has to be written when the minutes are filed
after what cites them.
"""

from collective.schoolrecords.core.citations import minutes_key
from collective.schoolrecords.core.protocols import COUNCIL
from collective.schoolrecords.core.protocols import DOC_TYPES
from collective.schoolrecords.records import numbering
from datetime import date
from plone import api
from zope.component.hooks import getSite


REGISTER_ID = "protocols"


def minutes_url(number, day):
    """Return the address of the approved minutes ``number`` of ``day`` (a date), or ``None``.

    ``None`` too for whoever may not see them: a family reads the number alone.
    """
    register = getSite().get(REGISTER_ID) if number and day else None
    if register is None:
        return None
    uid = numbering.holder_of(register, day.year, DOC_TYPES[COUNCIL], number)
    if uid is None:
        return None
    for brain in api.portal.get_tool("portal_catalog")(UID=uid):
        if brain.record_dated_on == day.isoformat():
            return brain.getURL()
    return None


def citations_of(record):
    """Return (number, date, address or ``None``) of each minutes that a record cites, once each."""
    found = {}
    for number, day in getattr(record, "cited_minutes", tuple)():
        day = _day(day)
        if number and day:
            found[(number, day)] = minutes_url(number, day)
    return [(number, day, url) for (number, day), url in found.items()]


def citing(record):
    """Return the rows of the catalog of what cites these minutes and the reader may see."""
    if record.family_id != "protocol" or not record.is_council:
        return []
    key = minutes_key(record.registration_number, record.dated_on)
    if key is None:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    return catalog(record_codes=key, sort_on="record_sort")


def _day(value):
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
