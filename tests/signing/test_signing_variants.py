"""Files as the signing tools of Russian schools write them: each gets the right one of four results.

CryptoPro, ViPNet, Kontur and CryptoARM differ in what is around a signature (DER, PEM, bare base64 with
any line ends), in its encoding (BER of indefinite length where a tool streams) and in what is inside it
(with or without the time of signing, with one of two bindings to the certificate or none, with one, all
or no certificates). OpenSSL signs here; asn1crypto builds what OpenSSL does not offer. None of it is
called valid without the mathematics: the same file over other data is always invalid.
"""

from asn1crypto import algos
from asn1crypto import cms as asn1
from asn1crypto import core
from asn1crypto import parser
from asn1crypto import tsp
from collective.schoolrecords.core.signatures import CANNOT_CHECK
from collective.schoolrecords.core.signatures import CHAIN_UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import VALID
from collective.schoolrecords.signing.cms import normalise
from collective.schoolrecords.signing.cms import Trust
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.cms.gost import OpensslGost
from functools import cache
from signature_pki import GOST
from signature_pki import NOW

import base64
import codecs
import hashlib
import pytest
import textwrap


DATA = "Приказ № 17-у\nо зачислении\n".encode()
#: Families in which every variant is tried.
TRIED = ("rsa", "gost256")
TIME, BINDING, OLD_BINDING = (
    "1.2.840.113549.1.9.5",
    "1.2.840.113549.1.9.16.2.47",
    "1.2.840.113549.1.9.16.2.12",
)
#: Signature algorithms named by the key alone and with the digest: tools write either.
NAMES = {
    "rsa": ("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"),
    "gost256": ("1.2.643.7.1.1.1.1", "1.2.643.7.1.1.3.2"),
}


@pytest.fixture(params=TRIED)
def made(request, family):
    return family(request.param)


def trust(made):
    return Trust(roots=(made.root,), intermediates=(made.authority,), crls=made.lists)


def codes(outcome):
    return outcome.result, [one.code for one in outcome.reasons]


# -- around the signature ---------------------------------------------------------------------------


def lines(data, end, width=64):
    text = base64.b64encode(data).decode()
    return end.join([*textwrap.wrap(text, width), ""]).encode()


def block(label, end="\n"):
    def wrap(der):
        text = lines(der, end).decode()
        return f"-----BEGIN {label}-----{end}{text}-----END {label}-----{end}".encode()

    return wrap


MIME = (
    b"MIME-Version: 1.0\r\nContent-Type: application/pkcs7-signature;\r\n name=smime.p7s\r\n"
    b'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="smime.p7s"\r\n\r\n'
)
WRAPPED = {
    "der": lambda der: der,
    "zeros behind it": lambda der: der + b"\0\0\0",
    "line end behind it": lambda der: der + b"\r\n",
    "base64 in one line": base64.b64encode,
    "base64 without its padding": lambda der: base64.b64encode(der).rstrip(b"="),
    "base64 in lines": lambda der: lines(der, "\n"),
    "base64 in long lines of Windows": lambda der: lines(der, "\r\n", 76),
    "base64 in lines of an old Macintosh": lambda der: lines(der, "\r"),
    "base64 behind a mark": lambda der: codecs.BOM_UTF8 + lines(der, "\r\n"),
    "base64 of two bytes a letter": lambda der: lines(der, "\r\n").decode().encode("utf-16"),
    "pem of cms": block("CMS", "\r\n"),
    "pem of pkcs7": block("PKCS7"),
    "pem of a signature": block("SIGNATURE"),
    "pem of a signed message": block("SIGNED MESSAGE"),
    "pem behind words": lambda der: b"Signed by a tool\r\n\r\n" + block("CMS", "\r\n")(der),
    "mail": lambda der: MIME + lines(der, "\r\n"),
}


# -- how it is encoded ------------------------------------------------------------------------------


def indefinite(der, depth=4):
    """Return the same value as tools write it that stream: levels without their lengths."""
    kind, _method, tag, _header, content, _end = parser.parse(der)
    first = der[0]
    if depth == 0 or not first & 0x20 or (kind, tag) == (2, 0) and depth == 1:
        return der
    parts, rest = [], content
    while rest:
        size = parser.peek(rest)
        parts.append(indefinite(rest[:size], depth - 1))
        rest = rest[size:]
    return bytes((first, 0x80)) + b"".join(parts) + b"\0\0"


# -- what is inside ---------------------------------------------------------------------------------


