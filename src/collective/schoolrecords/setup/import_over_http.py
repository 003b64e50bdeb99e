"""Imports of a running server, over its `@imports`. Standard library only."""

from .console import Complaint
from urllib.error import HTTPError
from urllib.error import URLError
from urllib.parse import quote
from urllib.parse import urlsplit
from urllib.request import Request
from urllib.request import urlopen

import base64
import json
import time


POLL_SECONDS = 1.0
TIMEOUT_SECONDS = 300
WAITING = ("queued", "running", "undoing")


class RemoteSchool:
    """A school on a server; the same methods as `LocalSchool`."""

    def __init__(self, url, site, user_name, password):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Complaint("--url: нужен адрес вида http://127.0.0.1:8080")
        self.base = f"{url.rstrip('/')}/{quote(site)}/@imports"
        pair = f"{user_name}:{password}".encode()
        self._authorization = f"Basic {base64.b64encode(pair).decode()}"

    def dry_run(self, kind, data, filename, options):
        """Return what an import would do."""
        return self._ask("POST", "", self._body(kind, data, filename, options, dry_run=True))

    def load(self, kind, data, filename, options, again, bar):
        """Import; return the import when its job has ended."""
        made = self._ask("POST", "", self._body(kind, data, filename, options, again=again))
        return self._watch(made["uid"], bar)

    def undo(self, uid, bar):
        """Take an import back; return it when its job has ended."""
        self._ask("POST", f"/{quote(uid, safe='')}/undo", {})
        return self._watch(uid, bar)

    def _body(self, kind, data, filename, options, **more):
        encoded = base64.b64encode(data).decode()
        return {"kind": kind, "filename": filename, "data": encoded, "options": options, **more}

    def _watch(self, uid, bar):
        while True:
            one = self._ask("GET", f"/{quote(uid, safe='')}")
            if one["state"] not in WAITING:
                bar.show(one["done"], one["done"] or one["total"])
                return one
            bar.show(one["done"], one["total"])
            time.sleep(POLL_SECONDS)

    def _ask(self, method, path, body=None):
        headers = {
            "Accept": "application/json",
            "Accept-Language": "ru",
            "Authorization": self._authorization,
        }
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        # The scheme was checked to be one of HTTP when the object was made.
        request = Request(self.base + path, content, headers, method=method)  # noqa: S310
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return json.load(answer)
        except HTTPError as error:
            raise Complaint(_words(error)) from None
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise Complaint(f"сервер не отвечает: {reason}") from None


def _words(error):
    """What a refusal says, with all its reasons."""
    if error.code in (401, 403):
        return "вход не выполнен или нет права загружать такие списки"
    if error.code == 404:
        return "на сервере нет такого сайта или такой загрузки"
    try:
        body = json.load(error)
        reasons = [reason["message"] for reason in body.get("reasons", ())]
        return "\n  ".join(dict.fromkeys([body["message"], *reasons]))
    except (ValueError, KeyError, TypeError):
        return f"сервер ответил ошибкой {error.code}"
