"""Telephone numbers: four and more spellings in, «+79074185517» out.

A cell may hold several numbers. Ten digits, or eleven that begin with 7 or 8, are a Russian
number; another number with "+" stays international; five to seven digits are a local one and stay
as they are written, for the town is not known.
"""

from .names import clean_text
from .names import DASHES
from dataclasses import dataclass

import re


_PARTS = re.compile(r"[;,\n]|\s(?:и|или)\s")
_EXTENSION = re.compile(r"(?:доб|вн)\.?\s*(\d{1,6})\s*\)?$", re.IGNORECASE)
_SIGNS = re.compile(r"[\s()\-\u2010-\u2015\u2212.]+")
_LABEL = re.compile(
    r"^\(?(?:тел(?:ефон)?|моб(?:ильный)?|дом(?:ашний)?|раб(?:очий)?|сот)\.?\)?:?\s*", re.I
)


@dataclass(frozen=True)
class Phones:
    """The numbers of a cell in order, and the parts that are none."""

    numbers: tuple[str, ...]
    unreadable: tuple[str, ...] = ()


def read_phones(value: object) -> Phones:
    """Read all numbers of a cell; the same number twice counts once."""
    numbers: list[str] = []
    unreadable: list[str] = []
    raw = value if isinstance(value, str) else clean_text(value)
    for part in _PARTS.split(raw):
        text = clean_text(part)
        if text in DASHES:
            continue
        number = read_phone(text)
        if number is None:
            unreadable.append(text)
        elif number not in numbers:
            numbers.append(number)
    return Phones(tuple(numbers), tuple(unreadable))


def read_phone(text: str) -> str | None:
    """One number, None for what is none. An extension follows after «доб.»."""
    text = _LABEL.sub("", clean_text(text))
    extension = _EXTENSION.search(text)
    tail = f" доб. {extension[1]}" if extension else ""
    bare = _SIGNS.sub("", (text[: extension.start()] if extension else text).rstrip(" ,("))
    digits = bare.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == 11 and (digits[0] == "7" or (digits[0] == "8" and not bare.startswith("+"))):
        return f"+7{digits[1:]}{tail}"
    if len(digits) == 10 and not bare.startswith("+"):
        return f"+7{digits}{tail}"
    if bare.startswith("+") and 8 <= len(digits) <= 15 and digits[0] not in "078":
        return f"+{digits}{tail}"
    if 5 <= len(digits) <= 7 and not bare.startswith("+"):
        return text
    return None


def format_phone(number: str) -> str:
    """A Russian number for people: «+7 (907) 418-55-17»; any other as it is."""
    match = re.fullmatch(r"\+7(\d{3})(\d{3})(\d{2})(\d{2})(.*)", number)
    return f"+7 ({match[1]}) {match[2]}-{match[3]}-{match[4]}{match[5]}" if match else number
