"""Who holds a record now and until when: given out against a word, brought back.

The state of the record does not change; a file that left the school for good is handed out by a
step of its life.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.retention.receipts import journal
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


def give_to(record, holder, until, basis, signature_fact=""):
    """Note that ``holder`` has the record now; ``until`` is a date or ``None``.

    ``signature_fact`` says where they signed for it. Returns the receipt. Refused when somebody
    else holds it, or when ``until`` is past.
    """
    reasons = []
    if record.holder:
        reasons.append(Reason("held_by", "holder", {"holder": record.holder}))
    if until is not None and until < school_today():
        reasons.append(Reason("day_past", "until", {"day": until}))
    _check(record, reasons, basis)
    receipt = journal.issue(record, journal.LENT, school_today(), until)
    _write(record, holder, until, basis, receipt, signature_fact)
    return receipt


def take_back(record, basis):
    """Note that the record has come back; refused when nobody holds it."""
    _check(record, [] if record.holder else [Reason("held_by_nobody", "holder")], basis)
    _write(record, None, None, basis)
    journal.take_back(record)


def _check(record, reasons, basis):
    if not basis:
        reasons.append(Reason("not_given", "basis"))
    if reasons:
        raise StepRefused(record, reasons)


def _write(record, holder, until, basis, receipt=None, signature_fact=""):
    former = record.holder
    record.holder, record.held_until = holder, until
    payload = {"holder": holder, "until": until, "former": former, "basis": basis}
    if receipt is not None:
        payload |= {"receipt_number": receipt.label, "signature_fact": signature_fact or None}
    record_event(record, "carrier_moved", payload=payload)


def holder_json(record):
    """Return who holds the record, until when, and whether that day has passed."""
    until = record.held_until
    receipt = journal.last_receipt(record) if record.holder else None
    return {
        "@id": f"{record.absolute_url()}/@holder",
        "holder": record.holder,
        "held_until": json_compatible(until),
        "overdue": bool(record.holder and until and until < school_today()),
        "receipt": receipt.label if receipt is not None else None,
        "storage_place": record.storage_place,
    }


class HolderGet(RecordService):
    """``GET @holder``."""

    def reply(self):
        """Return :func:`holder_json`."""
        return holder_json(self.context)


class HolderPost(RecordService):
    """``POST @holder`` {holder, until, basis, signature_fact}; ``POST @holder/return`` {basis}."""

    max_path = 1

    def reply(self):
        """Write the change and return who holds the record now."""
        if self.path not in ([], ["return"]):
            raise NotFound("/".join(self.path))
        body = self.body()
        basis = body.text("basis")
        if self.path:
            body.done()
            take_back(self.context, basis)
        else:
            holder = body.text("holder", required=True)
            until = body.day("until")
            signature_fact = body.text("signature_fact")
            body.done()
            give_to(self.context, holder, until, basis, signature_fact)
        return holder_json(self.context)
