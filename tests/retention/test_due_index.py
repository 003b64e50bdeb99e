"""The due index against a naive list, between two writers, and through a real storage."""

from BTrees.LLBTree import LLBTree
from collective.schoolrecords.core.due import Counts
from collective.schoolrecords.retention import due_facts
from collective.schoolrecords.retention import due_index
from collective.schoolrecords.retention.due_facts import Facts
from collective.schoolrecords.retention.due_facts import Row
from collective.schoolrecords.retention.due_facts import STATUSES
from collective.schoolrecords.retention.due_index import DueIndex
from collective.schoolrecords.retention.due_query import SORTS
from datetime import date
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from ZODB.POSException import ConflictError

import dataclasses
import pytest
import random
import transaction
import uuid


DAYS = [date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2099, 1, 1), date.max]
UIDS = [uuid.UUID(int=n * 7919).hex for n in range(12)] + ["not-a-uuid", "A" * 32]


@st.composite
def some_facts(draw):
    day = draw(st.sampled_from([None, *DAYS]))
    standing = ["never", "open", "error", "waiting"]
    return Facts(
        doc_type=draw(st.sampled_from(["", "class_journal", "order", "personal_file"])),
        status=draw(st.sampled_from(standing if day is None else ["due", "needs_decision"])),
        day=day,
        cohort=draw(st.sampled_from([None, "c1", "c2"])),
        year=draw(st.sampled_from([None, 2019, 2020])),
        place=draw(st.sampled_from(["", "шкаф 1", "шкаф 2"])),
        carrier=draw(st.sampled_from(["paper", "electronic"])),
        term=draw(st.sampled_from(["5 лет", "5 лет ЭПК"])),
        holds=draw(st.integers(0, 2)),
        state=draw(st.sampled_from(["", "closed", "archived"])),
    )


operations = st.lists(
    st.tuples(st.sampled_from(UIDS), st.none() | some_facts()),
    max_size=40,
)


def built(steps):
    """An index and a plain dict after the same puts (facts) and removals (None)."""
    index, model = DueIndex(), {}
    for uid, facts in steps:
        if facts is None:
            assert index.remove(uid) == (uid in model)
            model.pop(uid, None)
        else:
            index.put(uid, facts)
            model[uid] = facts
    return index, model


def status_on(facts, on):
    """The definition in the words of the issue, one record at a time."""
    if facts.day is None:
        return facts.status
    if facts.day > on:
        return "running"
    return "on_hold" if facts.holds else facts.status


def row_of(uid, facts, on):
    return Row(
        uid,
        status_on(facts, on),
        facts.day,
        facts.doc_type,
        facts.cohort,
        facts.year,
        facts.place,
        facts.carrier,
        facts.term,
        facts.holds,
    )


def by_uid(rows):
    return sorted(rows, key=lambda row: row.uid)


@given(operations)
def test_what_was_put_last_is_what_is_kept(steps):
    index, model = built(steps)

    assert len(index) == len(model)
    assert {uid: index.get(uid) for uid in UIDS} == {uid: model.get(uid) for uid in UIDS}


@given(operations)
def test_colliding_numbers_lose_no_record(steps):
    ordinary = due_index._number
    due_index._number = lambda uid: ordinary(uid) % 3
    try:
        index, model = built(steps)
        assert {uid: index.get(uid) for uid in UIDS} == {uid: model.get(uid) for uid in UIDS}
        total, rows = index.query(date(2026, 1, 1), size=99)
    finally:
        due_index._number = ordinary

    assert total == len(rows)
    assert {row.uid for row in rows} == {
        uid for uid, facts in model.items() if facts.day and facts.day <= date(2026, 1, 1)
    }
    assert len(index) == len(model)


@st.composite
def some_filters(draw):
    values = {
        "status": ["never", "open", "error", "waiting", "running", "due", "on_hold",
                   "needs_decision"],
        "doc_type": ["", "class_journal", "order", "unheard_of"],
        "cohort": [None, "c1", "c2"],
        "year": [None, 2019],
        "place": ["", "шкаф 1"],
        "carrier": ["paper"],
        "term": ["5 лет"],
        "holds": [0, 1],
        "state": ["closed", "archived", "selected"],
    }  # fmt: skip
    names = draw(st.sets(st.sampled_from(sorted(values)), max_size=3))
    return {
        name: draw(st.sampled_from(values[name]) | st.sets(st.sampled_from(values[name])))
        for name in names
    }


