"""RFC 3161 timestamps over a signature: asking for one, and verifying those that are kept.

A token proves that the signature existed at its time. It is kept in a row with those that renewed
it: the first covers the value of the signature (as the attribute ``signature-time-stamp`` of CAdES
does), each further one the token before it. A row is verified from its end: the last token as of
now, each earlier one as of the time of the one after it. So a token outlives the certificate of
its authority, as long as it was renewed in time.

RSA and GOST both go through ``openssl ts``. A list of revoked certificates of a timestamp authority
is used when the school keeps one; none is demanded.
"""

from . import algorithms
from . import certificates
from . import openssl
from . import revocation
from .gost import OpensslGost
from .gost import pem
from .normalised import UNREADABLE
from .openssl import EngineFailed
from .paths import paths
from asn1crypto import cms
from asn1crypto import tsp
from asn1crypto import x509
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial

import hashlib


#: Bytes of the largest answer of an authority; a token with its chain has some 6 KB.
LIMIT = 2**20
#: An authority's clock may be ahead of ours by this much.
AHEAD = timedelta(minutes=5)


class NoTimestamp(Exception):
    """A token proves nothing; ``code`` is one of ``core.signature_checks.REMARKS``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Token:
    """What a token says: its time, its imprint, and until when its authority's certificate stands."""

    der: bytes
    at: datetime
    digest: str
    imprint: bytes
    authority: str
    expires: datetime
    own: x509.Certificate
    others: tuple[x509.Certificate, ...]
    is_gost: bool


@dataclass(frozen=True)
class Stamp:
    """A verified row of tokens: the time that it proves, and the fingerprint of the last root."""

    at: datetime
    root: str


def query(covered: bytes) -> bytes:
    """Return the DER of a request for a token over ``covered``; raises ``EngineFailed``."""
    done = openssl.run(
        ("ts", "-query", "-digest", hashlib.sha256(covered).hexdigest(), "-sha256", "-cert")
        + ("-out", "request.tsq"),
        taken="request.tsq",
    )
    if done.code != 0 or not done.made:
        raise EngineFailed
    return done.made


def answered(answer: bytes, asked: bytes, roots: Sequence[bytes], at: datetime) -> bytes:
    """Return the token of an authority's answer to a request; raises :class:`NoTimestamp`.

    Its nonce and its imprint must be those of the request ``asked``, and a root must stand behind it.
    """
    if len(answer) > LIMIT:
        raise NoTimestamp("timestamp_broken")
    try:
        token = tsp.TimeStampResp.load(answer, strict=True)["time_stamp_token"].dump()
    except UNREADABLE:
        raise NoTimestamp("timestamp_broken") from None
    found = read(token)
    _in_time(found, at)
    files = {"answer.tsr": answer, "request.tsq": asked}
    _by_openssl(("-in", "answer.tsr", "-queryfile", "request.tsq"), files, found, roots, at)
    return token


def verify(covered: bytes, tokens: Sequence[bytes], trust, at: datetime) -> Stamp:
    """Verify a row of tokens over ``covered``, the oldest first; raises :class:`NoTimestamp`."""
    read_ones = [read(one) for one in tokens]
    under = [covered, *tokens]
    for data, token in zip(under, read_ones, strict=False):
        # Of every token before any root is asked for: this much shows without trust in anybody.
        _check_imprint(data, token)
    moment, root = at, ""
    for number in range(len(tokens) - 1, -1, -1):
        last = number == len(tokens) - 1
        found_root = _verify_one(under[number], read_ones[number], trust, moment)
        root = found_root if last else root
        moment = read_ones[number].at
    return Stamp(moment, root)


def read(token: bytes) -> Token:
    """Read a token; raises :class:`NoTimestamp` with ``timestamp_broken``."""
    try:
        return _read(token)
    except UNREADABLE:
        raise NoTimestamp("timestamp_broken") from None


def _read(token):
    data = cms.ContentInfo.load(token, strict=True)["content"]
    content = data["encap_content_info"]["content"]
    said = tsp.TSTInfo.load(content.contents if content.parsed is None else content.parsed.dump())
    held = tuple(
        certificates.certificate(one.chosen.dump())
        for one in data["certificates"]
        if one.name == "certificate"
    )
    [info] = data["signer_infos"]
    own = _own(info["sid"], held)
    imprint = said["message_imprint"]
    used = (*certificates.algorithms(own), info["digest_algorithm"]["algorithm"].dotted)
    return Token(
        der=token,
        at=said["gen_time"].native.astimezone(UTC),
        digest=imprint["hash_algorithm"]["algorithm"].dotted,
        imprint=imprint["hashed_message"].native,
        authority=certificates.title(own.subject),
        expires=own.not_valid_after,
        own=own,
        others=tuple(one for one in held if one is not own),
        is_gost=any(map(algorithms.is_gost, used)),
    )


def _own(sid, held):
    wanted = sid.chosen
    for cert in held:
        if sid.name == "issuer_and_serial_number":
            if cert.serial_number == wanted["serial_number"].native:
                return cert
        elif cert.key_identifier == wanted.native:
            return cert
    raise ValueError("no certificate of the authority")


def _check_imprint(covered, token):
    name = algorithms.HASHLIB.get(token.digest)
    if name is None:
        raise NoTimestamp("timestamp_uncheckable")
    if hashlib.new(name, covered).digest() != token.imprint:
        raise NoTimestamp("timestamp_of_other")


def _verify_one(covered, token, trust, at):
    _in_time(token, at)
    arguments = ("-in", "token.der", "-token_in", "-data", "covered")
    files = {"token.der": token.der, "covered": covered}
    root = _by_openssl(arguments, files, token, trust.tsa_roots, at)
    for way in paths(token.own, token.others, (root,)):
        holds = partial(revocation.signed_by, gost=OpensslGost())
        if any(revocation.revocations(way, trust.crls, at, holds, demanded=False)):
            raise NoTimestamp("timestamp_revoked")
    return certificates.fingerprint(root)


def _in_time(token, at):
    if token.at > at + AHEAD:
        raise NoTimestamp("timestamp_in_future")


def _by_openssl(arguments, files, token, roots, at):
    """Verify with each root alone, so that it is known which one stands behind the token."""
    if not roots:
        raise NoTimestamp("timestamp_untrusted")
    if token.is_gost and not openssl.has_gost():
        raise NoTimestamp("timestamp_uncheckable")
    for root in roots:
        found = certificates.certificate(root)
        try:
            done = openssl.run(
                ("ts", "-verify", *arguments, "-CAfile", "root.pem")
                + ("-attime", str(int(at.timestamp()))),
                {**files, "root.pem": pem(found)},
                gost=token.is_gost or algorithms.is_gost(certificates.algorithms(found)[0]),
            )
        except EngineFailed:
            raise NoTimestamp("timestamp_uncheckable") from None
        if done.code == 0:
            return found
    raise NoTimestamp("timestamp_untrusted")
