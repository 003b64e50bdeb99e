"""Counting the due list anew as a job: needed when another regulation comes into force."""

from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import due


class RebuildDue(JobKind):
    """Kind ``due-rebuild``: reads every record once and puts it into the index anew."""

    title = _("due_job_rebuild", default="Count the due list anew")
    permission = "collective.schoolrecords.ManageRegulation"
    system = True

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
