"""Fixity: what a check of files and metadata may find, and how fast it may read.

Requirements: N1-2.8.7 and S12-3.11 ask for control of integrity during the whole term of storage;
the chain of a record holds the digest of its metadata and the SHA-256 of its files
(docs/reference/ledger.md). A check compares both with what lies in the storage today.
"""

from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field


CHANGED, MISSING, EXTRA, UNREADABLE = "changed", "missing", "extra", "unreadable"
KINDS = (CHANGED, MISSING, EXTRA, UNREADABLE)
FILE, METADATA, CHAIN, RECORD = "file", "metadata", "chain", "record"
SUBJECTS = (FILE, METADATA, CHAIN, RECORD)

MEGABYTE = 1024 * 1024
#: What a finding tells, in the order of the columns of a table.
COLUMNS = ("kind", "subject", "uid", "path", "name", "expected", "found", "detail")


@dataclass(frozen=True)
class Finding:
    """One fault.

    ``kind`` is one of KINDS, ``subject`` one of SUBJECTS. ``uid`` and ``path`` name the record
    (addresses hold no names), ``name`` the field or file of it. ``expected`` and ``found`` are
    SHA-256 or salted digests (hex), empty where there is none: a missing file has none today, an
    extra one was never filed. ``detail`` is a code or the kind of an error, never its text.
    """

    kind: str
    subject: str
    uid: str = ""
    path: str = ""
    name: str = ""
    expected: str = ""
    found: str = ""
    detail: str = ""

    def row(self):
        """Return the values in the order of COLUMNS."""
        return tuple(getattr(self, name) for name in COLUMNS)


@dataclass
class Totals:
    """What a run has looked at so far, and what it found, by kind."""

    records: int = 0
    chains: int = 0
    files: int = 0
    bytes: int = 0
    disk: int = 0
    found: dict = field(default_factory=dict)

    def count(self, findings: Iterable[Finding]):
        """Count findings by their kind."""
        for one in findings:
            self.found[one.kind] = self.found.get(one.kind, 0) + 1

    @property
    def faults(self) -> int:
        """How many findings there are."""
        return sum(self.found.values())

    def as_dict(self):
        """Return plain values; every kind is named."""
        return {**asdict(self), "found": {kind: self.found.get(kind, 0) for kind in KINDS}}


def judge_digest(subject, expected, found, **where) -> tuple[Finding, ...]:
    """Return what is wrong when ``found`` was computed where ``expected`` was written down.

    ``expected`` ``None`` or empty: nobody wrote a digest down, so that a file is extra and
    metadata is not judged.
    """
    if not expected:
        extra = Finding(EXTRA, subject, expected="", found=found or "", **where)
        return (extra,) if subject == FILE else ()
    if expected == found:
        return ()
    return (Finding(CHANGED, subject, expected=expected, found=found or "", **where),)


def pause(read: int, spent: float, limit_mb: int) -> float:
    """Return the seconds to wait so that ``read`` bytes in ``spent`` seconds keep to a limit.

    ``limit_mb``: megabytes in a second, 0 for none.
    """
    if limit_mb <= 0:
        return 0.0
    return max(0.0, read / (limit_mb * MEGABYTE) - spent)


def is_due(last_day, today, every_days: int) -> bool:
    """Whether a scheduled run is due: ``every_days`` after the last one, at once without one.

    0 means that nobody wants scheduled runs.
    """
    if every_days <= 0:
        return False
    return last_day is None or (today - last_day).days >= every_days