def passes(row, facts, filters):
    for name, wanted in filters.items():
        value = facts.state if name == "state" else getattr(row, name)
        if value not in (wanted if isinstance(wanted, set) else {wanted}):
            return False
    return "status" in filters or row.status in {"due", "on_hold", "needs_decision"}


def runs(values, descending):
    """The values in the order in which a list must show them: None last, either way."""
    known = sorted((value for value in values if value is not None), reverse=descending)
    return known + [value for value in values if value is None]


@settings(max_examples=300)
@given(
    operations,
    st.sampled_from([date(2023, 12, 31), *DAYS]),
    some_filters(),
    st.sampled_from(SORTS),
    st.booleans(),
    st.integers(1, 5),
)
@example([], DAYS[0], {"status": set()}, "day", False, 1)
def test_a_query_lists_what_a_naive_search_finds_in_order_and_in_pages(
    steps, on, filters, sort, descending, size
):
    index, model = built(steps)
    rows = ((row_of(uid, facts, on), facts) for uid, facts in model.items())
    expected = [row for row, facts in rows if passes(row, facts, filters)]

    total, found = index.query(on, filters, sort, 0, 99, descending)

    assert total == len(expected)
    assert by_uid(found) == by_uid(expected)
    assert [getattr(row, sort) for row in found] == runs(
        [getattr(row, sort) for row in expected], descending
    )
    pages = [
        index.query(on, filters, sort, start, size, descending) for start in range(0, 20, size)
    ]
    assert {number for number, _rows in pages} == {total}
    assert [row for _total, rows in pages for row in rows] == found


@given(operations, some_filters())
def test_a_calendar_counts_what_a_naive_count_finds(steps, filters):
    index, model = built(steps)
    filters.pop("status", None)
    wanted = {}
    for uid, facts in model.items():
        # Long ago nothing has ended yet, so that no status is asked about.
        everything = {**filters, "status": set(STATUSES)}
        if not passes(row_of(uid, facts, date(1, 1, 1)), facts, everything):
            continue
        key = (facts.day.year if facts.day else facts.status, facts.doc_type)
        undecided = not facts.holds and facts.status == "needs_decision"
        numbers = wanted.setdefault(key, [0, 0, 0])
        for place, value in enumerate((1, bool(facts.holds), undecided)):
            numbers[place] += value

    found = {}
    for when, doc_type, *numbers in index.tallies(filters):
        kept = found.setdefault((when, doc_type), [0, 0, 0])
        for place, value in enumerate(numbers):
            kept[place] += value

    assert {key: value for key, value in found.items() if value[0]} == wanted


def test_a_calendar_has_no_status():
    with pytest.raises(ValueError, match="status"):
        list(DueIndex().tallies({"status": "due"}))


@given(operations, st.sampled_from([date(2023, 12, 31), *DAYS]))
def test_counts_equal_a_count_of_every_record(steps, on):
    index, model = built(steps)
    expected = {}
    for facts in model.values():
        counts = expected.setdefault(facts.doc_type, Counts())
        status = status_on(facts, on)
        counts.rows += 1
        counts.never += status == "never"
        counts.open += status == "open"
        counts.error += status == "error"
        counts.due += status in ("due", "on_hold", "needs_decision")
        counts.on_hold += status == "on_hold"
        counts.selectable += status in ("due", "needs_decision")
        counts.needs_decision += status == "needs_decision"

    assert index.counts(on) == expected


@given(
    operations,
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.integers(1, 5),
    st.integers(0, 10),
)
def test_a_sweep_meets_every_day_in_range_once_and_goes_on_from_any_cursor(
    steps, from_day, to_day, block, broken_off
):
    index, model = built(steps)
    expected = {
        uid: facts for uid, facts in model.items() if facts.day and from_day <= facts.day <= to_day
    }

    blocks = list(index.sweep(from_day, to_day, block))

    rows = [row for piece in blocks for row in piece.rows]
    assert by_uid(rows) == by_uid(row_of(uid, facts, to_day) for uid, facts in expected.items())
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert all(len(piece.rows) == block for piece in blocks[:-1])
    assert all(0 < len(piece.rows) <= block for piece in blocks[-1:])
    if blocks:
        done = blocks[: broken_off % len(blocks) + 1]
        rest = index.sweep(from_day, to_day, block, after=done[-1].cursor)
        assert [row for piece in [*done, *rest] for row in piece.rows] == rows


