"""Takes what the room keeps for the whole site away with the product."""

from collective.schoolrecords.signing import timestamp_queue
from collective.schoolrecords.signing import trust_store
from zope.annotation.interfaces import IAnnotations


def uninstall(portal):
    """Take the store of trust and the queue of timestamps out of the site."""
    for key in (trust_store.KEY, timestamp_queue.KEY):
        IAnnotations(portal).pop(key, None)
