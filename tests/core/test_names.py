"""Names of people: cleaned, split, shortened, put in order."""

from collective.schoolrecords.core.names import clean_name
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.names import FullName
from collective.schoolrecords.core.names import is_blank
from collective.schoolrecords.core.names import is_name
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.core.names import short_name
from collective.schoolrecords.core.names import signing_name
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.core.names import split_full_name
from collective.schoolrecords.core.names import surname_letter
from datetime import date
from datetime import datetime
from hypothesis import given
from hypothesis import strategies as st

import pytest
import random


NBSP = "\u00a0"


def shuffled(words):
    """The words in another order, always the same one."""
    return random.Random(7).sample(words, len(words))


@pytest.mark.parametrize(
    "cell,text",
    [
        (None, ""),
        ("", ""),
        (f"{NBSP}Фирсов ", "Фирсов"),
        ("а\u2009б\t\nв", "а б в"),
        ("Ива\u00adнов\u200b\ufeff", "Иванов"),  # soft hyphen, zero width, mark
        ("и\u0306 е\u0308", "й ё"),  # letters with a combining sign
        (285.0, "285"),
        (28.5, "28.5"),
        (0, "0"),
        (date(2018, 7, 1), "01.07.2018"),
        (datetime(2018, 7, 1, 0, 0), "01.07.2018"),
        (date(987, 7, 1), "01.07.0987"),
        ("a\x00b\x07", "ab"),
    ],
)
def test_clean_text_makes_one_line_of_any_cell(cell, text):
    assert clean_text(cell) == text


@pytest.mark.parametrize("cell", [None, "", " ", NBSP, "-", " — ", "--", "Нет", "не указано"])
def test_blank_cells(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["Нетесова", 0, "а", "- из семьи"])
def test_cells_that_say_something(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize(
    "typed,name",
    [
        ("Жигалёва ", "Жигалёва"),
        (f"Абу{NBSP}Салех", "Абу Салех"),
        ("О'Коннор", "О’Коннор"),
        ("О`Коннор", "О’Коннор"),
        ("О’ Коннор", "О’Коннор"),
        ("Римская - Кленова", "Римская-Кленова"),
        ("Римская\u2011Кленова", "Римская-Кленова"),
        ("Римская–кленова", "Римская-кленова"),  # the list's own small letter stays
        ("ИВАНОВА-ПЕТРОВА", "Иванова-Петрова"),
        ("О’КОННОР", "О’Коннор"),
        ("иванова", "Иванова"),
        ("де Ла Крус", "де Ла Крус"),
        ("Вугар ОГЛЫ", "Вугар оглы"),
        ("Самир Кызы", "Самир кызы"),
        ("Cидоров", "Сидоров"),  # Latin C
        ("—", ""),
        ("нет", ""),
        (None, ""),
        ("Ю", "Ю"),
        ("И. О.", "И. О."),
    ],
)
def test_clean_name(typed, name):
    assert clean_name(typed) == name


def test_a_name_of_look_alikes_is_russian_only_when_the_list_says_so():
    assert clean_name("Capa") == "Capa"
    assert clean_name("Capa", russian=True) == "Сара"


@pytest.mark.parametrize(
    "text",
    ["Иванов", "Абу Салех", "О’Коннор", "Кузнецова-Вебер", "Самир кызы", "Ё", "Tom", "И. О."],
)
def test_names(text):
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["", "7А", "Иванов1", "=A1", "Иванов_", "-", "Иваnов", "Иванов@", "Иванов/Петров", "’"]
)
def test_no_names(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    "cell,last,first,middle,certain",
    [
        ("Короткова Галина Ивановна", "Короткова", "Галина", "Ивановна", True),
        ("Абу Салех Ольга Семёновна", "Абу Салех", "Ольга", "Семёновна", True),
        ("Гасанов Вугар Вугар оглы", "Гасанов", "Вугар", "Вугар оглы", True),
        ("Соколова-Речная Айсель Самир кызы", "Соколова-Речная", "Айсель", "Самир кызы", True),
        ("де Ла Крус Инна Романовна", "де Ла Крус", "Инна", "Романовна", True),
        ("Ким Олег", "Ким", "Олег", "", True),
        ("Ильин Лука Ильич", "Ильин", "Лука", "Ильич", True),
        ("Чан Тхи Лан", "Чан", "Тхи Лан", "", False),
        ("Бабич Анна", "Бабич", "Анна", "", True),  # a surname in -ич is not a patronymic
        ("Анна Бабич", "Анна", "Бабич", "", True),
        ("Иванов", "Иванов", "", "", False),
        ("", "", "", "", False),
        ("ИВАНОВ  иван ИВАНОВИЧ", "Иванов", "Иван", "Иванович", True),
    ],
)
def test_split_full_name(cell, last, first, middle, certain):
    assert split_full_name(cell) == FullName(last, first, middle, certain)


