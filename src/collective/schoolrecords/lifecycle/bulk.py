"""Filing many records at once: what the ordinary path makes, without its cost per object.

An archive of 12,000 files or a school's list of pupils is filed record by record in a fraction of
the ordinary time: no events per object, one catalog pass per chunk, every field set explicitly. A
record made here has the same attributes, owner, chain, place, catalog row and life as one made
by a form; a test compares them. Whoever files in bulk is responsible for the permission to do so
and for what the events would have told other rooms (numbers claimed, days of destruction).

Nothing here knows a family of records.
"""

from AccessControl import getSecurityManager
from AccessControl.owner import ownerInfo
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.preconditions import check
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.storage import append
from collective.schoolrecords.lifecycle.bulk_catalog import CatalogWriter
from collective.schoolrecords.lifecycle.deletions import note_removed
from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.lifecycle.interfaces import RecordSteppedEvent
from collective.schoolrecords.lifecycle.steps import enter_state
from copy import deepcopy
from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from plone.dexterity.utils import iterSchemataForType
from plone.uuid.interfaces import ATTRIBUTE_NAME
from plone.uuid.interfaces import IUUIDGenerator
from Products.BTreeFolder2.BTreeFolder2 import BTreeFolder2Base
from Products.CMFCore.utils import getToolByName
from zope.component import getUtility
from zope.dottedname.resolve import resolve
from zope.event import notify
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import ValidationError


class BulkFiling:
    """Files records of one type into one register; use one for each transaction.

    ``file`` as often as needed, ``take_step`` where a record does not stay what it is, then
    ``finish`` once.
    """

    def __init__(self, register, portal_type):
        types = getToolByName(register, "portal_types")
        self.register = register
        self.portal_type = portal_type
        self.records = []
        self._class = resolve(types[portal_type].klass)
        self._fields = _fields(portal_type)
        self._defaults = {
            name: field.default
            for name, field in self._fields.items()
            # What the class says of all its instances is no business of the instance.
            if not hasattr(self._class, name)
        }
        user = getSecurityManager().getUser()
        self._user_id = user.getId()
        self._owner = ownerInfo(user)
        self._actor = actor_now(context=register)
        self._new_uid = getUtility(IUUIDGenerator)
        self._moment = DateTime()
        self._specification = None
        self._bound = {}
        self._checked = set()

    def problems(self, values):
        """Return the names of the fields whose value in ``values`` the schema refuses."""
        found = []
        for name, value in values.items():
            if value is None:
                continue
            key = (name, repr(value))
            if key in self._checked:
                continue
            try:
                self._field(name).validate(value)
                if isinstance(value, (list, tuple)):
                    # Lists are checked against a JSON schema, which is slow; they repeat.
                    self._checked.add(key)
            except ValidationError:
                found.append(name)
        return found

    def draft(self, values):
        """Return a record with ``values`` that is filed nowhere: to try rules on."""
        return self._make(values).__of__(self.register)

    def file(self, values, *, state=rules.DRAFT, payload=None):
        """Put a new record with ``values`` into the register and return it, wrapped.

        ``values`` are those of its schemata, checked by :meth:`problems`. Its chain begins with
        "imported" and ``payload``. ``state`` must be one of its family; the register counts it
        when it is past draft.
        """
        record = self._make(values)
        BTreeFolder2Base._setOb(self.register, record.id, record)
        record = record.__of__(self.register)
        if state != rules.DRAFT:
            enter_state(record, state)
        self._write(record, "imported", payload=payload)
        self.records.append(record)
        return record

    def reasons(self, record, step_id, today):
        """Return all reasons (core ``Reason``) why a filed record cannot take a step."""
        facts = IRecordFacts(record).facts()
        return check(record.family_id, step_id, facts, {}, today)

    def may(self, step):
        """Whether the person who files may take ``step`` (core ``Step``) on a draft."""
        family = rules.FAMILIES[self._class.family_id]
        roles = family.roles_for(rules.DRAFT, step.permission)
        return bool(set(roles) & set(self._actor.roles))

    def take_step(self, record, step_id):
        """Take a step that needs no details on a record filed here; reasons were asked before."""
        step, former = record.family.step(step_id), record.state
        IDetailsTaker(record).take(step, {})
        enter_state(record, step.target)
        self._write(record, "transition", transition=step.id)
        notify(RecordSteppedEvent(record, step, former, {}))

    def finish(self):
        """Write the catalog rows of everything filed; return the records."""
        CatalogWriter(getToolByName(self.register, "portal_catalog")).write(self.records)
        return self.records

    def _make(self, values):
        record = self._class.__new__(self._class)
        attributes = record.__dict__
        attributes.update(
            id=self._new_uid()[:16],
            portal_type=self.portal_type,
            description="",
            creation_date=self._moment,
            modification_date=self._moment,
            creators=(self._user_id,) if self._user_id else (),
        )
        attributes[ATTRIBUTE_NAME] = self._new_uid()
        if self._owner is not None:
            attributes["_owner"] = self._owner
        if self._user_id:
            attributes["__ac_local_roles__"] = {self._user_id: ["Owner"]}
        for name, default in self._defaults.items():
            attributes[name] = deepcopy(default) if default else default
        attributes.update(values)
        self._share_specification(record)
        return record

    def _share_specification(self, record):
        """Give a record the interfaces that the first one of its type worked out for itself.

        Dexterity keeps them in a volatile cache that it checks itself each time.
        """
        if self._specification is None:
            record.__providedBy__  # noqa: B018 - filling the cache is the purpose
            self._specification = record._v__providedBy__
        else:
            record._v__providedBy__ = self._specification

    def _write(self, record, event, **fields):
        append(
            record,
            event,
            at=datetime.now(UTC),
            state=aq_base(record).state,
            **vars(self._actor),
            **fields,
        )

    def _field(self, name):
        if name not in self._bound:
            self._bound[name] = self._fields[name].bind(self.register)
        return self._bound[name]


def withdraw(records):
    """Take drafts that hold no document out of their register and the catalog.

    The caller has made sure of both; a record past draft raises ``ValueError`` and nothing of
    the transaction may be committed.
    """
    for record in records:
        if record.past_draft or record.objectCount():
            raise ValueError("only empty drafts are withdrawn")
        register = aq_parent(aq_inner(record))
        catalog = getToolByName(register, "portal_catalog")
        catalog._catalog.uncatalogObject("/".join(record.getPhysicalPath()))
        BTreeFolder2Base._delOb(register, record.getId())
        note_removed(record, record, register, record.getId())


def _fields(portal_type):
    return {
        name: field
        for schema in iterSchemataForType(portal_type)
        for name, field in getFieldsInOrder(schema)
    }
