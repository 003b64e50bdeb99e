"""Russian forms after a number, and numbers in words."""

from collective.schoolrecords.core import plural
from hypothesis import given
from hypothesis import strategies as st

import pytest


FILES = ("дело", "дела", "дел")


@pytest.mark.parametrize(
    ("numbers", "form"),
    [
        ((1, 21, 31, 101, 121, 1001, -1, -21), "дело"),
        ((2, 3, 4, 22, 34, 102, 104, 1002, 12_344, -3), "дела"),
        ((0, 5, 6, 9, 10, 11, 12, 13, 14, 15, 19, 20, 25, 100, 111, 112, 114, 211, 1011, -11), "дел"),
    ],
)  # fmt: skip
def test_the_form_after_a_number(numbers, form):
    assert [plural.choose(number, *FILES) for number in numbers] == [form] * len(numbers)


@pytest.mark.parametrize(
    ("number", "gender", "words"),
    [
        (0, "m", "ноль"),
        (1, "m", "один"),
        (1, "f", "одна"),
        (1, "n", "одно"),
        (2, "m", "два"),
        (2, "f", "две"),
        (2, "n", "два"),
        (3, "f", "три"),
        (10, "m", "десять"),
        (11, "n", "одиннадцать"),
        (12, "n", "двенадцать"),
        (14, "f", "четырнадцать"),
        (19, "m", "девятнадцать"),
        (20, "m", "двадцать"),
        (21, "n", "двадцать одно"),
        (22, "f", "двадцать две"),
        (40, "m", "сорок"),
        (90, "m", "девяносто"),
        (99, "m", "девяносто девять"),
        (100, "m", "сто"),
        (101, "f", "сто одна"),
        (111, "n", "сто одиннадцать"),
        (200, "m", "двести"),
        (341, "n", "триста сорок одно"),
        (1000, "m", "одна тысяча"),
        (1001, "n", "одна тысяча одно"),
        (2000, "n", "две тысячи"),
        (5012, "m", "пять тысяч двенадцать"),
        (11_000, "m", "одиннадцать тысяч"),
        (12_000, "n", "двенадцать тысяч"),
        (21_322, "f", "двадцать одна тысяча триста двадцать две"),
        (1_000_000, "f", "один миллион"),
        (2_000_002, "f", "два миллиона две"),
        (15_000_100, "m", "пятнадцать миллионов сто"),
        (1_000_000_000, "m", "один миллиард"),
        (
            999_999_999_999,
            "m",
            "девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов "
            "девятьсот девяносто девять тысяч девятьсот девяносто девять",
        ),
    ],
)
def test_numbers_in_words(number, gender, words):
    assert plural.in_words(number, gender) == words


@pytest.mark.parametrize(
    ("number", "forms", "gender", "text"),
    [
        (12, FILES, "n", "12 (двенадцать) дел"),
        (1, FILES, "n", "1 (одно) дело"),
        (22, FILES, "n", "22 (двадцать два) дела"),
        (31, ("лист", "листа", "листов"), "m", "31 (тридцать один) лист"),
        (42, ("единица", "единицы", "единиц"), "f", "42 (сорок две) единицы"),
        (0, FILES, "n", "0 (ноль) дел"),
    ],
)
def test_a_count_for_an_act(number, forms, gender, text):
    assert plural.count_in_words(number, *forms, gender=gender) == text


def test_a_plain_count():
    assert plural.count(23, *FILES) == "23 дела"


@pytest.mark.parametrize(("number", "gender"), [(-1, "m"), (10**12, "m"), (1, "x")])
def test_what_has_no_words_is_refused(number, gender):
    with pytest.raises(ValueError):
        plural.in_words(number, gender)


# What each word is worth, written down independently of the module's tables.
VALUES = {
    "ноль": 0, "один": 1, "одна": 1, "одно": 1, "два": 2, "две": 2, "три": 3, "четыре": 4,
    "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
    "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14,
    "пятнадцать": 15, "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18,
    "девятнадцать": 19, "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50,
    "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100,
    "двести": 200, "триста": 300, "четыреста": 400, "пятьсот": 500, "шестьсот": 600,
    "семьсот": 700, "восемьсот": 800, "девятьсот": 900,
}  # fmt: skip
SCALES = {"тысяч": 10**3, "миллион": 10**6, "миллиард": 10**9}


def read_aloud(words):
    """The number that somebody who hears `words` would write down."""
    total = group = 0
    for word in words.split():
        scale = next(
            (SCALES[s] for s in sorted(SCALES, key=len, reverse=True) if word.startswith(s)), None
        )
        if scale:
            total, group = total + group * scale, 0
        else:
            group += VALUES[word]
    return total + group


@given(st.integers(0, plural.LARGEST), st.sampled_from("mfn"))
def test_the_words_say_the_number(number, gender):
    assert read_aloud(plural.in_words(number, gender)) == number


@given(st.integers(0, plural.LARGEST))
def test_the_last_word_of_the_number_goes_with_the_noun(number):
    """«одно» is followed by «дело», «два, три, четыре» by «дела», everything else by «дел»."""
    last = plural.in_words(number, "n").split()[-1]
    expected = {"одно": "дело", "два": "дела", "три": "дела", "четыре": "дела"}.get(last, "дел")

    assert plural.choose(number, *FILES) == expected
