"""Labels of classes: «7А», «7 а», «7-А», «7 «А»», «7А класс» are one class.

A label is a grade and a letter. Latin capitals that look like Russian ones are read as these;
lower-case b and h look like none and are refused, for they may mean Б or В, Н or Х. What a label may be is told by
the school's own list of classes; without it, by what is sensible: grades 1 to 11 and one letter
that classes are called by, or none (a village school has one class per grade).
"""

from .lookalikes import cyrillic
from .names import clean_text
from collections.abc import Iterable
from dataclasses import dataclass

import re


FIRST_GRADE = 1
LAST_GRADE = 11
LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
"""Letters that classes are called by; Ё, Й, Ъ, Ы and Ь are not in use."""

_NOISE = re.compile(r"(?<![а-яё])(?:класса?|кл)(?![а-яё])\.?|[«»\"“”„'’()№]", re.IGNORECASE)
_PARTS = re.compile(r"[\s,;]+")
_LABEL = re.compile(r"(\d{1,2})\s*[\-\u2010-\u2015./]?\s*([А-ЯЁ]{0,2}\d?)")


@dataclass(frozen=True, order=True)
class ClassLabel:
    """A grade and a letter; sorts 1А, 1Б, … 11В."""

    grade: int
    letter: str

    def __str__(self) -> str:
        return f"{self.grade}{self.letter}"

    @property
    def sensible(self) -> bool:
        """Whether a school may have such a class: grade 1 to 11, a usual letter or none."""
        usual = self.letter == "" or (len(self.letter) == 1 and self.letter in LETTERS)
        return FIRST_GRADE <= self.grade <= LAST_GRADE and usual

    def first_year(self, year: int) -> int:
        """The year in which this class was grade 1, for a label in the school year from `year`.

        7А of 2025/26 and 8А of 2026/27 were grade 1 in 2019: together with the letter that is
        the same cohort.
        """
        return year - (self.grade - FIRST_GRADE)


def parse_class(value: object) -> ClassLabel | None:
    """Read a label, None for what is none. Nothing is said about whether the class exists."""
    text = clean_text(value)
    text = _NOISE.sub(" ", cyrillic(text))
    match = _LABEL.fullmatch(" ".join(text.split()).upper().rstrip(" ."))
    if match is None:
        return None
    # «7-1» is class 7, number 1; «71» is no class, and neither is «7 12».
    if match[2].isdigit() and match[0][: len(match[1]) + 1].isdigit():
        return None
    return ClassLabel(int(match[1]), match[2])


def read_letters(text: str) -> tuple[str, ...]:
    """The letters of classes named in one field: «А Б, В» are three; of an empty one no letter.

    A class without a letter is the only one of its grade. Latin letters that look like Russian
    capitals are read as these. Nothing is said about whether each is a letter of a class, and
    what stands twice stays twice: the rules of classes judge both.
    """
    parts = [part for part in _PARTS.split(text) if part]
    return tuple(cyrillic(part).upper() for part in parts) or ("",)


def known_labels(labels: Iterable[object]) -> frozenset[ClassLabel]:
    """The school's own classes for `find_class`; raises ValueError for a label that is none."""
    found = {label: parse_class(str(label)) for label in labels}
    wrong = [label for label, parsed in found.items() if parsed is None]
    if wrong:
        raise ValueError(f"not labels of classes: {wrong!r}")
    return frozenset(label for label in found.values() if label is not None)


def find_class(value: object, known: frozenset[ClassLabel] | None = None) -> ClassLabel | None:
    """The class a cell names, None for an unknown one.

    With `known` the class must be one of these; without it the label must be sensible.
    """
    label = parse_class(value)
    if label is None:
        return None
    return label if (label.sensible if known is None else label in known) else None
