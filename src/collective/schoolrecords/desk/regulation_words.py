"""Words of the page of the regulation: what a value is called, and what its words mean."""

from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.messages import _


#: End of the label key of core (`Row.label_key`) → label.
LABELS = {
    "title": _("panel_label_title", default="Title"),
    "organisation": _("panel_label_organisation", default="Organisation"),
    "order_no": _("panel_label_order_no", default="Order no"),
    "date": _("panel_label_date", default="Date"),
    "approved_by": _("panel_label_approved_by", default="Approved by"),
    "in_force": _("panel_label_in_force", default="In force"),
    "ends": _("panel_label_ends", default="Ends"),
    "amended_by": _("panel_label_amended_by", default="Amended by"),
    "answerable": _("panel_label_answerable", default="Answerable"),
    "published": _("panel_label_published", default="Published"),
    "adopted_by_body": _("panel_label_adopted_by_body", default="Adopted by body"),
    "adopted_by_act": _("panel_label_adopted_by_act", default="Adopted by act"),
    "adopted_by_protocol_no": _(
        "panel_label_adopted_by_protocol_no", default="Adopted by protocol no"
    ),
    "adopted_by_date": _("panel_label_adopted_by_date", default="Adopted by date"),
    "number": _("panel_label_number", default="Number"),
    "kind": _("panel_label_kind", default="Kind"),
    "replaced_by": _("panel_label_replaced_by", default="Replaced by"),
    "label": _("panel_label_label", default="Label"),
    "aliases": _("panel_label_aliases", default="Aliases"),
    "rules": _("panel_label_rules", default="Rules"),
    "mandatory": _("panel_label_mandatory", default="Mandatory"),
    "mandatory_carriers": _("panel_label_mandatory_carriers", default="Mandatory carriers"),
    "carriers": _("panel_label_carriers", default="Carriers"),
    "carrier_fallback": _("panel_label_carrier_fallback", default="Carrier fallback"),
    "file_format": _("panel_label_file_format", default="File format"),
    "copies": _("panel_label_copies", default="Copies"),
    "strict_accountability": _(
        "panel_label_strict_accountability", default="Strict accountability"
    ),
    "formed_automatically": _("panel_label_formed_automatically", default="Formed automatically"),
    "prepared_by": _("panel_label_prepared_by", default="Prepared by"),
    "basis_for": _("panel_label_basis_for", default="Basis for"),
    "grades": _("panel_label_grades", default="Grades"),
    "numbering": _("panel_label_numbering", default="Numbering"),
    "opened_on": _("panel_label_opened_on", default="Opened on"),
    "closed_on": _("panel_label_closed_on", default="Closed on"),
    "responsible_roles": _("panel_label_responsible_roles", default="Responsible roles"),
    "appointed_by_order": _("panel_label_appointed_by_order", default="Appointed by order"),
    "controlled_by": _("panel_label_controlled_by", default="Controlled by"),
    "kept_by": _("panel_label_kept_by", default="Kept by"),
    "route": _("panel_label_route", default="Route"),
    "channels": _("panel_label_channels", default="Channels"),
    "storage_place": _("panel_label_storage_place", default="Storage place"),
    "storage_order": _("panel_label_storage_order", default="Storage order"),
    "archive_rhythm": _("panel_label_archive_rhythm", default="Archive rhythm"),
    "integrity_control": _("panel_label_integrity_control", default="Integrity control"),
    "print_certified": _("panel_label_print_certified", default="Print certified"),
    "retention_kind": _("panel_label_retention_kind", default="Retention kind"),
    "retention_value": _("panel_label_retention_value", default="Retention value"),
    "retention_before_2003": _(
        "panel_label_retention_before_2003", default="Retention value, closed before 2003"
    ),
    "retention_start": _("panel_label_retention_start", default="Retention start"),
    "retention_event": _("panel_label_retention_event", default="Retention event"),
    "retention_article": _("panel_label_retention_article", default="Retention article"),
    "destroy_by_act": _("panel_label_destroy_by_act", default="Destroy by act"),
    "certification_seal": _("panel_label_certification_seal", default="Certification seal"),
    "certification_signers": _(
        "panel_label_certification_signers", default="Certification signers"
    ),
    "certification_frequency": _(
        "panel_label_certification_frequency", default="Certification frequency"
    ),
    "certification_stitched": _(
        "panel_label_certification_stitched", default="Certification stitched"
    ),
    "handout_event": _("panel_label_handout_event", default="Handout event"),
    "handout_to": _("panel_label_handout_to", default="Handout to"),
    "handout_against_signature": _(
        "panel_label_handout_against_signature", default="Handout against signature"
    ),
    "handout_on_application": _(
        "panel_label_handout_on_application", default="Handout on application"
    ),
    "handout_together_with": _(
        "panel_label_handout_together_with", default="Handout together with"
    ),
    "handout_immediately": _("panel_label_handout_immediately", default="Handout immediately"),
    "intake_event": _("panel_label_intake_event", default="Intake event"),
    "intake_brought_by": _("panel_label_intake_brought_by", default="Intake brought by"),
    "intake_together_with": _("panel_label_intake_together_with", default="Intake together with"),
    "summary_extract_taken_from": _(
        "panel_label_summary_extract_taken_from", default="Summary extract taken from"
    ),
    "summary_extract_carrier": _(
        "panel_label_summary_extract_carrier", default="Summary extract carrier"
    ),
    "summary_extract_after_years": _(
        "panel_label_summary_extract_after_years", default="Summary extract after years"
    ),
    "summary_extract_term_base": _(
        "panel_label_summary_extract_term_base", default="Summary extract term base"
    ),
    "familiarisation_by": _("panel_label_familiarisation_by", default="Familiarisation by"),
    "familiarisation_whom": _("panel_label_familiarisation_whom", default="Familiarisation whom"),
    "cycles_years": _("panel_label_cycles_years", default="Cycles years"),
    "cycles_grades": _("panel_label_cycles_grades", default="Cycles grades"),
    "parts_label": _("panel_label_parts_label", default="Parts label"),
    "parts_form": _("panel_label_parts_form", default="Parts form"),
    "parts_storage_place": _("panel_label_parts_storage_place", default="Parts storage place"),
    "parts_medical": _("panel_label_parts_medical", default="Parts medical"),
    "parts_copies": _("panel_label_parts_copies", default="Parts copies"),
    "roles": _("panel_label_roles", default="Roles"),
    "role": _("panel_label_role", default="Role"),
    "rhythm": _("panel_label_rhythm", default="Rhythm"),
    "event": _("panel_label_event", default="Event"),
    "amount": _("panel_label_amount", default="Amount"),
    "unit": _("panel_label_unit", default="Unit"),
    "side": _("panel_label_side", default="Side"),
    "time": _("panel_label_time", default="Time"),
    "day": _("panel_label_day", default="Day"),
    "times": _("panel_label_times", default="Times"),
    "per": _("panel_label_per", default="Per"),
    "at_least": _("panel_label_at_least", default="At least"),
    "documents": _("panel_label_documents", default="Documents"),
    "records": _("panel_label_records", default="Records"),
    "reported_to": _("panel_label_reported_to", default="Reported to"),
    "by_order": _("panel_label_by_order", default="By order"),
    "issuer": _("panel_label_issuer", default="Issuer"),
    "what": _("panel_label_what", default="What"),
    "carrier": _("panel_label_carrier", default="Carrier"),
    "restore": _("panel_label_restore", default="Restore"),
    "scale": _("panel_label_scale", default="Scale"),
    "forbidden": _("panel_label_forbidden", default="Forbidden"),
    "absent_no_mark": _("panel_label_absent_no_mark", default="Absent no mark"),
    "absent_exception": _("panel_label_absent_exception", default="Absent exception"),
    "homework_with_due_date": _(
        "panel_label_homework_with_due_date", default="Homework with due date"
    ),
    "grade1_no_marks": _("panel_label_grade1_no_marks", default="Grade1 no marks"),
    "grade1_no_homework": _("panel_label_grade1_no_homework", default="Grade1 no homework"),
    "extension_by_order": _("panel_label_extension_by_order", default="Extension by order"),
    "medical_group_theory": _("panel_label_medical_group_theory", default="Medical group theory"),
    "required_count": _("panel_label_required_count", default="Required count"),
    "strict_subjects": _("panel_label_strict_subjects", default="Strict subjects"),
    "weights_set_by": _("panel_label_weights_set_by", default="Weights set by"),
    "weights_place": _("panel_label_weights_place", default="Weights place"),
    "dates_by_order": _("panel_label_dates_by_order", default="Dates by order"),
    "entry_language": _("panel_label_entry_language", default="Entry language"),
    "hours_equal_curriculum": _(
        "panel_label_hours_equal_curriculum", default="Hours equal curriculum"
    ),
    "groups_changed_by": _("panel_label_groups_changed_by", default="Groups changed by"),
    "groups_changed_at": _("panel_label_groups_changed_at", default="Groups changed at"),
    "quarter": _("panel_label_quarter", default="Quarter"),
    "half_year": _("panel_label_half_year", default="Half year"),
    "users": _("panel_label_users", default="Users"),
    "systems": _("panel_label_systems", default="Systems"),
    "addresses": _("panel_label_addresses", default="Addresses"),
    "no_login_transfer": _("panel_label_no_login_transfer", default="No login transfer"),
    "personal_cabinet": _("panel_label_personal_cabinet", default="Personal cabinet"),
    "own_child_only": _("panel_label_own_child_only", default="Own child only"),
    "no_pupil_under_staff_login": _(
        "panel_label_no_pupil_under_staff_login", default="No pupil under staff login"
    ),
    "round_the_clock": _("panel_label_round_the_clock", default="Round the clock"),
    "value": _("panel_label_value", default="Value"),
}

