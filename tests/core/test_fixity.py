"""Fixity's rules: what a difference is, when a run is due, how fast it reads."""

from collective.schoolrecords.core import fixity as rules
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.fixity import is_due
from collective.schoolrecords.core.fixity import judge_digest
from collective.schoolrecords.core.fixity import pause
from collective.schoolrecords.core.fixity import Totals
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    "subject, expected, found, kinds",
    [
        ("file", "aa", "aa", []),
        ("file", "aa", "bb", ["changed"]),
        ("file", "", "bb", ["extra"]),
        ("file", None, "bb", ["extra"]),
        ("metadata", "aa", "aa", []),
        ("metadata", "aa", "bb", ["changed"]),
        ("metadata", "aa", None, ["changed"]),
        # A chain that never took a digest says nothing about the metadata.
        ("metadata", None, "bb", []),
    ],
)
def test_a_difference_is_told_with_both_sums(subject, expected, found, kinds):
    told = judge_digest(subject, expected, found, uid="u", path="/p", name="scan")

    assert [one.kind for one in told] == kinds
    for one in told:
        assert (one.expected, one.found) == (expected or "", found or "")
        assert one.row()[2:5] == ("u", "/p", "scan")


@pytest.mark.parametrize(
    "last, every, due",
    [
        (None, 30, True),
        (None, 0, False),
        (date(2026, 10, 23), 30, True),
        (date(2026, 10, 24), 30, False),
        (date(2026, 11, 22), 1, False),
        (date(2026, 11, 21), 1, True),
        (date(2027, 1, 1), 30, False),
    ],
)
def test_when_a_run_is_due(last, every, due):
    assert is_due(last, date(2026, 11, 22), every) is due


@given(
    read=st.integers(0, 10**12),
    spent=st.floats(0, 10**5),
    limit=st.integers(1, 10_000),
)
def test_after_the_pause_the_speed_keeps_to_its_limit(read, spent, limit):
    waited = pause(read, spent, limit)

    assert waited >= 0
    assert read <= (spent + waited) * limit * rules.MEGABYTE * (1 + 1e-9)
    assert pause(read, spent, 0) == 0


@given(st.lists(st.sampled_from(rules.KINDS), max_size=30))
def test_totals_name_every_kind(kinds):
    totals = Totals()
    totals.count([Finding(kind, "file") for kind in kinds])

    assert totals.faults == len(kinds)
    assert totals.as_dict()["found"] == {kind: kinds.count(kind) for kind in rules.KINDS}
