"""The loop: each item exactly once, whatever else happens; ends that people can read."""

from collective.schoolrecords.jobs import loop
from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import JobStateError
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.loop import LOST
from collective.schoolrecords.jobs.loop import Runner
from collective.schoolrecords.jobs.loop import STOPPED
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.jobs.worker import Worker
from contextlib import contextmanager
from jobs_support import Clock
from jobs_support import KIND
from jobs_support import looking
from jobs_support import open_connection
from jobs_support import PlainAccess
from jobs_support import SITE
from jobs_support import times_done
from ZODB.POSException import ConflictError

import pytest
import threading
import time


pytestmark = pytest.mark.parametrize("storage_spec", ["FileStorage", "PostgreSQL"], indirect=True)


def submit(database, count, started_by="olga"):
    """Queue a job that marks ``count`` items; return its uid."""
    with database.transaction() as connection:
        site = connection.root()[SITE]
        return storage.submit(site, KIND, {"count": count}, started_by=started_by).uid


def job_of(database, uid):
    """The job's plain facts as a new connection sees them."""
    with looking(database) as site:
        job = storage.get_jobs(site).get(uid)
        return {
            "state": job.state,
            "done": job.done,
            "total": job.total,
            "cursor": job.cursor,
            "result": job.result,
            "lease_owner": job.lease_owner,
            "texts": [str(text) for _at, _level, text in job.messages.values()],
        }


@pytest.fixture
def runner(database):
    """Makes runners, each with a connection of its own."""
    connections = []

    def make(**options):
        connection = open_connection(database)
        connections.append(connection)
        options.setdefault("items", 3)
        options.setdefault("sleep", lambda seconds: None)
        return Runner(connection, options.pop("access", PlainAccess()), **options)

    yield make
    for connection in connections:
        connection.transaction_manager.abort()
        connection.close()


@contextmanager
def meanwhile(database):
    """Change the site from another connection; commits at the end."""
    connection = open_connection(database)
    try:
        yield connection.root()[SITE]
        connection.transaction_manager.commit()
    finally:
        connection.transaction_manager.abort()
        connection.close()


def once(act):
    """Return a callable that calls ``act`` the first time only."""
    pending = [act]

    def call(*args):
        if pending:
            pending.pop()()

    return call


def at_item(number, act):
    """Return an item hook that calls ``act`` the first time item ``number`` comes up."""
    call = once(act)

    def hook(site, job, current):
        if current == number:
            call()

    return hook


def test_a_job_runs_in_chunks_to_its_end_and_tells_its_progress(database, marks, runner):
    uid = submit(database, 10)
    worker = runner()

    assert worker.run(*worker.claim()) == "done"

    # Done and total as each of the four chunks found them, and the items it was allowed.
    assert marks.seen == [(0, None, 3), (3, 10, 3), (6, 10, 3), (9, 10, 3)]
    assert times_done(database) == dict.fromkeys(range(10), 1)
    facts = job_of(database, uid)
    assert (facts["state"], facts["done"], facts["total"]) == ("done", 10, 10)
    assert facts["result"] == {"marked": 10}
    assert worker.claim() is None


def test_a_job_without_items_ends_at_once(database, marks, runner):
    uid = submit(database, 0)
    worker = runner()

    assert worker.run(*worker.claim()) == "done"

    assert (job_of(database, uid)["done"], job_of(database, uid)["total"]) == (0, 0)


@pytest.mark.parametrize("late", [0, 1])
def test_two_workers_reach_for_one_job_and_one_gets_it(database, marks, runner, late):
    submit(database, 3)
    access = PlainAccess()
    pair = [runner(), runner()]
    slow, quick = pair[late], pair[1 - late]
    slow.access = access
    got = []
    # The slow one has begun its transaction when the quick one takes the lease and commits.
    access.on_enter = once(lambda: got.append(quick.claim()))

    assert slow.claim() is None

    assert got[0] is not None


