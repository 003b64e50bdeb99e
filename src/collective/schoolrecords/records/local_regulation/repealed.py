"""The school's own lines about repealed acts, beside those that come with the package."""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import local_regulations as rules
from collective.schoolrecords.core import states
from collective.schoolrecords.core.local_regulations import RepealedAct
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.local_regulation.content import with_days
from collective.schoolrecords.school.events import record as record_in_school
from collective.schoolrecords.school.storage import get_school
from dataclasses import astuple
from plone import api
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate


#: States of a version that somebody still has to mind: the others are history.
WORKED_ON = (states.DRAFT, states.IN_REVIEW, states.APPROVED, states.CURRENT)
#: States of a version that held once and holds no more.
OUT_OF_FORCE = (states.CLOSED, states.ARCHIVED)
KEY = "collective.schoolrecords.repealed_acts"

TITLES = {
    "kind": _("repealed_kind", default="Kind of act"),
    "number": _("repealed_number", default="Number"),
    "dated_on": _("repealed_dated_on", default="Date"),
    "title": _("repealed_title", default="Title"),
    "replaced_by": _("repealed_replaced_by", default="What replaced it"),
    "since": _("repealed_since", default="Not in force since"),
    "source": _("repealed_source", default="Where you have read it"),
}


class ActRefused(Refusal):
    """The list of repealed acts was not changed; all reasons in words."""

    status = 400

    def __init__(self, reasons):
        request = getRequest()
        titles = {name: translate(title, context=request) for name, title in TITLES.items()}
        words = [
            {
                "code": one.code,
                "field": one.field,
                "message": translate(texts.reason_message(one, titles), context=request),
            }
            for one in reasons
        ]
        message = _("repealed_refused", default="The list was not changed.")
        super().__init__(translate(message, context=request), words)


def own_acts():
    """Return the school's own :class:`RepealedAct` values; never writes."""
    return tuple(RepealedAct(*row) for row in IAnnotations(getSite()).get(KEY, {}).values())


def known_acts():
    """Return every repealed act that is known here, local acts of the register among them."""
    return rules.known_repealed(own_acts(), local_acts())


def local_acts(but=None):
    """Return the local acts that went out of force in the register, whoever asks.

    ``but``: UID of one that is left out.
    """
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="local_regulation", review_state=list(OUT_OF_FORCE)
    )
    found = (_as_act(one._unrestrictedGetObject()) for one in brains if but != one.UID)
    return tuple(one for one in found if one is not None)


def _as_act(record):
    return rules.local_act(
        record.registration_number,
        record.dated_on,
        record.title,
        record.ended_by,
        record.closed_on,
    )


def add_act(values):
    """Add a line to the school's own list; raises :class:`ActRefused` with all reasons."""
    reasons = list(rules.check_repealed(values, school_today()))
    act = None
    if not reasons:
        act = RepealedAct(
            **{"title": "", "since": None, **values, "verified": True},
        )
        if any(one.key == act.key for one in own_acts()):
            reasons.append(Reason("act_listed_already", "number"))
    if reasons:
        raise ActRefused(reasons)
    annotations = IAnnotations(getSite())
    if KEY not in annotations:
        annotations[KEY] = OOBTree()
    annotations[KEY][_id(act)] = astuple(act)
    record_in_school(get_school(), "repealed_acts", what="added", **_told(act))
    return act


def drop_act(act_id):
    """Take a line out of the school's own list; refused when it is not there."""
    tree = IAnnotations(getSite()).get(KEY, {})
    if act_id not in tree:
        raise ActRefused([Reason("act_not_listed")])
    act = RepealedAct(*tree[act_id])
    del tree[act_id]
    record_in_school(get_school(), "repealed_acts", what="dropped", **_told(act))


def act_id(act):
    """Return the id of a line: kind, number and day."""
    return _id(act)


def outdated_of(record):
    """Return the findings (``core.local_regulations.Finding``) about a version's references.

    A version may name the one that it replaces.
    """
    return _findings(record, rules.known_repealed(own_acts(), local_acts(but=record.replaces)))


def _findings(record, acts):
    lines = with_days(record.references, "act_date")
    told = [
        {"kind": one.get("act_kind"), "number": one.get("act_number"), "date": one.get("act_date")}
        for one in lines
    ]
    return rules.outdated(told, acts)


def citing():
    """Yield the versions, in force or being drawn up, that cite what is repealed.

    Only those that the reader may see, by title; a school has dozens.
    """
    acts = known_acts()
    for record in _worked_on():
        if _findings(record, acts) and outdated_of(record):
            yield record


def citing_of(former):
    """Yield the versions, in force or being drawn up, that cite a local act out of force."""
    act = _as_act(former) if former.state in OUT_OF_FORCE else None
    for record in _worked_on() if act is not None else ():
        if record.replaces != former.UID() and _findings(record, (act,)):
            yield record


def _worked_on():
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="local_regulation",
        review_state=list(WORKED_ON),
        sort_on="record_sort",
    )
    for brain in brains:
        yield brain.getObject()


def _id(act):
    return "_".join((act.kind, rules.plain_number(act.number), act.dated_on.isoformat()))


def _told(act):
    return {
        "kind": act.kind,
        "number": act.number,
        "dated_on": act.dated_on,
        "replaced_by": act.replaced_by,
        "source": act.source,
    }
