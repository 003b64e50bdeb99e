"""What people are told when a hold and an act meet on one record: on its page and on the act's."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.desk.navigation import VIEW_DUE
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act.held import held_positions
from collective.schoolrecords.retention.blockers import act_in_words
from collective.schoolrecords.retention.holds import is_held
from collective.schoolrecords.retention.membership import act_of
from zope.component.hooks import getSite


#: States of an act that may still destroy something.
AHEAD = (states.DRAFT, states.IN_REVIEW, states.APPROVED, states.SIGNED, states.CURRENT)
#: So many rows are named by their numbers.
MOST_NAMED = 20


def held_in_act(record, request, say):
    """Return the warning (a list of one text) of a record that is held and in an act, else none.

    For those who read the list of terms.
    """
    act = act_of(record)
    if act is None or not checkPermission(VIEW_DUE, getSite()) or not is_held(record):
        return []
    words, _link = act_in_words(act, request)
    message = _(
        "desk_held_in_act",
        default="Destruction is suspended, though the file was taken into ${act}: the act leaves "
        "it out as long as the hold is in force.",
        mapping={"act": words},
    )
    return [say(message)]


def held_rows(act, say):
    """Return the warning of an act some of whose files are held, else none."""
    if act.state not in AHEAD:
        return []
    held = held_positions(act)
    if not held:
        return []
    named = ", ".join(str(position) for position in held[:MOST_NAMED])
    message = _(
        "desk_act_held_rows",
        default="Destruction is suspended for files of this act: ${count} (No. ${rows}). The act "
        "leaves them out unless the hold is lifted before.",
        mapping={"count": len(held), "rows": f"{named}…" if len(held) > MOST_NAMED else named},
    )
    return [say(message)]
