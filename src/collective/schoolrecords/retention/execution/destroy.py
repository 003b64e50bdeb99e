"""The destruction of records, a chunk of an act's rows in one transaction.

For each row the record is judged anew by the rule that let it into the act, on facts of this very
transaction. What passes is replaced, under its id and UID, by a tombstone with a new chain; what
does not goes back to the state it was selected from, and the row says why.

The record object is written either way (emptied or released). A hold, another act or a hand-out
writes the same object, so of two transactions that want opposite things only one is committed: if
the hold was first, the chunk conflicts, is repeated and finds the hold; if the chunk was first, the
hold conflicts, is repeated and finds a tombstone.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core.destruction import REMOVED
from collective.schoolrecords.core.destruction import SKIPPED
from collective.schoolrecords.core.execution import reasons_to_skip
from collective.schoolrecords.core.states import ARCHIVED
from collective.schoolrecords.core.states import CLOSED
from collective.schoolrecords.core.states import DESTROYED
from collective.schoolrecords.core.states import SELECTED
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.storage import append
from collective.schoolrecords.ledger.storage import wipe
from collective.schoolrecords.lifecycle import by_act
from collective.schoolrecords.lifecycle.bulk_catalog import CatalogWriter
from collective.schoolrecords.lifecycle.bulk_catalog import SHARED
from collective.schoolrecords.lifecycle.guards import destroying
from collective.schoolrecords.retention import membership
from collective.schoolrecords.retention.act.items import item_of
from collective.schoolrecords.retention.execution.interfaces import RecordsDestroyedEvent
from collective.schoolrecords.retention.execution.removal import Removal
from collective.schoolrecords.retention.execution.traces import install_traces
from collective.schoolrecords.retention.tombstone.content import end_chain
from collective.schoolrecords.retention.tombstone.content import make_tombstone
from collective.schoolrecords.retention.tombstone.remains import documents_of
from collective.schoolrecords.retention.tombstone.remains import Remains
from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from Products.BTreeFolder2.BTreeFolder2 import BTreeFolder2Base
from Products.CMFCore.utils import getToolByName
from zExceptions import NotFound
from zope.event import notify


#: The step by which a record that is not destroyed goes back, by its state before it was selected.
RELEASES = {ARCHIVED: "release", CLOSED: "release_to_office"}


#: What the catalog asks and no tombstone knows: the same nothing for all of them.
LOST = frozenset(
    (
        "record_awaiting",
        "record_book_letters",
        "record_cohort",
        "record_cohorts",
        "record_dated_on",
        "record_deadline",
        "record_moved_on",
        "record_place",
        "record_pupils",
        "record_row_words",
        "record_school_year",
        "record_signing",
    )
)

#: What follows from the title, which is that of a whole group.
TITLED = frozenset(("Title", "record_sort", "sortable_title"))


class Chunk:
    """The rows of an act that are executed in one transaction: ``take`` each, then ``finish``."""

    def __init__(self, site, act, today):
        self.site = site
        self.act = act
        self.act_uid = act.UID()
        self.today = today
        self.gone = []
        self._released = {}
        self._remains = Remains(site, today)
        self._traces = install_traces(act)
        self._removal = Removal()
        self._actor = actor_now(context=act)
        self._moment = DateTime()

    def take(self, position):
        """Destroy the record of one row, or skip it; return the row's result."""
        row = self.act.rows[position]
        record = find_record(self.site, row.uid)
        item = None if record is None else item_of(record, self.today)
        reasons = reasons_to_skip(item, self.act_uid, row.decision, self.today)
        if reasons:
            self._skip(position, row, record, reasons)
            return SKIPPED
        self._destroy(position, row.uid, record)
        self.act.set_result(position, REMOVED)
        return REMOVED

    def finish(self):
        """Write the catalog rows of the tombstones, tell other rooms, empty what was destroyed."""
        for step_id, records in self._released.items():
            by_act.take(records, step_id, self.act_uid)
            for record in records:
                membership.release(record, self.act_uid)
        catalog = getToolByName(self.site, "portal_catalog")
        alike = {}
        for _record, _documents, stone in self.gone:
            alike.setdefault((stone.family_id, stone.title), []).append(stone)
        for tombstones in alike.values():
            CatalogWriter(catalog, SHARED | LOST | TITLED).overwrite(tombstones)
        if self.gone:
            records, _documents, tombstones = zip(*self.gone, strict=True)
            notify(RecordsDestroyedEvent(self.act, records, tombstones))
        for record, documents, _tombstone in self.gone:
            for one in (record, *documents):
                empty(one)

    def _destroy(self, position, uid, record):
        documents = documents_of(record)
        tombstone = make_tombstone(
            record, uid, self._values(position, record, documents), self._moment
        )
        self._traces.note(position, record, documents)
        register = aq_parent(aq_inner(record))
        with destroying(self.act_uid):
            self._removal.take_out(register, record)
        BTreeFolder2Base._setOb(register, tombstone.id, tombstone)
        tombstone = tombstone.__of__(register)
        self._end_chains(tombstone, position, documents)
        self.gone.append((record, documents, tombstone))

    def _values(self, position, record, documents):
        return {
            **self._remains.of(record, documents),
            "act": self.act_uid,
            "act_number": self.act.registration_number,
            "act_signed_on": self.act.registered_on,
            "act_row": position,
            "destroyed_on": self.today,
        }

    def _end_chains(self, tombstone, position, documents):
        """Add the last entry to the chains that go on: the record's, and those of its documents."""
        payload = {
            "act": self.act_uid,
            "act_number": self.act.registration_number,
            "row": position,
        }
        fields = {
            **vars(self._actor),
            "at": datetime.now(UTC),
            "state": DESTROYED,
            "payload": payload,
        }
        append(tombstone, "destroyed", transition="destroy", **fields)
        for document in documents:
            end_chain(tombstone, document, **fields)

    def _skip(self, position, row, record, reasons):
        ours = record is not None and membership.act_of(record) == self.act_uid
        if ours and record.state == SELECTED:
            self._released.setdefault(RELEASES[row.former], []).append(record)
        self.act.set_result(position, SKIPPED, ", ".join(one.code for one in reasons))


def find_record(site, uid):
    """Return the record (or tombstone) with a UID, whoever may see it, else ``None``."""
    catalog = getToolByName(site, "portal_catalog")._catalog
    rid = catalog.getIndex("UID")._index.get(uid)
    if rid is None:
        return None
    try:
        return site.unrestrictedTraverse(catalog.paths[rid])
    except (KeyError, NotFound):
        return None


def empty(record):
    """Take everything out of a record that stands nowhere any more, and write it so.

    The object stays in the storage until the next pack; until then it holds nothing. Writing it is
    what makes a hold that comes at the same moment conflict.
    """
    base = aq_base(record)
    base._p_activate()
    chain = base.__dict__.get("_chain")
    if chain is not None:
        wipe(chain)
    kept = {"id": base.id, "portal_type": base.portal_type, "_state": DESTROYED}
    base.__dict__.clear()
    base.__dict__.update(kept)
    base._p_changed = True
