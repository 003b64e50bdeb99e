"""The words of lending a record for a time: what is told, in which condition it came back."""

from collective.schoolrecords.core import lending
from collective.schoolrecords.messages import _


CONDITIONS = {
    lending.WHOLE: _("lending_whole", default="whole, without damage"),
    lending.DAMAGED: _("lending_damaged", default="damaged"),
    lending.INCOMPLETE: _("lending_incomplete", default="sheets are missing"),
}

#: What a receipt asks, as its form calls it (pairs for ``StepRefused``).
LOAN_TITLES = (
    ("holder", _("lending_holder", default="To whom")),
    ("until", _("lending_until", default="To be back by")),
)

LENDING_DETAILS = {
    "returned_on": _("detail_returned_on", default="Returned on"),
    "condition": _("detail_condition", default="Condition at the return"),
    "remarks": _("detail_remarks", default="What is wrong"),
}

LENDING_REASONS = {
    "returned_before_given": _(
        "reason_returned_before_given",
        default="The day of return ${day} is before the day on which it was given, ${given}.",
    ),
    "kept_by_pupil": _(
        "reason_kept_by_pupil",
        default="The portfolio is with the pupil: note that it is in the classroom again.",
    ),
    "condition_unknown": _("reason_condition_unknown", default="There is no such condition."),
}
