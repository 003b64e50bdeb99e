"""``@evidence`` of an act: the files that it keeps about what it destroyed.

Programs ask ``@evidence``; a browser, which asks for HTML, follows ``@@evidence-file/<name>``. Both
read the same bytes under the same permissions.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.retention.execution import evidence
from collective.schoolrecords.retention.execution import stages
from collective.schoolrecords.retention.execution.traces import traces_of
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


AUDIT = "School Records: Audit"


class EvidenceGet(SchoolService):
    """``GET @evidence`` of an act: what was found, and its files; ``@evidence/<name>``: the bytes.

    Whoever sees the act reads its files; who did what (the event log) and what the storage still
    holds is for those with "School Records: Audit" or "School Records: Manage Archive".
    """

    endpoint = "@evidence"
    max_path = 1

    def render(self):
        """Answer with JSON, or with the bytes of a file."""
        if not self.path:
            return super().render()
        return file_answer(self.context, self.request, self.path[0])

    def reply(self):
        """Return the list."""
        act, url = self.context, f"{self.context.absolute_url()}/@evidence"
        shown = {
            "@id": url,
            "act": act.absolute_url(),
            "backups_until": stages.backups_until(act),
            "kept_until": stages.evidence_until(act),
            "files": [
                {
                    "@id": f"{url}/{name}",
                    "name": name,
                    "media_type": one.media_type,
                    "size": one.size,
                    "sha256": one.sha256,
                    "at": one.at,
                }
                for name, one in evidence.evidence_of(act).items()
            ],
        }
        if may_audit(act):
            traces = traces_of(act)
            shown["findings"] = stages.findings_of(act)
            shown["people_left"] = list(traces.people) if traces is not None else []
        return json_compatible(shown)


@implementer(IPublishTraverse)
class EvidenceFile(BrowserView):
    """``@@evidence-file/<name>`` of an act: the bytes of one file, for a browser's link."""

    name = None

    def publishTraverse(self, request, name):
        """Take the one name behind the view's."""
        if self.name is not None:
            raise NotFound(name)
        self.name = name
        return self

    def __call__(self):
        return file_answer(self.context, self.request, self.name)


def file_answer(act, request, name):
    """Return the bytes of a file of the act and set the headers of the answer.

    Raises ``NotFound`` for an unknown name, ``Unauthorized`` where the reader may not have it.
    """
    one = evidence.evidence_of(act).get(name)
    if one is None:
        raise NotFound(name)
    if not may_read(act, name):
        raise Unauthorized(name)
    response = request.response
    response.setHeader("Content-Type", one.media_type)
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("X-Content-Type-Options", "nosniff")
    response.setHeader("Cache-Control", "no-store")
    return one.read()


def may_read(act, name):
    """Whether the reader, who sees the act, may have this file of it."""
    return name not in evidence.AUDITED or may_audit(act)


def may_audit(act):
    """Whether the reader may know who did what, and what the storage still holds."""
    manager = getSecurityManager()
    site = act.portal_url.getPortalObject()
    return bool(manager.checkPermission(AUDIT, act) or manager.checkPermission(stages.MANAGE, site))
