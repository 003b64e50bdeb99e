"""What the school room refuses to write, with all reasons in words."""

from .texts import reason_in_words
from .texts import REFUSED
from .texts import say
from collective.schoolrecords.access.refusals import Refusal


class SchoolRefused(Refusal):
    """An entry cannot be made as given. `core_reasons` are the `Reason` objects of core."""

    status = 400

    def __init__(self, reasons, school=None):
        self.core_reasons = tuple(reasons)
        words = [reason_in_words(reason, school) for reason in self.core_reasons]
        super().__init__(say(REFUSED), words)


class SchoolForbidden(SchoolRefused):
    """The reader may keep the school's lists, but not this entry."""

    status = 403


def refuse_if(reasons, school=None):
    """Raise `SchoolRefused` when there is any reason."""
    reasons = tuple(reasons)
    if reasons:
        raise SchoolRefused(reasons, school)
