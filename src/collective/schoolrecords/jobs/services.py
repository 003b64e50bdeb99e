"""REST: ``@jobs`` lists long work and its progress; ``@jobs/<uid>/<action>`` steers it.

A POST says ``Content-Type: application/json``, which a foreign page cannot send without asking
first (CORS), or carries plone.protect's authenticator token.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.batches import batch_of
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import JobStateError
from collective.schoolrecords.jobs.interfaces import STATES
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.jobs.overview import may_control
from collective.schoolrecords.jobs.overview import may_see
from collective.schoolrecords.jobs.overview import visible_jobs
from plone.protect.authenticator import check
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import parse_int
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service
from zExceptions import BadRequest
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.i18n import translate
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


ACTIONS = {"cancel": storage.cancel, "pause": storage.pause, "resume": storage.resume}


class JobRefused(Refusal):
    """The job's state does not allow the action; nothing was changed."""


@implementer(IPublishTraverse)
class JobsService(Service):
    """What GET and POST share: the path below ``@jobs`` and the job it names."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = []

    def publishTraverse(self, request, name):
        """Take the segments behind ``@jobs``."""
        self.path.append(name)
        return self

    def require_account(self):
        """Refuse visitors without an account."""
        if getSecurityManager().getUser().getId() is None:
            raise Unauthorized("Long work is shown to people with an account.")

    def job(self):
        """Return the named job; 404 when there is none that the user may see."""
        self.require_account()
        jobs = storage.get_jobs(self.context)
        job = jobs.get(self.path[0]) if jobs is not None else None
        if job is None or not may_see(self.context, job):
            raise NotFound(self.path[0])
        return job


class JobsGet(JobsService):
    """``GET @jobs?state=&kind=&b_start=&b_size=`` and ``GET @jobs/<uid>?messages_start=``."""

    # See collective.schoolrecords.access.sent.
    repeated_names = ()

    def reply(self):
        """Return one job, or a page of those the user may see."""
        if len(self.path) > 1:
            raise NotFound("/".join(self.path))
        if self.path:
            start = self.request.form.get("messages_start")
            if start is not None:
                start = max(0, parse_int(self.request.form, "messages_start", 0))
            job = describe(self.context, self.job(), self.request, start)
            return json_compatible(job)
        return self._page()

    def _page(self):
        self.require_account()
        form = self.request.form
        state = form.get("state") or None
        if state not in (None, *STATES):
            raise BadRequest(f"state: one of {', '.join(STATES)}")
        found = visible_jobs(self.context, state, form.get("kind") or None)
        batch = batch_of(self.request, found)
        page = {
            "@id": batch.canonical_url,
            "items": [describe(self.context, job, self.request) for job in batch],
            "items_total": batch.items_total,
        }
        if batch.links:
            page["batching"] = batch.links
        return json_compatible(page)


class JobsPost(JobsService):
    """``POST @jobs/<uid>/cancel``, ``…/pause``, ``…/resume``; answers with the job."""

    def reply(self):
        """Steer the job, or say in the usual error body why not."""
        if len(self.path) != 2 or self.path[1] not in ACTIONS:
            raise NotFound("/".join(self.path))
        job = self.job()
        if not may_control(self.context, job):
            raise Unauthorized("Only the starter or a manager of the school may do this.")
        self._require_own_page()
        try:
            ACTIONS[self.path[1]](self.context, job)
        except JobStateError as error:
            message = translate(error.message, context=self.request)
            reason = {"code": "JOB_STATE", "field": "state", "message": message}
            raise JobRefused(message, [reason]) from error
        return json_compatible(describe(self.context, job, self.request))

    def _require_own_page(self):
        """Refuse what the form of a foreign page can send; 403 before anything is written."""
        content_type = self.request.getHeader("Content-Type") or ""
        if content_type.partition(";")[0].strip().lower() == "application/json":
            alsoProvides(self.request, IDisableCSRFProtection)
        else:
            check(self.request)
