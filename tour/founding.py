"""The school is founded: regulation, offices, lists, commission."""

from base64 import b64encode
from tour.server import ADMIN
from tour.telling import see
from tour.telling import step
from tour.town import ARCHIVIST
from tour.town import AUDITOR
from tour.town import CHAIR
from tour.town import DATA
from tour.town import DATA_OFFICER
from tour.town import DIRECTOR
from tour.town import MEMBERS
from tour.town import NEW_MEMBER
from tour.town import SECRETARY
from tour.town import SITE
from tour.town import TEACHER
from tour.town import ZONE

import csv
import io


#: Records of the archive that a short tour loads: all kinds that fall due are among them.
SHORT_ARCHIVE = 1200

PEOPLE = {
    CHAIR: "Горшкова Анна Алексеевна",
    ARCHIVIST: "Осипова Жанна Анатольевна",
    MEMBERS[0]: "Островская Кристина Станиславовна",
    MEMBERS[1]: "Захарова Лариса Петровна",
    NEW_MEMBER: "Черкасова Наталья Семёновна",
    DATA_OFFICER: "Демидова Оксана Артёмовна",
    TEACHER: "Зверев Илья Павлович",
}


@step("create the school under neman1", by="the instance's administrator", read_by="anybody")
def create_school(town):
    """The distribution's REST; the regulation is public."""
    answers = {
        "site_id": SITE,
        "title": "МБОУ «Школа № 7»",
        "regulation": "neman1",
        "portal_timezone": ZONE,
        "setup_content": False,
    }
    former, town.people.site = town.people.site, ""
    town.post(ADMIN, f"/@sites/{SITE}", answers)
    town.people.site = former
    read = town.get(None, "/@regulation?b_size=1")
    version = read["version"]
    see(version["name"] == "neman1", f"the regulation is {version['name']}")
    return f"{version['mark']}, приказ {version['order_number']}, {read['items_total']} values"


@step("appoint the director, open the office", by="administrator and director", read_by="secretary")
def open_office(town):
    """The administrator appoints the director; from then on the director gives offices."""
    chief = _enter(town, ADMIN, "Короткова", "Галина", "Ивановна", "Директор")
    town.open_account(DIRECTOR, chief, by=ADMIN)
    town.appoint(chief, "director", "1-к", by=ADMIN)
    clerk = _enter(town, DIRECTOR, "Никулин", "Александр", "Александрович", "Секретарь")
    town.open_account(SECRETARY, clerk)
    town.appoint(clerk, "secretary", "2-к")
    visitor = _enter(town, DIRECTOR, "Ревизорова", "Ольга", "Петровна", "Проверяющий")
    town.open_account(AUDITOR, visitor)
    town.appoint(visitor, "auditor", "3-к")
    held = town.get(SECRETARY, "/@appointments")["items"]
    roles = {one["role"]: one["person"]["name"] for one in held}
    see(set(roles) == {"director", "secretary", "auditor"}, f"offices held: {roles}")
    return ", ".join(f"{one['title']}: {one['person']['name']}" for one in held)


def _enter(town, by, last, first, middle, position):
    names = {"last_name": last, "first_name": first, "middle_name": middle}
    return town.post(by, "/@staff", {**names, "position": position})


@step("import pupils", by="secretary", read_by="director")
def import_pupils(town):
    """The list of 1,080 pupils, and those who left."""
    one = _imported(town, SECRETARY, "contingent", "contingent.xlsx", {"register": True})
    town.pupils = _numbers(one)
    found = town.get(DIRECTOR, "/@search?portal_type=personal_file&b_size=1")["items_total"]
    classes = town.get(DIRECTOR, "/@classes?b_size=1&all=1")["items_total"]
    see(found == town.pupils["filed"] == 1093, f"{found} files, {town.pupils}")
    see(classes == 40, f"{classes} classes")
    return f"{found} personal files in {classes} classes"


