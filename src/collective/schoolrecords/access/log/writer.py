"""The log of a process: requests put entries into a queue, one thread writes them in batches.

A request pays for a ``put`` alone. What stands in the queue is not on disk yet: an orderly stop
writes it, a killed process loses at most what ``WAIT`` seconds brought.

A store that fails (a full disk, a database that is gone) makes the log *degraded*: entries wait,
the thread tries again, and pages see it. When the queue is full, what comes is counted as lost; the
count is written as an entry of its own as soon as the store works again. What strangers can send
without end (wrong passwords, refusals without an account) takes half of the queue at most, so that
nobody can fill it from outside.
"""

from collections import deque
from collective.schoolrecords import logger
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.log import tables
from collective.schoolrecords.core.access_log import Entry
from collective.schoolrecords.core.access_log import LOST
from dataclasses import dataclass
from datetime import datetime
from sqlalchemy.exc import SQLAlchemyError

import threading


#: Entries that may wait, and that are written in one transaction.
LIMIT = 20_000
BATCH = 500
#: Seconds in which entries are gathered, and between two attempts at a store that fails.
WAIT = 0.25
RETRY = 2.0
#: Seconds an orderly end waits for the queue to be written.
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class State:
    """How the log is.

    ``degraded``: entries cannot be written, or some of the school's own people found the queue
    full. ``since`` and ``fault`` say from when on and by which kind of error, ``waiting`` and
    ``lost`` count entries that are not written.
    """

    degraded: bool = False
    since: datetime | None = None
    fault: str = ""
    waiting: int = 0
    lost: int = 0


class AccessLog:
    """One store and the thread that writes into it."""

    def __init__(self, url, *, limit=LIMIT, batch=BATCH, wait=WAIT, retry=RETRY):
        self.engine = tables.open_engine(url)
        self.limit, self.batch, self.wait, self.retry = limit, batch, wait, retry
        self._queue = deque()
        self._free = threading.Condition()
        self._stopping = False
        self._prepared = False
        self._preparing = threading.Lock()
        self._hurry = False
        self._since = None
        self._fault = ""
        self._lost = {}  # site -> entries that found the queue full
        self._full = False
        self._writing = 0
        self._thread = None

    # -- for requests -------------------------------------------------------------------------

    def put(self, site, entry, *, from_stranger=False):
        """Take an entry; return whether there was room. Never waits for the store."""
        with self._free:
            room = self.limit // 2 if from_stranger else self.limit
            if len(self._queue) >= room:
                self._lost[site] = self._lost.get(site, 0) + 1
                self._full = self._full or not from_stranger
                return False
            self._queue.append((site, entry))
            if len(self._queue) == 1:
                self._free.notify_all()
        return True

    def state(self):
        """Return the :class:`State` of this moment."""
        with self._free:
            waiting = len(self._queue) + self._writing
            degraded = self._since is not None or self._full
            lost = sum(self._lost.values())
            return State(degraded, self._since, self._fault, waiting, lost)

    def flush(self, timeout=STOP_SECONDS):
        """Wait until everything put so far is written; return whether it is."""
        with self._free:
            self._hurry = True
            self._free.notify_all()
            return self._free.wait_for(self._is_empty, timeout)

    def prepare(self):
        """Make the tables once; whoever reads a new log before its first entry needs them, too."""
        with self._preparing:
            if not self._prepared:
                tables.prepare(self.engine)
                self._prepared = True

    # -- the thread ---------------------------------------------------------------------------

    def start(self):
        """Begin to write."""
        self._thread = threading.Thread(target=self._run, name="access-log", daemon=True)
        self._thread.start()

    def stop(self, timeout=STOP_SECONDS):
        """Write what waits, end the thread and close the store; return whether all is written."""
        if self._thread is None or not self._thread.is_alive():
            return self._is_empty()
        written = self.flush(timeout)
        with self._free:
            left = len(self._queue) + self._writing
            self._stopping = True
            self._free.notify_all()
        self._thread.join(timeout)
        self.engine.dispose()
        if not written:
            logger.error("The access log could not be written; entries lost: %s", left)
        return written

    def _is_empty(self):
        return not self._queue and not self._writing

    def _run(self):
        while not self._stopping:
            pairs = self._take()
            if pairs:
                self._write(pairs)

    def _take(self):
        """Wait for entries and a moment longer, then return the oldest as rows."""
        with self._free:
            self._free.wait_for(lambda: self._queue or self._lost or self._stopping)
            self._free.wait_for(
                lambda: self._stopping or self._hurry or len(self._queue) >= self.batch, self.wait
            )
            found = [self._queue.popleft() for _n in range(min(self.batch, len(self._queue)))]
            self._writing = len(found)
            lost, self._lost = self._lost, {}
        at = now()
        pairs = [(site, entry, tables.values_of(site, entry)) for site, entry in found]
        for site, count in lost.items():
            entry = Entry(at, LOST, number=count)
            pairs.append((site, entry, tables.values_of(site, entry)))
        return pairs

    def _write(self, pairs):
        """Try a batch until it is written, or until the process ends."""
        rows = [rows for _site, _entry, rows in pairs]
        while not self._attempt(rows):
            with self._free:
                if self._free.wait_for(lambda: self._stopping, self.retry):
                    return
        with self._free:
            self._writing = 0
            self._since, self._fault, self._full = None, "", False
            if not self._queue:
                self._hurry = False
            self._free.notify_all()

    def _attempt(self, rows):
        try:
            self.prepare()
            tables.write(self.engine, rows)
        except (SQLAlchemyError, OSError) as error:
            # The text of the error may hold values: its type says enough.
            kind = type(getattr(error, "orig", None) or error).__name__
            with self._free:
                if self._since is None:
                    logger.error("The access log cannot be written: %s", kind)
                self._since, self._fault = self._since or now(), kind
            return False
        return True
