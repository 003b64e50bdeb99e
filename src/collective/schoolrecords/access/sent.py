"""What comes with a request, judged once before any page or service reads it.

Zope keeps bytes that are no text as half signs, makes a list of a name that comes twice and turns
``page:int=2`` into a number. No page of the school asks for any of these, and each would have to
be expected at every place that reads a field. So they are refused here, for all addresses, with
HTTP 400 and before anything is written.

A view of the product takes every name once, unless it says in ``repeated_names`` which names may come
several times (the boxes of a table), and a whole number under the names in ``number_names``, which
a view of the platform would turn into one unseen. Services that read lists themselves say nothing.
"""

from collective.schoolrecords.access.json_bodies import CONTROL
from collective.schoolrecords.access.json_bodies import holds_unreadable
from collective.schoolrecords.core.nesting import deeper_than
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.messages import _
from plone.rest.interfaces import IAPIRequest
from plone.rest.interfaces import IService
from zExceptions import BadRequest
from zope.i18n import translate
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import noLongerProvides
from ZPublisher.HTTPRequest import FileUpload

import re


PRODUCT = "collective.schoolrecords"
#: Value of ``repeated_names`` of a view for which every name may come several times, in any shape.
ANYTHING = None
#: How deep lists and objects of a body may lie in each other. Ours end at five.
DEEPEST = 100
#: Bodies that are no JSON whatever they begin with: parts of files.
_BYTES = "octet-stream"
#: A whole number as views of the platform read it.
NUMBER = re.compile(r"-?[0-9]{1,9}")


class IUnread(Interface):
    """Marker of a request whose form is still to be read."""


def begin(event):
    """Subscriber at the beginning of a request: what Zope stumbles over now is the sender's."""
    alsoProvides(event.request, IUnread)


def refuse_deep_body(site, event):
    """Subscriber when a site is entered: who is asking is read from the body right afterwards."""
    request = event.request
    _is_read(request)
    kind = request.getHeader("Content-Type") or ""
    if not IAPIRequest.providedBy(request) and "json" not in kind:
        return
    body = request.get("BODY") or b""
    if _BYTES not in kind and isinstance(body, bytes) and deeper_than(body, DEEPEST):
        raise BadRequest("The JSON is nested too deeply")


def _is_read(request):
    if IUnread.providedBy(request):
        noLongerProvides(request, IUnread)


def judge(event):
    """Subscriber once the object is found: refuse what no page and no service could read."""
    request = event.request
    _is_read(request)
    if not ISchoolRecordsLayer.providedBy(request):
        return
    if not is_text(request.form) or _unreadable_body(request):
        message = _(
            "access_no_text",
            default="What was sent holds signs that no text has: control characters or halves of "
            "signs. Nothing was changed. Type the value anew instead of pasting it.",
        )
        raise BadRequest(translate(message, context=request))
    view = _published(request)
    if view is None:
        return
    repeated = getattr(view, "repeated_names", ANYTHING if IService.providedBy(view) else ())
    numbers = getattr(view, "number_names", ())
    for name, value in request.form.items():
        if not (_is_number(value) if name in numbers else _fits(value, name, repeated)):
            raise BadRequest(f"{name[:80]}: this cannot be read")


def _unreadable_body(request):
    kind = request.getHeader("Content-Type") or ""
    if not IAPIRequest.providedBy(request) and "json" not in kind:
        return False
    body = request.get("BODY") or b""
    return _BYTES not in kind and isinstance(body, bytes) and holds_unreadable(body)


def is_text(value):
    """Whether every text in a form, its names and those of its files included, can be written.

    Control characters are no text, but in the names of files, which are cleaned.
    """
    if isinstance(value, str):
        return not CONTROL.search(value) and (value.isascii() or _written(value))
    if isinstance(value, FileUpload):
        return _written(value.filename or "")
    if isinstance(value, (list, tuple)):
        return all(map(is_text, value))
    # A record of a form keeps its parts as attributes.
    parts = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    return all(is_text(name) and is_text(one) for name, one in parts.items())


def _written(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _published(request):
    """Return the view of the product that will answer, ``None`` for one of the platform."""
    published = request.get("PUBLISHED")
    view = getattr(published, "__self__", published)
    ours = any(one.__module__.startswith(PRODUCT) for one in type(view).__mro__)
    return view if ours else None


def _is_number(value):
    text = "" if isinstance(value, (bool, int)) else value
    return isinstance(text, str) and (text == "" or NUMBER.fullmatch(text) is not None)


def _fits(value, name, repeated):
    if repeated is ANYTHING or isinstance(value, (str, FileUpload)):
        return True
    listed = isinstance(value, list) and name in repeated
    return listed and all(isinstance(one, str) for one in value)
