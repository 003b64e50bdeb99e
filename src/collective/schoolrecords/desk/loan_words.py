"""What a page says of a loan: how it stands, and its days and texts."""

from collective.schoolrecords.core import lending as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.lending_texts import CONDITIONS
from collective.schoolrecords.messages import _


STANDINGS = {
    rules.OUT: Values(
        icon="move", tone="wait", title=_("desk_loan_out", default="Lent, not back yet")
    ),
    rules.OVERDUE: Values(
        icon="warning", tone="stop", title=_("desk_loan_overdue", default="Not returned in time")
    ),
    rules.RETURNED: Values(
        icon="check", tone="past", title=_("desk_loan_returned", default="Returned")
    ),
}


def texts_of(loan, today, say):
    """Return what is shown of a loan; ``loan`` as ``receipts_data`` gives it."""
    state = STANDINGS[rules.standing(loan["until"], loan["returned_on"], today)]
    condition = CONDITIONS.get(loan["condition"])
    back = [day_text(loan["returned_on"]) if loan["returned_on"] else ""]
    back += [say(condition) if condition else "", loan["remarks"] or ""]
    return {
        "holder": loan["receiver"] or "",
        "basis": loan["basis"] or "",
        "given": day_text(loan["given_on"]),
        "until": day_text(loan["until"]),
        "back": ", ".join(filter(None, back)),
        "number": loan["number"],
        "state": state,
    }
