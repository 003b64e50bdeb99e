"""Who holds a record now and until when: lent against a receipt, brought back.

The state of the record does not change; a file that left the school for good is handed out by a
step of its life.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.lending import lending_reasons
from collective.schoolrecords.core.lending import OVERDUE
from collective.schoolrecords.core.lending import return_reasons
from collective.schoolrecords.core.lending import standing
from collective.schoolrecords.core.portfolio import WITH_PUPIL
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.lending_texts import LOAN_TITLES
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.retention.receipts import journal
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


def is_with_pupil(record):
    """Whether a portfolio lies with its pupil, who signs for nothing: it comes back by a note."""
    return getattr(record, "kept_by", None) == WITH_PUPIL


def judge_giving(record, holder, until, basis):
    """Refuse to lend ``record``, with all reasons (``StepRefused``), or say nothing."""
    found = lending_reasons(record.holder, holder, until, basis, school_today())
    if found:
        raise StepRefused(record, found, LOAN_TITLES)


def give_to(record, holder, until, basis, signature_fact=""):
    """Lend ``record`` to ``holder`` until the day ``until``, on the ground ``basis``.

    ``signature_fact`` says where they signed for it. Returns the receipt. Refused as
    :func:`judge_giving` says.
    """
    judge_giving(record, holder, until, basis)
    receipt = journal.issue(record, journal.LENT, school_today(), until)
    record.holder, record.held_until = holder, until
    payload = {
        "holder": holder,
        "until": until,
        "former": None,
        "basis": basis,
        "receipt_number": receipt.label,
        "signature_fact": signature_fact or None,
    }
    record_event(record, "carrier_moved", payload=payload)
    return receipt


def judge_return(record, returned_on, condition, remarks):
    """Refuse to take ``record`` back, with all reasons (``StepRefused``), or say nothing."""
    if is_with_pupil(record):
        raise StepRefused(record, [Reason("kept_by_pupil", "holder")])
    receipt = journal.open_receipt(record)
    given_on = receipt.given_on if receipt is not None else None
    found = return_reasons(record.holder, given_on, returned_on, condition, remarks, school_today())
    if found:
        raise StepRefused(record, found)


def take_back(record, returned_on, condition, remarks=""):
    """Note that the record came back, on which day and in which condition.

    ``condition``: one of ``core.lending.CONDITIONS``. Refused as :func:`judge_return` says.
    """
    judge_return(record, returned_on, condition, remarks)
    receipt, former = journal.take_back(record, returned_on), record.holder
    record.holder = record.held_until = None
    payload = {
        "holder": None,
        "until": None,
        "former": former,
        "returned_on": returned_on,
        "condition": condition,
        "remarks": remarks or None,
        "returned_receipt": receipt.label if receipt is not None else None,
    }
    record_event(record, "carrier_moved", payload=payload)


def holder_json(record):
    """Return who holds the record, until when, and whether that day has passed."""
    until = record.held_until
    receipt = journal.last_receipt(record) if record.holder else None
    late = record.holder and standing(until, None, school_today()) == OVERDUE
    return {
        "@id": f"{record.absolute_url()}/@holder",
        "holder": record.holder,
        "held_until": json_compatible(until),
        "overdue": bool(late),
        "receipt": receipt.label if receipt is not None else None,
        "storage_place": record.storage_place,
    }


class HolderGet(RecordService):
    """``GET @holder``."""

    def reply(self):
        """Return :func:`holder_json`."""
        return holder_json(self.context)


class HolderPost(RecordService):
    """``POST @holder`` {holder, until, basis, signature_fact}; ``POST @holder/return``.

    The body of a return: {returned_on (today without it), condition, remarks}.
    """

    max_path = 1

    def reply(self):
        """Write the change and return who holds the record now."""
        if self.path not in ([], ["return"]):
            raise NotFound("/".join(self.path))
        body = self.body()
        if self.path:
            day = body.day("returned_on") or school_today()
            condition, remarks = body.text("condition"), body.text("remarks")
            body.done()
            take_back(self.context, day, condition, remarks)
        else:
            holder, until = body.text("holder"), body.day("until")
            basis, signature_fact = body.text("basis"), body.text("signature_fact")
            body.done()
            give_to(self.context, holder, until, basis, signature_fact)
        return holder_json(self.context)
