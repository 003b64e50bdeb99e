"""Services of plone.restapi that records do not have: a plain refusal instead of a stock answer.

Comments, working copies and rules of a single place would write on a record past its chain. On
types without the behaviors they need, the stock services fail with 500 or write all the same.
"""

from collective.schoolrecords.lifecycle.guards import refuse
from collective.schoolrecords.messages import _
from plone.restapi.services import Service
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class ClosedService(Service):
    """Refuse the service with 403, whatever follows in the address."""

    def publishTraverse(self, request, name):
        """Take the rest of the address as it comes."""
        return self

    def reply(self):
        """Refuse."""
        refuse(
            _(
                "lifecycle_service_closed",
                default="School records have no comments, working copies or rules of their own.",
            )
        )
