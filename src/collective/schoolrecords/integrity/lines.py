"""NDJSON: a line for each entry of a range of any length, made while it is sent.

Nothing is gathered: the answer is an iterator that the server reads from after the request has
been worked off. Whoever writes lines from the database of the school gives a connection of its own.
"""

from itertools import islice
from plone.restapi.services import Service
from zope.interface import implementer
from ZPublisher.Iterators import IUnboundStreamIterator

import json


MEDIA_TYPE = "application/x-ndjson"
FORMAT, JSON, NDJSON = "format", "json", "ndjson"
#: Lines in one piece of the answer.
PIECE = 200


def asks_lines(question):
    """Whether a service is asked for lines (``format=ndjson``) and not for a page."""
    return question.text(FORMAT, (JSON, NDJSON)) == NDJSON


def send_lines(request, values):
    """Answer with a line of JSON for each of ``values``, a generator that is closed at the end."""
    request.response.setHeader("Content-Type", f"{MEDIA_TYPE}; charset=utf-8")
    texts = (json.dumps(one, ensure_ascii=False) + "\n" for one in values)
    return send(request, texts, values.close)


def send(request, texts, close=None):
    """Answer with ``texts`` one after the other; the caller has named their media type."""
    request.response.setHeader("Cache-Control", "private, no-store")
    request.response.setHeader("X-Content-Type-Options", "nosniff")
    return Lines(texts, close)


@implementer(IUnboundStreamIterator)
class Lines:
    """The answer in pieces of some lines."""

    def __init__(self, texts, close=None):
        self._texts = iter(texts)
        self._close = close

    def __iter__(self):
        return self

    def __next__(self):
        piece = "".join(islice(self._texts, PIECE))
        if not piece:
            raise StopIteration
        return piece.encode()

    def close(self):
        """Called by the server at the end, whatever happened."""
        if self._close is not None:
            self._close()
            self._close = None


class LinesService(Service):
    """A service whose ``reply`` gives JSON-ready data or :class:`Lines`."""

    def render(self):
        """See the base; lines are sent as they are."""
        self.check_permission()
        answer = self.reply()
        if isinstance(answer, Lines):
            return answer
        self.request.response.setHeader("Content-Type", self.content_type)
        return json.dumps(answer, indent=2, sort_keys=True, separators=(", ", ": "))
