"""What the catalog asks of a record, column by column.

The stock wrapper asks the record for its interfaces at every column, which Dexterity works out
anew each time, and the workflow for variables that our workflows do not have. A step writes two
rows of fifty columns; the values are the same here and there.
"""

from Acquisition import aq_base
from collective.schoolrecords.lifecycle.interfaces import IRecord
from plone.indexer.interfaces import IIndexableObject
from plone.indexer.interfaces import IIndexableObjectWrapper
from plone.indexer.interfaces import IIndexer
from plone.indexer.wrapper import IndexableObjectWrapper
from Products.ZCatalog.interfaces import IZCatalog
from zope.component import adapter
from zope.component import getSiteManager
from zope.interface import implementer
from zope.interface import providedBy


#: Columns of stock content that no record has. Indexers of some of them would look for files, or
#: write the record as a mail to learn that it is text.
ABSENT = frozenset(
    (
        "cmf_uid",
        "end",
        "exclude_from_nav",
        "getRemoteUrl",
        "image_scales",
        "location",
        "mime_type",
        "start",
        "sync_uid",
    )
)


@implementer(IIndexableObject, IIndexableObjectWrapper)
@adapter(IRecord, IZCatalog)
class IndexableRecord(IndexableObjectWrapper):
    """See the module's text. Lives for one row only."""

    def __init__(self, record, catalog):
        # The stock constructor's work is what is saved; its names are kept for its other methods.
        self._IndexableObjectWrapper__object = record
        self._IndexableObjectWrapper__catalog = catalog
        self._IndexableObjectWrapper__vars = {}
        self._required = (providedBy(record), providedBy(catalog))
        self._lookup = getSiteManager().adapters.lookup

    def __getattr__(self, name):
        if name in ABSENT:
            raise AttributeError(name)
        record = self._getWrappedObject()
        indexer = self._lookup(self._required, IIndexer, name=name)
        if indexer is not None:
            return indexer(record, self._IndexableObjectWrapper__catalog)()
        getattr(aq_base(record), name)
        return getattr(record, name)
