"""What follows from a step of an act, and from the end of a draft."""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.storage import cancel
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.act.candidates import release_all
from collective.schoolrecords.retention.act.permits import require
from collective.schoolrecords.retention.act.permits import require_state
from zope.component.hooks import getSite


#: Step → kind of the job that begins with it.
JOBS = {"sign": "act-select", "abort": "act-release", "execute": "act-execute"}
#: State → the job that the act waits for in it.
WAITING = {"signed": "act-select", "annulled": "act-release", "current": "act-execute"}


def start_jobs(act, event):
    """Subscriber of a step: queue the work that follows, in the name of who took the step."""
    if event.step.id == "abort":
        _stop(act, "act-select")
    kind = JOBS.get(event.step.id)
    if kind is not None:
        start(act, kind)


def start(act, kind, **parameters):
    """Queue a job of an act in the current user's name, note it on the act and return it."""
    user = getSecurityManager().getUser().getId()
    job = submit(getSite(), kind, {"act": act.UID(), **parameters}, started_by=user)
    act.jobs = {**act.jobs, kind: job.uid}
    return job


def resume(act):
    """Queue the job of the act's state again after it was cancelled or failed; return the job.

    In the name of the current user, who must be the archive's: the starter's account may be gone.
    """
    require_state(act, *WAITING)
    require(getSite(), "School Records: Manage Archive")
    kind = WAITING[act.state]
    job = job_of(act, kind)
    if job is not None and job.state not in (CANCELLED, FAILED):
        raise StepRefused(act, [Reason("act_job_open")])
    return start(act, kind)


def job_of(act, kind):
    """Return the last job of a kind that the act began, or ``None``."""
    jobs, uid = get_jobs(getSite()), act.jobs.get(kind)
    return jobs.get(uid) if jobs is not None and uid else None


def _stop(act, kind):
    job = job_of(act, kind)
    if job is not None and job.state not in (DONE, CANCELLED):
        cancel(getSite(), job)


def let_go(act, event):
    """Subscriber: a draft that is deleted lets go of its records."""
    if event.newParent is None and aq_base(event.object) is aq_base(act):
        release_all(act)
