"""Pupils change the class on the day that their order names, and not when it is signed in summer.

Who repeats a year, goes on in grade 10 or is put into another class from 1 September.

Until then they learn where they learnt, and their class teacher sees the file. The move waits in the
site's year works and is made by the work of its day; whoever moved the pupil meanwhile by a later
order is right, and nothing is left to do.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.jobs.storage import WARNING
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.moves import move_to_class
from collective.schoolrecords.records.personal_file.moves import reasons_against
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.school.cohorts import note_placed
from collective.schoolrecords.school.storage import get_school
from plone.app.uuid.utils import uuidToObject


def move_on(record, cohort_id, basis, day):
    """Move a current file to a class on ``day``, by the order ``basis``; return whether it is there.

    What can be known today is refused today, with all reasons of :func:`reasons_against`.
    """
    if day <= school_today():
        move_to_class(record, cohort_id, basis)
        storage.drop_move(record.UID())
        return True
    reasons = list(reasons_against(record, cohort_id, day))
    if reasons:
        raise StepRefused(record, reasons)
    note_placed(get_school())
    storage.note_move(record.UID(), storage.Move(day, record.cohort_id, cohort_id, basis))
    return False


class ClassMoves(JobKind):
    """Kind ``class-moves``: moves the pupils whose day has come."""

    title = _(
        "class_moves_job", default="Pupils go to the classes of the orders whose day has come"
    )
    permission = "collective.schoolrecords.ManageSchool"
    system = True

    def daily(self, site, day):
        """Wanted while a move is due; one that was refused is tried again on the next day."""
        return {"day": day} if storage.moves_until(day) else None

    def start(self, parameters):
        """Begin before the first file."""
        return ""

    def step(self, site, job, budget):
        """Move pupils, in the order of the UIDs of their files."""
        due = storage.moves_until(job.parameters["day"])
        due = [one for one in due if one[0] > job.cursor]
        for done, (uid, move) in enumerate(due):
            if budget.spent(done):
                return Progress(job.done + done, job.done + len(due))
            _make(job, uid, move)
            job.cursor = uid
        return Progress(job.done + len(due), job.done + len(due), finished=True)


def _make(job, uid, move):
    record = uuidToObject(uid, unrestricted=True)
    gone = record is None or record.state != life.CURRENT
    if not gone and record.cohort_id == move.former:
        try:
            move_to_class(record, move.cohort_id, move.basis, move.day)
        except Refusal as refusal:
            why = " ".join(reason["message"] for reason in refusal.reasons)
            job.say(WARNING, _told("/".join(record.getPhysicalPath()[2:]), why))
            return
    storage.drop_move(uid)


def _told(address, why):
    data = {"address": address, "why": why}
    return _("class_moves_refused", default="${address}: ${why}", mapping=data)
