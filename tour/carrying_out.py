"""The act is carried out, the server killed in the middle; what is left is traced and read."""

from collections import Counter
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tour.acting import SIZE
from tour.telling import Broken
from tour.telling import see
from tour.telling import step
from tour.town import ARCHIVIST
from tour.town import AUDITOR
from tour.town import DATA

import csv
import time


GONE = SIZE - 2
SEEN_SECONDS = 120
#: Seconds after the worker has taken the job: a part of what 200 records take.
INTO_THE_WORK = 0.25


@step("carry it out, killed in the middle", by="archivist and a power failure", read_by="auditor")
def execute_and_kill(town):
    """SIGKILL while the job runs; then each record is whole or destroyed."""
    town.step(ARCHIVIST, town.act, "execute", method="Передача на переработку")
    job = _job(town, "act-execute")
    _wait_until_running(town, job)
    town.killed_at = datetime.now(UTC)
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
    """Return in the middle of the job's first chunk.

    The worker's lease is a transaction of its own, so the database grows when the work begins;
    asking the server would take longer than the work on a quick machine.
    """
    data = town.server.folder / "Data.fs"
    deadline = time.monotonic() + SEEN_SECONDS
    size = data.stat().st_size
    state = town.get(ARCHIVIST, f"/@jobs/{uid}")["state"]
    if state not in ("queued", "running"):
        raise Broken(f"the job was {state} before it could be interrupted")
    while state == "queued" and data.stat().st_size == size:
        if time.monotonic() > deadline:
            raise Broken("no worker took the job")
        time.sleep(0.005)
    time.sleep(INTO_THE_WORK)


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
    job = town.finished(ARCHIVIST, _job(town, "act-execute"))
    ended = datetime.fromisoformat(job["finished"])
    see(ended > town.killed_at, f"the job ended at {ended}, before the kill at {town.killed_at}")
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


@step("pack the storage, clear index and caches", by="archivist", read_by="auditor")
def pack(town):
    """Removed is not gone: the database is packed, its former files with it."""
    town.refused_step(ARCHIVIST, town.act, "verify", "stage_packed_open")
    job = town.post(ARCHIVIST, f"{town.act}/@destruction-acts/pack")["job"]
    town.finished(ARCHIVIST, job.rpartition("/")[2])
    reached = _stages(town)
    see(reached["packed"] and reached["caches_cleared"], f"stages are {reached}")
    return f"packed on {reached['packed']}, index and caches cleared on {reached['caches_cleared']}"


def _stages(town):
    found = town.get(AUDITOR, f"{town.act}/@destruction-acts")["stages"]
    return {one["id"]: one["on"] for one in found}


@step("let the backups expire", by="archivist", read_by="auditor")
def expire_backups(town):
    """The archivist confirms it with a day; the age of backups is what the director has set."""
    path = f"{town.act}/@destruction-acts/backups"
    early = {"on": (town.today - timedelta(days=1)).isoformat()}
    town.people.ask(ARCHIVIST, "POST", path, early).refused("backups_not_expired")
    town.post(ARCHIVIST, path, {"on": town.today.isoformat()})
    reached = _stages(town)
    see(reached["backups_expired"], f"stages are {reached}")
    return f"confirmed for {reached['backups_expired']}, backups are kept 0 days by order 103-о"


@step("verify the destruction", by="archivist", read_by="auditor")
def verify(town):
    """Asked of the server; then the files of its database are searched from outside."""
    job = town.post(ARCHIVIST, f"{town.act}/@destruction-acts/verify")["job"]
    town.finished(ARCHIVIST, job.rpartition("/")[2])
    state = town.step(ARCHIVIST, town.act, "verify")
    reached = _stages(town)
    see(reached["verified"] and state == "archived", f"{state}, {reached}")
    titles = own_titles(town)
    found = _in_files(town.server.folder, titles)
    see(not found, f"in the files of the database: {found[:3]}")
    kept = {town.titles[row["UID"]] for row in town.kept}
    see(_in_files(town.server.folder, kept), "the search does not even find what was kept")
    return f"verified on {reached['verified']}; none of {len(titles)} titles stands in any file"


def own_titles(town):
    """Titles of destroyed records that no other record of the archive has."""
    path = DATA / "archive" / "archive_backlog.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        counted = Counter(row["Заголовок"] for row in csv.DictReader(lines, delimiter=";"))
    titles = {town.titles[row["UID"]] for row in town.removed}
    own = {title for title in titles if counted[title] == 1}
    see(own, "no title is the record's own")
    return own


def _in_files(folder, titles):
    """Return (file, title) for each title in the database, its former files, blobs and spool."""
    found = []
    for path in [*folder.glob("Data.fs*"), *folder.glob("blobs*/**/*")]:
        if path.is_file():
            data = path.read_bytes()
            found += [(path.name, title) for title in titles if title.encode() in data]
    return found
