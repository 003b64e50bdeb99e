"""Before a request changes a record: is it still what its last event left?"""

from Acquisition import aq_base
from collective.schoolrecords.access.turns import WRITING
from collective.schoolrecords.ledger.storage import notice_change
from persistent import Persistent
from Products.CMFCore.interfaces import ISiteRoot


def notice_changes(event):
    """Subscriber once the object is found: look at it and at all that it stands in, up to the site.

    Nothing of them was changed in this transaction yet. Requests that only read write nothing.
    """
    request, looked_at = event.request, set()
    if request.method not in WRITING:
        return
    for one in (getattr(request.get("PUBLISHED"), "context", None), *request.get("PARENTS", ())):
        base = aq_base(one)
        if ISiteRoot.providedBy(base):
            break
        if isinstance(base, Persistent) and base._p_oid not in looked_at:
            looked_at.add(base._p_oid)
            notice_change(one)
