"""Drafts that were deleted: what a deletion leaves behind, and what makes it a lawful one.

A draft may vanish, a record past draft may not (core/lifecycle.py). So that a deletion and a record
that was taken out of the storage behind the server's back are told apart, every deletion is an event
of the school's chain, whose payload names each draft with the length and the head of its chain; and the
entries of the draft's chain stay, without payloads and without the salt, so without any word of the
draft. They have to show the named head and that the record never was anything but a draft: a
record that a checkpoint saw signed cannot be called a deleted draft afterwards.

Format: docs/reference/ledger.md.
"""

from .chain import DESTROYING
from .chain import Entry
from .checkpoint import Malformed
from .states import DRAFT
from .verification import Finding
from .verification import read_opening
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import astuple
from dataclasses import dataclass


#: The event of the school's chain, and the one field of its payload.
EVENT, FIELD = "drafts_deleted", "drafts"
#: Drafts that one event names at most; a transaction that deletes more writes several.
MOST = 500

#: A chain that the log, a mark or a deletion knows is nowhere to be found.
ABSENT = "chain_absent"
#: The chain is there, its record is not, and neither a deletion nor a destruction explains it.
UNEXPLAINED = "chain_without_record"
#: The deletion names another head than the chain has, or the chain was past draft.
DIFFERS, PAST_DRAFT = "deletion_differs", "deleted_past_draft"
#: The record that a deletion names still stands in the archive.
STILL_THERE = "deleted_and_there"
CODES = (ABSENT, UNEXPLAINED, DIFFERS, PAST_DRAFT, STILL_THERE)


@dataclass(frozen=True, slots=True)
class Deleted:
    """A draft that was deleted: UID, portal type, entries of its chain and the hash of the last one."""

    uid: str
    type: str
    length: int
    head: str


def payload_of(drafts: Iterable[Deleted]) -> dict:
    """Return the payload of the event that deletes ``drafts``."""
    return {FIELD: [list(astuple(one)) for one in drafts]}


def read_deleted(payload) -> tuple[Deleted, ...]:
    """Return the drafts that an event's payload names; raises ``Malformed``."""
    rows = payload.get(FIELD) if hasattr(payload, "get") else None
    if not isinstance(rows, (list, tuple)):
        raise Malformed(FIELD)
    return tuple(_read(row) for row in rows)


def _read(row):
    kinds = (str, str, int, str)
    if not isinstance(row, (list, tuple)) or tuple(map(type, row)) != kinds:
        raise Malformed(FIELD)
    return Deleted(*row)


def judge_deleted(one: Deleted, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the codes of what is wrong between a deletion and the entries of the deleted chain.

    That the entries are sound and reach every head the log has of them is ``chain.verify``'s part.
    """
    found = []
    if len(entries) != one.length or (entries and entries[-1].hash != one.head):
        found.append(DIFFERS)
    if not never_left_draft(entries):
        found.append(PAST_DRAFT)
    return tuple(found)


def never_left_draft(entries: Iterable[Entry]) -> bool:
    """Whether a chain shows no other state than draft; one that went back to it has left it."""
    return all(entry.state in (None, DRAFT) for entry in entries)


def is_destroyed(entries: Sequence[Entry]) -> bool:
    """Whether the chain ends with the destruction by an act."""
    return bool(entries) and entries[-1].event in DESTROYING


class Deletions:
    """The deletions that a package opens, held against its chains as these are read.

    ``openings``: the lines of its opened events; those of other events are passed over. Whether an
    opening is what the school's chain fixed, and whether every event is opened, is the part of
    :mod:`.package_parts`.
    """

    def __init__(self, openings: Iterable = ()):
        self._named = {}  # UID -> the Deleted of each event that names it
        self._shown = set()
        #: Pairs (UID of the chain, Finding): events whose payload cannot be read.
        self.findings = []
        for line in openings:
            read = read_opening(line)
            if read is not None and line.get("event") == EVENT:
                self._read(*read)

    def _read(self, uid, seq, _salt, payload):
        try:
            for one in read_deleted(payload):
                self._named.setdefault(one.uid, []).append(one)
        except Malformed:
            self.findings.append((uid, Finding("malformed", seq, EVENT)))

    def hear(self, uid: str, entries: Sequence[Entry], stands: bool) -> Iterable[Finding]:
        """Yield what is wrong with a chain; ``stands``: it is shown as that of a record in place."""
        named = self._named.get(uid, ())
        if named:
            self._shown.add(uid)
        if stands:
            yield from (Finding(STILL_THERE, detail=expected(one)) for one in named)
        elif not named and not is_destroyed(entries):
            yield Finding(UNEXPLAINED, detail=there(entries))
        for one in named:
            for code in judge_deleted(one, entries):
                yield Finding(code, detail=f"{expected(one)} / {there(entries)}")

    def absent(self) -> Iterable[tuple[str, Finding]]:
        """Yield (UID, Finding) for the chains of deleted drafts that were not shown."""
        for uid, named in sorted(self._named.items()):
            if uid not in self._shown:
                yield uid, Finding(ABSENT, detail=expected(named[-1]))


def expected(head) -> str:
    """Return what a chain had to be, as a detail: its length and the hash of its last entry.

    ``head``: a :class:`Deleted`, or a ``checkpoint.Head``.
    """
    return f"{head.length} {head.head if isinstance(head, Deleted) else head.hash}"


def there(entries: Sequence[Entry]) -> str:
    """Return what a chain is, in the same form."""
    return f"{len(entries)} {entries[-1].hash if entries else ''}".strip()