KINDS = {
    "years": _("panel_kinds_years", default="years"),
    "min_years": _("panel_kinds_min_years", default="min years"),
    "permanent": _("panel_kinds_permanent", default="permanent"),
    "event": _("panel_kinds_event", default="event"),
    "until_needed": _("panel_kinds_until_needed", default="until needed"),
    "epk": _("panel_kinds_epk", default="epk"),
}
STARTS = {
    "year_after_close": _("panel_starts_year_after_close", default="year after close"),
    "school_year_end": _("panel_starts_school_year_end", default="school year end"),
    "event": _("panel_starts_event", default="event"),
}
CARRIERS = {
    "paper": _("panel_carriers_paper", default="paper"),
    "electronic": _("panel_carriers_electronic", default="electronic"),
    "paper_print": _("panel_carriers_paper_print", default="paper print"),
}
EVENTS = {
    "admission": _("panel_events_admission", default="admission"),
    "admission_to_grade_10": _(
        "panel_events_admission_to_grade_10", default="admission to grade 10"
    ),
    "year_start": _("panel_events_year_start", default="year start"),
    "lesson": _("panel_events_lesson", default="lesson"),
    "control_work": _("panel_events_control_work", default="control work"),
    "results_received": _("panel_events_results_received", default="results received"),
    "contingent_change": _("panel_events_contingent_change", default="contingent change"),
    "staff_change": _("panel_events_staff_change", default="staff change"),
    "period_end": _("panel_events_period_end", default="period end"),
    "school_year_end": _("panel_events_school_year_end", default="school year end"),
    "state_exam": _("panel_events_state_exam", default="state exam"),
    "leaving": _("panel_events_leaving", default="leaving"),
    "transfer_out": _("panel_events_transfer_out", default="transfer out"),
    "transfer_in": _("panel_events_transfer_in", default="transfer in"),
    "graduation": _("panel_events_graduation", default="graduation"),
    "expulsion_order": _("panel_events_expulsion_order", default="expulsion order"),
    "claimed": _("panel_events_claimed", default="claimed"),
    "consent_end": _("panel_events_consent_end", default="consent end"),
    "replaced": _("panel_events_replaced", default="replaced"),
    "on_demand": _("panel_events_on_demand", default="on demand"),
}
RHYTHMS = {
    "lesson": _("panel_rhythms_lesson", default="lesson"),
    "day": _("panel_rhythms_day", default="day"),
    "week": _("panel_rhythms_week", default="week"),
    "month": _("panel_rhythms_month", default="month"),
    "quarter": _("panel_rhythms_quarter", default="quarter"),
    "period": _("panel_rhythms_period", default="period"),
    "half_year": _("panel_rhythms_half_year", default="half year"),
    "year": _("panel_rhythms_year", default="year"),
    "on_demand": _("panel_rhythms_on_demand", default="on demand"),
}
TERM_BASES = {
    "same_start": _("panel_term_bases_same_start", default="same start"),
    "extraction": _("panel_term_bases_extraction", default="extraction"),
}
FORMS = {
    "original": _("panel_forms_original", default="original"),
    "copy": _("panel_forms_copy", default="copy"),
}
NUMBERINGS = {
    "own": _("panel_numberings_own", default="own"),
    "alphabet_book": _("panel_numberings_alphabet_book", default="alphabet book"),
}
CONTROLS = {
    "integrity": _("panel_controls_integrity", default="integrity"),
    "authenticity": _("panel_controls_authenticity", default="authenticity"),
}
ACTS = {
    "reviewed": _("panel_acts_reviewed", default="reviewed"),
    "adopted": _("panel_acts_adopted", default="adopted"),
    "opinion": _("panel_acts_opinion", default="opinion"),
    "agreed": _("panel_acts_agreed", default="agreed"),
    "approved": _("panel_acts_approved", default="approved"),
}
IN_FORCE = {
    "signing": _("panel_in_force_signing", default="signing"),
    "approval": _("panel_in_force_approval", default="approval"),
}
ENDS = {
    "until_replaced": _("panel_ends_until_replaced", default="until replaced"),
    "unlimited": _("panel_ends_unlimited", default="unlimited"),
}
REFERENCES = {
    "law": _("panel_references_law", default="law"),
    "government": _("panel_references_government", default="government"),
    "order": _("panel_references_order", default="order"),
    "letter": _("panel_references_letter", default="letter"),
    "standard": _("panel_references_standard", default="standard"),
    "method": _("panel_references_method", default="method"),
    "local_act": _("panel_references_local_act", default="local act"),
}
UNITS = {
    "hours": _("panel_units_hours", default="hours"),
    "days": _("panel_units_days", default="days"),
    "working_days": _("panel_units_working_days", default="working days"),
}
SIDES = {
    "before": _("panel_sides_before", default="before"),
    "after": _("panel_sides_after", default="after"),
}
ROLES = {key: role.title for key, role in BY_KEY.items()}

