"""Jobs of the demo, done here and now: no worker sees what is not committed."""

from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.ledger.actor import working_as


#: What a worker would do in one transaction, in items and seconds.
ITEMS, SECONDS = 500, 60.0


def work_off(stage, job):
    """Do a job to its end."""
    jobs, kind = storage.get_jobs(stage.site), find_kind(job.kind)
    jobs.move(job, RUNNING)
    job.started = storage.utcnow()
    with working_as("job"):
        finished = False
        while not finished:
            progress = kind.step(stage.site, job, Budget(ITEMS, SECONDS))
            job.done, job.total, finished = progress.done, progress.total, progress.finished
        job.result = kind.finish(stage.site, job)
    jobs.move(job, DONE)


def work_off_all(stage):
    """Do what waits."""
    for job in list(storage.get_jobs(stage.site).items.values()):
        if job.state == QUEUED:
            work_off(stage, job)
