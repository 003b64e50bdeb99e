"""Bodies of requests: the one place where JSON that somebody sent is opened."""

from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from zExceptions import BadRequest

import json


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
