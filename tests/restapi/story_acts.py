"""How an act goes: candidates, what is kept, votes, the director, and an abort, over REST."""

from act_people import ended_cases
from act_people import inventories
from builders import case_file
from builders import step
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from datetime import date


def play(say, school):
    """The archivist draws it up, three members vote, the director approves and aborts."""
    for user_id in ("second_member", "third_member"):
        school.holder(user_id, "commission_member")
    with school.as_test_user("Secretary", "Archivist"):
        cases = [*ended_cases(2), *ended_cases(1, doc_type="class_journal", title="Журнал 5А")]
    uids = [case.UID() for case in cases]
    title = "О выделении к уничтожению документов за 2014–2015 годы"
    body = {"@type": "destruction_act", "title": title}
    made = school.ask("archivist", "POST", "/destruction-acts", body).json()
    act = made["@id"].partition("/plone")[2]
    service = f"{act}/@destruction-acts"

    refused = {"records": [*uids, school.case.UID()]}
    say("acts-candidates-refused", "archivist", "POST", f"{service}/candidates", refused, 409)
    say("acts-candidates", "archivist", "POST", f"{service}/candidates", {"records": uids})
    submit = f"{act}/@workflow/submit"
    say("acts-submit-refused", "archivist", "POST", submit, {}, 409)
    decided = {"rows": [3], "reason": "Сводная ведомость на бумаге: опись 2, № 14"}
    say("acts-decide", "archivist", "POST", f"{service}/rows/decide", decided)
    # Those on people stand in an inventory that was approved on paper.
    years = {"permanent": [2015]}
    say("acts-empty-years", "archivist", "POST", f"{service}/empty-years", years)
    school.ask("archivist", "POST", submit, {})

    kept = {"reason": "Запрос прокуратуры № 7-15"}
    say("acts-keep", "second_member", "POST", f"{service}/rows/2/keep", kept)
    unkeep = f"{service}/rows/2/unkeep"
    say("acts-unkeep-refused", "third_member", "POST", unkeep, {}, 409)
    say("acts-vote", "commission_chair", "POST", f"{service}/vote", {"vote": "for"})
    minutes = {"minutes_number": "3", "minutes_date": "2026-02-02"}
    conclude = f"{act}/@workflow/conclude"
    say("acts-conclude-refused", "commission_chair", "POST", conclude, minutes, 409)
    for user_id in ("commission_member", "second_member", "third_member"):
        school.ask(user_id, "POST", f"{service}/vote", {"vote": "for"})
    school.ask("commission_chair", "POST", conclude, minutes)
    with school.as_test_user("Secretary", "Archivist"):
        # A permanent record of the act's year comes to light: what was stated is void.
        values = {"case_index": "01-03", "opened_on": date(2015, 1, 9)}
        found = step(case_file(doc_type="council_minutes", **values), "register")
        step(found, "close", closed_on=date(2015, 12, 30))
    sign = f"{act}/@workflow/sign"
    say("acts-sign-refused", "director", "POST", sign, {}, 409)
    with inventories():
        say("acts-sign", "director", "POST", sign, {})
        work_off(school)
        say("acts-get", "auditor", "GET", service)
    say("acts-rows", "auditor", "GET", f"{service}/rows?decision=destroy&b_size=1")
    say("acts-list", "auditor", "GET", "/@destruction-acts?state=signed&year=2026")
    say("acts-forbidden", "auditor", "POST", f"{service}/vote", {"vote": "for"}, 403)
    execute = f"{act}/@workflow/execute"
    say("acts-execute-refused", "archivist", "POST", execute, {"method": "Измельчение"}, 409)
    say("acts-abort", "director", "POST", f"{act}/@workflow/abort", {"reason": "Поступила жалоба"})
    work_off(school)


def work_off(school):
    """Do what the server's worker does."""
    with school.as_test_user():
        for job in get_jobs(school.portal).open_jobs():
            if job.kind.startswith("act-"):
                run_now(school.portal, job)
