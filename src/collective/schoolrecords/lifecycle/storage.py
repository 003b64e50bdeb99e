"""A storage that keeps everything and undoes nothing: the wall beneath the permissions.

Undo in ZODB takes back whole transactions and asks no workflow and no event. So the storage of the
shipped configuration stands behind this wrapper, which says that it cannot undo and refuses when
it is asked all the same. Reading, writing, blobs, history and packing pass through untouched.
What somebody does to the file outside of the server is not prevented but shown by the ledger.
"""

from ZODB.interfaces import IMVCCStorage
from ZODB.interfaces import IStorageUndoable
from ZODB.POSException import Unsupported
from zope.interface import directlyProvides
from zope.interface import providedBy


class UndoRefused(Unsupported):
    """The storage keeps school records: no transaction is taken back."""

    def __init__(self, *args):
        super().__init__("This storage keeps school records; nothing in it is undone.")


class KeptStorage:
    """Wraps a storage of ZODB. Everything is the base's own, except undo.

    A storage with its own MVCC (RelStorage) makes further instances of itself; each of them is
    wrapped as well.
    """

    def __init__(self, base):
        self.base = base
        kept = providedBy(base) - IStorageUndoable
        directlyProvides(self, kept)
        if IMVCCStorage.providedBy(base):
            for name in ("new_instance", "before_instance"):
                setattr(self, name, self._wrapping(getattr(base, name)))

    def __getattr__(self, name):
        return getattr(self.base, name)

    def __len__(self):
        return len(self.base)

    def supportsUndo(self):
        """Undo is not offered: Zope then shows an empty list of transactions."""
        return False

    def undo(self, *args, **options):
        """Refuse. Raises :class:`UndoRefused`."""
        raise UndoRefused

    undo_instance = undoLog = undoInfo = undo

    def pack(self, *args, **options):
        """Pack the base: what an act removed must be able to leave the file."""
        return self.base.pack(*args, **options)

    @staticmethod
    def _wrapping(make):
        def wrapped(*args, **options):
            return KeptStorage(make(*args, **options))

        return wrapped


class KeptStorageSection:
    """Section ``<keptstorage>`` of zope.conf, around the section of any other storage."""

    def __init__(self, config):
        self.name = config.getSectionName()
        self.config = config

    def open(self):
        """Open the storage inside and wrap it."""
        return KeptStorage(self.config.base.open())
