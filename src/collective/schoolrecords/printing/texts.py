"""The words for what the printing room refuses."""

from collective.schoolrecords.messages import _
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message


REFUSED = _("print_refused", default="The page cannot be printed yet.")
FAILED = _("print_failed", default="The page could not be set. Please tell the administrator.")

REASONS = {
    "MISSING": _("print_missing", default="“${field}” is not filled in."),
    "NO_ROWS": _("print_no_rows", default="There is no line to print."),
    "UNKNOWN": _("print_unknown", default="“${field}” has an unknown value: ${value}."),
    "COUNT": _("print_count", default="“${field}” is ${value}, it must be ${least} or more."),
    "MORE_THAN_SELECTED": _(
        "print_more_than_selected",
        default="More units are called destroyed (${value}) than the act selects (${most}).",
    ),
    "TOO_MANY": _(
        "print_too_many", default="“${field}”: ${value} are too many, ${most} fit on the page."
    ),
    "TWICE": _("print_twice", default="Number ${value} stands for two files."),
    "MISSED_IS_THERE": _(
        "print_missed_is_there", default="Number ${value} is called left out, but it is there."
    ),
}

FIELDS = {
    "annulled_because": _("print_annulled_because", default="Reason of the annulment"),
    "admitted_on": _("print_admitted_on", default="Date of admission"),
    "backups_until": _("print_backups_until", default="Day until which backups are kept"),
    "basis": _("print_basis", default="Basis of the act"),
    "born": _("print_born", default="Date of birth"),
    "chair": _("print_chair", default="Chair of the commission"),
    "count": _("print_field_count", default="Number of storage units"),
    "decided": _("print_decided", default="Decision"),
    "dated_on": _("print_dated_on", default="Date"),
    "decision": _("print_decision", default="Decision of the council"),
    "documents": _("print_documents", default="Number of documents"),
    "elsewhere": _("print_elsewhere", default="Documents kept elsewhere"),
    "index": _("print_index", default="Index"),
    "inventory_sheets": _("print_inventory_sheets", default="Sheets of the inner inventory"),
    "kind": _("print_kind", default="Kind of inventory"),
    "label": _("print_label", default="Class"),
    "left_on": _("print_left_on", default="Date of leaving"),
    "members": _("print_members", default="Members of the commission"),
    "name": _("print_name", default="Name"),
    "number": _("print_number", default="Number"),
    "period": _("print_period", default="Years"),
    "question": _("print_question", default="Question of the agenda"),
    "quorum": _("print_quorum", default="Quorum"),
    "reason": _("print_reason", default="Reason"),
    "school": _("print_school", default="Name of the school"),
    "school_year": _("print_school_year", default="School year"),
    "sheets": _("print_sheets", default="Number of sheets"),
    "status": _("print_status", default="State of the act"),
    "title": _("print_title", default="Title of the file"),
    "verified_on": _("print_verified_on", default="Day of the verification"),
    "vote": _("print_vote", default="Vote"),
    "year": _("print_year", default="Year"),
    "years": _("print_years", default="Years"),
}


def say(message, mapping=None) -> str:
    """``message`` in the reader's language, its places filled from ``mapping``."""
    if mapping:
        message = Message(
            str(message), domain=message.domain, default=message.default, mapping=mapping
        )
    return translate(message, context=getRequest())


def reasons_in_words(reasons) -> list[dict]:
    """Return dicts {code, field, message} for reasons of ``checks``."""
    found = []
    for reason in reasons:
        title = FIELDS.get(reason.field)
        mapping = {**reason.data, "field": reason.field if title is None else say(title)}
        text = say(REASONS[reason.code], mapping)
        found.append({"code": reason.code, "field": reason.field, "message": text})
    return found
