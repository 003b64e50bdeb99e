"""The chain: entries follow each other, and any change of any of them is found."""

from collective.schoolrecords.core import chain
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.canonical import digest
from collective.schoolrecords.core.chain import append
from collective.schoolrecords.core.chain import entry_hash
from collective.schoolrecords.core.chain import EVENTS
from collective.schoolrecords.core.chain import FIELDS
from collective.schoolrecords.core.chain import is_prefix
from collective.schoolrecords.core.chain import origin
from collective.schoolrecords.core.chain import Problem
from collective.schoolrecords.core.chain import REMARKS
from collective.schoolrecords.core.chain import SOURCES
from collective.schoolrecords.core.chain import verify
from dataclasses import FrozenInstanceError
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st

import hashlib
import pytest


SALT = b"s" * 32
UID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
MORNING = datetime(2025, 9, 1, 6, 30, tzinfo=UTC)


def entry_after(last, event="changed", **fields):
    given_fields = {
        "uid": UID,
        "at": MORNING + timedelta(minutes=last.seq + 1 if last else 0),
        "actor": "secretary",
        "roles": ["Secretary", "Member"],
        "source": "form",
    }
    return append(last, event, **(given_fields | fields))


def life():
    """A short life: filed, registered, corrected with a reason, approved, closed."""
    filed = entry_after(None, "filed", state="draft", after="a0" * 32)
    registered = entry_after(filed, "registered", state="draft", after="a1" * 32)
    corrected = entry_after(
        registered,
        "correction",
        state="draft",
        after="a2" * 32,
        commitments={
            "reason": commitment(SALT, 2, "reason", "Опечатка"),
            "last_name": commitment(SALT, 2, "last_name", "Образцова"),
        },
    )
    approved = entry_after(
        corrected,
        "transition",
        actor="director",
        transition="approve",
        state="approved",
        after="a3" * 32,
    )
    closed = entry_after(
        approved, "transition", transition="close", state="closed", after="a4" * 32
    )
    return (filed, registered, corrected, approved, closed)


PAYLOADS = {2: {"reason": "Опечатка", "last_name": "Образцова"}}


def found(entries, payloads=None, **options):
    return [(p.seq, p.code) for p in verify(entries, payloads, **options)]


def test_an_entry_says_who_when_what_and_what_came_before():
    filed, registered = life()[:2]
    assert registered.seq == 1
    assert registered.at == "2025-09-01T06:31:00.000000Z"
    assert registered.actor == "secretary"
    assert registered.roles == ("Member", "Secretary")
    assert registered.groups == ()
    assert registered.before == filed.after == "a0" * 32
    assert registered.previous == filed.hash


def test_the_hash_is_taken_over_all_the_other_fields_as_the_papers_say():
    """The recipe of docs/reference/ledger.md with a body written by hand."""
    first = append(
        None,
        "filed",
        uid="U",
        at=MORNING,
        actor="ivanova",
        source="rest",
        roles=("Secretary",),
        state="draft",
    )
    begins = hashlib.sha256(b'schoolrecords-origin-1:schoolrecords-canonical-1:"U"').hexdigest()
    body = (
        b'schoolrecords-entry-1:schoolrecords-canonical-1:{"actor":"ivanova","after":null,'
        b'"at":"2025-09-01T06:30:00.000000Z","before":null,"commitments":[],"event":"filed",'
        b'"groups":[],"previous":"' + begins.encode() + b'","roles":["Secretary"],"seq":0,'
        b'"source":"rest","state":"draft","transition":null}'
    )
    assert first.previous == origin("U") == begins
    assert first.hash == entry_hash(first) == hashlib.sha256(body).hexdigest()


def test_an_entry_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        life()[0].actor = "other"


def test_the_module_has_no_way_to_change_or_remove_an_entry():
    public = {name for name in vars(chain) if not name.startswith("_")}
    assert not {name for name in public if name.startswith(("update", "delete", "remove", "set"))}


def test_the_instant_is_written_in_utc():
    chita = timezone(timedelta(hours=9))
    assert entry_after(None, at=datetime(2025, 9, 1, 0, 0, tzinfo=chita)).at == (
        "2025-08-31T15:00:00.000000Z"
    )


WRONG_ARGUMENTS = [
    {"event": "vanished"},
    {"source": "zmi"},
    {"at": datetime(2025, 9, 1)},
    {"at": "2025-09-01"},
    {"actor": None},
    {"roles": [1]},
    {"transition": 5},
    {"after": b"\x00"},
    {"commitments": {"reason": None}},
    {"actor": "\ud800"},
]


@pytest.mark.parametrize("wrong", WRONG_ARGUMENTS, ids=str)
def test_an_entry_of_another_shape_is_refused(wrong):
    with pytest.raises(ValueError):
        entry_after(None, **wrong)


