"""Checks of detached signatures that OpenSSL made: what holds, what does not, and why."""

from asn1crypto import cms as asn1
from asn1crypto import x509 as asn1x509
from collective.schoolrecords.core.signatures import CANNOT_CHECK
from collective.schoolrecords.core.signatures import CHAIN_UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import RESULTS
from collective.schoolrecords.core.signatures import VALID
from collective.schoolrecords.signing.cms import algorithms
from collective.schoolrecords.signing.cms import normalise
from collective.schoolrecords.signing.cms import openssl
from collective.schoolrecords.signing.cms import Trust
from collective.schoolrecords.signing.cms import Unusable
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.cms.certificates import certificate
from collective.schoolrecords.signing.cms.gost import OpensslGost
from collective.schoolrecords.signing.cms.normalised import LIMIT
from collective.schoolrecords.signing.cms.paths import paths
from datetime import timedelta
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from signature_pki import KEYS
from signature_pki import LONG
from signature_pki import NOW
from signature_pki import PLAIN
from time import perf_counter

import base64
import codecs
import logging
import pytest
import subprocess


DATA = "Личное дело № 17\n".encode() * 100
MONTH = timedelta(days=30)


class NoEngine(OpensslGost):
    """A machine without the package."""

    def available(self):
        return False


def trust(made, **other):
    """What a school trusts that has all that a family publishes."""
    parts = {"roots": (made.root,), "intermediates": (made.authority,), "crls": made.lists}
    return Trust(**{**parts, **other})


def codes(outcome):
    """The result with the codes of its reasons."""
    return outcome.result, [one.code for one in outcome.reasons]


@pytest.fixture(params=KEYS)
def made(request, family):
    return family(request.param)


@pytest.fixture(params=PLAIN)
def plain(request, family):
    return family(request.param)


@pytest.fixture
def signature(plain):
    return plain.sign(DATA)


def test_a_good_signature_is_valid_and_names_its_signer(made):
    found = verify_detached(DATA, made.sign(DATA), trust(made), NOW)

    assert codes(found) == (VALID, [])
    assert len(found.chain) == 3
    assert abs(found.signed_at - NOW) < timedelta(hours=1)
    signer = found.signer
    assert (signer.name, signer.position) == ("Орлова Нина Петровна", "Директор")
    assert (signer.snils, signer.inn) == ("11223344595", "500100732259")
    assert (signer.organisation, signer.organisation_inn) == ("МБОУ Школа № 12", "7707083893")
    assert signer.issuer == "Выдающий УЦ"
    assert signer.not_after == NOW + LONG
    assert signer.fingerprint == found.chain[0]
    assert {"rsa": "RSA / SHA-256", "ec": "ECDSA / SHA-256"}.get(
        made.name, f"ГОСТ Р 34.10-2012 ({made.name[-3:]}) / Стрибог-{made.name[-3:]}"
    ) == found.algorithm


