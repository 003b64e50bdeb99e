"""Numbers in the order in which people count them."""

from collective.schoolrecords.core.natural import natural_key
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    "ordered",
    [
        ["2-у", "10-у", "10-уч", "100-у"],
        ["1", "2", "9а", "10", "10а", "11"],
        ["01-02", "01-14", "02-03", "2-10"],
        ["А-9", "Е-2", "Ё-3", "Ж-1", "К-3", "К-25", "К-208"],
    ],
)
def test_people_would_count_so(ordered):
    backwards = ordered[::-1]
    assert sorted(backwards, key=natural_key) == ordered


def test_the_same_number_written_otherwise_is_the_same():
    assert natural_key("02-У") == natural_key("2-у") == natural_key("№ 2 у")


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["", "-у", "-ОД", "/2025"]))
def test_figures_sort_by_their_value(one, other, end):
    keys = natural_key(f"{one}{end}"), natural_key(f"{other}{end}")

    assert (keys[0] < keys[1]) == (one < other)


@given(st.text(max_size=40))
def test_every_text_has_a_key(text):
    assert isinstance(natural_key(text), str)
