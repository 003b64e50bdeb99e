"""Delimited text: encodings and separators are found out, unreadable text is refused."""

from collective.schoolrecords.exchange.limits import LIMITS
from collective.schoolrecords.exchange.limits import Limits
from collective.schoolrecords.exchange.textfiles import CODE_PAGES
from collective.schoolrecords.exchange.textfiles import decode
from collective.schoolrecords.exchange.textfiles import read_table
from collective.schoolrecords.exchange.workbooks import read_book
from collective.schoolrecords.exchange.workbooks import UnreadableBook
from collective.schoolrecords.exchange.xlsx_guard import Refused
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from lists_data import table_of

import codecs
import pytest


TEXT = "Фамилия;Имя;Дата рождения\r\nБереговая;Ирина;23.09.2014\r\nЁлкин;Олег;01.02.2015\r\n"


@pytest.mark.parametrize(
    "encoding,code",
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("cp1251", "ENCODING_CP1251"),
        ("cp866", "ENCODING_CP866"),
        ("koi8-r", "ENCODING_KOI8R"),
        ("mac-cyrillic", "ENCODING_MAC"),
    ],
)
def test_each_encoding_is_found_out(encoding, code):
    assert decode(TEXT.encode(encoding)) == (TEXT, code)


def test_text_in_capitals_is_not_taken_for_another_code_page():
    text = "Фамилия;Имя;Класс\n" + "ИВАНОВ;ПЁТР;7А\n" * 3
    assert decode(text.encode("cp1251")) == (text, "ENCODING_CP1251")


def test_plain_ascii_needs_no_encoding():
    assert decode(b"a;b\n1;2\n") == ("a;b\n1;2\n", None)


@pytest.mark.parametrize(
    "data,code",
    [
        (TEXT.encode()[:-60] + b"\xff\xfe" + TEXT.encode()[-60:], "UNREADABLE_TEXT"),
        ("Фамили\ufffd;Имя".encode(), "UNREADABLE_TEXT"),  # damaged before it came here
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "UNREADABLE_TEXT"),
        (bytes(range(128, 256)) * 4, "UNREADABLE_TEXT"),
        ("Müller;Jürgen;Straße;Größe\n".encode("latin-1"), "UNREADABLE_TEXT"),
        (b"\x00\x01\x02", "NOT_TABLE"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "NOT_TABLE"),
    ],
)
def test_what_cannot_be_read_is_refused(data, code):
    with pytest.raises(Refused) as refusal:
        decode(data)
    assert refusal.value.code == code


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_each_separator_is_found_out(separator):
    text = TEXT.replace(";", separator)
    assert read_table(text, LIMITS)[1] == ("Береговая", "Ирина", "23.09.2014")


def test_commas_inside_cells_do_not_part_them():
    text = "Фамилия;Адрес\nКим;г. Речногорск, ул. Мира, д. 1, кв. 2, подъезд 3\n"
    assert read_table(text, LIMITS)[1][1] == "г. Речногорск, ул. Мира, д. 1, кв. 2, подъезд 3"


def test_titles_above_the_table_do_not_mislead():
    text = "Список, утверждён, согласован\n" + TEXT
    assert read_table(text, LIMITS)[2] == ("Береговая", "Ирина", "23.09.2014")


def test_quotes_hold_separators_line_breaks_and_quotes():
    text = 'а;б;в\n"1;2";"три\nчетыре";"МБОУ ""Школа"""\n'
    assert read_table(text, LIMITS) == (("а", "б", "в"), ("1;2", "три\nчетыре", 'МБОУ "Школа"'))


def test_an_empty_line_counts_as_a_row():
    assert [len(row) for row in read_table("а;б\n\n1;2\n", LIMITS)] == [2, 0, 2]


def test_a_quote_that_does_not_close_is_refused_with_its_line():
    with pytest.raises(Refused) as refusal:
        read_table('а;б\n"1;2\n3;4\n', LIMITS)
    assert refusal.value.code == "BAD_CSV"
    assert refusal.value.detail == "line 3"


@pytest.mark.parametrize(
    "limits,what",
    [
        (Limits(rows=2), "rows"),
        (Limits(columns=2), "columns"),
        (Limits(cells=5), "cells"),
        (Limits(cell_chars=5), "cell"),
    ],
)
def test_limits_of_text(limits, what):
    with pytest.raises(Refused) as refusal:
        read_table(TEXT, limits)
    assert (refusal.value.code, refusal.value.detail) == ("TOO_LARGE", what)


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSX", "a.xls", "a.ods"])
def test_text_under_the_name_of_a_workbook_is_refused(name):
    with pytest.raises(UnreadableBook) as unreadable:
        read_book(TEXT.encode(), name)
    assert unreadable.value.finding.code == "NOT_XLSX"


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "", "список"])
def test_text_under_any_other_name_is_read(name):
    assert len(read_book(TEXT.encode(), name).sheets[0].rows) == 3


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_bytes_raise_anything_but_a_refusal(data, name):
    try:
        book = read_book(data, name)
    except UnreadableBook as unreadable:
        assert unreadable.finding.code
    else:
        text = "".join(str(cell) for sheet in book.sheets for row in sheet.rows for cell in row)
        assert "\x00" not in text and "\ufffd" not in text


NAMES = [
    line[key] for line in table_of("contingent_expected.csv") for key in ("last", "first", "middle")
]


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(NAMES), min_size=5, max_size=60),
    st.sampled_from([str, str.upper, str.lower]),
    st.sampled_from(["utf-8", "utf-16", *CODE_PAGES]),
)
def test_a_list_of_names_is_never_garbled(names, spell, encoding):
    """In whatever case and code page: it is read as it was."""
    text = "Фамилия;Имя;Класс\n" + "".join(f"{spell(name)};7А\n" for name in names)
    text = text.replace("’", "")  # old code pages have no such sign
    assert decode(text.encode(encoding))[0] == text
