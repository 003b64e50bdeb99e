"""An auditor judges documents with nothing but a checkpoint taken away earlier."""

from collective.schoolrecords.core import chain
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.canonical import digest
from collective.schoolrecords.core.verification import judge
from copy import deepcopy
from dataclasses import asdict
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from second_reading import names_hold
from test_checkpoint import chain_of
from test_checkpoint import head_of
from test_checkpoint import Log

import json
import pytest


def plain(value):
    return json.loads(json.dumps(value))


def proof(log, uid, entries, checkpoint):
    index = max(n for n, head in enumerate(log.heads[: checkpoint.size]) if head.uid == uid)
    return plain(
        {
            "format": "schoolrecords-proof-1",
            "uid": uid,
            "checkpoint": checkpoint.as_dict(),
            "head": {"index": index, **asdict(log.heads[index])},
            "path": [step.hex() for step in log.inclusion(index, checkpoint)],
            "entries": [asdict(entry) for entry in entries],
        }
    )


def growth(log, old, new):
    return plain(
        {
            "format": "schoolrecords-growth-1",
            "old": old.as_dict(),
            "new": new.as_dict(),
            "path": [step.hex() for step in log.consistency(old, new)],
        }
    )


def codes(verdicts):
    return [finding.code for verdict in verdicts for finding in verdict.findings]


@pytest.fixture
def log():
    """Two checkpoints: five records, then one of them grew and one came."""
    made = Log()
    made.add(*(head_of(f"u{n}", chain_of(f"u{n}", n + 1)) for n in range(5)))
    made.add(head_of("u3", chain_of("u3", 7)), head_of("u9", chain_of("u9", 1)))
    return made


def test_a_proof_against_the_kept_checkpoint_holds_and_says_how_much_it_covers(log):
    kept = log.taken[0]
    [verdict] = judge([proof(log, "u3", chain_of("u3", 7), kept)], [kept.as_dict()])
    assert verdict.holds
    assert (verdict.subject, verdict.entries, verdict.proved) == ("u3", 7, 4)


def test_without_a_kept_checkpoint_nobody_vouches_for_the_log(log):
    found = judge([proof(log, "u3", chain_of("u3", 7), log.taken[0])])
    assert codes(found) == ["no_checkpoint"]


def test_a_proof_against_a_later_checkpoint_needs_the_growth_that_leads_there(log):
    old, new = log.taken
    late = proof(log, "u9", chain_of("u9", 1), new)
    assert codes(judge([late], [old.as_dict()])) == ["not_connected"]
    assert codes(judge([late, growth(log, old, new)], [old.as_dict()])) == []
    assert codes(judge([growth(log, old, new), late], [new.as_dict()])) == []


def test_an_archive_older_than_the_kept_checkpoint_is_called_so(log):
    old, new = log.taken
    early = proof(log, "u3", chain_of("u3", 4), old)
    [verdict] = judge([early], [new.as_dict()])
    assert [one.code for one in verdict.findings] == ["set_back"]
    kept, last = verdict.findings[0].detail.split(" / ")
    assert (kept, last) == (f"{new.number} {new.at}", f"{old.number} {old.at}")
    # An older one that is kept as well may lead there, and an archive of its own says nothing of this.
    assert codes(judge([early], [old.as_dict(), new.as_dict()])) == []
    foreign = replace(new, archive="another")
    assert codes(judge([early], [foreign.as_dict()])) == ["not_connected"]


def test_a_growth_between_checkpoints_that_nobody_kept_connects_nothing(log):
    old, new = log.taken
    foreign = Log()
    foreign.add(head_of("x", chain_of("x", 1)))
    found = judge([growth(log, old, new)], [foreign.taken[0].as_dict()])
    assert codes(found) == ["other_checkpoint"]
    elsewhere = replace(foreign.taken[0], archive="another")
    found = judge([growth(log, old, new)], [elsewhere.as_dict()])
    assert codes(found) == ["not_connected"]


def test_a_log_that_was_rewritten_connects_nothing(log):
    """The server was set back and lies about the log since then."""
    kept = log.taken[1]
    restored = Log()
    restored.add(*log.heads[:5])
    restored.add(head_of("u8", chain_of("u8", 1)), head_of("u9", chain_of("u9", 1)))
    now = restored.add(head_of("u7", chain_of("u7", 1)))
    documents = [growth(restored, kept, now), proof(restored, "u7", chain_of("u7", 1), now)]
    assert codes(judge(documents, [kept.as_dict()])) == ["log_rewritten", "not_connected"]


