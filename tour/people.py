"""The people of the tour: each has an account and asks the server by REST."""

from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tour.telling import Broken
from urllib.parse import quote
from urllib.parse import urlsplit

import json


SECONDS = 300


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    call: str
    status: int
    body: bytes

    @property
    def data(self):
        """The body as JSON; an empty mapping when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    @property
    def codes(self):
        """The codes of a refusal's reasons."""
        reasons = self.data.get("reasons") if isinstance(self.data, dict) else None
        return [reason["code"] for reason in reasons or ()]

    def good(self):
        """Return the JSON of a success; raises :class:`Broken` for anything else."""
        if not 200 <= self.status < 300:
            raise Broken(f"{self.call}: {self.status} {self.body.decode(errors='replace')[:600]}")
        return self.data

    def refused(self, *codes, statuses=(400, 401, 403, 404, 405, 409)):
        """Return the first reason's words of a refusal that names all ``codes``."""
        missing = set(codes) - set(self.codes)
        if self.status not in statuses or missing:
            wanted = f", expected {', '.join(codes)}" if codes else ", expected a refusal"
            words = self.body.decode(errors="replace")[:600]
            raise Broken(f"{self.call}: {self.status}{wanted}: {words}")
        reasons = self.data.get("reasons") or []
        named = [one for one in reasons if one["code"] in codes] or reasons
        return named[0]["message"] if named else str(self.status)


class People:
    """Accounts by login; ``site`` is put before every address that begins with a slash."""

    def __init__(self, port, site=""):
        self.port = port
        self.site = site
        self.passwords = {}

    def ask(self, login, method, path, body=None, accept="application/json"):
        """Send a request as ``login`` (``None``: nobody); return the :class:`Answer`."""
        headers = {"Accept": accept, "Accept-Language": "ru"}
        if login is not None:
            secret = f"{login}:{self.passwords[login]}".encode()
            headers["Authorization"] = f"Basic {b64encode(secret).decode()}"
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        path = self.path(path)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, quote(path, safe="/@?=&%:;,+-._~"), data, headers)
            response = connection.getresponse()
            return Answer(f"{login} {method} {path}", response.status, response.read())
        finally:
            connection.close()

    def path(self, address):
        """Return the path of an address that a service told, or of one below the site."""
        if "://" in address:
            parts = urlsplit(address)
            return parts.path + (f"?{parts.query}" if parts.query else "")
        return self.site + address


def uploaded(path, content_type):
    """Return a file as plone.restapi takes it."""
    path = Path(path)
    return {
        "data": b64encode(path.read_bytes()).decode(),
        "encoding": "base64",
        "filename": path.name,
        "content-type": content_type,
    }
