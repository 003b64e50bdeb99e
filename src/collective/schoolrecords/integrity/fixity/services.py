"""REST: ``@fixity``, the runs, what each found, and the start of one.

Reading asks for "School Records: Audit", starting for "School Records: Take Checkpoint".
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.fixity import KINDS
from collective.schoolrecords.core.fixity import SUBJECTS
from collective.schoolrecords.integrity.fixity import runs
from collective.schoolrecords.integrity.fixity.job import KIND
from collective.schoolrecords.integrity.periods import PERIOD
from collective.schoolrecords.integrity.periods import period_of
from collective.schoolrecords.integrity.periods import within
from collective.schoolrecords.jobs.interfaces import PAUSED
from collective.schoolrecords.jobs.interfaces import QUEUED
from collective.schoolrecords.jobs.interfaces import RUNNING
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from dataclasses import asdict
from itertools import islice
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound
from zope.globalrequest import getRequest
from zope.i18n import translate


class FixityUnderWay(Refusal):
    """A run is waiting, running or paused: a second one would read everything twice."""


class FixityService(SchoolService):
    """What both methods share."""

    endpoint = "@fixity"


class FixityGet(FixityService):
    """``GET @fixity?since=&until=&school_year=&actor=``, ``GET @fixity/<uid>?kind=&subject=``.

    Runs are found by the moment at which they began and by who had them begin.
    """

    def reply(self):
        """Return a page of runs, or of what one run found."""
        found = runs.find_runs(self.context)
        if self.path:
            run = found.by_uid.get(self.path[0]) if found is not None else None
            if run is None:
                raise NotFound(self.path[0])
            return self._findings(run)
        question = Question(self.request, (*PERIOD, "actor"))
        since, until = period_of(question)
        actors = question.texts("actor")
        start, size = question.page()
        question.done()
        known = map(found.by_uid.get, found.newest_first()) if found is not None else ()
        wanted = [
            run
            for run in known
            if within(run.started, since, until) and (actors is None or run.started_by in actors)
        ]
        rows = [self._run(run) for run in wanted[start : start + size]]
        return page_of(self.request, len(wanted), rows)

    def _run(self, run):
        job = get_jobs(self.context).get(run.uid)
        return json_compatible(
            {
                "@id": self.url(run.uid),
                "uid": run.uid,
                "started": run.started.isoformat(),
                "finished": run.finished and run.finished.isoformat(),
                "started_by": run.started_by,
                "state": job.state if job is not None else None,
                "percent": job.percent() if job is not None else None,
                "faults": run.totals.faults,
                "report": run.report,
                **run.totals.as_dict(),
            }
        )

    def _findings(self, run):
        question = Question(self.request, ("kind", "subject"))
        kinds = question.texts("kind", KINDS)
        subjects = question.texts("subject", SUBJECTS)
        start, size = question.page()
        question.done()
        wanted = [
            one
            for one in run.findings()
            if (kinds is None or one.kind in kinds)
            and (subjects is None or one.subject in subjects)
        ]
        rows = [asdict(one) for one in islice(wanted, start, start + size)]
        return page_of(self.request, len(wanted), rows, run=self._run(run))


class FixityPost(FixityService):
    """``POST @fixity``: check everything now, as a job; answers 202 with the job."""

    max_path = 0

    def reply(self):
        """Queue the run, unless one is under way."""
        self.body().done()
        job = start_run(self.context)
        self.request.response.setStatus(202)
        return json_compatible(describe(self.context, job, self.request))


def start_run(site):
    """Queue a run of the current user and return its job; refused while one is under way."""
    if run_under_way(site) is not None:
        message = _("fixity_under_way", default="A check of the archive is under way.")
        raise FixityUnderWay(translate(message, context=getRequest()))
    return submit(site, KIND, started_by=getSecurityManager().getUser().getId())


def run_under_way(site):
    """Return the job of the run that has not ended, or ``None``."""
    jobs = get_jobs(site)
    for uid in jobs.newest_first() if jobs is not None else ():
        job = jobs.get(uid)
        if job.kind == KIND and job.state in (QUEUED, RUNNING, PAUSED):
            return job
    return None
