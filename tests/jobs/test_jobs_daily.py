"""Work of every day: ordered when the day changes, once, whatever another kind does wrong."""

from collective.schoolrecords.jobs import storage
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.loop import Runner
from collective.schoolrecords.jobs.worker import Worker
from datetime import date
from jobs_support import Marks
from jobs_support import open_connection
from jobs_support import PlainAccess
from jobs_support import registered
from jobs_support import SITE
from jobs_support import times_done
from unittest import mock

import pytest
import time


class DailyMarks(Marks):
    """Wants its work on every day of an even number."""

    system = True

    def daily(self, site, day):
        return {"count": 1} if day.day % 2 == 0 else None


class Faulty(Marks):
    system = True

    def daily(self, site, day):
        raise KeyError("the name of a child")


@pytest.fixture
def today():
    """Set the day: ``today(2)``."""
    with mock.patch("collective.schoolrecords.jobs.daily.school_today") as asked:
        yield lambda day: setattr(asked, "return_value", date(2026, 2, day))


@pytest.fixture
def runners(database):
    """Two runners, each with its own connection."""
    connections = [open_connection(database) for _n in range(2)]
    yield [Runner(connection, PlainAccess()) for connection in connections]
    for connection in connections:
        connection.transaction_manager.abort()
        connection.close()


def ordered(runner):
    runner.manager.begin()
    jobs = storage.get_jobs(runner.connection.root()[SITE])
    found = jobs.open_jobs() if jobs is not None else []
    runner.manager.abort()
    return [(job.kind, job.started_by, job.parameters) for job in found]


def test_it_is_ordered_once_on_a_day_that_wants_it(runners, today):
    first, second = runners
    with registered(DailyMarks()):
        today(1)
        assert (first.order_daily(), ordered(first)) == (0, [])
        today(2)
        assert first.order_daily() == 1
        assert (first.order_daily(), second.order_daily()) == (0, 0)

        assert ordered(second) == [("test-marks", SYSTEM, {"count": 1})]

        today(4)
        assert second.order_daily() == 1


def test_the_worker_orders_it_and_does_it(database, today):
    today(2)
    worker = Worker(database, PlainAccess(allowed=(SYSTEM,)), poll=0.05)
    with registered(DailyMarks()):
        worker.start()
        try:
            for _try in range(200):
                if times_done(database):
                    break
                time.sleep(0.05)
        finally:
            worker.stop()

    assert times_done(database) == {0: 1}


def test_of_two_workers_one_orders(runners, today):
    first, second = runners
    today(2)
    with registered(DailyMarks()):
        commit = second.manager.commit

        def late():
            assert first.order_daily() == 1
            commit()

        with mock.patch.object(second.manager, "commit", late):
            assert second.order_daily() == 0

        assert len(ordered(first)) == 1


def test_the_fault_of_one_kind_stops_no_other(runners, today, caplog):
    today(2)
    with registered(Faulty(), "test-faulty"), registered(DailyMarks()):
        assert runners[0].order_daily() == 1

    assert "test-faulty" in caplog.text
    assert "child" not in caplog.text
