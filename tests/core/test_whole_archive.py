"""The auditor's package is judged as a whole: nothing in it has to be believed."""

from collective.schoolrecords.core.whole_archive import judge_archive
from copy import deepcopy
from dataclasses import asdict
from dataclasses import replace
from test_checkpoint import chain_of
from test_checkpoint import head_of
from test_checkpoint import Log
from test_verification import plain

import pytest


@pytest.fixture
def package():
    """Two checkpoints over three chains; one of them grew between the two, one after them."""
    log = Log()
    log.add(head_of("u1", chain_of("u1", 2)), head_of("u2", chain_of("u2", 1)))
    log.add(head_of("u1", chain_of("u1", 4)), head_of("u3", chain_of("u3", 1)))
    lines = [
        {"uid": uid, "type": "order", "path": f"/s/{uid}", **asdict(entry)}
        for uid, length in (("u1", 4), ("u2", 3), ("u3", 1), ("new", 2))
        for entry in chain_of(uid, length)
    ]
    return plain(
        {
            "heads": [asdict(one) for one in log.heads],
            "checkpoints": [one.as_dict() for one in log.taken],
            "lines": lines,
            "kept": [log.taken[0].as_dict()],
        }
    )


def codes(found):
    return [(subject, one.code) for subject, one in found.findings]


def test_what_nobody_touched_holds(package):
    found = judge_archive(**package)
    assert (found.holds, codes(found), found.remarks) == (True, [], [])
    assert (found.checkpoints, found.heads, found.chains, found.entries) == (2, 4, 4, 10)
    # The kept checkpoint covers two entries of u1 and one of u2; the later one nobody vouches for.
    assert found.proved == 3


def drop(package, uid, seq):
    package["lines"] = [one for one in package["lines"] if (one["uid"], one["seq"]) != (uid, seq)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda it: it["kept"].clear(), [("", "no_checkpoint")]),
        (lambda it: it["kept"][0].pop("hash"), []),
        (lambda it: it["kept"].append(7), [("", "malformed")]),
        (lambda it: drop(it, "u1", 3), [("u1", "head_not_reached")]),
        (lambda it: drop(it, "u1", 1), [("u1", "gap"), ("u1", "wrong_previous")]),
        (lambda it: drop(it, "u2", 2), []),
        (lambda it: it["lines"][0].update(actor="petrova"), [("u1", "changed")]),
        (lambda it: it["lines"][0].pop("actor"), [("u1", "malformed")]),
        (lambda it: it["lines"].append("x"), [("", "malformed")]),
        (lambda it: it["lines"].extend(it["lines"][:4]), [("u1", "chain_twice")]),
        (lambda it: it["lines"][-1].update(uid=7), [("", "gap")]),
        (lambda it: it["heads"].pop(), [("", "log_rewritten")]),
        (lambda it: it["heads"][1].update(length=2), [("", "log_rewritten")]),
        (lambda it: it["heads"].insert(1, None), [("", "malformed"), ("", "log_rewritten")]),
        (lambda it: it["checkpoints"].pop(0), [("", "log_rewritten")]),
        (lambda it: it["checkpoints"].append({}), [("", "malformed")]),
        (lambda it: it["checkpoints"].reverse(), [("", "numbers_do_not_grow")]),
    ],
)
def test_what_was_changed_is_found(package, change, expected):
    change(package)
    found = codes(judge_archive(**package))
    assert set(expected) <= set(found)
    assert bool(found) == bool(expected)


def test_a_chain_that_is_gone_is_found_with_what_was_expected(package):
    package["lines"] = [one for one in package["lines"] if one["uid"] != "u3"]
    found = judge_archive(**package)
    assert codes(found) == [("u3", "chain_absent")]
    [(_uid, one)] = found.findings
    assert one.detail == f"1 {package['heads'][-1]['hash']}"


def test_a_server_that_rewrote_everything_is_found_by_the_kept_checkpoint(package):
    """Every part agrees with every other: only what lies outside tells."""
    kept, log = deepcopy(package["kept"]), Log()
    log.add(head_of("u2", chain_of("u2", 3)))
    package["heads"] = plain([asdict(one) for one in log.heads])
    package["checkpoints"] = [log.taken[0].as_dict()]
    package["lines"] = [one for one in package["lines"] if one["uid"] == "u2"]
    assert codes(judge_archive(**{**package, "kept": [log.taken[0].as_dict()]})) == []
    assert codes(judge_archive(**{**package, "kept": kept})) == [("", "other_checkpoint")]
    # A newer one than the last: the archive was set back. Of another archive nothing is said of that.
    newer = replace(log.taken[0], number=9)
    for one, code in (
        (newer, "set_back"),
        (replace(newer, archive="another"), "checkpoint_not_there"),
    ):
        found = judge_archive(**{**package, "kept": [one.as_dict()]})
        assert codes(found) == [("", code)]
