"""What is said above an order: what it lacks, and that another draft wants the same number."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core.numbers import same_number
from collective.schoolrecords.core.states import DRAFT
from collective.schoolrecords.messages import _
from collective.schoolrecords.records import numbering
from plone import api


def order_lacks(record, blocked, say):
    """Return what the reader's next step with a draft of an order lacks; nothing of other records."""
    if record.family_id != "order" or record.state != DRAFT:
        return []
    return [
        say(
            _(
                "desk_order_lacks",
                default="“${step}” is not possible yet. ${reasons}",
                mapping={"step": say(step.title), "reasons": " ".join(map(say, step.reasons))},
            )
        )
        for step in blocked
        if step.own
    ]


def order_warnings(order, say):
    """Return the other drafts that want the number; it is taken by submission alone."""
    number, day = order.registration_number, order.dated_on
    if order.state != DRAFT or not number or day is None:
        return []
    if numbering.taken_by(aq_parent(aq_inner(order)), order):
        # Neither draft gets it; that is told already.
        return []
    path = "/".join(order.getPhysicalPath())
    drafts = api.portal.get_tool("portal_catalog")(
        portal_type="order",
        review_state=DRAFT,
        record_doc_type=order.doc_type,
        record_dated_on={"query": (f"{day.year}-01-01", f"{day.year}-12-31"), "range": "min:max"},
    )
    wanted = same_number(number)
    same = [one for one in drafts if same_number(one.record_number or "") == wanted]
    return [
        say(
            _(
                "desk_order_twin",
                default="Another draft has the number ${number} too: “${title}”. The one that is "
                "given to the director first gets it.",
                mapping={"number": number, "title": title},
            )
        )
        for title in (one.Title for one in same if one.getPath() != path)
    ]
