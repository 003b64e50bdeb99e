"""``@evidence`` of an act: the files that it keeps about what it destroyed."""

from AccessControl import getSecurityManager
from collective.schoolrecords.retention.execution import evidence
from collective.schoolrecords.retention.execution import stages
from collective.schoolrecords.retention.execution.traces import traces_of
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound
from zExceptions import Unauthorized


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
        return self._file(self.path[0])

    def reply(self):
        """Return the list."""
        act, url = self.context, f"{self.context.absolute_url()}/@evidence"
        shown = {
            "@id": url,
            "act": act.absolute_url(),
            "backups_until": stages.backups_until(act),
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
        if self._may_audit():
            traces = traces_of(act)
            shown["findings"] = stages.findings_of(act)
            shown["people_left"] = list(traces.people) if traces is not None else []
        return json_compatible(shown)

    def _file(self, name):
        one = evidence.evidence_of(self.context).get(name)
        if one is None:
            raise NotFound(name)
        if name in evidence.AUDITED and not self._may_audit():
            raise Unauthorized(name)
        response = self.request.response
        response.setHeader("Content-Type", one.media_type)
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Cache-Control", "no-store")
        return one.read()

    def _may_audit(self):
        manager = getSecurityManager()
        site = self.context.portal_url.getPortalObject()
        return bool(
            manager.checkPermission(AUDIT, self.context)
            or manager.checkPermission(stages.MANAGE, site)
        )
