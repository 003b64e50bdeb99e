"""СНИЛС: many spellings in, one out («910-010-030 00»), and its control number.

The control number of nine digits is the sum of digit × place counted from the right; 100 and
101 give 00, a greater sum is divided by 101 (a remainder of 100 gives 00 again). Numbers up to
001-001-998 were issued without one.
"""

from .names import clean_text
from .names import DASHES
from dataclasses import dataclass

import re


CHECKSUM = "SNILS_CHECKSUM"
FORMAT = "SNILS_FORMAT"
LAST_WITHOUT_CONTROL = 1_001_998

_PREFIX = re.compile(r"^(?:снилс)?\s*[:№]?\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s\u2010-\u2015\u2212\-./]+")


@dataclass(frozen=True)
class Snils:
    """What a cell says. `value` is "" when there is no number; `code` is None when all is well.

    SNILS_CHECKSUM: eleven digits, the control number differs. SNILS_FORMAT: not eleven digits,
    or zeros only; then `value` is "" and `digits` tells how many there were.
    """

    value: str
    code: str | None = None
    digits: int = 0


def control_number(nine: str) -> int:
    """The control number of nine digits, 0 to 99."""
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(nine))
    return total % 101 % 100


def is_right(digits: str) -> bool:
    """Whether eleven digits agree with their control number."""
    nine, control = digits[:9], int(digits[9:])
    return int(nine) <= LAST_WITHOUT_CONTROL or control_number(nine) == control


def format_snils(digits: str) -> str:
    """«XXX-XXX-XXX YY» of eleven digits."""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"


def read_snils(value: object) -> Snils:
    """Read a cell: text with any separators, or a number that a spreadsheet took for one.

    A spreadsheet drops leading zeros; nine or ten digits in a number, or in a text without
    separators, are filled up when the control number then agrees.
    """
    text = clean_text(value)
    if text in DASHES:
        return Snils("")
    bare = _PREFIX.sub("", text)
    digits = _SEPARATORS.sub("", bare)
    if not (digits.isascii() and digits.isdigit()):
        return Snils("", FORMAT, sum(char.isdigit() for char in text))
    if digits == bare and len(digits) in (9, 10) and is_right(digits.zfill(11)):
        digits = digits.zfill(11)
    if len(digits) != 11 or int(digits) == 0:
        return Snils("", FORMAT, len(digits))
    return Snils(format_snils(digits), None if is_right(digits) else CHECKSUM, 11)