def test_every_event_is_explained():
    assert all(meaning.endswith(".") and len(meaning) > 20 for meaning in EVENTS.values())
    with pytest.raises(TypeError):
        EVENTS["vanished"] = "A new kind of event made on the fly."


def test_a_whole_life_holds():
    assert verify(life(), PAYLOADS, salt=SALT, uid=UID, head=(5, life()[-1].hash)) == ()
    assert verify(()) == ()


def dropped(entries, place):
    return entries[:place] + entries[place + 1 :]


def swapped(entries, one, other):
    changed = list(entries)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def rehashed(entry, **fields):
    altered = replace(entry, **fields)
    return replace(altered, hash=entry_hash(altered))


def replaced(entries, place, entry):
    return (*entries[:place], entry, *entries[place + 1 :])


def test_a_missing_entry_is_a_gap():
    assert found(dropped(life(), 2)) == [(3, "gap"), (3, "wrong_previous")]
    assert found(dropped(life(), 0)) == [(1, "gap")]


def test_entries_in_another_order_are_found():
    codes = dict.fromkeys(code for _, code in found(swapped(life(), 1, 2)))
    assert list(codes) == ["reorder", "wrong_previous", "clock_back"]


def test_an_entry_standing_twice_is_found():
    entries = life()
    assert (1, "reorder") in found((*entries[:2], *entries[1:]))


def test_a_changed_entry_is_named():
    entries = life()
    assert found(replaced(entries, 3, replace(entries[3], actor="nobody"))) == [(3, "changed")]


def test_a_changed_entry_with_a_hash_made_to_fit_breaks_the_next_one():
    entries = life()
    forged = rehashed(entries[3], actor="nobody")
    assert found(replaced(entries, 3, forged)) == [(4, "wrong_previous")]


def test_a_chain_rewritten_to_its_end_is_found_only_by_a_head_kept_elsewhere():
    entries = life()
    forged = list(entries[:3])
    forged.append(rehashed(entries[3], actor="nobody"))
    forged.append(rehashed(entries[4], previous=forged[3].hash))
    assert found(forged) == []
    assert found(forged, head=(5, entries[-1].hash)) == [(4, "wrong_head")]
    assert found(forged, head=(4, entries[3].hash)) == [(4, "wrong_head")]
    assert found(forged, head=(3, entries[2].hash)) == []


def test_a_chain_cut_at_its_end_is_found_by_a_head_kept_elsewhere():
    entries = life()
    assert found(entries[:4]) == []
    assert found(entries[:4], head=(5, entries[4].hash)) == [(3, "wrong_head")]
    assert found((), head=(5, entries[4].hash)) == [(0, "wrong_head")]


def test_a_chain_lent_to_another_record_is_found():
    assert found(life(), uid="f" * 32) == [(0, "wrong_origin")]


def test_a_digest_that_does_not_follow_is_found():
    entries = life()
    forged = rehashed(entries[4], before="bb" * 32)
    assert found(replaced(entries, 4, forged)) == [(4, "wrong_before")]


def test_what_was_changed_past_the_chain_stays_a_fault_of_it():
    """The chain is sound and reaches its head; what happened between two events is told for ever."""
    first = entry_after(None)
    noticed = entry_after(first, event="changed_outside", after="cc" * 32)
    last = entry_after(noticed, after="dd" * 32)
    assert found((first, noticed, last), head=(3, last.hash)) == [(1, "changed_outside")]
    assert is_prefix(last.hash, 3, (first, noticed, last))


def test_a_clock_set_back_is_a_remark():
    first = entry_after(None)
    second = entry_after(first, at=MORNING - timedelta(hours=1))
    (problem,) = verify((first, second))
    assert (problem.seq, problem.code, problem.is_fault) == (1, "clock_back", False)


def test_an_event_or_source_outside_the_vocabulary_is_found():
    entries = life()
    assert (4, "malformed") in found(replaced(entries, 4, rehashed(entries[4], event="vanished")))
    assert (4, "malformed") in found(replaced(entries, 4, rehashed(entries[4], source="zmi")))


