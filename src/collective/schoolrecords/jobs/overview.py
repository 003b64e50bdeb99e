"""Who sees a job, who may stop it, and how it reads as plain data for REST and pages."""

from AccessControl import getSecurityManager
from AccessControl.security import checkPermission
from collective.schoolrecords.jobs.interfaces import CANCELLED
from collective.schoolrecords.jobs.interfaces import DONE
from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.interfaces import IJobKind
from collective.schoolrecords.jobs.interfaces import PAUSED
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import utcnow
from collective.schoolrecords.messages import _
from zope.component import queryUtility
from zope.i18n import translate


#: Holders see every job; the second may also stop any.
AUDIT = "collective.schoolrecords.Audit"
MANAGE = "collective.schoolrecords.ManageSchool"

#: A job with more messages is read page by page (``messages_start``).
MESSAGES_SHOWN = 200

STATE_TITLES = {
    QUEUED: _("job_state_queued", default="Waiting"),
    RUNNING: _("job_state_running", default="Running"),
    PAUSED: _("job_state_paused", default="Paused"),
    DONE: _("job_state_done", default="Done"),
    FAILED: _("job_state_failed", default="Stopped by an error"),
    CANCELLED: _("job_state_cancelled", default="Cancelled"),
}

#: Said of a running job that nobody works on just now, see `Job.stands_still`.
STANDS_STILL = _("job_stands_still", default="Waits to be continued")


def title_of_state(job):
    """Return a job's state in words; one that waits for another worker does not say it runs."""
    return STANDS_STILL if job.stands_still(utcnow()) else STATE_TITLES[job.state]


def may_see(site, job) -> bool:
    """True for the starter, for those who may do this kind of work, auditors and managers."""
    if job.started_by == getSecurityManager().getUser().getId():
        return True
    kind = queryUtility(IJobKind, name=job.kind)
    own = (kind.permission,) if kind is not None else ()
    return any(checkPermission(permission, site) for permission in (*own, AUDIT, MANAGE))


def may_control(site, job) -> bool:
    """True for the starter and for managers: they may cancel, pause and resume."""
    return job.started_by == getSecurityManager().getUser().getId() or bool(
        checkPermission(MANAGE, site)
    )


def visible_jobs(site, state=None, kind=None) -> list:
    """Return the jobs the current user may see, the latest first, filtered."""
    jobs = get_jobs(site)
    if jobs is None:
        return []
    found = (jobs.get(uid) for uid in jobs.newest_first())
    return [
        job
        for job in found
        if state in (None, job.state) and kind in (None, job.kind) and may_see(site, job)
    ]


def describe(site, job, request, messages_start=None) -> dict:
    """Return ``job`` as JSON-ready data in the language of ``request``.

    Times are ISO 8601 UTC; ``waited_seconds`` is how long it stood (or stands) in the queue.
    ``messages`` holds at most ``MESSAGES_SHOWN``, the last ones unless ``messages_start`` is given.
    """
    kind = queryUtility(IJobKind, name=job.kind)
    title = kind.title if kind is not None else job.kind
    waited = (job.started or job.finished or utcnow()) - job.created
    count = len(job.messages)
    first = max(0, count - MESSAGES_SHOWN) if messages_start is None else messages_start
    shown = range(first, min(count, first + MESSAGES_SHOWN))
    return {
        "@id": f"{site.absolute_url()}/@jobs/{job.uid}",
        "uid": job.uid,
        "kind": job.kind,
        "title": translate(title, context=request),
        "state": job.state,
        "state_title": translate(title_of_state(job), context=request),
        "done": job.done,
        "total": job.total,
        "percent": job.percent(),
        "started_by": job.started_by,
        "created": job.created.isoformat(),
        "started": job.started and job.started.isoformat(),
        "finished": job.finished and job.finished.isoformat(),
        "waited_seconds": int(waited.total_seconds()),
        "result": job.result,
        "messages": [_message(job.messages[number], request) for number in shown],
        "messages_start": first,
        "messages_total": count,
        "can_control": may_control(site, job),
    }


def _message(stored, request):
    at, level, text = stored
    return {"at": at.isoformat(), "level": level, "text": translate(text, context=request)}
