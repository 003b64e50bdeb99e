"""What the storage still holds of destroyed records, so that its erasure can be verified.

Before a record is emptied, the oids of its objects and the sums of its files are noted on the
act, row by row. These are numbers: nobody finds a name in them. ``integrity/erasure.py`` looks for
them when the storage was packed.
"""

from Acquisition import aq_base
from BTrees.IOBTree import IOBTree
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRegister
from OFS.interfaces import IApplication
from OFS.interfaces import ITraversable
from persistent import Persistent
from ZODB.serialize import referencesf
from ZODB.utils import u64
from ZODB.utils import z64


class Traces(Persistent):
    """``rows`` maps a row's position to (oids as numbers, pairs (SHA-256, size) of files).

    ``people``: ids of guardians and pupils of the school whom no file names any more.
    """

    def __init__(self):
        self.rows = IOBTree()
        self.people = ()

    def note(self, position, record, documents):
        """Note what the storage holds of one record; returns nothing."""
        parts = (record, *documents)
        self.rows[position] = (oids_of(record, documents), tuple(sorted(set(_sums(parts)))))

    def oids(self):
        """Yield every oid, as a number."""
        for oids, _files in self.rows.values():
            yield from oids

    def files(self):
        """Return SHA-256 → size of every file."""
        return {sha256: size for _oids, files in self.rows.values() for sha256, size in files}


def traces_of(act):
    """Return the :class:`Traces` of an act, ``None`` before its execution."""
    return getattr(aq_base(act), "_traces", None)


def install_traces(act):
    """Return the :class:`Traces` of an act, made when there are none."""
    found = traces_of(act)
    if found is None:
        found = aq_base(act)._traces = Traces()
    return found


def oids_of(record, documents=()):
    """Return the oids (numbers, sorted) of a record, its documents and all their parts.

    Read from the stored state: an object that was not committed yet has no oid. What the record
    only points at (its register, the site, another record) is not a part of it.
    """
    jar = aq_base(record)._p_jar
    if jar is None:
        return ()
    waiting = [aq_base(one) for one in (record, *documents)]
    seen, own = set(), {one._p_oid for one in waiting}
    while waiting:
        obj = waiting.pop()
        # A ghost knows no serial, yet its state is stored: only what was just made has none.
        unstored = obj._p_changed is not None and obj._p_serial == z64
        if obj._p_oid in seen or unstored:
            continue
        seen.add(obj._p_oid)
        for oid in referencesf(jar._storage.load(obj._p_oid)[0]):
            if oid not in seen and oid not in own:
                part = jar.get(oid)
                if _is_part(part):
                    waiting.append(part)
    return tuple(sorted(u64(oid) for oid in seen))


#: Interfaces of content: what a record only points at.
CONTENT = (IRecord, IRegister, IApplication, ITraversable)


def _is_part(obj):
    """Whether an object belongs to the one that points at it: content of its own does not."""
    kind = type(obj)
    if kind not in _PARTS:
        _PARTS[kind] = not any(interface.implementedBy(kind) for interface in CONTENT)
    return _PARTS[kind]


#: Class → whether its objects are parts; a few dozen classes, asked a hundred thousand times.
_PARTS = {}


def _sums(objects):
    """Yield (SHA-256, size) of every file that the objects have or ever had."""
    for obj in objects:
        for payload in (chain_of(obj)._payloads or {}).values():
            yield from _sums_in(payload)
        yield from sums_of(obj)


def sums_of(obj):
    """Yield (SHA-256, size) of the files that an object has now."""
    base = aq_base(obj)
    base._p_activate()
    for value in vars(base).values():
        checked = getattr(value, "checked", None)
        if checked is not None:
            yield checked.sha256, checked.size


def _sums_in(value):
    """Yield the sums inside a payload: mappings with the keys ``sha256`` and ``size``."""
    if isinstance(value, dict):
        if isinstance(value.get("sha256"), str) and isinstance(value.get("size"), int):
            yield value["sha256"], value["size"]
        for one in value.values():
            yield from _sums_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _sums_in(one)
