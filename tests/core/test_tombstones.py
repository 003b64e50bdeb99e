"""What stays of a record: numbers and known kinds, whatever people typed."""

from collective.schoolrecords.core.tombstones import DOCUMENT
from collective.schoolrecords.core.tombstones import kind_of
from collective.schoolrecords.core.tombstones import KINDS
from collective.schoolrecords.core.tombstones import MAX_LETTERS
from collective.schoolrecords.core.tombstones import number_of
from hypothesis import given
from hypothesis import strategies as st

import pytest
import re


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("К-25", "К-25"),
        ("41-у", "41-у"),
        ("12-лс/2025", "12-лс/2025"),
        ("02-14", "02-14"),
        (" 7 ", "7"),
        ("77", "77"),
        (None, None),
        ("", None),
        ("без номера", None),
        ("Козлова", None),
        ("25 Козлова", None),
        ("25-Ким", None),
        ("25 Ли", None),
        ("ОБ/Б-12", "ОБ/Б-12"),
        ("25\nК", None),
        ("1" * 41, None),
        ("²", None),
    ],
)
def test_a_number_stays_if_it_looks_like_one(typed, kept):
    assert number_of(typed) == kept


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Заявление о приёме", "заявление о приёме"),
        ("ЗАЯВЛЕНИЕ  О ПРИЕМЕ Козловой", "заявление о приёме"),
        ("Заявление Козловой Анны", "заявление"),
        ("Копия свидетельства о рождении III-МЮ 512345", "копия свидетельства о рождении"),
        ("Заявлениеце", DOCUMENT),
        ("Козлова: заявление", DOCUMENT),
        ("", DOCUMENT),
        (None, DOCUMENT),
    ],
)
def test_of_a_kind_the_words_of_the_list_stay(typed, kept):
    assert kind_of(typed) == kept


@given(st.text())
def test_no_kind_holds_a_typed_word(typed):
    assert kind_of(typed) in {*KINDS, DOCUMENT}


@given(st.text(alphabet="0123456789аБёЯZz-/ №.", max_size=60))
def test_no_number_holds_a_long_word(typed):
    kept = number_of(typed)
    if kept is not None:
        assert not re.search(rf"[^\W\d_]{{{MAX_LETTERS + 1}}}", kept)
        assert kept in typed
