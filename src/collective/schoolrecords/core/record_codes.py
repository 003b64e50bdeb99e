"""The code on the cover of a record: fourteen digits that say which record it is, and nothing else.

The rules, as a short list:

1. A code follows from the record's UID alone. It is never stored, stays the same for the whole
   life of the record, and that of its tombstone, and carries no name, number or date.
2. It has digits only. A scanner types like a keyboard: with the Russian layout switched on, Latin
   letters would come out as Cyrillic ones.
3. The last digit is a check digit (Damm, 2004): one wrong digit or two neighbours exchanged are
   always seen, so that a slip of the hand opens no other record.
4. Two records may share a code: one chance in 100 000 among 12 000 records. Then both are
   shown to choose from.
"""

import hashlib
import re


DIGITS = 14
_PREFIX = b"schoolrecords-code-1:"
_TYPED = re.compile(r"[0-9]+(?:[ \u00a0-][0-9]+)*")

# The quasigroup of order 10 of H. M. Damm's thesis; its diagonal is zero.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def code_of(uid: str) -> str:
    """The code of the record with this UID: 14 digits, the last one its check digit."""
    drawn = int.from_bytes(hashlib.sha256(_PREFIX + uid.encode()).digest()[:16], "big")
    digits = str(drawn % 10 ** (DIGITS - 1)).zfill(DIGITS - 1)
    return f"{digits}{_check(digits)}"


def read_code(text: str) -> str | None:
    """The code that somebody scanned or typed, in groups or not; None when it is none."""
    typed = text.strip()
    if not _TYPED.fullmatch(typed):
        return None
    digits = re.sub(r"\D", "", typed)
    return digits if len(digits) == DIGITS and _check(digits) == 0 else None


def grouped(code: str) -> str:
    """The code as people read it out: «12 3456 7890 1234»."""
    return " ".join((code[:2], code[2:6], code[6:10], code[10:]))


def _check(digits):
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state
