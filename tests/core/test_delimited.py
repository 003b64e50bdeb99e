"""Bytes -> table: every usual encoding and separator is read, nothing is read wrongly."""

from collective.schoolrecords.core import delimited
from collective.schoolrecords.core.delimited import Refused
from hypothesis import given
from hypothesis import strategies as st

import pytest


def recognise(cells):
    """The header of these tests: both words, each in a cell of its own."""
    cells = [cell.strip().lower() for cell in cells]
    return "вид" in cells and "закрыто" in cells and tuple(cells)


def read(data):
    table = delimited.read(data, recognise)
    return table, list(table.records)


TEXT = "Вид;Закрыто\r\nЖурнал;31.08.2014\r\nДело «Щ»;\r\n"
ROWS = [(2, ["Журнал", "31.08.2014"]), (3, ["Дело «Щ»", ""])]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1251", "cp1251"),
    ],
)
@pytest.mark.parametrize("separator", delimited.SEPARATORS)
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_encodings_separators_and_line_ends(encoding, name, separator, newline):
    text = TEXT.replace(";", separator).replace("\r\n", newline)

    table, rows = read(text.encode(encoding))

    assert rows == ROWS
    assert (table.encoding, table.separator) == (name, separator)


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r"])
def test_encodings_of_old_programs(encoding):
    """These have no «» in them, the rest of the Russian text is there."""
    table, rows = read(TEXT.replace("«Щ»", "Щ").encode(encoding))

    assert table.encoding == encoding
    assert rows[1] == (3, ["Дело Щ", ""])


def test_the_mark_of_the_end_of_an_old_file_is_no_row():
    assert read(TEXT.encode() + b"\x1a")[1] == ROWS


def test_titles_above_the_header_and_blank_lines_are_skipped():
    text = "МБОУ «Школа № 7»;;\n\n;;\n" + TEXT.replace("\r\n", "\n") + "\n ; \nПоследнее;1\n"

    assert read(text.encode())[1] == [(5, ROWS[0][1]), (6, ROWS[1][1]), (9, ["Последнее", "1"])]


def test_a_quoted_field_may_hold_separators_and_line_ends():
    text = 'Вид;Закрыто\n"Журнал; 5А\nи 5Б";1\nДело;2\n'

    assert read(text.encode())[1] == [(2, ["Журнал; 5А\nи 5Б", "1"]), (4, ["Дело", "2"])]


def test_an_open_quotation_mark_does_not_swallow_rows():
    text = 'Вид;Закрыто\nДело;1\n"Журнал;2\nДело;3\nДело;4\n'

    with pytest.raises(Refused) as caught:
        read(text.encode())

    assert (caught.value.code, caught.value.detail) == ("BROKEN_QUOTES", "3")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b" \r\n\r\n\t", "EMPTY_FILE"),
        (b"\xef\xbb\xbf", "EMPTY_FILE"),
        (b"\x00" * 100, "EMPTY_FILE"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "NOT_TEXT"),
        (b"\x7fELF\x02\x01\x01\x00", "NOT_TEXT"),
        # UTF-16 with half of a character
        (b"\xff\xfe\x00\xd8A\x00", "NOT_TEXT"),
        ("Имя;Возраст\nА;1\n".encode(), "NO_HEADER"),
        ("<html><body>Вид Закрыто</body></html>".encode(), "NO_HEADER"),
        (b"\x89\xd2\xf1" * 50, "NO_HEADER"),
        (("a;b\n" * delimited.HEADER_WITHIN + TEXT).encode(), "NO_HEADER"),
    ],
)
def test_what_cannot_be_read_is_refused(data, code):
    with pytest.raises(Refused) as caught:
        read(data)

    assert caught.value.code == code


def test_one_wrong_byte_in_utf8_is_not_taken_for_another_encoding():
    """cp1251 would turn the whole file into unreadable text; better refuse it."""
    data = TEXT.encode() + b"\xd0;\xff\n"

    with pytest.raises(Refused) as caught:
        read(data)

    assert caught.value.code == "NO_HEADER"


def test_a_header_in_the_last_allowed_record_is_found():
    above = "a;b\n" * (delimited.HEADER_WITHIN - 1)

    assert [cells for _, cells in read((above + TEXT).encode())[1]] == [row for _, row in ROWS]


def test_too_large_is_told_before_anything_is_decoded(monkeypatch):
    monkeypatch.setattr(delimited, "MAX_BYTES", 1024 * 1024)

    with pytest.raises(Refused) as caught:
        read(b"a" * (1024 * 1024 + 1))

    assert (caught.value.code, caught.value.detail) == ("TOO_LARGE", "1")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        read(data)
    except Refused as refused:
        assert refused.code


@given(st.text(max_size=200), st.sampled_from(delimited.SEPARATORS))
def test_any_text_below_a_header_is_read_or_refused(text, separator):
    data = f"Вид{separator}Закрыто\n{text}\n".encode("utf-8", "ignore")
    try:
        _, rows = read(data)
    except Refused as refused:
        assert refused.code
        return
    assert all(line > 1 and any(cell.strip() for cell in cells) for line, cells in rows)