@pytest.mark.parametrize("late", [0, 1])
def test_a_chunk_whose_lease_was_taken_over_is_dropped_whole(database, marks, runner, late):
    uid = submit(database, 6)
    clock = Clock()
    pair = [runner(now=clock), runner(now=clock)]
    slow, quick = pair[late], pair[1 - late]
    states = []

    def overtake():
        clock.forward(61)
        claim = quick.claim()
        states.append(quick.run(*claim))

    marks.after_item = at_item(1, overtake)

    assert slow.run(*slow.claim()) == "done"

    assert states == ["done"]
    assert times_done(database) == dict.fromkeys(range(6), 1)
    assert job_of(database, uid)["done"] == 6


def test_the_worker_who_lost_its_lease_leaves_the_rest_to_the_other(database, marks, runner):
    submit(database, 6)
    clock = Clock()
    slow, quick = runner(now=clock), runner(now=clock)

    def overtake():
        clock.forward(61)
        assert quick.claim() is not None

    marks.after_item = at_item(1, overtake)
    path, uid = slow.claim()

    assert slow.run(path, uid) == LOST
    assert times_done(database) == {}
    assert quick.run(path, uid) == "done"
    assert times_done(database) == dict.fromkeys(range(6), 1)


def test_a_takeover_that_comes_too_late_finds_the_lease_renewed(database, marks, runner):
    uid = submit(database, 6)
    clock = Clock()
    access = PlainAccess()
    first, second = runner(now=clock), runner(now=clock, access=access)
    claim = first.claim()
    clock.forward(61)
    # The second sees an expired lease; before it commits, the first finishes a chunk and renews.
    access.on_enter = once(lambda: first._chunk(*claim, 0))

    assert second.claim() is None

    assert job_of(database, uid)["lease_owner"] == first.owner
    assert times_done(database) == dict.fromkeys(range(3), 1)


def test_a_lease_is_free_only_after_it_ran_out(database, marks, runner):
    submit(database, 1)
    clock = Clock()
    assert runner(now=clock).claim() is not None
    clock.forward(59)
    assert runner(now=clock).claim() is None
    clock.forward(1)
    assert runner(now=clock).claim() is not None


def test_a_job_that_breaks_off_again_and_again_is_failed_in_the_end(database, marks, runner):
    uid = submit(database, 1)
    clock = Clock()
    waits = []
    # The first lease and five takeovers, each lease twice as long as the one before.
    for seconds in (60, 120, 240, 480, 960, 1920):
        assert runner(now=clock).claim() is not None
        clock.forward(seconds - 1)
        waits.append(runner(now=clock).claim())
        clock.forward(1)

    last = runner(now=clock)

    assert last.run(*last.claim()) == "failed"
    assert waits == [None] * 6
    assert job_of(database, uid)["texts"] == ["job_gave_up"]
    assert times_done(database) == {}


def test_a_committed_chunk_clears_the_count_of_takeovers(database, marks, runner):
    uid = submit(database, 4)
    clock = Clock()
    runner(now=clock).claim()
    clock.forward(60)
    worker = runner(now=clock)
    claim = worker.claim()

    worker._chunk(*claim, 0)

    with looking(database) as site:
        assert storage.get_jobs(site).get(uid).takeovers == 0


def test_a_conflict_is_retried_with_a_smaller_chunk_after_a_pause(database, marks, runner):
    uid = submit(database, 8)
    pauses = []

    def write_elsewhere():
        with meanwhile(database) as site:
            site["elsewhere"]["value"] += 1

    interrupted = at_item(5, write_elsewhere)

    def touch(site, job, number):
        site["elsewhere"]["value"] += 100
        interrupted(site, job, number)

    marks.before_item = touch
    worker = runner(items=4, sleep=pauses.append)

    assert worker.run(*worker.claim()) == "done"

    # Chunk 2 (items 4-7) collides, is repeated with half the items, then the full size returns.
    assert [items for _done, _total, items in marks.seen] == [4, 4, 2, 4]
    assert len(pauses) == 1
    assert pauses[0] > 0
    assert times_done(database) == dict.fromkeys(range(8), 1)
    with looking(database) as site:
        # Eight items of 100 and the other writer's 1: no writer was lost.
        assert site["elsewhere"]["value"] == 801
    assert job_of(database, uid)["state"] == "done"


