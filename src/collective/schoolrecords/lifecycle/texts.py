"""The words for states, steps and reasons: message ids with English defaults."""

from collective.schoolrecords.lifecycle.act_texts import ACT_REASONS
from collective.schoolrecords.lifecycle.book_texts import BOOK_REASONS
from collective.schoolrecords.lifecycle.book_texts import ENTRY_FIELDS
from collective.schoolrecords.lifecycle.case_kind_texts import CASE_KIND_REASONS
from collective.schoolrecords.lifecycle.inventory_texts import INVENTORY_REASONS
from collective.schoolrecords.lifecycle.lending_texts import LENDING_DETAILS
from collective.schoolrecords.lifecycle.lending_texts import LENDING_REASONS
from collective.schoolrecords.lifecycle.local_regulation_texts import LOCAL_REGULATION_DETAILS
from collective.schoolrecords.lifecycle.local_regulation_texts import LOCAL_REGULATION_REASONS
from collective.schoolrecords.lifecycle.portfolio_texts import PORTFOLIO_DETAILS
from collective.schoolrecords.lifecycle.portfolio_texts import PORTFOLIO_REASONS
from collective.schoolrecords.lifecycle.protocol_texts import PROTOCOL_DETAILS
from collective.schoolrecords.lifecycle.protocol_texts import PROTOCOL_REASONS
from collective.schoolrecords.lifecycle.pupil_texts import PUPIL_DETAILS
from collective.schoolrecords.lifecycle.pupil_texts import PUPIL_REASONS
from collective.schoolrecords.lifecycle.receiver_texts import RECEIVER_DETAILS
from collective.schoolrecords.lifecycle.receiver_texts import RECEIVER_REASONS
from collective.schoolrecords.lifecycle.sheet_texts import SHEET_DETAILS
from collective.schoolrecords.lifecycle.sheet_texts import SHEET_REASONS
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from datetime import date


STATES = {
    "draft": _("state_draft", default="Draft"),
    "in_review": _("state_in_review", default="In review"),
    "approved": _("state_approved", default="Approved"),
    "signed": _("state_signed", default="Signed"),
    "current": _("state_current", default="Current"),
    "closed": _("state_closed", default="Closed"),
    "archived": _("state_archived", default="In the archive"),
    "selected": _("state_selected", default="Selected for destruction"),
    "destroyed": _("state_destroyed", default="Destroyed"),
    "handed_out": _("state_handed_out", default="Handed out"),
    "transferred": _("state_transferred", default="Transferred"),
    "annulled": _("state_annulled", default="Annulled"),
}

#: States whose name differs from the common one in a family: there another body has spoken.
FAMILY_STATES = {
    ("inventory", "approved"): _("state_inventory_agreed", default="Agreed"),
    ("inventory", "signed"): _("state_inventory_approved", default="Approved"),
    ("destruction_act", "in_review"): _("state_act_in_review", default="Before the commission"),
    ("destruction_act", "approved"): _("state_act_agreed", default="Agreed by the commission"),
    ("destruction_act", "signed"): _("state_act_approved", default="Approved by the director"),
    ("destruction_act", "current"): _("state_act_current", default="Being executed"),
    ("destruction_act", "closed"): _("state_act_closed", default="Records removed"),
    ("destruction_act", "archived"): _("state_act_archived", default="Destruction confirmed"),
    ("local_regulation", "current"): _("state_regulation_in_force", default="In force"),
    ("local_regulation", "closed"): _("state_regulation_superseded", default="No longer in force"),
}