def test_faults_are_told_by_their_names(made):
    """One table for all algorithms: what is wrong, the result, the reasons."""
    sig = made.sign(DATA)
    made.person("expired", start=NOW - LONG, end=NOW - MONTH)
    made.person("early", start=NOW + MONTH, end=NOW + LONG)
    made.person("server", use="server")
    assert made.other_root
    made.person("forged", use="bare", issuer="other")
    full = trust(made)
    old = made.list_of("issuing", start=NOW - 2 * MONTH, end=NOW - MONTH, name="old")
    suspended = made.list_of(
        "issuing", [made.number("signer")], reason="certificateHold", name="hold"
    )
    authority_gone = made.list_of("root", [made.number("issuing")], name="authority")
    cases = {
        "content": (DATA + b" ", sig, full, INVALID, ["content_differs"]),
        "of another record": (DATA, made.sign(b"other"), full, INVALID, ["content_differs"]),
        "its bits": (DATA, broken(sig), full, INVALID, ["signature_wrong"]),
        "revoked": (DATA, made.sign(DATA, "revoked"), full, INVALID, ["certificate_revoked"]),
        "expired": (DATA, made.sign(DATA, "expired"), full, INVALID, ["certificate_expired"]),
        "early": (DATA, made.sign(DATA, "early"), full, INVALID, ["certificate_not_yet"]),
        "use": (DATA, made.sign(DATA, "server"), full, INVALID, ["certificate_not_for_signing"]),
        "forged": (DATA, made.sign(DATA, "forged"), full, INVALID, ["chain_broken"]),
        "suspended": (
            *(DATA, sig, trust(made, crls=(*made.lists, suspended))),
            *(INVALID, ["certificate_revoked"]),
        ),
        "authority revoked": (
            *(DATA, sig, trust(made, crls=(*made.lists, authority_gone))),
            *(INVALID, ["issuer_revoked"]),
        ),
        "two at once": (DATA + b" ", sig, Trust(), INVALID, ["content_differs", "no_trusted_root"]),
        "no root": (DATA, sig, Trust(), CHAIN_UNCHECKED, ["no_trusted_root"]),
        "wrong root": (
            *(DATA, sig, trust(made, roots=(made.other_root,))),
            *(CHAIN_UNCHECKED, ["no_trusted_root"]),
        ),
        "no lists": (
            *(DATA, sig, trust(made, crls=())),
            *(CHAIN_UNCHECKED, ["crl_missing", "crl_missing"]),
        ),
        "old list": (
            *(DATA, sig, trust(made, crls=(made.lists[0], old))),
            *(CHAIN_UNCHECKED, ["crl_stale"]),
        ),
        "list of nobody": (
            *(DATA, sig, trust(made, crls=(made.lists[0], made.list_of("other")))),
            *(CHAIN_UNCHECKED, ["crl_missing"]),
        ),
        "attached": (DATA, made.sign(DATA, attached=True), full, CANNOT_CHECK, ["attached"]),
    }
    found = {
        name: codes(verify_detached(data, sig, known, NOW))
        for name, (data, sig, known, _result, _reasons) in cases.items()
    }
    assert found == {name: (result, reasons) for name, (*_x, result, reasons) in cases.items()}


def broken(sig):
    """The same structure with one bit of the signature itself turned."""
    info = asn1.ContentInfo.load(sig)
    value = bytearray(info["content"]["signer_infos"][0]["signature"].native)
    value[-1] ^= 1
    info["content"]["signer_infos"][0]["signature"] = bytes(value)
    return info.dump()


def test_what_the_certificates_do_not_say_is_not_guessed(plain):
    """The root that nobody uploaded is named, so that the administrator knows whom to ask."""
    [reason] = verify_detached(DATA, plain.sign(DATA), Trust(), NOW).reasons

    assert reason.data == {"issuer": "Головной УЦ"}


def test_another_intermediate_in_the_file_does_not_hide_a_revoked_one(plain):
    """An attacker puts a certificate of the same name and key beside the revoked authority."""
    plain.person("twin", use="authority", issuer="root")
    sig = plain.sign(DATA, others=("issuing", "twin"))
    gone = plain.list_of("root", [plain.number("issuing")], name="authority")

    found = verify_detached(DATA, sig, trust(plain, crls=(*plain.lists, gone)), NOW)

    assert codes(found) == (INVALID, ["issuer_revoked"])


def test_certificates_that_all_name_each_other_cost_no_more(family):
    """Sixty of them would make millions of ways, none of which leads anywhere."""
    ec = family("ec")
    ec.person("signer", issuer="issuing")
    ring = [certificate(ec.authority)]
    for number in range(60):
        info = asn1x509.Certificate.load(ec.authority)
        info["tbs_certificate"]["serial_number"] = number + 1
        info["tbs_certificate"]["issuer"] = info["tbs_certificate"]["subject"]
        ring.append(asn1x509.Certificate.load(info.dump(force=True)))
    signer = certificate(ec.der("signer"))
    begun = perf_counter()

    assert paths(signer, ring, ()) == []
    assert [len(way) for way in paths(signer, ring, (certificate(ec.root),))] == [3]
    assert perf_counter() - begun < 30


