"""A person's name from the cells of a list: in three columns or in one."""

from .lists import Line
from collective.schoolrecords.core.lookalikes import is_latin
from collective.schoolrecords.core.names import clean_name
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.names import FullName
from collective.schoolrecords.core.names import has_cyrillic
from collective.schoolrecords.core.names import is_name
from collective.schoolrecords.core.names import split_full_name


PARTS = ("last_name", "first_name", "middle_name")


def read_person(line: Line) -> FullName:
    """The name in a row, cleaned.

    Notes MISSING_VALUE (no surname or no first name), BAD_NAME (digits, signs, letters of two
    alphabets that cannot be told apart), AMBIGUOUS_NAME (one cell, parts not certain) and
    LATIN_LETTERS (look-alikes were replaced).
    """
    if "last_name" not in line.table.header.columns:
        name = split_full_name(line.raw("full_name"))
        keys = ("full_name",) * 3
        if not name.certain and name.first:
            line.warn("AMBIGUOUS_NAME", "full_name")
        _warn_about_latin(line, "full_name", " ".join((name.last, name.first, name.middle)))
    else:
        whole = " ".join(clean_text(line.raw(key)) for key in PARTS)
        russian = has_cyrillic(whole)
        name = FullName(*(clean_name(line.raw(key), russian) for key in PARTS))
        keys = PARTS
        for key, part in zip(PARTS, (name.last, name.first, name.middle), strict=True):
            _warn_about_latin(line, key, part)
    _check_parts(line, name, keys)
    return name


def _check_parts(line: Line, name: FullName, keys: tuple[str, ...]) -> None:
    missing = [key for key, part in zip(keys, (name.last, name.first), strict=False) if not part]
    for key in dict.fromkeys(missing):
        line.refuse("MISSING_VALUE", key)
    parts = zip(keys, (name.last, name.first, name.middle), strict=True)
    for key in dict.fromkeys(key for key, part in parts if part and not is_name(part)):
        line.refuse("BAD_NAME", key)


def _warn_about_latin(line: Line, key: str, cleaned: str) -> None:
    before = sum(map(is_latin, clean_text(line.raw(key))))
    if before > sum(map(is_latin, cleaned)):
        line.warn("LATIN_LETTERS", key)
