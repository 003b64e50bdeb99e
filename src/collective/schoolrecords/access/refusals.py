"""Refusals: errors made for people, with every reason, the same on pages and over REST.

A refusal is not a fault of the server. It carries the HTTP status, one sentence that says what
was not done, and all reasons as ``{code, field, message}``.
"""

from plone.rest.errors import ErrorHandling

import json


class Refusal(Exception):
    """Base of all refusals. ``reasons`` is a list of dicts ``{code, field, message}``."""

    status = 409

    def __init__(self, message, reasons=()):
        super().__init__(message)
        self.message = message
        self.reasons = list(reasons)


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
