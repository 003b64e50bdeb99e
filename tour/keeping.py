"""What falls due, and the walls around what is kept."""

from collections import Counter
from tour.server import ADMIN
from tour.telling import see
from tour.telling import step
from tour.town import ARCHIVIST
from tour.town import AUDITOR
from tour.town import DATA
from tour.town import DIRECTOR
from tour.town import SECRETARY
from tour.town import TABLE_DAY

import csv


MARK = "N1"
COUNTS = ("rows", "never", "open", "error", "due", "on_hold", "selectable")
COLUMNS = ("rows", "never", "open", "error", "due_2026_11_21", "of_them_on_hold")


def _table(name):
    with (DATA / "archive" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def expected_due(rows):
    """Return doc_type → (records that are due, held ones among them) of the first ``rows`` rows."""
    due, held = Counter(), Counter()
    for row in _table("archive_expected.csv")[:rows]:
        day = row[MARK]
        if day[:4].isdigit() and day <= TABLE_DAY:
            due[row["type"]] += 1
            held[row["type"]] += bool(row["hold"])
    return due, held


@step("show what falls due", by="archivist", read_by="auditor")
def show_due(town):
    """The counts equal those of the published table, type by type."""
    seen = town.get(ARCHIVIST, f"/@due?on={TABLE_DAY}&b_size=1")
    again = town.get(AUDITOR, f"/@due?on={TABLE_DAY}&b_size=1")
    see(seen["counts"] == again["counts"], "archivist and auditor see different counts")
    types = {one["id"]: one for one in seen["types"]}
    due, held = expected_due(town.archive_rows)
    found = {name: (one["due"], one["on_hold"]) for name, one in types.items() if one["due"]}
    wanted = {name: (count, held[name]) for name, count in due.items()}
    see(found == wanted, f"due {found}, expected {wanted}")
    if not town.short:
        _equal_to_table(types)
    counts = seen["counts"]
    return f"due {counts['due']}, held {counts['on_hold']}, selectable {counts['selectable']}"


def _equal_to_table(types):
    """Every count of every type that the school has filed nothing else of."""
    for row in _table("archive_expected_counts.csv"):
        if row["profile"] != MARK or row["type"] in ("TOTAL", "personal_file"):
            continue
        one = types[row["type"]]
        wanted = [int(row[name]) for name in (*COLUMNS, "may_be_selected")]
        found = [one[name] for name in COUNTS]
        if row["type"].startswith("order"):
            # The tour has filed orders of its own, which are not due.
            wanted, found = wanted[4:], found[4:]
        see(found == wanted, f"{row['type']}: {found}, expected {wanted}")


@step("refuse REST DELETE", by="everybody in an office", read_by="auditor")
def refuse_delete(town):
    """Nothing past draft is deleted, by nobody, on no path."""
    # A record of permanent storage, which no act of the tour touches.
    never = town.get(ARCHIVIST, "/@due?status=never&b_size=100")["items"]
    town.case = next(one["@id"] for one in never if "/cases/" in one["@id"])
    before = town.get(AUDITOR, f"{town.case}/@record-history")["head"]
    said = []
    for login in (SECRETARY, ARCHIVIST, DIRECTOR, ADMIN):
        for path in (town.case, town.file, town.order):
            answer = town.people.ask(login, "DELETE", path)
            answer.refused(statuses=(401, 403))
            said.append(answer.status)
    after = town.get(AUDITOR, f"{town.case}/@record-history?verify=1")
    see(after["head"] == before and not town.faults(after), "the record has changed")
    return f"{len(said)} attempts, all refused; head of the chain as before"


@step("refuse the Manager", by="the instance's administrator", read_by="auditor")
def refuse_manager(town):
    """Separation of duties holds for Manager too."""
    before = town.get(AUDITOR, f"{town.case}/@record-history")["head"]
    attempts = (
        ("PATCH", town.case, {"title": "Другое"}),
        ("POST", f"{town.case}/@workflow/destroy", {}),
        ("POST", f"{town.case}/@workflow/select", {}),
        ("POST", "/orders/@move", {"source": town.case}),
        ("PATCH", f"{town.case}/@history", {"version": 0}),
        ("POST", f"{town.case}/@sharing", {"inherit": False}),
    )
    for method, path, body in attempts:
        answer = town.people.ask(ADMIN, method, path, body)
        see(answer.status >= 400, f"{answer.call}: {answer.status}")
    after = town.get(AUDITOR, f"{town.case}/@record-history?verify=1")
    see(after["head"] == before and not town.faults(after), "the record has changed")
    return f"{len(attempts)} attempts, all refused; head of the chain as before"
