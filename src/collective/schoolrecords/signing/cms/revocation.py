"""Whether certificates of a way were revoked, by the lists that the school keeps.

Hard rules, the same for RSA, EC and GOST:

1. Every certificate below the root needs a list of its own issuer, signed by the very certificate
   that issued it, that speaks for the moment. Without one the result is never valid.
2. A certificate in a list is revoked from the day that the list names, or from the earlier one on
   which its key is said to have been lost.
3. A suspension (``certificateHold``) counts while the newest list has it.
4. Lists that speak for a part only (indirect ones, some reasons, differences to another list) or
   have critical extensions that are not known here are left out, as if they were missing.
5. Nothing is fetched: no list by its address, no OCSP. The administrator puts lists into the store.

Source: RFC 5280, 5.2, 5.3 and 6.3.
"""

from ...core.reasons import Reason
from ...core.signature_checks import speaks_for
from . import certificates
from . import rsa_ec
from .algorithms import is_gost
from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Name
from cryptography import x509
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache


_HOLD = x509.ReasonFlags.certificate_hold


@dataclass(frozen=True, eq=False)
class RevocationList:
    """A list of revoked certificates: its bytes, and itself as ``cryptography`` reads it."""

    der: bytes
    read: x509.CertificateRevocationList
    issuer: Name
    for_people: bool
    for_authorities: bool

    @property
    def this_update(self) -> datetime:
        """When the list was made, UTC."""
        return self.read.last_update_utc

    @property
    def next_update(self) -> datetime | None:
        """When the next list is due, UTC."""
        return self.read.next_update_utc


@lru_cache(maxsize=16)
def revocation_list(der: bytes) -> RevocationList | None:
    """Read a list; ``None`` for one that speaks for a part only. Raises ``ValueError``."""
    read = x509.load_der_x509_crl(der)
    people = authorities = True
    for extension in read.extensions:
        value = extension.value
        if isinstance(value, x509.IssuingDistributionPoint):
            if value.indirect_crl or value.only_some_reasons or value.only_contains_attribute_certs:
                return None
            people = not value.only_contains_ca_certs
            authorities = not value.only_contains_user_certs
        elif extension.critical:
            return None
    issuer = CertificateList.load(der)["tbs_cert_list"]["issuer"]
    return RevocationList(der, read, issuer, people, authorities)


def revocations(path, lists, at: datetime, holds, *, demanded=True):
    """Yield the reasons that revocation gives against a way.

    ``lists``: DER of all lists there are. ``holds(list, issuer)`` says whether an issuer signed a
    list. ``demanded``: whether a missing list is a reason too.
    """
    known = [one for one in map(_readable, lists) if one is not None]
    for number, (cert, issuer) in enumerate(zip(path, path[1:], strict=False)):
        authority = number > 0
        mine = [one for one in known if _speaks_of(one, issuer, authority)]
        mine = [one for one in mine if holds(one.der, issuer)]
        mine.sort(key=lambda one: one.this_update)
        yield from _of_one(cert, mine, at, authority, demanded)


def signed_by(der, issuer, gost) -> bool:
    """Whether an issuer signed a list, by the engine of its key; the answer is remembered."""
    if not certificates.may_sign_lists(issuer):
        return False
    if any(map(is_gost, certificates.algorithms(issuer)[:1])):
        return _by_gost(der, issuer.dump(), gost)
    return rsa_ec.list_holds(der, issuer)


@lru_cache(maxsize=16)
def _by_gost(der, issuer, gost):
    return gost.list_holds(der, certificates.certificate(issuer))


def _readable(der):
    try:
        return revocation_list(der)
    except ValueError:
        return None


def _speaks_of(one, issuer, authority):
    scope = one.for_authorities if authority else one.for_people
    return scope and one.issuer == issuer.subject


def _of_one(cert, lists, at, authority, demanded):
    name = certificates.title(cert.issuer)
    since = _revoked_since(cert.serial_number, lists)
    if since is not None and since <= at:
        if authority:
            yield Reason("issuer_revoked", data={"issuer": certificates.title(cert.subject)})
        else:
            yield Reason("certificate_revoked", data={"since": since})
        return
    alive = cert.not_valid_before <= at <= cert.not_valid_after
    if not demanded or not alive:
        return
    if not lists:
        yield Reason("crl_missing", data={"issuer": name})
    elif not any(
        speaks_for(one.this_update, one.next_update, cert.not_valid_after, at) for one in lists
    ):
        yield Reason("crl_stale", data={"issuer": name, "until": lists[-1].next_update})


def _revoked_since(serial, lists):
    """Return the earliest instant from which the lists revoke a number, or ``None``."""
    found = []
    for one in lists:
        entry = one.read.get_revoked_certificate_by_serial_number(serial)
        if entry is not None and (one is lists[-1] or _flag(entry) is not _HOLD):
            found.append(_since(entry))
    return min(found, default=None)


def _flag(entry):
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, ValueError):
        return None


def _since(entry):
    day = entry.revocation_date_utc
    try:
        lost = entry.extensions.get_extension_for_class(x509.InvalidityDate).value
    except (x509.ExtensionNotFound, ValueError):
        return day
    return min(day, lost.invalidity_date_utc)
