"""Of which years the site has something to list: closed records, or an inventory that was begun.

The due index names candidates by year and length of term; a record's own term and state have the
last word, so a few records are read, and of each year and kind no more than one that fits.
"""

from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.inventories import kind_of
from collective.schoolrecords.core.inventories import PERMANENT
from collective.schoolrecords.core.inventories import PERSONNEL
from collective.schoolrecords.core.inventories import PERSONNEL_YEARS
from collective.schoolrecords.retention.due import find_index
from collective.schoolrecords.retention.inventory.rows import FAMILIES
from collective.schoolrecords.retention.inventory.rows import KEPT
from collective.schoolrecords.retention.terms import term_of
from plone import api


#: Closed records that are in the school: what an act has selected still has to be listed.
HELD = (*KEPT, states.SELECTED)
#: States of an inventory that was begun and is not approved.
BEGUN = (states.DRAFT, states.IN_REVIEW, states.APPROVED)


def years_held(pairs):
    """Return those of ``pairs`` (kind, year) of which there is something to list.

    Kinds are those that acts ask for (``core.inventories.ASKED_BY_ACTS``).
    """
    begun = {
        pair for inventory in _begun() for pair in pairs if pair[1] in _years(inventory, pair[0])
    }
    return begun | _closed(set(pairs) - begun)


def _closed(pairs):
    """Return those of ``pairs`` of which a closed record is in the school."""
    index = find_index()
    if index is None or not pairs:
        return set()
    years = {year for _kind, year in pairs}
    candidates = {}
    for uid, year, permanent in index.kept_long(years, PERSONNEL_YEARS):
        pair = (PERMANENT if permanent else PERSONNEL, year)
        if pair in pairs:
            candidates[uid] = pair
    found, catalog = set(), api.portal.get_tool("portal_catalog")
    query = {"portal_type": sorted(FAMILIES), "review_state": list(HELD)}
    for brain in catalog.unrestrictedSearchResults(UID=list(candidates), **query):
        pair = candidates[brain.UID]
        if pair not in found and kind_of(term_of(brain._unrestrictedGetObject())) == pair[0]:
            found.add(pair)
    return found


def _begun():
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(portal_type="inventory", review_state=list(BEGUN))
    return [brain._unrestrictedGetObject() for brain in brains]


def _years(inventory, kind):
    if inventory.kind != kind:
        return ()
    return {row.last_day.year for _position, row in inventory.rows() if row.last_day}
