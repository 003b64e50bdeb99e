"""A checkpoint is taken, taken away, and a record is proved against it."""

from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from second_reading import names_hold


def play(say, school):
    """The first checkpoint covers the whole school; the second one the order that went on."""
    work_off(school, school.ask("archivist", "POST", "/@checkpoints", {}).json())
    order = school.path(school.order)
    school.ask("secretary", "POST", f"{order}/@workflow/submit", {})
    work_off(school, say("checkpoints-post", "archivist", "POST", "/@checkpoints", {}, 202).json())
    say("checkpoints-get", "auditor", "GET", "/@checkpoints")
    say("checkpoints-growth", "auditor", "GET", "/@checkpoints/2/growth?since=1")
    assert school.ask("auditor", "GET", "/@checkpoints/2/growth").status_code == 400
    say("checkpoints-growth-later", "auditor", "GET", "/@checkpoints/1/growth?since=2", None, 400)
    say("proof-get", "auditor", "GET", f"{order}/@proof?checkpoint=2")
    say("checkpoints-forbidden", "auditor", "POST", "/@checkpoints", {}, 403)
    take_away(say, school)
    judge(say, school, order)


def take_away(say, school):
    """The auditor takes a checkpoint away, once; everybody who audits sees who has it."""
    kept = say("taken-post", "auditor", "POST", "/@taken-checkpoints", {"number": 1}, 201).json()
    school.ask("auditor", "POST", "/@taken-checkpoints", {"number": 1})
    school.ask("director", "POST", "/@taken-checkpoints", {"number": 2})
    say("taken-get", "auditor", "GET", "/@taken-checkpoints")
    say("taken-forbidden", "archivist", "POST", "/@taken-checkpoints", {"number": 1}, 403)
    one = school.ask("director", "GET", "/@checkpoints/1").json()
    assert [(taken["taken_by"]) for taken in one["taken"]] == ["auditor"]
    assert one["hash"] == kept["hash"]
    asked = school.ask("auditor", "GET", "/@taken-checkpoints?actor=director").json()
    assert [one["number"] for one in asked["items"]] == [2]
    for number in (0, 3, 10**30):
        body = {"number": number}
        assert school.ask("auditor", "POST", "/@taken-checkpoints", body).status_code == 404
    for query, total in (("until=1990-01-01", 0), ("since=1990-01-01&b_size=1", 2)):
        for name in ("@checkpoints", "@taken-checkpoints"):
            found = school.ask("auditor", "GET", f"/{name}?{query}").json()
            assert found["items_total"] == total, (name, query)
    told = school.ask("auditor", "GET", "/@ledger?event=checkpoint_taken").json()["items"]
    assert [(one["type"], one["actor"]) for one in told] == [
        ("school", "auditor"),
        ("school", "director"),
    ]


def judge(say, school, order):
    """Documents are judged against what was taken away; a record is shown and proved."""
    kept = school.ask("auditor", "GET", "/@checkpoints/1").json()
    proof = school.ask("auditor", "GET", f"{order}/@proof").json()
    growth = school.ask("auditor", "GET", "/@checkpoints/2/growth?since=1").json()
    say("verify-post", "auditor", "POST", "/@verify", {"kept": [kept]})
    documents = [proof, growth, school.ask("auditor", "GET", "/@proof?checkpoint=2").json()]
    body = {"kept": [kept], "documents": documents}
    assert school.ask("auditor", "POST", "/@verify", body).json()["holds"]
    proof["entries"][0]["actor"] = "director"
    found = school.ask("auditor", "POST", "/@verify", body).json()
    assert [one["code"] for one in found["items"][1]["findings"]] == [
        "chain_cut_or_rewritten",
        "changed",
    ]
    other = {**kept, "size": 1}
    del other["hash"]
    found = school.ask("auditor", "POST", "/@verify", {"kept": [other, 7]})
    assert found.status_code == 400
    found = school.ask("auditor", "POST", "/@verify", {"kept": [other]}).json()
    assert [one["code"] for one in found["items"][0]["findings"]] == ["log_rewritten"]
    shown = say("proof-open", "director", "GET", f"{order}/@proof?open=1").json()
    assert shown["record"]["values"]["title"] == school.order.title
    assert school.ask("auditor", "POST", "/@verify", {"kept": [kept], "documents": [shown, growth]})
    named = next(one for one in shown["record"]["actors"] if one[1] == "Образцова А.")
    assert shown["entries"][named[0]]["actor"] == "secretary"
    assert names_hold(shown["record"], shown["entries"])
    named[1] = "Другая А."
    body = {"kept": [kept], "documents": [shown, growth]}
    found = school.ask("auditor", "POST", "/@verify", body).json()
    assert [one["code"] for one in found["items"][1]["findings"]] == ["payload_mismatch"]
    named[1] = "Образцова А."
    shown["record"]["values"]["title"] = "Другой"
    body = {"kept": [kept], "documents": [shown, growth]}
    found = school.ask("auditor", "POST", "/@verify", body).json()
    assert [one["code"] for one in found["items"][1]["findings"]] == ["record_differs"]
    # Who may not see a paper whole may not have it opened; its chain is for everybody who audits.
    card = school.path(school.card)
    audit = {"auditor", "director", "data_officer"}
    seen = {user for user in audit if school.ask(user, "GET", card).status_code == 200}
    assert school.who("GET", f"{card}/@proof?open=1") == seen
    assert school.who("GET", f"{card}/@proof") == audit


def work_off(school, job):
    """Do what the server's worker does."""
    with school.as_test_user():
        run_now(school.portal, get_jobs(school.portal).get(job["uid"]))
