"""Minutes of the pedagogical council that other records cite by number and date."""

from collective.schoolrecords.core.protocols import COUNCIL
from collective.schoolrecords.core.protocols import DOC_TYPES
from collective.schoolrecords.records import numbering
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
