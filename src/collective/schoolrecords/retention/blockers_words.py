"""Short words for what keeps a record from an act or out of the clock: a line of a list each."""

from collective.schoolrecords.messages import _


#: Codes of ``core.destruction`` about one record, and that of its inventory.
BLOCKERS = {
    "item_state": _(
        "due_item_state",
        default="The state is “${state}”: an act takes what is closed or in the archive",
    ),
    "item_no_term": _(
        "due_item_no_term", default="The regulation names no term for this document type"
    ),
    "item_faulty": _("due_item_faulty", default="The dates cannot be true: mend them first"),
    "item_permanent": _("due_item_permanent", default="Kept permanently"),
    "item_open": _("due_item_open", default="No closing date"),
    "item_waits": _("due_item_waits", default="Waits for the event that begins its term"),
    "item_running": _("due_item_running", default="The term runs; an act may take it from ${day}"),
    "item_held": _("due_item_held", default="Holds that forbid destruction: ${count}"),
    "item_given_out": _("due_item_given_out", default="Held by ${holder}: it must come back"),
    "item_in_act": _("due_item_in_act", default="Taken into ${act}"),
    "item_needs_decision": _(
        "due_item_needs_decision",
        default="The commission must decide: the term alone does not end it",
    ),
    "item_no_summary": _(
        "due_item_no_summary", default="No archived summary sheet of the class and year"
    ),
    "item_many_summaries": _(
        "due_item_many_summaries",
        default="Several summary sheets of the class and year: one must be chosen",
    ),
    "inventory_missing": _(
        "due_inventory_missing", default="No approved inventory: ${kind}, ${years}"
    ),
}

#: Codes of ``core.faults``.
FAULTS = {
    "fault_bad_date": _(
        "due_fault_bad_date",
        default="The archive's list: there is no such day as “${value}”. Enter the closing date, then empty the note",
    ),
    "fault_date_without_day": _(
        "due_fault_date_without_day",
        default="The archive's list: “${value}” is a date without a day. Enter the closing date, then empty the note",
    ),
    "fault_two_digit_year": _(
        "due_fault_two_digit_year",
        default="The archive's list: the century of “${value}” is unknown. Enter the closing date, then empty the note",
    ),
    "fault_future_date": _(
        "due_fault_future_date",
        default="The archive's list: “${value}” had not come yet. Enter the closing date, then empty the note",
    ),
    "fault_too_old": _(
        "due_fault_too_old",
        default="The archive's list: “${value}” lies before 1900. Enter the closing date, then empty the note",
    ),
    "fault_unknown_type": _(
        "due_fault_unknown_type",
        default="The archive's list: the type “${value}” is unknown. Choose the document type, then empty the note",
    ),
    "fault_extra_cells": _(
        "due_fault_extra_cells",
        default="The archive's list: cells may stand in wrong columns (${value}). Check the file against the list, then empty the note",
    ),
    "fault_noted": _("due_fault_noted", default="Noted: ${value}"),
    "fault_no_type": _("due_fault_no_type", default="The document type is not given"),
    "fault_no_term": _(
        "due_fault_no_term", default="The regulation in force names no term for the type “${value}”"
    ),
    "fault_closed_in_future": _(
        "due_fault_closed_in_future", default="The closing date ${day} has not come yet"
    ),
    "fault_not_closed": _(
        "due_fault_not_closed", default="There is no closing date: close the file"
    ),
}
AN_ACT = _("due_an_act", default="an act")
DRAFT_ACT = _("due_draft_act", default="draft act “${title}”")
INVENTORY_KINDS = {
    "permanent": _("due_inventory_permanent", default="permanent records"),
    "personnel": _("due_inventory_personnel", default="records on people"),
}
ACT_NUMBER = _("due_act_number", default="act No. ${number}")
