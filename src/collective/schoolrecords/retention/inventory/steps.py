"""What the steps of an inventory ask and write."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.retention.inventory.index import find_listing
from collective.schoolrecords.retention.inventory.index import listing
from collective.schoolrecords.retention.inventory.interfaces import IInventory
from collective.schoolrecords.retention.inventory.marks import mark_what_left
from zope.component import adapter
from zope.interface import implementer


_PLAIN = ("title", "kind", "first_year", "last_year")
#: Events by which somebody takes part in compiling an inventory.
_WRITING = frozenset(("filed", "imported", "changed", "upload", "inventory_rows"))
#: Details that the record keeps under the field of the same name.
_FIELDS = (
    "registration_number",
    "minutes_number",
    "minutes_date",
    "archive_minutes_number",
    "archive_minutes_date",
    "approved_on",
)


def authors_of(inventory):
    """Return the user ids of everybody who compiled the inventory or a part of it, sorted."""
    entries = chain_of(inventory).entries()
    writers = {entry.actor for entry in entries if entry.event in _WRITING}
    return sorted(writers | set(inventory.creators or ()))


@implementer(IRecordFacts)
@adapter(IInventory)
class InventoryFacts:
    """See :class:`IRecordFacts`; core/inventory_steps.py names the facts."""

    def __init__(self, record):
        self.record = record

    def facts(self):
        """Return the facts of an inventory; nothing is written."""
        record = self.record
        facts = {name: getattr(record, name) for name in _PLAIN}
        rows = [row for _position, row in record.rows()]
        known = find_listing()
        facts.update(
            numbers=[row.number for row in rows],
            row_years={row.last_day.year for row in rows if row.last_day},
            compiled_kind=record._compiled_kind,
            compiling=record.compiling,
            authors=authors_of(record),
            actor=getSecurityManager().getUser().getId(),
            taken=known.numbers(record.kind) if known and record.kind else (),
        )
        return facts


@implementer(IDetailsTaker)
@adapter(IInventory)
class InventoryDetails:
    """Approval gives the number of the kind; one approved on paper brings its own."""

    def __init__(self, record):
        self.record = record

    def take(self, step, details):
        """See :class:`IDetailsTaker`."""
        record = self.record
        for name in _FIELDS:
            if name in details:
                setattr(record, name, details[name])
        if step.id == "approve":
            record.registration_number = listing().next_number(record.kind)
            record.approved_on = school_today()
            self._approved()
        elif step.id == "register_paper":
            record.registration_number = details["registration_number"].strip()
            record.paper = True
            self._approved()
        elif step.id == "close":
            record.closed_on = school_today()
        elif step.target == "draft":
            # Whoever agreed agreed to what is now written anew.
            for name in _FIELDS:
                setattr(record, name, None)

    def _approved(self):
        record = self.record
        record.registered_on = record.approved_on
        record.opened_on = record.opened_on or record.approved_on
        listing().approve(record)
        mark_what_left(record)
