"""Requests that nobody means well: every kind of bad value in every name that an address reads.

Which names those are is not written down: the form of a request notes what it is asked for.
"""

from address_book import READING
from bs4 import BeautifulSoup
from collections import Counter
from collections import defaultdict
from plone import api
from plone.protect import createToken
from plone.restapi.testing import RelativeSession
from schoolrecords_town import PASSWORD
from urllib.parse import urljoin
from ZPublisher.interfaces import IPubAfterTraversal
from ZPublisher.interfaces import IPubFailure

import json
import re
import traceback
import transaction
import zope.component


SCRIPT = "\"'><script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://example.org")'
#: Starts a cell that a table program would run.
CELL = re.compile(r'(?:^|[;,\t\n"])=HYPERLINK')
NO_TEXT = b"\xff\xfe\xed\xa0\x80"
#: Kind → what is sent for a name: pairs of a name and a value. These are refused at the door, so
#: one of them in a form hides all others.
AT_THE_DOOR = {
    "no text": lambda name: [(name, NO_TEXT)],
    "twice": lambda name: [(name, "a"), (name, "b")],
    "number of Zope": lambda name: [(f"{name}:int", "5")],
    "no number of Zope": lambda name: [(f"{name}:int", "five")],
    "no day of Zope": lambda name: [(f"{name}:date", "99.99.99")],
    "record of Zope": lambda name: [(f"{name}.a:record", "5")],
    "no record of Zope": lambda name: [(name, "5"), (f"{name}.a:record", "5")],
}
#: Kind → what is sent for a name, whoever reads it.
INSIDE = {
    "script": lambda name: [(name, SCRIPT)],
    "null sign": lambda name: [(name, "а\x00б")],
    "formula": lambda name: [(name, FORMULA)],
    "path": lambda name: [(name, "../../../../etc/passwd")],
    "less than nothing": lambda name: [(name, "-1")],
    "great number": lambda name: [(name, "9" * 400)],
    "no number": lambda name: [(name, "NaN")],
    "power": lambda name: [(name, "²")],
    "nothing": lambda name: [(name, "None")],
    "first day": lambda name: [(name, "0001-01-01")],
    "last day": lambda name: [(name, "31.12.9999")],
    "no day": lambda name: [(name, "99999-99-99")],
    "words of a search": lambda name: [(name, 'AND ( * OR "')],
}
#: What a form gets besides; too long for an address.
LONG = {
    "megabyte": lambda name: [(name, "я" * 60_000)],
    "table": lambda name: [(name, f"а\tб\n{SCRIPT}\t{FORMULA}\t\t\n" * 50)],
}
NAME = re.compile(r"[A-Za-z][\w.-]*")
#: What the platform asks every request for.
OF_THE_PLATFORM = re.compile(r"(?:[A-Z_]+|-C|ajax_.*|__ac.*|.*_authenticator|came_from)")


class Noting(dict):
    """A form that notes which names it is asked for."""

    def __init__(self, form, names):
        super().__init__(form)
        self._names = names

    def get(self, name, default=None):
        self._names.add(name)
        return super().get(name, default)

    def __getitem__(self, name):
        self._names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self._names.add(name)
        return super().__contains__(name)


