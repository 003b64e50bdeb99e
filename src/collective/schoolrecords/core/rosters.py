"""Whose row it is: a class and a name of a list become one personal file, or none.

1. A pupil is looked for in the class that the list names, by surname, first name and patronymic.
2. Case, Ё, signs and Latin letters that look Russian do not matter; a missing patronymic does.
3. Two files with one name in one class are ambiguous: nobody is chosen, both are named.
4. A file of another class is never taken, however alone it is with its name.

What is not certain is told by a code, for a person to decide: CLASS_UNKNOWN, PUPIL_UNKNOWN,
PUPIL_AMBIGUOUS.
"""

from .lookalikes import skeleton
from .names import full_name
from .names import sort_key
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


CLASS_UNKNOWN = "CLASS_UNKNOWN"
PUPIL_UNKNOWN = "PUPIL_UNKNOWN"
PUPIL_AMBIGUOUS = "PUPIL_AMBIGUOUS"
CODES = (CLASS_UNKNOWN, PUPIL_UNKNOWN, PUPIL_AMBIGUOUS)


@dataclass(frozen=True)
class Pupil:
    """A file that a row may belong to: ``uid``, ``cohort`` (id of the class), number and name."""

    uid: str
    cohort: str
    number: str
    name: str


@dataclass(frozen=True)
class Match:
    """The file of a row, or why there is none. ``others`` are the numbers of ambiguous files.

    ``name``: as the file spells it.
    """

    uid: str | None = None
    code: str | None = None
    others: tuple[str, ...] = ()
    name: str = ""


def name_key(name: str) -> str:
    """A name as it is compared: small letters, Ё as Е, look-alike letters as Cyrillic."""
    return skeleton(sort_key(name))


def respelled(parts: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The parts of a name (surname, first name, patronymic) as the file spells it.

    A protocol names a pupil as the personal file does («Черёмухина» for «Черемухина»). Each part
    keeps its number of words; where the file has more or fewer words, what was typed stays.
    """
    words = name.split()
    counts = [len(part.split()) for part in parts]
    if sum(counts) != len(words):
        return parts
    ends = list(accumulate(counts))
    return tuple(
        " ".join(words[end - count : end]) for count, end in zip(counts, ends, strict=True)
    )


class Roster:
    """The pupils of the classes that a list names."""

    def __init__(self, pupils: Iterable[Pupil]):
        self._known: dict[tuple[str, str], list[Pupil]] = {}
        for pupil in pupils:
            self._known.setdefault((pupil.cohort, name_key(pupil.name)), []).append(pupil)

    def find(self, cohort: str | None, last: str, first: str, middle: str = "") -> Match:
        """Return the :class:`Match` of a name in a class; ``cohort`` ``None``: no such class."""
        if cohort is None:
            return Match(code=CLASS_UNKNOWN)
        found = self._known.get((cohort, name_key(full_name(last, first, middle))), ())
        if not found:
            return Match(code=PUPIL_UNKNOWN)
        if len(found) > 1:
            numbers = sorted(pupil.number for pupil in found)
            return Match(code=PUPIL_AMBIGUOUS, others=tuple(numbers))
        return Match(found[0].uid, name=found[0].name)
