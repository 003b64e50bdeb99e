"""The auditor reads everything and writes nothing."""

from tour.telling import see
from tour.telling import step
from tour.town import AUDITOR
from tour.town import DIRECTOR


@step("try to write", by="auditor", read_by="director")
def auditor_writes_nothing(town):
    """Each writing method is refused; the head of the chain stays."""
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
    return f"{len(attempts)} attempts, all refused"


def _records(town):
    return [town.file, town.order, town.case]
