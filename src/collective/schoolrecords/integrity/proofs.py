"""Proofs as plain values: what is sent to an auditor, and what the verifier reads."""

from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.storage import chain_of
from dataclasses import asdict


FORMAT = "schoolrecords-proof-1"
GROWTH_FORMAT = "schoolrecords-growth-1"


def proof_of(record, number=None):
    """Return the proof of a record against checkpoint ``number`` (the last one without it).

    ``None`` when there is no such checkpoint or the record does not stand in its log. The chain is
    given whole, entries only: no payload and no name.
    """
    ledger = find_ledger()
    checkpoint = None if ledger is None else _checkpoint(ledger.log, number)
    if checkpoint is None:
        return None
    chain = chain_of(record)
    index = ledger.log.index_of(chain.uid, checkpoint.size)
    if index is None:
        return None
    return {
        "format": FORMAT,
        "uid": chain.uid,
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


def entry_values(entry):
    """Return an entry of a chain in JSON's own kinds."""
    values = asdict(entry)
    values["commitments"] = [list(pair) for pair in entry.commitments]
    return values | {name: list(values[name]) for name in ("roles", "groups")}


def _checkpoint(log, number):
    if number is None:
        return log.last()
    try:
        return log.checkpoint(number)
    except KeyError:
        return None
