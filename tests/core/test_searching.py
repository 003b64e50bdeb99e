"""What is typed into the search, what is found by it, and the code on a cover."""

from collective.schoolrecords.core import code128
from collective.schoolrecords.core.record_codes import code_of
from collective.schoolrecords.core.record_codes import grouped
from collective.schoolrecords.core.record_codes import read_code
from collective.schoolrecords.core.searching import MAX_TEXT
from collective.schoolrecords.core.searching import MAX_WORDS
from collective.schoolrecords.core.searching import number_key
from collective.schoolrecords.core.searching import read_query
from collective.schoolrecords.core.words import stem
from hypothesis import given
from hypothesis import strategies as st

import pytest


SPELLINGS = ("К-25", "К/25", "К 25", "к25", "K-25", "№ К–25", "К — 25")
TEXTS = st.text("абвгдеёкостприёЁKХ 0123456789-/№.*?()\"'<>", max_size=40)
UIDS = st.uuids().map(lambda one: one.hex)


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_number_in_any_spelling(text):
    assert number_key(text) == number_key("К-25") is not None
    assert read_query(text, stem).matches("Личное дело", "К-25")


@pytest.mark.parametrize(
    ("text", "same"),
    [("02-14", "2/14"), ("02 14", "02-14"), ("41-у", "41У"), ("№41-у", "41 - у"), ("Ё-5", "е5")],
)
def test_indexes_and_numbers_of_orders(text, same):
    assert number_key(text) == number_key(same) is not None


@pytest.mark.parametrize("text", ["", "Козлова", "приказ 5", "К", "№", "Козлова К-25", "---"])
def test_no_number(text):
    assert number_key(text) is None


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        ("приказы о зачислении", "Приказ о зачислении в 1А класс", True),
        ("Зачисление", "Приказ о зачислении в 1А класс", True),
        ("приказ об отчислении", "Приказ о зачислении в 1А класс", False),
        ("Семёнов", "Семенов Пётр", True),
        ("семенова", "Семёнов Пётр", True),
        ("журналы 7А", "Классный журнал 7А", True),
        ("журнал 7Б", "Классный журнал 7А", False),
        ("Cергеев", "Сергеев Иван", True),
        ("о", "О зачислении", True),
        ("справок", "Справка об обучении", True),
        ("", "О зачислении", False),
        ("***", "О зачислении", False),
        ("<script>", "О зачислении", False),
    ],
)
def test_words(text, title, found):
    assert read_query(text, stem).matches(title) is found


def test_little_words_ask_for_nothing_unless_alone():
    assert read_query("приказ о зачислении").beginnings == ("приказ", "зачислении")
    assert read_query("к 25").beginnings == ("к", "25")
    assert read_query("и о").beginnings == ("и", "о")


@pytest.mark.parametrize("text", [None, 5, ["a"], b"x", "   ", "«»"])
def test_nothing_is_asked(text):
    assert not read_query(text)


def test_what_a_register_is_called_need_not_be_in_its_records():
    asked = read_query("приказы о зачислении", stem)
    assert asked.beyond("Приказы").matches("О зачислении Козловой")
    assert read_query("приказы", stem).beyond("Приказы").beginnings == ("приказ",)


@pytest.mark.parametrize("text", SPELLINGS)
@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Классный журнал 5А, 2024/25", False),
        ("К-250 Козлова Вера", False),
        ("К-25 Козлова Вера", True),
        ("О выдаче дела К 25", True),
        ("О выдаче дела к25", True),
        ("Комната 25", False),
        ("25 к", False),
        ("К 5-25", False),
    ],
)
def test_a_number_is_asked_whole(text, title, found):
    """К-25 drowns in nothing that has a К and a 25 somewhere."""
    assert read_query(text, stem).matches(title) is found


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        ("К-1", "К-10", False),
        ("02-02", "Приказы 02-02 за 2025", True),
        ("02-02", "02-020", False),
        ("2/2", "02-02", True),
        ("5А 2024", "Классный журнал 5А, 2024/25", True),
        ("2024 5А", "Классный журнал 5А, 2024/25", True),
        ("5 А", "Классный журнал 5А", True),
        ("5А", "Классный журнал 15А", False),
        ("41-у", "Об отмене приказа № 41-у", True),
        ("0772400012", "0772400012", True),
    ],
)
def test_where_a_number_stands(text, title, found):
    assert read_query(text, stem).matches(title) is found


