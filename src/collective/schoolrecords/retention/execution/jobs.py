"""The job that carries out an act: a chunk of rows in each transaction, resumed where it stopped.

The cursor is the position of the last row dealt with. It is written in the transaction that wrote
the rows' results, so that a process that is killed at any moment leaves each record whole or
destroyed, and the next one goes on behind the last row that is done.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.core.destruction import REMOVED
from collective.schoolrecords.core.states import CURRENT
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.interfaces import IDetailsTaker
from collective.schoolrecords.lifecycle.interfaces import RecordSteppedEvent
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.lifecycle.steps import reasons
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act.handlers import start
from collective.schoolrecords.retention.execution.destroy import Chunk
from collective.schoolrecords.retention.execution.destroy import find_record
from zope.event import notify


#: The job that follows: what the act keeps about what it destroyed (see evidence.py).
EVIDENCE = "act-evidence"
MANAGE = "collective.schoolrecords.ManageArchive"


class ExecuteAct(JobKind):
    """Kind ``act-execute``; parameters ``{"act": uid}``."""

    title = _("act_job_execute", default="Destroy the records of an act")
    permission = MANAGE

    def step(self, site, job, budget):
        """Deal with rows from the cursor on until the budget is spent."""
        act = act_of_job(site, job)
        if act.state != CURRENT:
            raise JobFailed(_("act_job_not_current", default="The act is not being carried out."))
        chunk = Chunk(site, act, school_today())
        taken, cursor, finished = 0, job.cursor, True
        for position, row in act.rows.items(min=cursor, excludemin=True):
            if budget.spent(taken):
                finished = False
                break
            if row.decision == DESTROY and row.result is None:
                chunk.take(position)
            taken, cursor = taken + 1, position
        chunk.finish()
        job.cursor = cursor
        return Progress(job.done + taken, len(act.rows), finished)

    def finish(self, site, job):
        """Close the act, date the removal and let the evidence be filed."""
        act = act_of_job(site, job)
        complete(act)
        totals = act.totals()
        act.reach(REMOVED, school_today(), removed=totals["removed"], skipped=totals["skipped"])
        start(act, EVIDENCE)
        return {name: totals[name] for name in ("removed", "skipped", "kept")}


def act_of_job(site, job):
    """Return the act that a job works for. Raises ``JobFailed`` when it is gone."""
    act = find_record(site, job.parameters["act"])
    if act is None:
        raise JobFailed(_("act_job_missing", default="The act is not there any more."))
    return act


def complete(act):
    """Take the step "complete", which no role may take: the last row is dealt with.

    Raises ``JobFailed`` when the act's own rules speak against it.
    """
    step, former = act.family.step("complete"), act.state
    if former not in step.sources or reasons(act, step.id):
        raise JobFailed(_("act_job_rows_open", default="Rows of the act are not dealt with yet."))
    IDetailsTaker(act).take(step, {})
    enter_state(act, step.target)
    record_event(act, "transition", transition=step.id)
    act.reindexObject(idxs=["review_state", "allowedRolesAndUsers", "record_closed_on"])
    notify(RecordSteppedEvent(act, step, former, {}))
