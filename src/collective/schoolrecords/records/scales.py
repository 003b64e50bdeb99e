"""No scales of scans: a scan is kept and shown as it came.

A scale would be a second file with the same personal data that outlives the act, and making it is
a write on a GET.
"""

from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class NoScales(BrowserView):
    """``@@images`` of a record: there are none."""

    def publishTraverse(self, request, name):
        """Refuse every address below."""
        raise NotFound(name)

    def __call__(self):
        raise NotFound("images")

    def scale(self, *args, **kwargs):
        """Templates of the stock ask for a scale and take ``None`` for an answer."""
        return None

    tag = scale
