"""What waits for a timestamp, and when the timestamps that there are have to be renewed.

Keys are pairs: the UID of a record and the number of its signature, or the name of another
:class:`IStampable` and a number of its own. Two people who sign at the same moment write different
keys, so that neither waits for the other. The tokens themselves lie with what they cover.
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
from zope.interface import Interface


KEY = "collective.schoolrecords.timestamps"
KIND = "timestamps"


class IStampable(Interface):
    """What gets timestamps: a utility named by the first part of its keys, nameless for records."""

    def covered(site, key):
        """Return the bytes that the next token covers, ``None`` when the thing is gone.

        The first token covers the thing, each further one the token before it.
        """

    def keep(site, key, token):
        """Keep a verified token (``cms.timestamps.Token``) behind those before it."""


class TimestampQueue(Persistent):
    """What waits, and the days on which the certificates behind the last tokens end."""

    def __init__(self):
        self.waiting = OOBTree()  # key -> True
        self.ends = OOBTree()  # (ISO day, *key) -> True

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


def wait(site, key):
    """Let a key wait for its timestamp and order the job, if the school asks an authority."""
    if authority_of(site):
        install_queue(site).waiting[key] = True
        submit(site, KIND, started_by=SYSTEM)


def ask_waiting(site):
    """Order the job for what has waited without an authority, once the school names one."""
    queue = find_queue(site)
    if authority_of(site) and queue is not None and queue.waiting:
        submit(site, KIND, started_by=SYSTEM)


def queue_missing(site, record, kept):
    """Let the signatures wait that have no timestamp and do not wait, if an authority is asked.

    Signatures are older than the authority when they were made before this queue kept them.
    """
    if not authority_of(site):
        return
    queue = install_queue(site)
    for made in kept.made():
        key = (IUUID(record), made.signature.number)
        without = made.signature.kind == CRYPTOGRAPHIC and not kept.tokens(key[1])
        if without and key not in queue.waiting:
            queue.waiting[key] = True


def signed(record, event):
    """Subscriber of a new signature: a cryptographic one waits for its timestamp.

    It waits also in a school that asks no authority yet: the first one that is named is asked.
    """
    if event.signature.kind != CRYPTOGRAPHIC:
        return
    site, key = getSite(), (IUUID(record), event.signature.number)
    install_queue(site).waiting[key] = True
    wait(site, key)
