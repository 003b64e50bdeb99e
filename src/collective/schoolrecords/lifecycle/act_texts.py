"""The words for reasons against an act of destruction and against one of its rows.

``${row}`` is the row's number in the act, or its place in the list that was sent.
"""

from collective.schoolrecords.messages import _


ITEM_REASONS = {
    "item_state": _(
        "reason_item_state",
        default="No. ${row}: only closed and archived records go into an act (now: ${state}).",
    ),
    "item_no_term": _("reason_item_no_term", default="No. ${row}: the record has no term."),
    "item_faulty": _(
        "reason_item_faulty", default="No. ${row}: the dates cannot be true; mend them first."
    ),
    "item_permanent": _("reason_item_permanent", default="No. ${row} is kept permanently."),
    "item_open": _("reason_item_open", default="No. ${row} has no closing date."),
    "item_waits": _(
        "reason_item_waits", default="No. ${row}: the event that starts the term has not happened."
    ),
    "item_running": _(
        "reason_item_running", default="No. ${row}: the term runs; an act may take it from ${day}."
    ),
    "item_held": _(
        "reason_item_held", default="No. ${row}: a hold forbids destruction (holds: ${count})."
    ),
    "item_given_out": _(
        "reason_item_given_out", default="No. ${row} is held by ${holder}; it must come back."
    ),
    "item_in_act": _("reason_item_in_act", default="No. ${row} is in another act."),
    "item_needs_decision": _(
        "reason_item_needs_decision",
        default="No. ${row}: the term asks for a decision of the experts.",
    ),
    "item_no_summary": _(
        "reason_item_no_summary",
        default="No. ${row}: no archived summary sheet of this journal was found; a decision is "
        "needed.",
    ),
    "item_many_summaries": _(
        "reason_item_many_summaries",
        default="No. ${row}: several summary sheets fit this journal; a decision is needed.",
    ),
    "item_kept": _("reason_item_kept", default="No. ${row} is kept."),
    "item_not_selected": _(
        "reason_item_not_selected",
        default="No. ${row}: the act has not selected the record (now: ${state}).",
    ),
    "item_unknown": _("reason_item_unknown", default="No. ${row}: there is no such record."),
    "item_twice": _("reason_item_twice", default="No. ${row} is in this act already."),
    "item_kept_already": _("reason_item_kept_already", default="The item is kept already."),
    "item_not_kept": _("reason_item_not_kept", default="The item is not kept."),
    "item_kept_by_another": _(
        "reason_item_kept_by_another",
        default="Whoever kept the item takes it back, or the commission by a vote on the item.",
    ),
    "item_removed": _("reason_item_removed", default="The record is destroyed already."),
    "item_nothing_to_decide": _(
        "reason_item_nothing_to_decide", default="Nothing is to be decided about this item."
    ),
}

ACT_REASONS = {
    **ITEM_REASONS,
    "act_empty": _("reason_act_empty", default="The act names no record to destroy."),
    "act_full": _(
        "reason_act_full", default="An act has ${most} rows at most; make another one for the rest."
    ),
    "act_more_rows": _(
        "reason_act_more_rows", default="The same holds of more rows of the act: ${count}."
    ),
    "act_state": _(
        "reason_act_state", default="This is not done with the act in its present state."
    ),
    "act_job_open": _("reason_act_job_open", default="The work goes on or is done already."),
    "vote_unknown": _("reason_vote_unknown", default="There is no such vote."),
    "not_a_member": _(
        "reason_not_a_member",
        default="Only members of the commission vote that were appointed when the act was handed "
        "in.",
    ),
    "commission_too_small": _(
        "reason_commission_too_small",
        default="The commission has ${count} members; ${least} at least must be appointed by order.",
    ),
    "commission_without_chair": _(
        "reason_commission_without_chair", default="The commission has no chair."
    ),
    "author_in_commission": _(
        "reason_author_in_commission",
        default="Whoever drew up the act cannot be a member of the commission that votes on it.",
    ),
    "director_in_commission": _(
        "reason_director_in_commission",
        default="The director, or who acts as director, cannot be a member of the commission.",
    ),
    "author_is_director": _(
        "reason_author_is_director",
        default="The director, or who acts as director, cannot draw up the act.",
    ),
    "only_the_chair": _(
        "reason_only_the_chair", default="Only the chair of this commission ends the vote."
    ),
    "chair_not_voted": _("reason_chair_not_voted", default="The chair has not voted."),
    "no_quorum": _(
        "reason_no_quorum", default="There is no quorum: ${voted} voted, ${quorum} are needed."
    ),
    "commission_against": _(
        "reason_commission_against",
        default="The commission did not agree: ${for} for, ${against} against.",
    ),
    "member_cannot_approve": _(
        "reason_member_cannot_approve",
        default="A member of the commission cannot approve the act.",
    ),
    "no_permanent_inventory": _(
        "reason_no_permanent_inventory",
        default="The inventory of permanent records of ${year} is not approved.",
    ),
    "no_personnel_inventory": _(
        "reason_no_personnel_inventory",
        default="The inventory of personnel records of ${year} is not approved.",
    ),
    "permanent_years_not_stated": _(
        "reason_permanent_years_not_stated",
        default="The school holds no permanent records of ${years}: confirm that on the act.",
    ),
    "personnel_years_not_stated": _(
        "reason_personnel_years_not_stated",
        default="The school holds no records on people of ${years}: confirm that on the act.",
    ),
    "permanent_year_not_empty": _(
        "reason_permanent_year_not_empty",
        default="It cannot be stated that there are no permanent records of ${year}: the act does "
        "not ask for that year, or they are there and need an inventory.",
    ),
    "personnel_year_not_empty": _(
        "reason_personnel_year_not_empty",
        default="It cannot be stated that there are no records on people of ${year}: the act does "
        "not ask for that year, or they are there and need an inventory.",
    ),
    "act_waiting": _(
        "reason_act_waiting", default="The waiting period has not ended: from ${day} on."
    ),
    "act_selecting": _(
        "reason_act_selecting", default="The records of the act are still being selected."
    ),
    "act_rows_open": _(
        "reason_act_rows_open", default="Records of the act not dealt with yet: ${count}."
    ),
    "stage_verified_already": _(
        "reason_stage_verified_already", default="The destruction is verified already."
    ),
    "stage_before_last": _(
        "reason_stage_before_last", default="The stage before was reached on ${day} only."
    ),
    "backups_not_expired": _(
        "reason_backups_not_expired",
        default="The school's backups have not expired before ${day}.",
    ),
    "stage_removed_open": _("reason_stage_removed_open", default="The records are not removed."),
    "stage_packed_open": _("reason_stage_packed_open", default="The storage is not packed."),
    "stage_caches_cleared_open": _(
        "reason_stage_caches_cleared_open", default="Search index and caches are not cleared."
    ),
    "stage_backups_expired_open": _(
        "reason_stage_backups_expired_open", default="The backups have not expired."
    ),
    "stage_verified_open": _(
        "reason_stage_verified_open", default="The destruction is not verified."
    ),
}
