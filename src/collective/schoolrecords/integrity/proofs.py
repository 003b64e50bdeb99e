"""Proofs as plain values: what is sent to an auditor, and what the verifier reads."""

from collective.schoolrecords.core.canonical import plain
from collective.schoolrecords.core.checkpoint import Malformed
from collective.schoolrecords.core.checkpoint import read_checkpoint
from collective.schoolrecords.ledger.interfaces import IDigestible
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.storage import chain_of
from dataclasses import asdict


FORMAT = "schoolrecords-proof-1"
GROWTH_FORMAT = "schoolrecords-growth-1"


def proof_of(record, number=None, opened=False):
    """Return the proof of a record against checkpoint ``number`` (the last one without it).

    ``None`` when there is no such checkpoint or the record does not stand in its log. The chain is
    given whole, entries only: no payload and no name. ``opened``: with the values of the record, the
    names of who acted and the salt of both, so that they are proved as they are shown.
    """
    ledger = find_ledger()
    checkpoint = None if ledger is None else _checkpoint(ledger.log, number)
    if checkpoint is None:
        return None
    chain = chain_of(record)
    index = ledger.log.index_of(chain.uid, checkpoint.size)
    if index is None:
        return None
    digestible = IDigestible(record, None) if opened else None
    return {
        "format": FORMAT,
        "uid": chain.uid,
        **({} if digestible is None else {"record": _opened(chain, digestible)}),
        "checkpoint": checkpoint.as_dict(),
        "head": {"index": index, **asdict(ledger.log.head(index))},
        "path": [step.hex() for step in ledger.log.inclusion(index, checkpoint.size)],
        "entries": [entry_values(entry) for entry in chain.entries()],
    }


def growth(log, old, new):
    """Return the proof that the log of checkpoint ``new`` begins with that of ``old``.

    The order of the two does not matter to the caller; the older one is given first.
    """
    old, new = sorted((old, new), key=lambda one: one.number)
    return {
        "format": GROWTH_FORMAT,
        "old": old.as_dict(),
        "new": new.as_dict(),
        "path": [step.hex() for step in log.consistency(old.size, new.size)],
    }


def growth_from(ledger, kept):
    """Return the proof that the log now begins with the log of a checkpoint that somebody kept.

    ``kept`` are plain values, of whatever origin. ``None`` for what is no checkpoint and before the
    first one; a kept log that is longer than this one cannot be its beginning, and the proof shows it.
    """
    last = ledger.log.last() if ledger is not None else None
    try:
        old = read_checkpoint(kept)
    except Malformed:
        return None
    if last is None:
        return None
    size = min(old.size, last.size)
    return {
        "format": GROWTH_FORMAT,
        "old": old.as_dict(),
        "new": last.as_dict(),
        "path": [step.hex() for step in ledger.log.consistency(size, last.size)],
    }


def entry_values(entry):
    """Return an entry of a chain in JSON's own kinds."""
    values = asdict(entry)
    values["commitments"] = [list(pair) for pair in entry.commitments]
    return values | {name: list(values[name]) for name in ("roles", "groups")}


def _opened(chain, digestible):
    named = ([seq, chain.actor_name(seq)] for seq in range(len(chain)))
    return {
        "salt": chain.salt.hex(),
        "values": plain(digestible.digestible()),
        "actors": [pair for pair in named if pair[1]],
    }


def _checkpoint(log, number):
    if number is None:
        return log.last()
    try:
        return log.checkpoint(number)
    except KeyError:
        return None
