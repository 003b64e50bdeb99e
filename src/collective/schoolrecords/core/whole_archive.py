"""The whole archive, as the auditor's package holds it, judged against kept checkpoints.

The package has every head of the log, every checkpoint and every chain. So nothing has to be believed:
the log is built anew leaf by leaf and must give the root of each checkpoint, and each chain must show
every head that the log has of it. What happened after the last checkpoint is checked in itself.
"""

from . import checkpoint as rules
from . import merkle
from .chain import verify
from .deletions import ABSENT
from .deletions import Deletions
from .deletions import expected
from .deletions import is_destroyed
from .event_salts import ACTOR_NAME
from .verification import Finding
from .verification import read_entry
from .verification import told_apart
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from itertools import groupby


ARCHIVE = "schoolrecords-archive-1"
#: Findings beside those of :mod:`.verification`: a chain stands there twice, a kept checkpoint is not
#: among those of the package, a chain does not show a head that the log has of it.
CODES = ("chain_twice", "checkpoint_not_there", "head_not_reached")
#: So many findings are told one by one.
MOST = 1_000


@dataclass
class Judgement:
    """What was counted and found; ``findings`` and ``remarks`` are pairs (UID or "", Finding).

    ``proved`` counts the entries that the newest kept checkpoint covers. Past :data:`MOST` findings are
    counted (``faults``) and not kept.
    """

    checkpoints: int = 0
    heads: int = 0
    chains: int = 0
    entries: int = 0
    proved: int = 0
    faults: int = 0
    findings: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def fault(self, subject: str, finding: Finding):
        """Count a finding and keep it."""
        self.faults += 1
        if len(self.findings) < MOST:
            self.findings.append((subject, finding))

    def remark(self, subject: str, finding: Finding):
        """Keep a remark."""
        if len(self.remarks) < MOST:
            self.remarks.append((subject, finding))


def judge_archive(
    heads: Iterable,
    checkpoints: Iterable,
    lines: Iterable,
    kept: Iterable,
    hear: Callable | None = None,
    openings: Iterable = (),
) -> Judgement:
    """Judge the parts of a package, as plain values in the order of their files.

    ``heads``: mappings with uid, length and hash. ``lines``: entries with the ``uid`` of their chain,
    those of one chain one after the other. ``kept``: the checkpoints that the auditor took away. ``hear``
    is told every sound chain: its UID, its entries, and how many of them lie under a kept checkpoint
    and under one of the package. ``openings``: the events that the package opens; those of deletions say
    which chains belong to no record any more. Never raises for what stands in any of them.
    """
    found, deletions = Judgement(), Deletions(openings)
    known = _checkpoints(found, checkpoints)
    sizes = max((one.size for one in known), default=0), _anchor(found, known, list(kept))
    wanted, proved = _log(found, heads, known, sizes)
    _chains(found, lines, wanted, proved, deletions, hear)
    for uid, last in sorted(wanted.items()):
        found.fault(uid, Finding(ABSENT, detail=expected(last[-1])))
    for uid, one in (*deletions.findings, *deletions.absent()):
        if uid not in wanted:
            found.fault(uid, one)
    return found


def _checkpoints(found, checkpoints):
    """Read the checkpoints; each names the hash of the one before it."""
    known = []
    for data in checkpoints:
        try:
            one = rules.read_checkpoint(data)
        except rules.Malformed as refusal:
            found.fault("", Finding("malformed", detail=refusal.field))
            continue
        before = known[-1] if known else None
        if one.previous != (before.hash() if before else None):
            found.fault("", Finding("log_rewritten", detail=str(one.number)))
        if before and (one.number <= before.number or one.size < before.size):
            found.fault("", Finding("numbers_do_not_grow", detail=str(one.number)))
        known.append(one)
    found.checkpoints = len(known)
    return known