#: End of a path or of a label key → the words of its values.
CHOICES = {
    "retention_kind": KINDS,
    "retention_start": STARTS,
    "references_kind": REFERENCES,
    "repealed_kind": REFERENCES,
    "term_base": TERM_BASES,
    "parts_form": FORMS,
    "numbering": NUMBERINGS,
    "integrity_control": CONTROLS,
    "adopted_by_act": ACTS,
    "in_force": IN_FORCE,
    "ends": ENDS,
    "unit": UNITS,
    "side": SIDES,
    "rhythm": RHYTHMS,
    "frequency": RHYTHMS,
    "control_per": RHYTHMS,
    "event": EVENTS,
    "opened_on": EVENTS,
    "closed_on": EVENTS,
    "groups_changed_at": EVENTS,
    "carrier": CARRIERS,
    "carriers": CARRIERS,
    "carrier_fallback": CARRIERS,
    "taken_from": CARRIERS,
    "approved_by": ROLES,
    "answerable": ROLES,
    "role": ROLES,
    "roles": ROLES,
    "signers": ROLES,
    "controlled_by": ROLES,
    "kept_by": ROLES,
    "route": ROLES,
    "handout_to": ROLES,
    "brought_by": ROLES,
    "familiarisation_by": ROLES,
    "familiarisation_whom": ROLES,
    "reported_to": ROLES,
    "issuer": ROLES,
    "weights_set_by": ROLES,
    "groups_changed_by": ROLES,
}

