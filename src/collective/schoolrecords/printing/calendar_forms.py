"""What the printed calendar of terms needs; see ``forms``."""

from collective.schoolrecords.core.forecast import Calendar
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.forms import Signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


#: More years than these are no chart any more.
MOST_YEARS = 30


@dataclass(frozen=True)
class CalendarForm:
    """The calendar of terms of storage: chart and table by year, table by document type.

    ``titles``: pairs (document type, the school's word for it) in the order of the page.
    ``about`` names the one type that the calendar is of, empty for all. All sums are made from
    ``calendar``.
    """

    TEMPLATE: ClassVar[str] = "calendar"

    school: str
    dated_on: date
    calendar: Calendar
    compiler: Signature
    titles: tuple[tuple[str, str], ...] = ()
    about: str = ""


@problems.register
def _calendar(form: CalendarForm):
    found = [*lacking(form, "school", "dated_on")]
    if not form.calendar.total:
        found.append(Reason("NO_ROWS", "calendar"))
    if len(form.calendar.years) > MOST_YEARS:
        data = {"value": len(form.calendar.years), "most": MOST_YEARS}
        found.append(Reason("TOO_MANY", "years", data))
    return once(found)