def test_nothing_of_the_signer_gets_into_the_log(plain, caplog):
    """pyhanko writes the subject of a certificate whose way leads nowhere."""
    with caplog.at_level(logging.DEBUG):
        verify_detached(DATA, plain.sign(DATA), Trust(), NOW)

    assert "11223344595" not in caplog.text
    assert "Орлова" not in caplog.text


@pytest.mark.parametrize(
    "form",
    [
        bytes,
        base64.b64encode,
        lambda der: base64.encodebytes(der).replace(b"\n", b"\r\n"),
        lambda der: codecs.BOM_UTF8 + base64.b64encode(der) + b"\r\n",
        lambda der: base64.b64encode(der).decode().encode("utf-16"),
        lambda der: base64.b64encode(der).rstrip(b"="),
        lambda der: b"-----BEGIN CMS-----\n%s-----END CMS-----\n" % base64.encodebytes(der),
        lambda der: (
            b"\xef\xbb\xbf-----BEGIN PKCS7-----\n%s-----END PKCS7-----" % base64.encodebytes(der)
        ),
        lambda der: der + b"\r\n\0",
    ],
    ids=["der", "base64", "lines", "mark", "utf16", "unpadded", "cms", "pkcs7", "blanks"],
)
def test_every_form_of_a_file_is_brought_to_der(family, form):
    der = family("ec").sign(DATA)

    assert normalise(form(der)) == der
    assert verify_detached(DATA, form(der), trust(family("ec")), NOW).result == VALID


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda der: b"", "empty"),
        (lambda der: codecs.BOM_UTF8 + b" \r\n", "empty"),
        (lambda der: b"\0" * (LIMIT + 1), "too_large"),
        (lambda der: b"A" * 50 * 2**20, "too_large"),
        (lambda der: b"<script>alert(1)</script>", "not_cms"),
        (lambda der: b"=HYPERLINK(0)", "not_cms"),
        (lambda der: b"0" * 400, "not_cms"),
        (lambda der: der[:-5], "not_cms"),
        (lambda der: der + b"x", "not_cms"),
        (lambda der: b"\x30" * 5000, "not_cms"),
        (lambda der: b"\x30\x80" * 50000, "not_cms"),
        (lambda der: b"-----BEGIN CMS-----\n!!!\n-----END CMS-----", "not_cms"),
        (lambda der: b"-----BEGIN CMS-----\n", "not_cms"),
        (lambda der: der + der, "several_in_file"),
        (lambda der: base64.b64encode(der + b"\0") + base64.b64encode(der), "several_in_file"),
        (lambda der: b"-----BEGIN CMS-----\nMAA=\n-----END CMS-----\n" * 2, "several_in_file"),
    ],
)
def test_what_is_no_signature_is_refused_by_its_name(family, make, code):
    data = make(family("ec").sign(DATA))

    with pytest.raises(Unusable) as refused:
        normalise(data)
    assert [one.code for one in refused.value.reasons] == [code]
    assert codes(verify_detached(DATA, data, Trust(), NOW)) == (CANNOT_CHECK, [code])


def test_structures_that_prove_nothing_are_not_checked(family):
    ec = family("ec")
    bare = ec.sign(DATA, more=("-noattr",))
    nobody = ec.sign(DATA, others=(), more=("-nocerts",))
    weak = ec.sign(DATA, more=("-md", "sha1"))
    assert ec.clock
    two = ec.sign(DATA, more=("-signer", "clock.pem", "-inkey", "person.key"))
    found = [codes(verify_detached(DATA, one, trust(ec), NOW)) for one in (bare, nobody, weak, two)]

    assert found == [
        (CANNOT_CHECK, ["no_signed_attributes"]),
        (CANNOT_CHECK, ["no_certificate"]),
        (CANNOT_CHECK, ["weak_algorithm"]),
        (CANNOT_CHECK, ["several_signers"]),
    ]


