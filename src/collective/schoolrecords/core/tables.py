"""Find the header of a list by its words, wherever it stands and in whatever order.

A `Column` tells by patterns which titles mean it. A pattern is a row of words; each must be found
among the words of the title, in any order:

    "дата рожд"           stems of four letters and more match the beginning of a word,
                          shorter words match whole words; "кл*" matches a beginning
    "номер|№ личн"        alternatives
    "телефон -отец"       a title with such a word is not meant
    "=фио"                the title has no other words than these

Titles are compared by `lookalikes.skeleton`: case, Ё, look-alike Latin letters and signs do not
matter. Small words and words that say whose data the table holds (`NOISE`) do not count. The pattern that covers
the greatest share of a title wins, each cell goes to one column, each column to one cell.

A header may take two rows: groups above, titles below, with or without merged cells. Rows and
columns are counted from 0 here; `cell_address` gives the name that a spreadsheet shows.
"""

from .lookalikes import skeleton
from .names import clean_text
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import cache
from functools import lru_cache

import re


HEADER_LIMIT = 40
"""In how many first rows a header is looked for."""
TITLE_LIMIT = 120
"""A longer cell is a text, not a title."""
MIN_COLUMNS = 3
"""With fewer known titles a row is no header."""

SMALL_WORDS = frozenset(
    {skeleton(word) for word in ("о", "об", "по", "при", "наличии", "для", "в", "и", "с", "на")}
)
NOISE = ("обуч", "учащ", "ученик", "ребен", "воспитан", "общие", "сведени", "данны", "указ")

_TOKEN = re.compile(r"[^\W\d_]+|\d+|№")
_BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=[а-яёa-z])")

Grid = Sequence[Sequence[object]]
Merged = Sequence[tuple[int, int, int, int]]
"""Merged cells as (first row, first column, last row, last column), all from 0."""


@dataclass(frozen=True)
class Column:
    """One column of a table: its key, its title in messages, and the patterns of its titles.

    A required column may be missing when all columns of `instead` are there. `then` is the key
    of the column that a second cell with the same title belongs to.
    """

    key: str
    title: str
    patterns: tuple[str, ...]
    required: bool = False
    instead: tuple[str, ...] = ()
    then: str = ""


