"""The log of this process: opened when a server starts to serve, written out when it stops."""

from collective.schoolrecords import logger
from collective.schoolrecords.access.log import settings
from collective.schoolrecords.access.log.writer import AccessLog

import atexit
import signal
import sys
import threading


_log = None


def current():
    """Return the :class:`AccessLog` of this process, ``None`` where nobody serves."""
    return _log


def use(log):
    """Make ``log`` the one of this process and return the one before it."""
    global _log
    former, _log = _log, log
    return former


def open_log(event):
    """Subscriber of ``IProcessStarting``, which only servers send."""
    if _log is not None:
        return
    url = settings.place()
    if url is None:
        logger.warning("No access log is kept: the operator switched it off.")
        return
    log = AccessLog(url)
    log.start()
    use(log)
    atexit.register(log.stop)
    _end_orderly()
    logger.info("The access log is kept.")


def _end_orderly():
    """Let SIGTERM end the process as Ctrl-C does.

    Its default ends a process at once: nothing that was registered for the exit is called, and the
    queue would be lost whenever the machine's own service manager stops the server.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
