"""Acts as plain data, for REST and for pages: the list, one act, and its rows."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core.destruction import ABSTAINED
from collective.schoolrecords.core.destruction import AGAINST
from collective.schoolrecords.core.destruction import count_votes
from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.core.destruction import FOR
from collective.schoolrecords.core.destruction import KEEP
from collective.schoolrecords.core.destruction import REMOVED
from collective.schoolrecords.core.destruction import STAGES
from collective.schoolrecords.core.lifecycle import MODIFY
from collective.schoolrecords.core.lifecycle import VIEW
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.lifecycle.act_texts import ACT_REASONS
from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.lifecycle.words import reasons_in_words
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.retention.act import decisions
from collective.schoolrecords.retention.act import facts
from collective.schoolrecords.retention.act.empty_years import ASKING
from collective.schoolrecords.retention.act.empty_years import may_state
from collective.schoolrecords.retention.act.empty_years import stated_pairs
from collective.schoolrecords.retention.act.gone import gone_title
from collective.schoolrecords.retention.act.held import holds_of_row
from collective.schoolrecords.retention.act.paper import sheets
from collective.schoolrecords.retention.act.people import authors_of
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.retention.settings import rules_on
from collective.schoolrecords.school.storage import get_school
from dataclasses import asdict
from plone import api
from zope.component.hooks import getSite
from zope.i18n import translate


REGISTER = "destruction-acts"

VOTE_TITLES = {
    FOR: _("act_vote_for", default="For"),
    AGAINST: _("act_vote_against", default="Against"),
    ABSTAINED: _("act_vote_abstained", default="Abstained"),
}
DECISION_TITLES = {
    DESTROY: _("act_decision_destroy", default="To be destroyed"),
    KEEP: _("act_decision_keep", default="Kept"),
}
LEFT_OUT = _("act_result_skipped", default="Left out")
STAGE_TITLES = dict(
    zip(
        STAGES,
        (
            _("act_stage_removed", default="Records removed"),
            _("act_stage_packed", default="Storage packed"),
            _("act_stage_caches_cleared", default="Search index and caches cleared"),
            _("act_stage_backups_expired", default="Backups expired"),
            _("act_stage_verified", default="Destruction verified"),
        ),
        strict=True,
    )
)
KIND_TITLES = {
    "permanent": _("act_inventory_permanent", default="permanent records"),
    "personnel": _("act_inventory_personnel", default="personnel records"),
}

#: What the list of acts and the rows of an act may be sorted by.
ACT_SORTS = {
    "registered_on": lambda act: str(act.registered_on or ""),
    "number": lambda act: (
        (act.registered_on.year, int(act.registration_number))
        if act.registration_number
        else (0, 0)
    ),
    "created": lambda act: act.created(),
    "title": lambda act: act.sort_key(),
    "state": lambda act: act.state,
}
ROW_SORTS = {
    "position": lambda pair: pair[0],
    "years": lambda pair: pair[1].years,
    "title": lambda pair: pair[1].title,
    "term": lambda pair: pair[1].term,
    "doc_type": lambda pair: pair[1].doc_type,
    "closed_on": lambda pair: str(pair[1].closed_on or ""),
}


def acts(site, *, states=None, years=None, numbers=None):
    """Return the acts that the reader may see, filtered; each filter a collection or ``None``."""
    check = getSecurityManager().checkPermission
    found = []
    for act in site[REGISTER].objectValues():
        if not check(VIEW, act):
            continue
        if states is not None and act.state not in states:
            continue
        if years is not None and act_year(act) not in years:
            continue
        if numbers is not None and act.registration_number not in numbers:
            continue
        found.append(act)
    return found


def act_year(act):
    """Return the year of an act: that of its number, of its making before it has one."""
    return act.registered_on.year if act.registered_on else act.created().year()


def summary(act, request):
    """Return one line of the list of acts."""
    return {
        "@id": act.absolute_url(),
        "UID": act.UID(),
        "title": act.title,
        "year": act_year(act),
        "number": act.registration_number,
        "registered_on": act.registered_on,
        "state": {"id": act.state, "title": state_title(act.state, request, act.family_id)},
        "totals": act.totals(),
        "waiting_until": act.waiting_until,
        "closed_on": act.closed_on,
    }


def act_link(uid):
    """Return the address and number of an act by its UID; ``None`` for who may not see it."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog(UID=uid) if uid else ():
        return {"@id": brain.getURL(), "title": brain.Title, "number": brain.record_number or None}
    return None


