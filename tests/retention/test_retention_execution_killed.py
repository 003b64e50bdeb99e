"""Processes that are killed while they carry out an act, and two who want opposite things."""

from collective.schoolrecords.jobs.interfaces import FAILED
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import resume
from collective.schoolrecords.jobs.storage import utcnow
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.retention.act.handlers import start
from collective.schoolrecords.retention.due import find_index
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.execution.traces import traces_of
from executing import act_over
from executing import many_cases
from executing import OFFICE
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from site_database import copy_site
from site_database import in_child
from site_database import opened

import pytest
import random
import time
import transaction


CASES = 450
KILLS = 50
CHUNK = 3
#: Seconds of processor time in which a process opens the site and does some chunks.
SPAN = 0.35
LEASE_SECONDS = 0.01


@pytest.fixture
def folder(functional, tmp_path):
    copy_site(functional["portal"], tmp_path)
    return tmp_path


def fill(folder, make):
    """File records, select them by an act that is being carried out; return the act's UID."""
    with opened(folder, role=None) as site:
        setRoles(site, TEST_USER_ID, OFFICE)
        act = act_over(*make())
        start(act, "act-execute")
        transaction.commit()
        return act.UID()


def go_on(folder, act_uid):
    """Run the act's job to its end in chunks of three."""
    with opened(folder, role=None) as site:
        job = get_jobs(site).get(find_record(site, act_uid).jobs["act-execute"])
        while job.leased(utcnow()):
            # Each process that died without a chunk makes the next lease longer.
            time.sleep(LEASE_SECONDS)
        run_now(site, job, items=CHUNK, seconds=60, lease_seconds=LEASE_SECONDS)


def look(folder, act_uid, near=None):
    """What the database holds of the act: the job's state and cursor, which rows are gone.

    Every row's result is read; the records of rows ``near`` the cursor (without it all) are judged.
    """
    with opened(folder, role=None) as site:
        act = find_record(site, act_uid)
        job = get_jobs(site).get(act.jobs["act-execute"])
        lines = [row.result == "removed" for row in act.rows.values()]
        for position, row in act.rows.items():
            if near is None or abs(position - job.cursor) <= near:
                assert judge(site, act, position, row) == lines[position - 1]
        if job.state == FAILED:
            # Five processes in a row died before their first chunk was done: a person goes on.
            resume(site, job)
            transaction.commit()
        return job.state, job.cursor, lines, act.state


def judge(site, act, position, row):
    """Whether a record is whole or destroyed, and everything about it agrees."""
    record = find_record(site, row.uid)
    brains = site.portal_catalog.unrestrictedSearchResults(UID=row.uid)
    facts = (
        row.result,
        record.portal_type == "tombstone",
        record.state,
        chain_of(record).last().event,
        find_index().get(row.uid) is None,
        [brain.review_state for brain in brains],
        position in traces_of(act).rows if traces_of(act) is not None else False,
    )
    assert not [problem for problem in chain_of(record).verify() if problem.is_fault]
    whole = (None, False, "selected", "transition", False, ["selected"], False)
    gone = ("removed", True, "destroyed", "destroyed", True, ["destroyed"], True)
    assert facts in (whole, gone), facts
    return facts == gone


@pytest.mark.slow
def test_a_process_killed_at_fifty_random_points_leaves_each_record_whole_or_destroyed(folder):
    uid = fill(folder, lambda: many_cases(CASES))
    chance = random.Random(20)
    reached = []
    for _kill in range(KILLS):
        in_child(lambda: go_on(folder, uid), kill_after=chance.uniform(0, SPAN))
        _state, cursor, lines, act_state = look(folder, uid, near=2 * CHUNK)
        assert act_state == "current"
        # Whole chunks, in the order of the act, and nothing behind the cursor.
        assert lines == [True] * cursor + [False] * (CASES - cursor)
        reached.append(cursor)
        print(cursor, end=" ")

    assert reached == sorted(reached)
    assert 0 < reached[-1] < CASES
    assert len(set(reached)) > 5
    assert in_child(lambda: go_on(folder, uid)) == 0

    state, _cursor, lines, act_state = look(folder, uid)
    assert (state, act_state) == ("done", "closed")
    assert lines == [True] * CASES
