"""Reasons about rows of an act, ready to be worded."""

from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.lifecycle.describe import state_title
from zope.globalrequest import getRequest


def with_row(reason, row):
    """Return ``reason`` with the row's number (or place in a list) and the state in words."""
    data = {**reason.data, "row": row}
    if reason.code == "item_state":
        data["state"] = state_title(data["state"], getRequest())
    return Reason(reason.code, reason.field, data)
