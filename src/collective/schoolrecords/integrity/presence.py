"""Is everything there that the ledger knows? What was taken out behind the server's back is not.

A record leaves in two ways, and both leave a trace: a draft by deletion, named by an event of the
school's chain, and a record by act, whose tombstone stands in its place. In both cases the entries of
the chain stay. So every UID that the log of heads, a mark for the next checkpoint or an event of
deletion knows must be found: as the school, as a record at its place, or as a chain that ended.
"""

from Acquisition import aq_base
from collective.schoolrecords.core import deletions
from collective.schoolrecords.core.checkpoint import Malformed
from collective.schoolrecords.core.package_parts import WITHOUT_ACT
from collective.schoolrecords.core.verification import Finding
from collective.schoolrecords.integrity.interfaces import IDestroyedByAct
from collective.schoolrecords.integrity.ledger_entries import ABSENT_NUMBER
from collective.schoolrecords.integrity.ledger_entries import Holder
from collective.schoolrecords.integrity.ledger_entries import object_at
from collective.schoolrecords.integrity.ledger_entries import own_uids
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.school.storage import get_school
from functools import cached_property
from heapq import merge
from itertools import groupby


class Presence:
    """What there must be in a site, as one connection sees it."""

    def __init__(self, site):
        self.site = site
        self.ledger = find_ledger(site)
        self._catalog = site.portal_catalog._catalog
        self._by_uid = self._catalog.getIndex("UID")

    @cached_property
    def named(self):
        """UID → core ``Deleted`` of the last event of deletion that names it."""
        school, found = get_school(self.site), {}
        chain = None if school is None else chain_of(school)
        for seq in chain.numbers_of(deletions.EVENT) if chain is not None else ():
            try:
                drafts = deletions.read_deleted(chain.payload(seq))
            except Malformed:
                # The school's own chain says so: its payload is not the one committed to.
                continue
            found.update((one.uid, one) for one in drafts)
        return found

    def stands(self, uid):
        """Whether a record with a UID has a row in the catalog and stands where that says.

        Nothing is read but the containers: whether the record there really has this UID is asked
        of each record when its chain is judged (:meth:`judge_standing`).
        """
        rid = self._by_uid._index.get(uid)
        path = None if not isinstance(rid, int) else self._catalog.paths.get(rid)
        if path is None or self._by_uid._unindex.get(rid) != uid:
            return False
        found = object_at(self.site, path)
        return found is not None and IRecord.implementedBy(type(aq_base(found)))

    def absent(self, first=None):
        """Yield the UIDs of which nothing is there, not even a chain; sorted, from ``first`` on."""
        if self.ledger is None:
            return
        named = sorted(uid for uid in self.named if first is None or uid >= first)
        ours = own_uids(self.site)
        for uid, _same in groupby(merge(self.ledger.known(first), named)):
            if uid not in ours and not self.stands(uid) and self.ledger.ended_chain(uid) is None:
                yield uid

    def absent_holders(self, first=None):
        """Yield a :class:`Holder` without object and chain for each of :meth:`absent`."""
        for uid in self.absent(first):
            named = self.named.get(uid)
            about = {"uid": uid, "type": None if named is None else named.type, "path": None}
            yield Holder(ABSENT_NUMBER, None, about)

    def heads_known(self, uid):
        """Return the heads that a chain must show (``Ledger.heads_known``)."""
        return [] if self.ledger is None else self.ledger.heads_known(uid)

    def absence(self, uid):
        """Return the finding on a UID of which nothing is there."""
        heads = [*self.heads_known(uid), *filter(None, (self.named.get(uid),))]
        detail = deletions.expected(heads[-1]) if heads else ""
        return Finding(deletions.ABSENT, detail=detail)

    def judge_ended(self, uid, ended):
        """Return the findings on a chain whose object is gone: what explains that it is?"""
        entries, named = tuple(ended.chain.entries()), self.named.get(uid)
        there, found = deletions.there(entries), []
        if self.stands(uid):
            found.append(Finding(deletions.STILL_THERE, detail=there))
        if named is not None:
            detail = f"{deletions.expected(named)} / {there}"
            codes = deletions.judge_deleted(named, entries)
            found += [Finding(code, detail=detail) for code in codes]
        elif not (deletions.is_destroyed(entries) and self._keeps(ended.tombstone, uid)):
            found.append(Finding(deletions.UNEXPLAINED, detail=there))
        return found

    def judge_standing(self, holder):
        """Return the findings on a record that is there, beside those on its chain alone.

        No deletion names it, it is the one that the catalog knows at this place, its chain shows what the
        mark for the next checkpoint knows of it, and if it says that the record was destroyed, an act
        says so too.
        """
        uid, chain, found = holder.about["uid"], holder.chain, []
        named, row = self.named.get(uid), self._by_uid._unindex.get(holder.number, uid)
        if named is not None:
            found.append(Finding(deletions.STILL_THERE, detail=deletions.expected(named)))
        if row != uid:
            found.append(Finding(deletions.ABSENT, detail=f"{row}: {self.absence(row).detail}"))
        marked = None if self.ledger is None else self.ledger.marks.chain(uid)
        if marked is not None and marked is not chain:
            length, last = marked.head()
            if length > len(chain) or (length and chain.entry(length - 1).hash != last):
                found.append(Finding("wrong_head", length - 1))
        last = chain.last()
        if last is not None and deletions.is_destroyed((last,)):
            act = IDestroyedByAct(holder.object, None)
            if act is None or not act.is_proved():
                found.append(Finding(WITHOUT_ACT, last.seq))
        return found

    def _keeps(self, tombstone, uid):
        """Whether the tombstone of a record keeps the chain of its document ``uid``."""
        if tombstone is None or not self.stands(tombstone):
            return False
        path = self._catalog.paths[self._by_uid._index[tombstone]]
        return uid in getattr(aq_base(object_at(self.site, path)), "document_chains", ())
