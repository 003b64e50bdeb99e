"""What people do on the page of an act, each in its own state and by its own right."""

from AccessControl import getSecurityManager
from AccessControl.security import checkPermission
from collective.schoolrecords.core import destruction as rules
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.desk.act_rows import PICKS
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import TAKEN_OUT
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act import candidates
from collective.schoolrecords.retention.act import decisions
from collective.schoolrecords.retention.act import handlers
from collective.schoolrecords.retention.act import paper
from collective.schoolrecords.retention.act.overview import VOTE_TITLES
from collective.schoolrecords.retention.overview import type_labels
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


MOST_TEXT = 400
PAPER = {
    "method": _("desk_paper_method", default="Method"),
    "weight": _("desk_paper_weight", default="Weight, kg"),
    "destroyed_on": _("desk_paper_day", default="Paper destroyed on"),
    "handed_over_by": _("desk_paper_from", default="Handed over by"),
    "received_by": _("desk_paper_to", default="Taken over by"),
    "witnesses": _("desk_paper_witnesses", default="In the presence of"),
    "media_note": _("desk_paper_media", default="Electronic media"),
}
MANAGE_ARCHIVE = "collective.schoolrecords.ManageArchive"


def act_deeds(page):
    """Yield the :class:`Deed` values that the reader of an act's page may do now."""
    act, check = page.context, getSecurityManager().checkPermission
    if act.state == states.DRAFT and check(states.MODIFY, act):
        yield from _drafting(page)
    if decisions.may_keep(act):
        yield from _keeping(page)
    if decisions.may_vote(act):
        yield from _voting(page)
    wanted = paper.PERMISSIONS.get(act.state)
    if wanted is not None and check(wanted, act):
        yield _paper(page)
    job = handlers.job_of(act, handlers.WAITING.get(act.state, ""))
    stopped = job is not None and job.state in (CANCELLED, FAILED)
    if stopped and checkPermission(MANAGE_ARCHIVE, page.site):
        yield Deed(
            "resume",
            _("desk_act_resume", default="Go on with the work that stopped"),
            lambda values: handlers.resume(act) and None,
            done=_("desk_done_act_resumed", default="The work goes on."),
        )


def _chosen(page):
    """Return the positions of the chosen rows that the act has; refused when there is none."""
    known = page.context.rows
    found = [int(one) for one in page.chosen(PICKS) if one.isascii() and one.isdigit()]
    return [one for one in found if one in known]


def _each(page, do, done):
    """Do something with each chosen row and return ``done``; without a choice that is said."""
    positions = _chosen(page)
    if not positions:
        return NOTHING
    for position in positions:
        do(position)
    return done


def _reason(title, required=True):
    return schema.TextLine(__name__="reason", title=title, required=required, max_length=MOST_TEXT)


def _drafting(page):
    rows = page.context.rows
    yield _adding_due(page)
    if any(row.undecided for row in rows.values()):
        yield _deciding(page)
    if rows:
        yield _taking_out(page)


def _adding_due(page):
    labels = type_labels(page.site, page.today)
    types = [SimpleTerm(key, key, label) for key, label in labels.items()]
    return Deed(
        "add_due",
        _("desk_act_add_due", default="Add what has ended"),
        lambda values: _add_due(page.context, values),
        (
            schema.Choice(
                __name__="doc_type",
                title=_("desk_facet_type", default="Kind"),
                vocabulary=SimpleVocabulary(types),
                required=False,
            ),
            schema.Int(
                __name__="year",
                title=_("desk_act_closed_in", default="Closed in the year"),
                required=False,
                min=1900,
                max=2200,
            ),
        ),
        _(
            "desk_act_add_text",
            default="The list of terms proposes; you choose. What may not be destroyed is left out.",
        ),
        css="btn-secondary",
    )


def _add_due(act, values):
    filters = {}
    if values["doc_type"]:
        filters["doc_type"] = (values["doc_type"],)
    if values["year"]:
        filters["year"] = frozenset((values["year"],))
    added = candidates.add_from_due(act, filters)
    return _(
        "desk_act_added",
        default="Added: ${n}. Left out: ${left}.",
        mapping={"n": len(added.positions), "left": len(added.left_out)},
    )


