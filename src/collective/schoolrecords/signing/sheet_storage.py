"""Where familiarisation sheets lie: on their record, with an index of who is still asked.

A line is a tuple of values under the person's id, an acknowledgement one beside it. The index of the
site tells for a person which documents wait, without waking a record; it holds ids alone.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collective.schoolrecords.core.canonical import canonical_bytes
from collective.schoolrecords.core.sheets import Listed
from collective.schoolrecords.core.sheets import Noted
from hashlib import sha256
from persistent import Persistent
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite


KEY = "collective.schoolrecords.sheets"


class Sheet(Persistent):
    """The sheet of one record."""

    _digest = None

    def __init__(self):
        self._listed = OOBTree()  # person id -> values of Listed
        self._noted = OOBTree()  # person id -> values of Noted

    def listed(self):
        """Return person id → ``Listed``."""
        return {key: Listed(*values) for key, values in self._listed.items()}

    def noted(self):
        """Return person id → ``Noted``."""
        return {key: Noted(*values) for key, values in self._noted.items()}

    def waiting(self):
        """Return the ids of those who have not acknowledged."""
        return [key for key in self._listed if key not in self._noted]

    def put(self, listed):
        """Keep a line; :meth:`seal` follows when the change is whole."""
        self._listed.insert(listed.person_id, _values(listed))

    def note(self, noted):
        """Keep an acknowledgement; :meth:`seal` follows when the change is whole."""
        self._noted.insert(noted.person_id, _values(noted))

    def seal(self):
        """Keep the digest of all lines: the record's own digest must not read them each time."""
        self._digest = self.digest()

    def digest(self):
        """Return the SHA-256 (hex) of all lines as they are."""
        kept = [[list(values) for values in tree.values()] for tree in (self._listed, self._noted)]
        return sha256(canonical_bytes(kept)).hexdigest()

    def intact(self):
        """Whether the lines are those that the chain knows."""
        return self._digest == self.digest()

    def digestible(self):
        """Return what the record's own digest covers."""
        return self._digest


class WaitingIndex(Persistent):
    """Person id → UIDs of the documents that wait; UID → how many people it still waits for."""

    def __init__(self):
        self.people = OOBTree()
        self.records = OOBTree()

    def wait(self, uid, person_ids):
        """Note that a document waits for people."""
        for person_id in person_ids:
            if person_id not in self.people:
                self.people[person_id] = OOTreeSet()
            self.people[person_id].insert(uid)
        self.records[uid] = self.records.get(uid, 0) + len(person_ids)

    def done(self, uid, person_ids):
        """Note that a document no longer waits for people."""
        gone = 0
        for person_id in person_ids:
            waiting = self.people.get(person_id)
            if waiting is not None and uid in waiting:
                waiting.remove(uid)
                gone += 1
        left = self.records.get(uid, 0) - gone
        if left > 0:
            self.records[uid] = left
        elif uid in self.records:
            del self.records[uid]


def sheet_of(record):
    """Return the :class:`Sheet` of a record, ``None`` without one; never writes."""
    base = aq_base(record)
    if isinstance(base, Persistent):
        base._p_activate()
    return base.__dict__.get("_sheet")


def install_sheet(record):
    """Return the :class:`Sheet` of a record, made when there is none."""
    found = sheet_of(record)
    if found is None:
        found = aq_base(record)._sheet = Sheet()
    return found


def find_waiting(site=None):
    """Return the site's :class:`WaitingIndex`, ``None`` before its first sheet."""
    annotations = IAnnotations(getSite() if site is None else site, None)
    return None if annotations is None else annotations.get(KEY)


def install_waiting():
    """Return the site's :class:`WaitingIndex`, made when there is none."""
    found = find_waiting()
    if found is None:
        found = IAnnotations(getSite())[KEY] = WaitingIndex()
    return found


def forget_sheet(record):
    """Take a record that is being destroyed out of the index; its sheet goes with it."""
    sheet, index = sheet_of(record), find_waiting()
    if sheet is not None and index is not None:
        index.done(record.UID(), sheet.waiting())


def _values(one):
    return tuple(getattr(one, name) for name in one.__slots__)
