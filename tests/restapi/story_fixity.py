"""A check of the whole archive: started by the archivist, read by the auditor."""

from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now

import transaction


def play(say, school):
    """An order is rewritten past its chain; the next run tells it with both digests."""
    former = rewrite(school, "Приказ, который переписали в базе")
    job = say("fixity-post", "archivist", "POST", "/@fixity", {}, 202).json()
    say("fixity-twice", "director", "POST", "/@fixity", {}, 409)
    with school.as_test_user():
        run_now(school.portal, get_jobs(school.portal).get(job["uid"]))
    say("fixity-get", "auditor", "GET", "/@fixity")
    say("fixity-run", "auditor", "GET", f"/@fixity/{job['uid']}?kind=changed")
    say("fixity-forbidden", "auditor", "POST", "/@fixity", {}, 403)
    for query, total in (
        ("actor=archivist", 1),
        ("actor=director", 0),
        ("until=1990-01-01", 0),
        ("since=1990-01-01", 1),
        ("school_year=1990/91", 0),
    ):
        answer = school.ask("auditor", "GET", f"/@fixity?{query}")
        assert answer.json()["items_total"] == total, query
    assert school.ask("auditor", "GET", "/@fixity?school_year=x").status_code == 400
    assert school.who("GET", "/@fixity") == {"auditor", "director", "data_officer"}
    assert school.ask("secretary", "POST", "/@fixity", {}).status_code == 403
    assert school.ask("auditor", "GET", "/@fixity/none").status_code == 404
    assert school.ask("auditor", "GET", f"/@fixity/{job['uid']}?kind=x").status_code == 400
    # The stories that follow find the order as it was.
    rewrite(school, former)


def rewrite(school, title):
    """Give the order another title past its chain; return the former one."""
    transaction.begin()
    former, school.order.title = school.order.title, title
    transaction.commit()
    return former
