"""Asks a timestamp authority over HTTP (RFC 3161, 3.4); called from a job only."""

from collective.schoolrecords.signing.cms.timestamps import LIMIT
from http.client import HTTPConnection
from http.client import HTTPException
from http.client import HTTPSConnection
from urllib.parse import urlsplit


#: Seconds that an authority has for each piece of its answer; a job's lease is three times as long.
SECONDS = 20
_QUERY = "application/timestamp-query"
_REPLY = "application/timestamp-reply"
_KINDS = {"http": HTTPConnection, "https": HTTPSConnection}


class NoAnswer(Exception):
    """The authority gave no timestamp; the text says what came instead."""


def ask(url: str, query: bytes, seconds: float = SECONDS) -> bytes:
    """Send a request and return the answer, not yet verified; raises :class:`NoAnswer`.

    ``url`` was checked when it was set. Nobody sends us elsewhere: an answer that names another
    address is none.
    """
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection = _KINDS[parts.scheme](parts.hostname, parts.port, timeout=seconds)
    try:
        connection.request("POST", path, query, {"Content-Type": _QUERY, "Accept": _REPLY})
        answer = connection.getresponse()
        kind = answer.headers.get_content_type()
        body = answer.read(LIMIT + 1)
    except (OSError, HTTPException) as failure:
        raise NoAnswer(type(failure).__name__) from None
    finally:
        connection.close()
    if answer.status != 200:
        raise NoAnswer(f"HTTP {answer.status}")
    if kind != _REPLY or not body or len(body) > LIMIT:
        raise NoAnswer(kind)
    return body