class TestPayloads:
    def test_a_changed_payload_is_named(self):
        altered = {2: PAYLOADS[2] | {"reason": "Другая причина"}}
        assert verify(life(), altered, salt=SALT) == (Problem(2, "payload_mismatch", "reason"),)

    def test_without_the_salt_only_presence_is_checked(self):
        altered = {2: PAYLOADS[2] | {"reason": "Другая причина"}}
        assert verify(life(), altered) == ()

    def test_a_payload_without_canonical_form_is_a_mismatch(self):
        altered = {2: PAYLOADS[2] | {"reason": 1.5}}
        assert verify(life(), altered, salt=SALT) == (Problem(2, "payload_mismatch", "reason"),)

    def test_a_missing_payload_is_a_fault(self):
        problems = verify(life(), {}, salt=SALT)
        assert problems == (
            Problem(2, "payload_missing", "last_name"),
            Problem(2, "payload_missing", "reason"),
        )
        assert all(problem.is_fault for problem in problems)

    def test_after_destruction_a_missing_payload_is_a_remark(self):
        entries = life()
        entries += (entry_after(entries[-1], "destroyed", state="destroyed"),)
        problems = verify(entries, {})
        assert [(p.code, p.is_fault) for p in problems] == [("payload_destroyed", False)] * 2

    def test_destruction_does_not_excuse_what_came_after_it(self):
        entries = life()
        entries += (entry_after(entries[-1], "destroyed"),)
        later = {"reason": commitment(SALT, 6, "reason", "Позже")}
        entries += (entry_after(entries[-1], "changed", commitments=later),)
        assert Problem(6, "payload_missing", "reason") in verify(entries, {})

    def test_a_payload_nobody_committed_to_is_found(self):
        extra = {2: PAYLOADS[2] | {"note": "x"}, 3: {"reason": "y"}, 9: {"reason": "z"}}
        assert verify(life(), extra, salt=SALT) == (
            Problem(2, "payload_unexpected", "note"),
            Problem(3, "payload_unexpected", "reason"),
            Problem(9, "payload_unexpected"),
        )


texts = st.text("абвxyz0", max_size=4)
heads = st.integers(0, 9).map(lambda number: digest(SALT, number))


@st.composite
def chains(draw, min_size=1):
    entries, last = [], None
    for _ in range(draw(st.integers(min_size, 6))):
        last = append(
            last,
            draw(st.sampled_from(sorted(EVENTS.keys() - {"changed_outside"}))),
            uid=UID,
            at=MORNING + timedelta(seconds=len(entries)),
            actor=draw(texts),
            source=draw(st.sampled_from(SOURCES)),
            roles=draw(st.lists(texts, max_size=2)),
            groups=draw(st.lists(texts, max_size=2)),
            transition=draw(st.none() | texts),
            state=draw(st.none() | texts),
            after=draw(st.none() | heads),
            commitments=draw(st.dictionaries(texts, heads, max_size=2)),
        )
        entries.append(last)
    return tuple(entries)


junk = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.binary(max_size=3)
    | st.text(max_size=4)
    | st.tuples(st.text(max_size=2), st.integers())
    | st.lists(st.text(max_size=2), max_size=2)
    | st.just("0" * 64)
)


@given(chains())
def test_a_random_chain_holds(entries):
    assert verify(entries, uid=UID, head=(len(entries), entries[-1].hash)) == ()


@given(chains(), st.data())
def test_any_single_change_of_any_entry_is_found(entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(FIELDS))
    old = getattr(entries[place], field)
    new = data.draw(junk.filter(lambda value: type(value) is not type(old) or value != old))
    damaged = replaced(entries, place, replace(entries[place], **{field: new}))
    assert any(problem.is_fault for problem in verify(damaged))


@given(chains(min_size=2), st.data())
def test_any_change_made_to_fit_is_found_by_the_head(entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    actor = data.draw(texts.filter(lambda text: text != entries[place].actor))
    damaged = replaced(entries, place, rehashed(entries[place], actor=actor))
    assert any(p.is_fault for p in verify(damaged, head=(len(entries), entries[-1].hash)))


@given(chains(min_size=2), st.data())
def test_any_entry_taken_out_or_swapped_is_found(entries, data):
    head = (len(entries), entries[-1].hash)
    place = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.integers(0, len(entries) - 1).filter(lambda number: number != place))
    assert any(p.is_fault for p in verify(dropped(entries, place), head=head))
    assert any(p.is_fault for p in verify(swapped(entries, place, other)))


@given(chains(), st.data())
def test_a_chain_begins_itself_and_what_grew_from_it(entries, data):
    length = data.draw(st.integers(0, len(entries)))
    head = entries[length - 1].hash if length else "anything"
    assert is_prefix(head, length, entries)
    assert not is_prefix("0" * 64, len(entries), entries)
    assert not is_prefix(entries[-1].hash, len(entries) + 1, entries)
    assert not is_prefix(entries[-1].hash, -1, entries)


@given(chains(min_size=2), st.data())
def test_a_prefix_with_a_changed_entry_is_no_prefix(entries, data):
    place = data.draw(st.integers(0, len(entries) - 2))
    damaged = replaced(entries, place, replace(entries[place], actor=entries[place].actor + "!"))
    assert not is_prefix(entries[-1].hash, len(entries), damaged)


def test_remarks_are_not_faults():
    assert {code: Problem(0, code).is_fault for code in (*REMARKS, "gap")} == {
        "clock_back": False,
        "payload_destroyed": False,
        "gap": True,
    }
