"""What stays when an act has been carried out: tombstones, stages, evidence."""

from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.retention.act.handlers import start
from collective.schoolrecords.retention.execution import clearing
from collective.schoolrecords.retention.execution import evidence
from executing import act_over
from executing import old_case
from executing import old_file
from unittest import mock

import json


#: The storage of the tests cannot be packed; what a real one says.
PACKED = {"storage": "FileStorage", "removed": ["Data.fs.old"], "left": []}
#: The printed files differ in size from run to run.
FILES = ("rows.csv", "rows.json", "event-log.jsonl")


def play(say, school):
    """The archivist clears up, the auditor reads what is left."""
    with school.as_test_user("Secretary", "Archivist", "Director"):
        records = [old_file(number=700, case_index="02-01"), old_case(case_index="02-14")]
        paths = [school.path(one) for one in records]
        act = act_over(*records)
        start(act, "act-execute")
    work_off(school, "act-execute")
    with school.as_test_user("Archivist"):
        for name in FILES:
            evidence.file_evidence(act, name, *evidence.MAKERS[name](school.portal, act))

    say("tombstone-get", "auditor", "GET", paths[0])
    destroyed_values_are_a_remark_in_russian(school, paths[0])
    say("tombstones-list", "auditor", "GET", f"/@tombstones?act={act.UID()}&sort_on=act_row")
    url = school.path(act)
    service = f"{url}/@destruction-acts"
    say("acts-verify-refused", "archivist", "POST", f"{service}/verify", {}, 409)
    say("acts-pack", "archivist", "POST", f"{service}/pack", {})
    work_off(school, "act-pack")
    early = {"on": "2026-02-02"}
    say("acts-backups-refused", "archivist", "POST", f"{service}/backups", early, 409)
    say("evidence-list", "auditor", "GET", f"{url}/@evidence")


def destroyed_values_are_a_remark_in_russian(school, path):
    """By either way, with the request and after it."""
    lines = school.ask("auditor", "GET", "/@verify?type=tombstone&format=ndjson").text.splitlines()
    found = [school.ask("auditor", "GET", f"{path}/@verify").json(), *map(json.loads, lines)]
    assert len(found) > 1
    for one in found:
        assert one["holds"], one
        assert {said["message"] for said in one["remarks"]} == {"значения уничтожены по акту"}


def work_off(school, kind):
    """Do what the server's worker does."""
    with (
        school.as_test_user("Archivist"),
        mock.patch.object(clearing, "pack_outside", lambda site, job: PACKED),
    ):
        for job in get_jobs(school.portal).open_jobs():
            if job.kind == kind:
                run_now(school.portal, job)
