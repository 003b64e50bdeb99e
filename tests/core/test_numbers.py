"""Numbers of orders: which are one, and which comes next."""

from collective.schoolrecords.core.numbers import next_number
from collective.schoolrecords.core.numbers import plain_number
from collective.schoolrecords.core.numbers import same_number
from collective.schoolrecords.core.numbers import typed_number
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    "typed",
    (
        "41-у",
        "41-У",
        " 41 – у ",
        "41-y",
        "41\u00a0-у",
        "41−у",
        "4\u200b1-у",
        "4\u00ad1-у",
        "41\x00-у",
        "４１-у",
        "٤١-у",
        "41\u0301-у",
    )
    + ("№41-у", "41-у.", "\u202a41-у\u202c"),
)
def test_one_number_however_it_is_typed(typed):
    assert same_number(typed) == same_number("41-у")


@pytest.mark.parametrize(
    ("one", "other"), (("41-у", "41-о"), ("1-11", "11-1"), ("41", "041"), ("", "."))
)
def test_different_numbers(one, other):
    assert same_number(one) != same_number(other)


@pytest.mark.parametrize(
    ("taken", "before", "expected"),
    [
        ((), (), "1"),
        (("41-у", "9-у", "100-у"), (), "101-у"),
        (("41-у", "42-У", "7-о", "3-у"), (), "43-у"),
        (("01-02/41",), (), "01-02/42"),
        (("01-02/41", "01-02/42"), (), "01-02/43"),
        (("41/2026",), (), "42/2026"),
        (("41-у/26",), (), "42-у/26"),
        (("25-у/26", "26-у/26"), (), "27-у/26"),
        (("007", "008"), (), "009"),
        (("099",), (), "100"),
        (("б/н", "", None), (), "1"),
        ((), ("41-у", "42-у"), "1-у"),
        ((), ("41/2025",), "1/2026"),
        ((), ("041/25", "042/25"), "001/26"),
        (("5 - у",), (), "6 - у"),
        (("<script>1</script>",), (), "<script>2</script>"),
    ],
)
def test_the_next_number(taken, before, expected):
    assert next_number(taken, 2026, before) == expected


NUMBERS = st.lists(st.text("0123456789-/ уУyо", max_size=12), max_size=12)


@given(taken=NUMBERS, before=NUMBERS, year=st.integers(1990, 2100))
def test_the_next_number_is_free_and_has_the_look_of_one_that_was_given(taken, before, year):
    found = next_number(taken, year, before)

    assert any(char.isdigit() for char in found)
    assert same_number(found) not in {same_number(one) for one in taken}


@pytest.mark.parametrize("typed", ("1", "1\u200b", "１", "²\u200b", " 1 "))
def test_a_volume_is_compared_without_signs_that_nobody_sees(typed):
    assert plain_number(typed) == ("2" if "²" in typed else "1")


@given(text=st.text("01１²٣№ \u200b\u0301-уУйЙёI.", max_size=20))
def test_a_plain_number_stays_as_it_is(text):
    assert plain_number(plain_number(text)) == plain_number(text)


@given(text=st.text("0123456789-/уУйЁАБВab", min_size=1, max_size=12))
def test_claims_of_before_are_found_again(text):
    assert same_number(text) == typed_number(text)
    assert plain_number(text) == text
