"""Years of an act of which the school has nothing to list: stated by the archivist, kept with the act.

An inventory has rows, so a year without permanent records (or records on people) can have none. In
its place somebody says so with name and moment; the commission sees it and the act prints it. What
was stated holds as long as it is true: a record filed later asks for its inventory again.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.inventories import Asked
from collective.schoolrecords.core.inventories import ASKED_BY_ACTS
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.act.permits import require
from collective.schoolrecords.retention.act.permits import require_state
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from typing import NamedTuple
from zope.component import queryUtility


#: Who states it, in which state of the act: its author, until the execution.
PERMISSIONS = {
    states.DRAFT: states.MODIFY,
    states.IN_REVIEW: states.REGISTER,
    states.APPROVED: states.REGISTER,
    states.SIGNED: states.EXECUTE,
}
#: States in which an act may be asked for inventories.
ASKING = tuple(PERMISSIONS)


class Stated(NamedTuple):
    """A year that has nothing to list of a kind: who said so (user id), and when (ISO)."""

    kind: str
    year: int
    by: str
    at: str


def asked_of(act, years):
    """Return the core ``Asked`` of an act; nothing is asked of one that was executed.

    ``years``: years of closing of its rows. Without an inventory room each lacks everything.
    """
    if act.state not in ASKING:
        return Asked()
    inventories = queryUtility(IInventoriesOf)
    if inventories is None:
        return Asked(tuple((kind, year) for kind in ASKED_BY_ACTS for year in years))
    return inventories.asked_for(years)


def may_state(act):
    """Whether the current user may state such years now."""
    permission = PERMISSIONS.get(act.state)
    return permission is not None and bool(getSecurityManager().checkPermission(permission, act))


def stated_pairs(act):
    """Return pair (kind, year) → :class:`Stated`."""
    return {(one.kind, one.year): one for one in act.empty_years}


def state_empty(act, pairs, asked):
    """Keep the current user's word that of ``pairs`` (kind, year) the school has nothing to list.

    ``asked``: the act's :class:`Asked`. Raises ``StepForbidden``, or ``StepRefused`` with all
    reasons: nothing is named, or a year has something to list or is none of the act's.
    """
    require_state(act, *ASKING)
    require(act, PERMISSIONS[act.state])
    pairs = sorted(set(pairs))
    reasons = [] if pairs else [Reason("not_given", "years")]
    reasons += [
        Reason(f"{kind}_year_not_empty", None, {"year": year})
        for kind, year in pairs
        if (kind, year) not in asked.empty
    ]
    if reasons:
        raise StepRefused(act, reasons)
    user, at = getSecurityManager().getUser().getId(), now().isoformat()
    kept = [one for one in act.empty_years if (one.kind, one.year) not in pairs]
    act.empty_years = (*kept, *(Stated(kind, year, user, at) for kind, year in pairs))
    payload = {kind: [year for one, year in pairs if one == kind] for kind in ASKED_BY_ACTS}
    record_event(act, "act_years_stated", payload=payload)
