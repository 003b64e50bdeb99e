"""The archive's one log of heads, and the marks of the chains that grew since the last checkpoint.

Every append to a chain marks it in one of many small trees, in the same transaction; nobody else's
event writes the same one but by chance, and two marks in one tree add up. A checkpoint takes the
marked chains shard by shard, appends their heads to the log and closes it with its root.

The log only grows: there is no method that changes or removes a head or a checkpoint. It keeps
the hash of every complete subtree, so that a proof reads a logarithmic number of them.
"""

from BTrees.IOBTree import IOBTree
from BTrees.LOBTree import LOBTree
from BTrees.OLBTree import OLBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core import merkle
from collective.schoolrecords.core.canonical import instant
from collective.schoolrecords.core.checkpoint import Checkpoint
from collective.schoolrecords.core.checkpoint import Head
from heapq import merge
from itertools import groupby
from persistent import Persistent
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite

import secrets
import zlib


KEY = "collective.schoolrecords.ledger"
SHARDS = 64
_LEVEL_BITS = 48


class Log(Persistent):
    """Heads in the order of their checkpoints, the subtrees over them, and the checkpoints."""

    def __init__(self):
        self.archive = secrets.token_hex(16)
        self._heads = LOBTree()  # index -> (uid, length, hash, index of the head before or None)
        self._subtrees = LOBTree()  # level and index -> hash
        self._latest = OLBTree()  # uid -> index of its last head
        self._checkpoints = IOBTree()  # number -> values of Checkpoint after the archive
        self._size, self._edge = 0, ()

    @property
    def size(self):
        """How many heads the log has, those after the last checkpoint included."""
        return self._size

    def append(self, heads):
        """Add heads (``core.checkpoint.Head``); one that says nothing new is left out."""
        frontier = merkle.Frontier(self._size, self._edge)
        for head in heads:
            before = self._latest.get(head.uid)
            if before is not None and self.head(before) == head:
                continue
            self._heads[frontier.size] = (head.uid, head.length, head.hash, before)
            self._latest[head.uid] = frontier.size
            for level, index, made in frontier.append(head.leaf()):
                self._subtrees[_place(level, index)] = made
        if frontier.size != self._size:
            self._size, self._edge = frontier.size, tuple(frontier.hashes)

    def close(self, moment):
        """Make the checkpoint over all heads so far and return it; ``moment`` has a time zone."""
        last = self.last()
        made = Checkpoint(
            archive=self.archive,
            number=last.number + 1 if last else 1,
            at=instant(moment),
            size=self._size,
            root=merkle.Frontier(self._size, self._edge).root().hex(),
            previous=last.hash() if last else None,
        )
        self._checkpoints[made.number] = (made.at, made.size, made.root, made.previous)
        return made

    def last(self):
        """Return the last checkpoint, or ``None``."""
        return self.checkpoint(self._checkpoints.maxKey()) if self._checkpoints else None

    def checkpoint(self, number):
        """Return a checkpoint by its number; raises ``KeyError``."""
        return Checkpoint(self.archive, number, *self._checkpoints[number])

    def checkpoints(self, first=1, newest=None):
        """Yield the checkpoints with numbers ``first`` to ``newest``, both included."""
        for number, values in self._checkpoints.items(first, newest):
            yield Checkpoint(self.archive, number, *values)

    def __len__(self):
        """How many checkpoints there are."""
        return len(self._checkpoints)

    def __bool__(self):
        return True

    def head(self, index):
        """Return the head at a place of the log; raises ``KeyError``."""
        return Head(*self._heads[index][:3])

    def heads(self):
        """Yield all heads in the order of the log."""
        for values in self._heads.values():
            yield Head(*values[:3])

    def latest(self):
        """Return the tree of UID → place of the record's last head; to be read only."""
        return self._latest

    def index_of(self, uid, size):
        """Return the place of the record's last head among the first ``size``, or ``None``."""
        index = self._latest.get(uid)
        while index is not None and index >= size:
            index = self._heads[index][3]
        return index

    def inclusion(self, index, size):
        """Return the path that proves head ``index`` in the log of ``size`` heads."""
        return merkle.inclusion_proof(self._subtree, index, size)

    def consistency(self, old, new):
        """Return the path that proves the log of ``old`` heads to begin that of ``new`` heads."""
        return merkle.consistency_proof(self._subtree, old, new)

    def _subtree(self, level, index):
        return self._subtrees[_place(level, index)]


