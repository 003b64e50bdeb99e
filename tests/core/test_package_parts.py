"""Signatures, acts and the report of a package rest on events of the chains, and on nothing else."""

from base64 import b64encode
from collective.schoolrecords.core import chain as rules
from collective.schoolrecords.core.canonical import commitment
from collective.schoolrecords.core.checkpoint_files import judge_files
from collective.schoolrecords.core.checkpoint_files import name_of
from collective.schoolrecords.core.checkpoint_files import read_stamped
from collective.schoolrecords.core.event_salts import ACTOR_NAME
from collective.schoolrecords.core.event_salts import salt_of
from collective.schoolrecords.core.event_salts import shown
from collective.schoolrecords.core.package_parts import CODES
from collective.schoolrecords.core.package_parts import OPENED_EVENTS
from collective.schoolrecords.core.package_parts import Parts
from collective.schoolrecords.core.whole_archive import judge_archive
from dataclasses import asdict
from hashlib import sha256
from hypothesis import given
from hypothesis import strategies as st
from second_reading import checkpoint_files_hold
from second_reading import package_holds
from test_checkpoint import head_of
from test_checkpoint import Log
from test_checkpoint import START
from test_verification import plain

import json
import pytest


SALT, COMMON = bytes(range(32)), bytes(32)
ACTED = {ACTOR_NAME: "Орлова Н. П."}
FORM, SIG, TOKEN, PDF = b'{"form":1}', b"0\x82sig", b"0\x82token", b"%PDF"
ROWS = json.dumps({"rows": [{"position": 1, "uid": "gone", "result": "removed"}]}).encode()


def digest(data):
    return sha256(data).hexdigest()


def sums(data):
    return {"sha256": digest(data), "size": len(data)}


ADDED = {"number": 1, "name": "Орлова Н. П.", "form": sums(FORM), "file": sums(SIG)}
STAMPED = {"number": 1, "token": 1, "sha256": digest(TOKEN)}
FILED = {"name": "rows.json", "size": len(ROWS), "sha256": digest(ROWS)}
#: A record that was destroyed, and a document that stood in it.
DESTROYED = {
    "gone": [("signature_added", ADDED), ("destroyed", {})],
    "paper": [("filed", {}), ("destroyed", {})],
}


def chain(uid, story):
    """The entries of a story."""
    entries = []
    for seq, (event, payload) in enumerate(story):
        fixed = {
            name: commitment(salt_of(event, name, SALT, COMMON), seq, name, one)
            for name, one in {**payload, **ACTED}.items()
        }
        last = entries[-1] if entries else None
        made = {"uid": uid, "at": START, "actor": "x", "source": "job", "commitments": fixed}
        entries.append(rules.append(last, event, **made))
    return entries


def event_log(*told):
    """The export of the event log that an act files: a line for each entry of (row, UID)."""
    lines = [
        {"row": row, "uid": uid, **asdict(entry)}
        for row, uid in told
        for entry in chain(uid, DESTROYED[uid])
    ]
    return "\n".join(map(json.dumps, lines)).encode()


LOG = event_log((1, "gone"), (1, "paper"))
LOGGED = {"name": "event-log.jsonl", **sums(LOG)}
STORIES = {
    "order": [("filed", {}), ("signature_added", ADDED), ("signature_timestamped", STAMPED)],
    "plain": [("filed", {}), ("signature_added", {**ADDED, "file": None})],
    **DESTROYED,
    "act": [
        ("voted", {"vote": "for", "reason": ""}),
        ("evidence_filed", FILED),
        ("evidence_filed", LOGGED),
    ],
    "draft": [("act_rows", {"added": 3, "first": 1})],
    "school": [
        ("audit_reported", {"files": [{"name": "report.pdf", **sums(b"former")}]}),
        ("audit_reported", {"files": [{"name": "report.pdf", **sums(PDF)}]}),
    ],
}
#: What is destroyed, and a draft that nobody carried out, is not opened.
CLOSED = {("gone", 0), ("draft", 0), ("school", 0)}
FILES = {
    f"signatures/order/{digest(FORM)}.json": FORM,
    f"signatures/plain/{digest(FORM)}.json": FORM,
    "signatures/order/1.sig": SIG,
    "signatures/order/1.1.tsr": TOKEN,
    "acts/act/rows.json": ROWS,
    "acts/act/event-log.jsonl": LOG,
    "report/report.pdf": PDF,
    "log.jsonl": b"",
    "checkpoints.jsonl": b"",
    "ledger/part-0001.jsonl": b"",
    "opened/part-0001.jsonl": b"",
}


