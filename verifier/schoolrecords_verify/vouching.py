"""What vouches for checkpoints: whether their timestamps and signatures hold, and who is trusted."""

from collections import Counter
from dataclasses import dataclass
from dataclasses import field
from importlib import import_module
from schoolrecords_verify import options
from schoolrecords_verify import signature
from schoolrecords_verify import signature_texts as texts
from schoolrecords_verify.core import checkpoint_files as rules
from schoolrecords_verify.core.verification import Finding


class Checks:
    """Checks timestamps and signatures as of a moment, with the trust that the arguments name.

    Raises :class:`.options.Unreadable` without the libraries, and for files of no certificates.
    """

    def __init__(self, asked):
        self._engines = signature.engines()
        self._trust = signature.trust_of(asked)
        self._moment = signature.moment_of(asked.at)
        self._timestamps = import_module("schoolrecords_verify.signing.cms.timestamps")

    def stamp(self, body, tokens):
        """Return (what was found as plain values, whether only the chain is unchecked)."""
        try:
            found = self._timestamps.verify(body, tokens, self._trust, self._moment)
        except self._timestamps.NoTimestamp as refusal:
            told = {"holds": False, "code": refusal.code, "message": texts.FOUND[refusal.code]}
            # Without any root of an authority there is nothing that it could lead to.
            nobody = refusal.code == "timestamp_untrusted" and not self._trust.tsa_roots
            return told, nobody or refusal.code in rules.OPEN
        return {"holds": True, "at": found.at.isoformat(), "root": found.root}, False

    def signature(self, body, der):
        """Return the ``Outcome`` of a detached signature."""
        return self._engines.verify_detached(body, der, self._trust, self._moment)


@dataclass
class Vouchers:
    """What was counted in a package; ``unchecked`` counts (code, why) of what nobody vouches for."""

    stamps: int = 0
    signatures: int = 0
    hold: int = 0
    unchecked: Counter = field(default_factory=Counter)

    def look(self, one, checks):
        """Yield the findings on what vouches for a checkpoint; ``checks``: ``None`` without libraries."""
        self.stamps += bool(one.tokens)
        self.signatures += len(one.signatures)
        if checks is None:
            self._open(rules.STAMP, texts.NO_LIBRARIES, bool(one.tokens))
            self._open(rules.SIGNATURE, texts.NO_LIBRARIES, len(one.signatures))
            return
        body, number = one.checkpoint.body(), one.checkpoint.number
        if one.tokens:
            found, is_open = checks.stamp(body, one.tokens)
            why = [] if found["holds"] else [found["message"]]
            yield from self._judged(rules.STAMP, number, why, is_open)
        for der in one.signatures:
            reasons = checks.signature(body, der).reasons
            why = [said["message"] for said in map(signature.reason, reasons)]
            yield from self._judged(
                rules.SIGNATURE, number, why, {said.code for said in reasons} <= rules.OPEN
            )

    def _judged(self, kind, number, why, is_open):
        if not why:
            self.hold += 1
        elif is_open:
            self._open(kind, " ".join(why))
        else:
            yield Finding(rules.WRONG[kind], detail=f"№ {number}: {' '.join(why)}")

    def _open(self, kind, why, count=1):
        if count:
            self.unchecked[rules.UNCHECKED[kind], why] += count

    def remarks(self):
        """Yield one remark for each reason why something stays unchecked."""
        for (code, why), count in sorted(self.unchecked.items()):
            yield Finding(code, detail=f"{count}. {why}")


def checks_of(asked):
    """Return the :class:`Checks`, ``None`` when the libraries are missing and nobody named trust."""
    named = asked.root or asked.intermediate or asked.crl or asked.tsa_root
    try:
        return Checks(asked)
    except options.Unreadable:
        if named or asked.at:
            raise
        return None