def test_a_conflict_without_end_is_raised_and_the_job_stays_to_be_taken(database, marks, runner):
    uid = submit(database, 2)
    clock = Clock()
    pauses = []

    def collide(site, job, number):
        site["elsewhere"]["value"] += 1
        with meanwhile(database) as other:
            other["elsewhere"]["value"] += 1

    marks.before_item = collide
    worker = runner(now=clock, sleep=pauses.append)
    claim = worker.claim()

    with pytest.raises(ConflictError):
        worker.run(*claim)

    assert len(marks.seen) == loop.MAX_CONFLICTS
    # Each pause may vary by half; the doubling shows from every third to the next.
    assert all(0 < pause <= loop.LONGEST_PAUSE * 1.5 for pause in pauses)
    assert all(pauses[n + 2] > pauses[n] for n in range(5))
    assert times_done(database) == {}
    assert job_of(database, uid)["state"] == "running"

    marks.before_item = lambda site, job, number: None
    clock.forward(61)
    later = runner(now=clock)
    assert later.run(*later.claim()) == "done"
    assert times_done(database) == {0: 1, 1: 1}


def test_a_conflict_raised_inside_the_step_is_retried_too(database, marks, runner):
    submit(database, 3)

    def conflict():
        raise ConflictError("read in the step")

    marks.after_item = at_item(1, conflict)
    worker = runner()

    assert worker.run(*worker.claim()) == "done"

    assert len(marks.seen) == 3  # dropped whole, repeated with one item, then the two others
    assert times_done(database) == dict.fromkeys(range(3), 1)


def fail(error):
    def act():
        raise error

    return act


def test_a_failing_chunk_leaves_nothing_of_itself_and_keeps_those_before(
    database, marks, runner, caplog
):
    uid = submit(database, 9)
    marks.after_item = at_item(4, fail(ValueError("Иванова Анна, 12.03.2011")))
    worker = runner()

    assert worker.run(*worker.claim()) == "failed"

    assert times_done(database) == dict.fromkeys(range(3), 1)
    facts = job_of(database, uid)
    assert (facts["state"], facts["done"], facts["cursor"]) == ("failed", 3, 3)
    assert facts["texts"] == ["job_unexpected_error"]
    with looking(database) as site:
        _at, level, text = storage.get_jobs(site).get(uid).messages[0]
        assert (level, text.mapping) == ("error", {"error": "ValueError"})
    # Where it happened is logged, whose data it was is not.
    assert "jobs_support.py" in caplog.text
    assert "Иванова" not in caplog.text


def test_a_failure_that_the_kind_explains_is_kept_as_it_was_said(database, marks, runner):
    uid = submit(database, 9)
    marks.after_item = at_item(4, fail(JobFailed("Лист «Выбывшие» не найден.")))
    worker = runner()

    assert worker.run(*worker.claim()) == "failed"

    assert job_of(database, uid)["texts"] == ["Лист «Выбывшие» не найден."]


def test_a_failed_job_goes_on_from_its_cursor_when_resumed(database, marks, runner):
    uid = submit(database, 9)
    marks.after_item = at_item(4, fail(JobFailed("mend me")))
    worker = runner()
    worker.run(*worker.claim())

    with meanwhile(database) as site:
        storage.resume(site, storage.get_jobs(site).get(uid))
    again = runner()

    assert again.run(*again.claim()) == "done"
    assert times_done(database) == dict.fromkeys(range(9), 1)


def test_a_doomed_transaction_that_the_step_swallowed_is_a_failure(database, marks, runner):
    uid = submit(database, 3)
    worker = runner()
    marks.after_item = at_item(1, lambda: worker.manager.get().doom())

    assert worker.run(*worker.claim()) == "failed"

    assert times_done(database) == {}
    assert job_of(database, uid)["texts"] == ["job_unexpected_error"]


@pytest.mark.parametrize(
    "reports, message",
    [
        ([Progress(1, 3), Progress(1, 3)], "job_stuck"),
        ([Progress(2, 3), Progress(1, 3)], "job_unexpected_error"),
        ([Progress(4, 3)], "job_unexpected_error"),
        ([None], "job_unexpected_error"),
    ],
)
def test_progress_that_no_correct_kind_reports_fails_the_job(
    database, marks, runner, reports, message
):
    uid = submit(database, 3)
    reports = iter(reports)
    marks.step = lambda site, job, budget: next(reports)
    worker = runner()

    assert worker.run(*worker.claim()) == "failed"

    assert job_of(database, uid)["texts"] == [message]


