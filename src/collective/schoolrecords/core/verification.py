"""What an auditor's documents prove, judged without the server that wrote them.

Documents are plain values as the services give them (docs/reference/ledger.md):

* a *checkpoint*, taken away earlier and kept in a safe place: the anchor of every judgement; one
  among the documents is judged by the kept ones;
* a *growth*: that the log of one checkpoint begins with the log of another;
* a *proof* of a record: its whole chain, and its place in the log of a checkpoint; it may open
  payloads of single events, each with the salt of its own, and the values of the record itself and
  the names of who acted, with the record's salt.

A document that is not what it says is a finding like any other, never an exception.
"""

from . import checkpoint as rules
from .canonical import CanonicalError
from .canonical import digest
from .canonical import SALT_BYTES
from .chain import Entry
from .chain import FIELDS
from .chain import fixes
from .chain import is_well_formed
from .chain import verify
from .chain import verify_payloads
from .event_salts import ACTOR_NAME
from .event_salts import shown
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace


CHECKPOINT = "schoolrecords-checkpoint-1"
GROWTH = "schoolrecords-growth-1"
PROOF = "schoolrecords-proof-1"

#: Codes of findings beside those of :mod:`.checkpoint` and :mod:`.chain`.
CODES = (
    "unknown_document",
    "malformed",
    "not_connected",
    "no_checkpoint",
    "set_back",
    "other_checkpoint",
    "opened_differs",
    "record_differs",
    *(code for code in rules.CODES if code != "malformed"),
)

#: More entries than any chain has.
MOST_ENTRIES = 2**53
_CHECKPOINT_FIELDS = frozenset(("archive", "number", "at", "size", "root", "previous"))


@dataclass(frozen=True)
class Finding:
    """What does not hold: a code, the entry of the chain it is about, and a detail for people."""

    code: str
    seq: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Verdict:
    """The judgement on one document.

    ``kind`` is its format, ``subject`` the UID or the number of the checkpoint. ``findings`` is
    empty when everything holds; ``remarks`` need a look and break nothing. ``entries`` is the
    length of a chain, ``proved`` how many of its entries the kept checkpoint covers. ``values``: the
    values of the record were given and are those of its last event; ``names``: so many names of who
    acted were given and are those of their events.
    """

    kind: str
    subject: str
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    entries: int = 0
    proved: int = 0
    values: bool = False
    names: int = 0

    @property
    def holds(self) -> bool:
        return not self.findings


def judge(documents: Iterable, kept: Iterable = ()) -> list[Verdict]:
    """Judge documents against the checkpoints that the auditor kept, in the order given.

    A proof against another checkpoint than a kept one needs a growth among the documents that
    leads there; else it is ``not_connected``: sound in itself, but nobody vouches for its log. Where
    every kept checkpoint is newer it is ``set_back``, where a kept one of the same number says something
    else ``other_checkpoint``: no growth can lead there from a log that only grew.
    Without any kept checkpoint every proof is ``no_checkpoint``.
    """
    documents = list(documents)
    anchors, verdicts = _anchors(kept)
    trusted = _connected(anchors, documents)
    for document in documents:
        verdicts.append(_judge(document, trusted, anchors))
    return verdicts


def _anchors(kept):
    """The kept checkpoints that can be read, and verdicts on those that cannot."""
    anchors, verdicts = [], []
    for document in kept:
        try:
            anchors.append(rules.read_checkpoint(document))
        except rules.Malformed as refusal:
            verdicts.append(Verdict(CHECKPOINT, "", (_malformed(refusal),)))
    return anchors, verdicts


def _connected(anchors, documents):
    """All checkpoints that the kept ones vouch for, by sound growths from or to them."""
    trusted = set(anchors)
    growths = [found for found in map(_growth, documents) if found is not None]
    growing = True
    while growing:
        growing = False
        for old, new in growths:
            if (old in trusted) != (new in trusted):
                trusted |= {old, new}
                growing = True
    return trusted


def _growth(document):
    """(old, new) of a sound growth, else ``None``."""
    if not isinstance(document, Mapping) or document.get("format") != GROWTH:
        return None
    try:
        old, new, wrong = _read_growth(document)
    except rules.Malformed:
        return None
    return None if wrong else (old, new)


