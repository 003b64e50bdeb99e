"""The characters that the printed pages can show: those that all faces of PT Serif have.

PDF/A forbids a page with a character that its font lacks, and typst stops there. So every text
is looked through first: what cannot be shown becomes MARK, which the templates draw as a box, and
the page says so at its foot.
"""

from functools import cache
from pathlib import Path

import struct
import unicodedata


FOLDER = Path(__file__).parent / "fonts"
#: Stands for a character that the font lacks; drawn by the templates, no font needs to have it.
MARK = "□"

# Categories of characters that show nothing; they are left out without a word: control, format
# (joiners, marks of direction) and variation selectors.
_INVISIBLE = ("Cc", "Cf")
_VARIATION = frozenset(map(chr, range(0xFE00, 0xFE10)))
# A word longer than this gets places where a line may end, so that it stays in its cell.
_LONGEST_WORD = 24
_BREAK = "\u200b"


def missing_characters(text: str) -> frozenset[str]:
    """Return the characters of ``text`` that a print shows as MARK; empty when there are none.

    What shows nothing by itself (line ends, joiners, marks of direction) is not counted.
    """
    return frozenset(char for char in _visible(text) if not _known(char))


def printable(text: str) -> tuple[str, bool]:
    """Return ``text`` as one line that the font can show, and whether a MARK stands in it.

    Letters written as two characters (и and a breve) become one; spaces and line ends become one
    space; a word without an end can be broken.
    """
    visible = _visible(text)
    shown = "".join(char if _known(char) else MARK for char in visible)
    words = [_breakable(word) for word in shown.split()]
    # A number stays with its sign.
    text = " ".join(words).replace("№ ", "№\u00a0")
    return text, not all(map(_known, set(visible)))


def _visible(text):
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if char.isspace() else char for char in composed)
    return "".join(
        char
        for char in spaced
        if unicodedata.category(char) not in _INVISIBLE and char not in _VARIATION
    )


def _known(char):
    return ord(char) in _coverage()


def _breakable(word):
    if len(word) <= _LONGEST_WORD:
        return word
    step = _LONGEST_WORD // 2
    return _BREAK.join(word[at : at + step] for at in range(0, len(word), step))


@cache
def _coverage():
    """The code points that every face has, without those that mean nothing outside this font."""
    faces = [_code_points(path) for path in FOLDER.glob("*.ttf")]
    return frozenset(
        code for code in frozenset.intersection(*faces) if unicodedata.category(chr(code)) != "Co"
    )


def _code_points(path):
    """The code points of a TrueType font: its ``cmap``, Unicode subtable of format 4."""
    data = path.read_bytes()
    start = next(offset for tag, offset in _tables(data) if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", data, start + 2)
    for number in range(subtables):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * number)
        if (platform, encoding) == (3, 1):
            return frozenset(_segments(data, start + offset))
    raise ValueError(f"{path.name}: no Unicode subtable")


def _tables(data):
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        yield tag, offset


def _segments(data, start):
    """The code points of a subtable of format 4 that have a glyph other than "none" (0)."""
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    count = doubled // 2
    ends = start + 14
    starts, deltas, offsets = (ends + 2 + doubled * nth for nth in (1, 2, 3))
    for number in range(count):
        at = 2 * number
        (last,) = struct.unpack_from(">H", data, ends + at)
        (first,) = struct.unpack_from(">H", data, starts + at)
        (delta,) = struct.unpack_from(">H", data, deltas + at)
        (offset,) = struct.unpack_from(">H", data, offsets + at)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = offsets + at + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
            if glyph and (glyph + delta) & 0xFFFF:
                yield code
