"""A deletion names what it deleted; nothing else may be gone, and nothing but drafts may be named."""

from collective.schoolrecords.core import chain as rules
from collective.schoolrecords.core import deletions
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.checkpoint import Malformed
from collective.schoolrecords.core.package_parts import Parts
from collective.schoolrecords.core.package_parts import WITHOUT_ACT
from collective.schoolrecords.core.whole_archive import judge_archive
from dataclasses import asdict
from dataclasses import replace
from hypothesis import given
from hypothesis import strategies as st
from second_reading import deletions_hold
from test_checkpoint import head_of
from test_checkpoint import Log
from test_checkpoint import START
from test_verification import plain

import json
import pytest


SALT = bytes(range(32))
SCHOOL = "school"


def chain_of(uid, *states):
    """A chain with an event in each state."""
    entries = []
    for state in states:
        last = entries[-1] if entries else None
        entries.append(
            rules.append(last, "changed", uid=uid, at=START, actor="x", source="form", state=state)
        )
    return entries


def named(uid, entries):
    """What an event of deletion says of a chain."""
    return deletions.Deleted(uid, "order", len(entries), entries[-1].hash)


class Archive:
    """A record in place, drafts that were deleted, a document destroyed by act; one checkpoint."""

    def __init__(self, drafts=None, order=2, events=1):
        self.chains = {"order": chain_of("order", "draft", *["approved"] * (order - 1))}
        last = rules.append(
            None, "destroyed", uid="paper", at=START, actor="x", source="job", state="destroyed"
        )
        self.chains["paper"] = [last]
        self.drafts = drafts or {"d1": ("draft", "draft"), "d2": ("draft",)}
        self.chains |= {uid: chain_of(uid, *states) for uid, states in self.drafts.items()}
        self.gone = {"paper", *self.drafts}
        self.named = [named(uid, self.chains[uid]) for uid in self.drafts]
        self.events = events
        self.unopened = self.log = None

    def package(self):
        """The package's lines by kind, after all that a test did; the log covers all but the school."""
        log = Log()
        heads = self.log or self.chains
        log.add(*(head_of(uid, one) for uid, one in heads.items()))
        school, opened = self._school()
        lines = [
            {"uid": uid, "type": "x", "path": None if uid in self.gone else "/s", **asdict(entry)}
            for uid, entries in (*self.chains.items(), (SCHOOL, school))
            for entry in entries
        ]
        return plain(
            {
                "heads": [asdict(one) for one in log.heads],
                "checkpoints": [one.as_dict() for one in log.taken],
                "lines": lines,
                "kept": [log.taken[0].as_dict()],
                "openings": opened,
            }
        )

    def _school(self):
        entries, opened = [], []
        for seq in range(self.events):
            payload = deletions.payload_of(self.named[seq :: self.events])
            fixed = {name: commitment(SALT, seq, name, one) for name, one in payload.items()}
            last = entries[-1] if entries else None
            made = {"uid": SCHOOL, "at": START, "actor": "x", "source": "form"}
            entries.append(rules.append(last, deletions.EVENT, commitments=fixed, **made))
            line = {"uid": SCHOOL, "seq": seq, "event": deletions.EVENT, "salt": SALT.hex()}
            opened.append({**line, "payload": payload})
        return entries, opened if self.unopened is None else opened[: self.unopened]


def found_in(package):
    """(UID, code) of all findings of the command, in both readings."""
    parts = Parts()
    found = judge_archive(**package, hear=parts.hear)
    beside = list(parts.judge(package["openings"], {}, bytes, list))
    # That what was destroyed needs its act is held beside the other files of a package.
    beside = [one for one in beside if one[1].code != WITHOUT_ACT]
    told = [(subject, one.code) for subject, one in (*found.findings, *beside)]
    assert deletions_hold(package) == (not told), told
    return told


def test_lawful_deletions_hold():
    assert found_in(Archive().package()) == []
    assert found_in(Archive(events=2).package()) == []


def swap(archive, which, **changes):
    """Let the event say something else of one draft."""
    archive.named = [replace(one, **(changes if one.uid == which else {})) for one in archive.named]


def forget(archive, uid):
    archive.named = [one for one in archive.named if one.uid != uid]


def take_away(archive, uid):
    archive.log = dict(archive.chains)
    del archive.chains[uid]


def call_deleted(archive):
    """The attack: a record past draft is taken out, and an event calls it a deleted draft."""
    archive.named.append(named("order", archive.chains["order"]))
    archive.gone.add("order")


