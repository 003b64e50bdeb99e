"""Detached signatures of records: the upload is checked at once, and may be checked again.

What says that it is no signature of these bytes, or proves nothing for ever, is refused and leaves
nothing behind. What cannot be checked here yet, or whose chain is not known, is kept with that result
and counts for nothing until a later check says "valid". Each check is an event; none replaces the one before.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.signature_checks import may_be_kept
from collective.schoolrecords.core.signature_standing import says_other
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing import outcome_words
from collective.schoolrecords.signing import refusals
from collective.schoolrecords.signing.cms import normalise
from collective.schoolrecords.signing.cms import Unusable
from collective.schoolrecords.signing.cms import verify_detached
from collective.schoolrecords.signing.indexers import index_signing
from collective.schoolrecords.signing.storage import signatures_of
from collective.schoolrecords.signing.trust_store import trust_of
from hashlib import sha256


def sign_detached(record, data, seen):
    """Keep the detached signature in ``data`` as the current user's; return the ``Signature``.

    ``seen``: the digest of the bytes that the person signed. Raises ``SigningRefused`` with all
    reasons.
    """
    signing = adding.Signing(record)
    found = signing.reasons(seen)
    der, outcome = None, None
    try:
        der = normalise(data)
    except Unusable as unusable:
        found = (*found, *unusable.reasons)
    if der is not None:
        outcome = verify_detached(signing.form.data, der, trust_of(), now())
        found = (*found, *_against(signing, der, outcome))
    if found:
        error = refusals.SigningForbidden if not signing.takes_part else refusals.SigningRefused
        raise error(found, _in_words)
    statement = signing.statement(adding.OWN_KEY)
    file = (sha256(der).hexdigest(), len(der))
    return adding.add(signing, rules.CRYPTOGRAPHIC, statement, der, outcome, file=file)


def check_again(record, number):
    """Check a signature with what the school trusts today, note it and return the ``Outcome``.

    Raises ``KeyError`` for a number that was not given, ``SigningRefused`` for what is not checked.
    """
    kept = signatures_of(record)
    if kept is None:
        raise KeyError(number)
    made = kept.get(number)
    if not works_with(record):
        raise refusals.SigningForbidden([Reason("check_forbidden")])
    if made.outcome is None:
        raise refusals.SigningRefused([Reason("nothing_to_check")])
    if len(kept.checks(number)) >= rules.MOST_CHECKS:
        most = {"most": rules.MOST_CHECKS}
        raise refusals.SigningRefused([Reason("checked_too_often", None, most)])
    outcome = _outcome_now(kept, number)
    _keep(record, made, outcome)
    adding.take_step(record)
    return outcome


def look_again(record, made):
    """Check a signature (``Made``) for nobody in particular; return whether that said anything new.

    Only then it is kept and told: a check of every week that finds the same is in its run. No step of
    the record is taken, that is for people.
    """
    kept, number = signatures_of(record), made.signature.number
    outcome = _outcome_now(kept, number)
    if not says_other(made.outcome, outcome) or len(kept.checks(number)) >= rules.MOST_CHECKS:
        return False
    _keep(record, made, outcome)
    return True


def _outcome_now(kept, number):
    """Return what a check with the trust of today finds."""
    return verify_detached(
        kept.form(kept.get(number).signature.digest),
        kept.uploaded(number),
        trust_of(),
        now(),
        tokens=kept.tokens(number),
    )


def _keep(record, made, outcome):
    number = made.signature.number
    notice_change(record)
    signatures_of(record).add_check(number, outcome)
    payload = {
        "number": number,
        "before": made.outcome.result,
        "result": outcome.result,
        "reasons": [one.code for one in outcome.reasons],
    }
    record_event(record, "signature_checked", payload=payload)
    index_signing(record)


def _against(signing, der, outcome):
    """Yield why the upload is no signature of this person over these bytes."""
    if not may_be_kept(outcome):
        yield from outcome.reasons
    yield from rules.upload_reasons(sha256(der).hexdigest(), signing.made)
    signer = outcome.signer
    if signer is not None and not rules.owner_matches(signer.name, signing.person.name):
        data = {"owner": signer.name or signer.organisation or "—", "name": signing.person.name}
        yield Reason("certificate_of_other", "signature", data)


def _in_words(reason):
    words = refusals if reason.code in refusals.REASONS else outcome_words
    return words.in_words(reason)
