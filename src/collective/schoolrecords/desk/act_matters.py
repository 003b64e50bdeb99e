"""What an act of destruction asks of the members of its commission: a vote, and its end.

Few acts are before a commission at once, so they are read themselves: who has voted stands in no
index.
"""

from collective.schoolrecords.core import destruction as rules
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.messages import _
from plone import api


COMMISSION = frozenset(("commission_chair", "commission_member"))
#: What waits, by :func:`core.destruction.asked_of`: the line and what is to be done.
LINES = {
    rules.TO_VOTE: (
        _("desk_wait_acts_vote", default="Acts of destruction before the commission"),
        _("desk_end_vote", default="to vote"),
        "wait",
    ),
    rules.TO_END: (
        _("desk_wait_acts_voted", default="Acts of destruction on which a quorum has voted"),
        _("desk_end_end_vote", default="to end the vote"),
        "wait",
    ),
    rules.TO_WAIT: (
        _("desk_wait_acts_others", default="Acts of destruction on which others are voting"),
        None,
        "past",
    ),
}


def act_matters(reader, say):
    """Return the lines of "Waits for you" about acts before the reader's commission."""
    if not COMMISSION & set(reader.keys):
        return []
    found = {asked: [] for asked in LINES}
    query = {"portal_type": "destruction_act", "review_state": states.IN_REVIEW}
    for brain in api.portal.get_tool("portal_catalog")(**query):
        act = brain.getObject()
        asked = rules.asked_of(act.members, act.votes, act.rules or rules.ActRules(), reader.id)
        if asked is not None:
            found[asked].append(brain.getURL())
    register = f"{reader.site.absolute_url()}/{REGISTER_IDS['destruction_act']}"
    every = f"{register}?state={states.IN_REVIEW}"
    return [
        # One act is opened itself: on the register those stand, too, that ask for nothing.
        item(len(urls), title, urls[0] if len(urls) == 1 else every, end, tone, say)
        for urls, (title, end, tone) in ((found[asked], LINES[asked]) for asked in LINES)
        if urls
    ]
