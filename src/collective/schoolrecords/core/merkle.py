"""Merkle trees over an append-only log: roots, proofs of inclusion and of consistency.

The tree, its hashes and both proofs are those of RFC 6962 section 2.1 (SHA-256): a leaf is hashed
with the prefix 0x00, a node with 0x01, and the left half of ``n`` leaves is the largest power of
two below ``n``. :class:`Frontier` grows a tree by one leaf in logarithmic memory; the proofs are
made from a function that gives the hash of any complete subtree, so that a log that keeps those
needs a logarithmic number of reads for one proof.

Proofs are verified without the log, by :func:`includes` and :func:`extends`: that is what an
auditor does who keeps nothing but a root and a size.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence

import hashlib


HASH_BYTES = 32
_LEAF, _NODE = b"\x00", b"\x01"

#: ``subtree(level, index)``: hash of the complete subtree of 2**level leaves that begins with
#: leaf index * 2**level.
Subtrees = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf with these bytes."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two subtrees."""
    return hashlib.sha256(_NODE + left + right).digest()


def empty_root() -> bytes:
    """The root of a log without entries."""
    return hashlib.sha256(b"").digest()


class Frontier:
    """The complete subtrees on the right edge of a tree: all that is needed to append to it.

    ``hashes`` are those of the subtrees from the largest to the smallest; their sizes are the
    ones in the binary form of ``size``. Raises ``ValueError`` when the two do not fit together.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()):
        self.size = size
        self.hashes = list(hashes)
        if size < 0 or len(self.hashes) != size.bit_count():
            raise ValueError("a frontier has one hash for each one in the size's binary form")

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf's hash; return every subtree this completes as (level, index, hash)."""
        completed = [(0, self.size, leaf)]
        level, index, made = 0, self.size, leaf
        while index % 2:
            level, index, made = level + 1, index // 2, node_hash(self.hashes.pop(), made)
            completed.append((level, index, made))
        self.hashes.append(made)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _fold(self.hashes) if self.hashes else empty_root()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over the hashes of leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def root_at(subtree: Subtrees, size: int) -> bytes:
    """The root of the first ``size`` leaves of a log."""
    return _range_root(subtree, 0, size) if size else empty_root()


def inclusion_proof(subtree: Subtrees, index: int, size: int) -> list[bytes]:
    """The audit path of leaf ``index`` in the tree of the first ``size`` leaves, leaf end first.

    Raises ``IndexError`` when there is no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    path, first, end = [], 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(_range_root(subtree, middle, end))
            end = middle
        else:
            path.append(_range_root(subtree, first, middle))
            first = middle
    return path[::-1]


def consistency_proof(subtree: Subtrees, old: int, new: int) -> list[bytes]:
    """The proof that the tree of ``old`` leaves is the beginning of the tree of ``new`` leaves.

    Empty when one of them has no leaf or both are the same. Raises ``IndexError`` unless
    0 <= old <= new.
    """
    if not 0 <= old <= new:
        raise IndexError(old)
    if old in (0, new):
        return []
    path, first, end, whole = [], 0, new, True
    while old != end:
        middle = first + _split(end - first)
        if old <= middle:
            path.append(_range_root(subtree, middle, end))
            end = middle
        else:
            path.append(_range_root(subtree, first, middle))
            first, whole = middle, False
    if not whole:
        path.append(_range_root(subtree, first, end))
    return path[::-1]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether ``path`` proves that leaf number ``index`` of the tree with this root is ``leaf``.

    Never raises for what stands in a proof, however it was forged (RFC 9162, 2.1.3.2).
    """
    if not 0 <= index < size or not _well_formed(path):
        return False
    at, last, made = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            made = node_hash(step, made)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            made = node_hash(made, step)
        at, last = at // 2, last // 2
    return last == 0 and made == root


def extends(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` proves that the tree (new, new_root) begins with the tree (old, old_root).

    Never raises for what stands in a proof (RFC 9162, 2.1.4.2).
    """
    if not 0 <= old <= new or not _well_formed(path):
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == empty_root()
    path = list(path)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    before = after = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            after = node_hash(after, step)
        at, last = at // 2, last // 2
    return last == 0 and before == old_root and after == new_root


def _well_formed(path: Sequence[bytes]) -> bool:
    return all(isinstance(step, bytes) and len(step) == HASH_BYTES for step in path)


def _split(count: int) -> int:
    """The largest power of two below ``count`` (at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_root(subtree: Subtrees, first: int, end: int) -> bytes:
    """The hash over leaves ``first`` to before ``end``, which the tree's own splits cut out."""
    hashes = []
    while first < end:
        level = (end - first).bit_length() - 1
        hashes.append(subtree(level, first >> level))
        first += 1 << level
    return _fold(hashes)


def _fold(hashes: Sequence[bytes]) -> bytes:
    """Join subtrees, the largest first, from the right."""
    made = hashes[-1]
    for left in reversed(hashes[:-1]):
        made = node_hash(left, made)
    return made
