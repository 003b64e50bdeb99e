"""A pupil goes to another class: one file and its documents are indexed anew, nothing else.

The class decides who may see the file (its teachers), so that past registration it changes here
only, on the word of an order; as an ordinary field it is locked.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.movement import Move
from collective.schoolrecords.core.movement import Stay
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.inventory import documents_of
from collective.schoolrecords.records.personal_file import alphabet_book
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.interfaces import PupilChangedEvent
from collective.schoolrecords.retention.due import put_record
from collective.schoolrecords.school.cohorts import note_placed
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.storage import get_school
from dataclasses import dataclass
from datetime import date
from plone.indexer import indexer
from zope.event import notify
from zope.i18n import translate

import transaction


#: Pages of the alphabet book: Ё is filed under Е, no surname begins with Ъ or Ь.
ALPHABET = frozenset("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")
MANAGE = "School Records: Manage School"


@dataclass(frozen=True)
class ClassMove:
    """One move: day, ids of the classes, the order. It goes with the file, as the chain does."""

    day: date
    former: str | None
    new: str
    basis: str


def moves_of(record):
    """Return the file's moves between classes, oldest first."""
    return getattr(aq_base(record), "_class_moves", ())


def cohort_on(record, day):
    """Return the id of the class that the pupil was in on a day."""
    moves = tuple(Move(one.day, one.former, one.new) for one in moves_of(record))
    return Stay(record.admitted_on, record.left_on, record.cohort_id, moves).cohort_on(day)


@indexer(IPersonalFile)
def record_moved_on(record):
    """Days of the moves as ISO texts: movement of a period reads the files that moved alone."""
    return [move.day.isoformat() for move in moves_of(record)]


def move_to_class(record, cohort_id, basis, day=None):
    """Move a current file to the class ``cohort_id`` on the word of ``basis`` (an order).

    ``day``: from which the pupil is in the class, where that is not today.
    Refused with all reasons: state, unknown or ended class, the same class, no basis.
    """
    reasons = list(reasons_against(record, cohort_id))
    if not basis:
        reasons.append(Reason("not_given", "basis"))
    if reasons:
        raise StepRefused(record, reasons)
    note_placed(get_school())
    former = record.cohort_id
    record.cohort_id = cohort_id
    aq_base(record)._fixed_cohort = cohort_id
    payload = {"from": former, "to": cohort_id, "basis": basis}
    record_event(record, "moved_to_cohort", payload=payload)
    move = ClassMove(day or school_today(), former, cohort_id, basis)
    aq_base(record)._class_moves = (*moves_of(record), move)
    forget_groups()
    record.reindexObject(idxs=["record_cohort", "record_moved_on", "allowedRolesAndUsers"])
    for document in documents_of(record):
        document.reindexObject(idxs=["allowedRolesAndUsers"])
    put_record(record)
    notify(PupilChangedEvent(record))


def reasons_against(record, cohort_id, day=None):
    """Yield all core reasons why a file cannot go to a class: state, class, the same one.

    ``day``: on which the class has to be there, today unless told otherwise.
    """
    if record.state != life.CURRENT:
        yield Reason("not_in_class", "cohort_id")
    school = get_school()
    cohort = school.cohorts.get(cohort_id) if school is not None else None
    if cohort is None:
        yield Reason("cohort_unknown", "cohort_id")
    elif not cohort.lives_on(day or school_today()):
        yield Reason("cohort_not_living", "cohort_id")
    if cohort_id == record.cohort_id:
        yield Reason("cohort_same", "cohort_id")


def guard_class(record, event):
    """Refuse to change the class of a registered file as if it were an ordinary field."""
    if aq_base(event.object) is not aq_base(record):
        return
    fixed = getattr(aq_base(record), "_fixed_cohort", None)
    if fixed is not None and record.cohort_id != fixed:
        transaction.doom()
        raise StepRefused(record, [Reason("field_locked", "cohort_id")])


class MovePost(RecordService):
    """``POST @move-to-class`` {cohort_id, basis}; asks for "Manage School" besides "Modify"."""

    def reply(self):
        """Move the file and return where it is now."""
        body = self.body()
        cohort_id = body.text("cohort_id", required=True)
        basis = body.text("basis")
        body.done()
        if not getSecurityManager().checkPermission(MANAGE, self.context):
            message = _(
                "pf_move_forbidden", default="Only the office moves pupils between classes."
            )
            raise StepForbidden(translate(message, context=self.request))
        move_to_class(self.context, cohort_id, basis)
        url = self.context.absolute_url()
        return {"@id": f"{url}/@move-to-class", "cohort_id": self.context.cohort_id}


class NextNumberGet(RecordService):
    """``GET @next-number?letter=К&volume=1`` of the register of personal files."""

    def reply(self):
        """Return the number after the highest claimed one; nothing is reserved by asking."""
        question = Question(self.request, ("letter", "volume"))
        letter = question.text("letter")
        if letter is None or letter not in ALPHABET:
            question.fault("letter", letter or "")
        volume = question.text("volume") or "1"
        question.done()
        number = alphabet_book.next_number(self.context, letter, volume)
        return {
            "@id": f"{self.context.absolute_url()}/@next-number",
            "letter": letter,
            "volume": volume,
            "number": number,
            "file_number": f"{letter}-{number}",
        }
