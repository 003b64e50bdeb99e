"""What the site knows of its inventories without waking one: who lists a record, which are approved.

Kept in the same transaction as the rows. That a record stands in one inventory only is one key of
a BTree: of two transactions that list the same record one conflicts and is refused when repeated.
The same holds for the number of an inventory.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core import inventories as rules
from persistent import Persistent
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite


KEY = "collective.schoolrecords.inventories"


class Approved(NamedTuple):
    """An approved inventory: UID, kind, first and last year, number."""

    uid: str
    kind: str
    first_year: int
    last_year: int
    number: str


class Listing(Persistent):
    """Records → rows, and the inventories that are approved."""

    def __init__(self):
        self._rows = OOBTree()  # record's uid -> (inventory's uid, position)
        self._numbers = OOBTree()  # (kind, number) -> inventory's uid
        self._approved = OOBTree()  # inventory's uid -> (kind, first, last, number)

    # Records

    def where(self, uid):
        """Return (UID of the inventory, position of the row) of a record, or ``None``."""
        return self._rows.get(uid)

    def claim(self, uid, inventory, position):
        """Note that a record stands in a row; the caller has asked ``where``."""
        self._rows[uid] = (inventory, position)

    def release(self, uid):
        """Forget where a record stood."""
        self._rows.pop(uid, None)

    # Inventories

    def numbers(self, kind):
        """Return the numbers given within a kind, those on paper included."""
        return [number for _kind, number in self._numbers.keys((kind, ""), (kind, "\U0010ffff"))]

    def next_number(self, kind):
        """Return the next number of a kind as text."""
        return str(rules.next_number(self.numbers(kind)))

    def approve(self, inventory):
        """Keep an approved inventory with its number; the step has checked that it is free."""
        uid, number = inventory.UID(), inventory.registration_number
        self._numbers[(inventory.kind, number)] = uid
        years = (inventory.first_year, inventory.last_year)
        self._approved[uid] = (inventory.kind, *years, number)

    def approved(self, uid):
        """Return the :class:`Approved` with this UID, or ``None``."""
        found = self._approved.get(uid)
        return None if found is None else Approved(uid, *found)

    def all_approved(self):
        """Return every :class:`Approved`, by first year, kind and number."""
        found = [Approved(uid, *values) for uid, values in self._approved.items()]
        return sorted(found, key=lambda one: (one.first_year, one.kind, one.number))


def find_listing(site=None):
    """Return the site's :class:`Listing`, ``None`` before the first row; never writes."""
    annotations = IAnnotations(getSite() if site is None else site, None)
    return None if annotations is None else annotations.get(KEY)


def listing(site=None):
    """Return the site's :class:`Listing`, made when there is none."""
    site = getSite() if site is None else site
    found = find_listing(site)
    if found is None:
        found = IAnnotations(site)[KEY] = Listing()
    return found
