"""Which signatures wait for a timestamp, and when the timestamps that there are have to be renewed.

Keys are (UID of the record, number of the signature): two people who sign at the same moment write
different ones, so that neither waits for the other. The tokens themselves lie with the signature.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.signing import CRYPTOGRAPHIC
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.signing.trust_store import find_store
from datetime import date
from persistent import Persistent
from plone.uuid.interfaces import IUUID
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite


KEY = "collective.schoolrecords.timestamps"
KIND = "timestamps"


class TimestampQueue(Persistent):
    """What waits, and the days on which the certificates behind the last tokens end."""

    def __init__(self):
        self.waiting = OOBTree()  # (uid, number) -> True
        self.ends = OOBTree()  # (ISO day, uid, number) -> True

    def renew(self, until: date):
        """Let those wait whose certificate ends on ``until`` or before."""
        for key in list(self.ends.keys(max=(until.isoformat(), "\U0010ffff", 0))):
            del self.ends[key]
            self.waiting[key[1:]] = True

    def has_due(self, until: date) -> bool:
        """Whether anything waits, or would after :meth:`renew`."""
        return bool(self.waiting) or bool(self.ends) and self.ends.minKey()[0] <= until.isoformat()

    def after(self, key):
        """Return the first key that waits behind ``key`` (``None`` for the very first), or none."""
        keys = self.waiting.keys(min=key, excludemin=key is not None)
        return next(iter(keys), None)

    def done(self, key, ends: date | None):
        """Nothing more is to be done for a key until the day on which its certificate ends."""
        self.waiting.pop(key, None)
        if ends is not None:
            self.ends[(ends.isoformat(), *key)] = True


def find_queue(site):
    """Return the site's :class:`TimestampQueue`, ``None`` before its first key; never writes."""
    return IAnnotations(site).get(KEY)


def install_queue(site):
    """Return the site's queue, made when there is none."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = TimestampQueue()
    return annotations[KEY]


def authority_of(site) -> str:
    """Return the address of the authority that the school asks, «» for none."""
    store = find_store(site)
    return store.tsa_url if store is not None else ""


def signed(record, event):
    """Subscriber of a new signature: a cryptographic one waits for its timestamp."""
    site = getSite()
    if event.signature.kind == CRYPTOGRAPHIC and authority_of(site):
        install_queue(site).waiting[(IUUID(record), event.signature.number)] = True
        submit(site, KIND, started_by=SYSTEM)
