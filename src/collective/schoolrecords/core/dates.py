"""A cell as a day: real dates, ДД.ММ.ГГГГ and its spellings, ISO, «21 июля 2018 г.».

Nothing is guessed: a year of two digits, a month without a day and a day that the calendar does
not have are told by a code. Codes: BAD_DATE, TWO_DIGIT_YEAR, DATE_WITHOUT_DAY, TOO_OLD (before
1900), FUTURE_DATE (after the day that the caller names), and DATE_FROM_NUMBER, which comes with
a value: the cell held a spreadsheet's day number without the format of a date.
"""

from .names import clean_text
from .names import DASHES
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta

import re


BAD_DATE = "BAD_DATE"
TWO_DIGIT_YEAR = "TWO_DIGIT_YEAR"
DATE_WITHOUT_DAY = "DATE_WITHOUT_DAY"
TOO_OLD = "TOO_OLD"
FUTURE_DATE = "FUTURE_DATE"
DATE_FROM_NUMBER = "DATE_FROM_NUMBER"

FIRST_YEAR = 1900
# Day numbers of 01.01.1940 and 31.12.2049; a smaller or greater number is no date of a school.
_FIRST_SERIAL, _LAST_SERIAL = 14611, 54788
_SERIAL_ZERO = date(1899, 12, 30)

_MONTHS = (
    ("январь", "января"),
    ("февраль", "февраля"),
    ("март", "марта"),
    ("апрель", "апреля"),
    ("май", "мая"),
    ("июнь", "июня"),
    ("июль", "июля"),
    ("август", "августа"),
    ("сентябрь", "сентября"),
    ("октябрь", "октября"),
    ("ноябрь", "ноября"),
    ("декабрь", "декабря"),
)
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_YEAR_END = r"\s*(?:г\.?|года?|г\. ?р\.?)?"
_DAY_FIRST = re.compile(
    r"(\d{1,2})\s*[./\-,]\s*(\d{1,2})\s*[./\-,]\s*(\d{2}|\d{4})" + _YEAR_END + _TIME
)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})" + _TIME)
_WORDS = re.compile(r"[«\"]?(\d{1,2})[»\"]?\s+([а-я]{3,8})\.?\s+(\d{2}|\d{4})" + _YEAR_END)
_NO_DAY = re.compile(
    r"(?:\d{1,2}\s*[./\-]\s*\d{4}|\d{4}\s*[./\-]\s*\d{1,2}|[а-я]{3,8}\s+\d{4}|\d{4})" + _YEAR_END
)


@dataclass(frozen=True)
class Day:
    """What a cell says: a day, a code, both (DATE_FROM_NUMBER) or nothing (an empty cell)."""

    value: date | None
    code: str | None = None


def read_date(value: object, today: date | None = None) -> Day:
    """Read a cell as a day.

    `today` is the last day allowed; without it a day in the future is not noticed. A time of day
    is dropped. An empty cell or a dash gives a `Day` with neither value nor code.
    """
    found = _read(value)
    if found.value is None:
        return found
    if found.value.year < FIRST_YEAR:
        return Day(None, TOO_OLD)
    if today is not None and found.value > today:
        return Day(None, FUTURE_DATE)
    return found


def _read(value: object) -> Day:
    if isinstance(value, datetime):
        return Day(value.date())
    if isinstance(value, date):
        return Day(value)
    if isinstance(value, bool):
        return Day(None, BAD_DATE)
    if isinstance(value, (int, float)) and _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return Day(_SERIAL_ZERO + timedelta(days=int(value)), DATE_FROM_NUMBER)
    text = clean_text(value).lower()
    if text in DASHES:
        return Day(None)
    return _read_text(text)


def _read_text(text: str) -> Day:
    if match := _YEAR_FIRST.fullmatch(text.upper()):
        return _day(match[1], int(match[2]), match[3])
    if match := _DAY_FIRST.fullmatch(text):
        return _day(match[3], int(match[2]), match[1])
    if match := _WORDS.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1])
    if _NO_DAY.fullmatch(text):
        return Day(None, DATE_WITHOUT_DAY)
    return Day(None, BAD_DATE)


def _month(word: str) -> int:
    """The number of a month in words or cut to three letters and more; 0 for no month."""
    for number, (name, of_name) in enumerate(_MONTHS, 1):
        if word == name or (len(word) >= 3 and of_name.startswith(word)):
            return number
    return 0


def _day(year: str, month: int, day: str) -> Day:
    if len(year) == 2:
        return Day(None, TWO_DIGIT_YEAR)
    try:
        return Day(date(int(year), month, int(day)))
    except ValueError:
        return Day(None, BAD_DATE)
