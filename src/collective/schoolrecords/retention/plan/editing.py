"""What people do with a file plan: edit, approve, close, draw the next one from it.

Permissions are the caller's to ask. Everything is refused as a whole with all reasons, and every
change stands in the plan's own chain. Approval and a change at the same moment both append to that
chain, so that one of them is tried again and sees the other.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import file_plan as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.terms import ON_EVENT
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.retention.file_plan import file_plan_of
from collective.schoolrecords.retention.file_plan import FilePlan
from collective.schoolrecords.retention.file_plan import Item
from collective.schoolrecords.retention.file_plan import keep_plan
from collective.schoolrecords.retention.file_plan import records_per_item
from collective.schoolrecords.retention.plan.counts import count_year
from collective.schoolrecords.retention.plan.words import PlanRefused
from collective.schoolrecords.school.regulation import regulation_on
from dataclasses import asdict
from dataclasses import replace
from datetime import date
from zope.component.hooks import getSite


_WRITING = frozenset(("file_plan_drawn", "file_plan_changed"))
_EDITED = ("index", "title", "doc_type", "term", "note", "volumes")


def authors_of(plan):
    """Return the user ids of everybody who drew up the plan or a part of it, sorted."""
    return sorted({one.actor for one in chain_of(plan).entries() if one.event in _WRITING})


def add_item(plan, **values):
    """Add an item; to an approved plan too, with the day. Returns the :class:`Item`.

    ``values``: index, title, doc_type, note, volumes, term (parts of ``Term.as_dict``; the rest is
    that of the regulation). Raises :class:`PlanRefused`.
    """
    found = list(rules.change_reasons(plan.state, adding=True))
    if values.get("index") in plan.items:
        found.append(Reason("plan_index_taken", "index", {"index": values["index"]}))
    added_on = school_today() if plan.state == rules.APPROVED else None
    item = _checked(plan, Item("", "", ""), values, found)
    return _put(plan, replace(item, added_on=added_on), "added")


def change_item(plan, index, **values):
    """Change what is given of an item; its index stays. Returns the :class:`Item`."""
    item = plan.items.get(index)
    if item is None:
        raise PlanRefused([Reason("plan_item_unknown", "index", {"index": index[:40]})])
    found = list(rules.change_reasons(plan.state))
    return _put(plan, _checked(plan, item, {**values, "index": index}, found), "changed")


def remove_item(plan, index):
    """Take an item out, unless records stand under it."""
    if index not in plan.items:
        raise PlanRefused([Reason("plan_item_unknown", "index", {"index": index[:40]})])
    found = list(rules.change_reasons(plan.state))
    count = records_per_item(plan)[index]
    if count:
        found.append(Reason("plan_item_used", "index", {"index": index, "count": count}))
    _refuse_if(found)
    notice_change(plan)
    plan.remove(index)
    record_event(plan, "file_plan_changed", payload={"removed": index})


def approve(plan, minutes_number, minutes_date):
    """Approve the plan: from now on its indexes bind whoever registers a record of its year."""
    actor = getSecurityManager().getUser().getId()
    _refuse_if(
        rules.approve_reasons(
            plan.state,
            len(plan.items),
            authors_of(plan),
            actor,
            minutes_number,
            minutes_date,
            school_today(),
        )
    )
    notice_change(plan)
    plan.state = rules.APPROVED
    plan.minutes_number, plan.minutes_date = minutes_number.strip(), minutes_date
    plan.approved_on, plan.approved_by = school_today(), actor
    payload = {"minutes_number": plan.minutes_number, "minutes_date": minutes_date}
    record_event(plan, "file_plan_approved", payload=payload)


def close(plan):
    """Close the plan of a year that is over, with the final entry; returns its totals."""
    _refuse_if(rules.close_reasons(plan.state, plan.year, school_today()))
    notice_change(plan)
    plan.counts = count_year(plan)
    plan.state = rules.CLOSED
    plan.closed_on = school_today()
    totals = totals_of(plan)
    record_event(plan, "file_plan_closed", payload={"totals": [asdict(one) for one in totals]})
    return totals


def counts_of(plan):
    """Return index → (files, of them running on): kept ones of a closed plan, else of today."""
    return plan.counts if plan.counts is not None else count_year(plan)


def totals_of(plan):
    """Return the totals (core ``Total``) of a plan, from :func:`counts_of`."""
    counts = counts_of(plan)
    return rules.totals(
        (Term.from_dict(item.term), *counts[index]) for index, item in plan.items.items()
    )


def next_year(plan):
    """Draw the plan of the following year from this one and return it, a draft.

    Edits are carried over. A type that only the regulation of that year knows is added by people;
    a term that the regulation has made longer since is taken from the regulation.
    """
    site, year = getSite(), plan.year + 1
    if file_plan_of(site, year) is not None:
        raise PlanRefused([Reason("plan_exists", None, {"year": year})])
    regulation = regulation_on(site, max(school_today(), date(year, 1, 1)))
    new = FilePlan(year, plan.regulation)
    new.drawn_from = plan.year
    for item in plan.items.values():
        least = _least(regulation, item.doc_type)
        kept = least is None or not rules.is_shorter(Term.from_dict(item.term), _of(least, year))
        term = item.term if kept else least.as_dict()
        new.put(replace(item, term=term, added_on=None))
    keep_plan(site, new)
    return new


def _checked(plan, item, values, found):
    """Return ``item`` with ``values``; raise :class:`PlanRefused` with ``found`` and the rest."""
    regulation = regulation_on(getSite(), max(school_today(), date(plan.year, 1, 1)))
    wanted = {name: getattr(item, name) for name in _EDITED} | values
    doc_type = wanted["doc_type"]
    least = _least(regulation, doc_type)
    if doc_type and least is None:
        found.append(Reason("plan_type_unknown", "doc_type"))
    base = item.term or (least.as_dict() if least is not None else {})
    wanted["term"] = _edited(base, values.get("term") or {})
    found.extend(rules.item_reasons(wanted, _of(least, plan.year)))
    _refuse_if(found)
    wanted["title"] = wanted["title"].strip()
    wanted["term"] = Term.from_dict(wanted["term"]).as_dict()
    if wanted["term"] != base:
        wanted["term"]["source"] = rules.BY_PLAN
    return replace(item, **wanted)


def _least(regulation, doc_type):
    """The regulation's term for a type, ``None`` when it knows none."""
    try:
        return regulation.term(doc_type) if regulation is not None and doc_type else None
    except KeyError:
        return None


def _of(least, year):
    """The term that a plan of ``year`` may not fall short of: nothing of it was closed before."""
    return None if least is None else least.on_closing(date(year, 12, 31))


def _edited(base, values):
    """A term's snapshot with edited values: another kind is another term."""
    wanted = {**base, **values}
    if wanted.get("kind") != base.get("kind"):
        wanted.pop("before_2003", None)
    if wanted.get("start") != ON_EVENT:
        wanted.pop("event", None)
    return wanted


def _put(plan, item, what):
    notice_change(plan)
    plan.put(item)
    record_event(plan, "file_plan_changed", payload={what: item.index, "item": _plain(item)})
    return item


def _plain(item):
    return {**asdict(item), "term": dict(item.term)}


def _refuse_if(reasons):
    reasons = tuple(reasons)
    if reasons:
        raise PlanRefused(reasons)
