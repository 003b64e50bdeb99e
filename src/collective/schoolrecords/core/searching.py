"""What somebody typed into the search, understood: words, a number in any spelling, a code.

The rules, as a short list:

1. Case, Ё and letters of the other keyboard layout make no difference.
2. Words are found by the beginning that all their forms share: «приказы о зачислении» finds
   «Приказ о зачислении». The beginning comes from a stemmer that the caller hands in; since it only
   cuts endings off, whatever has the same stem begins with it.
   Where a vowel comes and goes («проверка», «проверок») the word is cut before it.
3. Prepositions and conjunctions ask for nothing, unless nothing else is asked.
4. «К-25», «К/25», «К 25» and «к25» are one number, «02-14» and «2/14» one index.
5. Every word must be there; a number may stand for all of them. What a register is called need
   not stand in its records: «приказы о зачислении» finds the order «О зачислении».
"""

from .lookalikes import mend
from .natural import natural_key
from .record_codes import read_code
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace

import re


MAX_TEXT = 100
MAX_WORDS = 12
#: A beginning shorter than this would find half of the school; the word itself is asked instead.
LEAST_STEM = 3
#: Little words that say nothing about a record. Single letters that number one (К, У) stay.
EMPTY = frozenset(
    ("а", "без", "в", "во", "для", "до", "за", "и", "из", "или", "к", "как", "ко", "на", "над")
    + ("не", "ни", "о", "об", "обо", "от", "по", "под", "при", "про", "с", "со", "у")
)
#: Letters in a row that a number or index has at most, and the signs that stand in one.
_MOST_LETTERS = 3
_SIGNS = frozenset(" №#/\\.–—−-")
_PARTS = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)
#: The vowel that comes and goes before the last к: справка, справок; ящик stays.
_FLEETING = re.compile(r"(.{4,})[ое]к")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Asked:
    """What is looked for.

    ``text``: as typed, trimmed. ``beginnings``: each must begin a word of what is found.
    ``number``: natural key of a number or index, ``None`` when the text is no such thing.
    ``code``: the 14 digits of a cover, ``None`` when the text is no code.
    """

    text: str
    beginnings: tuple[str, ...] = ()
    number: str | None = None
    code: str | None = None

    def __bool__(self) -> bool:
        """False when nothing is asked: empty text, or signs without a letter or figure."""
        return bool(self.beginnings or self.code)

    def matches(self, *texts: str | None) -> bool:
        """Whether texts that belong to one thing answer: its numbers, names and title.

        For whoever keeps values outside of the catalog: rows of protocols, entries of books.
        """
        known = [text for text in texts if text]
        if self.number and any(number_key(text) == self.number for text in known):
            return True
        found = words(" ".join(known))
        return bool(self.beginnings) and all(
            any(word.startswith(beginning) for word in found) for beginning in self.beginnings
        )

    def beyond(self, title: str) -> "Asked":
        """The question without words of ``title``; whole when nothing would be left."""
        said = words(title)
        left = tuple(
            beginning
            for beginning in self.beginnings
            if not any(word.startswith(beginning) for word in said)
        )
        return replace(self, beginnings=left) if left else self


def fold(text: str) -> str:
    """Small letters, Ё as Е, letters of the other layout as what they look like."""
    return mend(text, russian=False).lower().replace("ё", "е")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(_WORD.findall(fold(text)))


def number_key(text: str) -> str | None:
    """The key under which all spellings of a number or an index meet, ``None`` for other texts."""
    parts = _PARTS.findall(" ".join(text.split()))
    if not any(part.isdecimal() for part in parts) or not all(map(_of_a_number, parts)):
        return None
    return natural_key(mend(text, russian=True)) or None


def _of_a_number(part):
    return part.isdecimal() or part in _SIGNS or (part.isalpha() and len(part) <= _MOST_LETTERS)


def read_query(text: object, stem: Callable[[str], str] = str) -> Asked:
    """Understand what was typed; anything but a text asks for nothing.

    ``stem``: folded Russian word → what its forms begin with.
    """
    typed = " ".join(text.split())[:MAX_TEXT].strip() if isinstance(text, str) else ""
    code = read_code(typed)
    found = list(dict.fromkeys(words(typed)))[:MAX_WORDS]
    telling = [word for word in found if word not in EMPTY] or found
    number = number_key(typed) if typed else None
    if number:
        # «К 25»: the letter is part of the number, no preposition.
        telling = found
    return Asked(typed, tuple(_beginning(word, stem) for word in telling), number, code)


def _beginning(word, stem):
    if not word.isalpha():
        return word
    found = stem(word)
    fleeting = _FLEETING.fullmatch(found)
    if fleeting:
        found = fleeting[1]
    return found if len(found) >= LEAST_STEM and word.startswith(found) else word
