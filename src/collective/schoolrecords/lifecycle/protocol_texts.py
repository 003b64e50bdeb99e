"""The words for reasons against the steps of a protocol and against its rows."""

from collective.schoolrecords.messages import _


PROTOCOL_REASONS = {
    "protocol_without_rows": _("reason_protocol_without_rows", default="The protocol has no rows."),
    "row_without_file": _(
        "reason_row_without_file",
        default="Row ${row}, ${name}: choose the personal file, or take the row out; in an exam or an "
        "attestation you may say who comes from outside.",
    ),
    "row_outside_not_here": _(
        "reason_row_outside_not_here",
        default="Row ${row}: pupils from outside stand in protocols of exams and attestations alone.",
    ),
    "row_outside_with_file": _(
        "reason_row_outside_with_file",
        default="Row ${row}: whoever has a personal file here does not come from outside.",
    ),
    "study_form_unknown": _("reason_study_form_unknown", default="There is no such form of study."),
    "day_before_exam": _(
        "reason_day_before_exam", default="“${field}”: ${day} is before the exam on ${exam}."
    ),
    "familiarisation_incomplete": _(
        "reason_familiarisation_incomplete",
        default="Not familiarised with their results yet: ${count}. The class teacher notes it.",
    ),
    "carrier_missing_paper": _(
        "reason_carrier_missing_paper", default="The regulation asks for paper too."
    ),
    "carrier_missing_electronic": _(
        "reason_carrier_missing_electronic",
        default="The regulation asks for the electronic carrier too.",
    ),
    "carrier_missing_paper_print": _(
        "reason_carrier_missing_paper_print",
        default="The regulation asks for a paper print of the electronic document too.",
    ),
    "row_value_missing": _(
        "reason_row_value_missing", default="Row ${row}: “${field}” is not filled in."
    ),
    "row_value_long": _(
        "reason_row_value_long", default="Row ${row}: “${field}” is longer than ${most} letters."
    ),
    "row_form_unknown": _(
        "reason_row_form_unknown",
        default="Row ${row}: “${value}” is no form of the exam: ОГЭ, ЕГЭ or ГВЭ.",
    ),
    "row_mark_unknown": _(
        "reason_row_mark_unknown",
        default="Row ${row}: there is no mark “${value}”: 2 to 5, зачёт, незачёт, н/я.",
    ),
    "row_score_range": _(
        "reason_row_score_range",
        default="Row ${row}: “${field}” is ${value}, it lies between 0 and ${most}.",
    ),
    "row_without_result": _(
        "reason_row_without_result", default="Row ${row} has neither a mark nor a score."
    ),
    "row_absent_with_score": _(
        "reason_row_absent_with_score",
        default="Row ${row}: whoever did not come (н/я) has no score.",
    ),
    "row_file_strange": _(
        "reason_row_file_strange",
        default="Row ${row}: this is no personal file of the class.",
    ),
    "row_twice": _("reason_row_twice", default="Row ${row}: the pupil stands in it twice."),
    "row_has_ruling": _(
        "reason_row_has_ruling", default="An appeal was decided on the row; it stays."
    ),
    "row_replaced": _(
        "reason_row_replaced",
        default="Row ${row} was replaced after an appeal: the new row is shown to the pupil.",
    ),
    "rows_locked": _(
        "reason_rows_locked",
        default="The protocol is submitted: its rows change no more. Results of appeals are "
        "entered beside them.",
    ),
    "rows_too_many": _("reason_rows_too_many", default="One protocol holds ${most} rows at most."),
    "table_for_results": _(
        "reason_table_for_results",
        default="A table holds results; decisions of a council are entered one by one.",
    ),
    "rows_not_chosen": _("reason_rows_not_chosen", default="No row was chosen."),
    "outcome_unknown": _(
        "reason_outcome_unknown", default="There is no such outcome of an appeal."
    ),
    "outcome_impossible": _(
        "reason_outcome_impossible",
        default="The row does not count any more, or this was decided already.",
    ),
    "protocol_is_draft": _(
        "reason_protocol_is_draft",
        default="The protocol is a draft: mend the row itself.",
    ),
    "already_familiarised": _(
        "reason_already_familiarised", default="Row ${row}: the pupil was familiarised already."
    ),
    "way_unknown": _(
        "reason_way_unknown", default="Pupils are familiarised on paper or electronically."
    ),
}

#: Titles of what rows, appeals and acknowledgements hold.
PROTOCOL_DETAILS = {
    "stitched_on": _("detail_stitched_on", default="Stitched on"),
    "seal_fact": _("detail_seal_fact", default="Seal of the school"),
    "sheets": _("detail_sheets", default="Number of sheets"),
    "label": _("detail_row_class", default="Class"),
    "last_name": _("detail_row_last_name", default="Last name"),
    "first_name": _("detail_row_first_name", default="First name"),
    "middle_name": _("detail_row_middle_name", default="Middle name"),
    "document": _("detail_row_document", default="Identity document"),
    "form": _("detail_row_form", default="Form of the exam"),
    "primary": _("detail_row_primary", default="Primary score"),
    "test": _("detail_row_test", default="Test score"),
    "variant": _("detail_row_variant", default="Variant"),
    "ticket": _("detail_row_ticket", default="Ticket"),
    "criteria": _("detail_row_criteria", default="By criteria"),
    "mark": _("detail_row_mark", default="Mark"),
    "year_mark": _("detail_row_year_mark", default="Mark of the year"),
    "final_mark": _("detail_row_final_mark", default="Final mark"),
    "outside": _("detail_row_outside", default="From outside: who and whence"),
    "question": _("detail_row_question", default="Question"),
    "speakers": _("detail_row_speakers", default="Speakers"),
    "votes_for": _("detail_row_votes_for", default="For"),
    "votes_against": _("detail_row_votes_against", default="Against"),
    "abstained": _("detail_row_abstained", default="Abstained"),
    "outcome": _("detail_row_outcome", default="Outcome of the appeal"),
    "number": _("detail_row_number", default="Number of the protocol"),
    "day": _("detail_row_day", default="Date"),
    "way": _("detail_row_way", default="How"),
}
