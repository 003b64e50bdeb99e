"""The stages after the removal: in order, each on its day, backups not before their time."""

from collective.schoolrecords.core.act_stages import after
from collective.schoolrecords.core.act_stages import backups_until
from collective.schoolrecords.core.act_stages import evidence_until
from collective.schoolrecords.core.act_stages import REMOVED
from collective.schoolrecords.core.act_stages import stage_reasons
from collective.schoolrecords.core.destruction import STAGES
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 6, 1)
DONE = {
    "removed": date(2026, 2, 2),
    "packed": date(2026, 2, 3),
    "caches_cleared": date(2026, 2, 3),
}


def codes(stage, stages=DONE, on=TODAY, days=90):
    return [reason.code for reason in stage_reasons(stage, stages, on, TODAY, days)]


@pytest.mark.parametrize(
    "stage, stages, on, expected",
    [
        ("packed", {"removed": date(2026, 2, 2)}, TODAY, []),
        ("packed", {}, TODAY, ["stage_removed_open"]),
        ("packed", DONE, TODAY, []),
        (
            "verified",
            {"removed": date(2026, 2, 2)},
            TODAY,
            ["stage_packed_open", "stage_caches_cleared_open", "stage_backups_expired_open"],
        ),
        ("backups_expired", DONE, date(2026, 5, 4), []),
        ("backups_expired", DONE, date(2026, 5, 3), ["backups_not_expired"]),
        (
            "backups_expired",
            DONE,
            date(2026, 2, 2),
            ["stage_before_last", "backups_not_expired"],
        ),
        ("backups_expired", DONE, date(2026, 6, 2), ["day_in_future"]),
        ("packed", {**DONE, "verified": TODAY}, TODAY, ["stage_verified_already"]),
    ],
)
def test_a_stage_is_reached_in_its_turn_and_on_a_day_that_can_be(stage, stages, on, expected):
    assert codes(stage, stages, on) == expected


def test_backups_are_counted_from_the_packing():
    assert backups_until(DONE, 90) == date(2026, 5, 4)
    assert backups_until({}, 90) is None


@pytest.mark.parametrize(
    ("removed", "years", "until"),
    [
        (None, 3, None),
        (date(2026, 2, 2), 3, date(2029, 2, 2)),
        (date(2024, 2, 29), 3, date(2027, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 3, 1)),
        (date(2026, 12, 31), 5, date(2031, 12, 31)),
    ],
)
def test_the_export_of_the_event_log_is_kept_for_whole_years_from_the_removal(
    removed, years, until
):
    stages = {} if removed is None else {REMOVED: removed}

    assert evidence_until(stages, years) == until


def test_what_is_reached_anew_makes_the_stages_behind_it_void():
    assert list(after({**DONE, "backups_expired": TODAY}, "packed")) == ["removed", "packed"]


@given(st.sets(st.sampled_from(STAGES)), st.sampled_from(STAGES), st.integers(0, 400))
def test_no_stage_is_reached_before_those_in_front_of_it(reached, stage, days):
    stages = {name: TODAY - timedelta(days=1) for name in reached}
    if not stage_reasons(stage, stages, TODAY, TODAY, days):
        assert reached >= set(STAGES[: STAGES.index(stage)])
        assert "verified" not in reached
        if stage == "backups_expired":
            assert days <= 1
