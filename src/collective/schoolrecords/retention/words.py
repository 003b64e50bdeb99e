"""Terms of storage in words: as the list of archival documents writes them, and why they end when.

The short text («5 лет ЭПК») is the official wording and stands in the due index as it is; the
sentences are messages.
"""

from collective.schoolrecords.core.plural import choose
from collective.schoolrecords.core.plural import count
from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import EPK
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import EVENT
from collective.schoolrecords.core.terms import MIN_YEARS
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import ON_HOLD
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.core.terms import RUNNING
from collective.schoolrecords.core.terms import UNTIL_NEEDED
from collective.schoolrecords.core.terms import WAITING
from collective.schoolrecords.messages import _


STATUS_TITLES = {
    NEVER: _("due_status_never", default="Kept permanently"),
    OPEN: _("due_status_open", default="No closing date"),
    ERROR: _("due_status_error", default="Dates to be mended"),
    WAITING: _("due_status_waiting", default="Waits for an event"),
    RUNNING: _("due_status_running", default="Term is running"),
    DUE: _("due_status_due", default="Term has ended"),
    ON_HOLD: _("due_status_on_hold", default="Destruction suspended"),
    NEEDS_DECISION: _(
        "due_status_needs_decision", default="Term has ended, the commission decides"
    ),
}


def term_text(term):
    """Return a core ``Term`` in the words of the list: «5 лет ЭПК», «не менее 1 года»."""
    if term.kind == PERMANENT:
        return "постоянно"
    if term.kind == UNTIL_NEEDED:
        return "до минования надобности"
    if term.kind == EVENT and not term.years:
        return "до события"
    years = term.full_years
    if term.kind == MIN_YEARS:
        # «не менее» takes the genitive: не менее 1 года, 5 лет.
        return f"не менее {years} {choose(years, 'года', 'лет', 'лет')}"
    text = count(years, "год", "года", "лет")
    return f"{text} ЭПК" if term.kind == EPK else text


def term_sentence(term, closed_on, first_day):
    """Return the message that says how the last day was counted.

    ``closed_on``: closing date or ``None``; ``first_day``: first day on which an act may take the
    record, or ``None``.
    """
    if term is None:
        return _("due_why_no_term", default="The regulation names no term for this document type.")
    data = {"term": term_text(term), "article": term.article}
    if term.kind == PERMANENT:
        return _("due_why_permanent", default="Kept permanently (${article}).", mapping=data)
    if closed_on is None:
        return _(
            "due_why_open",
            default="Term: ${term} (${article}). It is counted once the record is closed.",
            mapping=data,
        )
    data["closed"] = f"{closed_on:%d.%m.%Y}"
    if first_day is None:
        return _(
            "due_why_waiting",
            default="Closed on ${closed}; the term (${term}, ${article}) begins with its event.",
            mapping=data,
        )
    data["first"] = f"{first_day:%d.%m.%Y}"
    data["start"] = f"01.01.{first_day.year - term.full_years}"
    return _(
        "due_why_counted",
        default="Closed on ${closed}; the term (${term}, ${article}) is counted from ${start}; "
        "an act may take the record from ${first}.",
        mapping=data,
    )
