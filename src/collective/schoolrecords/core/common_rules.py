"""Rules that several families share: place, carriers, file plan, numbers, authors, closing.

Each is a function of facts, details and the school's own day, see :mod:`.reasons`.
"""

from .reasons import Reason
from datetime import date


def closing_after_content(name):
    """Return a rule: the day ``name`` is not before the newest content and the opening."""

    def rule(facts, details, today):
        closed = details.get(name) if name in details else facts.get(name)
        newest = facts.get("newest_content")
        if isinstance(closed, date) and isinstance(newest, date) and closed < newest:
            yield Reason("closed_before_content", name, {"closed": closed, "newest": newest})
        opened = facts.get("opened_on")
        if isinstance(closed, date) and isinstance(opened, date) and closed < opened:
            yield Reason("closed_before_opened", name, {"closed": closed, "opened": opened})

    return rule


def closes_by_leaving(facts, details, today):
    """An open record that is given away for good is closed by the day on which it leaves."""
    if facts.get("closed_on") is None:
        yield from closing_after_content("handed_out_on")(facts, details, today)


def placed(facts, details, today):
    """It is known where the record is stored."""
    if not facts.get("storage_place"):
        yield Reason("missing", "storage_place")


def carriers_known(facts, details, today):
    """It is known on what the record is kept."""
    if not facts.get("carriers"):
        yield Reason("missing", "carriers")


def index_planned(facts, details, today):
    """From its approval on the year's file plan says under which indexes records are opened."""
    if facts.get("index_not_planned"):
        yield Reason("index_not_in_plan", "case_index", facts["index_not_planned"])


def term_known(facts, details, today):
    """The regulation in force names a term for the document type."""
    if not facts.get("term"):
        yield Reason("term_unknown", "doc_type")


def author_is_not_approver(facts, details, today):
    """Whoever wrote any of it cannot approve it, in whatever office they act now."""
    if facts.get("actor") in (facts.get("authors") or ()):
        yield Reason("author_cannot_approve", None)


def registration_number_free(facts, details, today):
    """No other record of the register has the number."""
    if facts.get("number_taken_by"):
        yield Reason(
            "registration_number_taken",
            "registration_number",
            {"number": facts.get("registration_number")},
        )


def not_held_out(facts, details, today):
    """Nobody has the record at hand."""
    if facts.get("holder"):
        yield Reason("held_by", "holder", {"holder": facts["holder"]})


def documents_accepted(facts, details, today):
    """No document inside the record is a draft."""
    drafts = facts.get("draft_documents") or ()
    if drafts:
        yield Reason("documents_not_accepted", None, {"count": len(drafts)})


def one_original(facts, details, today):
    """There is one original of a certificate: a second one is an error in the number or the pupil."""
    held = facts.get("original_held")
    if held is not None and facts.get("original", True):
        yield Reason("original_held", "pupil_file", {"number": held})
