"""Minutes of the council are found as people cite them: by number and date."""

from collective.schoolrecords.core.citations import is_pedagogical_council
from collective.schoolrecords.core.citations import minutes_key
from collective.schoolrecords.core.searching import number_key
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


DAY = date(2026, 5, 25)


@pytest.mark.parametrize(
    ("number", "day", "key"),
    [
        ("5", DAY, "~2026-05-25 5"),
        ("5", "2026-05-25", "~2026-05-25 5"),
        ("", DAY, None),
        (None, DAY, None),
        ("5", None, None),
        (" ", DAY, None),
    ],
)
def test_a_key_has_number_and_day(number, day, key):
    assert minutes_key(number, day) == key


def test_another_spelling_of_the_number_is_the_same_minutes():
    assert minutes_key("5 – П", DAY) == minutes_key("5-п", DAY)
    assert minutes_key("5", DAY) != minutes_key("5", date(2025, 5, 25))


@given(st.text(max_size=20))
def test_no_search_for_a_number_finds_minutes(text):
    key = minutes_key(text, DAY)
    assert key is None or number_key(text) != key


@pytest.mark.parametrize(
    ("body", "known"),
    [
        ("Педагогический совет", True),
        ("Педсовет", True),
        ("педагогическим советом лицея", True),
        ("Совет Учреждения", False),
        ("Управляющий совет", False),
        ("Попечительский совет", False),
        ("", False),
        (None, False),
    ],
)
def test_of_the_bodies_only_the_pedagogical_council_is_looked_up(body, known):
    assert is_pedagogical_council(body) is known
