"""The chain in ZODB: it only grows, two writers never lose an entry, reading writes nothing."""

from collective.schoolrecords.core.canonical import CanonicalError
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.canonical import digest
from collective.schoolrecords.core.chain import origin
from collective.schoolrecords.ledger.interfaces import IDigestible
from collective.schoolrecords.ledger.storage import append
from collective.schoolrecords.ledger.storage import Chain
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.ledger.storage import forget_copied_chain
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import survivor
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from plone.uuid.interfaces import IUUID
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.MappingStorage import MappingStorage
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import copy
import pytest
import transaction


MORNING = datetime(2025, 9, 1, 6, 30, tzinfo=UTC)


class Record(Persistent):
    """Stands for any object that keeps a chain."""

    def __init__(self, uid):
        self.uid = uid
        self.title = ""


@implementer(IDigestible)
class RecordDigest:
    def __init__(self, record):
        self.record = record

    def digestible(self):
        return {"title": self.record.title}


@pytest.fixture(autouse=True)
def adapters():
    """A record has a UID and says what its digest covers."""
    registry = getGlobalSiteManager()
    registry.registerAdapter(RecordDigest, (Record,), IDigestible)
    registry.registerAdapter(lambda record: record.uid, (Record,), IUUID)
    yield
    registry.unregisterAdapter(required=(Record,), provided=IDigestible)
    registry.unregisterAdapter(required=(Record,), provided=IUUID)


def written(obj, event="changed", **fields):
    given = {
        "at": MORNING,
        "actor": "secretary",
        "roles": ("Secretary",),
        "groups": ("office-secretary",),
        "source": "form",
    }
    return append(obj, event, **(given | fields))


@pytest.fixture
def database():
    database = DB(DemoStorage(base=MappingStorage()))
    with database.transaction() as connection:
        record = connection.root()["record"] = Record("uid-1")
        record.title = "Дело № 5"
        written(record, "filed", state="draft")
    yield database
    database.close()


def opened(database):
    """A connection with a transaction of its own, as two requests have."""
    manager = transaction.TransactionManager()
    return manager, database.open(manager).root()["record"]


def test_an_event_becomes_an_entry(database):
    manager, record = opened(database)
    (filed,) = chain_of(record).entries()
    assert (filed.seq, filed.event, filed.state) == (0, "filed", "draft")
    assert filed.roles == ("Secretary",)
    assert filed.groups == ("office-secretary",)
    assert filed.previous == origin("uid-1")
    assert filed.before is None
    assert filed.after == digest(chain_of(record).salt, {"title": "Дело № 5"})


def test_entries_are_read_by_number_range_and_head(database):
    manager, record = opened(database)
    added = [written(record, at=MORNING + timedelta(hours=hour)) for hour in range(1, 5)]
    chain = chain_of(record)
    assert len(chain) == 5
    assert list(chain.entries(1)) == added
    assert list(chain.entries(1, 3)) == added[:2]
    assert list(chain.entries(3, 3)) == []
    assert chain.entry(4) == chain.last() == added[-1]
    assert chain.head() == (5, added[-1].hash)
    with pytest.raises(KeyError):
        chain.entry(5)


def test_reading_an_object_without_events_stores_nothing():
    record = Record("uid-2")
    chain = chain_of(record)
    assert list(chain.entries()) == []
    assert chain.last() is None
    assert chain.head() == (0, origin("uid-2"))
    assert chain.payload(0) == {}
    assert digest_of(record) is None
    assert "_chain" not in vars(record)


def test_the_chain_of_a_container_is_not_the_chain_of_its_contents():
    class Acquiring(Record):
        def __getattr__(self, name):
            if name == "_chain":
                raise AssertionError("the chain was looked up through __getattr__")
            raise AttributeError(name)

    assert len(chain_of(Acquiring("inside"))) == 0


def test_the_state_between_events_is_fixed(database):
    manager, record = opened(database)
    record.title = "Дело № 6"
    entry = written(record)
    assert entry.before == chain_of(record).entry(0).after
    assert entry.after == digest_of(record) != entry.before
    record.title = "Дело № 7"
    assert digest_of(record) != chain_of(record).last().after


def test_an_object_without_adapter_has_a_chain_without_digests():
    class Plain(Persistent):
        pass

    entry = written(Plain(), "appointment")
    assert (entry.before, entry.after) == (None, None)


def test_two_records_with_the_same_content_have_different_digests():
    one, other = Record("uid-1"), Record("uid-2")
    assert written(one, "filed").after != written(other, "filed").after