def built():
    """A package of all that is in :data:`STORIES`, one checkpoint over it."""
    lines, opened, heads = [], [], []
    for uid, story in STORIES.items():
        entries = chain(uid, story)
        for seq, (event, payload) in enumerate(story):
            if event in OPENED_EVENTS and (uid, seq) not in CLOSED:
                found = {"uid": uid, "seq": seq, "event": event, "salt": SALT.hex()}
                opened.append({**found, "payload": shown(event, {**payload, **ACTED})})
        lines += [{"uid": uid, "type": "x", "path": "/", **asdict(one)} for one in entries]
        heads.append(head_of(uid, entries))
    log = Log()
    kept = log.add(*heads)
    return plain(
        {
            "heads": [asdict(one) for one in log.heads],
            "checkpoints": [kept.as_dict()],
            "lines": lines,
            "kept": [kept.as_dict()],
            "opened": opened,
        }
    )


def beside(parts, opened, files):
    """What is wrong with what lies beside the ledger."""
    sums = {name: digest(data) for name, data in files.items()}
    return parts.judge(
        opened, sums, files.get, lambda name: map(json.loads, files[name].split(b"\n"))
    )


def judged(package, files):
    """Return (codes of all findings with what they name, the parts)."""
    parts = Parts()
    archive = {name: value for name, value in package.items() if name != "opened"}
    whole = judge_archive(**archive, hear=parts.hear)
    assert whole.holds
    found = list(beside(parts, package["opened"], files))
    found = [(uid, one.code, one.seq, one.detail) for uid, one in found]
    assert (not found) == package_holds(package, files)
    return found, parts


def test_what_nobody_touched_holds():
    found, parts = judged(built(), FILES)
    assert found == []
    assert parts.opened == parts.covered == 7
    assert parts.stamped == []


#: What is said when no act proves that these were destroyed.
UNPROVED = [("gone", "destroyed_without_act", 1, ""), ("paper", "destroyed_without_act", 1, "")]


def without(name):
    return {one: data for one, data in FILES.items() if one != name}


@pytest.mark.parametrize("name", [name for name in FILES if "part-" not in name and "/" in name])
def test_a_file_that_was_changed_added_or_taken_out_is_named(name):
    open_ends = UNPROVED if name.startswith("acts/") else []
    found = judged(built(), {**FILES, name: b"forged"})[0]
    assert found == [("", "file_differs", None, name), *open_ends]
    assert judged(built(), without(name))[0] == [("", "file_missing", None, name), *open_ends]
    more = f"{name}.2"
    assert judged(built(), {**FILES, more: b"x"})[0] == [("", "file_unexpected", None, more)]


def change(seq, **values):
    def done(opened):
        opened[seq]["payload"].update(values)

    return done


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda it: it.pop(0), ("order", "opening_missing", 1, "signature_added")),
        (lambda it: it.append(it[0]), ("order", "opening_unexpected", 1, "")),
        (lambda it: it[0].update(seq=0), ("order", "opening_unexpected", 0, "")),
        (lambda it: it[0].update(uid="x"), ("x", "opening_unexpected", 1, "")),
        (lambda it: it[0].update(event="voted"), ("order", "opening_unexpected", 1, "")),
        (lambda it: it[0].update(salt="00" * 32), ("order", "opened_differs", 1, "name")),
        (lambda it: it[0].update(salt="00"), ("", "malformed", None, "opened")),
        (lambda it: it.append(7), ("", "malformed", None, "opened")),
        (change(0, name="Иванова"), ("order", "opened_differs", 1, "name")),
        (change(0, more=1), ("order", "opened_differs", 1, "")),
        (lambda it: it[0]["payload"].pop("name"), ("order", "opened_differs", 1, "")),
        (change(0, form=sums(b"forged")), ("order", "opened_differs", 1, "form")),
        (change(3, vote="against"), ("act", "opened_differs", 0, "vote")),
        (lambda it: it.pop(3), ("act", "opening_missing", 0, "voted")),
        (lambda it: it.pop(6), ("school", "opening_missing", 1, "audit_reported")),
    ],
)
def test_what_is_opened_is_what_the_chain_fixed(work, expected):
    package = built()
    work(package["opened"])
    assert expected in judged(package, FILES)[0]


