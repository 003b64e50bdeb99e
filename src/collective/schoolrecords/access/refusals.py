"""Refusals: errors made for people, with every reason, the same on pages and over REST.

A refusal is not a fault of the server. It carries the HTTP status, one sentence that says what
was not done, and all reasons as ``{code, field, message}``.
"""

from collective.schoolrecords.access.log.attempts import person_behind
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.messages import _
from html import escape
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from Products.Five.browser import BrowserView
from zope.i18n import translate

import json


class Refusal(Exception):
    """Base of all refusals. ``reasons`` is a list of dicts ``{code, field, message}``."""

    status = 409

    def __init__(self, message, reasons=()):
        super().__init__(message)
        self.message = message
        self.reasons = list(reasons)


def keep_out_of_error_log(site):
    """Let the site's error log pass over refusals: they are answers, not faults of the server."""
    log = site.error_log
    known = log.getProperties()
    names = sorted({one.__name__ for one in _kinds(Refusal)} | set(known["ignored_exceptions"]))
    log.setProperties(known["keep_entries"], known["copy_to_zlog"], names)


def _kinds(cls):
    yield cls
    for one in cls.__subclasses__():
        yield from _kinds(one)


class RefusalJSON(ErrorHandling):
    """Answer of REST to a refusal: type, message and all reasons, no traceback."""

    def __call__(self):
        refusal = self.context
        body = {
            "type": type(refusal).__name__,
            "message": refusal.message,
            "reasons": refusal.reasons,
        }
        response = self.request.response
        response.setHeader("Content-Type", "application/json")
        response.setStatus(refusal.status, lock=1)
        response.setBody(json.dumps(body, ensure_ascii=False, indent=2).encode(), lock=1)
        response._has_challenged = True


class ClosedAddress(ErrorHandling):
    """Answer of REST to who may not come here: 401 to strangers, 403 to people who are known.

    Plone answers 401 to both, so that a program would ask somebody for a password that was right.
    """

    def __call__(self):
        if ISchoolRecordsLayer.providedBy(self.request) and person_behind(self.request):
            self.request.response.setStatus(403, lock=1)
        super().__call__()

    def render_exception(self, exception):
        """Return the body; to people who are known it says in their language what stands in the way."""
        body = super().render_exception(exception)
        if self.request.response.getStatus() == 403:
            message = _("access_closed", default="Your role does not open this address.")
            body |= {"type": "Forbidden", "message": translate(message, context=self.request)}
        return body


PLAIN_PAGE = """<!DOCTYPE html>
<html lang="ru">
<head><meta charset="utf-8"><title>{message}</title></head>
<body><h1>{message}</h1><p>{kept}</p><ul>{reasons}</ul></body>
</html>
"""


class UnreadForm(BrowserView):
    """A form that Zope's own readers of types (``page:int=x``) stumbled over: HTTP 400, not 500.

    It is shown before a site is known, and for the faults of those readers alone; see
    :mod:`collective.schoolrecords.access.sent`.
    """

    def __call__(self):
        message = _("access_unread", default="The request could not be read.")
        refusal = Refusal(translate(message, context=self.request))
        refusal.status = 400
        return PlainRefusal(refusal, self.request)()


class PlainRefusal(BrowserView):
    """A refusal where there is no site to frame it: at the root of Zope, in its management pages.

    A site's own page of refusals is for the layer of the product, and so found before this one.
    """

    def __call__(self):
        refusal = self.context
        if IAPIRequest.providedBy(self.request):
            return RefusalJSON(refusal, self.request)()
        kept = _("access_refused_kept", default="Everything stays as it was.")
        response = self.request.response
        response.setStatus(refusal.status, lock=1)
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        return PLAIN_PAGE.format(
            message=escape(refusal.message),
            kept=escape(translate(kept, context=self.request)),
            reasons="".join(f"<li>{escape(one['message'])}</li>" for one in refusal.reasons),
        )
