"""A court forbids destruction: of one record, of many, and again not; the calendar tells of it."""

from builders import case_file
from builders import step
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from datetime import date


KIND = "independent_monitoring"


def play(say, school):
    """The archivist lays holds, the director lifts one, the auditor reads."""
    with school.as_test_user("Secretary", "Archivist"):
        cases = [archived(year) for year in (2021, 2024)]
    path = school.path(cases[0])
    hold = {
        "reason": "Спор об отчислении",
        "basis": "Определение районного суда",
        "basis_number": "2-118/2026",
        "basis_date": "2026-01-28",
        "until": "2026-12-31",
    }
    made = say("holds-post", "archivist", "POST", f"{path}/@holds", hold, 201).json()
    say("holds-refused", "archivist", "POST", f"{path}/@holds", {"until": "2026-01-01"}, 409)
    say("holds-forbidden", "auditor", "POST", f"{path}/@holds", hold, 403)
    say("due-blockers", "archivist", "GET", f"/@due?doc_type={KIND}")
    lift = {"reason": "Решение вступило в силу 01.02.2026"}
    say("holds-lift", "director", "POST", f"{path}/@holds/{made['id']}/lift", lift)
    say("holds-get", "auditor", "GET", f"{path}/@holds")

    many = {**hold, "reason": "Проверка прокуратуры", "basis": "Запрос", "basis_number": "7-14"}
    del many["until"]
    # One year, one case: of two holds laid at one moment either may stand first in a list.
    many["due"] = {"doc_type": KIND, "status": ["due", "running"], "year": ["2024"]}
    job = say("holds-many", "archivist", "POST", "/@holds", many, 202).json()
    with school.as_test_user():
        run_now(school.portal, get_jobs(school.portal).get(job["uid"]))
    say("holds-site", "auditor", "GET", f"/@holds?status=in_force&doc_type={KIND}&b_size=1")
    say(
        "retention-calendar",
        "auditor",
        "GET",
        f"/@retention-calendar?from=2027&to=2028&doc_type={KIND}",
    )
    body = {"batch": job["uid"], "reason": "Проверка окончена"}
    say("holds-lift-many", "director", "POST", "/@holds/lift", body, 202)


def archived(year):
    """A case of one year in the archive."""
    case = case_file(
        doc_type=KIND,
        title=f"ВПР: результаты за {year} год",
        case_index="03-07",
        opened_on=date(year, 1, 11),
    )
    step(case, "register")
    step(case, "close", closed_on=date(year, 12, 20))
    return step(case, "archive")
