"""Bad values, and requests that carry them; what a person with every role may send."""

from collections import Counter
from collective.schoolrecords.access.roles import ROLES
from plone import api
from plone.restapi.testing import RelativeSession
from schoolrecords_town import PASSWORD

import json


EVERYBODY = "everybody"

#: Name → value; each is sent for each field.
BAD = {
    "empty": "",
    "blank": " \t\r\n",
    "huge": "я" * 200_000,
    "script": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://example.org")',
    "null sign": "а\x00б",
    "half a sign": "а\ud800б",
    "backwards": "\u202eдиван",
    "two alphabets": "Ивaнoв",
    "great number": 10**30,
    "less than nothing": -1,
    "fraction": 1.5,
    "not a number": float("nan"),
    "true": True,
    "null": None,
    "list": ["<b>x</b>", 5, None, ["x"]],
    "lists": [{"name": "\ud800", "carrier": "x", "body": 5, "file": {"data": "x"}}, {}],
    "mapping": {"data": "<b>", "encoding": "base64", "filename": "../../x.pdf", "token": []},
    "day of no year": "0000-00-00",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "last moment": "9999-12-31T23:59:59+00:00",
}
#: Whole bodies that are no object of names.
BODIES = {
    "nothing": b"",
    "list": b"[]",
    "text": b'"x"',
    "null": b"null",
    "cut off": b'{"title": "x',
    "no text": b"\xff\xfe\x00",
    "twice": b'{"title": "a", "title": "b"}',
    "long number": b'{"number": ' + b"9" * 5000 + b"}",
}


class Sender:
    """Somebody with every role of the school, who sends what nobody should."""

    def __init__(self, school):
        self.school = school
        self.wrong, self.counted = [], Counter()
        school.person(EVERYBODY)
        with api.env.adopt_roles(["Manager"]):
            api.user.grant_roles(username=EVERYBODY, roles=[role.name for role in ROLES])
        self.http = RelativeSession(school.portal.absolute_url(), test=None)
        self.http.auth = (EVERYBODY, PASSWORD)
        self.http.headers.update({"Accept-Language": "ru"})

    def close(self):
        self.http.close()

    def version(self):
        """The number of the last transaction that was committed."""
        return self.school.portal._p_jar.db().lastTransaction()

    def rest(self, method, address, body=None, what=""):
        """Send JSON (a value, or bytes as they are) and judge the answer."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body)
        heads = {"Accept": "application/json", "Content-Type": "application/json"}
        return self.judge(method, address, what, data=data, headers=heads)

    def judge(self, method, address, what, **more):
        """Send; keep what broke, and what was refused and yet wrote."""
        before = self.version()
        answer = self.http.request(method, address, allow_redirects=False, **more)
        self.counted[answer.status_code] += 1
        if answer.status_code >= 500:
            self.note(method, address, what, answer, "breaks")
        elif answer.status_code >= 400 and self.version() != before:
            self.note(method, address, what, answer, "refuses and writes")
        return answer

    def note(self, method, address, what, answer, fault):
        self.wrong.append(
            f"{fault}: {method} {address} {what}: {answer.status_code} {answer.text[:300]!r}"
        )

    def verdict(self):
        """Fail with everything that is wrong."""
        assert not self.wrong, f"{len(self.wrong)} wrong:\n" + "\n".join(self.wrong[:400])
