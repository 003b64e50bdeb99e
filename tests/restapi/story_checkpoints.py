"""A checkpoint is taken, taken away, and a record is proved against it."""

from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now


def play(say, school):
    """The first checkpoint covers the whole school; the second one the order that went on."""
    work_off(school, school.ask("archivist", "POST", "/@checkpoints", {}).json())
    order = school.path(school.order)
    school.ask("secretary", "POST", f"{order}/@workflow/submit", {})
    work_off(school, say("checkpoints-post", "archivist", "POST", "/@checkpoints", {}, 202).json())
    say("checkpoints-get", "auditor", "GET", "/@checkpoints")
    say("checkpoints-growth", "auditor", "GET", "/@checkpoints/2/growth?since=1")
    say("proof-get", "auditor", "GET", f"{order}/@proof?checkpoint=2")
    say("checkpoints-forbidden", "auditor", "POST", "/@checkpoints", {}, 401)


def work_off(school, job):
    """Do what the server's worker does."""
    with school.as_test_user():
        run_now(school.portal, get_jobs(school.portal).get(job["uid"]))
