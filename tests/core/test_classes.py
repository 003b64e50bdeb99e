"""Labels of classes in all spellings."""

from collective.schoolrecords.core.classes import ClassLabel
from collective.schoolrecords.core.classes import find_class
from collective.schoolrecords.core.classes import known_labels
from collective.schoolrecords.core.classes import LETTERS
from collective.schoolrecords.core.classes import parse_class
from collective.schoolrecords.core.classes import read_letters
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "7А",
        "7 а",
        "7-А",
        "7 - А",
        "7–а",
        "7 «А»",
        '7 "А"',
        "7“А”",
        "7'А'",
        "7/А",
        "7.А",
        "7(А)",
        "7А класс",
        "7 «А» кл.",
        "7 класс А",
        "7кл. А",
        "класс 7А",
        "7A",  # Latin A
        "7a",  # Latin a
        " 7\u00a0А ",
        "№ 7А",
    ],
)
def test_spellings_of_one_class(text):
    assert parse_class(text) == ClassLabel(7, "А")


@pytest.mark.parametrize(
    "text,label",
    [
        ("11Б", "11Б"),
        ("10 в", "10В"),
        ("7B", "7В"),  # Latin B looks like В
        ("7K", "7К"),
        ("5x", "5Х"),
        ("12Я", "12Я"),  # a label, whether the class exists or not
        ("5", "5"),
        (5.0, "5"),
        (5, "5"),
        ("7-1", "7-1"),
    ],
)
def test_other_labels(text, label):
    found = parse_class(text)
    assert found is not None
    assert str(found) == label.replace("-", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "А",
        "А7",
        "7b",
        "7h",
        "7D",
        "7 АБВ",
        "71",
        "711",
        "7 12",
        "-7А",
        "7А8Б",
        "=1+1",
        "7А, 8Б",
    ],
)
def test_what_is_no_label(text):
    found = parse_class(text)
    assert found is None or not found.sensible


def test_seven_one_is_not_seventy_one():
    assert parse_class("7-1") == ClassLabel(7, "1")
    assert parse_class("71") == ClassLabel(71, "")
    assert find_class("71") is None


@pytest.mark.parametrize("text", ["12Я", "0А", "12", "7Ъ", "7Ё", "7Й", "7АБ", "7А1", "99А"])
def test_labels_that_no_school_has(text):
    assert find_class(text) is None


@pytest.mark.parametrize("text", ["1А", "11Я", "9", "4Щ"])
def test_labels_that_a_school_may_have(text):
    assert find_class(text) is not None


def test_the_schools_own_list_decides():
    known = known_labels(["7А", "5", "10М1"])
    assert find_class("7 «а»", known) == ClassLabel(7, "А")
    assert find_class("10М1", known) == ClassLabel(10, "М1")
    assert find_class("7Б", known) is None
    assert find_class("5А", known) is None


def test_a_list_of_classes_with_a_wrong_label_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="семь"):
        known_labels(["7А", "семь"])


def test_classes_in_order():
    labels = [parse_class(text) for text in ("11А", "2Б", "10А", "2А", "1В")]
    assert [str(label) for label in sorted(labels)] == ["1В", "2А", "2Б", "10А", "11А"]


def test_a_class_of_two_years_is_one_cohort():
    assert ClassLabel(7, "А").first_year(2025) == 2019
    assert ClassLabel(8, "А").first_year(2026) == 2019
    assert ClassLabel(1, "А").first_year(2025) == 2025


@given(
    st.integers(1, 11), st.sampled_from(LETTERS), st.sampled_from(["", " ", "-", " - ", ".", "/"])
)
def test_every_sensible_label_is_read_in_every_spelling(grade, letter, between):
    expected = ClassLabel(grade, letter)
    for text in (
        f"{grade}{between}{letter}",
        f"{grade}{between}{letter.lower()}",
        f"{grade} «{letter}»",
    ):
        assert find_class(text) == expected


@given(st.text(max_size=20))
def test_no_text_raises(text):
    found = find_class(text)
    assert found is None or (1 <= found.grade <= 11)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", ("",)),
        (" , ", ("",)),
        ("А", ("А",)),
        ("а б,В;  г", ("А", "Б", "В", "Г")),
        ("A, B", ("А", "В")),
        ("b h", ("B", "H")),
        ("А А", ("А", "А")),
        ("7А", ("7А",)),
    ],
)
def test_letters_of_one_field(text, letters):
    assert read_letters(text) == letters


@given(st.lists(st.sampled_from(LETTERS), min_size=1), st.sampled_from([" ", ",", "; ", ",\n "]))
def test_every_row_of_letters_is_read(letters, between):
    assert read_letters(between.join(letters).lower()) == tuple(letters)
