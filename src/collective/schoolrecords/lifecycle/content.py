"""Base classes of records and registers: computed permissions, one truth about the state.

No permission of a record is stored. AccessControl asks a record for attributes named like
``_Delete_objects_Permission``; here each of them is computed from the record's state by the
tables of :mod:`collective.schoolrecords.core.lifecycle`. Writing one is accepted and has no
effect, so that "update security settings", a reassigned workflow, an import or the security
page of the management interface change nothing. The workflow history is computed likewise, from
the record's own chain.
"""

from AccessControl.Permission import getPermissionIdentifier
from Acquisition import aq_base
from BTrees.Length import Length
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import is_new
from collective.schoolrecords.ledger.storage import rebind
from collective.schoolrecords.lifecycle.deletions import is_used_up
from collective.schoolrecords.lifecycle.field_defaults import field_defaults
from collective.schoolrecords.lifecycle.field_defaults import is_never_field
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRecordBehavior
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.lifecycle.lazy_trees import LazyBTrees
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.lifecycle.statuses import ChainHistory
from collective.schoolrecords.messages import _
from plone.dexterity.content import Container
from plone.dexterity.content import FTIAwareSpecification
from plone.uuid.interfaces import ATTRIBUTE_NAME
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer


def refuse_copy_or_move(*args, **kwargs):
    """Raise the refusal to copy, move or paste; records are filed, not copied."""
    message = _("lifecycle_not_copied", default="School records are not copied, moved or renamed.")
    raise RecordProtected(translate(message, context=getRequest()))


class ComputedRoles:
    """Descriptor: the roles of one permission, asked from the object's ``roles_of``.

    Assignments and deletions are ignored on purpose (see the module's text).
    """

    def __init__(self, permission):
        self.permission = permission

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.roles_of(self.permission)

    def __set__(self, obj, value):
        return None

    def __delete__(self, obj):
        return None


class FixedWhenFiled:
    """Descriptor: an attribute that is written while a record is filed and never again.

    Tools write these without an event and without asking for a permission on the record itself
    (folder contents "properties" with subfolders, an import of local roles, taking ownership of a
    whole site). They are no content, but they decide who may do what: who drafted an order cannot
    approve it. Later assignments are ignored on purpose, like those of permissions, so that such
    a tool may go on with what is not ours.
    """

    def __init__(self, name, default=AttributeError):
        self.name = name
        self.default = default

    def __get__(self, obj, owner=None):
        value = self.default if obj is None else obj.__dict__.get(self.name, self.default)
        if value is AttributeError:
            raise AttributeError(self.name)
        return value

    def __set__(self, obj, value):
        if obj.__dict__.get("_chain") is None:
            obj.__dict__[self.name] = value

    def __delete__(self, obj):
        if obj.__dict__.get("_chain") is None:
            del obj.__dict__[self.name]


FIXED_WHEN_FILED = (
    "__ac_local_roles__",
    "__ac_local_roles_block__",
    "_owner",
    "contributors",
    "creation_date",
    "creators",
    "description",
    "effective_date",
    "expiration_date",
    "language",
    "rights",
    "subject",
)


class BoundUID(FixedWhenFiled):
    """Descriptor: the UID, to which the record's chain is bound.

    An import gives a record the UID of its export after it was filed, in one transaction: then the
    chain is bound anew. A UID that a deleted draft had is left to that draft, and so is any UID
    once the chain was committed.
    """

    def __set__(self, obj, value):
        chain = obj.__dict__.get("_chain")
        if chain is None:
            obj.__dict__[self.name] = value
        elif is_new(chain) and value != chain.uid and not is_used_up(value):
            obj.__dict__[self.name] = value
            obj._p_changed = True
            rebind(obj, value)


def fixed_when_filed(cls):
    """Class decorator: fix what tools would write past the record's life."""
    for name in FIXED_WHEN_FILED:
        setattr(cls, name, FixedWhenFiled(name, getattr(cls, name, AttributeError)))
    setattr(cls, ATTRIBUTE_NAME, BoundUID(ATTRIBUTE_NAME))
    return cls


def computed_permissions(cls):
    """Class decorator: compute every permission of the tables on instances of ``cls``."""
    for permission in rules.PERMISSIONS:
        setattr(cls, getPermissionIdentifier(permission), ComputedRoles(permission))
    return cls


