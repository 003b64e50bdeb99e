"""A process that is killed in the middle of a job: the next one goes on, each item once."""

from collective.schoolrecords.jobs import storage
from jobs_databases import open_storage
from jobs_support import KIND
from jobs_support import looking
from jobs_support import make_site
from jobs_support import SITE
from jobs_support import times_done
from ZODB.DB import DB

import json
import os
import pathlib
import pytest
import random
import signal
import subprocess
import sys
import time


pytestmark = pytest.mark.parametrize("storage_spec", ["FileStorage", "PostgreSQL"], indirect=True)

CHILD = pathlib.Path(__file__).parent / "jobs_child.py"
ITEMS = 600  # sixty chunks of ten


@pytest.fixture
def submitted_job(storage_spec, marks):
    """A job of 600 items in a database that no process has open."""
    database = DB(open_storage(storage_spec))
    make_site(database)
    with database.transaction() as connection:
        job = storage.submit(connection.root()[SITE], KIND, {"count": ITEMS}, started_by="olga")
        uid = job.uid
    database.close()
    return uid


def child(spec, *point):
    """Start a process that runs the jobs of the storage."""
    command = [sys.executable, str(CHILD), json.dumps(spec), *point]
    found = {**os.environ, "PYTHONPATH": str(CHILD.parents[1] / "plugins")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=found)


def state_of(spec, uid):
    """State and progress of the job, and how often each item was done."""
    database = DB(open_storage(spec))
    try:
        with looking(database) as site:
            job = storage.get_jobs(site).get(uid)
            facts = job.state, job.done, job.cursor, job.chunks
        return facts, times_done(database)
    finally:
        database.close()


def assert_nothing_half(facts, times):
    """What is stored is whole chunks: cursor, progress and items agree."""
    _state, done, cursor, _chunks = facts
    assert done == cursor == len(times)
    assert times == dict.fromkeys(range(done), 1)


def assert_runs_to_the_end(spec, uid):
    """A fresh process finishes the job; every item was done exactly once."""
    process = child(spec)
    process.communicate(timeout=60)
    assert process.returncode == 0
    facts, times = state_of(spec, uid)
    assert facts[:3] == ("done", ITEMS, ITEMS)
    assert times == dict.fromkeys(range(ITEMS), 1)


@pytest.mark.parametrize(
    "point, chunks_kept",
    [
        ("in the step", 1),
        ("before the commit", 1),
        ("in the vote", 1),
        ("after the commit", 2),
    ],
)
def test_a_process_killed_at_a_chosen_point_of_its_second_chunk(
    storage_spec, submitted_job, point, chunks_kept
):
    process = child(storage_spec, point)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL

    facts, times = state_of(storage_spec, submitted_job)

    assert facts == ("running", 10 * chunks_kept, 10 * chunks_kept, chunks_kept)
    assert_nothing_half(facts, times)
    assert_runs_to_the_end(storage_spec, submitted_job)


@pytest.mark.parametrize("seed", [1, 2])
def test_processes_killed_at_random_moments_one_after_the_other(storage_spec, submitted_job, seed):
    chance = random.Random(seed)
    reached = []
    for _kill in range(4):
        process = child(storage_spec)
        for _chunk in range(chance.randint(2, 6)):
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.wait(timeout=60)
        process.stdout.close()
        facts, times = state_of(storage_spec, submitted_job)
        assert_nothing_half(facts, times)
        assert facts[0] == "running"
        reached.append(facts[1])

    # Every process got on, and none of them to the end.
    assert 0 < reached[0] < reached[1] < reached[2] < reached[3] < ITEMS
    assert_runs_to_the_end(storage_spec, submitted_job)
