"""Checkpoints: what an auditor takes away, and what it proves later without the server.

A *head* says how long a record's chain was and with which hash it ended. Heads of all records that
changed since the last checkpoint are appended to one log; a *checkpoint* is the log's size and
Merkle root (RFC 6962) at an instant, bound to the archive and to the checkpoint before it. Whoever
keeps one checkpoint can tell later, from what the server shows then:

* that the log only grew (consistency proof),
* that a record's head stood in it (inclusion proof), and
* that the record's chain still begins with that head (prefix proof: the chain itself).

So no rollback past a kept checkpoint stays hidden. Format: docs/reference/ledger.md.
"""

from . import merkle
from .canonical import canonical_bytes
from .canonical import CanonicalError
from .chain import is_prefix
from .chain import verify
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass

import hashlib


_HEAD_DOMAIN = b"schoolrecords-head-1:"
_CHECKPOINT_DOMAIN = b"schoolrecords-checkpoint-1:"
_HEX = frozenset("0123456789abcdef")

#: What :func:`check_record` and :func:`check_growth` may find wrong.
CODES = (
    "malformed",
    "other_archive",
    "numbers_do_not_grow",
    "log_rewritten",
    "head_not_in_log",
    "head_of_another_record",
    "chain_cut_or_rewritten",
    "chain_broken",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: the record's UID, how many entries it had, the hash of the last one."""

    uid: str
    length: int
    hash: str

    def leaf(self) -> bytes:
        """The hash of this head as a leaf of the log."""
        values = [self.uid, self.length, self.hash]
        return merkle.leaf_hash(_HEAD_DOMAIN + canonical_bytes(values))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log at an instant.

    ``archive`` is the archive's own random id, ``number`` counts from 1, ``at`` is an instant in
    UTC as canonical text, ``size`` and ``root`` (hex) are those of the log, ``previous`` is the
    hash of the checkpoint before, ``None`` for the first.
    """

    archive: str
    number: int
    at: str
    size: int
    root: str
    previous: str | None

    def body(self) -> bytes:
        """The bytes that are hashed, time-stamped and signed."""
        return _CHECKPOINT_DOMAIN + canonical_bytes(asdict(self))

    def hash(self) -> str:
        """SHA-256 (hex) of :meth:`body`."""
        return hashlib.sha256(self.body()).hexdigest()

    def as_dict(self) -> dict:
        """The fields with the hash: the form in which a checkpoint is taken away."""
        return {**asdict(self), "hash": self.hash()}


class Malformed(ValueError):
    """What was given is no checkpoint, head or proof; ``field`` names the part."""

    def __init__(self, field: str):
        self.field = field
        super().__init__(field)


def read_checkpoint(data: Mapping) -> Checkpoint:
    """Return the checkpoint of a mapping as :meth:`Checkpoint.as_dict` gave it.

    Raises :class:`Malformed`, also when ``hash`` stands there and is not that of the fields.
    """
    checkpoint = _read(Checkpoint, data, {"size": int, "number": int})
    if checkpoint.size < 0 or checkpoint.number < 1 or not _is_hash(checkpoint.root):
        raise Malformed("root")
    if checkpoint.previous is not None and not _is_hash(checkpoint.previous):
        raise Malformed("previous")
    if "hash" in data and data["hash"] != checkpoint.hash():
        raise Malformed("hash")
    return checkpoint


def read_head(data: Mapping) -> Head:
    """Return the head of a mapping with uid, length and hash; raises :class:`Malformed`."""
    head = _read(Head, data, {"length": int})
    if head.length < 0 or not _is_hash(head.hash):
        raise Malformed("hash")
    return head


def read_path(data) -> list[bytes]:
    """Return a proof's path from its list of hex texts; raises :class:`Malformed`."""
    if not isinstance(data, list) or not all(_is_hash(step) for step in data):
        raise Malformed("path")
    return [bytes.fromhex(step) for step in data]


def check_growth(old: Checkpoint, new: Checkpoint, path) -> tuple[str, ...]:
    """Return the codes of what is wrong between a kept checkpoint and a later one.

    ``path`` is the log's consistency proof. ``log_rewritten``: the log of the later checkpoint
    does not begin with the log of the kept one: something in between was taken back.
    """
    if old.archive != new.archive:
        return ("other_archive",)
    if old.number > new.number or old.size > new.size or old.at > new.at:
        return ("numbers_do_not_grow",)
    roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
    if not merkle.extends(old.size, roots[0], new.size, roots[1], path):
        return ("log_rewritten",)
    if old.number == new.number and old != new:
        return ("log_rewritten",)
    return ()


def check_record(
    uid: str, entries, head: Head, index: int, path, checkpoint: Checkpoint
) -> tuple[str, ...]:
    """Return the codes of what is wrong with a record against a kept checkpoint.

    ``entries`` is the record's chain as it is shown now, ``head`` what the log says of it at
    ``index``, ``path`` the log's inclusion proof. Empty when the chain begins with the head, the
    head stands in the log, and every entry since then is sound.
    """
    wrong = []
    if head.uid != uid:
        wrong.append("head_of_another_record")
    root = bytes.fromhex(checkpoint.root)
    if not merkle.includes(head.leaf(), index, checkpoint.size, path, root):
        wrong.append("head_not_in_log")
    entries = tuple(entries)
    if not is_prefix(head.hash, head.length, entries):
        wrong.append("chain_cut_or_rewritten")
    if any(problem.is_fault for problem in verify(entries, uid=uid)):
        wrong.append("chain_broken")
    return tuple(wrong)


def _read(kind, data, numbers):
    """Build ``kind`` from a mapping whose values are texts (or ``None``) but for ``numbers``."""
    if not isinstance(data, Mapping):
        raise Malformed("")
    values = {}
    for name in kind.__dataclass_fields__:
        value = data.get(name)
        optional = kind is Checkpoint and name == "previous" and value is None
        if type(value) is not numbers.get(name, str) and not optional:
            raise Malformed(name)
        values[name] = value
    made = kind(**values)
    try:
        made.leaf() if kind is Head else made.body()
    except CanonicalError as refusal:
        raise Malformed(refusal.path) from None
    return made


def _is_hash(value) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= _HEX
