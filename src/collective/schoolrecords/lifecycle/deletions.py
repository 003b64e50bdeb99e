"""Deleted drafts: gathered while a transaction deletes them, written down when it commits.

Whatever removes a draft — its page, REST, a folder's contents, the removal of what it stands in, a job
that takes an import back — ends here, so that no deletion goes without its event
(core/deletions.py). The entries of each chain are kept by the ledger, and the school room writes one
event for all drafts of the transaction. A savepoint that is taken back leaves its drafts where they
were: so each is looked for once more before anything is written.
"""

from Acquisition import aq_base
from collective.schoolrecords.core.deletions import Deleted
from collective.schoolrecords.core.deletions import MOST
from collective.schoolrecords.ledger.actor import Actor
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import survivor
from collective.schoolrecords.lifecycle.guards import goes_by_act
from dataclasses import dataclass
from plone.uuid.interfaces import IUUID
from zope.component.hooks import getSite
from zope.component.hooks import site as serving
from zope.event import notify

import transaction


#: Under this object the transaction keeps what it has removed so far.
_GATHERED = object()


@dataclass(frozen=True)
class DraftsDeletedEvent:
    """Drafts were deleted in ``site`` by ``actor``; ``drafts`` are core ``Deleted``, 500 at most."""

    site: object
    actor: Actor
    drafts: tuple


@dataclass(frozen=True)
class _Removal:
    """A draft that was removed with ``whole`` (itself, or what it stood in) from ``parent``."""

    draft: object
    whole: object
    parent: object
    name: str

    def stands(self):
        """Whether a savepoint that was taken back has put it where it was."""
        there = self.parent._getOb(self.name, None)
        return there is not None and aq_base(there) is self.whole


def is_used_up(uid):
    """Whether a draft that was deleted had a UID: then it names no other record, now or ever."""
    ledger = find_ledger()
    if ledger is not None and ledger.ended_chain(uid) is not None:
        return True
    try:
        gathered = transaction.get().data(_GATHERED)
    except KeyError:
        return False
    return any(IUUID(one.draft, None) == uid and not one.stands() for one in gathered)


def note_removal(record, event):
    """Subscriber: a record was removed. What goes by act keeps its chain with a tombstone."""
    if not goes_by_act(record, event):
        note_removed(record, event.object, event.oldParent, event.oldName)


def note_removed(record, whole, parent, name):
    """Remember that ``record`` left the archive with ``whole``, which stood in ``parent`` as ``name``.

    A record past draft is never removed; whatever did it all the same is no deletion of a draft.
    """
    site = getSite()
    if record.past_draft or find_ledger(site) is None:
        return
    current = transaction.get()
    try:
        gathered = current.data(_GATHERED)
    except KeyError:
        gathered = []
        current.set_data(_GATHERED, gathered)
        # Who acts is asked now: at the commit of a request nobody may be logged in any more.
        current.addBeforeCommitHook(_write_down, (site, actor_now(context=site), gathered))
    bare = (aq_base(record), aq_base(whole), aq_base(parent))
    gathered.append(_Removal(*bare, name))


def _write_down(site, actor, gathered):
    """Keep the chains of the removed drafts and tell who writes the event."""
    with serving(site):
        ledger = find_ledger(site)
        if ledger is None:
            return
        ended = [_end(ledger, one.draft) for one in gathered if not one.stands()]
        drafts = [one for one in ended if one is not None]
        for first in range(0, len(drafts), MOST):
            notify(DraftsDeletedEvent(site, actor, tuple(drafts[first : first + MOST])))


def _end(ledger, draft):
    """Let the entries of a draft outlive it; return what the event says of it."""
    chain = chain_of(draft)
    if not len(chain):
        return None
    kept = survivor(chain)
    ledger.end(kept, draft.portal_type)
    return Deleted(kept.uid, draft.portal_type, *kept.head())