STEPS = {
    "register": _("step_register", default="Register"),
    "submit": _("step_submit", default="Submit for approval"),
    "return": _("step_return", default="Return for rework"),
    "approve": _("step_approve", default="Approve"),
    "sign": _("step_sign", default="Sign"),
    "close": _("step_close", default="Close the file"),
    "archive": _("step_archive", default="Transfer to the archive"),
    "hand_out": _("step_hand_out", default="Hand out against signature"),
    "transfer": _("step_transfer", default="Transfer to another organisation"),
    "annul": _("step_annul", default="Annul"),
    "select": _("step_select", default="Select for destruction"),
    "release": _("step_release", default="Give back to the archive"),
    "release_to_office": _("step_release_to_office", default="Give back to the office"),
    "destroy": _("step_destroy", default="Destroy by act"),
    "register_paper": _("step_register_paper", default="Enter one approved on paper"),
    "withdraw": _("step_withdraw", default="Withdraw"),
    "agree": _("step_agree", default="Agree"),
    "conclude": _("step_conclude", default="End the vote"),
    "abort": _("step_abort", default="Abort the act"),
    "execute": _("step_execute", default="Begin the destruction"),
    "complete": _("step_complete", default="Complete the destruction"),
    "verify": _("step_verify", default="Confirm the destruction"),
    "enact": _("step_enact", default="Put into force"),
    "supersede": _("step_supersede", default="Declare no longer in force"),
}

#: Steps whose name differs from the common one in a family.
FAMILY_STEPS = {
    ("file_document", "approve"): _("step_accept_document", default="Accept into the file"),
    ("file_document", "hand_out"): _("step_return_document", default="Return against signature"),
    ("order", "close"): _("step_close_order", default="File into the case of orders"),
    ("inventory", "close"): _("step_close_inventory", default="Close the inventory"),
    ("protocol", "close"): _("step_close_protocol", default="Close the protocol"),
    ("destruction_act", "submit"): _("step_submit_act", default="Give to the commission"),
    ("destruction_act", "sign"): _("step_sign_act", default="Approve the act"),
}