def test_a_cancelled_job_ends_between_chunks(database, marks, runner):
    uid = submit(database, 9)

    def cancel():
        with meanwhile(database) as site:
            storage.cancel(site, storage.get_jobs(site).get(uid))

    marks.after_item = at_item(4, cancel)
    worker = runner()

    assert worker.run(*worker.claim()) == "cancelled"

    assert times_done(database) == dict.fromkeys(range(3), 1)
    facts = job_of(database, uid)
    assert (facts["state"], facts["done"]) == ("cancelled", 3)
    assert worker.claim() is None


def test_a_canceller_who_is_late_gets_the_conflict_and_may_try_again(database, marks, runner):
    uid = submit(database, 9)
    canceller = open_connection(database)
    worker = runner()
    claim = worker.claim()
    canceller.sync()
    site = canceller.root()[SITE]
    storage.cancel(site, storage.get_jobs(site).get(uid))

    worker._chunk(*claim, 0)

    with pytest.raises(ConflictError):
        canceller.transaction_manager.commit()
    canceller.transaction_manager.abort()
    storage.cancel(site, storage.get_jobs(site).get(uid))
    canceller.transaction_manager.commit()
    canceller.close()
    assert worker.run(*claim) == "cancelled"
    assert times_done(database) == dict.fromkeys(range(3), 1)


def test_a_paused_job_is_left_alone_until_it_is_resumed(database, marks, runner):
    uid = submit(database, 6)

    def pause():
        with meanwhile(database) as site:
            storage.pause(site, storage.get_jobs(site).get(uid))

    marks.after_item = at_item(4, pause)
    worker = runner()
    assert worker.run(*worker.claim()) == "paused"
    assert worker.claim() is None

    with meanwhile(database) as site:
        storage.resume(site, storage.get_jobs(site).get(uid))

    assert worker.run(*worker.claim()) == "done"
    assert times_done(database) == dict.fromkeys(range(6), 1)


def test_a_starter_who_lost_the_right_ends_the_job_before_the_next_chunk(database, marks, runner):
    uid = submit(database, 9)
    access = PlainAccess()
    marks.after_item = at_item(4, lambda: access.allowed.clear())
    worker = runner(access=access)

    assert worker.run(*worker.claim()) == "failed"

    # The right was there when the second chunk began, so it stands; the third never began.
    assert times_done(database) == dict.fromkeys(range(6), 1)
    assert job_of(database, uid)["texts"] == ["not allowed"]


def test_a_chunk_is_committed_while_the_starter_acts(database, marks, runner):
    submit(database, 1)
    access = PlainAccess()
    worker = runner(access=access)
    claim = worker.claim()
    access.log.clear()

    def watch():
        worker.manager.get().addBeforeCommitHook(access.log.append, ("commit",))

    marks.after_item = at_item(0, watch)
    worker.run(*claim)

    assert access.log == ["enter", "act as olga", "commit", "act as nobody", "leave"]


def test_a_kind_that_is_gone_fails_the_job(database, marks, runner):
    uid = submit(database, 3)
    with meanwhile(database) as site:
        storage.get_jobs(site).get(uid).kind = "was-removed"
    worker = runner()

    assert worker.run(*worker.claim()) == "failed"

    assert job_of(database, uid)["texts"] == ["job_kind_unknown"]


def test_a_runner_told_to_stop_finishes_its_chunk_and_gives_the_job_back(database, marks, runner):
    uid = submit(database, 9)
    stop = threading.Event()
    marks.after_item = at_item(4, stop.set)
    worker = runner(stop=stop)

    assert worker.run(*worker.claim()) == STOPPED

    facts = job_of(database, uid)
    assert (facts["state"], facts["done"], facts["lease_owner"]) == ("queued", 6, None)
    heir = runner()
    assert heir.run(*heir.claim()) == "done"
    assert times_done(database) == dict.fromkeys(range(9), 1)


