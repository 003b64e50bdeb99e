"""What a certificate says: about its holder, its life and what it may be used for."""

from ...core.signatures import Signer
from asn1crypto import x509
from asn1crypto.core import Sequence
from functools import lru_cache

import re


#: Identifiers of the attributes of a Russian qualified certificate (order of the FSB 795, and
#: domain.md section 7), and the common ones.
SNILS = "1.2.643.100.3"
INN = "1.2.643.3.131.1.1"
ORGANISATION_INN = "1.2.643.100.4"
COMMON_NAME = "2.5.4.3"
SURNAME = "2.5.4.4"
ORGANISATION = "2.5.4.10"
POSITION = "2.5.4.12"
GIVEN_NAME = "2.5.4.42"

_LONGEST = 400
#: Marks that turn or hide text would let a certificate look like another's.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_SIGNING_USES = {"digital_signature", "non_repudiation"}


@lru_cache(maxsize=512)
def certificate(der: bytes) -> x509.Certificate:
    """Read a certificate; what it holds inside is read when it is asked for, and may raise."""
    return x509.Certificate.load(der, strict=True)


def fingerprint(cert: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate, lower-case hex."""
    return cert.sha256.hex()


def attributes(name: x509.Name) -> dict[str, str]:
    """Return the attributes of a name by identifier; of several with one identifier the first."""
    found = {}
    for part in name.chosen:
        for pair in part:
            text = _clean(pair["value"].native)
            if text:
                found.setdefault(pair["type"].dotted, text)
    return found


def title(name: x509.Name) -> str:
    """Return what a name is called: its common name, its organisation or all of it."""
    found = attributes(name)
    return found.get(COMMON_NAME) or found.get(ORGANISATION) or ", ".join(found.values())


def signer(cert: x509.Certificate) -> Signer:
    """Return what a certificate says about its holder."""
    found = attributes(cert.subject)
    person = " ".join(found[key] for key in (SURNAME, GIVEN_NAME) if key in found)
    return Signer(
        name=person if GIVEN_NAME in found else title(cert.subject) or None,
        snils=found.get(SNILS),
        inn=found.get(INN),
        organisation=found.get(ORGANISATION),
        position=found.get(POSITION),
        serial=f"{cert.serial_number:x}",
        issuer=title(cert.issuer),
        not_before=cert.not_valid_before,
        not_after=cert.not_valid_after,
        fingerprint=fingerprint(cert),
        organisation_inn=found.get(ORGANISATION_INN),
    )


def may_sign(cert: x509.Certificate) -> bool:
    """Whether a certificate may sign documents: it says so, or says nothing of its use."""
    usage = cert.key_usage_value
    return usage is None or bool(_SIGNING_USES & usage.native)


def may_sign_lists(cert: x509.Certificate) -> bool:
    """Whether an authority may sign lists of revoked certificates: it says so, or says nothing."""
    usage = cert.key_usage_value
    return usage is None or "crl_sign" in usage.native


def is_authority(cert: x509.Certificate) -> bool:
    """Whether a certificate may issue others."""
    constraints = cert.basic_constraints_value
    return constraints is not None and bool(constraints["ca"].native)


def is_own_issuer(cert: x509.Certificate) -> bool:
    """Whether a certificate names itself as its issuer, as roots do."""
    return cert.issuer == cert.subject


def algorithms(cert: x509.Certificate) -> tuple[str, str]:
    """Return the identifiers of a certificate's own key and of its issuer's signature."""
    # asn1crypto stops at a Russian key when it reads one as a key.
    key = Sequence.load(cert["tbs_certificate"]["subject_public_key_info"].dump())
    return key[0][0].dotted, cert["signature_algorithm"]["algorithm"].dotted


def _clean(value):
    text = value if isinstance(value, str) else str(value)
    return " ".join(_UNSEEN.sub(" ", text).split())[:_LONGEST]
