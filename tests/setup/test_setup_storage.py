"""The storage of the shipped configuration undoes nothing, and does everything else."""

from App.Undo import encode64
from App.Undo import UndoSupport
from collective.schoolrecords.lifecycle.storage import KeptStorage
from collective.schoolrecords.lifecycle.storage import UndoRefused
from configparser import RawConfigParser
from pathlib import Path
from persistent.mapping import PersistentMapping
from plone.restapi.services.transactions import get as transactions_get
from plone.restapi.services.transactions import patch as transactions_patch
from types import SimpleNamespace
from ZODB.blob import Blob
from ZODB.config import databaseFromString
from ZODB.interfaces import IBlobStorage
from ZODB.interfaces import IStorageUndoable
from zope.publisher.browser import BrowserView

import pytest
import time
import transaction


ROOT = Path(__file__).resolve().parents[2]

#: What plone.recipe.zope2instance puts in the place of %s.
INNER = """
<blobstorage>
  blob-dir {folder}/blobs
  <filestorage>
    path {folder}/Data.fs
  </filestorage>
</blobstorage>
"""


def shipped_wrapper():
    """The text around the storage in the committed buildout.cfg."""
    parser = RawConfigParser()
    parser.read_string((ROOT / "buildout.cfg").read_text(encoding="utf-8"))
    return parser["instance"]["storage-wrapper"]


def open_database(folder, wrapped=True):
    inner = INNER.format(folder=folder)
    storage = shipped_wrapper() % inner if wrapped else inner
    return databaseFromString(f"<zodb>\n{storage}\n</zodb>")


@pytest.fixture
def database(tmp_path):
    database = open_database(tmp_path)
    yield database
    transaction.abort()
    database.close()


def write(database, **values):
    """Commit values into the root mapping, one transaction."""
    with database.transaction() as connection:
        connection.root().update(values)


def last_tid(storage):
    return encode64(storage.undoLog(0, 1)[0]["id"]).strip()


def test_without_the_wrapper_the_same_storage_undoes(tmp_path):
    """The control: what is refused below works on the storage inside."""
    database = open_database(tmp_path, wrapped=False)
    write(database, record="filed")
    write(database, record="changed")
    assert database.supportsUndo()
    database.undo(database.undoLog(0, 1)[0]["id"])
    transaction.commit()
    with database.transaction() as connection:
        assert connection.root()["record"] == "filed"
    database.close()


def test_the_database_offers_no_undo(database):
    """Zope's own pages ask these three."""
    write(database, record="filed")

    assert isinstance(database.storage, KeptStorage)
    assert not IStorageUndoable.providedBy(database.storage)
    assert database.supportsUndo() is False
    assert list(database.undoLog(0, 20)) == []
    assert list(database.undoInfo(0, 20)) == []


def test_undo_is_refused_by_the_database(database):
    write(database, record="filed")
    write(database, record="changed")
    tid = database.storage.base.undoLog(0, 1)[0]["id"]

    with pytest.raises(NotImplementedError):
        database.undo(tid)
    with database.transaction() as connection:
        assert connection.root()["record"] == "changed"


@pytest.mark.parametrize("name", ["undo", "undoLog", "undoInfo", "undo_instance"])
def test_undo_is_refused_by_the_storage(database, name):
    """Whoever goes past the database is refused as well."""
    with pytest.raises(UndoRefused):
        getattr(database.storage, name)(0, 20)


def test_connections_reach_no_undo_either(database):
    """The storage of a connection stands before the wrapper, not behind it."""
    with database.transaction() as connection:
        assert connection._storage.supportsUndo() is False
        with pytest.raises(UndoRefused):
            connection._storage.undoLog(0, 1)


def test_the_undo_page_of_the_management_interface_is_refused(database):
    """Control_Panel lists nothing and undoes nothing."""
    write(database, record="filed")
    write(database, record="changed")
    tid = last_tid(database.storage.base)
    page = UndoSupport()
    connection = database.open()
    page._p_jar = connection

    assert list(page.undoable_transactions(0, 20, 20)) == []
    with pytest.raises(NotImplementedError):
        page.manage_undo_transactions([f"{tid} today x"])
    transaction.abort()
    assert connection.root()["record"] == "changed"
    connection.close()


def test_transactions_over_rest_are_refused(database):
    """`@transactions` lists nothing; what it reverts by id is refused."""
    write(database, record="filed")
    write(database, record="changed")
    tid = last_tid(database.storage.base)
    connection = database.open()
    context = SimpleNamespace(_p_jar=connection)

    # ZCML makes a page of the service; its own base takes no arguments.
    service = type("Service", (transactions_get.TransactionsGet, BrowserView), {})
    assert list(service(context, None).reply()) == []
    with pytest.raises(NotImplementedError):
        transactions_patch.revert(context, [f"{tid} today x"])
    transaction.abort()
    assert connection.root()["record"] == "changed"
    connection.close()


def test_blobs_are_kept_and_found_again(tmp_path):
    """Also after the database was closed and opened."""
    database = open_database(tmp_path)
    assert IBlobStorage.providedBy(database.storage)
    write(database, scan=Blob(b"eleven years"))
    database.close()

    database = open_database(tmp_path)
    with database.transaction() as connection, connection.root()["scan"].open() as stream:
        assert stream.read() == b"eleven years"
    database.close()


def test_packing_removes_what_is_gone(database, tmp_path):
    """What an act removed leaves the file and its blob the disk."""
    write(database, case=PersistentMapping(mark="a word found nowhere else"), scan=Blob(b"x"))
    blobs = list((tmp_path / "blobs").rglob("*.blob"))
    assert len(blobs) == 1
    with database.transaction() as connection:
        connection.root().clear()
    database.pack(time.time() + 1)

    assert b"a word found nowhere else" not in (tmp_path / "Data.fs").read_bytes()
    assert list((tmp_path / "blobs").rglob("*.blob")) == []


def test_a_storage_with_its_own_mvcc_stays_wrapped():
    """RelStorage makes an instance for each connection; none may undo."""
    from ZODB.interfaces import IMVCCStorage
    from zope.interface import implementer

    @implementer(IMVCCStorage)
    class Base:
        def new_instance(self):
            return Base()

        def before_instance(self, before):
            return Base()

        def supportsUndo(self):
            return True

    kept = KeptStorage(Base())

    assert IMVCCStorage.providedBy(kept)
    assert kept.new_instance().supportsUndo() is False
    assert kept.before_instance(b"").supportsUndo() is False
