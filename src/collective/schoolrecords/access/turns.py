"""Writers of one process take turns: waiting for a moment costs less than a conflict.

Two people who file at the same moment change the same few places of the catalog: the words of a
name, a full leaf of an index. The second transaction is refused, and the publisher sleeps up to a
second, then two, then four, before it repeats the request; the fourth refusal is an error 500. In
one process Python runs only one of the two at a time anyway, so nothing is lost when the second
one begins where the first one ends: its transaction starts anew when its turn comes and sees
everything before it. Writers in other processes are still told apart by conflicts, which the
publisher repeats.

Requests that only read never wait. A turn that is not given back is taken over after ``PATIENCE``
seconds, so that nobody waits for long, whatever happens to a request.
"""

from collective.schoolrecords.interfaces import ISchoolRecordsLayer

import threading
import transaction


WRITING = frozenset(("POST", "PUT", "PATCH", "DELETE"))
#: Seconds that a writer waits for its turn; then it goes on all the same.
PATIENCE = 5.0


class Turns:
    """One turn at a time; who waited ``patience`` seconds takes it over."""

    def __init__(self, patience=PATIENCE):
        self.patience = patience
        self._free = threading.Condition()
        self._owner = None

    def take(self, owner):
        """Wait for the turn and make it that of ``owner``."""
        with self._free:
            self._free.wait_for(lambda: self._owner is None, self.patience)
            self._owner = owner

    def give_back(self, owner):
        """End the turn of ``owner``, if it is still its own."""
        with self._free:
            if self._owner is not None and self._owner is owner:
                self._owner = None
                self._free.notify()


turns = Turns()


def take_turn(event):
    """Subscriber once the object is found and the person known: wait, then begin anew."""
    request = event.request
    if request.method in WRITING and ISchoolRecordsLayer.providedBy(request):
        turns.take(request)
        # What was read on the way here may have been changed by the one before.
        transaction.begin()


def give_turn_back(event):
    """Subscriber after commit or abort."""
    turns.give_back(event.request)