def test_a_former_report_does_not_take_the_place_of_the_last_one():
    package = built()
    package["opened"][6].update(seq=0, payload=STORIES["school"][0][1])
    found = judged(package, {**FILES, "report/report.pdf": b"former"})[0]
    assert ("school", "opening_unexpected", 0, "audit_reported") in found
    assert ("school", "opening_missing", 1, "audit_reported") in found


@pytest.mark.parametrize(
    ("event", "payload", "closed"),
    [
        ("seal_noted", {"on": "2026-02-02", "user_id": "x", "note": "В углу"}, "note"),
        ("sheet_noted", {"noted": [{"person": "p1"}], "facts": {"p1": "Папка"}}, "facts"),
    ],
)
def test_free_text_of_an_opened_event_stays_closed(monkeypatch, event, payload, closed):
    """Whoever has the salt of the event cannot try words against it, nor put words into it."""
    monkeypatch.setitem(STORIES, "plain", [(event, payload)])
    package, files = built(), {n: d for n, d in FILES.items() if "/plain/" not in n}
    (line,) = [one for one in package["opened"] if one["uid"] == "plain"]
    assert closed not in line["payload"]
    assert judged(package, files)[0] == []
    (entry,) = [one for one in package["lines"] if one["uid"] == "plain"]
    fixed = dict(entry["commitments"])
    assert fixed[closed] == commitment(COMMON, 0, closed, payload[closed])
    line["payload"][closed] = payload[closed]
    assert judged(package, files)[0] == [("plain", "opened_differs", 0, "")]
    package["opened"].remove(line)
    assert judged(package, files)[0] == [("plain", "opening_missing", 0, event)]


def test_an_act_that_says_more_than_the_chains_is_found(monkeypatch):
    monkeypatch.setitem(STORIES, "gone", [("filed", {})])
    found = judged(built(), FILES)[0]
    assert found == [("gone", "row_not_destroyed", None, "acts/act/rows.json")]
    rows = json.dumps({"rows": 7}).encode()
    files = refiled(monkeypatch, "rows.json", rows)
    assert judged(built(), files)[0] == [("", "malformed", None, "acts/act/rows.json"), UNPROVED[1]]


def refiled(monkeypatch, name, data):
    """Let the act itself have filed something else; returns the files."""
    kept = [one for one in STORIES["act"] if one[1].get("name") != name]
    filed = ("evidence_filed", {"name": name, **sums(data)})
    monkeypatch.setitem(STORIES, "act", [*kept, filed])
    return {**FILES, f"acts/act/{name}": data}


@pytest.mark.parametrize(
    ("log", "unproved"),
    [
        (event_log((1, "gone")), ["paper"]),
        (event_log((1, "paper")), ["gone"]),
        # The row is none of this act, or its record was kept.
        (event_log((2, "gone"), (1, "paper")), ["gone"]),
        (LOG.replace(b'"row": 1', b'"row": [1]'), ["gone", "paper"]),
        (LOG.replace(b'"destroyed"', b'"moved"'), []),
        (LOG.replace(b'"hash": "', b'"hash": "0'), ["gone", "paper"]),
        (LOG.replace(b'"uid": "', b'"uid": 7, "x": "'), ["gone", "paper"]),
        (b"7", ["gone", "paper"]),
    ],
)
def test_what_was_destroyed_stands_in_the_log_of_an_act(monkeypatch, log, unproved):
    files = refiled(monkeypatch, "event-log.jsonl", log)
    assert judged(built(), files)[0] == [one for one in UNPROVED if one[0] in unproved]