def rebuilt(made, change, by="signer"):
    """Return a signature whose signed attributes ``change`` has changed, signed anew."""
    signer = asn1.ContentInfo.load(signed(made, by))["content"]["signer_infos"][0]
    attributes = change(made, {one["type"].dotted: one for one in signer["signed_attrs"]}, by)
    kept = b"".join(sorted(one.dump() for one in attributes.values()))
    value = core.OctetString(made.sign_bytes(parser.emit(0, 1, 17, kept), by))
    changed = {"signed_attrs": parser.emit(2, 1, 0, kept), "signature": value.dump()}
    return written(signed(made, by), **changed)


@cache
def signed(made, by="signer"):
    """Return the plain signature over the data, the same one for all who change it."""
    return made.sign(DATA, by)


SIGNER = (
    *("version", "sid", "digest_algorithm", "signed_attrs"),
    *("signature_algorithm", "signature", "unsigned_attrs"),
)


def written(der, certificates=None, **changed):
    """Return a signature with other certificates or fields of its signer, given as bytes.

    asn1crypto would write it anew level by level, which takes it most of a second.
    """
    info = asn1.ContentInfo.load(der)
    data = info["content"]
    signer = data["signer_infos"][0]
    parts = {name: changed.get(name, signer[name].dump()) for name in SIGNER}
    held = (
        data["certificates"].dump()
        if certificates is None
        else (parser.emit(2, 1, 0, b"".join(certificates)))
    )
    inside = (
        *(data[name].dump() for name in ("version", "digest_algorithms", "encap_content_info")),
        held,
        parser.emit(0, 1, 17, parser.emit(0, 1, 16, b"".join(parts.values()))),
    )
    body = parser.emit(2, 1, 0, parser.emit(0, 1, 16, b"".join(inside)))
    return parser.emit(0, 1, 16, info["content_type"].dump() + body)


def without(*names):
    def change(made, attributes, by):
        return {name: one for name, one in attributes.items() if name not in names}

    return change


def bound(digest, kind=BINDING):
    """Bind to the certificate with a digest: an identifier for version 2, SHA-1 for version 1."""

    def change(made, attributes, by):
        cert = made.der(by)
        if kind == OLD_BINDING:
            named = tsp.SigningCertificate(
                {"certs": [{"cert_hash": hashlib.sha1(cert, usedforsecurity=False).digest()}]}
            )
        else:
            name = {"sha256": "2.16.840.1.101.3.4.2.1", "streebog": "1.2.643.7.1.1.2.2"}[digest]
            one = {"cert_hash": made.digest_of(cert, digest)}
            if digest != "sha256":
                one["hash_algorithm"] = algos.DigestAlgorithm({"algorithm": name})
            named = tsp.SigningCertificateV2({"certs": [one]})
        kept = without(BINDING)(made, attributes, by)
        return {**kept, kind: asn1.CMSAttribute({"type": kind, "values": [named]})}

    return change


def renamed(name):
    """Name the signature's algorithm otherwise: it is not among what is signed."""

    def make(made):
        algorithm = algos.SignedDigestAlgorithm({"algorithm": NAMES[made.name][name]})
        return written(signed(made), signature_algorithm=algorithm.dump())

    return make


def with_certificates(order):
    """Put certificates into the file: ``order`` takes signer, authority and root."""

    def make(made):
        held = {"authority": made.authority, "root": made.root}
        return written(signed(made), [held.get(one) or made.der(one) for one in order])

    return make


def with_unsigned(made):
    """Add an attribute that nobody signed and nobody knows, as archives of signatures do."""
    one = {"type": "1.2.643.2.45.1.1", "values": [core.Any(core.OctetString(b"archive"))]}
    attributes = parser.emit(2, 1, 1, asn1.CMSAttribute(one).dump())
    return written(signed(made), unsigned_attrs=attributes)


INSIDE = {
    "binding to the certificate": signed,
    "no time of signing": lambda made: rebuilt(made, without(TIME)),
    "no binding": lambda made: rebuilt(made, without(BINDING)),
    "neither": lambda made: rebuilt(made, without(TIME, BINDING)),
    "binding by SHA-256": lambda made: rebuilt(made, bound("sha256")),
    "binding of version 1": lambda made: rebuilt(made, bound("sha1", OLD_BINDING)),
    "signer by key": lambda made: made.sign(DATA, more=("-keyid",)),
    "named by the key alone": renamed(0),
    "named with the digest": renamed(1),
    "signer's certificate alone": with_certificates(["signer"]),
    "all certificates, the root first": with_certificates(["root", "authority", "signer"]),
    "all certificates, the signer first": with_certificates(["signer", "authority", "root"]),
    "unknown attribute that is not signed": with_unsigned,
}


