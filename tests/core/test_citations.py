"""Minutes of the council are found as people cite them: by number and date."""

from collective.schoolrecords.core.citations import CITATION_CODES
from collective.schoolrecords.core.citations import is_pedagogical_council
from collective.schoolrecords.core.citations import minutes_key
from collective.schoolrecords.core.citations import point_reasons
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


def test_a_point_has_a_key_of_its_own():
    assert minutes_key("5", DAY, 3) == "~2026-05-25 5 § 3"
    assert minutes_key("5", DAY, 3) not in (minutes_key("5", DAY), minutes_key("5 3", DAY))
    assert minutes_key("", DAY, 3) is None


@pytest.mark.parametrize(
    ("number", "day", "point", "known", "codes"),
    [
        ("7", DAY, None, {1, 2}, []),
        ("7", DAY, 2, {1, 2}, []),
        ("7", DAY, 3, {1, 2}, ["point_unknown"]),
        ("7", DAY, 3, set(), ["point_unknown"]),
        # Minutes on paper alone may have any point, but none below the first.
        ("7", DAY, 3, None, []),
        ("7", DAY, 0, None, ["point_unknown"]),
        ("7", DAY, 10_000, None, ["point_unknown"]),
        (None, DAY, 3, None, ["point_without_minutes"]),
        ("7", None, 3, None, ["point_without_minutes"]),
        ("", None, -1, None, ["point_without_minutes", "point_unknown"]),
    ],
)
def test_a_point_that_minutes_do_not_have_is_not_cited(number, day, point, known, codes):
    assert [one.code for one in point_reasons(number, day, point, known)] == codes
    assert set(codes) <= set(CITATION_CODES)


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