def test_a_record_that_the_act_kept_is_destroyed_without_it(monkeypatch):
    rows = json.loads(ROWS)["rows"]
    rows = json.dumps({"rows": [{**rows[0], "result": "skipped"}]}).encode()
    files = refiled(monkeypatch, "rows.json", rows)
    assert judged(built(), files)[0] == UNPROVED


def test_a_destruction_without_any_act_is_found_and_one_after_the_last_checkpoint_waits(
    monkeypatch,
):
    monkeypatch.setitem(STORIES, "act", [("act_rows", {"added": 3, "first": 1})])
    package, files = built(), {n: d for n, d in FILES.items() if not n.startswith("acts/")}
    package["opened"] = [one for one in package["opened"] if one["uid"] != "act"]
    assert judged(package, files)[0] == UNPROVED
    log = Log()
    heads = {uid: chain(uid, story) for uid, story in STORIES.items()}
    heads |= {uid: heads[uid][:1] for uid in DESTROYED}
    package["checkpoints"] = package["kept"] = [
        log.add(*(head_of(uid, entries) for uid, entries in heads.items())).as_dict()
    ]
    package["heads"] = [asdict(one) for one in log.heads]
    assert judged(plain(package), files)[0] == []


def test_a_payload_that_names_no_file_is_told(monkeypatch):
    monkeypatch.setitem(STORIES, "plain", [("evidence_filed", {"name": "x"})])
    files = {name: data for name, data in FILES.items() if "/plain/" not in name}
    assert judged(built(), files)[0] == [("plain", "malformed", 0, "evidence_filed")]


def test_an_event_tells_of_a_timestamp_of_a_checkpoint(monkeypatch):
    said = {"number": 1, "token": 1, "sha256": digest(TOKEN)}
    monkeypatch.setitem(STORIES, "plain", [("checkpoint_timestamped", said)])
    package, files = built(), {n: d for n, d in FILES.items() if "/plain/" not in n}
    found, parts = judged(package, files)
    assert (found, parts.stamped) == ([], [read_stamped(said)])
    (line,) = [one for one in package["opened"] if one["uid"] == "plain"]
    line["payload"]["token"] = 2
    found, parts = judged(package, files)
    assert (found, parts.stamped) == ([("plain", "opened_differs", 0, "token")], [])
    package["opened"].remove(line)
    found = judged(package, files)[0]
    assert found == [("plain", "opening_missing", 0, "checkpoint_timestamped")]


@pytest.mark.parametrize("said", [{"number": 1}, {"number": 1, "token": "1", "sha256": "x"}])
def test_a_payload_that_names_no_timestamp_is_told(monkeypatch, said):
    monkeypatch.setitem(STORIES, "plain", [("checkpoint_timestamped", said)])
    parts, package = Parts(), built()
    judge_archive(**{k: v for k, v in package.items() if k != "opened"}, hear=parts.hear)
    found = beside(parts, package["opened"], FILES)
    assert ("plain", "malformed", 0) in [(uid, one.code, one.seq) for uid, one in found]


def test_what_came_after_the_kept_checkpoint_is_counted_apart():
    package = built()
    none = Log().add().as_dict()
    package["kept"] = [none]
    package["checkpoints"].insert(0, none)
    second = package["checkpoints"][1]
    second.update(number=2, previous=none["hash"])
    second.pop("hash")
    _found, parts = judged(package, FILES)
    assert (parts.opened, parts.covered) == (7, 0)


TWO = Log()
TWO.add(head_of("u1", [rules.append(None, "filed", uid="u1", at=START, actor="x", source="job")]))
TWO.add()
LISTED = [one.as_dict() for one in TWO.taken]
SIGNED = {**LISTED[0], "timestamps": ["AAE="], "signatures": [{"signature": "AgM="}]}


