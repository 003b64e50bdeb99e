"""What pages and services say about a record's life: its state and its steps, in words."""

from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.lifecycle.words import reasons_in_words
from zope.i18n import translate


def steps_in_words(record, request, details=None, judge=steps.reasons):
    """Return every step that leaves the state: id, title, allowed, what it needs, reasons."""
    allowed = {step.id for step in steps.allowed_steps(record)}
    result = []
    for step in record.family.steps_from(record.state):
        found = judge(record, step.id, details) if step.id in allowed else ()
        result.append(
            {
                "id": step.id,
                "title": translate(texts.step_title(record.family_id, step.id), context=request),
                "target": step.target,
                "allowed": step.id in allowed,
                "reasons": reasons_in_words(found, record, request) if found else [],
            }
        )
    return result


def state_title(state, request, family_id=None):
    """Return the state's word in the user's language, as the family calls it."""
    return translate(texts.state_message(state, family_id), context=request)
