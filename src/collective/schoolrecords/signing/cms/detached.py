"""The check of one detached signature: all that was found, put together into an ``Outcome``."""

from ...core.reasons import Reason
from ...core.signature_checks import lifetime
from ...core.signature_checks import RESULT_OF
from ...core.signature_checks import result_of
from ...core.signatures import CANNOT_CHECK
from ...core.signatures import Outcome
from . import algorithms
from . import certificates
from . import revocation
from . import rsa_ec
from . import timestamps
from .gost import OpensslGost
from .normalised import normalise
from .normalised import UNREADABLE
from .normalised import Unusable
from .openssl import EngineFailed
from .parsed import parse
from .paths import paths
from .paths import top_issuer
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from functools import partial

import hashlib


#: The engine of this machine.
GOST = OpensslGost()


def verify_detached(
    data: bytes,
    signature: bytes,
    trust,
    at: datetime,
    *,
    tokens: Sequence[bytes] = (),
    gost=GOST,
) -> Outcome:
    """Check the detached ``signature`` over ``data`` and return what was found.

    ``signature``: a .sig file as it came (DER, PEM or bare base64). ``trust``: :class:`Trust`.
    ``at``: the instant as of which certificates and lists are judged, unless a timestamp proves an
    earlier one: among ``tokens`` (a row of RFC 3161 tokens, see :mod:`.timestamps`) or inside the
    file. ``gost``: an ``IGostVerifier``. Never raises for what the bytes say.
    """
    try:
        known = tuple(map(certificates.certificate, trust.intermediates))
        parsed = parse(normalise(signature), known)
        signer = certificates.signer(parsed.signer)
    except Unusable as refusal:
        return Outcome(CANNOT_CHECK, refusal.reasons, None, "", None, None, at)
    except UNREADABLE:
        return Outcome(CANNOT_CHECK, (Reason("not_cms"),), None, "", None, None, at)
    seen = Outcome(
        result=CANNOT_CHECK,
        reasons=(Reason("engine_failed"),),
        signer=signer,
        algorithm=parsed.algorithm,
        signed_at=parsed.signed_at,
        timestamped_at=None,
        checked_at=at,
    )
    return _Check(parsed, data, trust, at, gost).outcome(seen, tokens)


