"""What a signature is and what a check of one may answer.

The rules, as a short list:

1. A check answers with one of four results and all its reasons. What could not be checked is never
   called valid.
2. A signature pins the digest of the form that was signed. When the record says something else
   today, the signature stays and is shown as one of a changed edition.

Sources: 63-ФЗ articles 2, 5, 6 and 9 (kinds of signatures), domain.md section 7.
"""

from .reasons import Reason
from dataclasses import dataclass
from datetime import datetime


#: The four results of a check. Words of the screen: Действительна · Действительна, цепочка не
#: проверена · Недействительна · Не проверена.
VALID = "valid"
CHAIN_UNCHECKED = "chain_unchecked"
INVALID = "invalid"
CANNOT_CHECK = "cannot_check"
RESULTS = (VALID, CHAIN_UNCHECKED, INVALID, CANNOT_CHECK)


@dataclass(frozen=True)
class Signer:
    """Who signed, as the certificate says it.

    ``inn`` is the person's own, ``organisation_inn`` that of the organisation. ``serial`` and
    ``fingerprint`` (SHA-256 of the certificate) are lower-case hex without separators;
    ``not_before`` and ``not_after`` are instants in UTC. What the certificate does not say is
    ``None``.
    """

    name: str | None
    snils: str | None
    inn: str | None
    organisation: str | None
    position: str | None
    serial: str
    issuer: str
    not_before: datetime
    not_after: datetime
    fingerprint: str
    organisation_inn: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What one check of a detached signature found.

    ``result`` is one of :data:`RESULTS`. ``reasons`` are all that speak against :data:`VALID`, so
    it is empty only there. ``signed_at`` is the signed attribute, a claim of the signer;
    ``timestamped_at`` comes from a verified timestamp; ``checked_at`` is when the check was made.
    All instants are in UTC. ``signer`` is ``None`` when the bytes name none. ``remarks`` need a look
    and decide nothing, such as a timestamp that does not hold. ``chain`` are the fingerprints of the
    certificates from the signer to the trusted root by which the check was made, empty without one.
    """

    result: str
    reasons: tuple[Reason, ...]
    signer: Signer | None
    algorithm: str
    signed_at: datetime | None
    timestamped_at: datetime | None
    checked_at: datetime
    remarks: tuple[Reason, ...] = ()
    chain: tuple[str, ...] = ()

    def __post_init__(self):
        if self.result not in RESULTS:
            raise ValueError(f"unknown result {self.result!r}")
        if (self.result == VALID) != (not self.reasons):
            raise ValueError("a check without reasons is valid, one with reasons is not")
