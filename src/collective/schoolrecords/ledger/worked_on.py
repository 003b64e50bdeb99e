"""What each person worked on last: the records of their own newest events, for the desk.

Derived from the chains and never a proof: a list may be lost and grows again. Each person has an
object of one's own, so that nobody's event writes what another's does, and what one person does in
two places at once adds up.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.ledger.log import find_ledger
from persistent import Persistent


#: So many records are kept for each person: a whole class that is certified at once is among them.
MOST = 30
#: An import or a job of a thousand records is no work on each of them.
LEFT_OUT = ("import", "job")


class Worked(Persistent):
    """UIDs of the objects of one person's newest events, the last first, each once."""

    uids = ()

    def add(self, uid):
        """Put an object in front; nothing is written where it stands there already."""
        if self.uids[:1] != (uid,):
            self.uids = _first((uid,), self.uids)

    def _p_resolveConflict(self, former, stored, mine):
        """Two pages of one person at once: what both added stands before the rest."""
        known = former.get("uids", ())
        added = [uid for uid in mine["uids"] if uid not in known]
        return {**stored, "uids": _first(added, stored["uids"])}


def _first(*lists):
    return tuple(dict.fromkeys(uid for one in lists for uid in one))[:MOST]


def note(ledger, actor, uid, source):
    """Remember that a person worked on an object; ``source``: of the event, as the chain has it."""
    if source in LEFT_OUT:
        return
    if ledger.worked is None:
        ledger.worked = OOBTree()
    if actor not in ledger.worked:
        ledger.worked[actor] = Worked()
    ledger.worked[actor].add(uid)


def worked_on(actor):
    """Return the UIDs of what a person worked on last, the newest first; never writes."""
    ledger = find_ledger()
    found = ledger.worked.get(actor) if ledger is not None and ledger.worked is not None else None
    return found.uids if found is not None else ()