@dataclass(frozen=True)
class Header:
    """Where the titles are. `columns` maps a key to a column index, `titles` to the text there.

    `missing` are the required columns that are absent, `unknown` the cells (index, text) whose
    title means nothing known, `twice` the cells (index, text) whose title repeats another one.
    """

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    missing: tuple[Column, ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()
    twice: tuple[tuple[int, str], ...] = ()
    score: float = 0.0

    @property
    def two_rows(self) -> bool:
        return self.first_row != self.last_row

    def value(self, row: Sequence[object], key: str) -> object:
        """The cell of a column in a row; None for an absent column and a short row."""
        index = self.columns.get(key)
        return row[index] if index is not None and index < len(row) else None


def cell_address(row: int, column: int) -> str:
    """«C14» for row 13, column 2 counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def column_number(address: str) -> int:
    """3 for «C14»: columns counted from 1, as a person counts them."""
    number = 0
    for letter in address.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def title_words(title: object) -> tuple[str, ...]:
    """The words of a title as they are compared; a word broken at a line end is put together.

    Only text is a title: numbers and days have no words.
    """
    if not isinstance(title, str) or len(title) > TITLE_LIMIT:
        return ()
    return tuple(_TOKEN.findall(skeleton(clean_text(_BROKEN_WORD.sub("", title)))))


def match_score(pattern: str, words: Sequence[str]) -> float:
    """The share of the title's words that a pattern covers; 0.0 when it does not match."""
    compiled = _compile(pattern)
    free = list(words)
    for part in compiled.wanted:
        found = next((word for word in free if _matches(part, word)), None)
        if found is None:
            return 0.0
        free.remove(found)
    if any(_matches(compiled.unwanted, word) for word in words):
        return 0.0
    # Further words of the same pattern repeat what is said: «Личное дело: буква личного дела».
    repeats = [word for word in free if any(_matches(part, word) for part in compiled.wanted)]
    rest = [word for word in free if word not in repeats and not _is_noise(word)]
    if compiled.exact and (rest or repeats):
        return 0.0
    return len(compiled.wanted) / (len(compiled.wanted) + len(rest))


@dataclass(frozen=True)
class _Pattern:
    """A pattern taken apart: each wanted word is a set of alternative stems."""

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[str, ...]
    exact: bool


@cache
def _compile(pattern: str) -> _Pattern:
    parts = skeleton(pattern.removeprefix("=")).split()
    wanted = tuple(tuple(part.split("|")) for part in parts if not part.startswith("-"))
    if not wanted:
        raise ValueError(f"a pattern needs a word to look for: {pattern!r}")
    unwanted = tuple(part[1:] for part in parts if part.startswith("-"))
    return _Pattern(wanted, unwanted, pattern.startswith("="))


def _is_noise(word: str) -> bool:
    return word in SMALL_WORDS or word.startswith(NOISE)


def _matches(stems: Sequence[str], word: str) -> bool:
    return any(_is_word(stem, word) for stem in stems)


def _is_word(stem: str, word: str) -> bool:
    if stem.endswith("*"):
        return word.startswith(stem[:-1])
    return word.startswith(stem) if len(stem) >= 4 else word == stem


def find_header(
    rows: Grid, columns: Sequence[Column], merged: Merged = (), limit: int = HEADER_LIMIT
) -> Header | None:
    """The best header among the first rows, None when no row has enough known titles.

    Best means: fewest required columns missing, then the best covered titles, then one row
    rather than two, then the topmost. The search ends soon after a row that will do.
    """
    best: Header | None = None
    for index in range(min(limit, len(rows))):
        if best is not None and index > best.last_row + (10 if best.missing else 3):
            break
        for header in _candidates(rows, index, columns, merged):
            if best is None or _rank(header) > _rank(best):
                best = header
    return best


def _rank(header: Header) -> tuple[int, float]:
    return (-len(header.missing), round(header.score, 6))


def _candidates(
    rows: Grid, index: int, columns: Sequence[Column], merged: Merged
) -> Iterable[Header]:
    """The headers that end in a row: one-row first, then together with the row above."""
    single = [clean_text(cell) for cell in rows[index]]
    found = _assign(single, [title_words(cell) for cell in rows[index]], columns)
    above = index - 1
    grouped = above >= 0 and is_group_row(rows, above, merged)
    if found is not None:
        yield replace(found, first_row=above if grouped else index, last_row=index)
    if above >= 0 and any(clean_text(cell) for cell in rows[above]):
        both = _two_row_titles(rows, above, merged)
        texts = [clean_text(text) for text in both]
        found = _assign(texts, [title_words(text) for text in both], columns)
        if found is not None:
            yield replace(found, first_row=above, last_row=index)


def is_group_row(rows: Grid, index: int, merged: Merged) -> bool:
    """Whether a row groups the titles below it: several texts, some over merged cells.

    A list without merged cells at all (CSV) has groups when a text has only empty cells at its
    right while the row below is filled there.
    """
    if index + 1 >= len(rows):
        return False
    filled = [place for place, cell in enumerate(rows[index]) if clean_text(cell)]
    if len(filled) < 2:
        return False
    if merged:
        return any(top == index and right > left for top, left, _, right in merged)
    below = rows[index + 1]
    return any(
        place + 1 < len(below)
        and clean_text(below[place + 1])
        and clean_text(below[place])
        and (place + 1 >= len(rows[index]) or not clean_text(rows[index][place + 1]))
        for place in filled
    )


def _two_row_titles(rows: Grid, above: int, merged: Merged) -> list[str]:
    """Titles of two rows put together: the group's text before the own one."""
    upper, lower = rows[above], rows[above + 1]
    width = max(len(upper), len(lower))
    top = [str(upper[place] or "") if place < len(upper) else "" for place in range(width)]
    bottom = [str(lower[place] or "") if place < len(lower) else "" for place in range(width)]
    spans = [(left, right) for row, left, _, right in merged if row == above and right > left]
    for left, right in spans:
        for place in range(left + 1, min(right + 1, width)):
            top[place] = top[left]
    if not merged:
        for place in range(1, width):
            if not top[place].strip() and bottom[place].strip() and bottom[place - 1].strip():
                top[place] = top[place - 1]
    return [f"{one}\n{two}".strip() for one, two in zip(top, bottom, strict=True)]


def _assign(
    texts: Sequence[str], words: Sequence[tuple[str, ...]], columns: Sequence[Column]
) -> Header | None:
    """Give each title to one column; None when too few titles are known."""
    taken: dict[str, int] = {}
    used: set[int] = set()
    twice: list[tuple[int, str]] = []
    total = 0.0
    for score, order, place in _scores(texts, words, columns):
        column = columns[order]
        if place in used:
            continue
        key = column.key if column.key not in taken else column.then
        if key and key not in taken:
            taken[key] = place
            used.add(place)
            total += score
        elif score == 1.0:
            twice.append((place, texts[place]))
            used.add(place)
    if len(taken) < min(MIN_COLUMNS, len(columns)):
        return None
    unknown = [(n, text) for n, text in enumerate(texts) if text and n not in used]
    return Header(
        0,
        0,
        taken,
        {key: texts[place] for key, place in taken.items()},
        tuple(missing_columns(columns, taken)),
        tuple(unknown),
        tuple(sorted(twice)),
        total,
    )


def _scores(
    texts: Sequence[str], words: Sequence[tuple[str, ...]], columns: Sequence[Column]
) -> list[tuple[float, int, int]]:
    """All (score, index of column, place of cell), the best first, then in order of place."""
    found = []
    for place, title in enumerate(words):
        if not title:
            continue
        for order, column in enumerate(columns):
            score = _best(column.patterns, title)
            if score > 0:
                found.append((score, order, place))
    return sorted(found, key=lambda one: (-one[0], one[2], one[1]))


@lru_cache(maxsize=2048)
def _best(patterns, title):
    """The best score of a title; a workbook repeats its titles from one protocol to the next."""
    return max(match_score(pattern, title) for pattern in patterns)


def missing_columns(columns: Sequence[Column], present: Iterable[str]) -> list[Column]:
    """The required columns that are absent and that nothing else stands in for."""
    keys = set(present)
    return [
        column
        for column in columns
        if column.required
        and column.key not in keys
        and not (column.instead and keys.issuperset(column.instead))
    ]


def is_numbering(row: Sequence[object]) -> bool:
    """Whether a row below the header only numbers the columns: 1, 2, 3, …"""
    filled = [(place, clean_text(cell)) for place, cell in enumerate(row) if clean_text(cell)]
    if len(filled) < MIN_COLUMNS:
        return False
    return all(text == str(number) for number, (_, text) in enumerate(filled, 1))


_words_of_title = lru_cache(maxsize=512)(title_words)


def repeats_header(row: Sequence[object], header: Header) -> bool:
    """Whether a row repeats the titles, as on every printed page."""
    if header.two_rows:
        return False
    same = 0
    for seen, (key, text) in enumerate(header.titles.items()):
        same += title_words(header.value(row, key)) == _words_of_title(text)
        # A line of data has none of the titles; three cells tell.
        if seen == MIN_COLUMNS and same == 0:
            return False
    return same >= MIN_COLUMNS and same > len(header.titles) / 2
