"""The words of holds: how one stands, and why one is refused."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import holds as rules
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from datetime import date
from zope.globalrequest import getRequest
from zope.i18n import translate


STATUS_TITLES = {
    rules.IN_FORCE: _("hold_status_in_force", default="In force"),
    rules.AHEAD: _("hold_status_ahead", default="Not begun yet"),
    rules.OVER: _("hold_status_over", default="Ended by its date"),
    rules.LIFTED: _("hold_status_lifted", default="Lifted"),
}

REASONS = {
    "hold_record_gone": _(
        "hold_record_gone", default="The school no longer holds this: there is nothing to hold."
    ),
    "hold_without_reason": _("hold_without_reason", default="Say why destruction is forbidden."),
    "hold_without_basis": _(
        "hold_without_basis",
        default="Name the document by which the hold is laid (request, ruling, application).",
    ),
    "hold_text_too_long": _("hold_text_too_long", default="No more than ${most} letters here."),
    "hold_basis_in_future": _(
        "hold_basis_in_future", default="The document cannot be dated ${day}, a day to come."
    ),
    "hold_ends_before_start": _(
        "hold_ends_before_start",
        default="The last day ${until} is before the first day ${since}.",
    ),
    "hold_over": _("hold_over", default="The hold ended on ${until}."),
    "hold_laid_already": _(
        "hold_laid_already", default="The same hold for the same reason is laid already."
    ),
    "hold_unknown": _("hold_unknown", default="There is no such hold on the record."),
    "hold_lifted_already": _("hold_lifted_already", default="The hold is lifted already."),
    "hold_lifted_without_reason": _(
        "hold_lifted_without_reason", default="Say on whose word or why the hold is lifted."
    ),
    "hold_target_unknown": _(
        "hold_target_unknown", default="There is no such record, or it is not open to you."
    ),
    "hold_nothing_named": _("hold_nothing_named", default="Name at least one record or hold."),
    "hold_too_many": _("hold_too_many", default="No more than ${most} at a time."),
    "hold_not_to_be_deleted": _(
        "hold_not_to_be_deleted",
        default="Destruction is suspended by a hold: nothing of the record is deleted.",
    ),
}


def say(message):
    """Return a message in the reader's language."""
    return translate(message, context=getRequest())


def reason_text(reason):
    """Return the sentence of a core ``Reason`` about holds, translated."""
    data = {
        name: f"{value:%d.%m.%Y}" if isinstance(value, date) else value
        for name, value in reason.data.items()
    }
    template = REASONS[reason.code]
    message = filled(template, data)
    return say(message)


class HoldRefused(Refusal):
    """A hold cannot be laid or lifted as asked. ``core_reasons`` are core's ``Reason`` objects."""

    def __init__(self, reasons):
        self.core_reasons = tuple(reasons)
        super().__init__(
            say(_("hold_refused", default="Nothing was changed.")),
            [
                {"code": one.code, "field": one.field, "message": reason_text(one)}
                for one in self.core_reasons
            ],
        )
