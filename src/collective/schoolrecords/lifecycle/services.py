"""REST of a record's life: ``@workflow`` and ``@preconditions``."""

from collective.schoolrecords.access.json_bodies import json_object
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.lifecycle import describe
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.details import read_details
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.interfaces import IExpandableElement
from plone.restapi.serializer.converters import json_compatible
from plone.restapi.services import Service
from zExceptions import BadRequest
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound


def life(record, request):
    """Return state, history and the steps open to the user, as ``@workflow`` answers them."""
    url, named = record.absolute_url(), works_with(record)
    history = [
        {
            "action": status["action"],
            "actor": status["actor"] if named else None,
            "review_state": status["review_state"],
            "time": json_compatible(status["time"]),
            "title": describe.state_title(status["review_state"], request, record.family_id),
        }
        for status in record.workflow_history[record.workflow_id]
    ]
    transitions = [
        {"@id": f"{url}/@workflow/{step['id']}", "title": step["title"]}
        for step in describe.steps_in_words(record, request)
        if step["allowed"]
    ]
    return {
        "@id": f"{url}/@workflow",
        "history": history,
        "state": {
            "id": record.state,
            "title": describe.state_title(record.state, request, record.family_id),
        },
        "transitions": transitions,
        "record_version": steps.version_of(record),
    }


@implementer(IExpandableElement)
class RecordLife:
    """Expandable ``workflow`` of a record."""

    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, expand=False):
        if not expand:
            return {"workflow": {"@id": f"{self.context.absolute_url()}/@workflow"}}
        return {"workflow": life(self.context, self.request)}


class LifeGet(Service):
    """``GET @workflow`` of a record."""

    def reply(self):
        return life(self.context, self.request)


class _StepService(Service):
    """A service whose address ends with the id of a step."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.step_id = None

    def publishTraverse(self, request, name):
        if self.step_id is not None:
            raise NotFound(self, name, request)
        self.step_id = name
        return self


@implementer(IPublishTraverse)
class StepPost(_StepService):
    """``POST @workflow/<step>``: take a step; the body holds its details.

    ``seen`` is the ``record_version`` of what the caller read; the step is refused when the record
    is another one by now.
    """

    def reply(self):
        if self.step_id is None:
            raise BadRequest("Missing transition")
        alsoProvides(self.request, IDisableCSRFProtection)
        body = dict(json_object(self.request))
        seen = body.pop("seen", None)
        details = read_details(body, self.request)
        steps.perform(self.context, self.step_id, details, seen)
        return life(self.context, self.request)["history"][-1]


@implementer(IPublishTraverse)
class PreconditionsGet(_StepService):
    """``GET @preconditions[/<step>]``: every step that leaves the state, with all reasons."""

    def reply(self):
        details = {name: value for name, value in self.request.form.items() if value}
        found = describe.steps_in_words(
            self.context, self.request, read_details(details, self.request)
        )
        url = f"{self.context.absolute_url()}/@preconditions"
        if self.step_id is None:
            return {"@id": url, "state": self.context.state, "items": found}
        for step in found:
            if step["id"] == self.step_id:
                return {"@id": f"{url}/{self.step_id}", **step}
        raise NotFound(self.context, self.step_id, self.request)
