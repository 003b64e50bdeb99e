"""Ids of records are drawn, never chosen: an address carries no name and hides no page.

Whoever could choose the id of a new record would put a name into an address for ever (design 14),
and with an id like ``index_html`` or ``@year-results`` the record would answer in the place of a
page or a service of what it lies in. So there is one guard in the event that every way of adding
and renaming passes: forms, REST, uploads in pieces, WebDAV, code.
"""

from Acquisition import aq_base
from collective.exportimport.interfaces import IMigrationMarker
from collective.schoolrecords.messages import _
from plone.uuid.interfaces import IUUIDGenerator
from zExceptions import BadRequest
from zope.component import getUtility
from zope.globalrequest import getRequest
from zope.i18n import translate

import re
import transaction


_DRAWN = re.compile(r"[0-9a-f]{16}")


def draw(record):
    """Return the id of a record that is not filed yet: 16 hexadecimal digits, the same each time."""
    base = aq_base(record)
    drawn = getattr(base, "_v_drawn_id", None)
    if drawn is None:
        # Kept until the record is stored, for the guard alone.
        drawn = base._v_drawn_id = getUtility(IUUIDGenerator)()[:16]
    return drawn


def guard_id(record, event):
    """Refuse an id that was not drawn for this record, also a new one of a record that is filed.

    An import of content brings back the ids that were drawn where it was exported.
    """
    if event.object is not record or event.newParent is None:
        return
    name = event.newName
    if IMigrationMarker.providedBy(getRequest()) and _DRAWN.fullmatch(name):
        return
    if event.oldParent is None and name == getattr(aq_base(record), "_v_drawn_id", None):
        return
    if event.oldParent is not None and name == event.oldName:
        return
    message = _(
        "lifecycle_id_not_chosen",
        default="The id of a record is drawn by the system and never chosen or changed: “${id}” is "
        "not accepted. Send no id.",
        mapping={"id": str(name)[:60]},
    )
    transaction.doom()
    raise BadRequest(translate(message, context=getRequest()))