@pytest.mark.parametrize("block", [0, -1])
def test_a_sweep_in_blocks_of_nothing_is_refused(block):
    with pytest.raises(ValueError):
        next(DueIndex().sweep(DAYS[0], DAYS[1], block))


def test_many_pairs_at_once_are_kept_like_one_after_the_other():
    pairs = [(uuid.UUID(int=n).hex, Facts("order", "due", DAYS[n % 3], year=n)) for n in range(500)]
    index = DueIndex()

    assert index.put_many(iter(pairs)) == 500

    assert {uid: index.get(uid) for uid, _facts in pairs} == dict(pairs)


def test_an_index_that_was_counted_without_states_is_still_read():
    """Until the site has counted it anew no record of it has a state."""
    index = DueIndex()
    index.put(UIDS[0], Facts("order", "due", DAYS[0], state="closed"))
    (group,) = index._groups.values()
    for number, kept in list(group.facts.items()):
        group.facts[number] = kept[: due_facts.STATE]

    assert index.get(UIDS[0]) == Facts("order", "due", DAYS[0])
    assert index.query(DAYS[0], {"state": "closed"}) == (0, [])
    assert index.query(DAYS[0])[0] == 1
    index.put(UIDS[0], Facts("order", "due", DAYS[0], state="closed"))
    assert index.query(DAYS[0], {"state": "closed"})[0] == 1


@pytest.mark.parametrize(
    "status, day",
    [
        ("never", DAYS[0]),
        ("open", DAYS[0]),
        ("due", None),
        ("needs_decision", None),
        ("running", DAYS[0]),
        ("on_hold", DAYS[0]),
        ("running", None),
        ("", None),
    ],
)
def test_a_status_that_does_not_fit_the_day_is_refused(status, day):
    with pytest.raises(ValueError, match="does not fit"):
        Facts("order", status, day)


@pytest.mark.parametrize(
    "question",
    [
        {"filters": {"name": "x"}},
        {"filters": {"status": "expired"}},
        {"sort": "name"},
        {"sort": "status"},
        {"start": -1},
        {"size": -1},
    ],
)
def test_a_question_without_an_answer_is_refused(question):
    with pytest.raises(ValueError):
        DueIndex().query(DAYS[0], **question)


# -- through a storage ----------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path):
    opened = DB(FileStorage(str(tmp_path / "Data.fs")))
    with opened.transaction() as connection:
        connection.root()["due"] = DueIndex()
    yield opened
    opened.close()


@pytest.fixture
def connect(database):
    """Opens connections that commit on their own."""
    opened = []

    def connection():
        opened.append(database.open(transaction_manager=transaction.TransactionManager()))
        return opened[-1]

    yield connection
    for each in opened:
        each.transaction_manager.abort()
        each.close()


def facts_number(number, holds=0):
    """Facts of one of six groups."""
    return Facts(
        ("order", "class_journal")[number % 2],
        "due",
        DAYS[number % 3],
        cohort=f"c{number % 40}",
        year=2010 + number % 10,
        place=f"шкаф {number % 25}",
        carrier="paper",
        term="5 лет",
        holds=holds,
    )


def fill(connection, count, seed):
    """Put ``count`` records with random uids; return the uids."""
    chance = random.Random(seed)
    uids = [uuid.UUID(int=chance.getrandbits(128)).hex for _ in range(count)]
    index = connection.root()["due"]
    index.put_many((uid, facts_number(number)) for number, uid in enumerate(uids))
    connection.transaction_manager.commit()
    return uids


def leaves(tree):
    """How many leaves a tree has, counted along their chain."""
    state = tree.__getstate__()
    if state is None or len(state) == 1:
        return 1
    number, leaf = 0, state[1]
    while leaf is not None:
        number += 1
        state = leaf.__getstate__()
        leaf = state[1] if len(state) == 2 else None
    return number


def all_leaves(index):
    trees = [index._where, *(group.facts for group in index._groups.values())]
    return [leaves(tree) for tree in trees]