class TestPayload:
    def test_values_stand_beside_the_chain_and_are_committed_to(self, database):
        manager, record = opened(database)
        entry = written(
            record, "correction", payload={"reason": "Опечатка", "on": date(2026, 1, 9)}
        )
        chain = chain_of(record)
        assert [field for field, _ in entry.commitments] == ["on", "reason"]
        assert chain.payload(1) == {"reason": "Опечатка", "on": "2026-01-09"}
        assert "Опечатка" not in repr(entry)
        assert chain.verify() == ()

    def test_what_the_caller_does_with_the_payload_later_changes_nothing(self):
        record = Record("uid-1")
        fields = ["title"]
        written(record, payload={"fields": fields})
        fields.append("note")
        chain_of(record).payload(0)["fields"].append("note")
        assert chain_of(record).payload(0) == {"fields": ["title"]}
        assert chain_of(record).verify() == ()

    def test_a_payload_without_canonical_form_writes_nothing(self):
        record = Record("uid-1")
        written(record, "filed")
        with pytest.raises(CanonicalError) as caught:
            written(record, payload={"marks": [5, 4.5]})
        assert caught.value.path == "$.marks[1]"
        assert len(chain_of(record)) == 1

    def test_an_altered_payload_is_found(self):
        record = Record("uid-1")
        written(record, "correction", payload={"reason": "Опечатка"})
        chain_of(record)._payloads[0]["reason"] = "Другая"
        assert [(p.seq, p.code) for p in chain_of(record).verify()] == [(0, "payload_mismatch")]

    def test_the_name_of_who_acted_is_fixed_beside_what_the_event_tells(self):
        record = Record("uid-1")
        entry = written(record, "filed", name="Орлова Н. П.", payload={"kind": "order"})
        chain = chain_of(record)
        assert [field for field, _ in entry.commitments] == ["actor_name", "kind"]
        assert (chain.payload(0), chain.actor_name(0)) == ({"kind": "order"}, "Орлова Н. П.")
        assert "Орлова" not in repr(entry)
        written(record)
        assert (chain.actor_name(1), chain.entry(1).commitments) == (None, ())
        assert chain.verify() == ()
        chain._entries[0] = (*chain._entries[0][:-1], "Петрова Н. П.")
        (problem,) = chain.verify()
        assert (problem.code, problem.field) == ("payload_mismatch", "actor_name")
        assert survivor(chain).actor_name(0) is None

    def test_what_cannot_be_digested_stops_nobody_before_the_change_itself(self):
        record = Record("uid-1")
        written(record, "filed")
        record.title = 4.5
        notice_change(record)
        assert len(chain_of(record)) == 1

    def test_a_version_is_told_of_a_damaged_chain_too(self):
        record = Record("uid-1")
        read = written(record, "filed").hash
        record.title = "Подложено"
        notice_change(record)
        chain = chain_of(record)
        assert (len(chain), chain.version()) == (2, read)
        del chain._entries[0]
        assert chain.version() == read
        del chain._entries[1]
        assert chain.version() == origin("uid-1")

    def test_opening_an_event_alone_opens_no_name(self):
        record = Record("uid-1")
        entry = written(record, "entry_made", name="Орлова Н. П.", payload={"n": 1}, alone=True)
        chain, fixed = chain_of(record), dict(entry.commitments)
        assert fixed["n"] == commitment(chain.own_salt(0), 0, "n", 1)
        assert fixed["actor_name"] == commitment(chain.salt, 0, "actor_name", "Орлова Н. П.")
        assert chain.verify() == ()

    def test_a_lost_payload_is_found(self):
        record = Record("uid-1")
        written(record, "correction", payload={"reason": "Опечатка"})
        del chain_of(record)._payloads[0]
        assert [(p.seq, p.code) for p in chain_of(record).verify()] == [(0, "payload_missing")]

    def test_a_payload_with_a_salt_of_its_own_is_opened_without_the_others(self):
        record = Record("uid-1")
        written(record, "correction", payload={"reason": "Опечатка"})
        entry = written(record, "entry_made", payload={"number": 1}, alone=True)
        chain = chain_of(record)
        assert (chain.own_salt(0), chain.verify()) == (None, ())
        shown = commitment(chain.own_salt(1), 1, "number", 1)
        assert dict(entry.commitments) == {"number": shown}
        assert shown != commitment(chain.salt, 1, "number", 1)


