"""The words of signatures: kinds, results of checks, how a signature stands today."""

from collective.schoolrecords.core import sheets
from collective.schoolrecords.core import signature_standing as whole
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.core.signatures import CANNOT_CHECK
from collective.schoolrecords.core.signatures import CHAIN_UNCHECKED
from collective.schoolrecords.core.signatures import INVALID
from collective.schoolrecords.core.signatures import VALID
from collective.schoolrecords.messages import _


KIND_TITLES = {
    rules.SIMPLE: _("signature_simple", default="Simple electronic signature"),
    rules.CRYPTOGRAPHIC: _("signature_cryptographic", default="Enhanced electronic signature"),
    rules.PAPER: _("signature_paper", default="Signature on paper"),
}
RESULT_TITLES = {
    VALID: _("signature_valid", default="Valid"),
    CHAIN_UNCHECKED: _("signature_chain_unchecked", default="Valid, chain not checked"),
    INVALID: _("signature_invalid", default="Invalid"),
    CANNOT_CHECK: _("signature_cannot_check", default="Not checked"),
}
#: How the signatures of a record stand as a whole.
SIGNING_TITLES = {
    whole.FAILED: _("signing_failed", default="A signature does not hold"),
    whole.CHANGED: _("signing_changed", default="The signed edition was changed"),
    whole.UNCHECKED: _("signing_unchecked", default="A signature is not checked"),
    whole.WANTED: _("signing_wanted", default="Waits for a signature"),
    whole.SIGNED: _("signing_signed", default="Signed"),
}
STANDING_TITLES = {
    sheets.NOTED: _("sheet_noted_title", default="Has read it"),
    sheets.WAITING: _("sheet_waiting_title", default="Not yet"),
    sheets.OVERDUE: _("sheet_overdue_title", default="Overdue"),
}
WAY_TITLES = {
    sheets.SIMPLE: _("sheet_way_simple", default="simple electronic signature"),
    sheets.PAPER: _("sheet_way_paper", default="signature on the paper sheet"),
}
STALE = _("signature_stale", default="The signed edition was changed")
COUNTS = _("signature_counts", default="Signed")


def standing(made, digest):
    """Return the message of how a signature stands today: the worst that is to be said of it."""
    if made.outcome is not None and made.outcome.result != VALID:
        return RESULT_TITLES[made.outcome.result]
    if made.stale(digest):
        return STALE
    return RESULT_TITLES[VALID] if made.outcome is not None else COUNTS