def _log(found, heads, known, sizes):
    """Build the log anew and compare its roots.

    ``sizes`` are those of the last checkpoint and of the newest kept one. Returns UID → heads that the
    one covers, and UID → length that the other one covers.
    """
    frontier, wanted, proved = merkle.Frontier(), {}, {}
    roots = {one.size: None for one in known}
    for data in heads:
        if frontier.size in roots:
            roots[frontier.size] = frontier.root().hex()
        try:
            head = rules.read_head(data)
        except rules.Malformed as refusal:
            found.fault("", Finding("malformed", detail=refusal.field))
            break
        if frontier.size < sizes[0]:
            wanted.setdefault(head.uid, []).append(head)
        if frontier.size < sizes[1]:
            proved[head.uid] = head.length
        frontier.append(head.leaf())
    if frontier.size in roots:
        roots[frontier.size] = frontier.root().hex()
    for one in known:
        if roots[one.size] != one.root:
            found.fault("", Finding("log_rewritten", detail=str(one.number)))
    found.heads = frontier.size
    return wanted, proved


def _anchor(found, known, kept):
    """Each kept checkpoint stands among those of the package, and there is one.

    Returns the size of the newest of them that does.
    """
    size = 0
    if not kept:
        found.fault("", Finding("no_checkpoint"))
    for data in kept:
        try:
            one = rules.read_checkpoint(data)
        except rules.Malformed as refusal:
            found.fault("", Finding("malformed", detail=refusal.field))
            continue
        if one in known:
            size = max(size, one.size)
        else:
            found.fault("", _not_there(one, known))
    return size


def _not_there(kept, known):
    """Return why a kept checkpoint is not among those of the package."""
    ours = [one for one in known if one.archive == kept.archive]
    if any(one.number == kept.number for one in ours):
        return Finding("other_checkpoint", detail=str(kept.number))
    last = max(ours, key=lambda one: one.number, default=None)
    if last is not None and last.number < kept.number:
        return Finding("set_back", detail=told_apart(kept, last))
    return Finding("checkpoint_not_there", detail=str(kept.number))


def _chains(found, lines, wanted, proved, deletions, hear):
    """Verify every chain, take its heads out of ``wanted`` and let a sound one be heard."""
    known = set()
    for uid, group in groupby(lines, _uid_of):
        if uid in known:
            # Only the first of two would be compared with the log.
            found.fault(uid, Finding("chain_twice"))
        known.add(uid)
        rows = list(group)
        try:
            entries = tuple(read_entry(_without_place(one)) for one in rows)
        except rules.Malformed as refusal:
            found.fault(uid, Finding("malformed", detail=refusal.field))
            wanted.pop(uid, None)
            continue
        found.chains += 1
        found.entries += len(entries)
        before = found.faults
        for problem in verify(entries, uid=uid):
            told = Finding(problem.code, problem.seq, problem.field or "")
            (found.fault if problem.is_fault else found.remark)(uid, told)
        heads = wanted.pop(uid, ())
        for head in heads:
            # A sound chain has sound hashes: the one at the head's length is all there is to compare.
            if not 0 < head.length <= len(entries) or entries[head.length - 1].hash != head.hash:
                found.fault(uid, Finding("head_not_reached", head.length - 1))
        stands = rows[0].get("path", "") is not None
        for one in deletions.hear(uid, entries, stands):
            found.fault(uid, one)
        if found.faults > before:
            continue
        covered = proved.get(uid, 0)
        found.proved += covered
        # Of a deleted draft nothing can be opened any more.
        if hear is not None and (stands or is_destroyed(entries)):
            hear(uid, entries, covered, heads[-1].length if heads else 0)


def _uid_of(line):
    uid = line.get("uid") if isinstance(line, Mapping) else None
    return uid if isinstance(uid, str) else ""


def _without_place(line):
    """An entry without what ``@ledger`` says of its record and of who acted."""
    if not isinstance(line, Mapping):
        raise rules.Malformed("entries")
    beside = ("uid", "type", "path", ACTOR_NAME)
    return {name: value for name, value in line.items() if name not in beside}
