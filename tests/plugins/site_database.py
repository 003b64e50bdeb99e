"""A database of its own in a folder, with a copy of the test layer's site, for forked processes."""

from AccessControl.SecurityManagement import newSecurityManager
from collective.schoolrecords.lifecycle.storage import KeptStorage
from contextlib import contextmanager
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.dexterity.schema import SCHEMA_CACHE
from relstorage.adapters.postgresql import PostgreSQLAdapter
from relstorage.adapters.sqlite.adapter import Sqlite3Adapter
from relstorage.options import Options
from relstorage.storage import RelStorage
from Testing.makerequest import makerequest
from ZODB.blob import BlobStorage
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest

import os
import pathlib
import signal
import tempfile
import time
import traceback
import transaction


def copy_site(portal, folder):
    """Write everything that is committed in the portal's database into a new one in ``folder``."""
    application = portal.aq_parent
    with tempfile.TemporaryFile() as stream:
        application._p_jar.exportFile(application._p_oid, stream)
        stream.seek(0)
        database = open_database(folder)
        connection = database.open()
        copied = connection.importFile(stream)
        connection.root()["Application"] = copied
        transaction.commit()
        connection.close()
        database.close()


def open_database(folder):
    """The database in a folder: a FileStorage, or what the folder's file ``storage`` says.

    It says ``SQLite``, or the DSN of a PostgreSQL database. All stand behind the wrapper that
    refuses undo, as in the shipped configuration.
    """
    told = folder / "storage"
    kind = told.read_text() if told.exists() else "FileStorage"
    blobs = str(folder / "blobs")
    if kind == "FileStorage":
        return DB(KeptStorage(BlobStorage(blobs, FileStorage(str(folder / "Data.fs")))))
    options = Options(keep_history=False, blob_dir=blobs, cache_prefix=folder.name)
    if kind == "SQLite":
        adapter = Sqlite3Adapter(str(folder / "sqlite"), pragmas={}, options=options)
    else:
        adapter = PostgreSQLAdapter(kind, options=options)
    return DB(KeptStorage(RelStorage(adapter, options=options)))


@contextmanager
def opened(folder, role="Secretary"):
    """The site in the folder's database, with the test user at work in a role."""
    transaction.abort()
    former = getSite()
    # What it knows of the types are objects of the database that was open before.
    SCHEMA_CACHE.clear()
    database = open_database(folder)
    connection = database.open()
    application = makerequest(connection.root()["Application"])
    site = application.plone
    setSite(site)
    # Memos of a request remember objects of the database that was open before.
    asked = getRequest()
    setRequest(application.REQUEST)
    try:
        user = application.acl_users.getUserById(TEST_USER_ID)
        user = user or site.acl_users.getUserById(TEST_USER_ID)
        newSecurityManager(site.REQUEST, user.__of__(site.acl_users))
        if role:
            setRoles(site, TEST_USER_ID, [role])
            transaction.commit()
        yield site
    finally:
        transaction.abort()
        setSite(former)
        setRequest(asked)
        SCHEMA_CACHE.clear()
        connection.close()
        database.close()


def in_child(work, kill_after=None):
    """Call ``work`` in a forked process; return the signal that ended it, 0 for none.

    ``kill_after``: seconds of its processor time after which the process gets a SIGKILL, wherever
    it is; so a busy machine moves no point.
    """
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    if kill_after is not None:
        _kill_after(child, kill_after)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    assert os.WEXITSTATUS(status) == 0, "the child failed"
    return 0


def _kill_after(child, seconds):
    """Send SIGKILL to a process that has worked so long, unless it has come to its end."""
    spent = pathlib.Path(f"/proc/{child}/schedstat")
    while int(spent.read_text().split()[0]) < seconds * 1e9:
        if _has_ended(child):
            return
        time.sleep(0.0005)
    os.kill(child, signal.SIGKILL)


def _has_ended(child):
    return pathlib.Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def die(*args):
    """Die as by ``kill -9``: no clean-up of any kind."""
    os.kill(os.getpid(), signal.SIGKILL)