def test_a_checkpoint_itself_is_a_document(log):
    old, new = (one.as_dict() for one in log.taken)
    assert codes(judge([old], [old])) == []
    assert codes(judge([new], [old])) == ["not_connected"]
    assert codes(judge([new, growth(log, *log.taken)], [old])) == []
    assert codes(judge([new])) == ["no_checkpoint"]
    assert codes(judge([{**new, "size": new["size"] + 1}], [old])) == ["malformed"]


SALT = bytes(range(32))
VALUES = {"title": "Приказ", "dated_on": "2026-09-01", "carriers": [{"carrier": "paper"}]}


NAMES = ("Образцова А. П.", None, "Орлова Н. П.")


@pytest.fixture
def shown():
    """The proof of a record that shows its values and who acted, and the kept checkpoint."""
    entries = []
    for seq, name in enumerate(NAMES):
        made = chain.append(
            entries[-1] if entries else None,
            "changed" if entries else "filed",
            uid="u1",
            at=datetime(2026, 9, 1, tzinfo=UTC),
            actor="ivanova",
            source="form",
            after=digest(SALT, VALUES),
            commitments={"actor_name": commitment(SALT, seq, "actor_name", name)} if name else {},
        )
        entries.append(made)
    log = Log()
    log.add(head_of("u1", entries))
    document = proof(log, "u1", entries, log.taken[0])
    actors = [[seq, name] for seq, name in enumerate(NAMES) if name]
    document["record"] = {"salt": SALT.hex(), "values": deepcopy(VALUES), "actors": actors}
    return document, log.taken[0].as_dict()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda it: None, []),
        (lambda it: it["values"].update(title="Приказ "), ["record_differs"]),
        (lambda it: it["values"].pop("title"), ["record_differs"]),
        (lambda it: it["values"].update(place="шкаф 3"), ["record_differs"]),
        (lambda it: it["values"].update(size=1.5), ["record_differs"]),
        (lambda it: it.update(values=None), ["record_differs"]),
        (
            lambda it: it.update(salt=bytes(32).hex()),
            ["record_differs", "payload_mismatch", "payload_mismatch"],
        ),
        (lambda it: it["actors"][0].__setitem__(1, "Петрова А. П."), ["payload_mismatch"]),
        (lambda it: it["actors"].pop(), ["payload_missing"]),
        (lambda it: it.pop("actors"), ["payload_missing", "payload_missing"]),
        (lambda it: it["actors"].append([1, "Петрова А. П."]), ["payload_unexpected"]),
        (lambda it: it["actors"].append([7, "Петрова А. П."]), ["payload_unexpected"]),
        (lambda it: it.update(actors={"0": "x"}), ["malformed"]),
        (lambda it: it.update(actors=[["0", "x"]]), ["malformed"]),
        (lambda it: it.update(salt="00"), ["malformed"]),
        (lambda it: it.update(salt=7), ["malformed"]),
        (lambda it: it.pop("salt"), ["malformed"]),
    ],
)
def test_an_exported_record_is_the_one_of_its_last_event(shown, change, expected):
    document, kept = shown
    change(document["record"])
    [verdict] = judge([document], [kept])
    assert codes([verdict]) == expected
    # What was compared is told only of what is so.
    assert (verdict.values, verdict.names) == ((not expected), 0 if expected else 2)
    if not set(expected) & {"record_differs", "malformed"}:
        assert names_hold(document["record"], document["entries"]) == (not expected)


def test_what_stands_in_the_place_of_a_record_is_no_record(shown):
    document, kept = shown
    document["record"] = ["x"]
    assert codes(judge([document], [kept])) == ["malformed"]
    document.update(record={"salt": SALT.hex(), "values": VALUES}, entries=[])
    assert "record_differs" in codes(judge([document], [kept]))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda it: it["entries"].pop(), "chain_cut_or_rewritten"),
        (lambda it: it["entries"].clear(), "chain_cut_or_rewritten"),
        (lambda it: it["entries"][2].update(actor="petrova"), "changed"),
        (lambda it: it["entries"].reverse(), "reorder"),
        (lambda it: it.update(uid="u4"), "head_of_another_record"),
        (lambda it: it["head"].update(index=1), "head_not_in_log"),
        (lambda it: it["head"].update(length=3), "head_not_in_log"),
        (lambda it: it["path"].pop(), "head_not_in_log"),
        (lambda it: it["checkpoint"].update(size=6), "malformed"),
        (lambda it: it["entries"][0].pop("actor"), "malformed"),
        (lambda it: it["entries"][0].update(roles="Secretary"), "malformed"),
        (lambda it: it["head"].update(index="3"), "malformed"),
        (lambda it: it.update(uid=7), "malformed"),
        (lambda it: it.pop("path"), "malformed"),
        (lambda it: it.update(format="other"), "unknown_document"),
        (lambda it: it.update(format=["other"]), "unknown_document"),
    ],
)
def test_every_change_of_a_proof_is_found(log, change, expected):
    kept = log.taken[0]
    document = proof(log, "u3", chain_of("u3", 4), kept)
    assert codes(judge([document], [kept.as_dict()])) == []
    changed = deepcopy(document)
    change(changed)
    assert expected in codes(judge([changed], [kept.as_dict()]))


