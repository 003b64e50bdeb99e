"""The log of heads in ZODB: what changed is marked once, taken once, and proved for ever."""

from collective.schoolrecords.core import checkpoint as rules
from collective.schoolrecords.core import merkle
from collective.schoolrecords.ledger import worked_on
from collective.schoolrecords.ledger.log import Ledger
from collective.schoolrecords.ledger.log import Log
from collective.schoolrecords.ledger.log import shard_of
from collective.schoolrecords.ledger.log import SHARDS
from collective.schoolrecords.ledger.storage import Chain
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.MappingStorage import MappingStorage
from ZODB.POSException import ConflictError

import contextlib
import pytest
import transaction


EVENING = datetime(2026, 9, 1, 20, 0, tzinfo=UTC)


def grow(chain, ledger=None):
    chain.append(
        "changed", at=EVENING, actor="ivanova", roles=(), groups=(), source="form", after=None
    )
    if ledger is not None:
        ledger.marks.mark(chain)


def chain(uid, events=1):
    made = Chain(uid)
    for _number in range(events):
        grow(made)
    return made


def take_all(ledger, most=1000):
    for shard in range(SHARDS):
        while heads := ledger.marks.take(shard, most):
            ledger.log.append(heads)


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def database():
    storage = DemoStorage(base=MappingStorage(), changes=MappingStorage())
    made = DB(storage)
    yield made
    made.close()


@contextlib.contextmanager
def connected(database):
    manager = transaction.TransactionManager()
    connection = database.open(manager)
    try:
        yield connection.root(), manager
    finally:
        manager.abort()
        connection.close()


def test_a_chain_is_marked_once_however_often_it_grows(ledger):
    one = chain("a" * 32)
    for _number in range(3):
        grow(one, ledger)
    assert len(ledger.marks) == 1
    take_all(ledger)
    assert len(ledger.marks) == 0
    assert ledger.log.head(0) == rules.Head("a" * 32, 4, one.last().hash)


def test_a_head_that_says_nothing_new_takes_no_place(ledger):
    one = chain("a" * 32)
    ledger.marks.mark(one)
    take_all(ledger)
    ledger.marks.mark(one)
    take_all(ledger)
    assert ledger.log.size == 1


def test_shards_are_taken_in_pieces(ledger):
    same = [f"{n:032x}" for n in range(3000) if shard_of(f"{n:032x}") == 7][:9]
    for uid in same:
        ledger.marks.mark(chain(uid))
    assert [len(ledger.marks.take(7, 4)) for _piece in range(4)] == [4, 4, 1, 0]


def test_checkpoints_follow_each_other(ledger):
    first = ledger.log.close(EVENING)
    assert (first.number, first.size, first.previous) == (1, 0, None)
    assert first.root == merkle.empty_root().hex()
    ledger.marks.mark(chain("a" * 32))
    take_all(ledger)
    second = ledger.log.close(EVENING + timedelta(days=1))
    assert (second.number, second.size, second.previous) == (2, 1, first.hash())
    assert ledger.log.last() == second
    assert list(ledger.log.checkpoints()) == [first, second]
    assert list(ledger.log.checkpoints(2)) == [second]
    assert len(ledger.log) == 2
    with pytest.raises(KeyError):
        ledger.log.checkpoint(3)


@given(st.lists(st.lists(st.integers(0, 12), max_size=20), min_size=1, max_size=6), st.data())
def test_every_record_is_proved_at_every_checkpoint(days, data):
    """Whatever grew on which day: proofs of growth and of each record hold for each checkpoint."""
    log, chains, taken, at_the_time = Log(), {}, [], []
    for number, grown in enumerate(days):
        for one in grown:
            grow(chains.setdefault(f"{one:032x}", Chain(f"{one:032x}")))
        log.append(rules.Head(uid, *one.head()) for uid, one in sorted(chains.items()))
        taken.append(log.close(EVENING + timedelta(days=number)))
        at_the_time.append({uid: len(one) for uid, one in chains.items()})
    kept = data.draw(st.integers(0, len(days) - 1))
    old, new = taken[kept], taken[-1]
    path = log.consistency(old.size, new.size)
    assert rules.check_growth(old, new, path) == ()
    for uid, one in chains.items():
        index = log.index_of(uid, old.size)
        assert (index is None) == (uid not in at_the_time[kept])
        if index is not None:
            head, proof = log.head(index), log.inclusion(index, old.size)
            assert head.length == at_the_time[kept][uid]
            assert rules.check_record(uid, one.entries(), head, index, proof, old) == ()


