"""What people decide on an act and on its rows: votes, items kept, questions answered."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core import destruction as rules
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.act.permits import require
from collective.schoolrecords.retention.act.permits import require_state
from dataclasses import replace


#: Who may keep an item: whoever works on the act in its present state.
KEEPING = {
    states.DRAFT: states.MODIFY,
    states.IN_REVIEW: states.VOTE,
    states.APPROVED: states.SIGN,
}


def vote(act, value, reason=""):
    """Cast or change the current user's vote on the act while the commission reviews it."""
    reasons = list(_voting(act, value))
    if value == rules.AGAINST and not reason.strip():
        reasons.append(Reason("not_given", "reason"))
    if reasons:
        raise StepRefused(act, reasons)
    act.votes = {**act.votes, _user(): rules.Vote(value, reason.strip(), _moment())}
    record_event(act, "voted", payload={"vote": value, "reason": reason.strip()})


def vote_on_item(act, position, value, reason=""):
    """Vote to destroy an item after all that a member keeps; counted when the vote ends."""
    row = _row(act, position)
    reasons = list(_voting(act, value))
    if row.decision != rules.KEEP:
        reasons.append(Reason("item_not_kept"))
    if reasons:
        raise StepRefused(act, reasons)
    cast = {**act.lifts.get(position, {}), _user(): rules.Vote(value, reason.strip(), _moment())}
    act.lifts = {**act.lifts, position: cast}
    payload = {"row": position, "vote": value, "reason": reason.strip()}
    record_event(act, "voted", payload=payload)


def keep(act, position, reason):
    """Keep an item from destruction; it stays kept whatever is voted on the act as a whole."""
    row = _row(act, position)
    _may_keep(act)
    _refuse(act, rules.keep_reasons(row.decision, reason, row.result))
    kept = {"kept_by": _user(), "kept_at": _moment(), "reason": reason.strip()}
    act.put(position, replace(row, decision=rules.KEEP, **kept))
    record_event(act, "act_kept", payload={"row": position, "reason": reason.strip()})


def unkeep(act, position):
    """Take back that the current user keeps an item."""
    row = _row(act, position)
    _may_keep(act)
    _refuse(act, rules.lift_reasons(row.decision, row.kept_by, _user()))
    act.put(position, replace(row, decision=rules.DESTROY, kept_by="", kept_at="", reason=""))
    act.lifts = {one: votes for one, votes in act.lifts.items() if one != position}
    record_event(act, "act_kept", payload={"row": position, "lifted": True})


def decide(act, positions, ground):
    """Write that a person decided on rows that ask for it; ``ground``: on what it rests.

    Only in a draft, by who draws it up. Raises ``StepRefused`` with all reasons.
    """
    require_state(act, states.DRAFT)
    require(act, states.MODIFY)
    reasons = [] if ground.strip() else [Reason("not_given", "reason")]
    rows = {position: act.rows.get(position) for position in sorted(set(positions))}
    for position, row in rows.items():
        if row is None:
            reasons.append(Reason("item_unknown", None, {"row": position}))
        elif not row.questions:
            reasons.append(Reason("item_nothing_to_decide", None, {"row": position}))
    _refuse(act, reasons)
    said = {"decided_by": _user(), "decided_at": _moment(), "ground": ground.strip()}
    for position, row in rows.items():
        act.put(position, replace(row, **said))
    payload = {"rows": list(rows), "ground": ground.strip()}
    record_event(act, "act_decided", payload=payload)


def may_keep(act):
    """Whether the current user may keep items of the act now."""
    permission = KEEPING.get(act.state)
    if permission is None or not getSecurityManager().checkPermission(permission, act):
        return False
    return act.state != states.IN_REVIEW or rules.is_member(act.members, _user())


def may_vote(act):
    """Whether the current user may vote on the act now."""
    allowed = getSecurityManager().checkPermission(states.VOTE, act)
    in_review = act.state == states.IN_REVIEW
    return bool(in_review and allowed and rules.is_member(act.members, _user()))


def _voting(act, value):
    if act.state != states.IN_REVIEW:
        yield Reason("act_state")
        return
    require(act, states.VOTE)
    if not rules.is_member(act.members, _user()):
        yield Reason("not_a_member")
    if value not in rules.VOTES:
        yield Reason("vote_unknown", "vote")


def _may_keep(act):
    require_state(act, *KEEPING)
    require(act, KEEPING[act.state])
    if act.state == states.IN_REVIEW and not rules.is_member(act.members, _user()):
        raise StepRefused(act, [Reason("not_a_member")])


def _row(act, position):
    row = act.rows.get(position)
    if row is None:
        raise StepRefused(act, [Reason("item_unknown", None, {"row": position})])
    return row


def _refuse(act, reasons):
    if reasons:
        raise StepRefused(act, reasons)


def _user():
    user = getSecurityManager().getUser()
    return str(user.getId() or user.getUserName())


def _moment():
    return now().isoformat()
