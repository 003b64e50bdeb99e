"""Who may not file as a case what has a register of its own: pages and REST calls.

Lists of the archive, jobs and the demo file what they find in the school's cupboards.
"""

from collective.schoolrecords.core.case_headings import filing_reasons
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.lifecycle.refusals import StepRefused
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

import transaction


def sent_anew(event):
    """Whether a REST call names the type of the case now; pages ask :func:`judge_kind`."""
    if actor_now().source != "rest":
        return False
    if not IObjectModifiedEvent.providedBy(event):
        return True
    named = {name for one in event.descriptions for name in getattr(one, "attributes", ())}
    return any(name.rpartition(".")[2] == "doc_type" for name in named)


def judge_kind(record, former=None):
    """Refuse a type that has a register of its own (``StepRefused``), or say nothing.

    ``former``: the type that the case had before.
    """
    reasons = filing_reasons(record.doc_type, former)
    if reasons:
        transaction.doom()
        raise StepRefused(record, reasons)
