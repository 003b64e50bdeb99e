"""The closed lists that values of a regulation are chosen from, and the checks for them."""

from .regulation_checks import one_of
from .terms import CLAIMED


CARRIERS = ("paper", "electronic", "paper_print")
"""`paper_print` is the printed version of what is kept electronically (FTL-2)."""

ROLES = (
    "director",
    "deputy",
    "class_teacher",
    "subject_teacher",
    "method_head",
    "secretary",
    "journal_admin",
    "archivist",
    "certificate_keeper",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
    "guardian",
    "pupil",
)

EVENTS = (
    "admission",
    "admission_to_grade_10",
    "year_start",
    "lesson",
    "control_work",
    "results_received",
    "contingent_change",
    "staff_change",
    "period_end",
    "school_year_end",
    "state_exam",
    "leaving",
    "transfer_out",
    "transfer_in",
    "graduation",
    "expulsion_order",
    CLAIMED,
    "consent_end",
    "replaced",
    "on_demand",
)

RHYTHMS = ("lesson", "day", "week", "month", "quarter", "period", "half_year", "year")

ROLE = one_of(*ROLES)
CARRIER = one_of(*CARRIERS)
EVENT = one_of(*EVENTS)
RHYTHM = one_of(*RHYTHMS)
