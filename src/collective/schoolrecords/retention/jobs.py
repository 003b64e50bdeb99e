"""Counting the due list anew as a job: begun when another regulation comes into force."""

from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import due
from zope.component.hooks import getSite


class RebuildDue(JobKind):
    """Kind ``due-rebuild``: reads every record once and puts it into the index anew."""

    title = _("due_job_rebuild", default="Count the due list anew")
    permission = "collective.schoolrecords.ManageRegulation"
    system = True

    def daily(self, site, day):
        """On the day on which a regulation comes into force the days are others."""
        return {} if due.is_stale(site) else None

    def start(self, parameters):
        """Begin before the first register."""
        return None

    def step(self, site, job, budget):
        """Read a chunk of records; the cursor is (register id, record id)."""
        cursor, done = due.rebuild_chunk(site, job.cursor, budget.spent)
        job.cursor = cursor
        total = sum(len(register) for _name, register in due.registers(site))
        return Progress(job.done + done, total, finished=cursor is None)

    def finish(self, site, job):
        """Tell how many records were read."""
        return {"records": job.done}


def on_regulation(event):
    """A regulation that is in force at once makes the list count itself anew after the commit.

    One of a later day is counted on that day, by the daily work of the kind.
    """
    site = getSite()
    if due.is_stale(site):
        submit(site, "due-rebuild", started_by=SYSTEM)
