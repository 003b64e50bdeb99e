"""A school year without results: why it has none, and who can still enter them.

Results are entered while the file is current. A file that was closed before is locked, and what is
missing in it is a correction like any other (design idea 5): the director enters the year once, with
the reason, and puts the seal with it; the year is then certified and locked. In the archive, or
handed out, a file is what others have taken over: nothing is entered there, and a certificate is
written from the summary sheet of the class.
"""

from .names import clean_text
from .reasons import Reason
from .school import SchoolYear
from .states import CLOSED
from .states import CURRENT
from .states import DRAFT
from .year_results import year_start
from datetime import date


#: Months in which graduates leave: from the last lessons to the end of the school year.
LEAVING_MONTHS = (5, 6, 7, 8)

NOT_BEGUN = "not_begun"
CAME_LATER = "came_later"
LEFT_BEFORE = "left_before"
UNREGISTERED = "unregistered"
OPEN = "open"
LATE = "late"
PAST = "past"
#: All that :func:`standing` answers.
STANDINGS = (NOT_BEGUN, CAME_LATER, LEFT_BEFORE, UNREGISTERED, OPEN, LATE, PAST)


def standing(
    label: str, state: str, admitted_on: date | None, left_on: date | None, today: date
) -> str:
    """Return why a year of a file has no results, or who may still enter them.

    ``not_begun``, ``came_later`` and ``left_before``: there is nothing to enter, for the pupil was
    not taught here in that year. ``unregistered``: the file is a draft. ``open``: whoever enters the
    results of the class enters them. ``late``: the director alone, with a reason. ``past``: nobody.
    Raises ``ValueError`` for a label that is no school year.
    """
    year = SchoolYear(year_start(label))
    if today < year.first_day:
        return NOT_BEGUN
    if admitted_on is not None and admitted_on > year.last_day:
        return CAME_LATER
    if left_on is not None and left_on < year.first_day:
        return LEFT_BEFORE
    return {DRAFT: UNREGISTERED, CURRENT: OPEN, CLOSED: LATE}.get(state, PAST)


def stayed_to_the_end(label: str, left_on: date | None) -> bool:
    """Whether a pupil was taught to the end of a year, so that its table waits for the results.

    Who left earlier has them at the next school. ``left_on`` may be unknown: then nobody left.
    """
    end = SchoolYear(year_start(label)).last_day
    return left_on is None or left_on >= date(end.year, LEAVING_MONTHS[0], 1)


def check_late(answer: str, label: str, entered: bool, reason: str | None) -> tuple[Reason, ...]:
    """Return all reasons against entering a year after the file was closed.

    ``answer``: of :func:`standing`; ``entered``: whether the year has results already: these are
    corrected mark by mark. Codes: year_not_late, year_entered_already, not_given.
    """
    found = []
    if answer != LATE:
        found.append(Reason("year_not_late", "year", {"year": label}))
    if entered:
        found.append(Reason("year_entered_already", "year", {"year": label}))
    if not clean_text(reason or ""):
        found.append(Reason("not_given", "reason"))
    return tuple(found)
