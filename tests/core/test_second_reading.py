"""Two implementations of the ledger's page agree: on what holds and on what does not."""

from collective.schoolrecords.core.verification import judge
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from second_reading import growth_holds
from second_reading import proof_holds
from test_checkpoint import chain_of
from test_checkpoint import head_of
from test_checkpoint import Log
from test_verification import growth
from test_verification import proof


sizes = st.lists(st.integers(1, 9), min_size=2, max_size=4)


def built(days):
    """A log with a checkpoint after each day; on a day that many records have one more event."""
    log, lengths = Log(), {}
    for records in days:
        for number in range(records):
            lengths[f"u{number}"] = lengths.get(f"u{number}", 0) + 1
        grown = [f"u{number}" for number in range(records)]
        log.add(*(head_of(uid, chain_of(uid, lengths[uid])) for uid in grown))
    return log, lengths


def agreed(document, kept, holds):
    [verdict] = judge([document], [kept])
    assert verdict.holds == holds
    return holds


@settings(max_examples=60)
@given(sizes, st.data())
def test_they_agree_on_what_holds(days, data):
    log, lengths = built(days)
    old = data.draw(st.sampled_from(log.taken))
    new = data.draw(st.sampled_from(log.taken[old.number - 1 :]))
    joined = growth(log, old, new)
    assert agreed(joined, old.as_dict(), growth_holds(joined))
    uid = data.draw(st.sampled_from([head.uid for head in log.heads[: old.size]]))
    shown = proof(log, uid, chain_of(uid, lengths[uid]), old)
    assert agreed(shown, old.as_dict(), proof_holds(shown, old.as_dict()))


@settings(max_examples=60)
@given(sizes, st.data())
def test_they_agree_on_what_does_not(days, data):
    log, lengths = built(days)
    old, new = log.taken[0], log.taken[-1]
    joined = growth(log, old, new)
    uid = data.draw(st.sampled_from([head.uid for head in log.heads[: old.size]]))
    shown = proof(log, uid, chain_of(uid, lengths[uid]), old)
    wrong = data.draw(st.sampled_from(["path", "entry", "index", "growth"]))
    if wrong == "growth" and joined["path"]:
        joined["path"][0] = "0" * 64
        assert not agreed(joined, old.as_dict(), growth_holds(joined))
        return
    if wrong == "entry":
        shown["entries"][0]["actor"] = "petrova"
    elif wrong == "index":
        shown["head"]["index"] = old.size - 1 - shown["head"]["index"]
        if shown["head"]["index"] == old.size - 1 - shown["head"]["index"]:
            shown["head"]["index"] = old.size
    else:
        shown["path"].append("0" * 64)
    assert not agreed(shown, old.as_dict(), proof_holds(shown, old.as_dict()))
