"""Works in progress: what was entered of an admission or a leaving, until it is done.

A work is one persistent object in an annotation of the site. What people enter is kept in it with
every step, so that anybody of the office goes on where somebody stopped; with its end the names in
it are gone and only numbers and the UIDs of files stay. Of two people who change one work one gets
a conflict, is repeated and sees what the other did.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.order_fit import MOVEMENTS
from datetime import date
from persistent import Persistent
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite

import uuid


KEY = "collective.schoolrecords.year_work"

#: A work is of the movement that its order says.
ADMISSION, LEAVING, CLASS_CHANGE, GRADUATION, MOVING_UP = KINDS = MOVEMENTS

OPEN = "open"
WAITING = "waiting"
RUNNING = "running"
DONE = "done"
DROPPED = "dropped"
STATES = (OPEN, WAITING, RUNNING, DONE, DROPPED)


class Work(Persistent):
    """One piece of work: its kind, who began it, what is entered and what came of it.

    ``values``: what was entered, replaced as a whole; ``files``: UIDs of the personal files it made
    or closes; ``order``: UID of the order that was drawn up for it; ``result``: numbers.
    """

    order = None
    job = None

    def __init__(self, kind, author, values):
        self.uid = uuid.uuid4().hex
        self.kind = kind
        self.author = author
        self.created = now()
        self.state = OPEN
        self.values = dict(values)
        self.files = ()
        self.result = {}

    def keep(self, **values):
        """Keep what was entered; the rest stays."""
        self.values = {**self.values, **values}

    def finish(self, **result):
        """End the work: names go, numbers stay."""
        self.state = DONE
        self.result = {**self.result, **result}
        self.values = {}
        _works().open.pop(self.uid, None)

    def drop(self):
        """Give the work up; what it wrote into records stays as it is."""
        self.state = DROPPED
        self.values = {}
        _works().open.pop(self.uid, None)


class Move(NamedTuple):
    """A pupil goes on ``day`` from the class ``former`` to ``cohort_id``, by the order ``basis``."""

    day: date
    former: str | None
    cohort_id: str
    basis: str


class Works(Persistent):
    """All works of a site, those that are not done, academic debts and moves that are to come.

    ``debts``: (UID of the file, school year) → the day until which the debt is liquidated.
    ``moves``: UID of the file → :class:`Move`; ``None`` until the first one.
    """

    moves = None

    def __init__(self):
        self.items = OOBTree()
        self.open = OOBTree()
        self.debts = OOBTree()


def _works():
    return IAnnotations(getSite())[KEY]


def _begun_works():
    annotations = IAnnotations(getSite())
    if KEY not in annotations:
        annotations[KEY] = Works()
    return annotations[KEY]


def begin(kind, author, values=()):
    """Begin a work and return it."""
    works, one = _begun_works(), Work(kind, author, dict(values))
    works.items[one.uid] = one
    works.open[one.uid] = kind
    return one


def find(uid):
    """Return the work with an id, or ``None``; writes nothing."""
    works = IAnnotations(getSite()).get(KEY)
    return works.items.get(uid) if works is not None and isinstance(uid, str) else None


def open_works(kind=None, state=None):
    """Return the works that are not done, of a kind or in a state, the oldest first."""
    works = IAnnotations(getSite()).get(KEY)
    if works is None:
        return []
    found = [works.items[uid] for uid, own in works.open.items() if kind in (None, own)]
    mine = [one for one in found if state in (None, one.state)]
    return sorted(mine, key=lambda one: one.created)


def open_on_file(file_uid, kind):
    """Return the open work of a kind on a personal file, or ``None``."""
    return next((one for one in open_works(kind) if file_uid in one.files), None)


def note_debt(file_uid, year, deadline):
    """Remember that a pupil has an academic debt."""
    _works().debts[(file_uid, year)] = deadline


def drop_debt(file_uid, year):
    """Forget a debt that is settled."""
    _works().debts.pop((file_uid, year), None)


def drop_debts(file_uid):
    """Forget the debts of a pupil who has left: nobody settles them here any more."""
    works = IAnnotations(getSite()).get(KEY)
    if works is not None:
        for key in list(works.debts.keys(min=(file_uid, ""), max=(file_uid, "\uffff"))):
            del works.debts[key]


def open_debts():
    """Return (UID of the file, school year, last day) of open academic debts, the nearest first."""
    works = IAnnotations(getSite()).get(KEY)
    if works is None:
        return []
    found = [(uid, year, day) for (uid, year), day in works.debts.items()]
    return sorted(found, key=lambda one: (one[2], one[0], one[1]))


def note_move(file_uid, move):
    """Remember that a pupil goes to another class on a day to come; a later order takes its place."""
    works = _begun_works()
    if works.moves is None:
        works.moves = OOBTree()
    works.moves[file_uid] = move


def drop_move(file_uid):
    """Forget a move that was made, or that nobody needs any more."""
    works = IAnnotations(getSite()).get(KEY)
    if works is not None and works.moves is not None:
        works.moves.pop(file_uid, None)


def move_of(file_uid):
    """Return the :class:`Move` that a pupil makes on a day to come, or ``None``."""
    works = IAnnotations(getSite()).get(KEY)
    return works.moves.get(file_uid) if works is not None and works.moves is not None else None


def moves_to(cohort_id):
    """Return the UIDs of the files whose pupils go to a class on a day to come."""
    works = IAnnotations(getSite()).get(KEY)
    if works is None or works.moves is None:
        return []
    return [uid for uid, move in works.moves.items() if move.cohort_id == cohort_id]


def moves_until(day):
    """Return (UID of the file, :class:`Move`) of the moves due on ``day`` or before, by UID."""
    works = IAnnotations(getSite()).get(KEY)
    if works is None or works.moves is None:
        return []
    return [(uid, move) for uid, move in works.moves.items() if move.day <= day]
