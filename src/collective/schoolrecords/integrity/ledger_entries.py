"""Entries of all chains, one record after the other: what ``@ledger`` pages and streams.

No index of events exists beside the chains: it would be a place that every writer of the school
writes. So the catalog narrows the records by their kind, and of those that are left the chains are
read in the order of the records' numbers in the catalog, after that of the school itself and before
those whose objects are gone (deleted drafts, documents destroyed with their record). A page ends
where it is full and says where the next one begins; a stream and a count read with a connection of
their own, whose cache is emptied as they go.
"""

from BTrees.IIBTree import IISet
from collective.schoolrecords.core.event_salts import ACTOR_NAME
from collective.schoolrecords.integrity.periods import within
from collective.schoolrecords.integrity.proofs import entry_values
from collective.schoolrecords.ledger.interfaces import IOwnChains
from collective.schoolrecords.ledger.log import Ended
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.school.storage import get_school
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from plone import api
from plone.uuid.interfaces import IUUID
from transaction import TransactionManager
from zope.component import subscribers


#: Records after which a stream empties its cache.
KEPT = 500
#: The school's own chain: its type, and its number, that of the other chains of no record, too: before
#: that of every record.
SCHOOL, SCHOOL_NUMBER = "school", -(2**31)
#: The chains without an object have UIDs only: one number behind those of all records, and what a
#: UID of theirs begins with in an address.
ENDED, ENDED_NUMBER = "gone:", 2**31 - 2
#: Behind them what has no chain any more, though the log, a mark or an event knows it.
ABSENT, ABSENT_NUMBER = "absent:", 2**31 - 1
#: Several chains have one of these numbers: their UIDs tell them apart.
NAMED = (SCHOOL_NUMBER, ENDED_NUMBER, ABSENT_NUMBER)


@dataclass(frozen=True)
class Wanted:
    """Which entries; ``None`` and empty mean all. ``since`` is included, ``until`` is not."""

    since: datetime | None = None
    until: datetime | None = None
    actors: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    @property
    def takes_all(self):
        """Whether every entry of a record of the wanted types is wanted."""
        return not (self.actors or self.events or self.since or self.until)

    def takes(self, entry):
        """Whether an entry is wanted."""
        if self.actors and entry.actor not in self.actors:
            return False
        if self.events and entry.event not in self.events:
            return False
        if self.since is None and self.until is None:
            return True
        return within(datetime.fromisoformat(entry.at), self.since, self.until)


@dataclass(frozen=True)
class Place:
    """Where a page begins: number of the record in the catalog, number of the entry in its chain.

    ``uid`` names the record where a number of the catalog would say nothing to the reader.
    """

    record: int
    entry: int = 0
    uid: str = ""

    def __str__(self):
        return f"{self.record}.{self.entry}"

    @classmethod
    def parse(cls, text):
        """Return the place that a text names; raises ``ValueError``."""
        record, _dot, entry = text.partition(".")
        if len(text) > 30:
            raise ValueError(text)
        return cls(int(record), int(entry))


@dataclass(frozen=True)
class Holder:
    """Who has a chain: the school or a record; ``about`` are its uid, type and path.

    ``ended``: of a chain whose object is gone, which then has no path.
    """

    number: int
    object: object
    about: dict
    ended: Ended | None = None

    @property
    def chain(self):
        """Its chain."""
        return chain_of(self.object) if self.ended is None else self.ended.chain

    def place(self, entry=0):
        """Return the :class:`Place` of an entry of its chain."""
        uid = self.about["uid"] or ""
        begin = {ENDED_NUMBER: ENDED, ABSENT_NUMBER: ABSENT}.get(self.number, "")
        return Place(self.number, entry, f"{begin}{uid}")

    def is_at(self, place):
        """Whether a place lies in its chain."""
        named = self.place().uid == place.uid or self.number not in NAMED
        return self.number == place.record and named


def holders(site, wanted, start=None, after_record=None):
    """Yield the :class:`Holder` of every chain of the wanted types, from the place ``start`` on.

    ``after_record(count)`` is called after each record, to empty a cache.
    """
    if start is None or start.record <= SCHOOL_NUMBER:
        yield from school_holders(site, wanted, start)
    yield from record_holders(site, wanted, start, after_record)
    if start is None or start.record <= ENDED_NUMBER:
        yield from ended_holders(site, wanted, start)


def school_holders(site, wanted, start=None):
    """Yield the holders of the school's own chain and of those that are no record's, such as file plans."""
    path, reached = "/".join(site.getPhysicalPath()), start is None or not start.uid
    for kind, found in own_chains(site):
        about = {"uid": chain_of(found).uid, "type": kind, "path": path}
        reached = reached or about["uid"] == start.uid
        if reached and (not wanted.types or kind in wanted.types):
            yield Holder(SCHOOL_NUMBER, found, about)


def own_chains(site):
    """Yield (kind, object) of what has a chain and is no record: the school first."""
    school = get_school(site)
    if school is not None:
        yield SCHOOL, school
    for one in subscribers([site], IOwnChains):
        yield from one.chains()


def known_types(site):
    """Return the types that a chain may be of, whether one is there or not."""
    own = (kind for one in subscribers([site], IOwnChains) for kind in one.kinds)
    return {SCHOOL, *own, *api.portal.get_tool("portal_types").objectIds()}