# -- two connections ------------------------------------------------------------------------------


@pytest.fixture
def marked(database):
    """A ledger in the database with one marked chain."""
    with connected(database) as (root, manager):
        root["ledger"], root["chain"] = Ledger(), chain("a" * 32)
        root["ledger"].marks.mark(root["chain"])
        manager.commit()
    return database


def test_an_event_while_its_mark_is_taken_conflicts(marked):
    with connected(marked) as (root, manager), connected(marked) as (other, second):
        take_all(root["ledger"])
        grow(other["chain"], other["ledger"])
        manager.commit()
        with pytest.raises(ConflictError):
            second.commit()


def test_a_mark_is_not_taken_while_its_chain_grows(marked):
    with connected(marked) as (root, manager), connected(marked) as (other, second):
        take_all(root["ledger"])
        grow(other["chain"], other["ledger"])
        second.commit()
        with pytest.raises(ConflictError):
            manager.commit()


def test_two_records_of_one_shard_are_marked_at_the_same_time(marked):
    shard = shard_of("a" * 32)
    uids = [uid for n in range(3000) if shard_of(uid := f"{n:032x}") == shard][:2]
    with connected(marked) as (root, manager), connected(marked) as (other, second):
        root["ledger"].marks.mark(chain(uids[0]))
        other["ledger"].marks.mark(chain(uids[1]))
        manager.commit()
        second.commit()
    with connected(marked) as (root, _manager):
        assert len(root["ledger"].marks) == 3


def test_two_events_of_known_records_of_one_shard_do_not_meet(marked):
    """The values are persistent references: conflict resolution must be able to compare them."""
    shard = shard_of("a" * 32)
    uids = [uid for n in range(3000) if shard_of(uid := f"{n:032x}") == shard][:2]
    with connected(marked) as (root, manager):
        for uid in uids:
            root[uid] = chain(uid)
            root["ledger"].marks.mark(root[uid])
        manager.commit()
    with connected(marked) as (root, manager), connected(marked) as (other, second):
        grow(root[uids[0]], root["ledger"])
        grow(other[uids[1]], other["ledger"])
        manager.commit()
        second.commit()
    with connected(marked) as (root, _manager):
        take_all(root["ledger"])
        assert sorted(root["ledger"].log.head(n).length for n in range(3)) == [1, 2, 2]


def test_what_one_person_does_in_two_places_at_once_adds_up(marked):
    """Each person's list is an object of one's own: it meets nobody else's, and itself in peace."""
    uids = [f"{n:032x}" for n in range(6)]
    with connected(marked) as (root, manager):
        for actor in ("secretary", "director"):
            worked_on.note(root["ledger"], actor, uids[0], "form")
        manager.commit()
    with connected(marked) as (root, manager), connected(marked) as (other, second):
        for uid in uids[1:3]:
            worked_on.note(root["ledger"], "secretary", uid, "form")
        worked_on.note(other["ledger"], "director", uids[5], "rest")
        worked_on.note(other["ledger"], "secretary", uids[3], "form")
        worked_on.note(other["ledger"], "secretary", uids[4], "import")
        manager.commit()
        second.commit()
    with connected(marked) as (root, _manager):
        worked = root["ledger"].worked
        assert worked["secretary"].uids == (uids[3], uids[2], uids[1], uids[0])
        assert worked["director"].uids == (uids[5], uids[0])


def test_a_list_of_what_was_worked_on_stays_short():
    ledger = Ledger()
    for n in range(100):
        worked_on.note(ledger, "secretary", f"{n:032x}", "setup")
    worked_on.note(ledger, "secretary", f"{90:032x}", "form")
    found = ledger.worked["secretary"].uids
    assert len(found) == len(set(found)) == worked_on.MOST
    assert found[:2] == (f"{90:032x}", f"{99:032x}")
