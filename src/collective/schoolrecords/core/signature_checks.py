"""What each finding of a check of a signature means for its result.

The rules, as a short list:

1. Mathematics first. What speaks against the signature itself, the certificate or its revocation
   makes it invalid, whatever else could not be checked.
2. What could not be read or computed is never valid and never called invalid: it is not checked.
3. When the mathematics hold and only trust is open (no root of the school leads there, no list of
   revoked certificates that speaks for the moment), the result says so.
4. What no later check could call valid, whatever the school trusts by then, is not kept at all: an
   upload of an algorithm that proves nothing any more is refused as one that is no signature of the
   document is. One that was kept before the algorithm got weak stays and says so.
5. A timestamp that does not hold takes nothing from the signature: the check is then made as of
   now, and the timestamp is a remark.

Sources: issue 5 "Signing"; RFC 5280 section 6.3 (lists of revoked certificates); domain.md 7.
"""

from .reasons import Reason
from .signatures import CANNOT_CHECK
from .signatures import CHAIN_UNCHECKED
from .signatures import INVALID
from .signatures import Outcome
from .signatures import VALID
from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType


#: Code of a reason → the result that it leads to.
RESULT_OF = MappingProxyType(
    {
        # The file.
        "empty": CANNOT_CHECK,
        "too_large": CANNOT_CHECK,
        "not_cms": CANNOT_CHECK,
        "several_in_file": CANNOT_CHECK,
        "attached": CANNOT_CHECK,
        "several_signers": CANNOT_CHECK,
        "no_signed_attributes": CANNOT_CHECK,
        "no_certificate": CANNOT_CHECK,
        # The means.
        "unknown_algorithm": CANNOT_CHECK,
        "weak_algorithm": CANNOT_CHECK,
        "no_gost_engine": CANNOT_CHECK,
        "no_openssl": CANNOT_CHECK,
        "engine_failed": CANNOT_CHECK,
        # The mathematics.
        "content_differs": INVALID,
        "signature_wrong": INVALID,
        "certificate_substituted": INVALID,
        # The certificates.
        "certificate_expired": INVALID,
        "certificate_not_yet": INVALID,
        "certificate_not_for_signing": INVALID,
        "certificate_revoked": INVALID,
        "issuer_expired": INVALID,
        "issuer_revoked": INVALID,
        "chain_broken": INVALID,
        # Trust.
        "no_trusted_root": CHAIN_UNCHECKED,
        "crl_missing": CHAIN_UNCHECKED,
        "crl_stale": CHAIN_UNCHECKED,
    }
)

#: Why a check is in vain for ever: other roots, lists or modules change nothing.
FOR_EVER = frozenset(("weak_algorithm",))

#: Codes of remarks: why a timestamp proves nothing.
REMARKS = (
    "timestamp_broken",
    "timestamp_of_other",
    "timestamp_untrusted",
    "timestamp_revoked",
    "timestamp_in_future",
    "timestamp_uncheckable",
)

#: Results from the one that weighs most to the one that weighs least.
_WEIGHT = (INVALID, CANNOT_CHECK, CHAIN_UNCHECKED)


def result_of(reasons: Iterable[Reason]) -> str:
    """Return the result to which the reasons lead together; without any it is valid.

    Raises ``KeyError`` for a code that is not in :data:`RESULT_OF`.
    """
    found = {RESULT_OF[reason.code] for reason in reasons}
    return next((result for result in _WEIGHT if result in found), VALID)


def may_be_kept(outcome: Outcome) -> bool:
    """Whether an upload whose first check said this is kept, for a later check may say more.

    Else its reasons are told and nothing is left of it.
    """
    if outcome.result == INVALID or outcome.signer is None:
        return False
    return not any(one.code in FOR_EVER for one in outcome.reasons)


def lifetime(not_before: datetime, not_after: datetime, at: datetime, *, issuer: str = ""):
    """Yield the reason that a certificate does not stand at an instant, or nothing.

    Both ends belong to the life of a certificate (RFC 5280, 4.1.2.5). ``issuer``: the name of the
    authority whose certificate it is, empty for that of the signer.
    """
    days = {"not_before": not_before, "not_after": not_after}
    if not_before <= at <= not_after:
        return
    if issuer:
        yield Reason("issuer_expired", data={"issuer": issuer, **days})
    else:
        yield Reason("certificate_expired" if at > not_after else "certificate_not_yet", data=days)


def speaks_for(
    this_update: datetime,
    next_update: datetime | None,
    not_after: datetime,
    at: datetime,
) -> bool:
    """Whether a list of revoked certificates says that a certificate stood at an instant.

    It must not be out of date at the instant, and it must have been made while the certificate
    lived: an authority may drop the expired ones. A later list than the instant is as good, for it
    names the day of every revocation. A list without the day of the next one speaks for nothing.
    """
    return next_update is not None and next_update >= at and this_update <= not_after
