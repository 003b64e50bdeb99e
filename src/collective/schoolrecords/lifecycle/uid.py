"""The UID of a record, told without asking every parent whether it is a folder of languages."""

from Acquisition import aq_base
from collective.schoolrecords.lifecycle.interfaces import IRecord
from plone.uuid.interfaces import ATTRIBUTE_NAME
from plone.uuid.interfaces import IUUID
from zope.component import adapter
from zope.interface import implementer


@implementer(IUUID)
@adapter(IRecord)
def record_uid(record):
    """Return the UID of ``record``, or ``None`` before it has one; never its parent's."""
    return getattr(aq_base(record), ATTRIBUTE_NAME, None)
