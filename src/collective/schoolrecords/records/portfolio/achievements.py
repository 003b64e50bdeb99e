"""Achievements, certifications and showings of a portfolio: values that only become more.

Each kind lies in a tree of its own, as tuples, so that no class has to be found to read them in
years to come. There is no method that changes or removes a value.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from BTrees.IOBTree import IOBTree
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.core.portfolio import Achievement
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.document.interfaces import IFileDocument
from dataclasses import asdict
from dataclasses import astuple
from dataclasses import dataclass
from datetime import date
from datetime import datetime


@dataclass(frozen=True)
class Certification:
    """Who certified an achievement, when, and on which paper."""

    actor: str
    at: datetime
    basis: str


@dataclass(frozen=True)
class Showing:
    """That the portfolio was shown to the family (S20-3.5.3): day, to whom, at what occasion."""

    day: date
    to_whom: str
    occasion: str
    actor: str


class Achievements:
    """What one portfolio holds beside its fields; the only writer of it."""

    def __init__(self, record):
        self.record = record

    def all(self):
        """Return every :class:`Achievement`, replaced ones too, by number."""
        return tuple(Achievement(*row) for row in self._tree("_achievements").values())

    def live(self):
        """Return the achievements that stand."""
        return rules.live(self.all())

    def get(self, number):
        """Return an :class:`Achievement` by its number, or ``None``."""
        row = self._tree("_achievements").get(number)
        return None if row is None else Achievement(*row)

    def certifications(self):
        """Return number → :class:`Certification`."""
        tree = self._tree("_certifications")
        return {number: Certification(*row) for number, row in tree.items()}

    def showings(self):
        """Return every :class:`Showing`, in the order in which they were noted."""
        return tuple(Showing(*row) for row in self._tree("_showings").values())

    def newest(self):
        """Return the latest day of an achievement that stands or of a showing, or ``None``."""
        days = [one.day for one in (*self.live(), *self.showings())]
        return max(days, default=None)

    def plain(self):
        """Return everything as plain values, for the digest."""
        certified = self.certifications().items()
        return {
            "with_pupil": bool(self.record._with_pupil),
            "achievements": [one.plain() for one in self.all()],
            "certifications": [[number, *astuple(one)] for number, one in certified],
            "showings": [asdict(one) for one in self.showings()],
        }

    def enter(self, values, born=None):
        """Add an achievement; ``values`` as ``core.portfolio.check_achievement`` takes them.

        Refused with all reasons; nothing is written then. Returns the :class:`Achievement`.
        """
        self._refuse([*self._open(), *self._check(values, born, self.live())])
        return self._add(values, "achievement_entered")

    def correct(self, number, values, reason, born=None):
        """Replace achievement ``number`` by a new value; ``values`` ``None`` takes it back.

        A certification does not pass over to the new value: somebody looks again.
        """
        known, former = self.all(), self.get(number)
        others = [one for one in self.live() if one.number != number]
        found = [*self._open(), *rules.check_correction(number, values, reason, known)]
        if values is not None:
            found += self._check(values, born, others)
        self._refuse(found)
        said = values if values is not None else _said(former)
        more = {"replaces": number, "reason": reason, "withdrawn": values is None}
        return self._add({**said, **more}, "achievement_corrected")

    def certify(self, number, basis):
        """Note that the current user certifies achievement ``number`` on the paper ``basis``."""
        certified = self.certifications()
        found = rules.check_certification(number, basis, self.all(), certified)
        self._refuse([*self._open(), *found])
        made = Certification(_actor(), now(), basis)
        self._grown("_certifications").insert(number, astuple(made))
        payload = {"number": number, "basis": basis}
        record_event(self.record, "achievement_certified", payload=payload)
        return made

    def show(self, day, to_whom, occasion=""):
        """Note that the portfolio was shown to the family on ``day``."""
        found = rules.check_showing(day, to_whom, school_today(), self.record.opened_on)
        self._refuse([*self._open(), *found])
        tree = self._grown("_showings")
        made = Showing(day, to_whom, occasion or "", _actor())
        tree.insert(tree.maxKey() + 1 if tree else 1, astuple(made))
        payload = {"day": day, "to_whom": to_whom, "occasion": occasion or None}
        record_event(self.record, "portfolio_shown", payload=payload)
        return made

    def documents(self):
        """Return UID → accepted document of the portfolio: a draft may still be taken out."""
        found = [one for one in self.record.objectValues() if IFileDocument.providedBy(one)]
        return {one.UID(): one for one in found if one.past_draft}

    def _check(self, values, born, others):
        found = rules.check_achievement(
            values, school_today(), born=born, documents=self.documents(), others=others
        )
        most = rules.MAX_ACHIEVEMENTS
        if len(self._tree("_achievements")) >= most:
            found = (*found, Reason("achievements_full", None, {"most": most}))
        return found

    def _open(self):
        if self.record.state != CURRENT:
            yield Reason("portfolio_not_current")

    def _refuse(self, found):
        if found:
            raise StepRefused(self.record, found)

    def _add(self, values, event):
        tree = self._grown("_achievements")
        made = Achievement(number=tree.maxKey() + 1 if tree else 1, **values)
        # A number that somebody else has just given is a conflict, not a second value.
        tree.insert(made.number, astuple(made))
        record_event(self.record, event, payload=made.plain())
        self.record.reindexObject(idxs=["SearchableText"])
        return made

    def _tree(self, name):
        tree = getattr(aq_base(self.record), name)
        return {} if tree is None else tree

    def _grown(self, name):
        base = aq_base(self.record)
        if getattr(base, name) is None:
            setattr(base, name, IOBTree())
        return getattr(base, name)


def achievements_of(record):
    """Return the :class:`Achievements` of a portfolio."""
    return Achievements(record)


def _said(achievement):
    kept = ("title", "direction", "level", "day", "result", "scan")
    return {name: getattr(achievement, name) for name in kept}


def _actor():
    return getSecurityManager().getUser().getId()
