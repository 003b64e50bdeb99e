"""People at two computers: each has a thread, a connection and a transaction of their own."""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from concurrent.futures import ThreadPoolExecutor
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest

import transaction


class Person:
    """Somebody at another computer: an own thread, connection and transaction."""

    def __init__(self, database, user_id):
        self.database = database
        self.user_id = user_id
        self.thread = ThreadPoolExecutor(1)
        self.thread.submit(self._open).result()

    def _open(self):
        self.connection = self.database.open()
        app = makerequest(self.connection.root()["Application"])
        self.site = app["plone"]
        setSite(self.site)
        setRequest(self.site.REQUEST)

    def _work(self, action, path):
        transaction.begin()
        setSite(self.site)
        users = self.site.acl_users
        newSecurityManager(None, users.getUserById(self.user_id).__of__(users))
        action(self.site.unrestrictedTraverse(path))

    def works(self, action, path):
        """Do everything but commit; raises what the action raises."""
        try:
            self.thread.submit(self._work, action, path).result()
        except Exception:
            self.thread.submit(transaction.abort).result()
            raise

    def commits(self):
        """Commit; raises ``ConflictError`` when somebody else was faster."""
        try:
            self.thread.submit(transaction.commit).result()
        except Exception:
            self.thread.submit(transaction.abort).result()
            raise

    def leaves(self):
        """Close the connection and end the thread."""

        def close():
            transaction.abort()
            noSecurityManager()
            setRequest(None)
            setSite(None)
            self.connection.close()

        self.thread.submit(close).result()
        self.thread.shutdown()
