"""Cells as days: nothing is guessed."""

from collective.schoolrecords.core.dates import BAD_DATE
from collective.schoolrecords.core.dates import DATE_FROM_NUMBER
from collective.schoolrecords.core.dates import DATE_WITHOUT_DAY
from collective.schoolrecords.core.dates import Day
from collective.schoolrecords.core.dates import FUTURE_DATE
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.dates import TOO_OLD
from collective.schoolrecords.core.dates import TWO_DIGIT_YEAR
from datetime import date
from datetime import datetime
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


DAY = date(2018, 7, 1)


@pytest.mark.parametrize(
    "cell",
    [
        date(2018, 7, 1),
        datetime(2018, 7, 1, 0, 0),
        datetime(2018, 7, 1, 13, 45),
        "01.07.2018",
        "1.7.2018",
        " 01.07.2018\u00a0",
        "01/07/2018",
        "01-07-2018",
        "01,07,2018",
        "01. 07. 2018",
        "01.07.2018 г.",
        "01.07.2018г",
        "01.07.2018 года",
        "01.07.2018 00:00:00",
        "01.07.2018 0:00",
        "2018-07-01",
        "2018-07-01T00:00:00",
        "2018-07-01 00:00:00",
        "2018.07.01",
        "1 июля 2018 г.",
        "«01» июля 2018 года",
        "1 июл. 2018",
    ],
)
def test_spellings_of_one_day(cell):
    assert read_date(cell) == Day(DAY)


@pytest.mark.parametrize(
    "word,month",
    [
        ("января", 1),
        ("февраля", 2),
        ("марта", 3),
        ("апреля", 4),
        ("мая", 5),
        ("июня", 6),
        ("июля", 7),
        ("августа", 8),
        ("сентября", 9),
        ("октября", 10),
        ("ноября", 11),
        ("декабря", 12),
        ("Март", 3),
        ("май", 5),
    ],
)
def test_months_in_words(word, month):
    assert read_date(f"5 {word} 2020") == Day(date(2020, month, 5))


@pytest.mark.parametrize(
    "cell",
    [
        "31.02.2015",
        "29.02.2015",
        "31.04.2015",
        "00.01.2015",
        "01.13.2015",
        "32.01.2015",
        "5 мартобря 2015 г",
        "5 какого 2015",
        "01.07.20185",
        "01.07.218",
        "вчера",
        "=TODAY()",
        "01.07",
        True,
        20,
        1e9,
        float("nan"),
        timedelta(days=1),
        "01.07.0000",
    ],
)
def test_what_is_no_day(cell):
    assert read_date(cell) == Day(None, BAD_DATE)


def test_the_29_of_february_exists_in_leap_years_only():
    assert read_date("29.02.2016") == Day(date(2016, 2, 29))
    assert read_date("29.02.2100").code == BAD_DATE


@pytest.mark.parametrize("cell", ["01.07.18", "1/7/18", "1 июля 18 г."])
def test_a_year_of_two_digits_is_never_completed(cell):
    assert read_date(cell) == Day(None, TWO_DIGIT_YEAR)


@pytest.mark.parametrize(
    "cell", ["07.2018", "2018", "июль 2018", "2018-07", "2018 г.", 2018, 2018.0]
)
def test_a_date_without_its_day(cell):
    assert read_date(cell) == Day(None, DATE_WITHOUT_DAY)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "—"])
def test_an_empty_cell_is_no_fault(cell):
    assert read_date(cell) == Day(None, None)


@pytest.mark.parametrize("cell", ["31.12.1899", date(1899, 12, 31), "01.01.0018"])
def test_before_1900(cell):
    assert read_date(cell) == Day(None, TOO_OLD)


def test_1900_itself_is_taken():
    assert read_date("01.01.1900") == Day(date(1900, 1, 1))


def test_the_future_begins_after_the_day_that_the_caller_names():
    today = date(2026, 11, 21)
    assert read_date("21.11.2026", today) == Day(today)
    assert read_date("22.11.2026", today) == Day(None, FUTURE_DATE)
    assert read_date(date(2026, 11, 22), today) == Day(None, FUTURE_DATE)
    assert read_date("22.11.2026") == Day(date(2026, 11, 22))


@pytest.mark.parametrize("number", [43282, 43282.0, 43282.75])
def test_the_day_number_of_a_spreadsheet_is_a_day_with_a_warning(number):
    # 36526 is 01.01.2000; 18 years with five leap days and 181 days later is 01.07.2018.
    assert 36526 + 18 * 365 + 5 + 181 == 43282
    assert read_date(number) == Day(DAY, DATE_FROM_NUMBER)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(9999, 12, 31)))
def test_every_day_is_read_back_from_its_spellings(day):
    for text in (
        f"{day:%d.%m.}{day.year:04d}",
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
    ):
        assert read_date(text) == Day(day)


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.none(), st.datetimes()))
def test_no_cell_raises_and_a_value_or_a_code_says_all(cell):
    found = read_date(cell)
    assert found.value is None or found.code in (None, DATE_FROM_NUMBER)