class Attack:
    """Sends as anybody; keeps what broke, what a GET wrote, and what came back as it was sent."""

    def __init__(self, school):
        self.school = school
        self.wrong, self.counted = [], Counter()
        self.names, self.last = defaultdict(set), ""
        self.sessions, self.tokens = {}, {}
        registry = zope.component.getGlobalSiteManager()
        registry.registerHandler(self.note_names, (IPubAfterTraversal,))
        registry.registerHandler(self.note_fault, (IPubFailure,))
        self.end = lambda: [
            registry.unregisterHandler(self.note_names, (IPubAfterTraversal,)),
            registry.unregisterHandler(self.note_fault, (IPubFailure,)),
            *(one.close() for one in self.sessions.values()),
        ]

    def administrator(self, user_id):
        """An account that runs the site."""
        self.school.person(user_id)
        with api.env.adopt_roles(["Manager"]):
            api.user.grant_roles(username=user_id, roles=["Manager"])
        transaction.commit()

    def note_names(self, event):
        """Subscriber: note what the form is asked for from now on."""
        request = event.request
        if request.get("PATH_INFO"):
            request.form = Noting(request.form, self.names[request["PATH_INFO"]])

    def note_fault(self, event):
        """Subscriber: keep the text of what was raised."""
        self.last = "".join(traceback.format_exception(*event.exc_info))[-600:]

    def asked(self, path):
        """The names that a path has read so far, without those of the platform."""
        found = self.names[f"/{self.school.portal.getId()}{path}"]
        texts = {one.partition(":")[0] for one in found if isinstance(one, str)}
        return sorted(
            one for one in texts if NAME.fullmatch(one) and not OF_THE_PLATFORM.fullmatch(one)
        )

    def session(self, user_id):
        """The session of somebody; "anonymous" gives no password and has no token."""
        if user_id not in self.sessions:
            http = self.sessions[user_id] = RelativeSession(
                self.school.portal.absolute_url(), test=None
            )
            http.headers.update({"Accept-Language": "ru"})
            self.tokens[user_id] = ""
            if user_id != "anonymous":
                http.auth = (user_id, PASSWORD)
                with self.school.logged_in(user_id):
                    self.tokens[user_id] = createToken()
        return self.sessions[user_id]

    def get(self, user_id, path, is_service, pairs=(), what=""):
        """Ask an address with a query string."""
        return self.send(user_id, "GET", path, is_service, what, params=encoded(pairs))

    def form(self, user_id, path, pairs, what=""):
        """Send a form as a browser does that has the token of the page."""
        self.session(user_id)
        pairs = [*pairs, ("_authenticator", self.tokens[user_id])]
        return self.send(user_id, "POST", path, False, what, data=encoded(pairs))

    def body(self, user_id, method, path, body, what=""):
        """Send JSON: a value, or bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.send(user_id, method, path, True, what, data=data)

    def send(self, user_id, method, path, is_service, what, **more):
        """Send and judge the answer."""
        heads = {"Accept": "application/json" if is_service else "text/html"}
        if is_service and method not in READING:
            heads["Content-Type"] = "application/json"
        before, http = self.school.version(), self.session(user_id)
        answer = http.request(method, path, headers=heads, allow_redirects=False, **more)
        self.counted[user_id, method, answer.status_code] += 1
        told = f"{method} {path} as {user_id}, {what}: {answer.status_code}"
        if answer.status_code >= 500:
            self.wrong.append(f"breaks: {told} {self.last}")
        writes = self.school.version() != before
        if writes and (method in READING or answer.status_code >= 400):
            self.wrong.append(f"writes: {told}")
        kind = answer.headers.get("Content-Type", "")
        if "html" in kind and "<script>alert(1)" in answer.text:
            place = answer.text.index("<script>alert(1)")
            self.wrong.append(f"runs a script: {told} {answer.text[max(0, place - 150) : place]}")
        if "csv" in kind and CELL.search(answer.text):
            self.wrong.append(f"runs a formula: {told}")
        return answer

    def forms_of(self, path, answer):
        """Yield (address, names with their values) of the forms that a page posts."""
        if "text/html" not in answer.headers.get("Content-Type", ""):
            return
        base = self.school.portal.absolute_url()
        for form in BeautifulSoup(answer.text, "html.parser").select("form"):
            address = urljoin(base + path, form.get("action") or "")
            if form.get("method", "").lower() == "post" and address.startswith(base):
                yield address[len(base) :], list(fields_of(form))

    def answered(self):
        """Who got an answer and no refusal to something; else the rest would prove nothing."""
        return {user_id for user_id, _method, status in self.counted if status == 200}

    def verdict(self):
        """Fail with everything that is wrong."""
        assert not self.wrong, f"{len(self.wrong)} wrong:\n" + "\n".join(self.wrong[:40])


def mixed(names, turn, kinds=INSIDE):
    """Return pairs with another kind for each name; another turn gives each name another one."""
    makers = list(kinds.values())
    return [
        pair for at, name in enumerate(names) for pair in makers[(at + turn) % len(makers)](name)
    ]


def same(names, kind):
    """Return pairs with one kind for all names."""
    maker = {**AT_THE_DOOR, **INSIDE}[kind]
    return [pair for name in names for pair in maker(name)]


def fields_of(form):
    """Yield (name, value, kind) of a form's fields: hidden, button or seen."""
    for field in form.select("input[name],textarea[name],select[name],button[name]"):
        kind = field.get("type", "")
        if field.name == "button" or kind == "submit":
            kind = "button"
        if field["name"] != "_authenticator" and kind != "file":
            yield field["name"], field.get("value") or "", kind


def encoded(pairs):
    """Return name → list of values as bytes, as requests takes repeated names."""
    found = defaultdict(list)
    for name, value in pairs:
        found[name].append(value if isinstance(value, bytes) else str(value).encode())
    return found
