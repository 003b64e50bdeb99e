"""Checkpoints as files: each with the timestamps and signatures that vouch for it.

A file holds what ``GET @checkpoints/<number>`` answers. It stands for itself: whoever has it checks
its timestamps and signatures over :meth:`.checkpoint.Checkpoint.body` without the archive. In the
auditor's package each checkpoint has one, and the file says the same as the package's list. The school's
chain knows the SHA-256 and the place of every timestamp that was kept since it has an event for them, and
how many signatures there are: none of them can be left out of a package.
"""

from .checkpoint import Checkpoint
from .checkpoint import Malformed
from .checkpoint import read_checkpoint
from .verification import Finding
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

import base64
import json
import re


#: The event of the school's chain that tells of a director's signature.
SIGNED = "checkpoint_signed"
#: The event of the school's chain that tells of a timestamp; the package opens it.
STAMPED = "checkpoint_timestamped"
STAMP, SIGNATURE = "stamp", "signature"
#: What was checked → the finding that it does not hold, and the remark that it is unchecked.
WRONG = MappingProxyType({STAMP: "checkpoint_stamp_wrong", SIGNATURE: "checkpoint_signature_wrong"})
UNCHECKED = MappingProxyType(
    {STAMP: "checkpoint_stamp_unchecked", SIGNATURE: "checkpoint_signature_unchecked"}
)
CODES = (
    "checkpoint_file_differs",
    "checkpoint_signature_missing",
    "checkpoint_stamp_missing",
    *WRONG.values(),
    *UNCHECKED.values(),
)
#: Why a signature or a timestamp is neither right nor wrong: trust, terms and means are open, the rest
#: holds. Codes of :mod:`.signature_checks`. A term that has run out says nothing about the day of signing.
OPEN = frozenset(
    (
        "no_trusted_root",
        "crl_missing",
        "crl_stale",
        "certificate_expired",
        "issuer_expired",
        "unknown_algorithm",
        "weak_algorithm",
        "no_gost_engine",
        "no_openssl",
        "engine_failed",
        "timestamp_uncheckable",
    )
)
_NAME = re.compile(r"checkpoints/([1-9]\d{0,8})\.json", re.ASCII)


@dataclass(frozen=True, slots=True)
class Vouched:
    """A checkpoint with what vouches for it: tokens (RFC 3161) and detached signatures, both DER."""

    checkpoint: Checkpoint
    tokens: tuple[bytes, ...] = ()
    signatures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamped:
    """What an event says of a timestamp: number of the checkpoint, place among its tokens from 1, SHA-256."""

    number: int
    token: int
    sha256: str


def name_of(number: int) -> str:
    """Return the name that the file of a checkpoint has in a package."""
    return f"checkpoints/{number}.json"


def read_vouched(data: Mapping) -> Vouched:
    """Read the answer of ``GET @checkpoints/<number>``; raises ``Malformed``."""
    checkpoint = read_checkpoint(data)
    try:
        tokens = tuple(_bytes(one) for one in _row(data, "timestamps"))
        signatures = tuple(_bytes(one["signature"]) for one in _row(data, "signatures"))
    except (ValueError, TypeError, KeyError):
        raise Malformed("timestamps, signatures") from None
    return Vouched(checkpoint, tokens, signatures)


def read_stamped(payload: Mapping) -> Stamped:
    """Return what the payload of :data:`STAMPED` says; raises ``KeyError`` or ``TypeError``."""
    found = Stamped(*(payload[name] for name in ("number", "token", "sha256")))
    if tuple(map(type, (found.number, found.token, found.sha256))) != (int, int, str):
        raise TypeError(STAMPED)
    return found


def judge_files(
    checkpoints: Iterable,
    names: Collection[str],
    read: Callable[[str], bytes],
    signed: int,
    stamped: Iterable[Stamped] = (),
) -> Iterable[Vouched | Finding]:
    """Yield what each file of a package holds, or what is wrong with it.

    ``checkpoints``: those of the package's list, as plain values; ``names``: all files of the package;
    ``signed``: how many signatures the chains know; ``stamped``: what they know of the timestamps, those
    of a checkpoint that came after the package included. Never raises for what stands in any of them.
    """
    listed, found, known = dict(_listed(checkpoints)), 0, _by_number(stamped)
    for number in sorted({*listed, *_numbers(names)}):
        name = name_of(number)
        if name not in names:
            yield Finding("file_missing", detail=name)
            continue
        try:
            one = read_vouched(json.loads(read(name)))
        except (ValueError, RecursionError):
            # ``Malformed`` is one, text that is no JSON another.
            yield Finding("malformed", detail=name)
            continue
        if one.checkpoint != listed.get(number):
            yield Finding("checkpoint_file_differs", detail=name)
            continue
        found += len(set(one.signatures))
        yield from _lost(one, known.get(number, ()))
        yield one
    if found < signed:
        yield Finding("checkpoint_signature_missing", detail=f"{found} / {signed}")


def is_file(name: str) -> bool:
    """Whether a file of a package is that of a checkpoint."""
    return _NAME.fullmatch(name) is not None


def _by_number(stamped):
    found = {}
    for one in stamped:
        found.setdefault(one.number, []).append(one)
    return found


def _lost(one, stamped):
    """Yield a finding for each timestamp that the chain knows and that does not stand at its place."""
    there = {place: sha256(token).hexdigest() for place, token in enumerate(one.tokens, 1)}
    for event in stamped:
        if there.get(event.token) != event.sha256:
            place = f"№ {event.number}, {event.token}"
            yield Finding("checkpoint_stamp_missing", detail=place)


def _numbers(names):
    return {int(found[1]) for found in map(_NAME.fullmatch, names) if found is not None}


def _listed(checkpoints):
    """Yield (number, checkpoint); what cannot be read is told where the log is judged."""
    for data in checkpoints:
        try:
            one = read_checkpoint(data)
        except Malformed:
            continue
        yield one.number, one


def _row(data, name):
    found = data.get(name, [])
    if not isinstance(found, list):
        raise TypeError(name)
    return found


def _bytes(text):
    return base64.b64decode(text, validate=True)
