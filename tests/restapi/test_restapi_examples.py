"""The recorded examples of docs/reference/rest: real requests, real answers.

A plain run compares; ``make docs`` (UPDATE_DOCS=1) writes ``http-examples/*.req|.resp`` and the
blocks between ``<!-- example: name -->`` and ``<!-- end -->`` on the pages. What changes from run
to run (ids, moments, hashes, the port) is replaced by steady values in the order in which it first
appears.
"""

from collective.schoolrecords.exchange import journal
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from pathlib import Path
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import base64
import json
import os
import pytest
import re
import story_access_log
import story_act_rules
import story_acts
import story_audit
import story_books
import story_case_kinds
import story_certifying_sheet
import story_checkpoints
import story_file_plan
import story_fixity
import story_holds
import story_import_annul
import story_inventories
import story_local_regulations
import story_portfolio
import story_protocols
import story_receipts
import story_sheets
import story_signature_checks
import story_signatures
import story_tombstones
import story_trust
import story_year_work


FOLDER = Path(__file__).parent / "http-examples"
PAGES = Path(__file__).parents[2] / "docs" / "reference" / "rest"
SITE = "http://127.0.0.1:8080/school"
MOMENT = "2026-02-02T09:00:00+00:00"

_HEX = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d|Z)?")
#: Signatures, and what they are made over, differ with every key.
_SIGNED = re.compile(r'"(signature|body)": "[A-Za-z0-9+/]{200,}=*"')
#: Keys are made anew: the day on which a certificate of theirs was revoked is as near as today.
_REVOKED = re.compile(r"(отозван с )\d\d\.\d\d\.\d{4}")
_WAITED = re.compile(r'"waited_seconds": \d+')
#: A list as a school might send it; the birthday in the third line does not exist.
PUPILS = """Фамилия;Имя;Дата рождения;Класс;Буква личного дела;Номер личного дела
Ёжикова;Ольга;03.04.2018;1А;Е;4
Жуков;Пётр;31.02.2018;1А;Ж;2
"""
_BLOCK = re.compile(r"<!-- example: ([a-z0-9-]+) -->\n.*?<!-- end -->", re.DOTALL)


class Recorder:
    """Asks the school and keeps what was said, in steady words."""

    def __init__(self, school):
        self.school = school
        self.examples = {}
        self._steady = {}

    def __call__(self, name, user_id, method, path, json_body=None, status=200):
        answer = self.school.ask(user_id, method, path, json_body)
        assert answer.status_code == status, (name, answer.status_code, answer.text)
        self.examples[name] = (
            self.steady(request_text(user_id, method, path, json_body)),
            self.steady(response_text(answer)),
        )
        return answer

    def steady(self, text):
        """Replace what differs between two runs."""
        text = text.replace(self.school.portal.absolute_url(), SITE)
        text = _MOMENT.sub(MOMENT, text).replace("test_user_1_", "secretary")
        text = _SIGNED.sub(r'"\1": "MIIG…"', text)
        text = _REVOKED.sub(r"\g<1>01.02.2026", text)
        text = _WAITED.sub('"waited_seconds": 0', text)
        return _HEX.sub(self._number, text)

    def _number(self, match):
        found = match.group()
        number = self._steady.setdefault(found, len(self._steady) + 1)
        return f"{number:0{len(found)}x}"


def request_text(user_id, method, path, body):
    """A request as it goes over the wire, with an invented password."""
    token = base64.b64encode(f"{user_id}:secret".encode()).decode()
    lines = [f"{method} /school{path} HTTP/1.1", "Accept: application/json"]
    if user_id != "anonymous":
        lines.append(f"Authorization: Basic {token}")
    if body is not None:
        lines += ["Content-Type: application/json", "", pretty(body)]
    return "\n".join(lines) + "\n"


def response_text(answer):
    """An answer: status, the headers that matter, the body."""
    lines = [f"HTTP/1.1 {answer.status_code} {answer.reason}"]
    lines += [
        f"{name}: {answer.headers[name]}"
        for name in ("Content-Type", "Location")
        if name in answer.headers
    ]
    if answer.content:
        lines += ["", pretty(answer.json())]
    return "\n".join(lines) + "\n"


def pretty(data):
    return json.dumps(data, ensure_ascii=False, indent=2)


def blocks(text, examples):
    """A page with the examples that it names put in."""

    def block(match):
        asked, answered = examples[match[1]]
        return (
            f"<!-- example: {match[1]} -->\n```http\n{asked}```\n\n"
            f"```http\n{answered}```\n<!-- end -->"
        )

    return _BLOCK.sub(block, text)


