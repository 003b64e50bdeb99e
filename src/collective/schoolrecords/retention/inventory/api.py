"""What the other rooms ask of inventories; the utility behind ``IInventoriesOf``."""

from collective.schoolrecords.core import inventories as rules
from collective.schoolrecords.core.inventories import ASKED_BY_ACTS
from collective.schoolrecords.core.inventories import missing_years
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from collective.schoolrecords.retention.inventory.held import years_held
from collective.schoolrecords.retention.inventory.index import find_listing
from collective.schoolrecords.retention.inventory.marks import inventory_by_uid
from collective.schoolrecords.retention.inventory.marks import mark_many
from plone.uuid.interfaces import IUUID
from typing import NamedTuple
from zope.interface import implementer


class Place(NamedTuple):
    """Where a record stands: number of the inventory and of the row, then how to find them."""

    inventory_number: str
    row_number: str
    inventory: str
    position: int


def approved_for(years, kinds=ASKED_BY_ACTS):
    """See :meth:`IInventoriesOf.approved_for`."""
    spans = [(one.kind, one.first_year, one.last_year) for one in _approved()]
    return missing_years(spans, years, kinds)


def asked_for(years, kinds=ASKED_BY_ACTS):
    """See :meth:`IInventoriesOf.asked_for`."""
    spans = [(one.kind, one.first_year, one.last_year) for one in _approved()]
    lacking = missing_years(spans, years, kinds)
    return rules.asked_for(spans, years_held(lacking) if lacking else (), years, kinds)


def covering(years, kinds=ASKED_BY_ACTS):
    """See :meth:`IInventoriesOf.covering`."""
    years = set(years)
    return [
        inventory_by_uid(one.uid)
        for one in _approved()
        if one.kind in kinds and any(one.first_year <= year <= one.last_year for year in years)
    ]


def row_of(record):
    """See :meth:`IInventoriesOf.row_of`; returns a :class:`Place` or ``None``."""
    known = find_listing()
    uid = record if isinstance(record, str) else IUUID(record)
    where = known.where(uid) if known is not None else None
    approved = known.approved(where[0]) if where is not None else None
    if approved is None:
        return None
    row = inventory_by_uid(approved.uid).row(where[1])
    return Place(approved.number, row.number, *where)


def _approved():
    known = find_listing()
    return known.all_approved() if known is not None else []


@implementer(IInventoriesOf)
class InventoriesOf:
    """See :class:`IInventoriesOf`."""

    def approved_for(self, years, kinds=ASKED_BY_ACTS):
        """See :class:`IInventoriesOf`."""
        return approved_for(years, kinds)

    def asked_for(self, years, kinds=ASKED_BY_ACTS):
        """See :class:`IInventoriesOf`."""
        return asked_for(years, kinds)

    def covering(self, years, kinds=ASKED_BY_ACTS):
        """See :class:`IInventoriesOf`."""
        return covering(years, kinds)

    def row_of(self, record):
        """See :class:`IInventoriesOf`."""
        return row_of(record)

    def mark(self, uid, way, note, act=None):
        """See :class:`IInventoriesOf`."""
        return bool(mark_many([(uid, way, note, act)]))

    def mark_many(self, marks):
        """See :class:`IInventoriesOf`."""
        return mark_many(marks)
