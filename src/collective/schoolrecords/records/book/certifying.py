"""Certification of entries: of a class by its teacher, the head and the seal, of a duplicate alone.

What is certified together is a block: the numbers that stood there when its first signature was
put. Entries of the class that come later make a block of their own.
"""

from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.records.book.store import store_of
from collective.schoolrecords.records.book.store import text_of
from hashlib import sha256


class Certifying:
    """Part of :class:`.entries.Entries`."""

    def not_certified(self):
        """Return how many entries wait for their certification."""
        certified = self.kind is not None and self.kind.certified
        return self.store.open if certified else 0

    def blocks(self):
        """Return what was or is being certified together, in order, as plain values."""
        store = self.store
        return [store.block(number) for number in store.blocks]

    def pending(self):
        """Return blocks to be begun: entries in none yet, by class; each duplicate alone."""
        if self.kind is None or not self.kind.certified or not self.store.open:
            return []
        found = {}
        for entry in self.all():
            if entry["annulled"] or entry["number"] in self.store.block_of:
                continue
            label = rules.current_values(entry)["class_label"]
            alone = rules.is_duplicate(entry)
            key = (label, entry["number"] if alone else None)
            block = found.setdefault(key, _block(label, entry["cohort"], alone))
            block["numbers"].append(entry["number"])
        return list(found.values())

    def is_certified(self, number):
        """Whether nobody has to sign an entry any more; true in a book without certification."""
        return not any(number in one["numbers"] for one in self.waiting())

    def waiting(self):
        """Return all blocks without their last signature, those being signed first."""
        return [one for one in self.blocks() if not _whole(one)] + self.pending()

    def block_to_sign(self, label, number=None):
        """Return the block of a class that is signed next, or that of one duplicate; ``None``."""
        for block in self.waiting():
            if number is not None:
                fits = block["numbers"] == [number] and block["signers"] == _ALONE
            else:
                fits = block["label"] == label and block["signers"] != _ALONE
            if fits:
                return block
        return None

    def seen_of(self, block):
        """Return what changes when an entry of a block changes: what a signer has read."""
        entries = [self.store.entries[number] for number in block["numbers"]]
        return sha256(text_of([block["numbers"], entries]).encode()).hexdigest()

    def certify(self, block, signer, fact, seen=None):
        """Put a signature or the seal under a block and return it; refused with all reasons."""
        reasons = list(self._place())
        if not fact:
            reasons.append(Reason("not_given", "fact"))
        if seen is not None and seen != self.seen_of(block):
            reasons.append(Reason("entries_changed"))
        signed = tuple(block["signatures"])
        reasons += rules.certification_reasons(tuple(block["signers"]), signed, signer)
        self._refuse(reasons)
        store = store_of(self.book)
        number = block["id"] or (store.blocks.maxKey() + 1 if store.blocks else 1)
        signatures = {**block["signatures"], signer: {"fact": fact, **self._act()}}
        block = {**block, "id": number, "signatures": signatures}
        store.put_block(block)
        if _whole(block):
            store.open -= sum(not self.get(one)["annulled"] for one in block["numbers"])
        payload = {"numbers": block["numbers"], "signer": signer, "fact": fact}
        record_event(self.book, "entry_certified", payload=payload, alone=True)
        return block

    def _count_annulled(self, entry):
        """An annulled entry waits for no certification any more."""
        if not self.kind.certified:
            return
        block = self.store.block_with(entry["number"])
        if block is None or not _whole(block):
            store_of(self.book).open -= 1


_ALONE = list(rules.DUPLICATE_SIGNERS)


def _block(label, cohort, alone):
    signers = rules.DUPLICATE_SIGNERS if alone else rules.CLASS_SIGNERS
    return {
        "id": None,
        "label": label,
        "cohort": cohort,
        "numbers": [],
        "signers": list(signers),
        "signatures": {},
    }


def _whole(block):
    return len(block["signatures"]) == len(block["signers"])


def is_whole(block):
    """Whether a block has all its signatures."""
    return _whole(block)
