"""The order that a work rests on: one of the register, one on paper, or one drawn up now.

Files are closed and registered on the word of an order that the director has approved. An order
drawn up here goes to the director; the work waits and goes on by itself with the next look at it.
"""

from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import order_fit
from collective.schoolrecords.core.leaving import check_order_day
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.order.interfaces import DOC_TYPES
from collective.schoolrecords.records.order.interfaces import MOVEMENT
from collective.schoolrecords.records.portfolio.pupils import file_of as find_file
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.children import named_in_order
from collective.schoolrecords.records.year_work.refusals import WorkRefused
from dataclasses import dataclass
from datetime import date
from itertools import islice
from plone import api
from plone.dexterity.utils import createContentInContainer


PAPER = "paper"
REGISTER = "register"
DRAW_UP = "draw_up"
WAYS = (DRAW_UP, REGISTER, PAPER)
#: States in which the director has spoken.
SPOKEN = (life.APPROVED, life.SIGNED, life.CLOSED, life.ARCHIVED)
#: What became of an order that was drawn up here.
APPROVED = "approved"
GONE = "gone"
#: So many orders of the register are offered, the newest first, out of so many that are looked at.
OFFERED = 30
LOOKED_AT = 300


@dataclass(frozen=True)
class Basis:
    """Number and day of the order a work rests on."""

    number: str
    day: date

    def __str__(self):
        return f"Приказ № {self.number} от {self.day:%d.%m.%Y}"


def offered_orders(work):
    """Return the approved orders that a work may rest on, newest first: :data:`OFFERED` at most."""
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="order",
        record_doc_type=MOVEMENT,
        review_state=list(SPOKEN),
        sort_on="record_dated_on",
        sort_order="descending",
    )
    pupils = pupils_of(work)
    # The title decides: an order that says something else in it need not be woken.
    titled = (one for one in brains[:LOOKED_AT] if order_fit.may_say(one.Title, work.kind))
    fitting = (one.getObject() for one in titled)
    return list(islice((one for one in fitting if not against(one, work, pupils)), OFFERED))


def pupils_of(work):
    """Return (UID, full name) of every pupil whom a work may concern.

    A child that is being admitted has no file yet: its order knows it by the name alone.
    """
    if work.kind == storage.ADMISSION:
        return [named_in_order(one) for one in work.values.get("children", ())]
    if work.kind in (storage.LEAVING, storage.CLASS_CHANGE):
        files = [find_file(uid) for uid in work.files]
    else:
        brains = api.portal.get_tool("portal_catalog")(
            portal_type="personal_file", record_cohort=work.values["cohort_id"]
        )
        files = [brain.getObject() for brain in brains]
    return [(one.UID(), one.full_name) for one in files if one is not None]


def against(order, work, pupils=None):
    """Return all core reasons why a work cannot rest on an approved order."""
    pupils = pupils_of(work) if pupils is None else pupils
    return order_fit.reasons_against(_words_of(order), work.kind, pupils)


def _words_of(order):
    people = tuple(order.people or ())
    return order_fit.Order(order.registration_number, order.title, order.text, people)


def names(work, record):
    """Whether the work's order names a pupil; of one on paper or not drawn up yet nothing is known."""
    known = work.order or (work.values.get("order_way") == REGISTER and work.values.get("order"))
    order = order_by_uid(known) if known else None
    if order is None or order.state not in SPOKEN:
        return True
    return order_fit.names_pupil(_words_of(order), record.UID(), record.full_name)