class RecordMixin:
    """State, family and computed permissions of a record."""

    # A plain base class gets a descriptor from zope.interface that hides Dexterity's own, and
    # with it the behaviors; so it is named here.
    __providedBy__ = FTIAwareSpecification()

    family_id = None
    #: Tells records of one family and state apart that different people see.
    readers_key = None
    _state = rules.DRAFT
    #: What the archive's rooms write on a record: the term it was closed under, its act, its holds.
    term_snapshot = None
    _act = None
    _holds = ()
    #: Names of fields that registration fixed: no save changes them, no form offers them.
    fixed_fields = ()
    #: What the room of signatures writes: signatures, and who has to get to know the document.
    _signatures = _sheet = None

    def __getattr__(self, name):
        """Spare the schemata what cannot be a field; see :mod:`.field_defaults`."""
        if is_never_field(name):
            raise AttributeError(name)
        return super().__getattr__(name)

    @property
    def family(self):
        """The family's table, :class:`collective.schoolrecords.core.lifecycle.Family`."""
        return rules.FAMILIES[self.family_id]

    @property
    def workflow_id(self):
        """Id of the one workflow that may move this record."""
        return f"schoolrecords_{self.family_id}"

    @property
    def state(self):
        """Id of the state; set only by the steps of this room."""
        return self._state

    @property
    def locked(self):
        """True when nothing on the record may be modified any more."""
        return self._state in self.family.locked

    @property
    def past_draft(self):
        """True from the first step on, for ever: the record can no longer vanish.

        An order that the director returned is a draft again, but its chain tells that people
        have worked on it, so it stays.
        """
        return self._state != rules.DRAFT or self._left_draft

    _left_draft = False
    #: See :class:`IRecord`; families whose terms wait for an event that they know tell its day.
    term_event_on = None

    def roles_of(self, permission):
        """See :class:`IRecord`."""
        roles = self.family.roles_for(self._state, permission)
        if permission == rules.DELETE and self.past_draft:
            return ()
        return roles

    def sort_key(self):
        """Return the text by which registers sort the record."""
        return sort_key(self.title or "")

    def search_words(self):
        """Return the words by which the record is found; never more than idea 14 allows."""
        return (self.title, getattr(self, "registration_number", None))

    def step_entries(self):
        """Yield the chain's entries that are steps of the family, in order."""
        for entry in chain_of(self).entries():
            if entry.transition:
                yield entry

    def last_step_entry(self):
        """Return the chain's last entry that is a step of the family, or ``None``."""
        chain = chain_of(self)
        for number in range(len(chain) - 1, -1, -1):
            entry = chain.entry(number)
            if entry.transition:
                return entry
        return None

    @property
    def workflow_history(self):
        """See :class:`ChainHistory`: computed, what is written here has no effect."""
        return ChainHistory(aq_base(self))

    @workflow_history.setter
    def workflow_history(self, value):
        return None

    # They say why, where stock code would only say "Not Supported".
    cb_isCopyable = cb_isMoveable = refuse_copy_or_move

    def _refuse(self, *args, **kwargs):
        """Records are not copied, renamed or given away in the management interface."""
        message = _(
            "lifecycle_not_changed_here", default="School records are not changed this way."
        )
        raise RecordProtected(translate(message, context=getRequest()))

    def manage_setLocalRoles(self, userid, roles, REQUEST=None):
        """Zope names the creator's local role while a record is filed; later nobody does."""
        if getattr(aq_base(self), "_chain", None) is not None:
            self._refuse()
        super().manage_setLocalRoles(userid, roles, REQUEST)

    manage_permission = _refuse
    manage_role = _refuse
    manage_acquiredPermissions = _refuse
    manage_changePermissions = _refuse
    manage_addLocalRoles = _refuse
    manage_delLocalRoles = _refuse
    manage_changeProperties = _refuse
    manage_editProperties = _refuse
    manage_addProperty = _refuse
    manage_delProperties = _refuse
    manage_takeOwnership = _refuse
    manage_changeOwnershipType = _refuse
    manage_proxy = _refuse
    # Layout and default page are properties; whoever may choose the site's views may write them.
    _setProperty = _refuse
    _updateProperty = _refuse
    _delProperty = _refuse
    setLayout = _refuse
    setDefaultPage = _refuse
    setSiteManager = _refuse


@field_defaults(IRecordBehavior)
@fixed_when_filed
@computed_permissions
@implementer(IRecord, IRecordContent)
class RecordContainer(LazyBTrees, RecordMixin, Container):
    """A record that is filed in a register and may hold documents."""

    def get_size(self):
        """Return 0: a container has no bytes, and Dexterity would write a file to count them."""
        return 0

    def _setOb(self, name, value):
        if not IRecord.providedBy(value):
            self._refuse()
        aq_base(value)._record = aq_base(self)
        super()._setOb(name, value)

    # Nothing is pasted into a record: documents are filed, not copied.
    _verifyObjectPaste = refuse_copy_or_move


@computed_permissions
@implementer(IRegister)
class Register(Container):
    """See :class:`IRegister`. ``family`` is set by the type's class."""

    family = None
    _ordering = "unordered"

    def __init__(self, *args, **kwargs):
        self.kept = Length()
        super().__init__(*args, **kwargs)

    def roles_of(self, permission):
        """Return who holds ``permission`` on the register."""
        return rules.register_roles(self.family, permission)

    def notifyModified(self):
        """Filing into a register does not modify it: one hot object would stop all writers."""

    def reindexObject(self, idxs=(), update_metadata=1, uid=None):
        """See :meth:`notifyModified`; an explicit list of indexes is still served."""
        if idxs:
            super().reindexObject(idxs=list(idxs), update_metadata=update_metadata, uid=uid)

    _verifyObjectPaste = cb_isCopyable = cb_isMoveable = refuse_copy_or_move


class PersonalFileRegister(Register):
    """Register of personal files."""

    family = "personal_file"


class OrderRegister(Register):
    """Register of orders."""

    family = "order"


class CaseRegister(Register):
    """Register of case files."""

    family = "case_file"


class InventoryRegister(Register):
    """Register of the archive's inventories."""

    family = "inventory"


class ActRegister(Register):
    """Register of the acts of destruction."""

    family = "destruction_act"


class ProtocolRegister(Register):
    """Register of protocols."""

    family = "protocol"


class BookRegister(Register):
    """Register of the books of registration."""

    family = "book"


class PortfolioRegister(Register):
    """Register of portfolios."""

    family = "portfolio"


class LocalRegulationRegister(Register):
    """Register of the school's local regulations."""

    family = "local_regulation"
