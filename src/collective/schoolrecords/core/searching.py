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
6. A number is asked whole: «К-1» finds neither К-10 nor a text that has a К and a 1 somewhere, but
   texts in which it stands, «К-1», «К 1» or «К1».
7. A row of a record answers when all is said by the row and its record together, and something
   of it by the row itself: the subject of a protocol alone finds no rows.
"""

from .lookalikes import mend
from .natural import natural_key
from .record_codes import read_code
from collections.abc import Callable
from collections.abc import Sequence
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
_PIECES = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class Asked:
    """What is looked for.

    ``text``: as typed, trimmed. ``beginnings``: each must begin a word of what is found.
    ``number``: natural key of a number or index, ``None`` when the text is no such thing.
    ``wordings``: how the number may stand in a text. Each part must be there, in one of its runs
    of words: «к25» is ((("к", "25"), ("к25",)),). Empty when no number is asked.
    ``code``: the 14 digits of a cover, ``None`` when the text is no code.
    """

    text: str
    beginnings: tuple[str, ...] = ()
    number: str | None = None
    code: str | None = None
    wordings: tuple[tuple[tuple[str, ...], ...], ...] = ()

    def __bool__(self) -> bool:
        """False when nothing is asked: empty text, or signs without a letter or figure."""
        return bool(self.beginnings or self.code)

    def matches(self, *texts: str | None) -> bool:
        """Whether texts that belong to one thing answer: its numbers, names and title.

        For whoever keeps values outside of the catalog: rows of protocols, entries of books.
        """
        if self.number:
            return self.is_number_of(*texts) or self._stands_in(texts)
        found = words(" ".join(text for text in texts if text))
        return bool(self.beginnings) and all(
            any(word.startswith(beginning) for word in found) for beginning in self.beginnings
        )

    def is_number_of(self, *texts: str | None) -> bool:
        """Whether one of these numbers is the one that is asked, in whatever spelling."""
        return bool(self.number) and any(number_key(text) == self.number for text in texts if text)

    def matches_row(self, own: tuple[str | None, ...], around: tuple[str | None, ...]) -> bool:
        """Whether a row answers: ``own`` are its texts, ``around`` those of its record (rule 7)."""
        return bool(self.answering([" ".join(text for text in own if text)], around))

    def answering(self, rows: Sequence[str], around: tuple[str | None, ...]) -> list[int]:
        """Return the places of the rows of one record that answer (rule 7), from 0.

        ``rows``: the text of each. All of them are folded at once, and what the record says is
        read once: a search goes through thousands of rows.
        """
        if self.number:
            return [place for place, row in enumerate(rows) if self.matches(row)]
        told = words(" ".join(text for text in around if text))
        every = [_at_a_word(one) for one in self.beginnings]
        left = [
            _at_a_word(one)
            for one in self.beginnings
            if not any(word.startswith(one) for word in told)
        ]
        folded = fold("\n".join(row.replace("\n", " ") for row in rows)).split("\n")
        return [
            place
            for place, row in enumerate(folded)
            if all(one.search(row) for one in left) and any(one.search(row) for one in every)
        ]

    def _stands_in(self, texts):
        found = [words(text) for text in texts if text]
        return all(
            any(_in_a_row(run, one) for run in runs for one in found) for runs in self.wordings
        )

    def beyond(self, title: str) -> "Asked":
        """The question without words of ``title``; whole when nothing would be left.

        A number stays whole: its letter is no word of a title.
        """
        if self.number:
            return self
        said = words(title)
        left = tuple(
            beginning
            for beginning in self.beginnings
            if not any(word.startswith(beginning) for word in said)
        )
        return replace(self, beginnings=left) if left else self


def _at_a_word(beginning):
    """The pattern of a word that begins so."""
    return re.compile(r"(?<![^\W_])" + re.escape(beginning))


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


def wordings(text: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """How a number may stand in texts, see :class:`Asked`; spaces between figures part it."""
    parts: list[str] = []
    for part in text.split():
        told = any(char.isdecimal() for char in part)
        if parts and not (told and any(char.isdecimal() for char in parts[-1])):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return tuple(runs for part in parts if (runs := _runs(part)))


def _runs(part):
    found = []
    for spelling in (mend(part, russian=True), part):
        pieces = _PIECES.findall(fold(spelling))
        found += [tuple(pieces), tuple(_joined(pieces))]
    return tuple(dict.fromkeys(run for run in found if run))


def _joined(pieces):
    """Letters written together with figures: «к25» for «к», «25»; never two figures."""
    found: list[str] = []
    for piece in pieces:
        if found and found[-1][-1].isdecimal() != piece[0].isdecimal():
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _in_a_row(run, found):
    return any(found[at : at + len(run)] == run for at in range(len(found) - len(run) + 1))


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
    beginnings = tuple(_beginning(word, stem) for word in telling)
    return Asked(typed, beginnings, number, code, wordings(typed) if number else ())


def _beginning(word, stem):
    if not word.isalpha():
        return word
    found = stem(word)
    fleeting = _FLEETING.fullmatch(found)
    if fleeting:
        found = fleeting[1]
    return found if len(found) >= LEAST_STEM and word.startswith(found) else word
