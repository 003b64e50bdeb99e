"""The storages under a database: which one it is, and how its remains are cleared away.

A pack of ZODB takes unreachable objects out of the storage, but not out of everything beside it:
FileStorage keeps the former file and blobs as ``.old`` and the last transactions in
``Data.fs.tmp``, PostgreSQL keeps dead rows until they are vacuumed, SQLite keeps pages in its
``-wal``, RelStorage keeps copies of blobs in a cache. :func:`store_of` gives one object for each kind
that knows about it; what a kind cannot clear it says in ``left``.
"""

from abc import ABC
from abc import abstractmethod
from pathlib import Path
from ZODB.POSException import POSKeyError
from ZODB.utils import load_current
from ZODB.utils import p64

import hashlib
import os
import shutil


#: Seconds that a vacuum waits for the tables of PostgreSQL before it gives up.
LOCK_SECONDS = 60
_BLOCK = 1 << 20
#: Folders of a cache of blobs; a blob lies in the one of its oid modulo this number.
_CACHE_FOLDERS = 997


class Store:
    """Any storage of ZODB: it can be packed, and asked for an oid. What else it keeps is unknown."""

    name = "unknown"

    def __init__(self, database, storage):
        self.database = database
        self.storage = storage

    def pack(self):
        """Pack away everything that cannot be reached now; return what was done, as plain values.

        The caller holds no open transaction: a vacuum waits for everybody who reads.
        """
        self.database.pack(days=0)
        return {"storage": self.name, "left": self.left()}

    def left(self):
        """Return codes of what this storage keeps and nothing here can clear, as a list."""
        return ["unknown_storage"]

    def holds(self, oid):
        """Whether the storage still has an object (a number)."""
        try:
            load_current(self.storage, p64(oid))
        except POSKeyError:
            return False
        return True

    def blob_files(self):
        """Yield (oid, path) of every blob file on this machine's disk."""
        helper = getattr(self.storage, "fshelper", None)
        if helper is None:
            return
        for oid, folder in helper.listOIDs():
            for name in os.listdir(folder):
                if name.endswith(".blob"):
                    yield int.from_bytes(oid), Path(folder) / name

    def blob_sums(self, sizes):
        """Yield (oid, SHA-256) of every blob whose size in bytes is in ``sizes``."""
        for oid, path in self.blob_files():
            if path.stat().st_size in sizes:
                with path.open("rb") as stream:
                    yield oid, sum_of(stream)


class FileStore(Store):
    """FileStorage, with its blobs beside it."""

    name = "FileStorage"

    def pack(self):
        """See :class:`Store`; the former file, the former blobs and the spool are removed."""
        file_storage = innermost(self.storage)
        keep_old, file_storage.pack_keep_old = file_storage.pack_keep_old, False
        try:
            self.database.pack(days=0)
        finally:
            file_storage.pack_keep_old = keep_old
        removed = [path.name for path in self._old() if _remove(path)]
        self._empty_spool(file_storage)
        return {"storage": self.name, "removed": removed, "left": self.left()}

    def left(self):
        """What an earlier pack may have left."""
        return ["old_files"] if any(path.exists() for path in self._old()) else []

    def _old(self):
        """The file and the folder that a pack with ``pack-keep-old`` leaves behind."""
        yield Path(f"{innermost(self.storage).getName()}.old")
        helper = getattr(self.storage, "fshelper", None)
        if helper is not None:
            yield Path(f"{helper.base_dir.rstrip(os.sep)}.old")

    @staticmethod
    def _empty_spool(file_storage):
        """Truncate Data.fs.tmp: it holds the data of former transactions, one over the other.

        Under the lock of commits nobody writes into it; the next one begins at its start.
        """
        with file_storage._commit_lock, file_storage._lock:
            if file_storage._tfile is not None:
                file_storage._tfile.seek(0)
                file_storage._tfile.truncate()
                file_storage._tfile.flush()


