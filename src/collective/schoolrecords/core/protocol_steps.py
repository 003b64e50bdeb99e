"""Preconditions of a protocol's steps: all reasons at once (see :mod:`.protocols`).

Facts: the fields of the protocol, ``rows`` (how many it has), ``rows_unresolved`` (position
and name of those that belong to nobody), ``unfamiliar`` (how many pupils have
not been familiarised), and what the regulation asks of its document type: ``carriers_asked``,
``familiarisation_asked``, ``stitching_asked``; ``authors`` and ``actor`` (user ids).

Sources: N1-2.10–2.13 (carriers, familiarisation, stitching, signature and seal), domain.md 6.1.
"""

from .common_rules import author_is_not_approver
from .common_rules import carriers_known
from .common_rules import closing_after_content
from .common_rules import documents_accepted
from .common_rules import index_planned
from .common_rules import not_held_out
from .common_rules import placed
from .common_rules import registration_number_free
from .common_rules import term_known
from .protocols import COUNCIL
from .protocols import INDEPENDENT
from .protocols import INTERIM
from .protocols import INTERNAL
from .protocols import KINDS
from .protocols import STATE_EXAM_9
from .protocols import STATE_EXAM_11
from .protocols import STUDY_FORMS
from .reasons import day_not_after_today
from .reasons import given
from .reasons import need
from .reasons import needs
from .reasons import Reason
from .signing import signed
from datetime import date


#: What each kind must say before anybody is asked to approve it.
ASKED = {
    STATE_EXAM_9: ("school_subject", "dated_on", "commission_on"),
    STATE_EXAM_11: ("school_subject", "dated_on", "commission_on"),
    INTERIM: ("school_subject", "dated_on", "study_form", "teacher"),
    INDEPENDENT: ("school_subject", "dated_on", "organisation"),
    INTERNAL: ("school_subject", "dated_on"),
    COUNCIL: ("dated_on", "chair", "clerk"),
}
PAPER, PRINT = "paper", "paper_print"
#: So many rows are named; the rest would bury the page.
MOST_NAMED = 100


def _kind_known(facts, details, today):
    if facts.get("kind") not in KINDS:
        yield Reason("missing", "kind")


def _asked_of_its_kind(facts, details, today):
    for name in ASKED.get(facts.get("kind"), ()):
        yield from need(facts, name)
    form = facts.get("study_form")
    if form is not None and form not in STUDY_FORMS:
        yield Reason("study_form_unknown", "study_form")


def _rows_there(facts, details, today):
    if not facts.get("rows"):
        yield Reason("protocol_without_rows")


def _rows_resolved(facts, details, today):
    """A row that belongs to nobody is not approved: afterwards nobody could choose its file."""
    for number, name in (facts.get("rows_unresolved") or ())[:MOST_NAMED]:
        yield Reason("row_without_file", None, {"row": number, "name": name})


def _days_in_order(facts, details, today):
    """Results are approved after the exam and come to the school after that."""
    exam = facts.get("dated_on")
    for name in ("commission_on", "received_on"):
        day = facts.get(name)
        if isinstance(day, date) and isinstance(exam, date) and day < exam:
            yield Reason("day_before_exam", name, {"day": day, "exam": exam})


def _familiarised(facts, details, today):
    """N1-2.10.2: the class teacher is bound to familiarise every graduate."""
    if facts.get("familiarisation_asked") and facts.get("unfamiliar"):
        yield Reason("familiarisation_incomplete", None, {"count": facts["unfamiliar"]})


def on_sheets(carriers):
    """Return whether one of the carriers is sheets, written or printed: they can be stitched."""
    return any(item.get("carrier") in (PAPER, PRINT) for item in carriers or ())


def _stitched(facts, details, today):
    """N1-2.11: at the end of the year the paper is stitched, signed and sealed."""
    if not facts.get("stitching_asked") or not on_sheets(facts.get("carriers")):
        return
    for name in ("stitched_on", "sheets", "signature_fact", "seal_fact"):
        if details.get(name) in (None, "", 0) and facts.get(name) in (None, "", 0):
            yield Reason("not_given", name)


def _carriers_as_asked(facts, details, today):
    """N1-2.12, 2.13: results of monitoring are kept on paper and electronically."""
    kept = {item.get("carrier") for item in facts.get("carriers") or ()}
    for carrier in facts.get("carriers_asked") or ():
        if carrier not in kept and not (carrier == PAPER and PRINT in kept):
            yield Reason(f"carrier_missing_{carrier}", "carriers")


def _step(name):
    return ("protocol", name)


PROTOCOL_RULES = {
    # What the head cannot fill in is asked of who gives the protocol for approval.
    _step("submit"): (
        needs("title", "registration_number"),
        registration_number_free,
        _kind_known,
        _asked_of_its_kind,
        _rows_there,
        _rows_resolved,
        _days_in_order,
        carriers_known,
        _carriers_as_asked,
        day_not_after_today("dated_on"),
        day_not_after_today("commission_on"),
        day_not_after_today("received_on"),
        index_planned,
    ),
    _step("return"): (given("reason"),),
    _step("approve"): (
        needs("registration_number", "dated_on"),
        registration_number_free,
        author_is_not_approver,
        _rows_there,
        index_planned,
    ),
    _step("sign"): (signed,),
    _step("close"): (
        given("closed_on"),
        day_not_after_today("closed_on"),
        closing_after_content("closed_on"),
        _familiarised,
        _stitched,
        day_not_after_today("stitched_on"),
        documents_accepted,
        term_known,
    ),
    _step("archive"): (placed, carriers_known, not_held_out),
    _step("annul"): (given("reason"),),
}

PROTOCOL_CODES = (
    "protocol_without_rows",
    "row_without_file",
    "study_form_unknown",
    "day_before_exam",
    "familiarisation_incomplete",
    "carrier_missing_paper",
    "carrier_missing_electronic",
    "carrier_missing_paper_print",
)