REASONS = {
    **ACT_REASONS,
    **INVENTORY_REASONS,
    **BOOK_REASONS,
    **CASE_KIND_REASONS,
    **PROTOCOL_REASONS,
    **LENDING_REASONS,
    **LOCAL_REGULATION_REASONS,
    **PORTFOLIO_REASONS,
    **PROTOCOL_REASONS,
    **PUPIL_REASONS,
    **RECEIVER_REASONS,
    **SHEET_REASONS,
    "missing": _("reason_missing", default="“${field}” is not filled in."),
    "not_given": _("reason_not_given", default="“${field}” must be given with this step."),
    "day_in_future": _("reason_day_in_future", default="${field}: ${day} has not come yet."),
    "letter_has_no_page": _(
        "reason_letter_has_no_page",
        default="The alphabet book has no page for the letter “${letter}”.",
    ),
    "number_not_positive": _(
        "reason_number_not_positive", default="The file number must be 1 or more."
    ),
    "number_taken": _(
        "reason_number_taken",
        default="Number ${letter}-${number} is taken in volume ${volume} of the alphabet book.",
    ),
    "born_after_admission": _(
        "reason_born_after_admission",
        default="The date of birth ${born} is not before the admission on ${admitted}.",
    ),
    "admitted_too_young": _(
        "reason_admitted_too_young",
        default="Born on ${born}, the child was not yet three on admission on ${admitted}. Compare "
        "both dates with the papers.",
    ),
    "admitted_too_old": _(
        "reason_admitted_too_old",
        default="Born on ${born}, the pupil was over forty on admission on ${admitted}. Compare "
        "both dates with the papers.",
    ),
    "documents_not_accepted": _(
        "reason_documents_not_accepted",
        default="Documents not accepted into the file yet: ${count}.",
    ),
    "year_not_certified": _(
        "reason_year_not_certified",
        default="The results of ${year} are not certified by the class teacher and the seal.",
    ),
    "closed_before_content": _(
        "reason_closed_before_content",
        default="The closing date ${closed} is before the newest document of ${newest}.",
    ),
    "closed_before_opened": _(
        "reason_closed_before_opened",
        default="The closing date ${closed} is before the opening on ${opened}.",
    ),
    "term_unknown": _(
        "reason_term_unknown",
        default="The regulation in force names no term for this document type.",
    ),
    "author_cannot_approve": _(
        "reason_author_cannot_approve",
        default="Whoever drafted the document cannot approve it.",
    ),
    "minutes_after_order": _(
        "reason_minutes_after_order",
        default="The minutes are of ${day}, which is after the order.",
    ),
    "point_without_minutes": _(
        "reason_point_without_minutes",
        default="A point is cited with the number and the date of its minutes.",
    ),
    "point_unknown": _(
        "reason_point_unknown", default="The minutes No. ${number} have no point ${point}."
    ),
    "order_without_text": _(
        "reason_order_without_text", default="The order has neither a text nor a file."
    ),
    "order_without_people": _(
        "reason_order_without_people",
        default="An order on the movement of pupils must name the people it concerns.",
    ),
    "registration_number_taken": _(
        "reason_registration_number_taken",
        default="Registration number ${number} is taken this year.",
    ),
    "held_by": _("reason_held_by", default="The file is held by ${holder}; it must come back."),
    "held_by_nobody": _("reason_held_by_nobody", default="Nobody holds the file."),
    "day_past": _("reason_day_past", default="“${field}”: ${day} has passed."),
    "cohort_unknown": _("reason_cohort_unknown", default="There is no such class."),
    "cohort_not_living": _("reason_cohort_not_living", default="The class does not exist today."),
    "cohort_same": _("reason_cohort_same", default="The pupil is in this class already."),
    "not_in_class": _(
        "reason_not_in_class", default="Only a current file is moved to another class."
    ),
    "document_without_file": _(
        "reason_document_without_file",
        default="An electronic document needs its file.",
    ),
    "index_not_in_plan": _(
        "reason_index_not_in_plan",
        default="The approved file plan of ${year} has no index ${index}.",
    ),
    "year_locked": _(
        "reason_year_locked", default="The results of ${year} are certified and locked."
    ),
    "year_incomplete": _("reason_year_incomplete", default="${year}: “${field}” is not filled in."),
    "subjects_lacking": _(
        "reason_subjects_lacking",
        default="${year}: the class has marks in ${subjects} and this pupil none. Say why: exempt, a "
        "plan of the pupil’s own, another group.",
    ),
    "marks_unreadable": _("reason_marks_unreadable", default="The marks cannot be read."),
    "subject_unreadable": _(
        "reason_subject_unreadable",
        default="A subject has no name, a name that is too long or signs that nobody sees.",
    ),
    "subject_twice": _(
        "reason_subject_twice",
        default="One subject stands several times: ${subjects}. Leave one of them.",
    ),
    "hidden_signs": _(
        "reason_hidden_signs",
        default="${field}: there are signs that nobody sees. Type it anew.",
    ),
    "minutes_before_year": _(
        "reason_minutes_before_year",
        default="${field}: the minutes of ${day} are older than the school year ${year}.",
    ),
    "subject_not_in_year": _(
        "reason_subject_not_in_year", default="The results of the year have no “${subject}”."
    ),
    "year_ahead": _("reason_year_ahead", default="The school year ${year} has not begun."),
    "year_before_school": _(
        "reason_year_before_school",
        default="In ${year} the pupil was too young for school. Check the year and the birth date.",
    ),
    "half_years_not_here": _(
        "reason_half_years_not_here",
        default="Half-year marks are kept in grades 10 and 11, not in grade ${grade}.",
    ),
    "mark_stands_already": _(
        "reason_mark_stands_already", default="${subject}: the mark is “${mark}” already."
    ),
    "mark_unknown": _("reason_mark_unknown", default="${subject}: there is no mark “${mark}”."),
    "mark_forbidden": _(
        "reason_mark_forbidden",
        default="${subject}: the regulation forbids “${mark}” as a yearly result.",
    ),
    "grade1_has_no_marks": _(
        "reason_grade1_has_no_marks", default="The regulation gives no marks in grade 1."
    ),
    "decision_unknown": _("reason_decision_unknown", default="There is no such decision."),
    "date_unreadable": _("reason_date_unreadable", default="“${field}” is not a date."),
    "teacher_signs_first": _(
        "reason_teacher_signs_first",
        default="${year}: the class teacher signs first, then the seal is put.",
    ),
    "already_signed": _(
        "reason_already_signed", default="${year}: this signature is there already."
    ),
    "record_changed": _(
        "reason_record_changed",
        default="Somebody has changed the record since you opened it. Read it again.",
    ),
    "year_changed": _(
        "reason_year_changed",
        default="Somebody has changed the results of ${year} since you opened them. Read them "
        "again.",
    ),
    "field_locked": _(
        "reason_field_locked",
        default="“${field}” is fixed since the registration and cannot be changed.",
    ),
    "upload_refused": _("reason_upload_refused", default="The file was refused: ${why}"),
}

