"""Why something about a pupil is refused: names, admission, leaving and the end of the year."""

from collective.schoolrecords.messages import _


NAME_REASONS = {
    "name_unreadable": _(
        "reason_name_unreadable",
        default="“${field}”: “${value}” is no name: letters of one alphabet, hyphens and spaces.",
    ),
    "name_too_long": _("reason_name_too_long", default="“${field}”: at most ${most} characters."),
    "name_same": _("reason_name_same", default="The name is the same as before."),
    "name_kind": _(
        "reason_name_kind", default="Say whether the name was changed or a mistake corrected."
    ),
    "name_too_many": _(
        "reason_name_too_many", default="A file keeps at most ${most} former names."
    ),
    "name_before_birth": _(
        "reason_name_before_birth", default="“${field}”: ${day} is before the birth on ${born}."
    ),
    "name_order": _(
        "reason_name_order",
        default="“${field}”: the last change was on ${newest}, ${day} is before it.",
    ),
    "name_of_current_file": _(
        "reason_name_of_current_file",
        default="A name is changed in a registered file that is current.",
    ),
    "name_fixed": _(
        "reason_name_fixed",
        default="“${field}”: after the registration use “Change the name”, so that the former one "
        "stays visible.",
    ),
    "identity_same": _(
        "reason_identity_same", default="The values are those that stand there already."
    ),
    "identity_too_many": _(
        "reason_identity_too_many", default="A file keeps at most ${most} former values."
    ),
    "identity_of_current_file": _(
        "reason_identity_of_current_file",
        default="Date of birth and sex are corrected in a registered file that is current.",
    ),
    "identity_fixed": _(
        "reason_identity_fixed",
        default="“${field}”: after the registration use “Correct the date of birth or the sex” with "
        "a reason and a document, so that the former value stays visible.",
    ),
    "birth_too_early": _("reason_birth_too_early", default="“${field}”: ${day} is before 1900."),
    "sex_unknown": _("reason_sex_unknown", default="“${field}”: male or female."),
}
PLACE_REASONS = {
    "place_of_accepted": _(
        "reason_place_of_accepted",
        default="The place is noted this way for a document that is accepted and not given back.",
    ),
    "place_same": _("reason_place_same", default="The document lies there already."),
}
LEAVING_REASONS = {
    "leaving_way": _("reason_leaving_way", default="Say why the pupil leaves."),
    "left_before_admission": _(
        "reason_left_before_admission",
        default="The day of leaving ${left} is before the admission on ${admitted}.",
    ),
    "order_before_application": _(
        "reason_order_before_application",
        default="The order of ${ordered} is older than the application of ${before}, on which it "
        "rests.",
    ),
    "order_before_admission": _(
        "reason_order_before_admission",
        default="The order of ${ordered} is older than the pupil’s admission on ${before}.",
    ),
    "leaving_of_current_file": _(
        "reason_leaving_of_current_file", default="The file is not current: nobody leaves from it."
    ),
    "leaving_guided": _(
        "reason_leaving_guided",
        default="The pupil studies: the file is closed by “A pupil leaves”, with the application and "
        "the order.",
    ),
    "leaving_other_order": _(
        "reason_leaving_other_order",
        default="The leaving that is under way rests on order № ${number} of ${day}.",
    ),
    "notice_before_hand_out": _(
        "reason_notice_before_hand_out",
        default="The notice of ${received} is before the hand-out on ${given}.",
    ),
    "order_way": _("reason_order_way", default="Say which order it is."),
    "order_unapproved": _(
        "reason_order_unapproved", default="Choose an order that the director has approved."
    ),
    "order_says_other": _(
        "reason_order_says_other",
        default="Order № ${number} “${title}” is not about this: choose one that says what is done.",
    ),
    "order_names_other": _(
        "reason_order_names_other",
        default="Order № ${number} does not name the pupil: choose the order that does.",
    ),
    "order_names_not": _("reason_order_names_not", default="The order does not name this pupil."),
    "order_waits": _("reason_order_waits", default="The order is with the director already."),
}
ADMISSION_REASONS = {
    "day_too_far": _(
        "reason_day_too_far",
        default="“${field}”: the latest day is ${last}, the beginning of the coming school year.",
    ),
    "class_begins_later": _(
        "reason_class_begins_later",
        default="“${field}”: the class begins on ${first}; give this day.",
    ),
    "class_ended_before": _(
        "reason_class_ended_before",
        default="“${field}”: the last day of the class is ${last}. Choose a class that is there then.",
    ),
    "admission_way": _("reason_admission_way", default="Say how the child comes."),
    "admission_age": _(
        "reason_admission_age", default="Check the day of birth: the child would be ${age}."
    ),
    "snils_digits": _(
        "reason_snils_digits",
        default="“${field}” has 11 digits. Compare it with the paper, or leave it empty for now.",
    ),
    "snils_control": _(
        "reason_snils_control",
        default="“${field}”: the check digits (the last two) do not fit. Compare it with the paper, "
        "or leave it empty for now.",
    ),
    "continuation_off": _(
        "reason_continuation_off",
        default="The regulation wants a new file in grade 10: enter the child as a new one.",
    ),
    "no_children": _("reason_no_children", default="Enter at least one child."),
    "too_many_children": _(
        "reason_too_many_children", default="At most ${most} children in one admission."
    ),
    "child_twice": _("reason_child_twice", default="The child is entered twice."),
    "pupil_already": _(
        "reason_pupil_already", default="This pupil is at the school already, file ${number}."
    ),
    "continued_file": _(
        "reason_continued_file", default="There is no current personal file with this number."
    ),
    "not_grade_10": _(
        "reason_not_grade_10", default="Only into grade 10 a pupil goes on in the former file."
    ),
    "letter_unknown": _(
        "reason_letter_unknown", default="The surname begins with no letter of the alphabet book."
    ),
}
YEAR_END_REASONS = {
    "year_not_entered": _(
        "reason_year_not_entered", default="The results of ${year} are not entered."
    ),
    "year_not_late": _(
        "reason_year_not_late",
        default="Results of ${year} are entered with a reason only in a file that was closed after "
        "that year began and is not in the archive yet.",
    ),
    "year_entered_already": _(
        "reason_year_entered_already",
        default="The results of ${year} are entered already: correct a mark of them.",
    ),
    "year_not_sealed": _(
        "reason_year_not_sealed", default="The results of ${year} are not certified."
    ),
    "not_graduated": _(
        "reason_not_graduated", default="The council's decision for ${year} is not “graduated”."
    ),
    "not_decided": _(
        "reason_not_decided", default="There is no decision of the council for ${year}."
    ),
    "no_minutes": _(
        "reason_no_minutes", default="Number or date of the council's minutes is missing."
    ),
    "repeat_class": _("reason_repeat_class", default="Choose the class to repeat the year in."),
    "repeat_grade": _(
        "reason_repeat_grade", default="The year is repeated in grade ${grade}, not in another one."
    ),
    "debt_subjects": _("reason_debt_subjects", default="Name the subjects of the academic debt."),
    "debt_deadline": _(
        "reason_debt_deadline",
        default="Give the day until which the debt is liquidated: within a year from the council.",
    ),
    "debt_deadline_early": _(
        "reason_debt_deadline_early",
        default="The debt is liquidated after the council of ${day}, until ${last} at the latest.",
    ),
    "debt_deadline_late": _(
        "reason_debt_deadline_late",
        default="The last day allowed is ${last}: a year from the council.",
    ),
    "debt_unknown": _("reason_debt_unknown", default="There is no such open academic debt."),
    "nobody_chosen": _("reason_nobody_chosen", default="Nobody is chosen."),
    "class_not_final": _(
        "reason_class_not_final", default="Only grades 9 and 11 graduate, this is grade ${grade}."
    ),
    "work_is_running": _("reason_work_is_running", default="The work is being done already."),
}
PUPIL_REASONS = {
    **NAME_REASONS,
    **PLACE_REASONS,
    **LEAVING_REASONS,
    **ADMISSION_REASONS,
    **YEAR_END_REASONS,
}

#: Titles of what is asked for beside the fields of the file.
PUPIL_DETAILS = {
    "since": _("detail_since", default="Since"),
    "kind": _("detail_kind", default="What happened"),
    "words": _("detail_words", default="Another reason in words"),
    "application_on": _("detail_application_on", default="Date of the application"),
    "order_way": _("detail_order_way", default="Which order"),
    "order": _("detail_order", default="Order of the register"),
    "order_number": _("detail_order_number", default="Number of the order"),
    "order_date": _("detail_order_date", default="Date of the order"),
    "received_on": _("detail_received_on", default="Notice received on"),
    "their_order": _("detail_their_order", default="Order of the receiving school, number"),
    "their_order_date": _("detail_their_order_date", default="Date of that order"),
}