def test_a_signer_whose_certificate_the_school_keeps_needs_none_in_the_file(family):
    ec = family("ec")
    sig = ec.sign(DATA, others=(), more=("-nocerts",))
    known = trust(ec, intermediates=(ec.authority, ec.der("signer")))

    assert codes(verify_detached(DATA, sig, known, NOW)) == (VALID, [])


def test_without_the_engine_a_russian_signature_is_never_valid(family):
    gost = family("gost256")
    found = verify_detached(DATA, gost.sign(DATA), trust(gost), NOW, gost=NoEngine())

    assert codes(found) == (CANNOT_CHECK, ["no_gost_engine"])
    assert found.signer.snils == "11223344595"


def test_an_engine_that_went_away_makes_nothing_invalid(family, monkeypatch):
    """OpenSSL without its engine says that the chain is broken."""
    gost = family("gost256")
    sig, known = gost.sign(DATA), trust(gost)
    assert verify_detached(DATA, sig, known, NOW).result == VALID
    run = openssl.run

    def without(arguments, files=(), *, gost=False, **more):
        arguments = [one for one in arguments if one not in ("-engine", "gost")]
        return run(arguments, files, gost=False, **more)

    monkeypatch.setattr(openssl, "run", without)

    assert codes(verify_detached(DATA, sig, known, NOW)) == (CANNOT_CHECK, ["no_gost_engine"])


@pytest.mark.parametrize(
    ("failure", "code"),
    [(subprocess.TimeoutExpired("openssl", 1), "engine_failed"), (OSError(), "engine_failed")],
)
def test_a_run_that_does_not_end_is_no_answer(family, monkeypatch, failure, code):
    gost = family("gost256")
    sig, known = gost.sign(DATA), trust(gost)
    openssl.has_gost()

    def fail(*arguments, **more):
        raise failure

    monkeypatch.setattr(openssl.subprocess, "run", fail)

    assert codes(verify_detached(DATA, sig, known, NOW)) == (CANNOT_CHECK, [code])


def test_without_openssl_it_is_told(family, monkeypatch):
    gost = family("gost256")
    sig, known = gost.sign(DATA), trust(gost)
    monkeypatch.setattr(openssl.shutil, "which", lambda name: None)

    assert codes(verify_detached(DATA, sig, known, NOW)) == (CANNOT_CHECK, ["no_openssl"])


@pytest.fixture(scope="module")
def one_of_all(family):
    """One signature with what is trusted, for all examples of a property."""
    ec = family("ec")
    return ec.sign(DATA), trust(ec)


@settings(max_examples=100)
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255), cut=st.booleans())
def test_no_change_of_a_file_is_an_error_of_the_program(one_of_all, place, byte, cut):
    """A byte changed anywhere never raises; a cut file is never checked."""
    signature, known = one_of_all
    changed = bytearray(signature)
    at = int(place * len(changed))
    changed[at] ^= byte
    if cut:
        del changed[at:]

    found = verify_detached(DATA, bytes(changed), known, NOW)

    assert found.result in RESULTS
    assert found.result == CANNOT_CHECK or not cut


def test_algorithms_have_names():
    names = {
        ("1.3.14.3.2.26", "1.2.840.113549.1.1.5"): "RSA с SHA-1 / SHA-1",
        ("1.2.643.7.1.1.2.2", "1.2.643.7.1.1.1.1"): "ГОСТ Р 34.10-2012 (256) / Стрибог-256",
        ("1.2.643.2.2.9", "1.2.643.2.2.19"): "ГОСТ Р 34.10-2001 / ГОСТ Р 34.11-94",
        ("1.2.3.4", "1.2.5"): "OID 1.2.5 / OID 1.2.3.4",
    }
    assert {pair: algorithms.name_of(*pair) for pair in names} == names
    assert {*algorithms.WEAK} <= {*algorithms.OTHERS}