def test_an_interrupted_command_drops_its_chunk_and_gives_the_job_back(database, marks, runner):
    uid = submit(database, 9)
    marks.after_item = at_item(4, fail(KeyboardInterrupt()))
    worker = runner()

    with pytest.raises(KeyboardInterrupt):
        worker.run(*worker.claim())

    assert times_done(database) == dict.fromkeys(range(3), 1)
    assert job_of(database, uid)["state"] == "queued"


def test_memory_stays_flat_while_a_job_runs(database, marks, runner):
    submit(database, 1200)
    worker = runner(items=100)
    loaded = []
    marks.before_item = lambda site, job, number: (
        loaded.append(worker.connection._cache.cache_non_ghost_count) if number % 100 == 0 else None
    )

    assert worker.run(*worker.claim()) == "done"

    # Without a sweep between chunks the last one would begin with over 1,100 marks in memory.
    assert len(loaded) == 12
    assert max(loaded) < 50


def test_run_now_commits_the_callers_transaction_and_runs_to_the_end(database, marks):
    connection = open_connection(database)
    site = connection.root()[SITE]
    job = storage.submit(site, KIND, {"count": 7}, started_by="olga")

    assert run_now(site, job, PlainAccess(), items=3) == "done"

    assert times_done(database) == dict.fromkeys(range(7), 1)
    with pytest.raises(JobStateError):
        run_now(site, job, PlainAccess())
    connection.close()


def test_run_now_refuses_a_job_that_somebody_is_running(database, marks, runner):
    uid = submit(database, 3)
    runner().claim()
    connection = open_connection(database)
    site = connection.root()[SITE]

    with pytest.raises(JobStateError):
        run_now(site, storage.get_jobs(site).get(uid), PlainAccess())

    connection.transaction_manager.abort()
    connection.close()
    assert times_done(database) == {}


def wait_for(condition, seconds=20):
    """Wait until ``condition()`` holds; return whether it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_the_thread_takes_a_job_as_soon_as_it_is_committed(database, marks):
    worker = Worker(database, PlainAccess(), poll=3600)
    worker.start()
    try:
        uid = submit(database, 5)
        assert wait_for(lambda: job_of(database, uid)["state"] == "done")
        second = submit(database, 5)
        assert wait_for(lambda: job_of(database, second)["state"] == "done")
    finally:
        worker.stop()

    assert not worker.is_alive()
    assert times_done(database) == dict.fromkeys(range(5), 2)


def test_the_thread_outlives_a_database_that_was_away(database, marks):
    access = PlainAccess()
    access.sites = fails_once(access.sites)
    worker = Worker(database, access, poll=0.05)
    worker.start()
    try:
        uid = submit(database, 5)
        assert wait_for(lambda: job_of(database, uid)["state"] == "done")
    finally:
        worker.stop()


def test_the_thread_ends_quietly_when_the_server_has_closed_the_database(
    database, marks, monkeypatch
):
    raised = []
    monkeypatch.setattr("threading.excepthook", raised.append)
    worker = Worker(database, PlainAccess(), poll=3600)
    worker.start()
    uid = submit(database, 5)
    assert wait_for(lambda: job_of(database, uid)["state"] == "done")

    database.close()
    worker.stop()

    assert not worker.is_alive()
    assert raised == []


def fails_once(function):
    """Return ``function`` with a first call that finds the database away."""
    first = once(fail(ConnectionError("no database")))

    def call(*args):
        first()
        return function(*args)

    return call


def test_threads_share_many_jobs_and_no_item_is_done_twice(database, marks):
    uids = [submit(database, 40) for _ in range(6)]
    workers = [
        Worker(database, PlainAccess(), poll=0.05, items=5, lease_seconds=30) for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    try:
        assert wait_for(lambda: {job_of(database, uid)["state"] for uid in uids} == {"done"}, 60)
    finally:
        for worker in workers:
            worker.stop()

    # Six jobs mark the same 40 items, so their chunks collide: each item counts six all the same.
    assert times_done(database) == dict.fromkeys(range(40), 6)
