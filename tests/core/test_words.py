"""Folded Russian words: spellings of one thing are equal, different things are not."""

from collective.schoolrecords.core.words import stem
from collective.schoolrecords.core.words import stems
from collective.schoolrecords.core.words import words
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("№ п/п", ("номер", "п", "п")),
        ("N п/п", ("номер", "п", "п")),
        ("Кол-во  листов", ("кол", "во", "листов")),
        ("Учёт УСПЕВАЕМОСТИ", ("учет", "успеваемости")),
        # «Дaтa» and «Тип» with Latin letters that look the same
        ("Дaтa\u00a0зaкрытия", ("дата", "закрытия")),
        ("Tип", ("тип",)),
        ("", ()),
        ("«…» — ", ()),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ("Классный журнал", "классные журналы", "КЛАССНОГО ЖУРНАЛА", "Клaссный  жypнaл"),
        ("Личное дело обучающегося", "Личные дела обучающихся"),
        ("Сводная ведомость учёта", "сводные ведомости учета"),
        ("Акты о выделении", "Акт о выделении"),
        ("Дата закрытия", "дате закрытии"),
    ],
)
def test_case_number_and_layout_do_not_matter(spellings):
    assert len({stems(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Классный журнал", "Журнал учёта ключей"),
        ("Приказы по движению обучающихся", "Приказы по основной деятельности"),
        ("Независимый мониторинг", "Внутренний мониторинг"),
        ("Личное дело", "Личное дело работника"),
    ],
)
def test_different_things_stay_different(one, other):
    assert stems(one) != stems(other)


@given(st.text())
def test_a_stem_begins_its_word_and_is_not_empty(text):
    for word in words(text):
        assert word.startswith(stem(word))
        assert stem(word)
