"""The writer of the access log: batches, a bounded queue, a store that fails and comes back."""

from collective.schoolrecords.access.log import reading
from collective.schoolrecords.access.log import tables
from collective.schoolrecords.access.log.reading import Wanted
from collective.schoolrecords.access.log.writer import AccessLog
from collective.schoolrecords.core.access_log import Entry
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from jobs_databases import own_postgresql
from sqlalchemy import event
from sqlalchemy import text

import os
import psycopg2
import pytest
import stat


SITE = "/school"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def entry(number=0, event="view", **values):
    values = {"actor": "anna", "roles": ("Member", "Secretary"), **values}
    return Entry(NOON + timedelta(seconds=number), event, **values)


@contextmanager
def running(url, **options):
    log = AccessLog(url, **{"wait": 0.01, "retry": 0.02, **options})
    log.start()
    try:
        yield log
    finally:
        log.stop(5)


@contextmanager
def place(kind, folder):
    """The URL of an empty store of a kind."""
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'access.sqlite'}"
        return
    with own_postgresql(os.environ["SCHOOLRECORDS_TEST_DSN"]) as dsn:
        told = psycopg2.extensions.parse_dsn(dsn)
        name = told.pop("dbname")
        query = "&".join(f"{key}={value}" for key, value in told.items())
        yield f"postgresql+psycopg2:///{name}?{query}"


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def url(request, tmp_path):
    if request.param == "PostgreSQL" and not os.environ.get("SCHOOLRECORDS_TEST_DSN"):
        pytest.skip("SCHOOLRECORDS_TEST_DSN names no PostgreSQL: the access log not tested on it")
    with place(request.param, tmp_path) as found:
        yield found


def all_of(log, **wanted):
    return list(reading.stream(log, SITE, Wanted(**wanted)))


def test_what_is_put_is_kept_and_found(url):
    first = entry(0, subjects=("file-1", "paper-1"), family="file_document", uid="paper-1")
    second = entry(5, "refused", actor="ivan", roles=(), result="refused", address="10.0.0.7")
    with running(url) as log:
        # A log that is read before its first entry is empty, not broken.
        assert all_of(log) == []
        assert log.put(SITE, first)
        assert log.put(SITE, second)
        assert log.put("/another", entry(9))
        assert log.flush()

        assert all_of(log) == [first, second]
        assert all_of(log, subjects=frozenset(("file-1",))) == [first]
        assert all_of(log, actors=frozenset(("ivan",)), result="refused") == [second]
        assert all_of(log, since=NOON + timedelta(seconds=1)) == [second]
        assert all_of(log, until=NOON) == []
        assert all_of(log, events=frozenset(("view",)), families=frozenset(("book",))) == []
        assert reading.count(log, SITE, Wanted()) == 2
        assert reading.page(log, SITE, Wanted(), 0, 1) == [second]
        assert reading.page(log, SITE, Wanted(), 0, 1, descending=False) == [first]


def test_a_long_range_comes_whole_and_old_entries_go(url):
    with running(url, limit=5_000) as log:
        for number in range(2_300):
            log.put(SITE, entry(number, subjects=(f"file-{number % 7}",)))
        assert log.flush()

        assert [one.at for one in all_of(log)] == [
            NOON + timedelta(seconds=number) for number in range(2_300)
        ]
        before = NOON + timedelta(seconds=1_200)
        assert reading.purge(log, SITE, before) == 1_000
        assert reading.purge(log, SITE, before) == 200
        assert reading.purge(log, SITE, before) == 0
        assert len(all_of(log)) == 1_100
        with log.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM access_subject")).scalar() == 1_100


def test_an_entry_that_is_written_twice_is_one(url):
    with running(url) as log:
        log.put(SITE, entry())
        log.flush()
        rows = [tables.values_of(SITE, entry(3, subjects=("a",)))]

        tables.write(log.engine, rows)
        tables.write(log.engine, rows)

        assert len(all_of(log)) == 2


def test_stopping_writes_what_waits(tmp_path):
    url = f"sqlite:///{tmp_path / 'access.sqlite'}"
    with running(url, wait=60) as log:
        for number in range(50):
            log.put(SITE, entry(number))
        assert log.state().waiting == 50
        assert log.stop(5)
    with running(url) as log:
        assert len(all_of(log)) == 50


def test_the_file_is_for_its_owner_alone(tmp_path):
    with running(f"sqlite:///{tmp_path / 'access.sqlite'}") as log:
        log.put(SITE, entry())
        log.flush()

    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_a_full_queue_never_waits_and_what_is_lost_is_counted(tmp_path):
    log = AccessLog(f"sqlite:///{tmp_path / 'access.sqlite'}", limit=4, wait=0.01)

    assert [log.put(SITE, entry(n), from_stranger=True) for n in range(3)] == [True, True, False]
    # Strangers have half of the room and bring nobody else into trouble.
    assert not log.state().degraded
    assert [log.put(SITE, entry(n)) for n in range(3)] == [True, True, False]
    assert log.state().degraded
    assert log.state().lost == 2

    log.start()
    log.flush()
    events = [(one.event, one.number) for one in all_of(log)]
    assert ("lost", 2) in events
    assert len(events) == 5
    assert not log.state().degraded
    log.stop(5)


def wait_for(log, degraded):
    """Wait until the thread has noticed, as long as it takes on a busy machine."""
    with log._free:
        assert log._free.wait_for(lambda: (log._since is not None) is degraded, 20)


def test_a_dead_store_is_seen_and_nothing_is_lost_when_it_comes_back(tmp_path):
    folder = tmp_path / "gone"
    with running(f"sqlite:///{folder / 'access.sqlite'}") as log:
        log.put(SITE, entry(1))
        wait_for(log, True)
        log.put(SITE, entry(2))
        state = log.state()
        assert (state.degraded, state.waiting, state.lost) == (True, 2, 0)
        assert state.fault
        assert not log.flush(0.01)
        with pytest.raises(reading.AccessLogUnreadable):
            all_of(log)

        folder.mkdir()
        assert log.flush(20)

        assert not log.state().degraded
        assert len(all_of(log)) == 2


def test_a_full_disk_is_seen(tmp_path):
    with running(f"sqlite:///{tmp_path / 'access.sqlite'}", retry=0.02) as log:
        log.put(SITE, entry(1))
        assert log.flush(20)
        room = [1]

        @event.listens_for(log.engine, "checkout")
        def small_disk(connection, record, proxy):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages if room else 10**6}")

        for number in range(400):
            log.put(SITE, entry(number, name="x" * 500))
        wait_for(log, True)
        assert log.state().degraded
        assert len(all_of(log)) == 1

        room.clear()
        assert log.flush(20)
        assert len(all_of(log)) == 401
        assert not log.state().degraded
