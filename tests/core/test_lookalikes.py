"""Latin letters that look Cyrillic: replaced where the look says nothing else."""

from collective.schoolrecords.core.lookalikes import cyrillic
from collective.schoolrecords.core.lookalikes import is_mixed
from collective.schoolrecords.core.lookalikes import mend
from collective.schoolrecords.core.lookalikes import skeleton
from hypothesis import given
from hypothesis import strategies as st

import pytest


LATIN = "ABCEHKMOPTXYaceopxyk"
SAME_LOOK = "АВСЕНКМОРТХУасеорхук"


@pytest.mark.parametrize("latin,look", zip(LATIN, SAME_LOOK, strict=True))
def test_each_look_alike_has_its_russian_letter(latin, look):
    assert latin != look
    assert cyrillic(latin) == look


@pytest.mark.parametrize("letter", "bhdfgijlqrsuvwzDFGIJLNQRSUVWZ")
def test_a_latin_letter_without_a_russian_look_stays(letter):
    assert cyrillic(letter) == letter


@pytest.mark.parametrize(
    "typed,meant",
    [
        ("Ceргеев", "Сергеев"),  # Latin C and e
        ("Ивaнoв", "Иванов"),  # Latin a and o
        ("XAЧATPЯH", "ХАЧАТРЯН"),
        ("Tom", "Tom"),  # a Latin word stays
        ("Cocoa", "Cocoa"),  # look-alikes alone, nothing says that it is Russian
        ("Иваnов", "Иваnов"),  # n looks like no Russian letter: a person must look
        ("Иванов Tom", "Иванов Tom"),
        ("", ""),
    ],
)
def test_mend_replaces_only_in_words_of_both_alphabets(typed, meant):
    assert mend(typed) == meant


def test_mend_of_a_russian_text_replaces_words_of_look_alikes_alone():
    assert mend("Capa Tapac", russian=True) == "Сара Тарас"
    assert mend("Rosa", russian=True) == "Rosa"


@pytest.mark.parametrize(
    "text,mixed", [("Ивaнов", True), ("Иванов", False), ("Tom Иванов", False), ("", False)]
)
def test_is_mixed_looks_at_each_word_alone(text, mixed):
    assert is_mixed(text) is mixed


@pytest.mark.parametrize(
    "one,other",
    [
        ("Фaмилия", "ФАМИЛИЯ"),
        ("HOMEP", "номер"),
        ("Ёлка", "елка"),
        ("E-mail", "Е-mail"),  # Latin and Russian E
    ],
)
def test_skeletons_of_one_look_are_equal(one, other):
    assert skeleton(one) == skeleton(other)


def test_skeletons_of_different_words_differ():
    assert skeleton("имя") != skeleton("фамилия")


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяАБВЕКМНОРСТУХ -", max_size=40))
def test_russian_text_is_never_changed(text):
    assert mend(text) == text
    assert mend(text, russian=True) == text


@given(st.text(alphabet=SAME_LOOK + LATIN + "ЯЖя -", max_size=30), st.booleans())
def test_mending_twice_changes_nothing_more(text, russian):
    once = mend(text, russian)
    assert mend(once, russian) == once
