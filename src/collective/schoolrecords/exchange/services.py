"""REST: ``@imports`` begins an import, shows the journal and takes imports back.

A POST says ``Content-Type: application/json``, which a foreign page cannot send without asking
first (CORS).
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.batches import batch_of
from collective.schoolrecords.access.json_bodies import json_object
from collective.schoolrecords.exchange import journal
from collective.schoolrecords.exchange.annulling import start_annulling
from collective.schoolrecords.exchange.limits import LIMITS
from collective.schoolrecords.exchange.overview import all_imports
from collective.schoolrecords.exchange.overview import describe_dry_run
from collective.schoolrecords.exchange.overview import describe_import
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import ImportInvalid
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.messages import _
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import parse_int
from plone.restapi.services import Service
from zExceptions import BadRequest
from zExceptions import Forbidden
from zExceptions import NotFound
from zope.i18n import translate
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import base64
import binascii


@implementer(IPublishTraverse)
class ImportsService(Service):
    """What GET and POST share: the path below ``@imports`` and the import it names."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = []

    def publishTraverse(self, request, name):
        """Take the segments behind ``@imports``."""
        self.path.append(name)
        return self

    def one(self):
        """Return the named import; 404 when there is none."""
        imports = journal.imports_of(self.context)
        one = imports.get(self.path[0]) if imports is not None else None
        if one is None:
            raise NotFound(self.path[0])
        return one


class ImportsGet(ImportsService):
    """``GET @imports?b_start=&b_size=`` and ``GET @imports/<uid>?findings_start=``."""

    # See collective.schoolrecords.access.sent.
    repeated_names = ()

    def reply(self):
        """Return a page of the journal, or one import with findings."""
        if len(self.path) > 1:
            raise NotFound("/".join(self.path))
        if self.path:
            one = self.one()
            start = max(0, parse_int(self.request.form, "findings_start", 0))
            return describe_import(self.context, one, self.request, start)
        batch = batch_of(self.request, all_imports(self.context))
        page = {
            "@id": batch.canonical_url,
            "items": [describe_import(self.context, one, self.request) for one in batch],
            "items_total": batch.items_total,
        }
        if batch.links:
            page["batching"] = batch.links
        return page


class ImportsPost(ImportsService):
    """``POST @imports``, ``POST @imports/<uid>/undo`` and ``POST @imports/<uid>/annul``."""

    def reply(self):
        """Begin an import (201), try it dry (200), take one back or annul its records (202)."""
        content_type = self.request.getHeader("Content-Type") or ""
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise Forbidden("Imports are begun with Content-Type: application/json.")
        alsoProvides(self.request, IDisableCSRFProtection)
        if not self.path:
            return self._begin()
        if len(self.path) == 2 and self.path[1] == "undo":
            one = self.one()
            start_undo(self.context, one, getSecurityManager().getUser().getId())
            self.request.response.setStatus(202)
            return describe_import(self.context, one, self.request)
        if len(self.path) == 2 and self.path[1] == "annul":
            one, user_id = self.one(), getSecurityManager().getUser().getId()
            start_annulling(self.context, one, user_id, self._reason())
            self.request.response.setStatus(202)
            return describe_import(self.context, one, self.request)
        raise NotFound("/".join(self.path))

    def _reason(self):
        """Return the reason that the body gives; a body that cannot be read gives none."""
        try:
            return json_object(self.request).get("reason")
        except BadRequest:
            return None

    def _begin(self):
        body = self._body()
        call = (self.context, body["kind"], _decoded(body["data"]), body["filename"])
        if body.get("dry_run"):
            report = dry_run(*call, body.get("options"))
            return describe_dry_run(report, self.request, body["kind"])
        one = start_import(*call, body.get("options"), again=body.get("again") is True)
        self.request.response.setStatus(201)
        answer = describe_import(self.context, one, self.request)
        self.request.response.setHeader("Location", answer["@id"])
        return answer

    def _body(self):
        """Return the JSON body; refuse it with a reason for every key that cannot be used."""
        try:
            body = json_object(self.request)
        except BadRequest:
            body = {}
        wrong = [
            name for name in ("kind", "filename", "data") if not isinstance(body.get(name), str)
        ]
        if not isinstance(body.get("options", {}), dict):
            wrong.append("options")
        if "data" not in wrong and _decoded(body["data"]) is None:
            wrong.append("data")
        if wrong:
            message = _("import_body", default="The request cannot be read.")
            text = translate(message, context=self.request)
            reasons = [{"code": "body", "field": name, "message": text} for name in wrong]
            raise ImportInvalid(text, reasons)
        return body


def _decoded(text):
    """Return the bytes of base64, ``None`` for what is none or longer than a list may be."""
    if len(text) > LIMITS.file_bytes * 2:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
