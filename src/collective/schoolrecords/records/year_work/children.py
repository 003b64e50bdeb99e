"""The children of an admission as they were entered, before they have files."""

from collective.schoolrecords.core import admission as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.names import clean_name
from collective.schoolrecords.core.names import full_name
from plone import api


NAMES = ("last_name", "first_name", "middle_name")


def name_of(child):
    """Return the child's whole name."""
    return full_name(*(clean_name(child.get(one) or "") for one in NAMES))


def continued_file(child):
    """Return the current file that goes on in grade 10, ``None`` when the number names none."""
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="personal_file",
        record_number=(child.get("number") or "").strip().upper().replace("/", "-") or "-",
        review_state=life.CURRENT,
    )
    return brains[0].getObject() if brains else None


def named_in_order(child):
    """Return (UID, full name) by which an order names a child; no UID of who has no file yet."""
    record = continued_file(child) if child.get("way") == rules.CONTINUED else None
    return (None, name_of(child)) if record is None else (record.UID(), record.full_name)