@step("import staff, open accounts", by="secretary and director", read_by="auditor")
def import_staff(town):
    """People by the secretary; the offices of the school wait until the director loads the list.

    Passwords are shown once, to the director.
    """
    order = {"year": 2025, "order_number": "15-к", "order_date": "2025-08-29"}
    waiting = _numbers(_imported(town, SECRETARY, "staff", "staff.xlsx", order))["waiting"]
    see(waiting > 0, "no office waits for the director")
    numbers = _numbers(_imported(town, DIRECTOR, "staff", "staff.xlsx", order))
    see(not numbers.get("waiting"), f"offices still wait: {numbers}")
    for login, name in PEOPLE.items():
        town.open_account(login, town.person(name))
    people = town.get(AUDITOR, "/@staff?b_size=1")["items_total"]
    teachers = town.get(AUDITOR, "/@appointments?role=class_teacher&b_size=1")["items_total"]
    see(people == 74, f"{people} people, {numbers}")
    see(teachers > 0, "no class teacher")
    return (
        f"{people} people, {teachers} class teachers, {waiting} offices given by the director, "
        f"{len(PEOPLE)} accounts opened"
    )


@step("import the archive", by="archivist", read_by="auditor")
def import_archive(town):
    """The backlog: files of 1961–2025 that lie in the archive."""
    path = DATA / "archive" / "archive_backlog.csv"
    data = path.read_bytes()
    if town.short:
        lines = data.split(b"\r\n")
        data = b"\r\n".join(lines[: SHORT_ARCHIVE + 1]) + b"\r\n"
    # BOM, header and an empty line at the end are no records.
    town.archive_rows = len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))) - 1
    one = _imported(town, ARCHIVIST, "backlog", path.name, {}, data)
    # Beside it may lie the report of the first daily check of the archive.
    asked = "/@search?portal_type=case_file&b_size=1"
    cases = town.get(AUDITOR, asked)["items_total"]
    reports = town.get(AUDITOR, f"{asked}&record_doc_type=integrity_report")["items_total"]
    found = cases - reports
    see(found == town.archive_rows, f"{found} of {town.archive_rows} records: {_numbers(one)}")
    return f"{found} records of the archive"


@step("appoint the commission by order", by="secretary and director", read_by="auditor")
def appoint_commission(town):
    """The order is filed, approved and signed; appointments rest on it."""
    body = {
        "@type": "order",
        "title": "О составе экспертной комиссии",
        "doc_type": "order_main",
        "dated_on": town.today.isoformat(),
        "registration_number": "101-о",
        "text": "Включить в состав экспертной комиссии Черкасову Н. С.",
        "storage_place": "Канцелярия",
        "carriers": [{"carrier": "paper"}],
    }
    order = town.post(SECRETARY, "/orders", body)
    town.step(SECRETARY, order["@id"], "submit")
    town.step(DIRECTOR, order["@id"], "approve")
    state = town.step(DIRECTOR, order["@id"], "sign", signature_fact="Подписан собственноручно")
    see(state == "signed", f"the order is {state}")
    person = town.person(PEOPLE[NEW_MEMBER])
    town.appoint(person, "commission_member", "101-о", order_uid=order["UID"])
    members = town.get(AUDITOR, "/@appointments?role=commission_member")["items"]
    chairs = town.get(AUDITOR, "/@appointments?role=commission_chair")["items"]
    names = {one["person"]["name"] for one in members}
    see(len(chairs) == 1, f"{len(chairs)} chairs")
    see(PEOPLE[NEW_MEMBER] in names, f"members are {names}")
    return f"chair {chairs[0]['person']['name']}, {len(names)} members, order {order['UID'][:8]}"


def _imported(town, login, kind, name, options, data=None):
    """Import a list and wait; returns the journal's entry."""
    path = DATA / "lists" / name
    body = {
        "kind": kind,
        "filename": name,
        "data": b64encode(path.read_bytes() if data is None else data).decode(),
        "options": options,
    }
    begun = town.post(login, "/@imports", body)
    town.finished(login, begun["job"])
    return town.get(login, f"/@imports/{begun['uid']}")


def _numbers(one):
    return {number["name"]: number["count"] for number in one["numbers"]}
