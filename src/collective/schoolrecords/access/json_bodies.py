"""Bodies of requests: the one place where JSON that somebody sent is opened."""

from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from zExceptions import BadRequest

import json
import re


#: What no text of people holds: control characters other than the breaks of lines and pages.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SHORT = {b"\\b": "\b"}
_OBJECT = re.compile(rb"\s*[{\[]")
# Taken one after the other, so that an escaped backslash begins no escape.
_ESCAPES = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+|\\.|\x7f", re.DOTALL)


def holds_unreadable(body):
    """Whether a JSON body (bytes) writes a control character or half of a sign.

    JSON that is none holds neither; whoever opens it refuses it. Services of the platform open
    bodies themselves, so that this is asked before they are called.
    """
    if not _OBJECT.match(body):
        return False
    return any(map(_unreadable, set(_ESCAPES.findall(body))))


def _unreadable(escape):
    if not escape.startswith(b"\\u"):
        return CONTROL.search(_SHORT.get(escape, escape.decode("latin-1"))) is not None
    text = "".join(chr(int(code, 16)) for code in escape.decode().split("\\u")[1:])
    try:
        # Two escapes write one sign beyond the first 65,536.
        text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return True
    return CONTROL.search(text) is not None


def json_object(request):
    """Return the object (a dict) in a request's body, an empty one without a body.

    Raises ``BadRequest`` (HTTP 400) for what is no object of JSON. JSON can write half of a sign (a
    lone surrogate), which no text and no answer can hold: it is refused here, before anything is
    asked or written.
    """
    try:
        data = json_body(request)
        json.dumps(data, ensure_ascii=False).encode()
    except (DeserializationError, UnicodeEncodeError, RecursionError) as error:
        raise BadRequest("No JSON object could be decoded") from error
    return data
