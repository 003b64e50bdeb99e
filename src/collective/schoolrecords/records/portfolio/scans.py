"""The scan that shows an achievement: a document of the portfolio, accepted at once.

It is checked like every upload and signed for by whoever enters the achievement.
"""

from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.messages import _
from plone.dexterity.utils import createContentInContainer
from zope.globalrequest import getRequest
from zope.i18n import translate


def file_scan(record, scan, values):
    """File ``scan`` (a checked file or ``None``) into the portfolio; return its UID or ``None``.

    ``values``: those of the achievement; its day is the document's. Called before the achievement
    is checked, in the same transaction: a refusal takes the document away with it.
    """
    if scan is None:
        return None
    kind = _("achievement_document", default="Proof of an achievement")
    document = createContentInContainer(
        record,
        "file_document",
        kind=translate(kind, context=getRequest()),
        dated_on=values["day"],
        on_paper=False,
        scan=scan,
    )
    perform(document, "approve")
    return document.UID()
