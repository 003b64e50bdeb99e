"""The way from a record to who saw it."""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.log.current import current
from collective.schoolrecords.desk.navigation import VIEW_ACCESS_LOG
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _


TITLE = _("audit_who_saw", default="Who saw these data")


def access_links(record):
    """Return the link for those who may read the log of access, where one is kept."""
    if current() is None or not checkPermission(VIEW_ACCESS_LOG, record):
        return ()
    return [Values(icon="audit", url=f"{record.absolute_url()}/@@who-saw", title=TITLE)]
