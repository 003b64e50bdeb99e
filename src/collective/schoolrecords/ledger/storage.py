"""Where a chain lies: on its object, as an own persistent object that only grows.

The entries stand in one tree, the payloads in another, so that payloads can be destroyed with
the record while the entries stay. An append writes the tree of entries and, if it has a payload,
that of payloads; never the object itself. Two connections that append to one chain add the same
number: the second one gets a ``ConflictError`` and its transaction is tried again.

There is no method that changes or removes an entry.
"""

from Acquisition import aq_base
from BTrees.IOBTree import IOBTree
from collective.schoolrecords.core import chain as rules
from collective.schoolrecords.core.canonical import CanonicalError
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.canonical import digest
from collective.schoolrecords.core.canonical import plain
from collective.schoolrecords.core.canonical import SALT_BYTES
from collective.schoolrecords.core.chain import Entry
from collective.schoolrecords.core.chain import FIELDS
from collective.schoolrecords.core.event_salts import ACTOR_NAME
from collective.schoolrecords.core.event_salts import salt_of
from collective.schoolrecords.core.package_parts import OPENED_EVENTS
from collective.schoolrecords.ledger import worked_on
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.actor import nobody_now
from collective.schoolrecords.ledger.interfaces import IDigestible
from collective.schoolrecords.ledger.log import find_ledger
from copy import deepcopy
from datetime import datetime
from datetime import UTC
from persistent import Persistent
from pickle import UnpicklingError
from plone.uuid.interfaces import IUUID
from ZODB.POSException import POSKeyError
from ZODB.utils import z64

import secrets
import uuid


#: What an entry says that :meth:`Chain.append` does not make itself.
_GIVEN = ("at", "actor", "source", "roles", "groups", "transition", "state", "after")


class Chain(Persistent):
    """The chain of the object ``uid``, with its salt and its payloads.

    Entries are kept as tuples in the order of ``Entry``'s fields, so that no class has to be
    found to read them in 75 years. Behind them stands the name of who acted, where there is one: a
    payload like others, kept here because most events have no other and need no tree for it.
    """

    _payloads = None
    _own_salts = None

    def __init__(self, uid):
        self.uid = uid
        self.salt = secrets.token_bytes(SALT_BYTES)
        self._entries = IOBTree()

    def __len__(self):
        return self._entries.maxKey() + 1 if self._entries else 0

    def __bool__(self):
        """A chain without entries is a chain all the same."""
        return True

    def entries(self, start=0, stop=None):
        """Yield the entries from number ``start`` to before ``stop``, in order."""
        last = None if stop is None else stop - 1
        for row in self._entries.values(start, last):
            yield _entry(row)

    def entry(self, seq):
        """Return entry number ``seq``; raises ``KeyError``."""
        return _entry(self._entries[seq])

    def last(self):
        """Return the last entry, or ``None``."""
        return _entry(self._entries[self._entries.maxKey()]) if self._entries else None

    def head(self):
        """Return (length, hash of the last entry): what a checkpoint takes away."""
        last = self.last()
        return (last.seq + 1, last.hash) if last else (0, rules.origin(self.uid))

    def version(self):
        """Return the hash of the last entry that a deed wrote.

        What the server noticed before a deed is none: who read the record before could not know it.
        """
        last, noticed = self.last(), None
        while last is not None and last.event == rules.CHANGED_OUTSIDE:
            noticed, last = last, next(self.entries(last.seq - 1, last.seq), None)
        if last is None:
            return noticed.previous if noticed else rules.origin(self.uid)
        return last.hash

    def payload(self, seq):
        """Return a copy of what event ``seq`` tells, empty if it tells no more or lost it.

        The name of who acted is not among it: :meth:`actor_name`.
        """
        return deepcopy((self._payloads or {}).get(seq) or {})

    def actor_name(self, seq):
        """Return the name of who acted in event ``seq``, as it was then.

        ``None``: nobody with a name acted, or the name was destroyed with the record.
        """
        return _name(self._entries.get(seq, ()))

    def numbers_of(self, event):
        """Yield the numbers of the entries that tell of ``event``, in order."""
        return (row[0] for row in self._entries.values() if row[1] == event)

    def own_salt(self, seq):
        """Return the salt that opens the payload of entry ``seq`` alone, ``None`` without one."""
        return (self._own_salts or {}).get(seq)

    def append(self, event, *, payload=None, name=None, alone=False, **fields):
        """Add an entry at the end and return it; see ``core.chain.append`` for ``fields``.

        ``payload`` maps field names to values that have a canonical form; each value is
        committed to in the entry and kept beside the chain. ``name`` of who acts is kept as one of
        them. ``alone``: with a salt of its own, so
        that this payload can be shown and proved without opening any other; events that the auditor's
        package opens are always so.
        """
        alone = alone or event in OPENED_EVENTS
        last = self.last()
        seq = last.seq + 1 if last else 0
        kept = plain(payload or {})
        own = secrets.token_bytes(SALT_BYTES) if alone else None
        fixed = {
            field: commitment(salt_of(event, field, own, self.salt), seq, field, value)
            for field, value in (kept | ({ACTOR_NAME: name} if name else {})).items()
        }
        entry = rules.append(last, event, uid=self.uid, commitments=fixed, **fields)
        row = tuple(getattr(entry, field) for field in FIELDS)
        self._entries.insert(seq, (*row, name) if name else row)
        if kept:
            if self._payloads is None:
                self._payloads = IOBTree()
            self._payloads.insert(seq, kept)
        if alone:
            if self._own_salts is None:
                self._own_salts = IOBTree()
            self._own_salts.insert(seq, own)
        return entry

    def verify(self, head=None):
        """Return all problems of the chain and its payloads (``core.chain.verify``)."""
        payloads = dict(self._payloads or {})
        for seq, row in self._entries.items():
            if _name(row):
                payloads[seq] = {**payloads.get(seq, {}), ACTOR_NAME: _name(row)}
        return rules.verify(
            self.entries(),
            payloads,
            salt=self.salt,
            own_salts=self._own_salts,
            uid=self.uid,
            head=head,
        )


