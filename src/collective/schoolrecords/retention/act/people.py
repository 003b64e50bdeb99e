"""Who draws up an act, who votes on it and who approves it: from orders and from its chain."""

from collective.schoolrecords.core.destruction import Member
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school.appointments import holders_of


#: Events by which somebody takes part in drawing up the act.
_WRITING = frozenset(
    ("filed", "changed", "imported", "act_rows", "act_decided", "act_years_stated")
)
#: Steps of whoever hands the act in.
_AUTHORS_STEPS = frozenset(("submit", "withdraw"))


def authors_of(act):
    """Return the user ids of everybody who drew up the act or a part of it, sorted."""
    writers = {
        entry.actor
        for entry in chain_of(act).entries()
        if entry.event in _WRITING or entry.transition in _AUTHORS_STEPS
    }
    return tuple(sorted(writers | set(act.creators or ())))


def commission_on(school, day):
    """Return the commission on a day as a tuple of core ``Member``, chairs first, then by name.

    Appointed by order; an acting chair is one of the chairs.
    """
    if school is None:
        return ()
    chairs = {one.person_id for one in holders_of(school, "commission_chair", day)}
    others = {one.person_id for one in holders_of(school, "commission_member", day)} - chairs
    found = [school.people[person_id] for person_id in chairs | others]
    found.sort(key=lambda one: (one.id not in chairs, one.sort_key, one.user_id or "", one.id))
    return tuple(
        Member(one.id, one.user_id, one.short_name, one.position, one.id in chairs) for one in found
    )


def commission_order(school, day):
    """Return the orders that appointed the commission of a day: sorted pairs (number, date)."""
    if school is None:
        return ()
    return tuple(
        sorted(
            {
                (one.order_number, one.order_date)
                for role in ("commission_chair", "commission_member")
                for one in holders_of(school, role, day)
            }
        )
    )


def directors_on(school, day):
    """Return the user ids of who holds the director's office on a day, acting ones included."""
    if school is None:
        return ()
    found = (school.people[one.person_id] for one in holders_of(school, "director", day))
    return tuple(person.user_id for person in found if person.user_id)
