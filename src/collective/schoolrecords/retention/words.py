"""Terms of storage in words: the verdicts, and the sentence that says why a term ends when."""

from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import ON_HOLD
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.core.terms import RUNNING
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.core.terms import WAITING
from collective.schoolrecords.messages import _


STATUS_TITLES = {
    NEVER: _("due_status_never", default="Kept permanently"),
    OPEN: _("due_status_open", default="Still open"),
    ERROR: _("due_status_error", default="Dates to be mended"),
    WAITING: _("due_status_waiting", default="Waits for an event"),
    RUNNING: _("due_status_running", default="Term is running"),
    DUE: _("due_status_due", default="Term has ended"),
    ON_HOLD: _("due_status_on_hold", default="Destruction suspended"),
    NEEDS_DECISION: _(
        "due_status_needs_decision", default="Term has ended, the commission decides"
    ),
}


def term_sentence(term, closed_on, first_day, event_on=None, gone=False):
    """Return the message that says how the last day was counted.

    ``closed_on``: closing date or ``None``; ``first_day``: first day on which an act may take the
    record, or ``None``. ``event_on``: day of the event that the term waited for, or ``None``.
    ``gone``: the record has left the school (handed out, transferred).
    """
    if term is None:
        return _("due_why_no_term", default="The regulation names no term for this document type.")
    data = {"term": term_text(term), "article": term.article}
    if gone or term.kind == PERMANENT or closed_on is None:
        return _not_counted(term, data, gone)
    data["closed"] = f"{closed_on:%d.%m.%Y}"
    if first_day is None:
        return _(
            "due_why_waiting",
            default="Closed on ${closed}; the term (${term}, ${article}) begins with its event.",
            mapping=data,
        )
    data["first"] = f"{first_day:%d.%m.%Y}"
    data["start"] = f"01.01.{first_day.year - term.full_years}"
    return _counted(data, event_on)


def _not_counted(term, data, gone):
    """Why no day is counted at all: what has left, what is kept for ever, what is still open."""
    if gone:
        return _(
            "due_why_gone",
            default="The record has left the school; its term (${term}, ${article}) is not counted.",
            mapping=data,
        )
    if term.kind == PERMANENT:
        return _("due_why_permanent", default="Kept permanently (${article}).", mapping=data)
    return _(
        "due_why_open",
        default="Term: ${term} (${article}). It is counted once the record is closed.",
        mapping=data,
    )


def _counted(data, event_on):
    """How the first day of an act was counted, from the event or from the closing."""
    if event_on is not None:
        data["event"] = f"{event_on:%d.%m.%Y}"
        return _(
            "due_why_event",
            default="Closed on ${closed}; the event that the term waits for (${term}, ${article}) "
            "came on ${event}; an act may take the record from ${first}.",
            mapping=data,
        )
    return _(
        "due_why_counted",
        default="Closed on ${closed}; the term (${term}, ${article}) is counted from ${start}; "
        "an act may take the record from ${first}.",
        mapping=data,
    )
