"""The act is carried out, the server killed in the middle; what is left is traced and read."""

from tour.acting import SIZE
from tour.telling import Broken
from tour.telling import see
from tour.telling import step
from tour.town import ARCHIVIST
from tour.town import AUDITOR

import time


GONE = SIZE - 2
SEEN_SECONDS = 120


@step("carry it out, killed in the middle", by="archivist and a power failure", read_by="auditor")
def execute_and_kill(town):
    """SIGKILL while the job runs; then each record is whole or destroyed."""
    town.step(ARCHIVIST, town.act, "execute", method="Передача на переработку")
    job = _job(town, "act-execute")
    _wait_until_running(town, job)
    town.server.kill()
    town.server.start()
    # The started server may go on at once, so that the rows are read before and after the records.
    before, states, after = _removed(town), _states(town), _removed(town)
    wrong = [uid for uid, state in states.items() if not _fits(uid, state, before, after)]
    removed = len(before)
    see(not wrong, f"{wrong} are neither whole nor destroyed")
    return f"killed by SIGKILL; after the start {removed} destroyed, {SIZE - removed} whole"


def _job(town, kind):
    url = town.get(ARCHIVIST, f"{town.act}/@destruction-acts")["jobs"][kind]
    return url.rpartition("/")[2]


def _wait_until_running(town, uid):
    """Return when the job has begun and, if it can be seen, has dealt with a part of the rows."""
    deadline = time.monotonic() + SEEN_SECONDS
    while time.monotonic() < deadline:
        job = town.get(ARCHIVIST, f"/@jobs/{uid}")
        if job["state"] == "running" and job["done"]:
            return
        if job["state"] not in ("queued", "running"):
            raise Broken(f"the job was {job['state']} before it could be interrupted")
        time.sleep(0.02)
    raise Broken("no worker took the job")


def _rows(town):
    return town.get(AUDITOR, f"{town.act}/@destruction-acts/rows?b_size=500")["items"]


def _states(town):
    """UID → state of all records of the archive, as the catalog tells."""
    found = {}
    for state in ("selected", "destroyed", "closed", "archived"):
        start = 0
        while True:
            query = f"/@search?review_state={state}&portal_type=case_file&portal_type=tombstone"
            fields = "&metadata_fields=UID"
            page = town.get(AUDITOR, f"{query}{fields}&b_size=500&b_start={start}")
            found.update({one["UID"]: state for one in page["items"]})
            start += 500
            if start >= page["items_total"]:
                break
    return found


def _removed(town):
    """UIDs of the rows that the act calls destroyed."""
    return {row["UID"] for row in _rows(town) if row["result"] and row["result"]["id"] == "removed"}


def _fits(uid, state, before, after):
    """Whether a record is destroyed by the act's own word, or whole and not called destroyed."""
    return uid in after if state == "destroyed" else uid not in before


@step("resume", by="the started server", read_by="auditor")
def resume(town):
    """The next worker goes on behind the last row that was done."""
    town.finished(ARCHIVIST, _job(town, "act-execute"))
    act = town.get(AUDITOR, f"{town.act}/@destruction-acts")
    rows, states = _rows(town), _states(town)
    gone = _removed(town)
    removed = [row for row in rows if row["UID"] in gone]
    kept = [row for row in rows if row["decision"]["id"] == "keep"]
    see(len(removed) == GONE == act["totals"]["removed"], f"{len(removed)}, {act['totals']}")
    see(all(states[row["UID"]] == "destroyed" for row in removed), "a tombstone is missing")
    see(all(states[row["UID"]] in ("closed", "archived") for row in kept), "a kept one is gone")
    see(act["state"]["id"] == "closed", f"the act is {act['state']}")
    town.removed, town.kept = removed, kept
    return f"{len(removed)} destroyed, {len(kept)} kept and whole, the act is closed"


@step("enter the paper half", by="archivist", read_by="auditor")
def enter_paper(town):
    """Weight, method, who handed over to whom, date, witnesses."""
    paper = {
        "method": "Передача на переработку",
        "weight": "41,5",
        "handed_over_by": "Осипова Ж. А., делопроизводитель",
        "received_by": "ООО «Вторсырьё», накладная № 118",
        "destroyed_on": town.today.isoformat(),
        "witnesses": ["Островская К. С.", "Захарова Л. П."],
    }
    town.post(ARCHIVIST, f"{town.act}/@destruction-acts/paper", paper)
    read = town.get(AUDITOR, f"{town.act}/@destruction-acts")["paper"]
    see(read["weight"] == paper["weight"], f"the auditor reads {read}")
    return f"{read['weight']} kg, {read['received_by']}, {len(read['witnesses'])} witnesses"
