"""The way from a local regulation in force to the draft of the version that replaces it."""

from AccessControl.security import checkPermission
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.local_regulation.content import record_by_uid
from plone import api


FAMILY = "local_regulation"
ADD = "collective.schoolrecords.AddRecord"
TITLE = _("desk_regulation_new_version", default="New version")
#: What a new version has in common with the one before; numbers, days and minutes are its own.
KEPT = ("title", "doc_type", "touches_rights", "references", "case_index", "storage_place")


def new_version_link(record):
    """Return the link to the form of the next version, for whoever may draw one up."""
    register = aq_parent(aq_inner(record))
    if record.state != CURRENT or not checkPermission(ADD, register):
        return []
    url = f"{register.absolute_url()}/@@add-record?replaces={record.UID()}"
    return [Values(icon="plus", url=url, title=TITLE)]


def known_of_former(uid):
    """Return the values with which the form of a version begins that replaces ``uid``.

    Nothing for a version that is not in force or that the reader may not see.
    """
    former = record_by_uid(uid, FAMILY) if isinstance(uid, str) and uid else None
    if former is None or former.state != CURRENT:
        return {}
    if not api.user.has_permission("View", obj=former):
        return {}
    known = {name: getattr(former, name, None) for name in (*KEPT, "carriers", "personal_data")}
    return {**known, "replaces": uid}