def _read_growth(document):
    old = rules.read_checkpoint(document.get("old"))
    new = rules.read_checkpoint(document.get("new"))
    return old, new, rules.check_growth(old, new, rules.read_path(document.get("path")))


def _judge(document, trusted, anchors):
    kind = _kind(document)
    judges = {GROWTH: _judge_growth, PROOF: _judge_proof, CHECKPOINT: _judge_checkpoint}
    if not isinstance(kind, str) or kind not in judges:
        return Verdict(str(kind), "", (Finding("unknown_document"),))
    try:
        return judges[kind](document, trusted, anchors)
    except rules.Malformed as refusal:
        return Verdict(kind, str(document.get("uid", ""))[:64], (_malformed(refusal),))


def _kind(document):
    """The format that a document names; a checkpoint names none, as it was taken away."""
    if not isinstance(document, Mapping):
        return None
    bare = "format" not in document and is_checkpoint(document)
    return CHECKPOINT if bare else document.get("format")


def is_checkpoint(data) -> bool:
    """Whether plain values have the shape of a checkpoint that was taken away, true or not."""
    return isinstance(data, Mapping) and data.keys() >= _CHECKPOINT_FIELDS


def _judge_checkpoint(document, trusted, anchors):
    found = rules.read_checkpoint(document)
    findings = () if found in trusted else (unanchored(found, anchors),)
    return Verdict(CHECKPOINT, str(found.number), findings)


def _judge_growth(document, trusted, anchors):
    old, new, wrong = _read_growth(document)
    subject = f"{old.number}–{new.number}"
    findings = [Finding(code) for code in wrong]
    if not wrong and old not in trusted:
        findings.append(unanchored(old, anchors))
    return Verdict(GROWTH, subject, tuple(findings))


def _judge_proof(document, trusted, anchors):
    checkpoint = rules.read_checkpoint(document.get("checkpoint"))
    place = document.get("head")
    head = rules.read_head(place)
    index = place.get("index")
    if type(index) is not int:
        raise rules.Malformed("index")
    uid, entries = document.get("uid"), _entries(document.get("entries"))
    if not isinstance(uid, str):
        raise rules.Malformed("uid")
    path = rules.read_path(document.get("path"))
    codes = rules.check_record(uid, entries, head, index, path, checkpoint)
    findings = [Finding(code) for code in codes if code != "chain_broken"]
    problems = verify(entries, uid=uid)
    findings += [Finding(one.code, one.seq, one.field or "") for one in problems if one.is_fault]
    remarks = [Finding(one.code, one.seq) for one in problems if not one.is_fault]
    sound = {one.seq: one for one in entries if is_well_formed(one)}
    findings += _opened(document.get("opened"), sound, len(entries))
    record = document.get("record")
    differs = list(_record(record, entries, sound.values()))
    findings += differs
    values = record is not None and not differs
    names = len(record.get("actors", ())) if values else 0
    if checkpoint not in trusted:
        findings.append(unanchored(checkpoint, anchors))
    proved = 0 if findings else head.length
    told = tuple(findings), tuple(remarks)
    return Verdict(PROOF, uid, *told, len(entries), proved, values, names)


def _record(data, entries, sound):
    """Yield that the values shown are not those of the last event, and names that are not the chain's."""
    if data is None:
        return
    if not isinstance(data, Mapping):
        raise rules.Malformed("record")
    salt, last = _salt(data.get("salt"), "record.salt"), entries[-1] if entries else None
    try:
        same = last is not None and digest(salt, data.get("values")) == last.after
    except CanonicalError:
        same = False
    if not same:
        yield Finding("record_differs", None if last is None else last.seq)
    names = _names(data.get("actors", []))
    named = [replace(one, commitments=_naming(one)) for one in sound]
    for problem in verify_payloads(named, names, salt):
        if problem.is_fault:
            yield Finding(problem.code, problem.seq, problem.field or "")


def _naming(entry):
    return tuple(pair for pair in entry.commitments if pair[0] == ACTOR_NAME)


