"""Registration numbers as people type them: when two are one, and which one comes next.

A school gives a number its own look («41-у», «01-02/41», «41/2026»), which no regulation writes
down. The next number is read from those that were given, and a person may change it.
"""

from .lookalikes import skeleton
from .names import clean_text
from collections import Counter
from collections.abc import Iterable

import re
import unicodedata


_RUN = re.compile(r"[0-9]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


def plain_number(text: str) -> str:
    """A number without what nobody sees: wide digits and those of other scripts are plain ones.

    Zero-width and control characters and marks over a digit go away, spaces become single ones.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = "".join(map(_plain_sign, clean_text(text)))
    return " ".join(shown.split())


def _plain_sign(char):
    if unicodedata.category(char).startswith("M"):
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    # The compatible form of «№» is two letters.
    return char if char == "№" else unicodedata.normalize("NFKC", char)


def typed_number(text: str) -> str:
    """The form for comparing that claims had before signs that nobody sees were folded away."""
    return skeleton("".join(text.split())).translate(_DASHES)


def same_number(text: str) -> str:
    """A form of a number for comparing: «41-У», «41 – у» and «41-y» (Latin) are one number."""
    plain = typed_number(plain_number(text)).removeprefix("№").rstrip(".")
    return plain or typed_number(text)


def next_number(given: Iterable[str], year: int, before: Iterable[str] = ()) -> str:
    """The number after the greatest of ``given``, which are those of ``year``.

    The look is that of the most numbers; the figure that counts is the one that differs most
    among them, of equal ones the last that is not the year. A year without numbers begins with 1 in
    the look of ``before``, the numbers of the year before; without any the answer is «1».
    """
    known = _commonest(given)
    if known:
        place = _counting(known, year)
        last, _look = max(known, key=lambda number: int(number[0][place]))
        return _written((last, _commonest_look(known)), place, int(last[place]) + 1)
    known = _commonest(before)
    if not known:
        return "1"
    place = _counting(known, year - 1)
    renewed = [_of_year(run, year) if n != place else run for n, run in enumerate(known[-1][0])]
    return _written((renewed, _commonest_look(known)), place, 1)


def _commonest(numbers):
    """Return (figures, what stands around them) of the numbers of the commonest look."""
    found = {}
    for number in numbers:
        number = " ".join((number or "").split())
        runs, look = _RUN.findall(number), _RUN.split(number)
        if runs:
            found.setdefault(tuple(map(same_number, look)), []).append((runs, look))
    return max(found.values(), key=len, default=[])


def _commonest_look(known):
    """Return how most of these numbers are written, letter for letter; small letters before big."""
    looks = Counter(tuple(look) for _runs, look in known)
    return max(looks, key=lambda look: (looks[look], look))


def _counting(known, year):
    """Return the place of the figure that counts the numbers."""

    def weight(place):
        column = {runs[place] for runs, _look in known}
        return (len(column), not column & {str(year), str(year)[2:]}, place)

    return max(range(len(known[0][0])), key=weight)


def _of_year(run, year):
    """Return a figure that stood for the year before as one that stands for ``year``."""
    return {str(year - 1): str(year), str(year - 1)[2:]: str(year)[2:]}.get(run, run)


def _written(number, place, value):
    runs, look = list(number[0]), number[1]
    runs[place] = str(value).zfill(len(runs[place]) if runs[place].startswith("0") else 1)
    return "".join(part for pair in zip(look, [*runs, ""], strict=True) for part in pair)