def order_by_uid(uid):
    """Return the order with a UID, or ``None``."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="order", UID=uid or "-"
    )
    return brains[0]._unrestrictedGetObject() if brains else None


def check_choice(work, values, today):
    """Return all reasons against the order as it was entered for a work.

    An order of the register must say what is done and name who it is done to, also when it is
    entered by number and day as one on paper.
    """
    way = values.get("order_way")
    if way not in WAYS:
        return (Reason("order_way", "order_way"),)
    reasons = []
    if way == REGISTER:
        order = order_by_uid(values.get("order"))
        if order is None or order.doc_type != MOVEMENT or order.state not in SPOKEN:
            reasons.append(Reason("order_unapproved", "order"))
        else:
            reasons.extend(against(order, work))
    else:
        if not values.get("order_number"):
            reasons.append(Reason("not_given", "order_number"))
        day = values.get("order_date")
        if day is None:
            reasons.append(Reason("not_given", "order_date"))
        elif day > today:
            reasons.append(Reason("day_in_future", "order_date", {"day": day}))
        if way == DRAW_UP and not reasons:
            reasons.extend(_number_taken(values))
        if way == PAPER and not reasons:
            reasons.extend(_against_registered(work, values))
    return (*reasons, *_older_than_its_ground(work, values))


def _older_than_its_ground(work, values):
    """Reasons of an order from before the applications, or before the pupil was here."""
    applied, admitted = work.values.get("application_on"), None
    if work.kind == storage.ADMISSION:
        children = work.values.get("children", ())
        days = [one["application_on"] for one in children if one.get("application_on")]
        applied = max(days, default=None)
    elif work.kind in (storage.LEAVING, storage.CLASS_CHANGE):
        record = find_file(work.files[0])
        admitted = record.admitted_on if record is not None else None
    field = "order" if values.get("order_way") == REGISTER else "order_date"
    for one in check_order_day(day_of_choice(values), applied, admitted):
        yield Reason(one.code, field, one.data)


def day_of_choice(values):
    """Return the day of the order as it was entered, ``None`` when it is not known."""
    if values.get("order_way") != REGISTER:
        return values.get("order_date")
    order = order_by_uid(values.get("order"))
    return None if order is None else order.dated_on


def _against_registered(work, values):
    """Reasons of the orders that the register holds under the number of one on paper.

    A number stands for one order of a kind in a year: under another day it is another order. Under
    the same day an order of another kind is the very one that was meant, and says something else.
    """
    register, day = api.portal.get()["orders"], values["order_date"]
    for kind in DOC_TYPES:
        uid = numbering.holder_of(register, day.year, kind, values["order_number"])
        order = order_by_uid(uid) if uid else None
        if order is None:
            continue
        if kind != MOVEMENT:
            if order.dated_on == day:
                data = {"number": order.registration_number, "title": order.title}
                yield Reason("order_says_other", "order_number", data)
        elif order.dated_on != day:
            data = {"number": order.registration_number}
            yield Reason("registration_number_taken", "order_number", data)
        elif order.state in SPOKEN:
            for one in against(order, work):
                yield Reason(one.code, "order_number", one.data)


def _number_taken(values):
    register, number = api.portal.get()["orders"], values["order_number"]
    if numbering.holder_of(register, values["order_date"].year, MOVEMENT, number):
        yield Reason("registration_number_taken", "order_number", {"number": number})


def reasons_against(work, today):
    """Return all reasons why the work cannot rest on its order now; none once it is drawn up.

    Children may be added to an admission after its order was chosen, so that it is asked again.
    """
    if work.order and not order_is_gone(work):
        return ()
    if work.kind != storage.ADMISSION and basis_of(work) is not None:
        return ()
    return check_choice(work, work.values, today)


def basis_of(work):
    """Return the :class:`Basis`, or ``None`` while the order is to be drawn up or not approved."""
    values = work.values
    if work.order:
        return _of_order(order_by_uid(work.order))
    if values.get("order_way") == REGISTER:
        return _of_order(order_by_uid(values.get("order")))
    if values.get("order_way") == PAPER:
        return Basis(values["order_number"], values["order_date"])
    return None


def _of_order(order):
    if order is None or order.state not in SPOKEN:
        return None
    return Basis(order.registration_number, order.dated_on)


def order_is_gone(work):
    """Whether the order that was drawn up was annulled, so that another one is needed."""
    order = order_by_uid(work.order) if work.order else None
    return bool(work.order) and (order is None or order.state == life.ANNULLED)


def word_on(work):
    """Return what became of the order that was drawn up for an open work.

    ``APPROVED``, ``GONE``, or ``None`` while nobody has spoken and where none was drawn up.
    """
    if not work.order:
        return None
    if order_is_gone(work):
        return GONE
    return APPROVED if basis_of(work) is not None else None


def waits_for_director(work):
    """Whether the order was drawn up and the director has not spoken yet."""
    order = order_by_uid(work.order) if work.order else None
    return order is not None and order.state in (life.DRAFT, life.IN_REVIEW)


def draw_up(work, title, text, people, minutes=(None, None, None)):
    """Draw up the work's order and give it to the director; return it.

    ``people``: (name, UID of the file). ``minutes``: number, date and point of those of the council
    on which it rests. Whoever draws it up cannot approve it. Refused with all reasons when the
    director could not approve it as it stands.
    """
    if work.order and not order_is_gone(work):
        raise WorkRefused([Reason("order_waits", "order_way")])
    order = createContentInContainer(
        api.portal.get()["orders"],
        "order",
        title=title,
        doc_type=MOVEMENT,
        registration_number=work.values["order_number"],
        dated_on=work.values["order_date"],
        text=work.values.get("order_text") or text,
        people=[{"name": name, "file": uid} for name, uid in people],
        minutes_number=minutes[0],
        minutes_date=minutes[1],
        minutes_point=minutes[2],
    )
    perform(order, "submit", {})
    work.order = order.UID()
    return order
