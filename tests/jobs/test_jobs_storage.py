"""Jobs as data: what is stored, in which order, and which states follow which."""

from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import JobError
from collective.schoolrecords.jobs.interfaces import JobStateError
from collective.schoolrecords.jobs.interfaces import NotAllowed
from collective.schoolrecords.jobs.interfaces import STATES
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.interfaces import UnknownKind
from datetime import date
from datetime import timedelta
from jobs_support import Clock
from jobs_support import KIND
from jobs_support import looking
from jobs_support import Marks
from jobs_support import open_connection
from jobs_support import registered
from jobs_support import SITE
from persistent import Persistent

import itertools
import pytest


@pytest.fixture
def site(database):
    """The site, seen by a connection that the test commits."""
    connection = open_connection(database)
    yield connection.root()[SITE]
    connection.transaction_manager.abort()
    connection.close()


def commit(site):
    site._p_jar.transaction_manager.commit()


def test_reading_before_the_first_job_writes_nothing(site):
    assert storage.get_jobs(site) is None
    assert site._p_jar._registered_objects == []


def test_a_submitted_job_waits_with_its_first_cursor_and_its_own_copy_of_the_parameters(
    site, marks
):
    parameters = {"count": 3, "days": [date(2026, 9, 1)]}
    job = storage.submit(site, KIND, parameters, started_by="olga", data={"file": b"x"})
    parameters["days"].append("changed afterwards")
    commit(site)

    assert (job.state, job.cursor, job.done, job.total) == ("queued", 0, 0, None)
    assert job.parameters == {"count": 3, "days": [date(2026, 9, 1)]}
    assert dict(job.data) == {"file": b"x"}
    assert storage.get_jobs(site).get(job.uid) is job


def test_jobs_are_taken_oldest_first_and_shown_newest_first(site, marks):
    uids = [storage.submit(site, KIND, {"count": 1}, started_by="olga").uid for _ in range(5)]

    jobs = storage.get_jobs(site)

    assert [job.uid for job in jobs.open_jobs()] == uids
    assert jobs.newest_first() == uids[::-1]
    assert len(jobs) == 5


class Record(Persistent):
    """Stands for a content object."""


