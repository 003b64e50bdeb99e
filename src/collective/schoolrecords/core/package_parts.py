"""What the auditor's package holds beside the ledger, tied to the chains it tells of.

Signatures, the evidence of acts and the report are files, and a manifest over files can be made anew
by whoever changes them. So each of these files has its SHA-256 in the payload of an event, and the
package *opens* that event: it gives the payload with the salt of that one event, which the chain's
commitments confirm. The rules, as a short list:

1. An event of :data:`OPENED_EVENTS` has a salt of its own, so that opening it opens no other. Free text
   that is nobody's ground for a decision (``core.event_salts``) stays closed.
2. What a chain knows must be opened: a signature, a check of it, a timestamp, a seal on the paper, that
   somebody got to know a document, unless the record was
   destroyed by act afterwards (its salts went with it); of an act that was carried out everything
   that was decided; of the reports the last one that the log covers; every deletion of drafts;
   every timestamp of a checkpoint.
3. What is opened must stand in a chain, once, and be what the chain fixed.
4. The files are those that opened events name, no less, no other and no more.
5. A record that an act says to be removed has a chain that says so too.
6. A chain that says under a checkpoint of the package that it was destroyed stands in the export of the
   event log of an act that was carried out, in a row that was removed: a document in that of its record.
   An act files both when its last record is gone, and long before the backups have expired; a package
   that was made between the two cannot be confirmed.
"""

from . import checkpoint_files
from . import deletions
from .chain import DESTROYING
from .event_salts import shown
from .verification import Finding
from .verification import read_opening
from .verification import unfixed
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import json
import re


#: Folder of the package → the events that its files and its statements rest on.
OPENED = MappingProxyType(
    {
        "signatures": frozenset(
            (
                "signature_added",
                "signature_checked",
                "signature_timestamped",
                "seal_noted",
                "sheet_noted",
            )
        ),
        "acts": frozenset(
            (
                "act_rows",
                "act_decided",
                "act_kept",
                "act_years_stated",
                "act_paper",
                "act_stage",
                "evidence_filed",
                "voted",
            )
        ),
        "report": frozenset(("audit_reported",)),
        "ledger": frozenset((deletions.EVENT,)),
        "checkpoints": frozenset((checkpoint_files.STAMPED,)),
    }
)
OPENED_EVENTS = frozenset().union(*OPENED.values())
#: The file of an act with its rows, and what a row says of a record that was removed.
ROWS, REMOVED = "rows.json", "removed"
#: The file of an act with the chains of what it removed, an entry in each line.
EVENT_LOG = "event-log.jsonl"
#: A chain was destroyed, and no act says so.
WITHOUT_ACT = "destroyed_without_act"
CODES = (
    "opening_missing",
    "opening_unexpected",
    "file_missing",
    "file_differs",
    "file_unexpected",
    "row_not_destroyed",
    WITHOUT_ACT,
)
#: What needs a look and breaks nothing: opened events that no kept checkpoint covers.
UNCOVERED = "opened_after_kept"

_KNOWN = re.compile(r"log\.jsonl|checkpoints\.jsonl|(ledger|opened)/part-\d+\.jsonl")


@dataclass(frozen=True, slots=True)
class Place:
    """An event that a package opens: record, number in its chain, kind, and what the chain fixed."""

    uid: str
    seq: int
    event: str
    commitments: tuple