def _deciding(page):
    def decide(values):
        positions = _chosen(page)
        if not positions:
            return NOTHING
        decisions.decide(page.context, positions, values["reason"])
        return None

    return Deed(
        "decide",
        _("desk_act_decide", default="Decide: destroy the chosen"),
        decide,
        (_reason(_("desk_act_reason", default="Reason or ground")),),
        css="btn-secondary",
        done=_("desk_done_act_decided", default="The decision is kept."),
    )


def _taking_out(page):
    def remove(values):
        positions = _chosen(page)
        if not positions:
            return NOTHING
        candidates.remove_rows(page.context, positions)
        return None

    return Deed(
        "remove",
        _("desk_act_remove", default="Take the chosen out"),
        remove,
        css="btn-secondary",
        done=TAKEN_OUT,
    )


def _keeping(page):
    act = page.context
    if not act.rows:
        return
    yield Deed(
        "keep",
        _("desk_act_keep", default="Keep the chosen"),
        lambda values: _each(page, lambda one: decisions.keep(act, one, values["reason"]), KEPT),
        (_reason(_("desk_act_reason", default="Reason or ground")),),
    )
    if any(row.decision == rules.KEEP for row in act.rows.values()):
        yield Deed(
            "unkeep",
            _("desk_act_unkeep", default="No longer keep the chosen"),
            lambda values: _each(page, lambda one: decisions.unkeep(act, one), UNKEPT),
            css="btn-secondary",
        )


def _voting(page):
    act = page.context
    terms = [SimpleTerm(key, key, title) for key, title in VOTE_TITLES.items()]

    def cast(values):
        decisions.vote(act, values["vote"], values["reason"] or "")
        return VOTED

    yield Deed(
        "vote",
        _("desk_act_vote", default="Vote"),
        cast,
        (
            schema.Choice(
                __name__="vote",
                title=_("desk_col_vote", default="Vote"),
                vocabulary=SimpleVocabulary(terms),
            ),
            _reason(_("desk_act_vote_reason", default="Reason of a vote against"), required=False),
        ),
        known=(("vote", getattr(act.votes.get(page.reader.id), "value", None)),),
    )
    if any(row.decision == rules.KEEP for row in act.rows.values()):
        yield Deed(
            "lift",
            _("desk_act_lift", default="Vote to destroy the chosen after all"),
            lambda values: _each(
                page,
                lambda one: decisions.vote_on_item(act, one, rules.FOR, values["reason"]),
                VOTED,
            ),
            (_reason(_("desk_act_reason", default="Reason or ground")),),
            css="btn-secondary",
        )


def _paper(page):
    act = page.context
    line = {"required": False, "max_length": MOST_TEXT}

    def enter(values):
        people = values.pop("witnesses") or ""
        values = {name: value for name, value in values.items() if value}
        witnesses = tuple(one.strip() for one in people.split(",") if one.strip())
        paper.enter_paper(act, **values, **({"witnesses": witnesses} if witnesses else {}))

    fields = [
        schema.Date(__name__=name, title=title, required=False)
        if name == "destroyed_on"
        else schema.TextLine(__name__=name, title=title, **line)
        for name, title in PAPER.items()
    ]
    known = {**act.paper, "witnesses": ", ".join(act.paper.get("witnesses", ()))}
    return Deed(
        "paper",
        _("desk_act_paper", default="Enter how the paper was destroyed"),
        enter,
        tuple(fields),
        known=tuple(known.items()),
        css="btn-secondary",
        done=_("desk_done_act_paper_entered", default="It is entered how the paper was destroyed."),
    )


NOTHING = _("desk_batch_nothing", default="No record was chosen.")
KEPT = _("desk_done_act_kept", default="The chosen are kept; the reason stands beside them.")
UNKEPT = _("desk_done_act_unkept", default="The chosen are to be destroyed again.")
VOTED = _("desk_act_voted", default="Your vote is kept.")
