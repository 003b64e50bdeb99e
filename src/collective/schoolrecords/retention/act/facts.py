"""What the preconditions of an act's steps ask, and what its steps write."""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Mapping
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import destruction as rules
from collective.schoolrecords.core.inventories import unstated
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.retention.act import numbers
from collective.schoolrecords.retention.act import people
from collective.schoolrecords.retention.act.empty_years import asked_of
from collective.schoolrecords.retention.act.empty_years import stated_pairs
from collective.schoolrecords.retention.act.interfaces import IDestructionAct
from collective.schoolrecords.retention.act.items import records_by_uid
from collective.schoolrecords.retention.act.items import unfit
from collective.schoolrecords.retention.act.words import with_row
from collective.schoolrecords.retention.settings import rules_on
from collective.schoolrecords.school.storage import get_school
from dataclasses import replace
from functools import cache
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer


class LazyFacts(Mapping):
    """Facts that are looked up when a rule asks for them: most steps ask for few of them."""

    def __init__(self, sources):
        self._sources = sources
        self._known = {}

    def __getitem__(self, name):
        if name not in self._known:
            self._known[name] = self._sources[name]()
        return self._known[name]

    def __iter__(self):
        return iter(self._sources)

    def __len__(self):
        return len(self._sources)


@implementer(IRecordFacts)
@adapter(IDestructionAct)
class ActFacts:
    """See :class:`IRecordFacts`; the names are those of core/act_steps.py."""

    def __init__(self, act):
        self.act = act

    def facts(self):
        """Return the facts of an act."""
        act, today = self.act, school_today()
        asked = cache(lambda: asked_for(act))
        return LazyFacts(
            {
                "rows": lambda: len(act.rows),
                "left": lambda: len(act.to_destroy()) + len(lifted(act)),
                "undecided": lambda: undecided(act),
                "unfit": lambda: unfit_rows(act, today),
                "actor": lambda: getSecurityManager().getUser().getId(),
                "authors": lambda: people.authors_of(act),
                "members": lambda: members_of(act, today),
                "directors": lambda: people.directors_on(get_school(), today),
                "votes": lambda: act.votes,
                "rules": lambda: act.rules or rules_on(getSite(), today),
                "missing_inventories": lambda: asked().missing,
                "unstated_years": lambda: unstated(asked().empty, stated_pairs(act)),
                "waiting_until": lambda: act.waiting_until,
                "selecting": lambda: is_selecting(act),
                "open_rows": lambda: len(act.to_destroy()),
                "stages": lambda: act.stages,
            }
        )


def members_of(act, today):
    """Return the commission that decides: the one kept with the act, else that of today."""
    return act.members or people.commission_on(get_school(), today)


def lifted(act):
    """Return the positions of kept rows that the commission's vote on them gives up."""
    found = rules.lifted(act.members, act.lifts, act.rules) if act.lifts else ()
    return sorted(one for one in found if act.rows[one].decision == rules.KEEP)


def undecided(act):
    """Return a core ``Reason`` for every question about a row that nobody has decided."""
    return tuple(
        Reason(code, None, {"row": position})
        for position, row in act.rows.items()
        if row.undecided
        for code in row.questions
    )


def unfit_rows(act, today):
    """Return the reasons why rows of the act may not be destroyed today, each with its row."""
    uid = act.UID()
    positions = act.to_destroy()
    records = records_by_uid([act.rows[position].uid for position in positions])
    found = []
    for position in positions:
        record = records.get(act.rows[position].uid)
        reasons = (Reason("item_unknown"),) if record is None else unfit(record, uid, today)
        found += [with_row(reason, position) for reason in reasons]
    return tuple(found)


def asked_for(act):
    """Return the core ``Asked``: what the inventories clause of the act lacks today."""
    return asked_of(act, years_of(act))


def years_of(act):
    """Return the years of closing of the rows that are to be destroyed, or were."""
    rows = [
        row
        for row in act.rows.values()
        if row.decision == rules.DESTROY and row.result != rules.SKIPPED
    ]
    return rules.act_years((row.opened_on, row.closed_on) for row in rows)


def is_selecting(act):
    """Whether the job that selects the act's records has not come to its end."""
    jobs, uid = get_jobs(getSite()), act.jobs.get("act-select")
    job = jobs.get(uid) if jobs is not None and uid else None
    return job is None or job.state != DONE


@implementer(IDetailsTaker)
@adapter(IDestructionAct)
class ActDetails:
    """See :class:`IDetailsTaker`: one method for each step that writes something."""

    def __init__(self, act):
        self.act = act

    def take(self, step, details):
        """See :class:`IDetailsTaker`."""
        write = getattr(self, f"_{step.id}", None)
        if write is not None:
            write(details)

    def _submit(self, details):
        """Keep the commission of the day; the rows get the numbers they keep."""
        act, today, school = self.act, school_today(), get_school()
        act.renumber()
        act.members = people.commission_on(school, today)
        act.commission_orders = people.commission_order(school, today)
        act.rules = rules_on(getSite(), today)
        act.votes, act.lifts = {}, {}

    def _withdraw(self, details):
        """Votes count for what was voted on; what members keep stays kept."""
        act = self.act
        act.members, act.commission_orders, act.rules = (), (), None
        act.votes, act.lifts, act.minutes = {}, {}, None

    _return = _withdraw

    def _conclude(self, details):
        """Keep the minutes; what the commission voted to lift is destroyed after all."""
        act = self.act
        act.minutes = (details["minutes_number"], details["minutes_date"])
        given_up = lifted(act)
        for position in given_up:
            row = act.rows[position]
            act.put(position, replace(row, decision=rules.DESTROY, kept_by="", reason=""))
        if given_up:
            payload = {"rows": given_up, "lifted": True, "by": "commission"}
            record_event(act, "act_kept", payload=payload)

    def _sign(self, details):
        """Give the number of the year and begin to wait."""
        act, today = self.act, school_today()
        number = numbers.give(aq_parent(aq_inner(act)), today.year)
        act.registration_number, act.registered_on = str(number), today
        act.signed_by = getSecurityManager().getUser().getId()
        act.waiting_until = rules.waiting_until(today, rules_on(getSite(), today))

    def _abort(self, details):
        self.act.annulled_because = details["reason"]
        self.act.closed_on = school_today()

    def _execute(self, details):
        self.act.paper = {**self.act.paper, "method": details["method"], "begun_at": now()}

    def _complete(self, details):
        self.act.closed_on = school_today()
