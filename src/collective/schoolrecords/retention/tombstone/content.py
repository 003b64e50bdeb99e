"""The content class of a tombstone: written once, at the address and UID of a destroyed record.

It holds no name, no title that somebody typed and no file name (design idea 7); what the record's
fields said goes through ``core.tombstones`` first.
"""

from Acquisition import aq_base
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import survivor
from collective.schoolrecords.lifecycle.content import computed_permissions
from collective.schoolrecords.lifecycle.content import fixed_when_filed
from collective.schoolrecords.lifecycle.content import RecordMixin
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.retention.tombstone.interfaces import ITombstone
from plone.dexterity.content import Item
from plone.uuid.interfaces import ATTRIBUTE_NAME
from zope.component import adapter
from zope.interface import implementer
from zope.interface.declarations import ObjectSpecificationDescriptor


#: What a tombstone knows. ``title``: the group title (of the file plan's item, else of the type).
#: ``former_type``: portal type of the record. ``carriers``: kinds and copies. ``term``: the term
#: as ``core.terms.Term.as_dict`` gives it; ``destroy_from``: its first day. ``documents``: one
#: mapping for each document, with its number in the record, kind, sheets and files; ``files``:
#: those of the record itself, each with field, size and SHA-256. ``act``: UID of the act, with its
#: number and day; ``act_row``: position in it, from 1. ``destroyed_on``: the day.
VALUES = (
    "title",
    "former_type",
    "doc_type",
    "case_index",
    "file_plan_year",
    "registration_number",
    "opened_on",
    "closed_on",
    "carriers",
    "sheets",
    "record_volume",
    "term",
    "destroy_from",
    "documents",
    "files",
    "act",
    "act_number",
    "act_signed_on",
    "act_row",
    "destroyed_on",
)


@fixed_when_filed
@computed_permissions
@implementer(ITombstone, IRecord, IRecordContent)
class Tombstone(RecordMixin, Item):
    """See :class:`ITombstone`. ``family_id`` is that of the record that stood here."""

    # Everything stands on the class: no behavior adds an interface or a field's default, and an
    # act writes tombstones by the thousand.
    __providedBy__ = ObjectSpecificationDescriptor()

    _state = rules.DESTROYED
    _left_draft = True

    former_type = doc_type = case_index = file_plan_year = registration_number = None
    opened_on = closed_on = carriers = sheets = record_volume = None
    term = destroy_from = act = act_number = act_signed_on = act_row = destroyed_on = None
    documents = files = ()
    #: UID of a document that stood in the record → its chain, ended.
    document_chains = {}
    #: What every record has and a destroyed one has lost.
    storage_place = holder = held_until = registered_on = responsible = personal_data = None

    def __getattr__(self, name):
        """Raise: what is not written on a tombstone is not known of it."""
        raise AttributeError(name)

    def search_words(self):
        """Numbers and the group title: all that is left to look for."""
        return (self.registration_number, self.case_index, self.title)

    def digest_extra(self):
        """Everything lies outside of the schema and belongs to the digest."""
        return {name: getattr(self, name) for name in VALUES}

    @property
    def uid(self):
        """The UID, without the adapters that ``UID()`` asks."""
        return getattr(aq_base(self), ATTRIBUTE_NAME)


def make_tombstone(record, uid, values, moment):
    """Return a tombstone for ``record``, filed nowhere yet, with its id, UID and chain.

    ``values`` has everything of ``VALUES``; ``moment`` (DateTime) is that of the destruction. Raises
    ``ValueError`` when a value is missing or unknown.
    """
    if set(values) != set(VALUES):
        raise ValueError(f"a tombstone needs {sorted(set(VALUES) ^ set(values))}")
    tombstone = Tombstone.__new__(Tombstone)
    tombstone.__dict__.update(
        values,
        id=record.getId(),
        portal_type="tombstone",
        family_id=record.family_id,
        description="",
        creators=(),
        creation_date=moment,
        modification_date=moment,
        _chain=survivor(chain_of(record)),
    )
    tombstone.__dict__[ATTRIBUTE_NAME] = uid
    return tombstone


def end_chain(tombstone, document, **fields):
    """Keep the chain of a destroyed document with the tombstone of its record, ended.

    As with the record's own chain only the entries stay. ``fields``: those of ``Chain.append``.
    """
    chain = survivor(chain_of(document))
    chain.append("destroyed", **fields)
    tombstone = aq_base(tombstone)
    tombstone.document_chains = {**tombstone.document_chains, chain.uid: chain}
    ledger = find_ledger()
    if ledger is not None:
        ledger.end(chain, document.portal_type, tombstone.uid)


@implementer(IRecordFacts)
@adapter(ITombstone)
class TombstoneFacts:
    """No step leaves a tombstone, so no fact is asked for."""

    def __init__(self, tombstone):
        self.tombstone = tombstone

    def facts(self):
        """See :class:`IRecordFacts`."""
        return {}
