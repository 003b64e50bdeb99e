"""Catalog rows for many new records at once, equal to those of the ordinary path.

The ordinary path asks the component registry for every column of every object. Here the indexers
of a type are looked up once, and what is the same for all records of one filing (type, creator,
interfaces, who may see them) is computed for the first of them only. The rows themselves are
written by the catalog's own code.
"""

from Acquisition import aq_base
from collective.schoolrecords.access.interfaces import IAccessSubject
from collective.schoolrecords.lifecycle.indexable import ABSENT
from plone.indexer.interfaces import IIndexer
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.CMFCore.indexing import processQueue
from zope.component import getSiteManager
from zope.interface import providedBy


#: Columns and indexes that are the same for all records of one type and state that one person
#: files at one moment without scans. Whatever is not named here is computed for each record.
SHARED = frozenset(
    (
        "allowedRolesAndUsers",
        "cmf_uid",
        "contributors",
        "created",
        "CreationDate",
        "Creator",
        "Date",
        "Description",
        "effective",
        "EffectiveDate",
        "effectiveRange",
        "end",
        "exclude_from_nav",
        "ExpirationDate",
        "expires",
        "getIcon",
        "getObjPositionInParent",
        "getObjSize",
        "getRawRelatedItems",
        "getRemoteUrl",
        "image_scales",
        "in_reply_to",
        "is_default_page",
        "is_folderish",
        "listCreators",
        "location",
        "mime_type",
        "ModificationDate",
        "modified",
        "object_provides",
        "portal_type",
        "review_state",
        "start",
        "Subject",
        "sync_uid",
        "Type",
    )
)
#: Indexes that say where and as what an object is found: they stay when another takes its place.
ADDRESS = frozenset(("UID", "getId", "id", "path"))
_ABSENT = object()


class Row:
    """What the catalog asks of one new record. Stands in for ``IIndexableObject``."""

    def __init__(self, writer, record, shared):
        self._writer = writer
        self._record = record
        self._shared = shared
        # Indexes and columns ask for the same names.
        self._known = {"UID": getattr(aq_base(record), ATTRIBUTE_NAME)}

    def getPhysicalPath(self):
        """The path, for the path index."""
        return self._record.getPhysicalPath()

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._writer.shared:
            if name not in self._known:
                self._known[name] = self._writer.value(self._record, name)
            return self._known[name]
        if name not in self._shared:
            try:
                # Bound methods would keep the first record; the catalog would call them anyway.
                value = self._writer.value(self._record, name)
                self._shared[name] = value() if callable(value) else value
            except AttributeError:
                self._shared[name] = _ABSENT
        if self._shared[name] is _ABSENT:
            raise AttributeError(name)
        return self._shared[name]


class CatalogWriter:
    """Writes the rows of new records of one portal type into ``catalog``.

    ``shared``: names that are the same for all of them, see ``SHARED``.
    """

    def __init__(self, catalog, shared=SHARED):
        self.catalog = catalog
        self.shared = shared
        self._indexers = {}
        self._shared = {}

    def write(self, records):
        """Catalogue ``records`` that are filed already, in this transaction, without the queue.

        Records that the catalog knows get new rows, as on the ordinary path.
        """
        processQueue()
        for record in records:
            path = "/".join(record.getPhysicalPath())
            self.catalog._catalog.catalogObject(self._row(record), path)
        self.catalog._increment_counter()

    def overwrite(self, records):
        """Give ``records`` the rows of those in whose places they stand, under their UIDs and ids.

        What tells the address is left as it is: an index of paths writes all of a path anew, even
        the same one. An index of texts that is given none keeps the former words: they are taken
        out of it.
        """
        processQueue()
        rows = self.catalog._catalog
        indexes = [rows.getIndex(name) for name in rows.indexes if name not in ADDRESS]
        texts = [(one, one.getIndexSourceNames()) for one in indexes if _has_words(one)]
        for record in records:
            path, row = "/".join(record.getPhysicalPath()), self._row(record)
            number = rows.uids.get(path)
            if number is None:
                rows.catalogObject(row, path)
                continue
            rows.updateMetadata(row, path, number)
            for index in indexes:
                index.index_object(number, row, None)
            for index, names in texts:
                if index.index.has_doc(number) and not any(hasattr(row, name) for name in names):
                    index.unindex_object(number)
        self.catalog._increment_counter()

    def _row(self, record):
        shared = self._shared.setdefault((record.state, record.readers_key), {})
        if record.readers_key is None and IAccessSubject.providedBy(record):
            # Its own class and family may see it, so nobody else's readers are its readers.
            shared.pop("allowedRolesAndUsers", None)
        return Row(self, record, shared)

    def update(self, records, indexes):
        """Bring single indexes and the columns of records up to date, without the queue."""
        processQueue()
        for record in records:
            path = "/".join(record.getPhysicalPath())
            self.catalog._catalog.catalogObject(Row(self, record, {}), path, idxs=list(indexes))
        self.catalog._increment_counter()

    def value(self, record, name):
        """Return what ``IIndexableObject`` of ``record`` would return for ``name``."""
        if name in ABSENT:
            raise AttributeError(name)
        factory = self._indexers.get(name, _ABSENT)
        if factory is _ABSENT:
            required = providedBy(record), providedBy(self.catalog)
            factory = getSiteManager().adapters.lookup(required, IIndexer, name=name)
            self._indexers[name] = factory
        if factory is not None:
            return factory(record, self.catalog)()
        getattr(aq_base(record), name)
        return getattr(record, name)


def _has_words(index):
    return hasattr(aq_base(index), "getLexicon")