def _names(data):
    """Read the names of who acted, by number of the event; raises ``Malformed``."""
    pairs = data if isinstance(data, list) else [None]
    if not all(isinstance(one, list) and len(one) == 2 and type(one[0]) is int for one in pairs):
        raise rules.Malformed("record.actors")
    return {seq: {ACTOR_NAME: name} for seq, name in pairs}


def _opened(data, sound, length):
    """Yield the values of opened payloads that are not what the chain fixed."""
    if data is None:
        return
    if not isinstance(data, list):
        raise rules.Malformed("opened")
    for one in data:
        seq, salt, payload = _opened_event(one, length)
        entry = sound.get(seq)
        fixed = {} if entry is None else shown(entry.event, dict(entry.commitments))
        for field in unfixed(fixed, salt, seq, payload):
            yield Finding("opened_differs", seq, field)


def unfixed(commitments, salt: bytes, seq: int, payload: Mapping) -> Iterable[str]:
    """Yield the fields of an opened payload that are not what entry ``seq`` fixed.

    An empty text stands for fields that are too many or too few.
    """
    fixed = dict(commitments)
    if set(payload) != set(fixed):
        yield ""
    for field in sorted(set(payload) & set(fixed)):
        if not fixes(fixed[field], salt, seq, field, payload[field]):
            yield field


def read_opening(line) -> tuple[str, int, bytes, Mapping] | None:
    """Return (uid, seq, salt, payload) of an event that a package opens, ``None`` for what is none."""
    if not isinstance(line, Mapping) or not isinstance(line.get("uid"), str):
        return None
    try:
        return (line["uid"], *_opened_event(line, MOST_ENTRIES))
    except rules.Malformed:
        return None


def _opened_event(data, length):
    """Return (seq, salt, payload) of one opened event; raises ``Malformed``."""
    if not isinstance(data, Mapping):
        raise rules.Malformed("opened")
    seq, payload = data.get("seq"), data.get("payload")
    if type(seq) is not int or not 0 <= seq < length:
        raise rules.Malformed("opened.seq")
    if not isinstance(payload, Mapping) or not all(isinstance(one, str) for one in payload):
        raise rules.Malformed("opened.payload")
    return seq, _salt(data.get("salt"), "opened.salt"), payload


def _salt(text, field):
    """Read a salt from its hex text; raises ``Malformed``."""
    try:
        salt = bytes.fromhex(text)
    except (TypeError, ValueError):
        raise rules.Malformed(field) from None
    if len(salt) != SALT_BYTES:
        raise rules.Malformed(field)
    return salt


def _entries(data):
    """Read a chain from JSON's own kinds; raises ``Malformed``."""
    if not isinstance(data, list):
        raise rules.Malformed("entries")
    return tuple(read_entry(values) for values in data)


def read_entry(values) -> Entry:
    """Return the entry of a mapping of JSON's own kinds; raises ``Malformed``."""
    if not isinstance(values, Mapping) or set(values) != set(FIELDS):
        raise rules.Malformed("entries")
    found = dict(values)
    for name in ("roles", "groups", "commitments"):
        if not isinstance(found[name], list):
            raise rules.Malformed(f"entries.{name}")
        found[name] = tuple(tuple(one) if isinstance(one, list) else one for one in found[name])
    return Entry(**found)


def unanchored(checkpoint, anchors) -> Finding:
    """Return why none of the kept checkpoints ``anchors`` vouches for another one.

    The details name both, the kept one first: number and instant.
    """
    ours = [one for one in anchors if one.archive == checkpoint.archive]
    if not anchors:
        return Finding("no_checkpoint")
    if any(one.number == checkpoint.number and one != checkpoint for one in ours):
        return Finding("other_checkpoint", detail=str(checkpoint.number))
    oldest = min(ours, key=lambda one: one.number, default=None)
    if oldest is not None and oldest.number > checkpoint.number:
        return Finding("set_back", detail=told_apart(oldest, checkpoint))
    return Finding("not_connected")


def told_apart(kept, last) -> str:
    """Return a detail that names a kept checkpoint and the last one that is there."""
    return " / ".join(f"{one.number} {one.at}" for one in (kept, last))


def _malformed(refusal):
    return Finding("malformed", detail=str(refusal.field))