class TestAppendOnly:
    def test_the_chain_offers_no_way_to_change_or_remove(self):
        public = {name for name in vars(Chain) if not name.startswith("_")}
        reading = {
            "actor_name",
            "entries",
            "entry",
            "last",
            "head",
            "numbers_of",
            "own_salt",
            "payload",
            "verify",
            "version",
        }
        assert public == reading | {"append"}

    def test_an_altered_row_is_found(self):
        record = Record("uid-1")
        for minute in range(3):
            written(record, at=MORNING + timedelta(minutes=minute))
        rows = chain_of(record)._entries
        rows[1] = (*rows[1][:3], "somebody", *rows[1][4:])
        assert [(p.seq, p.code) for p in chain_of(record).verify()] == [(1, "changed")]

    def test_a_removed_row_is_found(self):
        record = Record("uid-1")
        for minute in range(3):
            written(record, at=MORNING + timedelta(minutes=minute))
        del chain_of(record)._entries[1]
        assert ("gap", 2) in {(p.code, p.seq) for p in chain_of(record).verify()}

    def test_a_rollback_behind_a_head_kept_elsewhere_is_found(self):
        record = Record("uid-1")
        for minute in range(3):
            written(record, at=MORNING + timedelta(minutes=minute))
        kept = chain_of(record).head()
        del chain_of(record)._entries[2]
        assert chain_of(record).verify() == ()
        assert [p.code for p in chain_of(record).verify(head=kept)] == ["wrong_head"]

    def test_a_chain_put_on_another_record_is_found(self):
        one, other = Record("uid-1"), Record("uid-2")
        written(one, "filed")
        other._chain = one._chain
        other._chain.uid = "uid-2"
        assert [p.code for p in chain_of(other).verify()] == ["wrong_origin"]

    def test_a_copy_begins_a_chain_of_its_own(self):
        record = Record("uid-1")
        written(record, "filed")
        twin = copy.copy(record)
        twin.uid = "uid-2"
        forget_copied_chain(twin, None)
        assert written(twin, "filed").previous == origin("uid-2")
        assert len(chain_of(record)) == 1


class TestTwoConnections:
    @pytest.mark.parametrize("length", [0, 1, 58, 59, 60, 61, 400])
    def test_the_second_writer_of_one_chain_gets_a_conflict(self, length):
        """At every size of the tree: empty, in one bucket, at a split, in many buckets."""
        database = DB(MappingStorage())
        with database.transaction() as connection:
            record = connection.root()["record"] = Record("uid-1")
            record._chain = Chain("uid-1")
            for minute in range(length):
                written(record, at=MORNING + timedelta(minutes=minute))
        first_manager, first = opened(database)
        second_manager, second = opened(database)
        later = MORNING + timedelta(days=1)
        written(first, actor="first", at=later)
        written(second, actor="second", at=later)
        first_manager.commit()
        with pytest.raises(ConflictError):
            second_manager.commit()
        second_manager.abort()
        written(second, actor="second", at=later + timedelta(seconds=1))
        second_manager.commit()
        _, reader = opened(database)
        chain = chain_of(reader)
        assert [entry.actor for entry in chain.entries(length)] == ["first", "second"]
        assert chain.verify() == ()
        database.close()

    def test_one_writer_with_two_events_conflicts_with_a_writer_of_one(self, database):
        first_manager, first = opened(database)
        second_manager, second = opened(database)
        written(first)
        written(first)
        written(second)
        first_manager.commit()
        with pytest.raises(ConflictError):
            second_manager.commit()
        second_manager.abort()

    def test_two_first_events_of_one_object_conflict(self):
        database = DB(MappingStorage())
        with database.transaction() as connection:
            connection.root()["record"] = Record("uid-1")
        first_manager, first = opened(database)
        second_manager, second = opened(database)
        written(first, "filed")
        written(second, "filed")
        second_manager.commit()
        with pytest.raises(ConflictError):
            first_manager.commit()
        first_manager.abort()
        database.close()

    def test_writers_of_different_chains_do_not_conflict(self):
        database = DB(MappingStorage())
        with database.transaction() as connection:
            for name in ("one", "other"):
                record = connection.root()[name] = Record(name)
                written(record, "filed")
        managers = [transaction.TransactionManager() for _ in range(2)]
        connections = [database.open(manager) for manager in managers]
        for connection, name in zip(connections, ("one", "other"), strict=True):
            written(connection.root()[name])
        for manager in managers:
            manager.commit()
        for connection in connections:
            connection.close()
        with database.transaction() as connection:
            lengths = [len(chain_of(connection.root()[name])) for name in ("one", "other")]
        assert lengths == [2, 2]
        database.close()


def test_an_event_writes_neither_the_object_nor_the_chain_itself(database):
    """Only the tree of entries: what keeps a step cheap and records free of conflicts."""
    manager, record = opened(database)
    written(record)
    assert record._p_changed is False
    assert chain_of(record)._p_changed is False
    assert chain_of(record)._entries._p_changed is True
    manager.abort()


def test_a_thousand_events_are_kept_and_hold(database):
    manager, record = opened(database)
    for minute in range(1, 1001):
        written(record, at=MORNING + timedelta(minutes=minute), payload={"fields": ["title"]})
    manager.commit()
    _, reader = opened(database)
    chain = chain_of(reader)
    assert len(chain) == 1001
    assert [entry.seq for entry in chain.entries()] == list(range(1001))
    assert chain.verify(head=chain.head()) == ()


def test_the_stored_rows_are_plain_values_without_a_class(database):
    manager, record = opened(database)
    pickled, _ = database.storage.load(chain_of(record)._entries._p_oid)
    assert b"BTrees" in pickled
    assert b"schoolrecords.core" not in pickled
