"""Names of people as lists hold them: cleaned, split, shortened and put in order.

Rules
1. Spaces: no-break and other spaces become one plain space; zero-width characters go.
2. Look-alike Latin letters in a Cyrillic word become Cyrillic (`lookalikes`).
3. A hyphen is "-" without spaces around it, an apostrophe is "’".
4. A word in capitals or in small letters gets a capital first letter; particles (де, оглы …)
   are small unless the list writes them otherwise.
5. Ё stays as written. In sorting and in the letter of a personal file it counts as Е.
"""

from .lookalikes import is_cyrillic
from .lookalikes import is_mixed
from .lookalikes import mend
from dataclasses import dataclass
from datetime import date
from datetime import datetime

import re
import unicodedata


DASHES = frozenset({"", "-", "--", "---", "–", "—"})
"""Cleaned cells that say nothing, in any column."""

BLANKS = DASHES | {"нет", "отсутствует", "не указано"}
"""What people type where somebody has no such name."""

PARTICLES = frozenset(
    {"ал", "аль", "бен", "бин", "бинт", "ван", "вон", "да", "дель", "дер", "ди", "дос", "дю", "ибн"}
    | {"де", "ла", "ле", "фон", "эль", "эд", "и"}
)
"""Small words inside surnames."""

PATRONYMIC_PARTICLES = frozenset(
    {"оглы", "оглу", "кызы", "гызы", "кизи", "кзы", "угли", "уулу", "улы", "заде"}
)
"""Small words after a father's name: «Вугар кызы»."""

# What needs no cleaning: most cells, and cleaning is most of the work of reading a list.
_PLAIN = re.compile(r"[!-~А-яЁё«»№](?:[!-~А-яЁё«»№]| (?! ))*(?<! )|")
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212\-]\s*")
_APOSTROPHES = re.compile("\\s*['`´ʹʼʻ‘’‛′＇]\\s*")
_NAME = re.compile(r"[^\W\d_]+(?:[ \-’.]+[^\W\d_]+)*\.?")
_PATRONYMIC = re.compile(r"(?:ович|евич|ёвич|ич|овна|евна|ёвна|ична)$", re.IGNORECASE)
_NOT_LETTER = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True)
class FullName:
    """A name in three parts. `certain` is false where one cell does not tell the parts apart."""

    last: str
    first: str
    middle: str = ""
    certain: bool = True


def clean_text(value: object) -> str:
    """Any cell as one line of text; an empty cell is "".

    Whole numbers lose the ".0" that spreadsheets add, days become ДД.ММ.ГГГГ.
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (date, datetime)):
        value = f"{value:%d.%m.}{value.year:04d}"
    text = str(value)
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text)
    text = _CONTROL.sub("", _ZERO_WIDTH.sub("", text))
    return _SPACES.sub(" ", text).strip()


def is_blank(value: object) -> bool:
    """Whether the cell says nothing: empty, a dash, «нет»."""
    return clean_text(value).lower() in BLANKS


def clean_name(value: object, russian: bool = False) -> str:
    """A name cleaned by the rules of this module; "" for a blank cell.

    With `russian` words of Latin look-alikes alone are taken for Russian ones too.
    """
    text = clean_text(value)
    if text.lower() in BLANKS:
        return ""
    text = _APOSTROPHES.sub("’", _DASHES.sub("-", text)).strip("-’ ")
    text = mend(text, russian=russian)
    return " ".join(_capital(word) for word in text.split())


def _capital(word: str) -> str:
    """Give a word its capital letter where the list has none or has nothing else."""
    low = word.lower()
    if low in PATRONYMIC_PARTICLES:
        return low
    if word.islower():
        return word if low in PARTICLES else _capitals(low)
    if word.isupper() and sum(map(str.isalpha, word)) > 1 and "." not in word:
        return _capitals(low)
    return word


def _capitals(low: str) -> str:
    """А capital after each hyphen and apostrophe: «о’коннор-вебер» → «О’Коннор-Вебер»."""
    return re.sub(r"(^|[-’])(\w)", lambda match: match[1] + match[2].upper(), low)


def is_name(text: str) -> bool:
    """Whether a cleaned text can be a name: letters of one alphabet a word, - ’ . between."""
    return bool(_NAME.fullmatch(text)) and not is_mixed(text)


def has_cyrillic(text: str) -> bool:
    return any(map(is_cyrillic, text))


def split_full_name(value: object) -> FullName:
    """Split «Фамилия Имя Отчество» from one cell.

    The patronymic is known by its ending or its particle; what stands before it is the first
    name, and all before that the surname («Абу Салех Ольга Семёновна»). Small words at the
    beginning belong to the surname. Without a patronymic two words are surname and name; more
    are ambiguous: the first is taken for the surname and `certain` is false.
    """
    words = clean_name(value, russian=has_cyrillic(str(value))).split()
    middle: list[str] = []
    if len(words) > 3 and words[-1].lower() in PATRONYMIC_PARTICLES:
        words, middle = words[:-2], words[-2:]
    elif len(words) > 2 and _PATRONYMIC.search(words[-1]):
        words, middle = words[:-1], words[-1:]
    if len(words) < 2:
        return FullName(" ".join(words), "", " ".join(middle), certain=False)
    start = 0
    while start < len(words) - 2 and words[start] in PARTICLES:
        start += 1
    if middle:
        return FullName(" ".join(words[:-1]), words[-1], " ".join(middle))
    last, first = words[: start + 1], words[start + 1 :]
    return FullName(" ".join(last), " ".join(first), certain=len(first) == 1 and start == 0)


def full_name(last: str, first: str, middle: str = "") -> str:
    """«Фамилия Имя Отчество» without empty parts."""
    return " ".join(part for part in (last, first, middle) if part)


def short_name(last: str, first: str, middle: str = "") -> str:
    """«Фамилия И. О.»: an initial per name, «А.-М.» for a double one, none for particles."""
    initials = _initials(first, middle)
    return " ".join([last, *initials]) if last else " ".join(initials)


def signing_name(last: str, first: str, middle: str = "") -> str:
    """«И. О. Фамилия», as names stand beside signatures."""
    return " ".join(filter(None, [*_initials(first, middle), last]))


def _initials(first, middle):
    return [
        "-".join(f"{part[0].upper()}." for part in word.split("-") if part)
        for word in f"{first} {middle}".split()
        if word.lower() not in PATRONYMIC_PARTICLES and word not in PARTICLES
    ]


def sort_key(text: str) -> str:
    """A key in the order of the Russian alphabet: Ё as Е, word by word, without signs.

    Russian capitals and small letters stand in Unicode in the order of the alphabet but for Ё.
    """
    low = unicodedata.normalize("NFC", text).lower().replace("ё", "е").replace("’", "")
    return _SPACES.sub(" ", _NOT_LETTER.sub(" ", low)).strip()


def name_sort_key(last: str, first: str = "", middle: str = "") -> str:
    """A key for people: by surname, then name, then patronymic. Equal names have equal keys."""
    # A tab sorts before the space, so that «Абу» comes before «Абу Салех».
    return "\t".join(sort_key(part) for part in (last, first, middle))


def surname_letter(last: str) -> str:
    """The letter of the alphabet book for a surname: its first letter, Ё as Е; "" without one."""
    for char in last:
        if char.isalpha():
            return char.upper().replace("Ё", "Е")
    return ""
