"""Reads what an administrator puts into the store of trust: the content decides what it is.

A file may hold one certificate or list as DER or bare base64, or any number of them as PEM.
"""

from . import certificates
from . import revocation
from .algorithms import is_gost
from .normalised import UNREADABLE
from asn1crypto import pem
from asn1crypto import x509
from dataclasses import dataclass
from datetime import datetime

import base64
import binascii
import hashlib


#: Bytes of the largest file: the list of a large authority has some 10 MB.
LIMIT = 32 * 2**20
#: Certificates and lists in one file.
MOST = 200

ROOT, INTERMEDIATE, TSA_ROOT, CRL = "root", "intermediate", "tsa_root", "crl"
KINDS = (ROOT, INTERMEDIATE, TSA_ROOT, CRL)

#: Codes of why a file is not taken.
CODES = (
    "trust_empty",
    "trust_too_large",
    "trust_too_many",
    "trust_private_key",
    "trust_unreadable",
    "trust_person",
    "trust_list_partial",
    "trust_tsa_not_root",
)


class NotTaken(Exception):
    """Nothing of a file is taken.

    ``reasons`` are pairs (code, number of the part from 1, ``None`` where there is but one).
    """

    def __init__(self, *reasons):
        super().__init__(*reasons)
        self.reasons = reasons


@dataclass(frozen=True)
class Material:
    """A certificate or a list: its bytes and what they say.

    ``fingerprint`` is the SHA-256 of ``der``, lower-case hex. ``since`` and ``until`` are those of
    the certificate, or when a list was made and when the next one is due; UTC.
    """

    kind: str
    der: bytes
    fingerprint: str
    title: str
    issuer: str
    serial: str
    since: datetime
    until: datetime | None
    is_gost: bool

    @property
    def key(self) -> str:
        """What tells two apart in the store: one root may stand behind signatures and timestamps."""
        return f"{self.kind}-{self.fingerprint}"


def read_material(data: bytes, *, for_timestamps: bool = False) -> tuple[Material, ...]:
    """Return what a file holds, each once; raises :class:`NotTaken` with every reason.

    ``for_timestamps``: roots are to stand behind timestamps instead of signatures.
    """
    if len(data) > LIMIT:
        raise NotTaken(("trust_too_large", None))
    if not data.strip():
        raise NotTaken(("trust_empty", None))
    found, wrong = {}, []
    parts = _parts(data)
    for number, der in enumerate(parts, 1):
        number = number if len(parts) > 1 else None
        try:
            one = _read(der, for_timestamps)
            found[one.key] = one
        except _Wrong as refusal:
            wrong.append((refusal.args[0], number))
        except UNREADABLE:
            wrong.append(("trust_unreadable", number))
    if wrong:
        raise NotTaken(*wrong)
    return tuple(found.values())


class _Wrong(Exception):
    """Why one part is not taken; the argument is the code."""


def _parts(data):
    """Return the DER of every part."""
    if b"PRIVATE KEY-----" in data:
        raise NotTaken(("trust_private_key", None))
    try:
        if pem.detect(data):
            parts = [der for _name, _headers, der in pem.unarmor(data, multiple=True)]
        else:
            parts = [data if data[:1] == b"\x30" else _bare(data)]
    except UNREADABLE:
        raise NotTaken(("trust_unreadable", None)) from None
    if len(parts) > MOST:
        raise NotTaken(("trust_too_many", None))
    return parts


def _bare(data):
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except binascii.Error:
        raise ValueError("neither DER nor PEM nor base64") from None


def _read(der, for_timestamps):
    try:
        found = revocation.revocation_list(der)
    except ValueError:
        return _certificate(x509.Certificate.load(der, strict=True), der, for_timestamps)
    if found is None:
        raise _Wrong("trust_list_partial")
    return _list(found, der)


def _certificate(cert, der, for_timestamps):
    own = certificates.is_own_issuer(cert)
    if not certificates.is_authority(cert):
        raise _Wrong("trust_person")
    if for_timestamps and not own:
        raise _Wrong("trust_tsa_not_root")
    kind = ROOT if own else INTERMEDIATE
    names = certificates.algorithms(cert)
    return Material(
        kind=TSA_ROOT if for_timestamps else kind,
        der=der,
        fingerprint=certificates.fingerprint(cert),
        title=certificates.title(cert.subject),
        issuer=certificates.title(cert.issuer),
        serial=f"{cert.serial_number:x}",
        since=cert.not_valid_before,
        until=cert.not_valid_after,
        is_gost=any(map(is_gost, names)),
    )


def _list(found, der):
    issuer = certificates.title(found.issuer)
    return Material(
        kind=CRL,
        der=der,
        fingerprint=hashlib.sha256(der).hexdigest(),
        title=issuer,
        issuer=issuer,
        serial="",
        since=found.this_update,
        until=found.next_update,
        is_gost=is_gost(found.read.signature_algorithm_oid.dotted_string),
    )
