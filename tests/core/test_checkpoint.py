"""A kept checkpoint proves the past: nothing before it can be taken back unseen."""

from collective.schoolrecords.core import chain
from collective.schoolrecords.core import checkpoint as rules
from collective.schoolrecords.core import merkle
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st

import json
import pytest


START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
ARCHIVE = "5f0c9d3be1f24a0f8f6f9c2f1f0a7f11"


def chain_of(uid, events):
    entries = []
    for number in range(events):
        last = entries[-1] if entries else None
        moment = START + timedelta(minutes=number)
        made = chain.append(last, "changed", uid=uid, at=moment, actor="ivanova", source="form")
        entries.append(made)
    return entries


def head_of(uid, entries):
    return rules.Head(uid, len(entries), entries[-1].hash if entries else chain.origin(uid))


class Log:
    """A log in memory: heads, complete subtrees, checkpoints."""

    def __init__(self):
        self.heads, self.kept, self.frontier, self.taken = [], {}, merkle.Frontier(), []

    def add(self, *heads):
        for head in heads:
            self.heads.append(head)
            for level, index, made in self.frontier.append(head.leaf()):
                self.kept[level, index] = made
        last = self.taken[-1] if self.taken else None
        made = rules.Checkpoint(
            archive=ARCHIVE,
            number=len(self.taken) + 1,
            at=f"2026-09-{len(self.taken) + 1:02d}T20:00:00.000000Z",
            size=self.frontier.size,
            root=self.frontier.root().hex(),
            previous=last.hash() if last else None,
        )
        self.taken.append(made)
        return made

    def subtree(self, level, index):
        return self.kept[level, index]

    def inclusion(self, index, checkpoint):
        return merkle.inclusion_proof(self.subtree, index, checkpoint.size)

    def consistency(self, old, new):
        return merkle.consistency_proof(self.subtree, old.size, new.size)


@pytest.fixture
def log():
    made = Log()
    made.add(*(head_of(f"u{n}", chain_of(f"u{n}", n + 1)) for n in range(5)))
    return made


def test_a_record_that_went_on_since_is_still_proved(log):
    [taken] = log.taken
    longer = chain_of("u3", 9)
    path = log.inclusion(3, taken)
    assert rules.check_record("u3", longer, log.heads[3], 3, path, taken) == ()


def test_a_chain_that_was_cut_is_found(log):
    [taken] = log.taken
    cut = chain_of("u3", 2)
    found = rules.check_record("u3", cut, log.heads[3], 3, log.inclusion(3, taken), taken)
    assert found == ("chain_cut_or_rewritten",)


def test_a_chain_that_was_written_anew_is_found_however_sound_it_is(log):
    [taken] = log.taken
    other = []
    for number in range(4):
        last = other[-1] if other else None
        other.append(
            chain.append(last, "changed", uid="u3", at=START, actor="petrova", source="form")
        )
        assert number == len(other) - 1
    assert not chain.verify(other, uid="u3")
    found = rules.check_record("u3", other, log.heads[3], 3, log.inclusion(3, taken), taken)
    assert found == ("chain_cut_or_rewritten",)


def test_a_head_that_was_made_up_does_not_stand_in_the_log(log):
    [taken] = log.taken
    short = chain_of("u3", 2)
    forged = head_of("u3", short)
    found = rules.check_record("u3", short, forged, 3, log.inclusion(3, taken), taken)
    assert found == ("head_not_in_log",)


def test_the_head_of_another_record_proves_nothing(log):
    [taken] = log.taken
    path = log.inclusion(2, taken)
    found = rules.check_record("u3", chain_of("u3", 4), log.heads[2], 2, path, taken)
    assert "head_of_another_record" in found
    assert "chain_cut_or_rewritten" in found


def test_a_broken_entry_after_the_checkpoint_is_found(log):
    [taken] = log.taken
    longer = chain_of("u3", 6)
    longer[5] = replace(longer[5], actor="petrova")
    found = rules.check_record("u3", longer, log.heads[3], 3, log.inclusion(3, taken), taken)
    assert found == ("chain_broken",)


def test_the_log_grows_and_its_past_stays(log):
    old = log.taken[0]
    new = log.add(head_of("u9", chain_of("u9", 1)), head_of("u3", chain_of("u3", 9)))
    assert rules.check_growth(old, new, log.consistency(old, new)) == ()
    assert rules.check_growth(new, new, []) == ()
    assert rules.check_growth(new, old, []) == ("numbers_do_not_grow",)


def test_a_restored_backup_shows_against_the_kept_checkpoint(log):
    """The server was set back to before the second checkpoint and went on otherwise."""
    log.add(head_of("u9", chain_of("u9", 1)))
    kept = log.taken[1]
    restored = Log()
    restored.add(*log.heads[:5])
    restored.add(head_of("u8", chain_of("u8", 1)))
    now = restored.add(head_of("u9", chain_of("u9", 1)))
    path = restored.consistency(kept, now)
    assert rules.check_growth(kept, now, path) == ("log_rewritten",)


def test_a_checkpoint_of_the_same_number_is_the_same_or_a_lie(log):
    [kept] = log.taken
    other = replace(kept, at="2026-09-02T20:00:00.000000Z")
    assert rules.check_growth(kept, other, []) == ("log_rewritten",)


def test_another_archive_is_told_apart(log):
    [kept] = log.taken
    other = replace(kept, archive="0" * 32)
    assert rules.check_growth(kept, other, []) == ("other_archive",)


def test_a_checkpoint_reads_back_from_what_was_taken_away(log):
    [taken] = log.taken
    text = json.dumps(taken.as_dict(), ensure_ascii=False)
    assert rules.read_checkpoint(json.loads(text)) == taken
    head = log.heads[2]
    assert rules.read_head({"uid": head.uid, "length": head.length, "hash": head.hash}) == head


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("size", 6, "hash"),
        ("size", -1, "root"),
        ("size", "5", "size"),
        ("size", True, "size"),
        ("number", 0, "root"),
        ("root", "xyz", "root"),
        ("root", None, "root"),
        ("previous", "abc", "previous"),
        ("previous", 7, "previous"),
        ("archive", 5, "archive"),
        ("archive", "\ud800", "$.archive"),
        ("at", None, "at"),
        ("hash", "0" * 64, "hash"),
    ],
)
def test_a_checkpoint_that_was_touched_is_refused(log, name, value, field):
    data = {**log.taken[0].as_dict(), name: value}
    with pytest.raises(rules.Malformed) as caught:
        rules.read_checkpoint(data)
    assert caught.value.field == field


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(json_values)
def test_whatever_is_given_in_place_of_a_checkpoint_is_refused(data):
    for read in (rules.read_checkpoint, rules.read_head):
        with pytest.raises(rules.Malformed):
            read(data)


@pytest.mark.parametrize("data", [None, "00", [None], ["zz" * 32], ["00"], [["0" * 64]]])
def test_a_path_is_a_list_of_hashes(data):
    with pytest.raises(rules.Malformed):
        rules.read_path(data)


def test_a_path_reads_as_its_bytes():
    assert rules.read_path(["ab" * 32]) == [b"\xab" * 32]