class _Check:
    """One check: what it is about, and what it uses."""

    def __init__(self, parsed, data, trust, at, gost):
        self.parsed, self.data, self.trust = parsed, data, trust
        self.at = self.as_of = at
        self.gost = gost
        self.remarks = ()
        self.stamp = None
        self.judged_ways = {}

    @cached_property
    def helpers(self):
        """Certificates that may stand between the signer and a root."""
        kept = map(certificates.certificate, self.trust.intermediates)
        return (*self.parsed.others, *kept)

    @cached_property
    def ways(self):
        """The ways to the school's roots."""
        roots = map(certificates.certificate, self.trust.roots)
        return paths(self.parsed.signer, self.helpers, roots)

    def outcome(self, seen, tokens):
        """Return ``seen`` with the result, all reasons and the way that was taken."""
        chain = ()
        try:
            reasons = tuple(self._no_means())
            if not reasons:
                self._take_time(tokens)
                reasons, chain = self._judged()
        except EngineFailed as failure:
            reasons = (Reason(failure.code, data=failure.data),)
        except UNREADABLE:
            # A certificate on the way holds what nobody can read: nothing is said of the rest.
            reasons = (Reason("engine_failed"),)
        return replace(
            seen,
            result=result_of(reasons),
            reasons=reasons,
            timestamped_at=self.stamp and self.stamp.at,
            remarks=self.remarks,
            chain=tuple(map(certificates.fingerprint, chain)),
        )

    def _no_means(self):
        """Yield why nothing can be computed."""
        fault = algorithms.fault_of(self.parsed.digest, self.parsed.signature)
        if fault is not None:
            yield Reason(fault, data={"algorithm": self.parsed.algorithm})
        elif self.parsed.is_gost:
            if not self.gost.available():
                yield Reason("no_gost_engine")
        elif _short(self.parsed.signer):
            yield Reason("weak_algorithm", data={"algorithm": self.parsed.algorithm})

    def _take_time(self, tokens):
        """Judge as of the time of a timestamp that holds; one that does not is a remark.

        It is verified before anything else: who could choose the time could choose the result.
        """
        rows = [tuple(tokens)] if tokens else [(one,) for one in self.parsed.tokens]
        found, remarks = [], []
        for row in rows:
            try:
                found.append(timestamps.verify(self.parsed.value, row, self.trust, self.at))
            except timestamps.NoTimestamp as refusal:
                remarks.append(Reason(refusal.code))
        self.remarks = tuple(remarks)
        self.stamp = min(found, key=lambda one: one.at, default=None)
        self.as_of = min(self.stamp.at, self.at) if self.stamp else self.at

    def _judged(self):
        """Return (all reasons, the way to the root)."""
        own = [*self._of_signature(), *self._of_certificate()]
        if self._substituted:
            # The way of a certificate that did not sign says nothing.
            return tuple(own), ()
        if not self.ways:
            issuer = top_issuer(self.parsed.signer, self.helpers)
            return (*own, Reason("no_trusted_root", data={"issuer": issuer})), ()
        judged = []
        for way in self.ways:
            reasons = tuple(self._of_way(way))
            if not reasons:
                return tuple(own), way
            judged.append((reasons, way))
        reasons, way = min(judged, key=lambda one: _weight(one[0]))
        return (*own, *reasons), way

    def _of_signature(self):
        """Yield what speaks against the mathematics."""
        found = self._by_engine(self.ways[0] if self.ways else ())
        if not found.intact:
            yield Reason("content_differs")
        elif not found.valid and not self._substituted:
            # An engine that sees another certificate bound calls all of it wrong.
            yield Reason("signature_wrong")
        if self._substituted:
            yield Reason("certificate_substituted")

    @cached_property
    def _substituted(self):
        """Whether the signature is bound to another certificate than the one in the file."""
        found = self._by_engine(self.ways[0] if self.ways else ())
        if self.parsed.binding is None or found.bound:
            return False
        identifier, wanted = self.parsed.binding
        return self._digest(identifier, self.parsed.signer.dump()) != wanted

    def _by_engine(self, way):
        """Return what the engine says of the signature and a way; asked once for each."""
        key = tuple(cert.sha256 for cert in way)
        if key not in self.judged_ways:
            engine = rsa_ec
            if self.parsed.is_gost or not _is_plain(way):
                engine = self.gost
                if not engine.available():
                    raise EngineFailed("no_gost_engine")
            moment = self._moment(way) if way else self.as_of
            self.judged_ways[key] = engine.judge(self.parsed, self.data, way, moment)
        return self.judged_ways[key]

    def _moment(self, way):
        """The instant nearest to ours at which the whole way stood.

        Who is out of date is told for itself; the mathematics of the way are another question.
        """
        first = max(cert.not_valid_before for cert in way)
        last = min(cert.not_valid_after for cert in way)
        return max(first, min(last - timedelta(seconds=1), self.as_of))

    def _digest(self, identifier, data):
        if identifier in algorithms.STREEBOG:
            return self.gost.digest(identifier, data)
        if identifier == algorithms.SHA1:
            return hashlib.sha1(data, usedforsecurity=False).digest()
        if identifier not in algorithms.HASHLIB:
            raise EngineFailed("unknown_algorithm", algorithm=algorithms.called(identifier))
        return hashlib.new(algorithms.HASHLIB[identifier], data).digest()

    def _of_certificate(self):
        """Yield what the signer's own certificate says against the signature."""
        signer = self.parsed.signer
        yield from lifetime(signer.not_valid_before, signer.not_valid_after, self.as_of)
        if not certificates.may_sign(signer):
            yield Reason("certificate_not_for_signing")

    def _of_way(self, way):
        """Yield what speaks against a way to a trusted root."""
        for cert in way[1:]:
            name = certificates.title(cert.subject)
            yield from lifetime(
                cert.not_valid_before, cert.not_valid_after, self.as_of, issuer=name
            )
        if self._by_engine(way).trusted is False:
            yield Reason("chain_broken")
            return
        holds = partial(revocation.signed_by, gost=self.gost)
        yield from revocation.revocations(way, self.trust.crls, self.as_of, holds)


def _is_plain(way):
    """Whether nothing on a way needs the GOST engine."""
    used = (name for cert in way for name in certificates.algorithms(cert))
    return not any(map(algorithms.is_gost, used))


def _short(cert):
    key = cert.public_key
    return key.algorithm == "rsa" and key.bit_size < algorithms.SHORTEST_RSA


def _weight(reasons):
    results = [RESULT_OF[reason.code] for reason in reasons]
    return results.count("invalid"), len(results)
