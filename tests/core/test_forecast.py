"""The retention calendar counts everything once."""

from collective.schoolrecords.core.forecast import draw
from hypothesis import given
from hypothesis import strategies as st

import pytest


def test_years_stand_one_after_the_other_and_the_rest_beside_them():
    calendar = draw(
        [
            (2024, "class_journal", 3, 1, 0),
            (2026, "class_journal", 10, 2, 1),
            (2026, "exam_protocol", 5, 0, 0),
            (2028, "summary_sheet", 1, 0, 1),
            (2040, "summary_sheet", 7, 0, 0),
            ("never", "order_main", 4, 0, 0),
            ("open", "order_main", 0, 0, 0),
            (2027, "order_main", 0, 0, 0),
            ("error", "unknown", 2, 1, 0),
        ],
        2026,
        2028,
    )

    assert [(year.year, year.total.as_dict()) for year in calendar.years] == [
        (2026, {"rows": 15, "on_hold": 2, "needs_decision": 1, "selectable": 13}),
        (2027, {"rows": 0, "on_hold": 0, "needs_decision": 0, "selectable": 0}),
        (2028, {"rows": 1, "on_hold": 0, "needs_decision": 1, "selectable": 1}),
    ]
    assert {name: one.rows for name, one in calendar.years[0].types.items()} == {
        "class_journal": 10,
        "exam_protocol": 5,
    }
    assert (calendar.earlier.rows, calendar.later.rows) == (3, 7)
    assert calendar.dayless == {"never": 4, "error": 2}
    assert calendar.total == 32


def test_a_span_that_ends_before_it_begins_and_an_unknown_status_are_refused():
    with pytest.raises(ValueError, match="2026"):
        draw([], 2026, 2025)
    with pytest.raises(ValueError, match="gone"):
        draw([("gone", "x", 1, 0, 0)], 2026, 2026)


counts = st.integers(0, 5).flatmap(
    lambda held: st.integers(0, 5).flatmap(
        lambda undecided: st.integers(0, 9).map(
            lambda rest: (held + undecided + rest, held, undecided)
        )
    )
)
groups = st.lists(
    st.tuples(
        st.integers(1990, 2110) | st.sampled_from(["never", "open", "error", "waiting"]),
        st.sampled_from(["class_journal", "order_main"]),
        counts,
    ).map(lambda one: (one[0], one[1], *one[2])),
    max_size=30,
)


@given(groups, st.integers(1990, 2110), st.integers(0, 60))
def test_every_record_is_counted_once(groups, first, length):
    calendar = draw(groups, first, first + length)

    assert calendar.total == sum(group[2] for group in groups)
    assert len(calendar.years) == length + 1
    for year in calendar.years:
        total = year.total
        assert total.selectable == total.settled + total.undecided
        assert total.settled >= 0
        assert year.total.rows == sum(one.rows for one in year.types.values())
