"""Reads the structure of one detached CMS signature (RFC 5652, CAdES: RFC 5126)."""

from . import algorithms
from . import certificates
from .normalised import UNREADABLE
from .normalised import Unusable
from asn1crypto import cms
from asn1crypto import parser
from asn1crypto import x509
from asn1crypto.core import Void
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from itertools import islice


_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
_OLD_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
_TIMESTAMP = "1.2.840.113549.1.9.16.2.14"
_DATA = "1.2.840.113549.1.7.1"
#: Tags of ASN.1, and the parts of a signature that are before its certificates and in its signer's part.
_SEQUENCE, _SET = 16, 17
_HEAD = ("version", "digest_algorithms", "encap_content_info")
_SIGNER = (
    *("version", "sid", "digest_algorithm", "signed_attrs"),
    *("signature_algorithm", "signature"),
)
#: Timestamps of one file that are looked at: each costs a child process.
MOST_TOKENS = 4


@dataclass(frozen=True)
class Judged:
    """What an engine says of one signature.

    ``intact``: the data are those that were signed. ``valid``: the key of the signer signed.
    ``trusted``: the way leads to its root; ``None`` when the engine did not look. ``bound``: the
    engine also compared the certificate with the one that the signature is bound to.
    """

    intact: bool
    valid: bool
    trusted: bool | None
    bound: bool = False


@dataclass(frozen=True)
class Parsed:
    """One signature: ``der`` as it came, and what it says.

    ``others`` are the certificates in the file beside the signer's. ``value`` is the signature
    itself, which a timestamp covers; ``tokens`` are the timestamps inside the file. ``digest`` and
    ``signature`` are identifiers of algorithms, ``message_digest`` is what was signed. ``binding``
    is the digest of the one certificate that the signature is bound to, and the algorithm of it;
    CAdES demands it, plain CMS does without.
    """

    der: bytes
    signer: x509.Certificate
    others: tuple[x509.Certificate, ...]
    digest: str
    signature: str
    message_digest: bytes
    signed_at: datetime | None
    value: bytes
    tokens: tuple[bytes, ...]
    binding: tuple[str, bytes] | None

    def on_way(self, path) -> bytes:
        """Return the signature with the certificates of a way only, without what nobody signed.

        The engines get this one: other certificates in the file could lead them another way than
        the one whose revocation is looked at, and pyhanko stops at a Russian timestamp. The root
        is left out; an empty way is the signer's certificate alone.
        """
        kept = path[:-1] or (self.signer,)
        info = cms.ContentInfo.load(self.der)
        data = info["content"]
        signer = data["signer_infos"][0]
        # Put together from the bytes of its parts: asn1crypto needs a hundred times as long to write a
        # structure of indefinite length anew, level by level.
        content = (
            *(data[name].dump() for name in _HEAD),
            _tagged(sorted(one.dump() for one in kept)),
            _plain(_SET, [_plain(_SEQUENCE, [signer[name].dump() for name in _SIGNER])]),
        )
        inside = _tagged([_plain(_SEQUENCE, content)])
        return _plain(_SEQUENCE, [info["content_type"].dump(), inside])

    @property
    def algorithm(self) -> str:
        """The name of the algorithms for people."""
        return algorithms.name_of(self.digest, self.signature)

    @property
    def is_gost(self) -> bool:
        """Whether any part of the signature needs the GOST engine."""
        names = (self.digest, self.signature, *certificates.algorithms(self.signer))
        return any(map(algorithms.is_gost, names))


def parse(der: bytes, known=()) -> Parsed:
    """Read a normalised signature; raises ``Unusable``.

    ``known`` are certificates to look for the signer's among, when the file has none.
    Codes: ``not_cms``, ``several_signers``, ``no_signed_attributes``, ``no_certificate``.
    """
    try:
        return _parse(der, known)
    except UNREADABLE:
        raise Unusable("not_cms") from None


def _parse(der, known):
    data = cms.ContentInfo.load(der)["content"]
    infos = data["signer_infos"]
    if len(infos) != 1:
        raise Unusable("several_signers" if len(infos) else "not_cms")
    info = infos[0]
    if isinstance(info["signed_attrs"], Void):
        raise Unusable("no_signed_attributes")
    signed = _values(info["signed_attrs"])
    if _CONTENT_TYPE not in signed or _MESSAGE_DIGEST not in signed:
        raise Unusable("no_signed_attributes")
    if signed[_CONTENT_TYPE].dotted != _DATA:
        raise Unusable("not_cms")
    embedded = _certificates(data)
    signer = _signer(info["sid"], (*embedded, *known))
    moment = signed.get(_SIGNING_TIME)
    return Parsed(
        der=der,
        signer=signer,
        others=tuple(one for one in embedded if one is not signer),
        digest=info["digest_algorithm"]["algorithm"].dotted,
        signature=info["signature_algorithm"]["algorithm"].dotted,
        message_digest=signed[_MESSAGE_DIGEST].native,
        signed_at=None if moment is None else moment.native.astimezone(UTC),
        value=info["signature"].native,
        tokens=tuple(islice(_tokens(info["unsigned_attrs"]), MOST_TOKENS)),
        binding=_binding(signed),
    )


def _plain(tag, parts):
    return parser.emit(0, 1, tag, b"".join(parts))


def _tagged(parts):
    return parser.emit(2, 1, 0, b"".join(parts))


def value_of(der: bytes) -> bytes:
    """Return the signature itself of a normalised file that was read before: what a timestamp covers."""
    [info] = cms.ContentInfo.load(der)["content"]["signer_infos"]
    return info["signature"].native


def _values(attributes):
    """Return the attributes that have one value, by identifier; a repeated one is an error."""
    found = {}
    for one in attributes:
        name = one["type"].dotted
        if name in found or len(one["values"]) != 1:
            raise ValueError(name)
        found[name] = one["values"][0]
    return found


def _certificates(data):
    if isinstance(data["certificates"], Void):
        return ()
    plain = [one.chosen for one in data["certificates"] if one.name == "certificate"]
    return tuple(certificates.certificate(one.dump()) for one in plain)


def _signer(sid, candidates):
    """Return the certificate that the signature names by issuer and number or by key."""
    for cert in candidates:
        if sid.name == "issuer_and_serial_number":
            wanted = sid.chosen
            if (
                cert.serial_number == wanted["serial_number"].native
                and cert.issuer == wanted["issuer"]
            ):
                return cert
        elif cert.key_identifier == sid.chosen.native:
            return cert
    raise Unusable("no_certificate")


def _tokens(attributes):
    if isinstance(attributes, Void):
        return
    for one in attributes:
        if one["type"].dotted == _TIMESTAMP:
            yield from (value.dump() for value in one["values"])


def _binding(signed):
    """Return (algorithm, digest) of the first certificate that the signature is bound to.

    ``signing-certificate-v2`` names its algorithm; the first version, which some tools still write, is
    always SHA-1 (RFC 5035).
    """
    named, old = signed.get(_SIGNING_CERTIFICATE), signed.get(_OLD_SIGNING_CERTIFICATE)
    if named is not None:
        first = named["certs"][0]
        return first["hash_algorithm"]["algorithm"].dotted, first["cert_hash"].native
    return None if old is None else (algorithms.SHA1, old["certs"][0]["cert_hash"].native)
