"""The words of the file plan: states, classes of the totals, and why something is refused."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import file_plan as rules
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from datetime import date
from zope.globalrequest import getRequest
from zope.i18n import translate


STATE_TITLES = {
    rules.DRAFT: _("plan_state_draft", default="Draft"),
    rules.APPROVED: _("plan_state_approved", default="Approved"),
    rules.CLOSED: _("plan_state_closed", default="Closed"),
}

CATEGORY_TITLES = {
    "permanent": _("plan_category_permanent", default="Permanent"),
    rules.LONG: _("plan_category_long", default="Temporary (over 10 years)"),
    rules.SHORT: _("plan_category_short", default="Temporary (up to 10 years inclusive)"),
}

FIELD_TITLES = {
    "index": _("plan_field_index", default="Index"),
    "title": _("plan_field_title", default="Title of the files"),
    "doc_type": _("plan_field_doc_type", default="Document type"),
    "term": _("plan_field_term", default="Term"),
    "article": _("plan_field_article", default="Article"),
    "note": _("plan_field_note", default="Note"),
    "volumes": _("plan_field_volumes", default="Number of files"),
    "minutes_number": _("plan_field_minutes_number", default="Number of the minutes"),
    "minutes_date": _("plan_field_minutes_date", default="Date of the minutes"),
}

REASONS = {
    "plan_index_unreadable": _(
        "plan_index_unreadable", default="“${index}” is no index: unit and number, 02-14."
    ),
    "plan_text_too_long": _(
        "plan_text_too_long", default="“${field}”: no more than ${most} letters."
    ),
    "plan_volumes_unreadable": _(
        "plan_volumes_unreadable", default="The number of files lies between 0 and ${most}."
    ),
    "plan_term_unreadable": _("plan_term_unreadable", default="There is no such term of storage."),
    "plan_term_shorter": _(
        "plan_term_shorter",
        default="The term is shorter than the one that the school's regulation names for this "
        "document type.",
    ),
    "plan_index_taken": _("plan_index_taken", default="The plan has the index ${index} already."),
    "plan_item_unknown": _("plan_item_unknown", default="The plan has no index ${index}."),
    "plan_item_used": _(
        "plan_item_used",
        default="Records stand under the index ${index} (${count}): it cannot be taken out.",
    ),
    "plan_type_unknown": _(
        "plan_type_unknown", default="The school's regulation knows no such document type."
    ),
    "plan_closed": _("plan_closed", default="The plan is closed."),
    "plan_approved": _(
        "plan_approved", default="The plan is approved: items are only added to it."
    ),
    "plan_not_draft": _("plan_not_draft", default="The plan has been approved already."),
    "plan_not_approved": _("plan_not_approved", default="The plan has not been approved."),
    "plan_empty": _("plan_empty", default="The plan has no items."),
    "plan_year_not_over": _("plan_year_not_over", default="The year ${year} is not over."),
    "plan_exists": _("plan_exists", default="There is a plan for ${year} already."),
    "not_given": _("plan_not_given", default="“${field}” is not filled in."),
    "author_cannot_approve": _(
        "plan_author_cannot_approve", default="Whoever drew up the plan cannot approve it."
    ),
    "day_in_future": _("plan_day_in_future", default="“${field}”: ${day} has not come yet."),
}


def say(message):
    """Return a message in the reader's language."""
    return translate(message, context=getRequest())


def reason_text(reason):
    """Return the sentence of a core ``Reason`` about the file plan, translated."""
    data = {
        name: f"{value:%d.%m.%Y}" if isinstance(value, date) else value
        for name, value in reason.data.items()
    }
    data["field"] = say(FIELD_TITLES.get(reason.field, reason.field or ""))
    template = REASONS[reason.code]
    message = filled(template, data)
    return say(message)


class PlanRefused(Refusal):
    """The plan stays as it is. ``core_reasons`` are core's ``Reason`` objects."""

    def __init__(self, reasons):
        self.core_reasons = tuple(reasons)
        super().__init__(
            say(_("plan_refused", default="Nothing was changed.")),
            [
                {"code": one.code, "field": one.field, "message": reason_text(one)}
                for one in self.core_reasons
            ],
        )


class PlanForbidden(Refusal):
    """The reader may see the file plan, but not do this with it."""

    status = 403

    def __init__(self):
        super().__init__(say(_("plan_forbidden", default="Your office may not do this.")))
