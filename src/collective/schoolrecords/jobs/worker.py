"""The thread that runs jobs in a serving instance, and the same loop in the foreground.

An instance gets a worker when it starts to serve and its operator asked for one: environment
``SCHOOLRECORDS_WORKER=1``, or in zope.conf ::

    <product-config collective.schoolrecords>
      worker on
    </product-config>

Several instances may each have one; leases keep them off each other's jobs. The thread is a
daemon: a process that is killed takes it along, and the job goes on at the next start once its
lease ran out. An orderly end gives the lease back first.
"""

from collective.schoolrecords import logger
from collective.schoolrecords import PACKAGE_NAME
from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import JobStateError
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.loop import Runner
from collective.schoolrecords.messages import _
from transaction.interfaces import TransientError

import atexit
import os
import threading


ENVIRONMENT_KEY = "SCHOOLRECORDS_WORKER"
#: Seconds between two looks for work that another process queued.
POLL_SECONDS = 5.0
#: Seconds an orderly end waits for the chunk under way.
STOP_SECONDS = 15.0

_worker = None


class Worker(threading.Thread):
    """Takes jobs from one database until it is stopped; ``options`` go to ``Runner``.

    The connection is its own for as long as it runs. One taken from the pool for every look would
    be one that a request has just given back: emptying its cache slows the next request, and the
    publisher asks the closed connection for the site once more before it forgets it, which fails
    for good in that thread when the site's components were dropped from the cache meanwhile.
    """

    def __init__(self, database, access, *, poll=POLL_SECONDS, **options):
        super().__init__(name="schoolrecords-worker", daemon=True)
        self.database = database
        self.access = access
        self.poll = poll
        self.options = options
        self.stopping = threading.Event()
        self._connection = None

    def run(self):
        """Run one job after the other; wait when there is none, or after an error."""
        try:
            while not self.stopping.is_set():
                # Cleared before looking: a job queued while we look sets it again.
                storage.submitted.clear()
                if not self._turn():
                    storage.submitted.wait(self.poll)
        finally:
            self._give_up()

    def stop(self, timeout=STOP_SECONDS):
        """Ask the thread to end after its chunk, and wait for it up to ``timeout`` seconds."""
        self.stopping.set()
        storage.submitted.set()
        self.join(timeout)

    def _turn(self):
        """Run the next job, if any; return whether to look again at once.

        An error here is one of the database, or of a job that collided too often: it is logged
        by type, the connection is given up, and the job can be taken again.
        """
        try:
            if self._connection is None:
                self._connection = self.database.open()
            runner = Runner(self._connection, self.access, stop=self.stopping, **self.options)
            runner.order_daily()
            claim = runner.claim()
            if claim is not None:
                state = runner.run(*claim)
                logger.info("Job %s: %s", claim[1], state)
            self._connection.transaction_manager.abort()
            self._connection.cacheMinimize()
            return claim is not None
        except TransientError as error:
            logger.warning("A job keeps colliding with other writers: %s", type(error).__name__)
        except Exception as error:
            logger.error("The worker could not go on: %s", type(error).__name__)
        self._give_up()
        return False

    def _give_up(self):
        """Give the connection back, with nothing begun on it; another turn opens another one."""
        connection, self._connection = self._connection, None
        # A server that stops may have closed the database, and with it the connection.
        if connection is not None and connection.opened:
            connection.transaction_manager.abort()
            connection.close()


def run_now(site, job, access=None, **options):
    """Run ``job`` in the foreground to its end and return its state.

    Commits the caller's transaction first, then works on the caller's connection, chunk by
    chunk, in the name of the job's starter. Raises ``JobStateError`` when the job has ended, is
    paused, or somebody else is running it.
    """
    if access is None:
        from collective.schoolrecords.jobs.environment import ZopeAccess

        access = ZopeAccess()
    connection = site._p_jar
    connection.transaction_manager.commit()
    runner = Runner(connection, access, **options)
    claim = runner.claim(job.uid)
    if claim is None:
        raise JobStateError(
            _("job_not_free", default="The job has ended, is paused or is being run elsewhere."),
            job.state,
            RUNNING,
        )
    return runner.run(*claim)


def wanted() -> bool:
    """True when the operator asked for a worker; the environment overrules zope.conf."""
    value = os.environ.get(ENVIRONMENT_KEY)
    if value is None:
        from App.config import getConfiguration

        products = getattr(getConfiguration(), "product_config", None) or {}
        value = products.get(PACKAGE_NAME, {}).get("worker", "off")
    return value.strip().lower() in ("1", "on", "true", "yes")


def start_worker(event):
    """Start this process's worker; handles ``IProcessStarting``, which only servers send."""
    global _worker
    if _worker is not None or not wanted():
        return
    from collective.schoolrecords.jobs.environment import ZopeAccess

    import Zope2

    _worker = Worker(Zope2.DB, ZopeAccess())
    _worker.start()
    atexit.register(_worker.stop)
    logger.info("The worker for long jobs has started.")