def overview(act, request):
    """Return everything about an act but its rows."""
    url = act.absolute_url()
    service = f"{url}/@destruction-acts"
    asked = facts.asked_for(act)
    return {
        **summary(act, request),
        "@id": service,
        "act": url,
        "rows": f"{service}/rows",
        "years": list(facts.years_of(act)),
        "sheets": sheets(act),
        "authors": _people(authors_of(act)),
        "commission": commission(act, request),
        "minutes": _minutes(act),
        "signed_by": _person(act.signed_by),
        "missing_inventories": [_of_year(*pair, request) for pair in asked.missing],
        "empty_years": empty_years(act, asked, request),
        "stages": stages(act, request),
        "paper": dict(act.paper),
        "jobs": {kind: f"{getSite().absolute_url()}/@jobs/{uid}" for kind, uid in act.jobs.items()},
        "can": {
            "change": act.state == "draft"
            and bool(getSecurityManager().checkPermission(MODIFY, act)),
            "vote": decisions.may_vote(act),
            "keep": decisions.may_keep(act),
            "state_years": bool(asked.empty) and may_state(act),
        },
    }


def _of_year(kind, year, request):
    return {"kind": kind, "title": translate(KIND_TITLES[kind], context=request), "year": year}


def empty_years(act, asked, request):
    """Return the years of the act without records to list, by kind, each with who stated it.

    Of an act that was executed: what was stated on it.
    """
    stated = stated_pairs(act)
    pairs = asked.empty if act.state in ASKING else sorted(stated)
    return [{**_of_year(*pair, request), "stated": _stated(stated.get(pair))} for pair in pairs]


def _stated(one):
    return None if one is None else {"by": _person(one.by), "at": one.at}


def commission(act, request):
    """Return members with their votes, the quorum and how the vote stands.

    Before the act is handed in: the commission of today, that would decide.
    """
    today = school_today()
    members = facts.members_of(act, today)
    rules = act.rules or rules_on(getSite(), today)
    tally = count_votes(members, act.votes, rules)
    return {
        "members": [_member(one, act.votes.get(one.user_id), request) for one in members],
        "orders": [{"number": number, "date": day} for number, day in act.commission_orders],
        "quorum": tally.quorum,
        "voted": tally.voted,
        "for": tally.votes_for,
        "against": tally.votes_against,
        "passed": tally.passed,
        "casting_vote": rules.casting_vote,
    }


def _member(member, vote, request):
    return {
        "user_id": member.user_id,
        "name": member.name,
        "post": member.post,
        "chair": member.chair,
        "vote": vote_data(vote, request),
    }


def vote_data(vote, request):
    """Return a vote as plain values, ``None`` for none."""
    if vote is None:
        return None
    return {**asdict(vote), "title": translate(VOTE_TITLES[vote.value], context=request)}


def _minutes(act):
    if act.minutes is None:
        return None
    return {"number": act.minutes[0], "date": act.minutes[1]}


def stages(act, request):
    """Return all stages after the removal in order; ``on`` is None before its day."""
    return [
        {
            "id": stage,
            "title": translate(STAGE_TITLES[stage], context=request),
            "on": None,
            **act.stages.get(stage, {}),
        }
        for stage in STAGES
    ]


def select_rows(act, filters):
    """Return (position, row) pairs under filters: decision, result, doc_type, year, undecided,
    held."""
    return [pair for pair in act.rows.items() if all(_fits(pair[1], *one) for one in filters)]