class Marks(Persistent):
    """The chains that grew since their head was last taken, in :data:`SHARDS` trees."""

    def __init__(self):
        self.shards = tuple(OOBTree() for _ in range(SHARDS))

    def mark(self, chain):
        """Remember that ``chain`` has grown.

        The length is part of what is kept, so that a mark is written with every event: a
        checkpoint that takes it away at the same time conflicts, and no event is lost to it.
        """
        self.shards[shard_of(chain.uid)][chain.uid] = (len(chain), chain)

    def rebind(self, uid, chain):
        """Mark ``chain`` in place of what is marked under ``uid``: it has another UID now."""
        self.shards[shard_of(uid)].pop(uid, None)
        self.mark(chain)

    def take(self, shard, most):
        """Take at most ``most`` chains away from a shard and return their heads, by UID."""
        tree, heads = self.shards[shard], []
        for uid, (_length, chain) in list(_first(tree, most)):
            length, last = chain.head()
            heads.append(Head(uid, length, last))
            del tree[uid]
        return heads

    def chain(self, uid):
        """Return the chain that is marked under a UID, ``None`` when none is."""
        marked = self.shards[shard_of(uid)].get(uid)
        return None if marked is None else marked[1]

    def __len__(self):
        return sum(len(tree) for tree in self.shards)

    def __bool__(self):
        return True


class Ledger(Persistent):
    """The log of a site with its marks, and the chains whose objects are gone."""

    _ended = None
    #: User id → what this person worked on last, see :mod:`.worked_on`; ``None`` before anybody did.
    worked = None

    def __init__(self):
        self.log = Log()
        self.marks = Marks()
        self._ended = OOBTree()

    def end(self, chain, portal_type, tombstone=None):
        """Keep the chain of an object that is gone: a deleted draft, or a document destroyed by act.

        ``chain`` has no payloads (``storage.survivor``). Its mark is written anew: the former one
        would keep the payloads alive until the next checkpoint. ``tombstone``: UID of the one that
        stands for the record of a document.
        """
        if self._ended is None:
            self._ended = OOBTree()
        self._ended[chain.uid] = (portal_type, tombstone, chain)
        self.marks.mark(chain)

    def ended(self, first=None):
        """Yield (UID, :class:`Ended`) of the chains without an object, by UID, from ``first`` on."""
        for uid, values in self._ended.items(first) if self._ended is not None else ():
            yield uid, Ended(*values)

    def ended_chain(self, uid):
        """Return the :class:`Ended` of a UID, ``None`` without one."""
        values = None if self._ended is None else self._ended.get(uid)
        return None if values is None else Ended(*values)

    def known(self, first=None):
        """Yield the UIDs that the log or a mark knows, sorted, each once, from ``first`` on."""
        trees = (self.log.latest(), *self.marks.shards)
        return (uid for uid, _same in groupby(merge(*(tree.keys(first) for tree in trees))))

    def heads_known(self, uid):
        """Return the heads that a chain must show: the log's last one, and that of its mark."""
        index = self.log.index_of(uid, self.log.size)
        marked = self.marks.chain(uid)
        found = [] if index is None else [self.log.head(index)]
        if marked is not None:
            found.append(Head(uid, *marked.head()))
        return found


class Ended(NamedTuple):
    """A chain whose object is gone; see :meth:`Ledger.end`."""

    portal_type: str
    tombstone: str | None
    chain: object


def find_ledger(site=None):
    """Return the site's :class:`Ledger`, or ``None`` before its first event; never writes."""
    site = getSite() if site is None else site
    annotations = None if site is None else IAnnotations(site, None)
    return None if annotations is None else annotations.get(KEY)


def install(site):
    """Give the site a ledger; one that is there stays as it is."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = Ledger()
    return annotations[KEY]


def shard_of(uid):
    """Return the number of the shard in which a chain is marked."""
    return zlib.crc32(uid.encode()) % SHARDS


def _first(tree, most):
    for number, item in enumerate(tree.items()):
        if number >= most:
            return
        yield item


def _place(level, index):
    return level << _LEVEL_BITS | index
