"""Contracts of long work.

A *job* is a persistent order to do something that takes longer than a request. A *kind* says what
is done; it is a named utility, and its name is what the job stores. The loop (``loop.py``) owns
transactions, leases, retries, progress and the identity under which a chunk runs; a kind owns the
work and nothing else.

The rules a kind can rely on:

* every ``step`` runs in a transaction of its own, and the job's cursor is stored in that same
  transaction: a chunk happened together with the move of the cursor, or neither did;
* a step is repeated from the same cursor after a conflict, a crash or a lost lease, so it must do
  nothing outside the transaction (mail and remote calls belong in an after-commit hook);
* it runs as the person who started the job, whose permission is checked again before each chunk;
* nothing catches ``ConflictError`` but the loop, which repeats the chunk.
"""

from dataclasses import dataclass
from zope.i18nmessageid import Message
from zope.interface import Attribute
from zope.interface import Interface

import time


QUEUED = "queued"
RUNNING = "running"
PAUSED = "paused"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"
STATES = (QUEUED, RUNNING, PAUSED, DONE, FAILED, CANCELLED)

#: ``started_by`` of a job that the server itself started (a nightly run); only for kinds that
#: declare ``system = True``.
SYSTEM = "system"


@dataclass(frozen=True)
class Progress:
    """What one step reports.

    ``done``: items finished since the job began, never less than before.
    ``total``: items in all, ``None`` while unknown.
    ``finished``: no step is left; ``finish`` follows in the same transaction.
    """

    done: int
    total: int | None = None
    finished: bool = False


class Budget:
    """How much one chunk may take: ``items`` pieces or ``seconds`` of clock, whichever ends first.

    The loop hands a fresh one to every step and a smaller one after conflicts, so that a chunk
    that keeps colliding gets shorter until it fits between two other writers.
    """

    def __init__(self, items: int, seconds: float):
        self.items = items
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def spent(self, items_done: int) -> bool:
        """True when the chunk that has done ``items_done`` pieces must end."""
        return items_done >= self.items or time.monotonic() >= self._until


class JobError(Exception):
    """Base of the errors that people may see; ``message`` is a translatable text."""

    def __init__(self, message: Message | str):
        super().__init__(message)
        self.message = message


class JobFailed(JobError):
    """Raised by a kind when the work cannot go on; the message is kept in the job as it is."""


class NotAllowed(JobError):
    """The person who started the job is gone, or may no longer do this."""


class UnknownKind(JobError):
    """No kind is registered under the name the job carries."""


class JobStateError(JobError):
    """The job cannot go from its state to the wanted one; ``state`` and ``wanted`` name them."""

    def __init__(self, message: Message | str, state: str, wanted: str):
        super().__init__(message)
        self.state = state
        self.wanted = wanted


class IJobKind(Interface):
    """What a job does; a utility whose name is stored in the job."""

    title = Attribute("Message: what people read in the list of jobs, without personal data.")

    permission = Attribute("Permission id that the starter needs on the site, before each chunk.")

    system = Attribute("True if the server itself may start this kind (``started_by`` SYSTEM).")

    def daily(site, day):
        """Return the parameters of the job that ``site`` needs on ``day``, or ``None``.

        Asked by the worker once on each of the school's days, of kinds with ``system``. Must not
        write.
        """

    def start(parameters):
        """Return the first cursor, a primitive value.

        ``parameters``: the primitive mapping given to ``submit``. Raises ``JobError`` when they
        make no sense; then no job is made.
        """

    def step(site, job, budget):
        """Do one chunk from ``job.cursor``, set ``job.cursor`` behind it and return ``Progress``.

        ``budget.spent(n)`` tells when to stop. A failure is ``JobFailed`` with a readable message.
        """

    def finish(site, job):
        """Return the result, a primitive mapping, in the transaction of the last step."""


class IAccess(Interface):
    """How the loop reaches sites and acts in somebody's name; keeps Zope out of the loop."""

    def sites(connection):
        """Return the paths of all sites in the database of ``connection``."""

    def enter(connection, path):
        """Context manager: the site at ``path``, set up as in a request, undone afterwards."""

    def acting(site, job, kind):
        """Context manager: act as the job's starter.

        Raises ``NotAllowed`` when the starter is gone or lacks ``kind.permission`` on the site.
        """