def _fits(row, name, wanted):
    if name == "undecided":
        return row.undecided
    if name == "held":
        return bool(holds_of_row(row))
    if name == "year":
        return row.closed_on is not None and row.closed_on.year in wanted
    if name == "result":
        return (row.result or "open") in wanted
    return getattr(row, name) in wanted


def rows_data(act, pairs, request):
    """Return rows as plain values; titles and addresses of records that the reader may see."""
    labels = type_labels(getSite(), school_today())
    catalog = api.portal.get_tool("portal_catalog")
    uids = [row.uid for _position, row in pairs]
    brains = {brain.UID: brain for brain in catalog(UID=uids)} if uids else {}
    note_shown(brains, request)
    service = f"{act.absolute_url()}/@destruction-acts/rows"
    return [
        {"@id": f"{service}/{position}", **row_data(act, position, row, labels, brains, request)}
        for position, row in pairs
    ]


def row_data(act, position, row, labels, brains, request):
    """Return one row as plain values: what is listed, what was decided, and what became of it."""
    return {
        "position": position,
        "UID": row.uid,
        "record": _record_of(brains.get(row.uid)),
        **_as_listed(row),
        "doc_type": {"id": row.doc_type, "title": labels.get(row.doc_type, row.doc_type)},
        "undecided": row.undecided,
        "questions": _questions(act, position, row, request),
        **_as_decided(row, request),
        "lift_votes": {
            user_id: vote_data(vote, request)
            for user_id, vote in act.lifts.get(position, {}).items()
        },
        "holds": holds_of_row(row),
        "result": row_result(act, position, row, request),
    }


def _record_of(brain):
    """Return the record of a row as links show it, ``None`` for who may not see it."""
    if brain is None:
        return None
    return {
        "@id": brain.getURL(),
        "title": brain.Title,
        "number": brain.record_number or None,
        "place": brain.record_place or None,
        "review_state": brain.review_state,
    }


def _as_listed(row):
    """Return the columns of the act, and what the record was like when it was listed."""
    return {
        "title": row.title,
        "years": row.years,
        "inventory": {"number": row.inventory_number, "item": row.inventory_item},
        "count": row.count,
        "term": row.term,
        "article": row.article,
        "note": row.note,
        "case_index": row.case_index,
        "number": row.number,
        "volume": row.volume,
        "closed_on": row.closed_on,
        "destroy_from": row.destroy_from,
        "sheets": row.sheets,
        "carriers": list(row.carriers),
        "digest": row.digest,
    }


def _questions(act, position, row, request):
    asked = [Reason(code, None, {"row": position}) for code in row.questions]
    return reasons_in_words(asked, act, request) if asked else []


def _as_decided(row, request):
    """Return what the commission decided of a row, and who kept it out of the act and why."""
    return {
        "decided": _said(row.decided_by, row.decided_at, row.ground),
        "decision": {
            "id": row.decision,
            "title": translate(DECISION_TITLES[row.decision], context=request),
        },
        "kept": _said(row.kept_by, row.kept_at, row.reason),
    }


def row_result(act, position, row, request):
    """Return what became of a row, with the reasons in words; ``None`` while nothing did.

    What was removed is called destroyed once the act is verified, and not before.
    """
    if row.result is None:
        return None
    why = [
        translate(_worded(code, position), context=request)
        for code in filter(None, row.result_reason.split(", "))
    ]
    title = translate(gone_title(act) if row.result == REMOVED else LEFT_OUT, context=request)
    return {"id": row.result, "title": title, "reasons": why}


def _worded(code, position):
    template = ACT_REASONS.get(code)
    if template is None:
        return code
    return filled(template, {"row": position, "count": "", "day": "", "state": "", "holder": ""})


def _said(user_id, at, reason):
    return {"by": _person(user_id), "at": at, "reason": reason} if user_id else None


def _people(user_ids):
    return [_person(user_id) for user_id in user_ids]


def _person(user_id):
    """Return an account with the short name of who has or had it, if the school knows."""
    if not user_id:
        return None
    school = get_school()
    return {"user_id": user_id, "name": school and school.name_of_account(user_id)}