def play(say, school):
    """Everything the pages show, in one sitting: the order of the calls is part of the story."""
    file, case = school.path(school.file), school.path(school.case)
    year = f"{file}/@year-results/2024-25"
    say("record", "auditor", "GET", case)

    say("classes-get", "auditor", "GET", "/@classes")
    say("classes-post", "secretary", "POST", "/@classes", {"grade": 7, "letter": "В"}, 201)
    say("classes-refused", "secretary", "POST", "/@classes", {"grade": 7, "letter": "В"}, 400)
    opened = f"/@classes/{school.other_cohort.id}"
    say("classes-patch", "secretary", "PATCH", opened, {"letter": "К", "since": "2026-02-02"}, 204)
    say("staff-get", "auditor", "GET", "/@staff?role=archivist")
    person = {"last_name": "Ёлкина", "first_name": "Анна", "position": "учитель физики"}
    made = say("staff-post", "secretary", "POST", "/@staff", person, 201).json()
    say("appointments-get", "auditor", "GET", "/@appointments?role=director")
    order = {"order_number": "15-К", "order_date": "2026-01-30", "start": "2026-02-02"}
    office = {"person": made["id"], "role": "archivist", **order}
    say("appointments-post", "director", "POST", "/@appointments", office, 201)
    say("appointments-refused", "secretary", "POST", "/@appointments", office, 403)
    path = "documents.certificate_book.retention"
    say("regulation-get", "anonymous", "GET", f"/@regulation?path={path}")

    say("next-number", "secretary", "GET", "/personal-files/@next-number?letter=К")
    number = "/orders/@next-number?doc_type=order_movement&year=2025"
    say("next-number-order", "secretary", "GET", number)
    say("preconditions-get", "secretary", "GET", f"{file}/@preconditions/close")
    say("workflow-get", "archivist", "GET", f"{case}/@workflow")
    close = f"{case}/@workflow/close"
    say("workflow-refused", "archivist", "POST", close, {"closed_on": "2024-01-01"}, 409)
    say("workflow-post", "archivist", "POST", close, {"closed_on": "2025-08-31"})

    entered = {
        "marks": {"Алгебра": "4", "Физика": "5"},
        "decision": "promoted",
        "minutes_number": "8",
        "minutes_date": "2025-05-30",
    }
    seen = say("year-results-patch", "class_teacher", "PATCH", year, entered).json()["version"]
    halves = {"half_year_1": {"Алгебра": "4"}, "grade": 6}
    say("year-results-half-years", "class_teacher", "PATCH", year, halves, 409)
    certify = f"{year}/certify"
    signed = {"signer": "class_teacher", "fact": "Личное дело, лист 5", "seen": seen}
    year_json = say("year-results-certify", "class_teacher", "POST", certify, signed).json()
    say("year-results-changed", "secretary", "POST", certify, {**signed, "signer": "seal"}, 409)
    sealed = {"signer": "seal", "fact": "Печать, лист 5", "seen": year_json["version"]}
    say("year-results-forbidden", "class_teacher", "POST", certify, sealed, 403)
    say("year-results-seal", "secretary", "POST", certify, sealed)
    say("year-results-locked", "secretary", "PATCH", year, {"marks": {"Физика": "3"}}, 409)
    change = {"subject": "Физика", "mark": "4", "reason": "Описка, приказ 5-у"}
    say("year-results-correct", "director", "POST", f"{year}/correct", change)
    say("inner-inventory", "secretary", "GET", f"{file}/@inner-inventory")
    given = {"holder": "Инспектор отдела опеки", "until": "2026-02-20", "basis": "Запрос № 14"}
    say("holder-post", "secretary", "POST", f"{file}/@holder", given)
    say("holder-refused", "secretary", "POST", f"{file}/@holder", given, 409)
    back = {"condition": "damaged", "remarks": "Порвана обложка"}
    say("holder-return", "secretary", "POST", f"{file}/@holder/return", back)
    moved = {"cohort_id": school.other_cohort.id, "basis": "Приказ 9-у от 01.02.2026"}
    say("move-to-class-post", "secretary", "POST", f"{file}/@move-to-class", moved)
    say("move-to-class-refused", "secretary", "POST", f"{file}/@move-to-class", moved, 409)
    say("record-history-auditor", "auditor", "GET", f"{file}/@record-history?b_size=2")
    say("record-history-family", "guardian", "GET", f"{file}/@record-history?event=transition")

    say("due-get", "archivist", "GET", "/@due?on=2051-01-01&doc_type=summary_sheet")
    say("due-refused", "archivist", "GET", "/@due?kind=journal&b_size=9999", None, 400)
    job = say("due-rebuild", "director", "POST", "/@due/rebuild", {}, 202).json()
    say("jobs-get", "director", "GET", "/@jobs?state=queued")
    say("jobs-cancel", "director", "POST", f"/@jobs/{job['uid']}/cancel", {})
    say("file-plan-post", "secretary", "POST", "/@file-plan/2026", {}, 201)
    say("file-plan-get", "auditor", "GET", "/@file-plan/2026?unit=03&b_size=2")


