"""Russian words from lists and headers, folded so that two spellings of one thing compare equal.

Lists come from many hands: «Кол-во листов», «Количество листов», «№ п/п», «N п/п», letters typed
in the Latin layout. Comparing whole folded words (never parts, never "nearly equal") finds the
same thing in another spelling and does not guess: what is unknown stays unknown.
"""

from .lookalikes import skeleton

import re


_WORD = re.compile(r"[^\W_]+")

# A stem of three letters or more (as short as can be) and an ending of a noun, an adjective or a
# participle, also a reflexive one. Only whole folded words are compared, so that cutting too much would have to make
# two *different* words equal to do harm.
_STEM = re.compile(
    r"(.{3,}?)(?:ами|ями|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ов|ев|ах|ях"
    r"|ам|ям|ом|ем|ых|их|ую|юю|ия|ии|ию|а|я|о|е|ы|и|у|ю|ь|й)(?:ся)?"
)


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, lower case, Ё as Е, look-alike letters as Cyrillic ones.

    «№» and a lone Latin N are «номер».
    """
    found = _WORD.findall(skeleton(text).replace("№", " номер "))
    return tuple("номер" if word == "n" else word for word in found)


def stem(word: str) -> str:
    """`word` without its grammatical ending; short words stay whole."""
    match = _STEM.fullmatch(word)
    return match.group(1) if match else word


def stems(text: str) -> tuple[str, ...]:
    """The words of `text` without their endings, in order."""
    return tuple(stem(word) for word in words(text))
