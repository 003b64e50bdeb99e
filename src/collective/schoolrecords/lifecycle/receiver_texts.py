"""The words for who takes a paper out of the school, and by which right."""

from collective.schoolrecords.core import receivers
from collective.schoolrecords.messages import _


CAPACITIES = {
    receivers.REPRESENTATIVE: _("receiver_representative", default="parent or guardian"),
    receivers.PUPIL: _("receiver_pupil", default="the pupil or graduate"),
    receivers.BY_PROXY: _("receiver_proxy", default="by proxy"),
    receivers.ORGANISATION: _("receiver_organisation", default="for another organisation"),
}

IDENTITY_KINDS = {
    "passport": _("identity_passport", default="passport of a citizen of Russia"),
    "foreign_passport": _("identity_foreign_passport", default="passport of a foreign citizen"),
    "residence_permit": _("identity_residence_permit", default="residence permit"),
    "temporary_id": _("identity_temporary_id", default="temporary identity certificate"),
    "military_id": _("identity_military_id", default="military identity document"),
}

RECEIVER_DETAILS = {
    "capacity": _("detail_capacity", default="Who receives"),
    "identity_kind": _("detail_identity_kind", default="Identity document"),
    "identity_number": _("detail_identity_number", default="Series and number of the document"),
    "proxy_number": _("detail_proxy_number", default="Number of the proxy"),
    "proxy_date": _("detail_proxy_date", default="Date of the proxy"),
}

RECEIVER_REASONS = {
    "receiver_value_unknown": _(
        "reason_receiver_value_unknown", default="“${field}”: there is no such value."
    ),
    "identity_number_unreadable": _(
        "reason_identity_number_unreadable",
        default="“${field}” cannot be read: a passport of a citizen of Russia has 10 figures, "
        "other documents have letters and figures, at most 20.",
    ),
    "proxy_after_receipt": _(
        "reason_proxy_after_receipt",
        default="The proxy of ${proxy} is later than the receipt of ${given}.",
    ),
}
