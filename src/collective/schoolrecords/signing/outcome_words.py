"""The words for what a check of a cryptographic signature found (``core.signature_checks``)."""

from collective.schoolrecords.messages import _
from collective.schoolrecords.signing.refusals import say
from datetime import datetime


FOUND = {
    "empty": _("check_empty", default="The file of the signature is empty."),
    "too_large": _(
        "check_too_large",
        default="The file is larger than ${limit} MB: a detached signature is not. Is this the "
        "document itself?",
    ),
    "not_cms": _(
        "check_not_cms",
        default="The file is no electronic signature: neither DER nor PEM nor base64 of CMS.",
    ),
    "several_in_file": _("check_several_in_file", default="The file holds several signatures."),
    "attached": _(
        "check_attached",
        default="The signature is an attached one, it holds the document itself. A detached one is "
        "needed.",
    ),
    "several_signers": _(
        "check_several_signers", default="The file holds signatures of several people at once."
    ),
    "no_signed_attributes": _(
        "check_no_signed_attributes",
        default="The signature has no signed attributes: there is no telling what it is bound to.",
    ),
    "no_certificate": _(
        "check_no_certificate", default="The file holds no certificate of the signer."
    ),
    "unknown_algorithm": _(
        "check_unknown_algorithm", default="The algorithm is not known here: ${algorithm}."
    ),
    "weak_algorithm": _(
        "check_weak_algorithm",
        default="The algorithm is too weak by now: ${algorithm}. Sign anew, with Streebog or SHA-256 and, if "
        "the key is RSA, with one of 2048 bits or more.",
    ),
    "no_gost_engine": _(
        "check_no_gost_engine", default="The server has no module for GOST signatures."
    ),
    "no_openssl": _("check_no_openssl", default="The server has no OpenSSL."),
    "engine_failed": _(
        "check_engine_failed", default="The module that checks signatures gave no answer."
    ),
    "content_differs": _(
        "check_content_differs", default="The signature is not one of this document's bytes."
    ),
    "signature_wrong": _(
        "check_signature_wrong", default="The signature does not fit the certificate's key."
    ),
    "certificate_substituted": _(
        "check_certificate_substituted",
        default="The certificate in the file is not the one that signed.",
    ),
    "certificate_expired": _(
        "check_certificate_expired", default="The certificate ended on ${not_after}."
    ),
    "certificate_not_yet": _(
        "check_certificate_not_yet", default="The certificate begins only on ${not_before}."
    ),
    "certificate_not_for_signing": _(
        "check_certificate_not_for_signing", default="The certificate is not one for signing."
    ),
    "certificate_revoked": _(
        "check_certificate_revoked", default="The certificate is revoked since ${since}."
    ),
    "issuer_expired": _(
        "check_issuer_expired",
        default="The certificate of the authority “${issuer}” ended on ${not_after}.",
    ),
    "issuer_revoked": _(
        "check_issuer_revoked", default="The certificate of the authority “${issuer}” is revoked."
    ),
    "chain_broken": _(
        "check_chain_broken", default="The way from the certificate to its root is broken."
    ),
    "no_trusted_root": _(
        "check_no_trusted_root",
        default="The authority “${issuer}” is not among those that the school trusts.",
    ),
    "crl_missing": _(
        "check_crl_missing",
        default="The list of revoked certificates of “${issuer}” is not loaded.",
    ),
    "crl_stale": _(
        "check_crl_stale",
        default="The list of revoked certificates of “${issuer}” stood until ${until} only.",
    ),
    "timestamp_broken": _("check_timestamp_broken", default="The timestamp is broken."),
    "timestamp_of_other": _(
        "check_timestamp_of_other", default="The timestamp is one of other bytes."
    ),
    "timestamp_untrusted": _(
        "check_timestamp_untrusted",
        default="The authority of the timestamp is not among those that the school trusts.",
    ),
    "timestamp_revoked": _(
        "check_timestamp_revoked", default="The certificate of the timestamp is revoked."
    ),
    "timestamp_in_future": _(
        "check_timestamp_in_future", default="The timestamp names an instant to come."
    ),
    "timestamp_uncheckable": _(
        "check_timestamp_uncheckable", default="The server cannot check this timestamp."
    ),
}


def in_words(reason):
    """Return a core ``Reason`` of a check as ``{code, field, message}``."""
    data = {name: _shown(value) for name, value in reason.data.items()}
    message = say(FOUND[reason.code], **data) if data else say(FOUND[reason.code])
    return {"code": reason.code, "field": reason.field, "message": message}


def _shown(value):
    return f"{value:%d.%m.%Y}" if isinstance(value, datetime) else value
