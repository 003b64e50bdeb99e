"""JSON bodies of the room's services: read with all faults at once, then the write is admitted."""

from collective.schoolrecords.access.json_bodies import json_object
from collective.schoolrecords.school.rest import Body
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
from zExceptions import NotFound
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class RecordService(Service):
    """A service of a record; path segments behind its name are in ``path``."""

    max_path = 0

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = []

    def publishTraverse(self, request, name):
        """Take the segments behind the service's name."""
        if len(self.path) == self.max_path:
            raise NotFound(name)
        self.path.append(name)
        return self

    def body(self):
        """Return the request's JSON object, ready to be read."""
        alsoProvides(self.request, IDisableCSRFProtection)
        return Body(json_object(self.request))
