"""The second wall: removal, moving, renaming and modification are refused in the events.

The first wall is that no role holds the permission. This one stands behind it, for code that
asks for no permission: content rules, removal of a parent, tools of the management interface,
imports. The transaction is doomed before the error is raised, so that a caller that swallows the
error cannot commit half of what it did.
"""

from Acquisition import aq_base
from Acquisition import aq_parent
from collective.exportimport.interfaces import IMigrationMarker
from collective.schoolrecords.core.states import SELECTED
from collective.schoolrecords.lifecycle.interfaces import IRecord
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.messages import _
from contextlib import contextmanager
from contextvars import ContextVar
from Products.CMFPlone.interfaces import IPloneSiteRoot
from zope.component.hooks import getSite
from zope.container.interfaces import IContainerModifiedEvent
from zope.globalrequest import getRequest
from zope.i18n import translate

import transaction


def refuse(message):
    """Doom the transaction and raise :class:`RecordProtected` with a translated ``message``."""
    transaction.doom()
    raise RecordProtected(translate(message, context=getRequest()))


def _is(obj, interface):
    """Whether the class of an object implements an interface.

    At the root of Zope no site is set, and a content object that is asked what it provides fails
    there to find its type.
    """
    return interface.implementedBy(type(aq_base(obj)))


def kept_records(site):
    """Return how many records past draft the site holds, waking none of them."""
    return sum(register.kept() for register in site.objectValues() if _is(register, IRegister))


def guard_removal(obj, event):
    """Refuse to remove, move or rename what is a record past draft or holds one.

    Registered for every object, before OFS walks into the contents: a register or a site is
    refused from its counter.
    """
    if event.oldParent is None:
        return
    if _is(obj, IRegister):
        _guard_register(obj, event)
    elif _is(obj, IPloneSiteRoot):
        _guard_site(obj)
    elif IRecord.providedBy(obj):
        _guard_record(obj, event)


def _guard_register(register, event):
    if event.object is not register:
        return
    count = register.kept()
    if count:
        refuse(
            _(
                "lifecycle_register_kept",
                default="The register holds ${count} records past draft and cannot be removed, "
                "moved or renamed.",
                mapping={"count": count},
            )
        )


def _guard_site(site):
    count = kept_records(site)
    if count:
        refuse(
            _(
                "lifecycle_site_kept",
                default="The site holds ${count} records past draft and cannot be removed, moved "
                "or renamed.",
                mapping={"count": count},
            )
        )


_destroying = ContextVar("destroying", default=None)


@contextmanager
def destroying(act_uid):
    """Let the act ``act_uid`` take what it selected out of the registers. The one way out.

    While it is open, and in the thread that opened it alone, the second wall lets one thing pass:
    the removal of a record that stands in state "selected" under this very act, with the documents
    inside it. Whatever else is tried meanwhile is refused as ever: another record, one of another
    act, one that was released, a single document, a move or a renaming, a register, the site.
    The execution of acts (retention/execution) opens it around one removal and nothing else.
    """
    token = _destroying.set(act_uid)
    try:
        yield
    finally:
        _destroying.reset(token)


def goes_by_act(record, event):
    """Whether the removal of ``record`` is part of one that :func:`destroying` was opened for."""
    act_uid, whole = _destroying.get(), aq_base(event.object)
    if act_uid is None or event.newParent is not None or not IRecordContent.providedBy(whole):
        return False
    if whole.state != SELECTED or getattr(whole, "_act", None) != act_uid:
        return False
    base = aq_base(record)
    return base is whole or aq_base(getattr(base, "_record", None)) is whole


def _guard_record(record, event):
    if goes_by_act(record, event):
        return
    if record.past_draft:
        refuse(
            _(
                "lifecycle_record_kept",
                default="The record is past draft: it cannot be deleted, moved or renamed. "
                "Records leave only by an act.",
            )
        )
    parent = aq_parent(record)
    if event.object is record and event.newParent is not None and parent is not event.newParent:
        refuse(_("lifecycle_record_not_moved", default="Records are not moved to another place."))


def guard_modification(record, event):
    """Refuse a modification of a locked record, whoever asks and whatever the permissions say.

    An import of content asks for no permission, so it overwrites nothing past draft at all.
    """
    if aq_base(event.object) is not aq_base(record):
        return
    contents = IContainerModifiedEvent.providedBy(event)
    if record.past_draft and not contents and IMigrationMarker.providedBy(getRequest()):
        refuse(
            _(
                "lifecycle_record_not_imported",
                default="Records past draft are not overwritten by an import.",
            )
        )
    if record.locked:
        if contents:
            message = _(
                "lifecycle_record_closed_for_filing",
                default="The record is locked: nothing is filed into it or taken out of it.",
            )
        else:
            message = _(
                "lifecycle_record_locked", default="The record is locked and cannot be modified."
            )
        refuse(message)


def guard_copy(record, event):
    """Refuse copies: two records with one content would be two truths."""
    if event.object is record:
        refuse(_("lifecycle_record_not_copied", default="Records are not copied."))


def guard_type_information(obj, event):
    """Refuse to remove or rename a record type or its workflow while records past draft exist."""
    site = getSite()
    if event.oldParent is None or not IPloneSiteRoot.providedBy(site):
        return
    name = obj.getId()
    ours = name.startswith("schoolrecords_") or name in PROTECTED_TYPES
    count = kept_records(site) if ours else 0
    if count:
        refuse(
            _(
                "lifecycle_type_kept",
                default="${name} describes ${count} records past draft and cannot be removed.",
                mapping={"name": name, "count": count},
            )
        )


#: What a type says about the records that exist: another answer changes what their digests cover.
FIXED_SETTINGS = frozenset(
    ("behaviors", "klass", "model_file", "model_source", "schema", "schema_policy")
)
_reconfiguring = ContextVar("reconfiguring", default=False)


@contextmanager
def reconfiguring():
    """Let an upgrade step of the add-on itself change the types of records that exist."""
    token = _reconfiguring.set(True)
    try:
        yield
    finally:
        _reconfiguring.reset(token)


def guard_type_settings(fti, event):
    """Refuse another class, schema or behaviors of a record type while records past draft exist."""
    site = getSite()
    if fti.getId() not in PROTECTED_TYPES or _reconfiguring.get():
        return
    changed = {getattr(description, "attribute", None) for description in event.descriptions}
    if changed & FIXED_SETTINGS and IPloneSiteRoot.providedBy(site) and kept_records(site):
        refuse(
            _(
                "lifecycle_type_fixed",
                default="${name} describes records past draft: its class, schema and behaviors "
                "stay as they are.",
                mapping={"name": fti.getId()},
            )
        )


PROTECTED_TYPES = frozenset(
    (
        "personal_file",
        "file_document",
        "order",
        "case_file",
        "personal_file_register",
        "order_register",
        "case_register",
        "destruction_act",
        "destruction_act_register",
        "inventory",
        "inventory_register",
        "tombstone",
        "protocol",
        "protocol_register",
        "book",
        "book_register",
        "portfolio",
        "portfolio_register",
        "local_regulation",
        "local_regulation_register",
    )
)