@pytest.mark.parametrize(
    "parameters, path",
    [
        ({"record": Record()}, "parameters.record"),
        ({"rows": [1, {"of": (Record(),)}]}, "parameters.rows[1].of[0]"),
        ({"kinds": {"a", "b"}}, "parameters.kinds"),
        ({("a", 1): 2}, "parameters: key"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_path(site, marks, parameters, path):
    with pytest.raises(TypeError) as refusal:
        storage.submit(site, KIND, parameters, started_by="olga")

    assert str(refusal.value).startswith(path)
    assert storage.get_jobs(site) is None


@pytest.mark.parametrize("nobody", [None, "", SYSTEM])
def test_a_job_needs_somebody_who_answers_for_it(site, marks, nobody):
    with pytest.raises(NotAllowed):
        storage.submit(site, KIND, {"count": 1}, started_by=nobody)

    assert storage.get_jobs(site) is None


def test_the_server_may_start_only_kinds_that_say_so(site, marks):
    marks.system = True

    assert storage.submit(site, KIND, {"count": 1}, started_by=SYSTEM).started_by == SYSTEM


def test_an_unknown_kind_is_refused(site):
    with pytest.raises(UnknownKind):
        storage.submit(site, "no-such-kind", {}, started_by="olga")

    assert storage.get_jobs(site) is None


class Picky(Marks):
    def start(self, parameters):
        raise JobError("these parameters make no sense")


def test_parameters_that_the_kind_refuses_make_no_job(site):
    with registered(Picky()), pytest.raises(JobError, match="make no sense"):
        storage.submit(site, KIND, {"count": -1}, started_by="olga")

    assert storage.get_jobs(site) is None


# From the contract: a finished or cancelled job stays so; a failed one may be tried again.
ALLOWED = {
    ("queued", "running"),
    ("queued", "paused"),
    ("queued", "failed"),
    ("queued", "cancelled"),
    ("running", "queued"),
    ("running", "paused"),
    ("running", "done"),
    ("running", "failed"),
    ("running", "cancelled"),
    ("paused", "queued"),
    ("paused", "cancelled"),
    ("failed", "queued"),
    ("failed", "cancelled"),
}


@pytest.mark.parametrize("state, wanted", itertools.product(STATES, STATES))
def test_states_follow_each_other_as_the_table_says(site, marks, state, wanted):
    job = storage.submit(site, KIND, {"count": 1}, started_by="olga")
    jobs = storage.get_jobs(site)
    job.state = state
    if state not in ("queued", "running"):
        jobs.open.clear()
    job.take_lease("somebody", Clock().time)

    if (state, wanted) not in ALLOWED:
        with pytest.raises(JobStateError) as refusal:
            jobs.move(job, wanted)
        assert (refusal.value.state, refusal.value.wanted) == (state, wanted)
        assert job.state == state
        return

    jobs.move(job, wanted)

    assert job.state == wanted
    assert (job in jobs.open_jobs()) == (wanted in ("queued", "running"))
    assert (job.lease_owner is None) == (wanted != "running")
    assert (job.finished is not None) == (wanted in ("done", "failed", "cancelled"))


@pytest.mark.parametrize(
    "state, done, total, percent",
    [
        ("queued", 0, None, None),
        ("running", 5, None, None),
        ("running", 0, 3, 0),
        ("running", 1, 3, 33),
        ("running", 2, 3, 66),
        ("running", 199, 200, 99),
        ("running", 200, 200, 100),
        ("running", 0, 0, 0),
        ("done", 0, 0, 100),
        ("done", 7, None, 100),
        ("failed", 2, 3, 66),
    ],
)
def test_percents_are_rounded_down_and_full_only_at_the_end(
    site, marks, state, done, total, percent
):
    job = storage.submit(site, KIND, {"count": 1}, started_by="olga")
    job.state, job.done, job.total = state, done, total

    assert job.percent() == percent


@pytest.mark.parametrize(
    "state, left, expected",
    [
        ("running", 60, False),
        ("running", 30, False),
        ("running", 29.9, True),
        ("running", -5, True),
        ("running", None, True),
        ("queued", None, False),
        ("done", -5, False),
    ],
)
def test_a_lease_that_nobody_renews_is_no_work(site, marks, state, left, expected):
    clock = Clock()
    job = storage.submit(site, KIND, {"count": 1}, started_by="olga")
    job.state = state
    if left is not None:
        job.take_lease("somebody", clock() + timedelta(seconds=left))

    assert job.stands_still(clock()) is expected


def test_a_lease_stands_until_its_last_moment_and_not_in_it(site, marks):
    clock = Clock()
    job = storage.submit(site, KIND, {"count": 1}, started_by="olga")
    assert not job.leased(clock())

    job.take_lease("somebody", clock() + timedelta(seconds=60))

    assert job.leased(clock() + timedelta(seconds=59.999))
    assert not job.leased(clock() + timedelta(seconds=60))


def test_messages_keep_their_order(site, marks):
    clock = Clock()
    job = storage.submit(site, KIND, {"count": 1}, started_by="olga")

    job.say("info", "first", clock())
    job.say("error", "second", clock())

    assert list(job.messages.values()) == [
        (clock(), "info", "first"),
        (clock(), "error", "second"),
    ]


def test_two_people_submit_at_the_same_time_and_both_jobs_are_kept(database, site, marks):
    first = storage.submit(site, KIND, {"count": 1}, started_by="olga")
    commit(site)
    other = open_connection(database)

    mine = storage.submit(site, KIND, {"count": 1}, started_by="olga")
    theirs = storage.submit(other.root()[SITE], KIND, {"count": 1}, started_by="ivan")
    other.transaction_manager.commit()
    commit(site)
    other.close()

    with looking(database) as seen:
        assert {job.uid for job in storage.get_jobs(seen).open_jobs()} == {
            first.uid,
            mine.uid,
            theirs.uid,
        }


def test_the_worker_is_woken_by_the_commit_and_not_by_an_abort(site, marks):
    storage.submitted.clear()

    storage.submit(site, KIND, {"count": 1}, started_by="olga")
    assert not storage.submitted.is_set()
    site._p_jar.transaction_manager.abort()
    assert not storage.submitted.is_set()

    storage.submit(site, KIND, {"count": 1}, started_by="olga")
    commit(site)
    assert storage.submitted.is_set()