@pytest.mark.parametrize(
    "parts,short",
    [
        (("Иванов", "Пётр", "Сергеевич"), "Иванов П. С."),
        (("Ким", "Олег", ""), "Ким О."),
        (("Гасанова", "Севиндж", "Самир кызы"), "Гасанова С. С."),
        (("Гарсия Перес", "Мария Луиса", ""), "Гарсия Перес М. Л."),
        (("Орлова", "Анна-Мария", "Львовна"), "Орлова А.-М. Л."),
        (("Иванов", "", ""), "Иванов"),
        (("", "Пётр", ""), "П."),
    ],
)
def test_short_name(parts, short):
    assert short_name(*parts) == short
    # Beside a signature the surname stands last.
    last, *_names = parts
    initials = short.removeprefix(last).strip()
    assert signing_name(*parts) == f"{initials} {last}".strip()


@pytest.mark.parametrize(
    "surname,letter",
    [
        ("Ёлкина", "Е"),
        ("Елкина", "Е"),
        ("де Ла Крус", "Д"),
        ("О’Коннор", "О"),
        ("ёжиков", "Е"),
        ("’Абд", "А"),
        ("", ""),
        ("-", ""),
    ],
)
def test_letter_of_a_surname(surname, letter):
    assert surname_letter(surname) == letter


def test_the_order_is_that_of_the_russian_alphabet():
    alphabet = list("абвгдежзийклмнопрстуфхцчшщъыьэюя")
    assert sorted(shuffled(alphabet), key=sort_key) == alphabet


def test_surnames_in_order():
    """Ё stands with Е, double surnames after the single one, capitals do not matter."""
    ordered = ["Абу", "Абу Салех", "Абуев", "Ежов", "Ёлкин", "Ельцов", "Жукова", "Юшков", "яшин"]
    assert sorted(shuffled(ordered), key=name_sort_key) == ordered


def test_equal_names_in_two_spellings_have_one_key():
    one = name_sort_key("Попов", "Артём", "Алексеевич")
    assert one == name_sort_key("попов ", "Артем", "Алексеевич")
    assert one != name_sort_key("Попов", "Артём", "")


def test_the_surname_counts_before_the_name():
    assert name_sort_key("Абу", "Яна") < name_sort_key("Абу Салех", "Анна")
    assert name_sort_key("Иванов", "Яков") < name_sort_key("Иванова", "Анна")


@given(st.text(max_size=60))
def test_cleaning_any_text_twice_changes_nothing_more(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert once == once.strip() and "  " not in once


RUSSIAN = st.text(alphabet="абвеёжиклмн", min_size=2, max_size=8).map(str.capitalize)


@given(RUSSIAN, RUSSIAN, RUSSIAN)
def test_clean_names_stay_and_are_names(last, first, middle):
    for name in (last, f"{last}-{first}", f"{last} {middle}"):
        assert clean_name(name) == name
        assert is_name(name)


@given(RUSSIAN, RUSSIAN)
def test_the_first_letter_that_differs_decides_the_order(one, other):
    order = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
    plain = [
        [order.index(char) for char in word.lower().replace("ё", "е")] for word in (one, other)
    ]
    assert (sort_key(one) < sort_key(other)) == (plain[0] < plain[1])
