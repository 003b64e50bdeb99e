"""The order that approves a version: what it says, and which orders of the register would do."""

from collective.schoolrecords.core import approving_order as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.citations import is_pedagogical_council
from collective.schoolrecords.core.order_texts import LOCAL_ACT
from collective.schoolrecords.core.order_texts import local_act_text
from collective.schoolrecords.core.order_texts import minutes_text
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.local_regulation.content import order_of
from collective.schoolrecords.records.local_regulation.content import record_by_uid
from collective.schoolrecords.records.local_regulation.content import with_days
from collective.schoolrecords.records.order.interfaces import CORE_ACTIVITY
from collective.schoolrecords.records.order.interfaces import DOC_TYPES
from itertools import islice
from plone import api


REGISTER = "orders"
#: An order has its number from the day on which it is given to the director.
REGISTERED = (life.IN_REVIEW, life.APPROVED, life.SIGNED, life.CLOSED, life.ARCHIVED)
#: So many orders are offered, the newest first, out of so many that are looked at.
OFFERED = 30
LOOKED_AT = 300


def words_of_order(record):
    """Return the words of the order that a version names, ``None`` when the register has none.

    One that was entered by number and day is found by them.
    """
    order = order_of(record)
    if not record.approval_order:
        order = _by_number(record.order_number, record.order_date)
    return None if order is None else _words(order)


def _words(order):
    number, main = order.registration_number or "", order.doc_type == CORE_ACTIVITY
    return rules.Approving(number, order.dated_on, order.title or "", order.text or "", main)


def _by_number(number, day):
    """Return the order of a day under a number, one on the main activity first."""
    register = api.portal.get().get(REGISTER)
    if not number or day is None or register is None:
        return None
    held = (numbering.holder_of(register, day.year, kind, number) for kind in DOC_TYPES)
    orders = (record_by_uid(uid, "order") for uid in held if uid)
    return next((one for one in orders if one is not None and one.dated_on == day), None)


def minutes_days(record):
    """Return the days of all minutes on which a version rests."""
    lines = with_days((*(record.adopted_by or ()), *(record.opinions or ())), "minutes_date")
    return [one["minutes_date"] for one in lines if one.get("minutes_date")]


def offered(title, minutes=()):
    """Return the orders of the register that would approve an act, newest first.

    Those alone that the reader may see. ``title``: of the act, nothing while it has none, so that
    every order that approves an act is offered; ``minutes``: days on which it was adopted.
    """
    since = max(minutes, default=None)
    query = {"record_dated_on": {"query": since.isoformat(), "range": "min"}} if since else {}
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="order",
        record_doc_type=CORE_ACTIVITY,
        review_state=list(REGISTERED),
        sort_on="record_dated_on",
        sort_order="descending",
        **query,
    )
    # The title decides: an order that approves something else in it need not be woken.
    titled = (one for one in brains[:LOOKED_AT] if rules.may_approve(one.Title))
    found = (one for one in (brain.getObject() for brain in titled) if _fits(one, title, minutes))
    return list(islice(found, OFFERED))


def _fits(order, title, minutes):
    return not rules.reasons_against(_words(order), title, minutes, "order", "order")


def proposed_order(record):
    """Return the values with which the order that approves a version begins; it may be changed."""
    council = next(
        (one for one in record.adopted_by or () if is_pedagogical_council(one.get("body"))), {}
    )
    (council,) = with_days([council], "minutes_date")
    number, day, point = (council.get(f"minutes_{part}") for part in ("number", "date", "point"))
    ground = "протокол педагогического совета " + minutes_text(number, day, point) if day else ""
    return {
        "title": LOCAL_ACT,
        "doc_type": CORE_ACTIVITY,
        "text": local_act_text(record.title or "", ground),
        "minutes_number": number,
        "minutes_date": day,
        "minutes_point": point,
    }
