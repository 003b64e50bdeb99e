"""How the file plan is edited, approved and carried over to the next year over REST."""


def play(say, school):
    """The archivist edits what the secretary drew; the director approves it."""
    plan = "/@file-plan/2026"
    item = {
        "index": "02-90",
        "title": "Журналы кружков",
        "doc_type": "class_journal",
        "volumes": 3,
        "years": 7,
        "article": "решение ЭК от 20.01.2026 № 1",
    }
    say("file-plan-item-post", "archivist", "POST", f"{plan}/items", item, 201)
    path = f"{plan}/items/02-90"
    shorter = {"years": 3, "title": ""}
    say("file-plan-item-refused", "archivist", "PATCH", path, shorter, 409)
    say("file-plan-item-patch", "archivist", "PATCH", path, {"note": "каб. 5"})
    minutes = {"minutes_number": "1", "minutes_date": "2026-01-30"}
    say("file-plan-forbidden", "archivist", "POST", f"{plan}/approve", minutes, 403)
    say("file-plan-approve", "director", "POST", f"{plan}/approve", minutes)
    say("file-plan-item-locked", "archivist", "DELETE", path, None, 409)
    say("file-plan-close-refused", "archivist", "POST", f"{plan}/close", {}, 409)
    say("file-plan-next", "archivist", "POST", f"{plan}/next", {}, 201)
    record = {
        "@type": "case_file",
        "title": "Журнал кружка «Физика вокруг нас»",
        "doc_type": "class_journal",
        "case_index": "02-99",
        "opened_on": "2026-02-02",
    }
    made = school.ask("secretary", "POST", "/cases", record).json()
    register = f"{made['@id'].partition('/plone')[2]}/@workflow/register"
    say("file-plan-index-refused", "secretary", "POST", register, {}, 409)
