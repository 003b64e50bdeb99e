"""The engine for RSA and elliptic curves: pyhanko.

Its traps: ``valid`` stays true for a changed document and for a chain that nobody trusts; a mode of
revocation leaves lists out when the certificate names no place of them; a GOST key ends in an
``AttributeError``. So all of ``intact``, ``valid`` and the trust are asked for, revocation is judged
by :mod:`.revocation` for both engines alike, and nothing Russian comes here.
"""

from .normalised import UNREADABLE
from .openssl import EngineFailed
from .parsed import Judged
from asn1crypto import cms
from concurrent.futures import ThreadPoolExecutor
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509 import load_der_x509_crl
from functools import lru_cache
from importlib import import_module
from types import SimpleNamespace

import asyncio
import logging


def judge(parsed, data: bytes, path, at) -> Judged:
    """Check a signature over ``data`` and, if there is one, the way ``path`` as of ``at``.

    ``path`` may be empty; nothing but its certificates is used. Raises ``EngineFailed`` when pyhanko has no answer.
    """
    library = _library()
    context = library.ValidationContext(
        trust_roots=list(path[-1:]),
        moment=at,
        allow_fetching=False,
        revinfo_policy=library.no_revocation,
    )
    try:
        status = _answer(
            library.validate(
                data,
                cms.ContentInfo.load(parsed.on_way(path))["content"],
                signer_validation_context=context,
                key_usage_settings=library.any_usage,
            )
        )
    except library.errors:
        return Judged(intact=True, valid=False, trusted=None)
    except (*UNREADABLE, UnsupportedAlgorithm):
        raise EngineFailed from None
    if not status.valid:
        return Judged(bool(status.intact), valid=False, trusted=None)
    led = status.validation_path is not None and status.trust_problem_indic is None
    return Judged(bool(status.intact), valid=True, trusted=bool(path) and led)


def _answer(checking):
    """Run pyhanko's coroutine on a thread of its own: the caller's may have a loop that runs."""
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(asyncio.run, checking).result()


def list_holds(der: bytes, issuer) -> bool:
    """Whether ``issuer`` (a certificate of asn1crypto) signed a list of revoked certificates."""
    try:
        key = load_der_x509_certificate(issuer.dump()).public_key()
        return load_der_x509_crl(der).is_signature_valid(key)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


@lru_cache(maxsize=1)
def _library():
    """Import pyhanko at the first signature: it takes two seconds and no start should wait."""
    generic = import_module("pyhanko.sign.validation.generic_cms")
    settings = import_module("pyhanko.sign.validation.settings")
    errors = import_module("pyhanko.sign.validation.errors")
    general = import_module("pyhanko.sign.general")
    validator = import_module("pyhanko_certvalidator")
    policies = import_module("pyhanko_certvalidator.policy_decl")
    # When no way leads to the root, pyhanko writes the signer's name and СНИЛС into the log.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    never = policies.RevocationCheckingRule.NO_CHECK
    return SimpleNamespace(
        validate=generic.async_validate_detached_cms,
        ValidationContext=validator.ValidationContext,
        any_usage=settings.KeyUsageConstraints(key_usage=frozenset()),
        errors=(errors.SignatureValidationError, general.CMSStructuralError),
        no_revocation=policies.CertRevTrustPolicy(
            policies.RevocationCheckingPolicy(never, never),
        ),
    )