def test_whatever_is_around_a_signature_it_is_the_same(made):
    """The bytes that are checked are the same; one check of each form shows that they are checked."""
    known = trust(made)
    for der in (signed(made), indefinite(signed(made))):
        assert {name: normalise(wrap(der)) == der for name, wrap in WRAPPED.items()} == (
            dict.fromkeys(WRAPPED, True)
        )
        file = WRAPPED["mail"](der)
        assert codes(verify_detached(DATA, file, known, NOW)) == (VALID, [])
        assert codes(verify_detached(DATA + b"!", file, known, NOW)) == (
            INVALID,
            ["content_differs"],
        )
    open_ = codes(verify_detached(DATA, der, Trust(intermediates=(made.authority,)), NOW))
    assert open_ == (CHAIN_UNCHECKED, ["no_trusted_root"])
    if made.name in GOST:
        found = verify_detached(DATA, der, known, NOW, gost=NoEngine())
        assert codes(found) == (CANNOT_CHECK, ["no_gost_engine"])


def test_whatever_a_tool_puts_into_a_signature_it_is_checked(made):
    """Each holds as it is written by a tool that streams; other data, other bits never do."""
    known, found = trust(made), {}
    for name, make in INSIDE.items():
        sig = make(made)
        answers = (
            verify_detached(DATA, indefinite(sig), known, NOW),
            verify_detached(DATA + b"!", sig, known, NOW),
            verify_detached(DATA, broken(sig), known, NOW),
        )
        found[name] = [codes(one) for one in answers]
    assert found == dict.fromkeys(
        INSIDE, [(VALID, []), (INVALID, ["content_differs"]), (INVALID, ["signature_wrong"])]
    )


class NoEngine(OpensslGost):
    def available(self):
        return False


def broken(sig):
    """The same structure with one bit of the signature itself turned."""
    value = asn1.ContentInfo.load(sig)["content"]["signer_infos"][0]["signature"].native
    assert sig.count(value) == 1
    return sig.replace(value, value[:-1] + bytes((value[-1] ^ 1,)))


def test_what_cannot_be_valid_is_told_by_its_name(made):
    known = trust(made)
    other = made.person("stranger") and made.der("stranger")

    def substituted(made, attributes, by):
        one = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(other).digest()}]})
        return {**attributes, BINDING: asn1.CMSAttribute({"type": BINDING, "values": [one]})}

    def of_version_1(made, attributes, by):
        one = tsp.SigningCertificate(
            {"certs": [{"cert_hash": hashlib.sha1(other, usedforsecurity=False).digest()}]}
        )
        kept = without(BINDING)(made, attributes, by)
        return {**kept, OLD_BINDING: asn1.CMSAttribute({"type": OLD_BINDING, "values": [one]})}

    cases = {
        # A tool that turns the ends of lines has signed other bytes.
        "text mode": (made.sign(DATA.replace(b"\n", b"\r\n")), INVALID, ["content_differs"]),
        "no certificate": (
            made.sign(DATA, others=(), more=("-nocerts",)),
            *(CANNOT_CHECK, ["no_certificate"]),
        ),
        "the authority's alone": (
            with_certificates(["authority"])(made),
            *(CANNOT_CHECK, ["no_certificate"]),
        ),
        "another certificate bound": (
            rebuilt(made, substituted),
            *(INVALID, ["certificate_substituted"]),
        ),
        "another certificate bound by version 1": (
            rebuilt(made, of_version_1),
            *(INVALID, ["certificate_substituted"]),
        ),
        "no attributes": (
            made.sign(DATA, more=("-noattr",)),
            CANNOT_CHECK,
            ["no_signed_attributes"],
        ),
        "attached": (made.sign(DATA, attached=True), CANNOT_CHECK, ["attached"]),
        "attached and streamed": (
            made.sign(DATA, attached=True, more=("-stream",)),
            *(CANNOT_CHECK, ["attached"]),
        ),
        "a certificate": (block("CERTIFICATE")(other), CANNOT_CHECK, ["not_cms"]),
        "cut": (indefinite(signed(made))[:-2], CANNOT_CHECK, ["not_cms"]),
        "two": (lines(signed(made), "\n") * 2, CANNOT_CHECK, ["several_in_file"]),
    }
    found = {
        name: codes(verify_detached(DATA, sig, known, NOW)) for name, (sig, *_x) in cases.items()
    }
    assert found == {name: (result, reasons) for name, (_sig, result, reasons) in cases.items()}