def own_uids(site):
    """Return the UIDs of the chains that are no record's."""
    return {chain_of(one).uid for _kind, one in own_chains(site)}


def record_holders(site, wanted, start=None, after_record=None):
    """Yield the holders of the records' chains; see :func:`holders`."""
    first = None if start is None or start.record <= SCHOOL_NUMBER else start.record
    for rid, record in records(site, wanted, first, after_record):
        path = "/".join(record.getPhysicalPath())
        about = {"uid": IUUID(record, None), "type": record.portal_type, "path": path}
        yield Holder(rid, record, about)


def ended_holders(site, wanted, start=None):
    """Yield the holders of the chains whose objects are gone; see :func:`holders`."""
    ledger = find_ledger(site)
    inside = start is not None and start.record == ENDED_NUMBER
    first = start.uid.removeprefix(ENDED) if inside else None
    for uid, ended in ledger.ended(first) if ledger is not None else ():
        if not wanted.types or ended.portal_type in wanted.types:
            about = {"uid": uid, "type": ended.portal_type, "path": None}
            yield Holder(ENDED_NUMBER, None, about, ended)


def entries(site, wanted, start=None, after_record=None, found=None, named=False):
    """Yield (place, entry as JSON's kinds with ``uid``, ``type`` and ``path``).

    ``found``: the holders whose chains are read, all of them without it. ``named``: with the name of
    who acted, ``None`` for nobody's and for one that was destroyed with the record.
    """
    if found is None:
        found = holders(site, wanted, start, after_record)
    for one in found:
        seq = start.entry if start is not None and one.is_at(start) else 0
        for entry in one.chain.entries(seq):
            if wanted.takes(entry):
                name = {ACTOR_NAME: one.chain.actor_name(entry.seq)} if named else {}
                yield one.place(entry.seq), {**one.about, **entry_values(entry), **name}


def count(database, path, wanted):
    """Return how many entries the site at ``path`` has; every chain of the question is read."""
    total = 0
    with reading(database, path) as (site, forget):
        for one in holders(site, wanted, after_record=forget):
            chain = one.chain
            total += len(chain) if wanted.takes_all else sum(map(wanted.takes, chain.entries()))
    return total


def records(site, wanted, first=None, after_record=None):
    """Yield (number in the catalog, record) of the wanted types, from number ``first`` on."""
    catalog = site.portal_catalog._catalog
    wanted_rids = _rids(catalog, wanted)
    for number, (rid, path) in enumerate(catalog.paths.items(first)):
        record = (
            None if wanted_rids is not None and rid not in wanted_rids else object_at(site, path)
        )
        if IRecord.providedBy(record):
            yield rid, record
        if after_record is not None:
            after_record(number)


def place_of(site, text):
    """Return the place that ``<uid>.<number>`` names; raises ``ValueError``."""
    uid, _dot, entry = text.partition(".")
    if uid.startswith(ENDED):
        rid = ENDED_NUMBER
    elif uid.startswith(ABSENT):
        rid = ABSENT_NUMBER
    elif uid in own_uids(site):
        rid = SCHOOL_NUMBER
    else:
        rid = site.portal_catalog._catalog.getIndex("UID")._index.get(uid)
    if not isinstance(rid, int) or not entry.isdigit() or len(entry) > 9:
        raise ValueError(text)
    return Place(rid, int(entry), uid)


def page(site, wanted, start, size, **how):
    """Return (rows, place where the next page begins or ``None``); ``how`` is as in :func:`entries`."""
    read = list(islice(entries(site, wanted, start, **how), size + 1))
    rows = [values for _place, values in read[:size]]
    return rows, read[size][0] if len(read) > size else None


def stream(database, path, wanted):
    """Yield all wanted entries of the site at ``path`` with names, read with a connection of its own.

    It sees the archive as it was when the first entry was read, however long the reader takes.
    """
    with reading(database, path) as (site, forget):
        for _place, values in entries(site, wanted, after_record=forget, named=True):
            yield values


@contextmanager
def reading(database, path):
    """Open the site at ``path`` with a connection of its own; yields it and what empties its cache."""
    connection = database.open(transaction_manager=TransactionManager())
    try:
        site = connection.root()["Application"]
        for name in path:
            site = site._getOb(name)

        def forget(count):
            if count % KEPT == KEPT - 1:
                connection.cacheMinimize()

        yield site, forget
    finally:
        connection.transaction_manager.abort()
        connection.close()


def _rids(catalog, wanted):
    """Return the numbers of the records of the wanted types, ``None`` for all."""
    if not wanted.types:
        return None
    index = catalog.getIndex("portal_type")
    found = IISet()
    for name in wanted.types:
        rows = index._index.get(name)
        if rows is not None:
            found.update([rows] if isinstance(rows, int) else rows)
    return found


def object_at(site, path):
    """Return the object at a path of the catalog, ``None`` where there is none.

    Names are looked up one by one in their containers: nothing is acquired from further up.
    """
    found = site
    for name in path.split("/")[len(site.getPhysicalPath()) :]:
        found = found._getOb(name, None) if hasattr(found, "_getOb") else None
        if found is None:
            return None
    return found