def test_leaves_are_counted_right():
    """The measure of the next test, held to trees whose leaves are known."""
    small, large = LLBTree(), LLBTree(dict.fromkeys(range(1000), 0))

    assert leaves(small) == 1
    # A leaf splits in halves when it is full; in rising order that leaves halves behind.
    half = large.max_leaf_size // 2
    assert 1000 // (2 * half) <= leaves(large) <= 1000 // half + 1


def test_two_writers_of_different_records_collide_only_where_a_leaf_splits(connect):
    first, second = connect(), connect()
    fill(first, 3000, seed=1)
    chance = random.Random(2)
    conflicts = []
    for number in range(200):
        first.sync()
        second.sync()
        before = all_leaves(first.root()["due"])
        split = False
        for writer, mine in ((first, number), (second, number + 1)):
            uid = uuid.UUID(int=chance.getrandbits(128)).hex
            writer.root()["due"].put(uid, facts_number(mine))
            split |= all_leaves(writer.root()["due"]) != before
        first.transaction_manager.commit()
        try:
            second.transaction_manager.commit()
        except ConflictError:
            second.transaction_manager.abort()
            conflicts.append(split)

    assert all(conflicts), "a conflict without a split"
    # A pair collides only if it meets in a leaf that splits: about one pair in a hundred here.
    assert len(conflicts) <= 4
    third = connect()
    index = third.root()["due"]
    assert len(index) == 3000 + 400 - len(conflicts)
    assert sum(counts.rows for counts in index.counts(DAYS[-1]).values()) == len(index)


def test_two_holds_on_different_records_of_one_group_are_both_counted(connect):
    first, second = connect(), connect()
    uids = fill(first, 600, seed=3)
    second.sync()

    first.root()["due"].put(uids[0], facts_number(0, holds=1))
    second.root()["due"].put(uids[6], facts_number(6, holds=1))
    first.transaction_manager.commit()
    second.transaction_manager.commit()

    third = connect()
    counts = third.root()["due"].counts(DAYS[-1])["order"]
    assert (counts.rows, counts.on_hold, counts.selectable) == (300, 2, 298)


def test_two_decisions_on_one_record_cannot_both_win(connect):
    first, second = connect(), connect()
    (uid,) = fill(first, 1, seed=4)
    second.sync()

    first.root()["due"].put(uid, facts_number(0, holds=1))
    second.root()["due"].remove(uid)
    first.transaction_manager.commit()

    with pytest.raises(ConflictError):
        second.transaction_manager.commit()
    second.transaction_manager.abort()


def test_putting_the_same_facts_again_writes_nothing(connect):
    connection = connect()
    uids = fill(connection, 50, seed=5)

    connection.root()["due"].put(uids[7], facts_number(7))

    assert connection._registered_objects == []


def test_the_first_page_and_the_counts_open_no_other_records_leaf(connect):
    fill(connect(), 6000, seed=6)
    cold = connect()
    cold.cacheMinimize()

    total, rows = cold.root()["due"].query(DAYS[-1], size=25)
    cold.root()["due"].counts(DAYS[-1])

    assert (total, len(rows)) == (6000, 25)
    opened = [item for item in cold._cache.lru_items() if type(item[1]).__name__ == "LOBucket"]
    # The tree looks up both ends of what it walks: the first leaf of the group and its last.
    assert 1 <= len(opened) <= 2


def test_a_sweep_keeps_the_memory_flat(connect):
    fill(connect(), 6000, seed=7)
    cold = connect()
    cold.cacheMinimize()
    loaded, swept = [], 0

    for block in cold.root()["due"].sweep(DAYS[0], DAYS[-1], block=500):
        swept += len(block.rows)
        loaded.append(cold._cache.cache_non_ghost_count)

    assert swept == 6000
    assert len(loaded) == 12
    # A block of 500 lies in some nine leaves; without emptying the last would see a hundred.
    assert max(loaded) < 60


def test_everything_survives_the_storage(connect):
    uids = fill(connect(), 1000, seed=8)

    index = connect().root()["due"]

    for number in (0, 1, 500, 999):
        assert index.get(uids[number]) == facts_number(number)
    assert dataclasses.asdict(index.counts(DAYS[0])["order"])["due"] == 167