class SqlStore(Store, ABC):
    """RelStorage on any database."""

    #: What the database itself keeps beside its tables.
    kept = ()

    def pack(self):
        """See :class:`Store`; the tables are vacuumed and the cached copies of blobs removed."""
        self._forget_references()
        self.database.pack(days=0)
        waiting = self._vacuum()
        return {
            "storage": self.name,
            "blob_cache": self._empty_blob_cache(),
            "left": [*self.left(), *waiting],
        }

    def left(self):
        """See :class:`Store`."""
        found = list(self.kept)
        if self._options.cache_local_dir:
            found.append("local_cache")
        return found

    def holds(self, oid):
        """Ask the tables: the storage may answer from its memory."""
        tables = ("object_state", "blob_chunk")
        with self._connection() as (_connection, cursor):
            for table in tables:
                cursor.execute(f"SELECT 1 FROM {table} WHERE zoid = {int(oid)}")  # noqa: S608
                if cursor.fetchone() is not None:
                    return True
        return False

    def blob_sums(self, sizes):
        """See :class:`Store`; every blob is read from the database, for none tells its size."""
        with self._connection() as (_connection, cursor):
            cursor.execute("SELECT DISTINCT zoid, tid FROM blob_chunk")
            known = cursor.fetchall()
        storage = self.storage.new_instance()
        try:
            for oid, tid in known:
                with storage.openCommittedBlobFile(p64(oid), p64(tid)) as stream:
                    if os.fstat(stream.fileno()).st_size in sizes:
                        yield oid, sum_of(stream)
        finally:
            storage.release()

    def blob_files(self):
        """The blobs of a shared folder, else the copies in the cache (ZEO's layout)."""
        options = self._options
        if not options.blob_dir:
            return
        if options.shared_blob_dir:
            for oid, folder in innermost(self.storage).blobhelper.fshelper.listOIDs():
                yield from ((int.from_bytes(oid), path) for path in Path(folder).glob("*.blob"))
            return
        for path in Path(options.blob_dir).glob("[0-9]*/*.blob"):
            yield int(path.name.partition(".")[0]) * _CACHE_FOLDERS + int(path.parent.name), path

    @property
    def _options(self):
        return innermost(self.storage)._options

    @property
    def _adapter(self):
        return innermost(self.storage)._adapter

    def _connection(self):
        return _Opened(self._adapter.connmanager)

    def _forget_references(self):
        """Empty the references that RelStorage keeps from one pack to the next.

        RelStorage 4.3.0 writes the new row of a changed object before it drops the old one, when a
        batch of rows ends between the two, and the pack breaks off at the table's key. Without old
        rows there is nothing to meet; they are only kept to save time (zodb/relstorage issue 482).
        """
        with self._connection() as (connection, cursor):
            for table in ("object_refs_added", "object_ref"):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - two names from this line
            connection.commit()

    @abstractmethod
    def _vacuum(self):
        """Rewrite the tables; return codes of what could not be rewritten."""

    def _empty_blob_cache(self):
        """Remove cached blobs; the database has them. Return how many files went."""
        options = self._options
        if not options.blob_dir or options.shared_blob_dir:
            return 0
        count = 0
        for path in Path(options.blob_dir).rglob("*.blob"):
            path.unlink(missing_ok=True)
            count += 1
        return count


class SqliteStore(SqlStore):
    """RelStorage on SQLite."""

    name = "RelStorage, SQLite"

    def _vacuum(self):
        """See :class:`SqlStore`; the log is written back and cut, unless somebody reads in it."""
        with self._connection() as (connection, cursor):
            connection.isolation_level = None
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        return ["write_ahead_log"] if busy else []


class PostgresStore(SqlStore):
    """RelStorage on PostgreSQL."""

    name = "RelStorage, PostgreSQL"
    #: Segments of the log are used again and not wiped; archived ones are beyond the server.
    kept = ("write_ahead_log",)

    def _vacuum(self):
        """See :class:`SqlStore`. A table that somebody keeps reading is vacuumed in place only.

        Its dead rows are then free space that the next rows are written into, and may be read in
        the file until they are.
        """
        waiting = []
        with self._connection() as (connection, cursor):
            connection.rollback()
            connection.autocommit = True
            cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
            for table in self._tables(cursor):
                try:
                    cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
                except self._adapter.driver.lock_exceptions:
                    cursor.execute(f"VACUUM {table}")
                    waiting = ["free_space"]
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                cursor.execute("CHECKPOINT")
            else:
                waiting.append("checkpoint")
        return waiting

    @staticmethod
    def _tables(cursor):
        """The storage's own tables, and that in which PostgreSQL keeps large objects (blobs)."""
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return [*(f'"{row[0]}"' for row in cursor.fetchall()), "pg_largeobject"]


class _Opened:
    """A connection of RelStorage's adapter outside of its storage, closed at the end."""

    def __init__(self, manager):
        self.manager = manager

    def __enter__(self):
        self.pair = self.manager.open()
        return self.pair

    def __exit__(self, *error):
        self.manager.rollback_and_close(*self.pair)


def store_of(database):
    """Return the :class:`Store` under a database of ZODB."""
    storage = database.storage
    base = innermost(storage)
    kind = type(base).__name__
    if kind == "FileStorage":
        return FileStore(database, storage)
    if kind == "RelStorage":
        adapter = type(base._adapter).__name__
        found = {"PostgreSQLAdapter": PostgresStore, "Sqlite3Adapter": SqliteStore}.get(adapter)
        if found is not None:
            return found(database, storage)
    return Store(database, storage)


def innermost(storage):
    """Return the storage inside all wrappers (KeptStorage, BlobStorage, MVCC)."""
    while True:
        inner = (
            vars(storage).get("base")
            or vars(storage).get("_BlobStorage__storage")
            or (vars(storage).get("_storage") if "MVCC" in type(storage).__name__ else None)
        )
        if inner is None:
            return storage
        storage = inner


def sum_of(stream):
    """Return the SHA-256 (hex) of what a stream has left."""
    found = hashlib.sha256()
    while block := stream.read(_BLOCK):
        found.update(block)
    return found.hexdigest()


def _remove(path):
    """Remove a file or folder; return whether it was there."""
    if path.is_dir():
        shutil.rmtree(path)
        return True
    if path.exists():
        path.unlink()
        return True
    return False