def test_the_letter_of_a_number_is_no_word_of_a_register():
    """«Книги» begin with К; the book К-25 is asked for as K-25 all the same."""
    asked = read_query("К-25", stem)
    assert asked.beyond("Книги") == asked
    assert asked.is_number_of(None, "", "k 25")
    assert not read_query("Козлова").is_number_of("Козлова", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Бобров", True),
        ("боброва", True),
        ("бобров русский", True),
        ("русский", False),
        ("бобров химия", False),
        ("101-2025", False),
        ("", False),
    ],
)
def test_a_row_is_found_by_what_is_its_own(text, found):
    around = ("ГИА-9, Русский язык", "101-2025", None)
    assert read_query(text, stem).matches_row(("Бобров Антон",), around) is found


def test_a_huge_text_is_cut():
    asked = read_query("слово " * 1000 + " ".join(f"w{n}" for n in range(100)))
    assert len(asked.text) <= MAX_TEXT
    assert len(read_query(" ".join(f"w{n}" for n in range(30))).beginnings) <= MAX_WORDS


@given(TEXTS)
def test_what_is_typed_is_found(text):
    """A text finds itself, in capitals and with Ё as well, whenever it asks for anything."""
    asked = read_query(text, stem)
    if asked.beginnings:
        assert asked.matches(text)
        assert asked.matches(text.upper())
        assert asked.matches(text.replace("ё", "е"))
        assert asked.matches_row((text,), ())


@given(UIDS)
def test_a_code_is_read_back(uid):
    code = code_of(uid)
    assert code == code_of(uid)
    assert len(code) == 14
    assert read_code(code) == read_code(grouped(code)) == read_code(f" {code}\n") == code
    assert read_query(grouped(code)).code == code


@given(UIDS, st.integers(0, 13), st.integers(1, 9))
def test_a_wrong_digit_is_seen(uid, place, more):
    code = code_of(uid)
    wrong = str((int(code[place]) + more) % 10)
    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


@given(UIDS, st.integers(0, 12))
def test_neighbours_exchanged_are_seen(uid, place):
    code = code_of(uid)
    one, two = code[place : place + 2]
    exchanged = code[:place] + two + one + code[place + 2 :]
    assert read_code(exchanged) == (code if one == two else None)


@pytest.mark.parametrize(
    "text", ["", "123", "٠١٢٣٤٥٦٧٨٩٠١٢٣", "1" * 15, "12345678901234x", "-" * 14]
)
def test_no_code(text):
    assert read_code(text) is None


def test_codes_spread():
    """Ten thousand records, ten thousand codes, and nothing of the UID in them."""
    assert len({code_of(f"{n:032x}") for n in range(10_000)}) == 10_000


def test_bars():
    """The standard's own numbers: start C, 12, 34, check 82, stop."""
    widths = "".join(map(str, code128.bars("1234")))
    assert widths == "211232" + "112232" + "131123" + "121241" + "2331112"


@given(st.text("0123456789", min_size=2, max_size=30).filter(lambda text: len(text) % 2 == 0))
def test_every_character_is_eleven_modules_wide(digits):
    widths = code128.bars(digits)
    assert sum(widths) == 11 * (len(digits) // 2 + 2) + 13
    assert len(widths) % 2 == 1
    assert set(widths) <= {1, 2, 3, 4}


@pytest.mark.parametrize("text", ["", "123", "12a4", "١٢"])
def test_no_bars(text):
    with pytest.raises(ValueError, match="even row"):
        code128.bars(text)