def test_a_clock_that_was_set_back_is_a_remark():
    log = Log()
    first = chain_of("u1", 3)
    late = chain.append(
        first[-1],
        "changed",
        uid="u1",
        at=datetime(2020, 1, 1, tzinfo=UTC),
        actor="ivanova",
        source="form",
    )
    kept = log.add(head_of("u1", [*first, late]))
    [verdict] = judge([proof(log, "u1", [*first, late], kept)], [kept.as_dict()])
    assert verdict.holds
    assert [one.code for one in verdict.remarks] == ["clock_back"]


@pytest.mark.parametrize("kept", [None, [], {}, {"number": 1}, "x"])
def test_a_kept_file_that_is_no_checkpoint_is_told(kept):
    assert codes(judge([], [kept])) == ["malformed"]


leaves = st.none() | st.booleans() | st.integers(-3, 9) | st.text(max_size=3) | st.just("00" * 32)


def _places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, (*path, number))


@settings(max_examples=300)
@given(st.data())
def test_no_document_however_mangled_raises_or_passes_for_another(data):
    log = Log()
    kept = log.add(*(head_of(f"u{n}", chain_of(f"u{n}", n + 1)) for n in range(3)))
    document = proof(log, "u2", chain_of("u2", 3), kept)
    original = deepcopy(document)
    path = data.draw(st.sampled_from([one for one in _places(document) if one]))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = data.draw(leaves)
    found = judge([document], [kept.as_dict()])
    assert (codes(found) == []) == (document == original and _same_kinds(document, original))


def _same_kinds(one, other):
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def opened(log, number=5):
    """A proof of a book of two entries that opens the second one alone."""
    salts = (b"a" * 32, b"b" * 32)
    events, last = [], None
    for seq, salt in enumerate(salts):
        value = {"number": number + seq, "values": {"name": "Ёлкина Вера"}}
        fixed = {"entry": commitment(salt, seq, "entry", value)}
        last = chain.append(
            last,
            "entry_made",
            uid="book",
            at=datetime(2026, 6, 25, 8, seq, tzinfo=UTC),
            actor="keeper",
            source="form",
            commitments=fixed,
        )
        events.append(last)
    log.add(head_of("book", events))
    shown = {"seq": 1, "salt": salts[1].hex(), "payload": {"entry": value}}
    return proof(log, "book", events, log.taken[-1]) | {"opened": [shown]}


def test_one_entry_of_a_book_is_proved_without_opening_the_others(log):
    document = opened(log)
    assert judge([document], [log.taken[-1].as_dict()])[0].holds
    document["opened"][0]["payload"]["entry"]["values"]["name"] = "Елкина Вера"
    assert codes(judge([document], [log.taken[-1].as_dict()])) == ["opened_differs"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ({"seq": 2}, "malformed"),
        ({"seq": "1"}, "malformed"),
        ({"seq": 0}, "opened_differs"),
        ({"salt": "zz"}, "malformed"),
        ({"salt": None}, "malformed"),
        ({"salt": "00"}, "malformed"),
        ({"salt": "00" * 32}, "opened_differs"),
        ({"payload": []}, "malformed"),
        ({"payload": {}}, "opened_differs"),
        ({"payload": {"entry": float("nan")}}, "opened_differs"),
    ],
)
def test_what_was_opened_wrongly_is_a_finding(log, damage, code):
    document = opened(log)
    document["opened"][0].update(damage)
    assert codes(judge([document], [log.taken[-1].as_dict()])) == [code]
    document["opened"] = "everything"
    assert codes(judge([document], [log.taken[-1].as_dict()])) == ["malformed"]
