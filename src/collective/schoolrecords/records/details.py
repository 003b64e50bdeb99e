"""Write what a person gave with a step into the record's own fields."""

from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from zope.interface import implementer


@implementer(IDetailsTaker)
class DetailsTaker:
    """Store details under the record's field of the same name, plus what a step implies.

    ``fields`` lists the details that are fields; everything given stays in the chain's payload
    anyway.
    """

    fields = ("closed_on",)

    def __init__(self, record):
        self.record = record

    def take(self, step, details):
        """See :class:`IDetailsTaker`."""
        for name in self.fields:
            if name in details:
                setattr(self.record, name, details[name])
        if step.target in ("handed_out", "transferred"):
            self.record.holder = details.get("receiver")
            self.record.held_until = None
        self.implied(step, details)

    def implied(self, step, details):
        """Hook of a family: what else the step writes."""


def newest(days):
    """Return the latest of ``days`` without the missing ones, or ``None``."""
    return max((day for day in days if day is not None), default=None)