class Parts:
    """Hears every chain of a package, then judges what lies beside the ledger."""

    def __init__(self):
        self._events = {}
        self._destroyed = {}
        self._gone = {}  # UID and hash of each destruction under a checkpoint -> number of the entry
        self._seen = {}
        self._covered = {}
        #: Events that were opened as the chains have them, and of them those that a kept
        #: checkpoint covers.
        self.opened = self.covered = 0
        #: Signatures of checkpoints that a checkpoint of the package covers.
        self.signed = 0
        #: What opened events say of the timestamps of checkpoints (``checkpoint_files.Stamped``).
        self.stamped = []

    def hear(self, uid: str, entries: Iterable, covered: int, seen: int):
        """Take what a sound chain knows.

        ``covered`` of its entries lie under a kept checkpoint, ``seen`` under one of the package.
        """
        known = False
        for entry in entries:
            if entry.event in DESTROYING:
                self._destroyed[uid] = entry.seq
                if entry.seq < seen:
                    self._gone[uid, entry.hash] = entry.seq
            elif entry.event == checkpoint_files.SIGNED:
                self.signed += entry.seq < seen
            elif entry.event in OPENED_EVENTS:
                known = True
                fixed = tuple(shown(entry.event, dict(entry.commitments)).items())
                place = Place(uid, entry.seq, entry.event, fixed)
                self._events[uid, entry.seq] = place
        if known:
            self._seen[uid], self._covered[uid] = seen, covered

    def judge(
        self,
        lines: Iterable,
        sums: Mapping[str, str],
        read: Callable[[str], bytes],
        read_lines: Callable[[str], Iterable],
    ) -> Iterable[tuple[str, Finding]]:
        """Yield (UID or "", Finding) for all that does not hold.

        ``lines``: the opened events as plain values. ``sums``: name → SHA-256 of every file of the
        package but its manifests, as it is. ``read`` gives the bytes of a file, ``read_lines`` the plain
        values of its lines. Never raises for what stands in any of them.
        """
        wanted, found, required = {}, set(), tuple(self._required())
        for line in lines:
            place, payload, wrong = self._opening(line, found, required)
            yield from wrong
            if place is not None:
                found.add(place)
            if not wrong:
                self.opened += 1
                self.covered += place.seq < self._covered[place.uid]
                yield from self._take(wanted, place, payload)
        for place in required:
            if place not in found:
                yield place.uid, Finding("opening_missing", place.seq, place.event)
        yield from _files(wanted, sums)
        sound = {name for name in wanted.keys() & sums.keys() if wanted[name][1] == sums[name]}
        proved = set()
        for name in sorted(one for one in sound if one.endswith(f"/{ROWS}")):
            removed, wrong = self._rows(name, read(name))
            yield from wrong
            log = name.removesuffix(ROWS) + EVENT_LOG
            if log in sound:
                proved.update(self._told(removed, read_lines(log)))
        for one, seq in self._gone.items():
            if one not in proved:
                yield one[0], Finding(WITHOUT_ACT, seq)

    def _opening(self, line, found, required):
        """Return (place, payload, findings) of an opened event; no place for one that is none."""
        read = read_opening(line)
        if read is None:
            return None, None, [("", Finding("malformed", detail="opened"))]
        uid, seq, salt, payload = read
        place = self._events.get((uid, seq))
        if place is None or place.event != line.get("event") or place in found:
            return None, None, [(uid, Finding("opening_unexpected", seq))]
        if place.event in OPENED["report"] and place not in required:
            return None, None, [(uid, Finding("opening_unexpected", seq, place.event))]
        wrong = unfixed(place.commitments, salt, seq, payload)
        return place, payload, [(uid, Finding("opened_differs", seq, one)) for one in wrong]

    def _take(self, wanted, place, payload):
        """Add what an opened event names; of two files with one name the later one counts."""
        try:
            if place.event == checkpoint_files.STAMPED:
                self.stamped.append(checkpoint_files.read_stamped(payload))
            for name, digest in files_of(place.uid, place.event, payload):
                former = wanted.get(name, (-1, None))
                if former[0] <= place.seq:
                    wanted[name] = (place.seq, digest)
        except (KeyError, TypeError):
            yield place.uid, Finding("malformed", place.seq, place.event)

    def _required(self):
        """Yield the events that the package must open, in the order of the ledger."""
        carried_out, reports = set(), {}
        for place in self._events.values():
            if place.seq < self._seen[place.uid]:
                if place.event == "evidence_filed":
                    carried_out.add(place.uid)
                if place.event in OPENED["report"]:
                    reports[place.uid] = place
        for place in self._events.values():
            if place.event in OPENED["report"]:
                asked = reports.get(place.uid) == place
            elif place.event in OPENED["acts"]:
                asked = place.uid in carried_out
            else:
                asked = place.seq > self._destroyed.get(place.uid, -1)
            if asked:
                yield place

    def _rows(self, name, data):
        """Return (positions of the rows that an act removed, findings on what their chains do not know)."""
        try:
            rows = json.loads(data)["rows"]
            gone = {one["position"]: one["uid"] for one in rows if one["result"] == REMOVED}
        except (ValueError, TypeError, KeyError, RecursionError):
            return frozenset(), [("", Finding("malformed", detail=name))]
        wrong = [
            (str(uid), Finding("row_not_destroyed", detail=name))
            for uid in gone.values()
            if not isinstance(uid, str) or uid not in self._destroyed
        ]
        return frozenset(gone), wrong

    def _told(self, removed, lines):
        """Yield what of :attr:`_gone` the event log of an act has in a row that it removed."""
        for line in lines:
            said = (
                [line.get(name) for name in ("uid", "hash")]
                if isinstance(line, Mapping)
                else [None]
            )
            if all(isinstance(one, str) for one in said) and tuple(said) in self._gone:
                row = line.get("row")
                if type(row) is int and row in removed:
                    yield tuple(said)


def files_of(uid: str, event: str, payload: Mapping) -> Iterable[tuple[str, str]]:
    """Yield (name in the package, SHA-256) of the files that an opened event names.

    Raises ``KeyError`` or ``TypeError`` for a payload that is not one of that event.
    """
    if event == "signature_added":
        form, file = payload["form"], payload.get("file")
        yield f"signatures/{uid}/{form['sha256']}.json", form["sha256"]
        if file is not None:
            yield f"signatures/{uid}/{payload['number']}.sig", file["sha256"]
    elif event == "signature_timestamped":
        name = f"signatures/{uid}/{payload['number']}.{payload['token']}.tsr"
        yield name, payload["sha256"]
    elif event == "evidence_filed":
        yield f"acts/{uid}/{payload['name']}", payload["sha256"]
    elif event == "audit_reported":
        for one in payload["files"]:
            yield f"report/{one['name']}", one["sha256"]


def _files(wanted, sums):
    """Yield what is wrong with the files of a package against those that its events name."""
    for name in sorted(wanted.keys() | sums.keys()):
        if name not in sums:
            yield "", Finding("file_missing", detail=name)
        elif name in wanted:
            if sums[name] != wanted[name][1]:
                yield "", Finding("file_differs", detail=name)
        elif not (_KNOWN.fullmatch(name) or checkpoint_files.is_file(name)):
            yield "", Finding("file_unexpected", detail=name)
