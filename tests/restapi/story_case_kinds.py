"""Kinds of case files over REST, and the search over everything."""

from collective.schoolrecords.core.record_codes import code_of
from urllib.parse import quote


def play(say, school):
    """A check and its findings, a certificate that nobody else sees, and what a search finds."""
    report = {
        "@type": "case_file",
        "title": "Справка о проверке журналов 5–9 классов",
        "doc_type": "check_report",
        "case_index": "02-40",
        "opened_on": "2025-12-20",
        "checked_on": "2026-01-20",
        "checked_by": "Заместитель директора",
        "checked_what": "Журналы 5–9 классов",
        "findings": "В журнале 7А не записаны темы уроков",
        "mend_until": "2026-01-27",
    }
    made = say("case-kinds-post", "deputy", "POST", "/cases", report, 201).json()
    path = made["@id"][len(school.portal.absolute_url()) :]
    answer = school.ask("deputy", "POST", f"{path}/@workflow/register", {})
    assert answer.status_code == 200, answer.text
    close = f"{path}/@workflow/close"
    day = {"closed_on": "2026-02-02"}
    say("case-kinds-close-refused", "deputy", "POST", close, day, 409)
    say("case-kinds-patch", "deputy", "PATCH", path, {"mended_on": "2026-01-26"}, 204)
    say("case-kinds-close", "deputy", "POST", close, day)

    certificate = {
        "@type": "case_file",
        "title": "Аттестат об основном общем образовании",
        "doc_type": "certificate_basic",
        "case_index": "02-20",
        "opened_on": "2025-12-20",
        "pupil_file": school.neighbour.UID(),
        "registration_number": "01224000000001",
        "original": True,
        "taken_on": "2026-02-02",
        "taken_fact": "Подпись матери, журнал, лист 3",
        "storage_place": "Сейф в кабинете директора",
    }
    keeper = "certificate_keeper"
    made = school.ask(keeper, "POST", "/cases", certificate).json()
    path = made["@id"][len(school.portal.absolute_url()) :]
    say("case-kinds-register-refused", keeper, "POST", f"{path}/@workflow/register", {}, 409)
    say("case-kinds-forbidden", "archivist", "GET", path, None, 403)
    say("case-kinds-not-yours", "archivist", "POST", "/cases", certificate, 409)

    words = quote("личное дело Лисицыной")
    say("search-words", "secretary", "GET", f"/@search-records?q={words}")
    code = code_of(school.neighbour.UID())
    answer = school.ask("secretary", "GET", f"/@search-records?q={code}").json()
    assert answer["opens"] == school.neighbour.absolute_url()
