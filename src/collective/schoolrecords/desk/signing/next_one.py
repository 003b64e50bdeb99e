"""The document that waits next for the same signature: who signs ten orders goes from one to the next."""

from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.core import states
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.signing import adding
from plone import api


#: How many documents are looked at. The list of what waits is on the desk.
MOST = 20


def next_to_sign(record):
    """Return the link to the next approved document of the family that the reader signs, or ``None``.

    Only for a document on which the reader's part is done: nobody is led away from one that waits.
    """
    family = record.family_id
    if not adding.Signing(record).reasons() or family not in rules.STEPS:
        return None
    catalog = api.portal.get_tool("portal_catalog")
    waiting = catalog(
        portal_type=record.portal_type,
        review_state=states.APPROVED,
        sort_on="created",
        sort_limit=MOST,
    )[:MOST]
    for brain in waiting:
        other = brain.getObject() if record.UID() != brain.UID else None
        if other is not None and not adding.Signing(other).reasons():
            title = _("desk_signing_next", default="Next: ${title}", mapping={"title": brain.Title})
            return Values(url=f"{brain.getURL()}/@@signing", title=title)
    return None
