"""A pupil leaves (выбытие): what the office has to know, in which order things are done, what waits.

1. the application of a parent to the director (S12-3.8);
2. the order of the director;
3. the file is closed with the order's number and date;
4. file and portfolio are handed out against a signature (S20-3.5.4, N1-2.15.3);
5. of a transfer the receiving school tells within two working days that it has the pupil
   (приказ 240 от 06.04.2023; the number is a setting).
"""

from .numbers import same_number
from .reasons import Reason
from .working_days import LAW
from .working_days import WorkCalendar
from collections.abc import Mapping
from datetime import date


TRANSFER = "transfer"
FAMILY = "family"
DISCIPLINE = "discipline"
OTHER = "other"
#: Why a pupil leaves; the last needs words of its own.
WAYS = (TRANSFER, FAMILY, DISCIPLINE, OTHER)
#: Ways on the word of an application; the others rest on the order alone.
BY_APPLICATION = (TRANSFER, FAMILY)

WAITING = "waiting"
OVERDUE = "overdue"
RECEIVED = "received"

#: Steps of the path.
APPLICATION = "application"
ORDER = "order"
CHECK = "check"
HAND_OUT = "hand_out"
NOTICE = "notice"
RESULT = "result"
PATH = (APPLICATION, ORDER, CHECK, HAND_OUT, NOTICE, RESULT)


def check_application(values: Mapping, admitted_on: date | None, today: date) -> tuple[Reason, ...]:
    """Return all reasons against leaving as it was entered.

    ``values``: way, application_on, left_on, destination, words. Codes: not_given, leaving_way,
    day_in_future, left_before_admission.
    """
    way, left_on = values.get("way"), values.get("left_on")
    reasons = [] if way in WAYS else [Reason("leaving_way", "way")]
    if way in BY_APPLICATION and not values.get("application_on"):
        reasons.append(Reason("not_given", "application_on"))
    if way == TRANSFER and not values.get("destination"):
        reasons.append(Reason("not_given", "destination"))
    if way == OTHER and not values.get("words"):
        reasons.append(Reason("not_given", "words"))
    if left_on is None:
        reasons.append(Reason("not_given", "left_on"))
    for name in ("application_on", "left_on"):
        day = values.get(name)
        if day is not None and day > today:
            reasons.append(Reason("day_in_future", name, {"day": day}))
    if left_on and admitted_on and left_on < admitted_on:
        data = {"left": left_on, "admitted": admitted_on}
        reasons.append(Reason("left_before_admission", "left_on", data))
    return tuple(reasons)


def check_order_day(
    ordered: date | None, applied: date | None, admitted: date | None
) -> tuple[Reason, ...]:
    """Return all reasons why an order of a day is not that of a leaving.

    Nobody leaves by an order from before the application that it rests on, nor from before the
    admission. Codes: order_before_application, order_before_admission.
    """
    if ordered is None:
        return ()
    days = (("order_before_application", applied), ("order_before_admission", admitted))
    return tuple(
        Reason(code, "order_date", {"ordered": ordered, "before": day})
        for code, day in days
        if day is not None and ordered < day
    )


def check_closing(step, studies, basis, details):
    """Return all reasons why a person does not close a pupil's file by the plain step.

    ``studies``: whether the pupil learns in a class that lives; a file of long ago is closed as it
    is. ``basis``: number and day of the order of a leaving that is under way, ``None`` without one.
    """
    if step != "close" or not studies:
        return ()
    if basis is None:
        return (Reason("leaving_guided"),)
    given = (details.get("leaving_order_number"), details.get("leaving_order_date"))
    if None not in given and (same_number(given[0]), given[1]) != (same_number(basis[0]), basis[1]):
        data = {"number": basis[0], "day": basis[1]}
        return (Reason("leaving_other_order", "leaving_order_number", data),)
    return ()


def path_of(way: str | None) -> tuple[str, ...]:
    """Return the steps of the path; only of a transfer a notice is awaited."""
    return PATH if way in (None, TRANSFER) else tuple(one for one in PATH if one != NOTICE)


def place_on_path(way, *, asked, ordered, closed, handed_out, noticed):
    """Return the step that is to be done now, of what is done already (truth values)."""
    done = {
        APPLICATION: asked,
        ORDER: ordered,
        CHECK: closed,
        HAND_OUT: handed_out,
        NOTICE: noticed,
        RESULT: False,
    }
    return next(step for step in path_of(way) if not done[step])


def notice_due(handed_out_on: date, working_days: int, calendar: WorkCalendar = LAW) -> date:
    """Return the day until which the receiving school should have told, counted from the hand-out."""
    return calendar.after(handed_out_on, working_days)


def notice_state(due: date | None, received_on: date | None, today: date) -> str | None:
    """Return ``waiting``, ``overdue`` or ``received``; ``None`` where no notice is awaited."""
    if received_on is not None:
        return RECEIVED
    if due is None:
        return None
    return OVERDUE if today > due else WAITING


def check_notice(received_on: date | None, handed_out_on: date | None, today: date):
    """Return all reasons against the notice of the receiving school as it was entered."""
    if received_on is None:
        return (Reason("not_given", "received_on"),)
    if received_on > today:
        return (Reason("day_in_future", "received_on", {"day": received_on}),)
    if handed_out_on and received_on < handed_out_on:
        data = {"given": handed_out_on, "received": received_on}
        return (Reason("notice_before_hand_out", "received_on", data),)
    return ()
