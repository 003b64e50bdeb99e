"""Taking a record and its documents out of a register, with the events of a removal.

Everybody who listens to removals hears of it, but for the listeners of Plone that have nothing to
do for a record and were half of the whole work. Which of them have nothing to do is known of some
for every site, of others it is asked once for each chunk.
"""

from Acquisition import aq_base
from five.intid.intid import moveIntIdSubscriber
from five.intid.intid import removeIntIdSubscriber
from OFS.event import ObjectWillBeRemovedEvent
from OFS.subscribers import dispatchObjectMovedEvent
from OFS.subscribers import dispatchObjectWillBeMovedEvent
from plone.app.contentrules.handlers import removed as run_rules
from plone.app.contentrules.rule import container_removed
from plone.app.discussion.comment import notify_content_object_deleted
from plone.app.discussion.interfaces import DISCUSSION_ANNOTATION_KEY
from plone.app.linkintegrity.handlers import removedContent
from plone.app.multilingual.subscriber import reindex_language_independent
from plone.app.multilingual.subscriber import unindex_language_independent
from plone.contentrules.engine.interfaces import IRuleStorage
from Products.CMFCore.CMFCatalogAware import handleContentishEvent
from Products.CMFEditions.subscriber import object_removed
from z3c.relationfield.event import removeRelations
from zc.relation.interfaces import ICatalog
from zope.annotation.interfaces import IAnnotations
from zope.component import getAllUtilitiesRegisteredFor
from zope.component import getSiteManager
from zope.component import queryUtility
from zope.component.event import objectEventNotify
from zope.interface import providedBy
from zope.intid.interfaces import IIntIds
from zope.keyreference.interfaces import IKeyReference
from zope.keyreference.interfaces import NotYet
from zope.lifecycleevent import ObjectRemovedEvent


#: Listeners that never have anything to do for a record or a document of it. The search for
#: relations reads every field of every interface, and no field of a record is one; versions of
#: records are never kept (lifecycle/fixed_schema.py, closed_services.py); a removal is no move, whose
#: numbers would be written anew and then dropped; registers stand in the site itself, never in a
#: folder for all languages; the documents are told by :meth:`Removal.take_out`.
NEEDLESS = frozenset(
    (
        removeRelations,
        object_removed,
        moveIntIdSubscriber,
        dispatchObjectMovedEvent,
        dispatchObjectWillBeMovedEvent,
        reindex_language_independent,
        unindex_language_independent,
    )
)
#: Those of content rules: without a rule none runs, and none is assigned to what is removed.
OF_RULES = frozenset((run_rules, container_removed))
#: Those of relations and links. Without a relation in the whole site nothing points at a record;
#: its number is then given back by :func:`_forget_number`, which asks for it once, not four times.
OF_RELATIONS = frozenset((removedContent, removeIntIdSubscriber))


class Removal:
    """Takes records out of their registers, in one transaction."""

    def __init__(self):
        rules, relations = queryUtility(IRuleStorage), queryUtility(ICatalog)
        self.related = relations is not None and bool(relations.getRelationTokens())
        idle = set(NEEDLESS)
        if rules is None or not len(rules):
            idle |= OF_RULES
        if not self.related:
            idle |= OF_RELATIONS
        self._of_documents = frozenset(idle)
        # The row of the record in the catalog is not dropped and made again but overwritten by
        # that of the tombstone; the rows of its documents go.
        self._of_record = self._of_documents | {handleContentishEvent}

    def take_out(self, register, record):
        """Remove ``record`` from its register with all events of a removal, in OFS's own order.

        That the register was modified is not announced: a register is not modified by what stands
        in it.
        """
        name, documents = record.getId(), record.objectValues()
        going = ObjectWillBeRemovedEvent(record, register, name)
        self._tell(going, documents)
        register._delOb(name)
        self._tell(ObjectRemovedEvent(record, register, name), documents)
        if not self.related:
            for one in (record, *documents):
                _forget_number(one)

    def _tell(self, event, documents):
        """Send an object event as zope.component and OFS do, past the listeners that idle."""
        found = getSiteManager().adapters
        for handler in found.subscriptions((providedBy(event),), None):
            if handler is not objectEventNotify and handler not in self._of_record:
                handler(event)
        self._tell_about(event.object, event, self._of_record)
        for document in documents:
            self._tell_about(document, event, self._of_documents)

    def _tell_about(self, obj, event, idle):
        found = getSiteManager().adapters
        for handler in found.subscriptions((providedBy(obj), providedBy(event)), None):
            if handler in idle:
                continue
            if handler is notify_content_object_deleted and not _discussed(obj):
                continue
            handler(obj, event)


def _discussed(obj):
    """Whether somebody commented on an object; asking for the conversation would make one."""
    kept = getattr(aq_base(obj), "__annotations__", None)
    return bool(kept) and DISCUSSION_ANNOTATION_KEY in IAnnotations(obj)


def _forget_number(obj):
    """Give the numbers of an object back; what was filed in bulk has none."""
    try:
        key = IKeyReference(obj, None)
    except NotYet:
        key = None
    for numbers in getAllUtilitiesRegisteredFor(IIntIds) if key is not None else ():
        if numbers.queryId(key) is not None:
            numbers.unregister(key)