#: Titles of what a person gives with a step, where no schema field has the name.
DETAILS = {
    **LENDING_DETAILS,
    **LOCAL_REGULATION_DETAILS,
    **PORTFOLIO_DETAILS,
    **PUPIL_DETAILS,
    **PROTOCOL_DETAILS,
    **RECEIVER_DETAILS,
    **SHEET_DETAILS,
    **ENTRY_FIELDS,
    "receiver": _("detail_receiver", default="Receiver"),
    "basis": _("detail_basis", default="Basis"),
    "handed_out_on": _("detail_handed_out_on", default="Handed out on"),
    "signature_fact": _("detail_signature_fact", default="Signature on paper"),
    "reason": _("detail_reason", default="Reason"),
    "left_on": _("detail_left_on", default="Date of leaving"),
    "leaving_reason": _("detail_leaving_reason", default="Reason of leaving"),
    "leaving_order_number": _("detail_leaving_order_number", default="Number of the order"),
    "leaving_order_date": _("detail_leaving_order_date", default="Date of the order"),
    "destination": _("detail_destination", default="Receiving organisation"),
    "closed_on": _("detail_closed_on", default="Closed on"),
    "marks": _("detail_marks", default="Marks"),
    "half_years": _("detail_half_years", default="Marks of the half-years"),
    "half_year_1": _("detail_half_year_1", default="I half-year"),
    "half_year_2": _("detail_half_year_2", default="II half-year"),
    "decision": _("detail_decision", default="Decision of the council"),
    "minutes_number": _("detail_minutes_number", default="Number of the minutes"),
    "minutes_date": _("detail_minutes_date", default="Date of the minutes"),
    "minutes_point": _("detail_minutes_point", default="Point of the minutes"),
    "without_reason": _("detail_without_reason", default="Why subjects have no mark"),
    "method": _("detail_method", default="Method of destruction"),
    "until": _("detail_until", default="Until"),
    "fact": _("detail_fact", default="Signature or seal on paper"),
}


def day_text(day):
    """Return a date as staff write it, ДД.ММ.ГГГГ."""
    return f"{day:%d.%m.%Y}"


def state_message(state, family_id=None):
    """Return the message for a state, as the family (``None``: any) calls it."""
    return FAMILY_STATES.get((family_id, state)) or STATES[state]


def step_title(family_id, step_id):
    """Return the message for a step's button."""
    return FAMILY_STEPS.get((family_id, step_id)) or STEPS[step_id]


def reason_message(reason, titles):
    """Return the translatable sentence of a core ``Reason``.

    ``titles`` maps field names to their titles (messages or texts, already translated).
    """
    data = {
        name: day_text(value) if isinstance(value, date) else value
        for name, value in reason.data.items()
    }
    data["field"] = titles.get(reason.field, reason.field)
    template = REASONS[reason.code]
    return filled(template, data)
