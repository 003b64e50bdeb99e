"""The office files, approves and certifies; what is not ready is refused."""

from tour.people import uploaded
from tour.telling import see
from tour.telling import step
from tour.town import ARCHIVIST
from tour.town import AUDITOR
from tour.town import DATA
from tour.town import DIRECTOR
from tour.town import SECRETARY
from tour.town import TEACHER


PAPER = [{"carrier": "paper", "copies": 1}]
YEAR = "2025-26"


def _pupil(cohort, letter, number, last_name):
    return {
        "@type": "personal_file",
        "letter": letter,
        "number": number,
        "last_name": last_name,
        "first_name": "Вера",
        "middle_name": "Ильинична",
        "birth_date": "2012-05-17",
        "cohort_id": cohort,
        "admitted_on": "2025-09-01",
        "admission_order_number": "41-у",
        "admission_order_date": "2025-08-28",
        "storage_place": "Приёмная, шкаф 2",
        "carriers": PAPER,
    }


@step("file a personal file", by="secretary", read_by="its class teacher")
def file_personal_file(town):
    """Registered with the next number of the alphabet book, in the teacher's own class."""
    held = town.get(SECRETARY, "/@appointments?role=class_teacher&b_size=500")["items"]
    mine = [one for one in held if one["person"]["name"] == "Зверев Илья Павлович"]
    cohort = mine[0]["cohort"]
    number = town.get(SECRETARY, "/personal-files/@next-number?letter=К")["number"]
    made = town.post(SECRETARY, "/personal-files", _pupil(cohort["id"], "К", number, "Козлова"))
    town.file = made["@id"]
    see(town.step(SECRETARY, town.file, "register") == "current", "it is not current")
    read = town.get(TEACHER, town.file)
    see(read["state"]["id"] == "current", f"the teacher reads {read['state']}")
    town.cohort = cohort["id"]
    return f"{read['title'].split()[0]} in {cohort['label']}, {read['state']['title']}"


@step("file a scan", by="secretary", read_by="its class teacher")
def file_scan(town):
    """A document with its scan; what is no picture is refused and leaves nothing behind."""
    scans = DATA / "scans"
    body = {
        "@type": "file_document",
        "kind": "Заявление о приёме",
        "dated_on": "2025-08-20",
        "doc_sheets": 1,
        "scan": uploaded(scans / "01_zayavlenie_o_prieme.pdf", "application/pdf"),
    }
    bad = {**body, "scan": uploaded(scans / "bad_html_renamed.jpg", "image/jpeg")}
    said = town.people.ask(SECRETARY, "POST", town.file, bad)
    said.refused(statuses=(400,))
    paper = town.post(SECRETARY, town.file, body)
    town.paper = paper["@id"]
    town.step(SECRETARY, town.paper, "approve")
    read = town.get(TEACHER, town.paper)
    rows = town.get(TEACHER, f"{town.file}/@inner-inventory")["rows"]
    see(len(rows) == 1, f"the inner inventory has {len(rows)} rows")
    return f"{read['kind']}, {read['scan']['size']} bytes, row 1 of the inner inventory"


@step("file an order, return it, approve and sign it", by="secretary, director", read_by="auditor")
def file_order(town):
    """Who wrote it does not approve it."""
    body = {
        "@type": "order",
        "title": "О зачислении",
        "doc_type": "order_movement",
        "dated_on": "2026-05-20",
        "registration_number": "45-у",
        "text": "Зачислить в 7 класс.",
        "people": [{"name": "Козлова Вера Ильинична"}],
        "storage_place": "Канцелярия",
        "carriers": PAPER,
    }
    town.order = town.post(SECRETARY, "/orders", body)["@id"]
    town.step(SECRETARY, town.order, "submit")
    town.people.ask(SECRETARY, "POST", f"{town.order}/@workflow/approve", {}).refused()
    town.step(DIRECTOR, town.order, "return", reason="Уточнить класс")
    town.step(SECRETARY, town.order, "submit")
    town.step(DIRECTOR, town.order, "approve")
    state = town.step(DIRECTOR, town.order, "sign", signature_fact="Подписан собственноручно")
    history = town.get(AUDITOR, f"{town.order}/@record-history?event=transition&verify=1")
    see(state == "signed" and not town.faults(history), f"{state}, {town.faults(history)}")
    return f"{state} after {history['items_total']} steps, its chain holds"


@step("refuse an uncertified closing, certify the year", by="teacher, secretary", read_by="auditor")
def certify_year(town):
    """A year with results is certified before the file is closed."""
    year = f"{town.file}/@year-results/{YEAR}"
    results = {
        "marks": {"Физика": "5", "Алгебра": "4"},
        "decision": "promoted",
        "minutes_number": "8",
        "minutes_date": "2026-05-30",
    }
    town.people.ask(TEACHER, "PATCH", year, results).good()
    town.leaving = {
        "left_on": "2026-06-25",
        "leaving_reason": "Перевод",
        "leaving_order_number": "77-у",
        "leaving_order_date": "2026-06-25",
    }
    said = town.refused_step(SECRETARY, town.file, "close", "year_not_certified", **town.leaving)
    for login, signer in ((TEACHER, "class_teacher"), (SECRETARY, "seal")):
        seen = town.get(login, year)["version"]
        body = {"signer": signer, "fact": "Личное дело, лист 5", "seen": seen}
        town.post(login, f"{year}/certify", body)
    town.people.ask(TEACHER, "PATCH", year, {"marks": {"Физика": "3"}}).refused("year_locked")
    state = town.get(AUDITOR, year)["state"]
    see(state["id"] == "certified", f"the year is {state}")
    return f"«{said}», then {state['title']}"


@step("hand a file out against signature", by="secretary", read_by="archivist")
def hand_out(town):
    """The paper has left the school; the record says who signed for it."""
    number = town.get(SECRETARY, "/personal-files/@next-number?letter=Л")["number"]
    made = town.post(SECRETARY, "/personal-files", _pupil(town.cohort, "Л", number, "Лисицына"))
    town.handed = made["@id"]
    town.step(SECRETARY, town.handed, "register")
    town.step(SECRETARY, town.handed, "close", **{**town.leaving, "leaving_order_number": "78-у"})
    town.refused_step(SECRETARY, town.handed, "hand_out", "not_given")
    facts = {
        "receiver": "Лисицына Анна Петровна",
        "basis": "Заявление от 25.06.2026",
        "handed_out_on": "2026-06-26",
        "signature_fact": "Подпись в книге выдачи, лист 12",
    }
    see(town.step(SECRETARY, town.handed, "hand_out", **facts) == "handed_out", "it is still here")
    read = town.get(ARCHIVIST, town.handed)
    receipts = town.get(ARCHIVIST, "/@receipts")
    see(receipts["items_total"] == 1, f"{receipts['items_total']} receipts")
    receipt = receipts["items"][0]
    return f"{read['state']['title']}: {facts['receiver']}, receipt № {receipt['number']}"


@step("close and archive", by="secretary and archivist", read_by="auditor")
def close_and_archive(town):
    """Closing keeps the term; nothing is changed afterwards."""
    town.step(SECRETARY, town.file, "close", **town.leaving)
    state = town.step(ARCHIVIST, town.file, "archive")
    town.people.ask(SECRETARY, "PATCH", town.file, {"address": "ул. Мира, 1"}).refused()
    term = town.get(AUDITOR, town.file)["term"]
    see(term["fixed"] and state == "archived", f"{state}, {term}")
    return f"term {term['text']} kept, may enter an act from {term['destroy_from']}"