def play_an_import(say, school):
    """A list is tried, loaded, refused the second time, and taken back."""
    order = {
        "kind": "contingent",
        "filename": "список-1А.csv",
        "data": base64.b64encode(PUPILS.encode()).decode(),
        "options": {"year": 2025},
    }
    say("imports-dry-run", "secretary", "POST", "/@imports", {**order, "dry_run": True})
    one = say("imports-post", "secretary", "POST", "/@imports", order, 201).json()
    work_on(school, one["uid"])
    say("imports-get", "secretary", "GET", f"/@imports/{one['uid']}?findings_start=0")
    say("imports-repeated", "secretary", "POST", "/@imports", order, 409)
    unreadable = {**order, "filename": None, "data": "это не base64"}
    say("imports-unreadable", "secretary", "POST", "/@imports", unreadable, 400)
    numberless = "".join(f"{line.rsplit(';', 2)[0]}\n" for line in PUPILS.splitlines())
    lacking = {**order, "data": base64.b64encode(numberless.encode()).decode()}
    say("imports-file-refused", "secretary", "POST", "/@imports", lacking, 409)
    say("imports-forbidden", "auditor", "GET", "/@imports", None, 403)
    say("imports-undo", "secretary", "POST", f"/@imports/{one['uid']}/undo", {}, 202)
    work_on(school, one["uid"])
    say("imports-list", "secretary", "GET", "/@imports?b_size=10")


def work_on(school, uid):
    """Do what the server's worker does: run the import's job to its end."""
    with school.as_test_user():
        one = journal.imports_of(school.portal).get(uid)
        run_now(school.portal, get_jobs(school.portal).get(one.undo_job or one.job))


#: Each has steady words of its own, so that a new one moves nothing in the others.
STORIES = (
    story_checkpoints.play,
    # Early: what they count is the school as it was made.
    story_access_log.play,
    story_audit.play,
    story_fixity.play,
    play,
    play_an_import,
    story_inventories.play,
    story_act_rules.play,
    story_holds.play,
    story_file_plan.play,
    story_certifying_sheet.play,
    story_receipts.play,
    story_acts.play,
    story_tombstones.play,
    story_portfolio.play,
    story_signatures.play,
    story_sheets.play,
    story_trust.play,
    story_local_regulations.play,
    story_import_annul.play,
    story_books.play,
    story_protocols.play,
    story_case_kinds.play,
    story_year_work.play,
    # Late: the director bears another name from here on.
    story_signature_checks.play,
)


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


@pytest.mark.docs
def test_the_pages_show_what_the_server_says(school):
    examples = {}
    for story in STORIES:
        recorder = Recorder(school)
        story(recorder, school)
        examples |= recorder.examples

    wanted = {}
    for name, (asked, answered) in examples.items():
        wanted[FOLDER / f"{name}.req"] = asked
        wanted[FOLDER / f"{name}.resp"] = answered
    for page in sorted(PAGES.glob("*.md")):
        wanted[page] = blocks(page.read_text(encoding="utf-8"), examples)
    if os.environ.get("UPDATE_DOCS", "") not in ("", "0"):
        FOLDER.mkdir(exist_ok=True)
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
    stale = [
        path.name
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    left = {path.name for path in FOLDER.iterdir()} - {path.name for path in wanted}
    assert (stale, left) == ([], set()), "examples differ from the server: run `make docs`"


def test_every_example_stands_on_a_page():
    shown = {
        name for page in PAGES.glob("*.md") for name in _BLOCK.findall(page.read_text("utf-8"))
    }
    recorded = {path.stem for path in FOLDER.glob("*.req")}

    assert shown == recorded
    assert recorded == {path.stem for path in FOLDER.glob("*.resp")}


def test_the_index_leads_to_every_page():
    index = (PAGES / "README.md").read_text(encoding="utf-8")

    for page in PAGES.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def test_what_differs_between_runs_is_made_steady():
    class School:
        class portal:
            @staticmethod
            def absolute_url():
                return "http://localhost:55001/plone"

    recorder = Recorder(School)
    text = recorder.steady(
        "http://localhost:55001/plone/x/" + "ab" * 8 + " 2026-11-22T01:02:03.5+00:00 " + "ab" * 8
    )

    assert text == f"{SITE}/x/{1:016x} {MOMENT} {1:016x}"
