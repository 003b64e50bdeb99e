"""Telephone numbers in their spellings."""

from collective.schoolrecords.core.phones import format_phone
from collective.schoolrecords.core.phones import Phones
from collective.schoolrecords.core.phones import read_phone
from collective.schoolrecords.core.phones import read_phones
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    "cell",
    [
        "+7 (907) 418-55-17",
        "8 (907) 418 55 17",
        "89074185517",
        "+79074185517",
        "79074185517",
        "9074185517",
        "8-907-418-55-17",
        "8.907.418.55.17",
        "тел. 8 907 418-55-17",
        "моб.: +7 907 4185517",
        "+7\u00a0(907)\u00a0418–55–17",
        79074185517,
        89074185517.0,
    ],
)
def test_spellings_of_one_number(cell):
    assert read_phones(cell) == Phones(("+79074185517",))


@pytest.mark.parametrize(
    "text,number",
    [
        ("2-34-56", "2-34-56"),  # local, the town is not known
        ("234567", "234567"),
        ("+375 29 123-45-67", "+375291234567"),
        ("8 (495) 123-45-67 доб. 12", "+74951234567 доб. 12"),
    ],
)
def test_other_numbers(text, number):
    assert read_phone(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1234",
        "12345678",
        "907418551",
        "+8 907 418 55 17",
        "+7 907",
        "нет телефона",
        "=1+1",
        "1" * 20,
    ],
)
def test_no_numbers(text):
    assert read_phone(text) is None


def test_several_numbers_in_a_cell():
    found = read_phones("8 907 418-55-17; +7 (907) 000-00-01, 89074185517 или спросить маму")
    assert found == Phones(("+79074185517", "+79070000001"), ("спросить маму",))


@pytest.mark.parametrize("cell", ["", None, "-", " — "])
def test_no_telephone(cell):
    assert read_phones(cell) == Phones(())


def test_a_number_for_people():
    assert format_phone("+79074185517") == "+7 (907) 418-55-17"
    assert format_phone("+74951234567 доб. 12") == "+7 (495) 123-45-67 доб. 12"
    assert format_phone("2-34-56") == "2-34-56"


@given(st.integers(10**9, 10**10 - 1))
def test_what_is_written_for_people_is_read_back(ten):
    number = f"+7{ten}"
    assert read_phone(format_phone(number)) == number


@given(st.text(max_size=40))
def test_no_text_raises(text):
    found = read_phones(text)
    assert all(found.numbers) and all(found.unreadable)
