"""The words of the store of trust."""

from collective.schoolrecords.messages import _
from collective.schoolrecords.signing.cms.material import CRL
from collective.schoolrecords.signing.cms.material import INTERMEDIATE
from collective.schoolrecords.signing.cms.material import LIMIT
from collective.schoolrecords.signing.cms.material import ROOT
from collective.schoolrecords.signing.cms.material import TSA_ROOT
from collective.schoolrecords.signing.refusals import say


REFUSED = _("trust_refused", default="Nothing was changed.")
PART = _("trust_part", default="Part ${number}: ${words}")
KIND_TITLES = {
    ROOT: _("trust_root", default="Root of signatures"),
    INTERMEDIATE: _("trust_intermediate", default="Authority between"),
    TSA_ROOT: _("trust_tsa_root", default="Root of timestamps"),
    CRL: _("trust_crl", default="List of revoked certificates"),
}
REASONS = {
    "trust_empty": _("trust_empty", default="The file is empty, or no file was chosen."),
    "trust_too_large": _("trust_too_large", default="The file is larger than ${limit} MB."),
    "trust_too_many": _("trust_too_many", default="The file holds too many certificates."),
    "trust_private_key": _(
        "trust_private_key",
        default="The file holds a private key. It must not be shown to anybody: take it away from "
        "here, and have the certificate revoked if the file was sent to somebody.",
    ),
    "trust_unreadable": _(
        "trust_unreadable",
        default="This is neither a certificate nor a list of revoked certificates.",
    ),
    "trust_person": _(
        "trust_person",
        default="This is the certificate of a person or a server. Only certificates of authorities "
        "are kept here.",
    ),
    "trust_list_partial": _(
        "trust_list_partial",
        default="This list speaks for a part of the certificates only. Take the full list.",
    ),
    "trust_tsa_not_root": _(
        "trust_tsa_not_root", default="Timestamps end at a root; this certificate is none."
    ),
    "trust_known": _("trust_known", default="“${title}” is here already."),
    "trust_unknown": _("trust_unknown", default="This is not in use any more."),
    "trust_no_reason": _("trust_no_reason", default="Say why it is taken out."),
    "tsa_address": _(
        "tsa_address", default="The address begins with http:// or https:// and names a server."
    ),
    "tsa_days": _("tsa_days", default="The number of days is between ${least} and ${most}."),
}
#: Code → the field of the page that the reason is about.
FIELDS = {"trust_no_reason": "reason", "tsa_address": "url", "tsa_days": "renew_days"}


def reason_in_words(reason):
    """Return (code, number of a part or ``None``, data) as ``{code, field, message}``."""
    code, number, data = reason
    words = say(REASONS[code], limit=LIMIT // 2**20, **data)
    if number is not None:
        words = say(PART, number=number, words=words)
    field = FIELDS.get(code, "file" if code not in ("trust_unknown",) else None)
    return {"code": code, "field": field, "message": words}
