"""How the signatures of a record stand as a whole: what a register shows and asks of it.

The rules, as a short list:

1. The worst is told first: a signature that does not hold weighs more than one of another edition,
   that more than one that nobody could check, that more than one that is still missing.
2. An office that has signed anew is through: what it signed before stays and no longer counts
   against the record. That it does not hold, or that nobody could check it, is told beside.
3. A draft has no signatures that matter yet, and what was annulled has none that matter any more.
4. Where signing is a step of the family's life, a record behind that step is signed, be it on paper.
   Elsewhere a signature is missing only when somebody has begun to sign.

Sources: issue 5 "Signing", design idea 5, domain.md section 7.
"""

from . import states
from .signatures import INVALID
from .signatures import Outcome
from .signatures import VALID
from .signing import missing
from .signing import OPEN_STATES
from .signing import STEPS


FAILED = "failed"
CHANGED = "changed"
UNCHECKED = "unchecked"
WANTED = "wanted"
SIGNED = "signed"
#: From the worst to the best.
STANDINGS = (FAILED, CHANGED, UNCHECKED, WANTED, SIGNED)
#: What somebody has to look into.
AMISS = (FAILED, CHANGED)
#: No standing: the record rests on other signatures, and one of its own is not valid.
BESIDE = "beside"

_WITHOUT = frozenset((states.DRAFT, states.IN_REVIEW, states.ANNULLED))


def standing_of(family, state, plan, made, digest) -> str | None:
    """Return one of :data:`STANDINGS`, ``None`` for a record whose signatures matter nothing now.

    ``plan``: the offices that sign, in order; ``made``: its signatures (``signing.Made``);
    ``digest``: that of today's edition. Plan and digest are looked at only when there are
    signatures.
    """
    if state in _WITHOUT:
        return None
    through = {one.signature.office for one in made if one.counts(digest)}
    open_ones = [one for one in made if one.signature.office not in through]
    if any(one.outcome is not None and one.outcome.result == INVALID for one in open_ones):
        return FAILED
    if any(one.stale(digest) for one in open_ones):
        return CHANGED
    if open_ones:
        return UNCHECKED
    return _of_plan(family, state, plan, made, digest)


def not_valid(made) -> list:
    """Return those signatures whose last check found something else than "valid", as they were made."""
    return [one for one in made if one.outcome is not None and one.outcome.result != VALID]


def is_beside(standing, made) -> bool:
    """Whether a record that stands well (see :func:`standing_of`) has a signature that is not valid."""
    return standing in (WANTED, SIGNED) and bool(not_valid(made))


def _of_plan(family, state, plan, made, digest):
    if family in STEPS:
        return WANTED if state == OPEN_STATES[family][0] else SIGNED
    if not made:
        return None
    waits = state in OPEN_STATES.get(family, ()) and missing(plan, made, digest)
    return WANTED if waits else SIGNED


def says_other(before: Outcome, after: Outcome) -> bool:
    """Whether a check found something else than the one before: only then it is kept.

    Days inside a reason, such as the end of a list, change with each new list and say nothing new.
    """
    return _said(before) != _said(after)


def _said(outcome):
    reasons = sorted(one.code for one in outcome.reasons)
    remarks = sorted(one.code for one in outcome.remarks)
    return outcome.result, reasons, remarks, outcome.timestamped_at