def _entry(row):
    return Entry(*row[: len(FIELDS)])


def _name(row):
    return row[len(FIELDS)] if len(row) > len(FIELDS) else None


def survivor(chain):
    """Return a new chain with the entries of ``chain``: without its payloads and its salt.

    What stays of a destroyed record goes on with it. The former salt dies with the record, so that
    nobody can try names against a digest (design idea 7); what is added here gets a salt of its
    own.
    """
    kept = Chain(chain.uid)
    for row in chain._entries.values():
        kept._entries.insert(row[0], row[: len(FIELDS)])
    return kept


def is_new(chain):
    """Whether a chain began in this transaction."""
    # A ghost does not know when it was committed.
    chain._p_activate()
    return chain._p_serial == z64


def rebind(obj, uid):
    """Bind the chain of an object to the UID that it was given in the transaction that filed it.

    An import files an object first and gives it the UID of its export then. The entries are the same
    but for what binds them to the UID. Raises ``ValueError`` for a chain that was committed: of that
    one others may know.
    """
    base, former = aq_base(obj), _own(obj)["_chain"]
    if not is_new(former):
        raise ValueError("a chain that was committed keeps its UID")
    chain = Chain(uid)
    chain.salt = former.salt
    for entry in former.entries():
        fields = {name: getattr(entry, name) for name in _GIVEN}
        fields["at"] = datetime.fromisoformat(entry.at)
        fields["name"] = former.actor_name(entry.seq)
        alone = former.own_salt(entry.seq) is not None
        chain.append(entry.event, payload=former.payload(entry.seq), alone=alone, **fields)
    base._chain = chain
    ledger = find_ledger()
    if ledger is not None:
        ledger.marks.rebind(former.uid, chain)


def wipe(chain):
    """Empty the chain of a record that is being destroyed.

    Nothing refers to it afterwards, so its payloads and its salt go with the next pack. The tree of
    entries is written so that a transaction that appends to it at the same moment conflicts.
    """
    chain._entries.clear()


def chain_of(obj):
    """Return the chain of ``obj``; for an object without events an empty one, not stored.

    Reading never writes: only :func:`append` gives an object its chain.
    """
    chain = _own(obj).get("_chain")
    return Chain(_uid(obj)) if chain is None else chain


def append(obj, event, *, at, actor, roles, groups, source, **more):
    """Append an event to the chain of ``obj`` and return its entry.

    ``more``: ``transition``, ``state``, ``payload``, ``name`` and ``alone`` of :meth:`Chain.append`.

    The entry carries the digest of ``obj`` as it is now, if the object is :class:`IDigestible`;
    call this after the change. Nothing else of the object is written; in a school's site the chain
    is marked for the next checkpoint.
    """
    base = aq_base(obj)
    if _own(obj).get("_chain") is None:
        base._chain = Chain(_uid(obj))
    entry = base._chain.append(
        event,
        at=at,
        actor=actor,
        roles=roles,
        groups=groups,
        source=source,
        after=digest_of(obj),
        **more,
    )
    ledger = find_ledger()
    if ledger is not None:
        ledger.marks.mark(base._chain)
        if event != rules.CHANGED_OUTSIDE:
            worked_on.note(ledger, actor, base._chain.uid, source)
    return entry


def record_event(obj, event, *, transition=None, payload=None, alone=False):
    """Append an event that happens now, by the current user, from the current request.

    The state is the object's attribute ``state``, if it has one. ``alone``: see
    :meth:`Chain.append`.
    """
    return append(
        obj,
        event,
        at=datetime.now(UTC),
        transition=transition,
        state=getattr(aq_base(obj), "state", None),
        payload=payload,
        alone=alone,
        **vars(actor_now(context=obj)),
    )


def notice_change(obj):
    """Write down that an object was changed past its chain, if it was; to be called before a change.

    What the next event digests would else vouch for the change. Somebody may have edited the storage
    by hand: the chain says so from then on, by nobody's name, whoever happens to come next.
    """
    chain = _own(obj).get("_chain")
    last = chain.last() if chain is not None else None
    if last is None or last.after is None:
        return
    try:
        if digest_of(obj) == last.after:
            return
    except (POSKeyError, UnpicklingError, CanonicalError):
        # What cannot be read is found by a check; the change itself will say that it fails.
        return
    append(
        obj,
        rules.CHANGED_OUTSIDE,
        at=datetime.now(UTC),
        state=getattr(aq_base(obj), "state", None),
        **vars(nobody_now()),
    )


def digest_of(obj):
    """Return the salted digest (hex) of ``obj`` as it is now.

    It equals ``after`` of the last entry as long as nobody changes the object past its chain.
    ``None`` for an object that is not :class:`IDigestible` or has no chain.
    """
    chain = _own(obj).get("_chain")
    digestible = IDigestible(obj, None)
    if chain is None or digestible is None:
        return None
    return digest(chain.salt, digestible.digestible())


def forget_copied_chain(obj, event):
    """Subscriber: a copy is another record and begins a chain of its own."""
    if "_chain" in _own(obj):
        del aq_base(obj)._chain


def _own(obj):
    """Return the object's own attributes: a chain is never acquired from the container."""
    base = aq_base(obj)
    if isinstance(base, Persistent):
        base._p_activate()
    return base.__dict__


def _uid(obj):
    """Return the object's UID; an object of the site that has none gets one for its chain."""
    return IUUID(obj, None) or uuid.uuid4().hex
