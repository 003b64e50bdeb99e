"""What stands against the steps of a version of a local regulation.

Sources: S20-1.3 (bodies, councils, order), S90-1.10 and N1-4.1–4.3 (holds until it is replaced),
S12-4.1–4.3 (from the day of signing), FTL-1.14.
"""

from .approving_order import day_reasons
from .approving_order import reasons_against
from .citations import point_reasons
from .common_rules import author_is_not_approver
from .common_rules import carriers_known
from .common_rules import closing_after_content
from .common_rules import index_planned
from .common_rules import not_held_out
from .common_rules import placed
from .common_rules import registration_number_free
from .common_rules import term_known
from .local_regulations import COUNCILS
from .reasons import day_not_after_today
from .reasons import given
from .reasons import needs
from .reasons import Reason
from .receivers import receiver_told
from datetime import date


_APPROVED = ("approved", "signed", "closed", "archived")
#: States in which an order has its number: it may wait for the same head as the version.
_REGISTERED = ("in_review", *_APPROVED)


def adopted(facts, details, today):
    """Some body adopted the version; each has minutes with a number and a day that has come."""
    bodies = facts.get("adopted_by") or ()
    if not bodies:
        yield Reason("missing", "adopted_by")
    yield from _minutes(bodies, "adopted_by", today)


def councils_heard(facts, details, today):
    """Where a version touches the rights of pupils and parents their councils are heard."""
    opinions = facts.get("opinions") or ()
    yield from _minutes(opinions, "opinions", today)
    if facts.get("touches_rights"):
        heard = {one.get("council") for one in opinions}
        for council in COUNCILS:
            if council not in heard:
                yield Reason(f"opinion_missing_{council}", "opinions")


def _minutes(lines, field, today):
    for line in lines:
        data = {"body": line.get("body") or line.get("council") or ""}
        if not line.get("minutes_number") or not line.get("minutes_date"):
            yield Reason("minutes_incomplete", field, data)
        elif line["minutes_date"] > today:
            yield Reason("minutes_in_future", field, {**data, "day": line["minutes_date"]})
        cited = (line.get("minutes_number"), line.get("minutes_date"), line.get("minutes_point"))
        yield from point_reasons(*cited, line.get("minutes_points"), field)


def has_file(facts, details, today):
    """People are bound by what they can read."""
    if not facts.get("has_file"):
        yield Reason("regulation_without_file", "scan")


def order_named(facts, details, today):
    """The version names its order of approval: one of the register, or by number and day."""
    if facts.get("approval_order"):
        if facts.get("order_state") is None:
            yield Reason("order_unknown", "approval_order")
    elif not facts.get("order_number") or not facts.get("order_date"):
        yield Reason("order_not_named", "approval_order")


def order_registered(facts, details, today):
    """The version names its order, and one of the register is a draft no more."""
    yield from order_named(facts, details, today)
    if facts.get("approval_order") and facts.get("order_state") not in (None, *_REGISTERED):
        yield Reason("order_not_registered", "approval_order")


def order_approves(facts, details, today):
    """The order says that it approves this act, and rests on the minutes that came before it.

    One that was entered by number and day is asked for its words where the register holds it.
    Minutes of a day to come are refused for that alone.
    """
    lines = (*(facts.get("adopted_by") or ()), *(facts.get("opinions") or ()))
    days = (one.get("minutes_date") for one in lines)
    minutes = [day for day in days if day and day <= today]
    order, chosen = facts.get("order"), facts.get("approval_order")
    field, day_field = ("approval_order",) * 2 if chosen else ("order_number", "order_date")
    if order is not None:
        yield from reasons_against(order, facts.get("title"), minutes, field, day_field)
    elif not chosen:
        number = facts.get("order_number") or ""
        yield from day_reasons(number, facts.get("order_date"), minutes, day_field)


def ordered(facts, details, today):
    """The version is approved by an order that has itself been approved."""
    yield from order_named(facts, details, today)
    state = facts.get("order_state")
    if facts.get("approval_order") and state not in (None, *_APPROVED):
        yield Reason("order_not_approved", "approval_order")


def replaces_what_holds(facts, details, today):
    """A version replaces one that is in force: nothing is replaced twice."""
    if facts.get("replaces") and facts.get("replaced_state") != "current":
        yield Reason(
            "replaced_not_in_force", "replaces", {"title": facts.get("replaced_title") or ""}
        )


def in_force_in_time(facts, details, today):
    """A version holds from a day that has come, not before its order and its predecessor."""
    day = details.get("in_force_from")
    if not isinstance(day, date):
        return
    order, former = facts.get("order_date"), facts.get("replaced_since")
    if isinstance(order, date) and day < order:
        yield Reason("in_force_before_order", "in_force_from", {"day": day, "order": order})
    if isinstance(former, date) and day <= former:
        data = {"day": day, "former": former}
        yield Reason("in_force_before_former", "in_force_from", data)


_WHOLE = (
    needs("title", "doc_type", "registration_number", "dated_on"),
    day_not_after_today("dated_on"),
    has_file,
    adopted,
    councils_heard,
    replaces_what_holds,
)

_FOR_THE_HEAD = (
    *_WHOLE,
    registration_number_free,
    order_registered,
    order_approves,
    index_planned,
)

LOCAL_REGULATION_RULES = {
    # What the head cannot fill in is asked of who gives the version for approval; the councils are
    # heard before the head decides, not after (273-FZ, article 30). The order itself may wait for
    # the same head.
    ("local_regulation", "submit"): _FOR_THE_HEAD,
    ("local_regulation", "return"): (given("reason"),),
    ("local_regulation", "approve"): (
        *_WHOLE,
        registration_number_free,
        author_is_not_approver,
        ordered,
        order_approves,
        index_planned,
    ),
    ("local_regulation", "enact"): (
        given("in_force_from"),
        day_not_after_today("in_force_from"),
        in_force_in_time,
        ordered,
        replaces_what_holds,
    ),
    ("local_regulation", "supersede"): (
        given("closed_on", "basis"),
        day_not_after_today("closed_on"),
        closing_after_content("closed_on"),
        term_known,
    ),
    ("local_regulation", "archive"): (placed, carriers_known, not_held_out),
    ("local_regulation", "transfer"): (
        given("receiver", "basis", "handed_out_on", "signature_fact"),
        day_not_after_today("handed_out_on"),
        receiver_told,
        not_held_out,
    ),
    ("local_regulation", "annul"): (given("reason"),),
}

#: Every code that the rules above may give to :func:`core.preconditions.check`.
LOCAL_REGULATION_CODES = (
    "minutes_incomplete",
    "minutes_in_future",
    "opinion_missing_parents",
    "opinion_missing_pupils",
    "regulation_without_file",
    "order_unknown",
    "order_not_approved",
    "order_not_named",
    "order_not_registered",
    "order_approves_nothing",
    "order_names_no_act",
    "order_before_minutes",
    "replaced_not_in_force",
    "in_force_before_order",
    "in_force_before_former",
)
