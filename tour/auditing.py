"""The auditor reads everything and writes nothing."""

from hashlib import sha256
from tour.carrying_out import own_titles
from tour.telling import see
from tour.telling import step
from tour.town import ARCHIVIST
from tour.town import AUDITOR
from tour.town import DIRECTOR

import json
import re


@step("read a tombstone and its history", by="auditor", read_by="archivist")
def read_tombstone(town):
    """The old address answers what remains: no name, the act, and a chain that still holds."""
    row = town.removed[0]
    address = row["record"]["@id"]
    stone = town.get(AUDITOR, address)
    see(stone["@type"] == "tombstone", f"{address} is a {stone['@type']}")
    see(stone["UID"] == row["UID"], "it has another UID")
    history = town.get(AUDITOR, f"{address}/@record-history?verify=1&b_size=100")
    events = [one["event"] for one in history["items"]]
    see(not town.faults(history), f"the chain has faults: {town.faults(history)}")
    see(events[0] == "destroyed" and events[-1] == "imported", f"events are {events}")
    words = json.dumps([stone, history], ensure_ascii=False)
    told = [name for name in _names(town, row["UID"]) if name in words]
    see(not told, f"the tombstone tells {told}")
    same = town.get(ARCHIVIST, address)["review_state"]
    see(same == "destroyed", f"the archivist reads {same}")
    act = stone["destruction_act"]
    said = f"{stone['title']}, {stone['state']['title']} by act № {act['number']}"
    return f"{said}: {' → '.join(reversed(events))}"


def _names(town, uid):
    """The words of the title that the record had in the archive's list."""
    title = town.titles[uid]
    return [word for word in re.findall(r"\w+", title) if len(word) > 4 and word[0].isupper()][1:]


@step("follow a record by links alone", by="auditor", read_by="archivist")
def follow_links(town):
    """From the list of tombstones to the record, its history, its row and its act."""
    uid = town.get(ARCHIVIST, town.act)["UID"]
    listed = town.get(AUDITOR, f"/@tombstones?act={uid}&b_size=500")
    removed = {row["UID"] for row in town.removed}
    see({one["UID"] for one in listed["items"]} == removed, f"{listed['items_total']} tombstones")
    stone = town.get(AUDITOR, listed["items"][-1]["@id"])
    history = town.get(AUDITOR, stone["services"]["record-history"])
    row = town.get(AUDITOR, stone["destruction_act"]["row"])
    act = town.get(AUDITOR, stone["destruction_act"]["@id"])
    see(row["UID"] == stone["UID"] and row["result"]["id"] == "removed", f"row {row['position']}")
    see(act["UID"] == uid and act["review_state"] == "archived", f"the act is {act['state']}")
    entries = history["items_total"]
    return f"{listed['items_total']} tombstones; {entries} entries, row {row['position']}, the act"


@step("read the evidence filed with the act", by="auditor", read_by="director")
def read_evidence(town):
    """Its files have the sums that are told, and none of them names what was destroyed."""
    listed = town.get(AUDITOR, f"{town.act}/@evidence")["files"]
    see(len(listed) >= 3, f"{len(listed)} files")
    again = town.get(DIRECTOR, f"{town.act}/@evidence")["files"]
    sums = {one["name"]: one["sha256"] for one in listed}
    see(sums == {one["name"]: one["sha256"] for one in again}, "the director sees other files")
    for one in listed:
        answer = town.people.ask(AUDITOR, "GET", one["@id"])
        see(answer.status == 200, f"{answer.call}: {answer.status}")
        see(sha256(answer.body).hexdigest() == one["sha256"], f"{one['name']} has another sum")
        told = [title for title in own_titles(town) if title.encode() in answer.body]
        see(not told, f"{one['name']} tells {told[:3]}")
    return ", ".join(f"{one['name']} ({one['size']:,} bytes)" for one in listed)


@step("read the printed act and its minutes", by="auditor", read_by="director")
def read_print(town):
    """PDF/A, as it would be signed; everybody who may see the act prints the same pages."""
    said = []
    for view in ("print-act", "print-act-protocol"):
        path = f"{town.act}/@@{view}"
        mine, other = (town.people.ask(login, "GET", path, accept="*/*") for login in _READERS)
        for answer in (mine, other):
            see(answer.status == 200, f"{answer.call}: {answer.status}")
            see(answer.body.startswith(b"%PDF") and b"pdfaid:part" in answer.body, "it is no PDF/A")
        pages = re.search(rb"/Type/Pages/Count (\d+)", mine.body)
        same = re.search(rb"/Type/Pages/Count (\d+)", other.body)
        see(pages and same and pages[1] == same[1], "director and auditor print different pages")
        said.append(f"{view}: {int(pages[1])} pages, {len(mine.body):,} bytes")
    return "; ".join(said)


_READERS = (AUDITOR, DIRECTOR)


@step("try to write", by="auditor", read_by="director")
def auditor_writes_nothing(town):
    """Each writing method is refused; the head of the chain stays; the whole archive holds."""
    heads = [town.get(DIRECTOR, f"{path}/@record-history?b_size=1") for path in _records(town)]
    new = {"@type": "personal_file", "last_name": "А", "first_name": "Б"}
    attempts = [
        ("POST", "/personal-files", new),
        ("POST", "/@staff", {"last_name": "А", "first_name": "Б"}),
        ("POST", "/@appointments", {}),
        ("POST", "/@classes", {"grade": 1, "letter": "Я"}),
        ("POST", "/@regulation", {}),
        ("POST", "/@due/rebuild", {}),
        ("POST", "/@imports", {}),
        ("POST", "/destruction-acts", {"@type": "destruction_act", "title": "Акт"}),
        ("POST", "/inventories", {"@type": "inventory", "title": "Опись"}),
    ]
    for path, step_id, details in (
        (town.file, "transfer", {"receiver": "x", "basis": "x"}),
        (town.order, "close", {"closed_on": "2026-06-01"}),
        (town.case, "archive", {}),
    ):
        attempts += [
            ("PATCH", path, {"title": "Другое"}),
            ("DELETE", path, None),
            ("POST", f"{path}/@workflow/{step_id}", details),
            ("POST", f"{path}/@holds", {"reason": "x"}),
            ("POST", f"{path}/@holder", {"holder": "x", "basis": "x"}),
        ]
    for method, path, body in attempts:
        answer = town.people.ask(AUDITOR, method, path, body)
        see(answer.status in (401, 403), f"{answer.call}: {answer.status}")
    again = [town.get(DIRECTOR, f"{path}/@record-history?b_size=1") for path in _records(town)]
    same = [one["items_total"] for one in again] == [one["items_total"] for one in heads]
    see(same, "a chain has grown")
    looked_at = _whole_archive(town)
    return f"{len(attempts)} attempts, all refused; {looked_at} chains hold"


def _whole_archive(town):
    """Whatever the tour did, no chain and no record has a fault; returns how many were looked at."""
    looked_at, address = 0, "/@verify?broken=1&b_size=500"
    while address is not None:
        found = town.get(AUDITOR, address)
        wrong = [(one["path"], [two["code"] for two in one["findings"]]) for one in found["items"]]
        see(not wrong, f"{wrong[:3]}")
        looked_at, address = looked_at + found["looked_at"], found["next"]
    return looked_at


def _records(town):
    return [town.file, town.order, town.case]