def call_deleted_with_a_new_chain(archive):
    """The same, with a chain made anew that never left draft."""
    archive.log = dict(archive.chains)
    archive.chains["order"] = chain_of("order", "draft", "draft")
    call_deleted(archive)


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (lambda it: take_away(it, "order"), [("order", "chain_absent")]),
        (lambda it: take_away(it, "d1"), [("d1", "chain_absent")]),
        (lambda it: take_away(it, "paper"), [("paper", "chain_absent")]),
        (lambda it: forget(it, "d1"), [("d1", "chain_without_record")]),
        (lambda it: it.gone.add("order"), [("order", "chain_without_record")]),
        (lambda it: it.gone.discard("d2"), [("d2", "deleted_and_there")]),
        (lambda it: swap(it, "d1", length=1), [("d1", "deletion_differs")]),
        (lambda it: swap(it, "d1", head="0" * 64), [("d1", "deletion_differs")]),
        (lambda it: swap(it, "d1", uid="other"), [("d1", "chain_without_record")]),
        (lambda it: setattr(it, "unopened", 0), [("school", "opening_missing")]),
        (call_deleted, [("order", "deleted_past_draft")]),
        (call_deleted_with_a_new_chain, [("order", "head_not_reached")]),
    ],
)
def test_what_is_no_deletion_of_a_draft_is_found(attack, expected):
    archive = Archive()
    attack(archive)
    assert set(expected) <= set(found_in(archive.package()))


def test_a_named_chain_that_no_log_knows_is_missed_too():
    """Filed and deleted between two checkpoints: only the event knows of it."""
    archive = Archive()
    archive.log = {uid: one for uid, one in archive.chains.items() if uid != "d2"}
    del archive.chains["d2"]
    package = archive.package()
    assert ("d2", "chain_absent") in found_in(package)
    [(_uid, one)] = judge_archive(**package).findings
    assert one.detail == f"1 {archive.named[1].head}"


def test_both_are_told_where_they_differ():
    archive = Archive()
    swap(archive, "d1", length=7)
    [(_uid, one)] = judge_archive(**archive.package()).findings
    head = archive.chains["d1"][-1].hash
    assert one.detail == f"7 {head} / 2 {head}"


def test_an_opened_event_that_was_edited_is_found():
    package = Archive().package()
    package["openings"][0]["payload"]["drafts"].pop()
    found = found_in(package)
    assert {("school", "opened_differs"), ("d2", "chain_without_record")} <= set(found)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        {},
        {"drafts": None},
        {"drafts": [1]},
        {"drafts": [["u", "t", "1", "h"]]},
        {"drafts": [[]]},
    ],
)
def test_a_payload_of_another_kind_is_malformed(payload):
    with pytest.raises(Malformed):
        deletions.read_deleted(payload)


def test_every_code_is_reached():
    assert set(deletions.CODES) == {
        "chain_absent",
        "chain_without_record",
        "deletion_differs",
        "deleted_past_draft",
        "deleted_and_there",
    }


states = st.sampled_from(("draft", None, "in_review", "current"))
histories = st.lists(states, min_size=1, max_size=5)


@given(histories)
def test_only_a_chain_that_never_left_draft_was_a_draft(history):
    entries = chain_of("u", *history)
    wrong = deletions.judge_deleted(named("u", entries), entries)
    assert (wrong == ()) == set(history).issubset({"draft", None})


@given(st.dictionaries(st.sampled_from(("a", "b", "c", "d")), histories, min_size=1), st.data())
def test_whatever_is_taken_out_or_renamed_is_found(drafts, data):
    """Any number of drafts in any number of events; then one thing is done past the product."""
    archive = Archive({uid: tuple(history) for uid, history in drafts.items()}, events=2)
    past = {uid for uid, history in drafts.items() if set(history) - {"draft", None}}
    assert {uid for uid, _code in found_in(archive.package())} == past
    victim = data.draw(st.sampled_from(sorted(drafts)))
    deed = data.draw(st.sampled_from((take_away, forget, lambda it, uid: it.gone.discard(uid))))
    deed(archive, victim)
    assert victim in {uid for uid, _code in found_in(archive.package())}


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=6))
def test_hostile_openings_raise_nothing(value):
    package = Archive().package()
    line = {"uid": "school", "seq": 0, "event": deletions.EVENT, "salt": SALT.hex()}
    for opening in (value, {**line, "payload": value}, {**line, "payload": {"drafts": value}}):
        found = judge_archive(**{**package, "openings": [json.loads(json.dumps(opening))]})
        assert not found.holds