@pytest.mark.parametrize(
    ("changed", "signed", "expected"),
    [
        ({}, 1, []),
        ({}, 2, ["checkpoint_signature_missing"]),
        ({1: {**SIGNED, "signatures": []}}, 1, ["checkpoint_signature_missing"]),
        (
            {1: {**SIGNED, "signatures": SIGNED["signatures"] * 2}},
            2,
            ["checkpoint_signature_missing"],
        ),
        ({1: {**LISTED[1], "number": 1, "hash": LISTED[1]["hash"]}}, 0, ["malformed"]),
        ({1: LISTED[1]}, 0, ["checkpoint_file_differs"]),
        ({2: None}, 1, ["file_missing"]),
        ({3: LISTED[1]}, 1, ["checkpoint_file_differs"]),
        ({2: {**LISTED[1], "timestamps": 7}}, 1, ["malformed"]),
        ({2: {**LISTED[1], "signatures": [7]}}, 1, ["malformed"]),
        ({2: {**LISTED[1], "signatures": [{"signature": "ё"}]}}, 1, ["malformed"]),
        ({2: 7}, 1, ["malformed"]),
    ],
)
def test_the_file_of_a_checkpoint_says_what_the_list_says(changed, signed, expected):
    files = {name_of(1): SIGNED, name_of(2): LISTED[1]}
    files |= {name_of(number): one for number, one in changed.items()}
    files = {name: json.dumps(one).encode() for name, one in files.items() if one is not None}
    found = list(judge_files(LISTED, files, files.get, signed))
    assert [one.code for one in found if hasattr(one, "code")] == expected
    if not changed:
        assert (found[0].tokens, found[0].signatures) == ((b"\0\1",), (b"\2\3",))
    assert checkpoint_files_hold(LISTED, files, signed) == (not expected)


@pytest.mark.parametrize(
    ("tokens", "told", "missing"),
    [
        ([b"1st"], [(1, 1, b"1st")], []),
        ([b"1st", b"2nd"], [(1, 1, b"1st"), (1, 2, b"2nd")], []),
        # The former one was kept before there were events; a checkpoint after the package is unknown.
        ([b"1st", b"2nd"], [(1, 2, b"2nd"), (3, 1, b"new")], []),
        ([], [(1, 1, b"1st")], ["№ 1, 1"]),
        ([b"1st"], [(1, 1, b"1st"), (1, 2, b"2nd")], ["№ 1, 2"]),
        ([b"2nd"], [(1, 1, b"1st"), (1, 2, b"2nd")], ["№ 1, 1", "№ 1, 2"]),
        ([b"2nd", b"1st"], [(1, 1, b"1st"), (1, 2, b"2nd")], ["№ 1, 1", "№ 1, 2"]),
        ([b"1st"], [(2, 1, b"2nd")], ["№ 2, 1"]),
    ],
)
def test_a_timestamp_that_the_chain_knows_is_missed(tokens, told, missing):
    texts = [b64encode(one).decode() for one in tokens]
    files = {name_of(1): {**LISTED[0], "timestamps": texts}, name_of(2): LISTED[1]}
    files = {name: json.dumps(one).encode() for name, one in files.items()}
    said = [{"number": n, "token": t, "sha256": digest(data)} for n, t, data in told]
    found = judge_files(LISTED, files, files.get, 0, map(read_stamped, said))
    found = [(one.code, one.detail) for one in found if hasattr(one, "code")]
    assert found == [("checkpoint_stamp_missing", detail) for detail in missing]
    assert checkpoint_files_hold(LISTED, files, 0, said) == (not missing)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(("uid", "seq", "event", "salt", "payload")) | st.text(max_size=3),
                inner,
                max_size=4,
            )
        ),
        max_leaves=6,
    )
)
def test_nothing_that_stands_there_breaks_the_judgement(line):
    package = built()
    package["opened"].append(line)
    parts = Parts()
    judge_archive(**{k: v for k, v in package.items() if k != "opened"}, hear=parts.hear)
    assert {one.code for _uid, one in beside(parts, package["opened"], FILES)} <= {
        *CODES,
        "malformed",
        "opened_differs",
    }
