"""Write what a person gave with a step into the record's own fields."""

from collective.schoolrecords.core.lifecycle import HANDED_OUT
from collective.schoolrecords.core.lifecycle import TRANSFERRED
from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from collective.schoolrecords.retention.receipts.journal import issue
from zope.interface import implementer


@implementer(IDetailsTaker)
class DetailsTaker:
    """Store details under the record's field of the same name, plus what a step implies.

    ``fields`` lists the details that are fields; everything given stays in the chain's payload
    anyway. What leaves the school gets a receipt, whose number stands among the details.
    """

    fields = ("closed_on",)

    def __init__(self, record):
        self.record = record

    def take(self, step, details):
        """See :class:`IDetailsTaker`."""
        for name in self.fields:
            if name in details:
                setattr(self.record, name, details[name])
        if step.target in (HANDED_OUT, TRANSFERRED):
            self.record.holder = details.get("receiver")
            self.record.held_until = None
            details["receipt_number"] = receipt_number(self.record, step.target, details)
        self.implied(step, details)

    def implied(self, step, details):
        """Hook of a family: what else the step writes."""


def receipt_number(obj, kind, details, around=None):
    """Enter what is given away for good into the journal of receipts; return the number."""
    return issue(obj, kind, details["handed_out_on"], around=around).label


def newest(days):
    """Return the latest of ``days`` without the missing ones, or ``None``."""
    return max((day for day in days if day is not None), default=None)
