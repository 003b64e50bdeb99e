"""What the steps share: the server, the people, and what earlier steps have made."""

from datetime import datetime
from pathlib import Path
from tour.people import People
from tour.telling import Broken
from zoneinfo import ZoneInfo

import time


SITE = "school"
ZONE = "Europe/Kaliningrad"
DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
#: The day of the published table of counts; the data of the archive end before it.
TABLE_DAY = "2026-11-21"
JOB_SECONDS = 900

DIRECTOR = "korotkova.gi"
CHAIR = "gorshkova.aa"
SECRETARY = "nikulin.aa"
ARCHIVIST = "osipova.za"
MEMBERS = ("ostrovskaya.ks", "zakharova.lp")
NEW_MEMBER = "cherkasova.ns"
TEACHER = "zverev.ip"
DATA_OFFICER = "demidova.oa"
AUDITOR = "proverka"


class Town:
    """Memory of the tour. Attributes are set by the steps that make what they name."""

    def __init__(self, server, short=False):
        self.server = server
        self.short = short
        self.people = People(server.port, f"/{SITE}")
        # The school's own day, wherever the tour is made.
        self.today = datetime.now(ZoneInfo(ZONE)).date()

    def get(self, login, path):
        """Read as somebody; the answer must be good."""
        return self.people.ask(login, "GET", path).good()

    def post(self, login, path, body=None):
        """Post as somebody; the answer must be good."""
        return self.people.ask(login, "POST", path, {} if body is None else body).good()

    def step(self, login, path, name, **details):
        """Take a step of a record's life; returns the state it leads to."""
        return self.post(login, f"{path}/@workflow/{name}", details)["review_state"]

    def refused_step(self, login, path, name, *codes, **details):
        """Try a step that must be refused for ``codes``; returns the words of the refusal."""
        answer = self.people.ask(login, "POST", f"{path}/@workflow/{name}", details)
        return answer.refused(*codes)

    def faults(self, history):
        """What a check of a chain calls a fault; payloads that went with a record are none."""
        return [one for one in history["problems"] if one["fault"]]

    def person(self, name):
        """Return the person of the staff with a name."""
        found = self.get(DIRECTOR, f"/@staff?b_size=500&q={name}")["items"]
        if len(found) != 1:
            raise Broken(f"{len(found)} people are called {name}")
        return found[0]

    def open_account(self, login, person, by=DIRECTOR):
        """Open an account and keep its password; it is shown this once."""
        issued = self.post(by, f"/@staff/{person['id']}/account", {"login": login})
        self.people.passwords[login] = issued["password"]
        return issued["login"]

    def appoint(self, person, role, number, by=DIRECTOR, **more):
        """Appoint by an order of today."""
        day = self.today.isoformat()
        body = {"person": person["id"], "role": role, "start": day}
        order = {"order_number": number, "order_date": day}
        return self.post(by, "/@appointments", {**body, **order, **more})

    def finished(self, login, uid, seconds=JOB_SECONDS):
        """Wait for a job; return it. Raises :class:`Broken` when it fails or takes too long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            job = self.get(login, f"/@jobs/{uid}")
            if job["state"] in ("done", "failed", "cancelled"):
                if job["state"] != "done":
                    raise Broken(f"job {job['kind']} is {job['state']}: {job['messages']}")
                return job
            time.sleep(0.3)
        raise Broken(f"job {uid} took more than {seconds} s")
