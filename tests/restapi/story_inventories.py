"""How an inventory is compiled, agreed, approved, entered from paper and looked up over REST."""

from builders import case_file
from builders import step
from datetime import date


def play(say, school):
    """The archivist compiles, the chair agrees, the director approves, the auditor reads."""
    with school.as_test_user("Secretary", "Archivist"):
        for number, title in ((1, "Протоколы педагогического совета № 1–5"), (2, "№ 6–9")):
            record = case_file(
                doc_type="council_minutes",
                case_index="01-03",
                title=title,
                record_volume=str(number),
                opened_on=date(2024, 1, 9),
                sheets=100 + number,
            )
            step(record, "register")
            step(record, "close", closed_on=date(2024, 12, 27))
    draft = {
        "@type": "inventory",
        "title": "Опись дел постоянного хранения за 2024 год",
        "kind": "permanent",
        "first_year": 2024,
        "last_year": 2024,
    }
    made = say("inventory-post", "archivist", "POST", "/inventories", draft, 201).json()
    path = made["@id"].partition("/plone")[2]
    say("inventory-compile", "archivist", "POST", f"{path}/@rows/compile", {})
    say("inventory-forbidden", "auditor", "POST", f"{path}/@rows/compile", {}, 403)
    note = {"note": "Том 2 продолжает том 1"}
    say("inventory-row-patch", "archivist", "PATCH", f"{path}/@rows/2", note)
    uid = school.case.UID()
    say("inventory-row-refused", "archivist", "POST", f"{path}/@rows", {"uids": [uid]}, 409)
    school.ask("archivist", "POST", f"{path}/@workflow/submit", {})
    agree = f"{path}/@workflow/agree"
    say("inventory-agree-refused", "commission_chair", "POST", agree, {}, 409)
    minutes = {"minutes_number": "1", "minutes_date": "2026-01-30"}
    say("inventory-agree", "commission_chair", "POST", agree, minutes)
    say("inventory-approve", "director", "POST", f"{path}/@workflow/approve", {})
    say("inventory-rows", "auditor", "GET", f"{path}/@rows?b_size=1")
    on_paper = {**draft, "title": "Опись № 2л по личному составу за 1999–2024 годы"}
    on_paper |= {"kind": "personnel", "first_year": 1999}
    second = school.ask("archivist", "POST", "/inventories", on_paper).json()["@id"]
    entered = {**minutes, "registration_number": "2л", "approved_on": "2026-01-31"}
    paper = f"{second.partition('/plone')[2]}/@workflow/register_paper"
    say("inventory-paper", "archivist", "POST", paper, entered)
    say("inventories-get", "auditor", "GET", "/@inventories?year=2023&year=2024&b_size=1")