#: Sections of a regulation in order of display.
SECTIONS = {
    "regulation": _("panel_section_regulation", default="The regulation itself"),
    "references": _("panel_section_references", default="References"),
    "repealed": _("panel_section_repealed", default="Repealed acts"),
    "documents": _("panel_section_documents", default="Documents and terms"),
    "deadlines": _("panel_section_deadlines", default="Deadlines"),
    "control": _("panel_section_control", default="Control"),
    "appointments": _("panel_section_appointments", default="Appointments"),
    "credentials": _("panel_section_credentials", default="Credentials"),
    "archive": _("panel_section_archive", default="Electronic archive"),
    "backup": _("panel_section_backup", default="Backups"),
    "marks": _("panel_section_marks", default="Marks"),
    "min_marks": _("panel_section_min_marks", default="Least number of marks"),
    "reports": _("panel_section_reports", default="Reports"),
    "access": _("panel_section_access", default="Access"),
    "settings": _("panel_section_settings", default="Settings"),
}


def label_of(label_key):
    """The label (a message) of a value; its own key when nobody has named it."""
    for tail in _tails(label_key):
        if tail in LABELS:
            return LABELS[tail]
    return label_key


def choices_of(label_key):
    """Value → word (a message) of a closed list, None for free values."""
    for tail in _tails(label_key):
        if tail in CHOICES:
            return CHOICES[tail]
    return None


def _tails(label_key):
    """The key, then without its first word, and so on: the longest name known wins."""
    words = label_key.split("_")
    return ("_".join(words[start:]) for start in range(len(words)))
