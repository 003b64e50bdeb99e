"""Latin letters that look like Cyrillic ones, and back to what was meant.

Lists are typed with the wrong keyboard layout: «Ceргеев» with two Latin letters looks right, is
never found and sorts wrongly. A letter is replaced only where the look says nothing else: in a
word that has Cyrillic letters too, or where the caller knows that the word is Russian. Latin
lower-case b and h look like no Russian letter and are never replaced by `cyrillic`.
"""

import re
import unicodedata


_UPPER = str.maketrans("ABCEHKMOPTXYË", "АВСЕНКМОРТХУЁ")
_LOWER = str.maketrans("aceopxykmtë", "асеорхукмтё")
_TO_CYRILLIC = {**_UPPER, **_LOWER}
# Case is folded away first here, so h and b stand for H and B.
_SKELETON = {**str.maketrans("abcehkmoptxyë", "авсенкмортхуе"), ord("ё"): "е"}
_WORD = re.compile(r"[^\W\d_]+")
# No text without these has a letter of `is_latin`; most names have none.
_LATIN = re.compile("[A-Za-z\u00aa-\u024f]")


def is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u04ff"


def is_latin(char: str) -> bool:
    return char < "\u0250" and char.isalpha()


def cyrillic(text: str) -> str:
    """The text with every look-alike Latin letter replaced; other letters stay."""
    return text.translate(_TO_CYRILLIC)


def mend(text: str, russian: bool = False) -> str:
    """The text with look-alikes replaced in words of both alphabets.

    With `russian` a word of Latin look-alikes alone is replaced too («Capa» for «Сара»). A word
    that would still be mixed afterwards («Ивaнov») stays as it is, for a person to look at.
    """
    if not _LATIN.search(text):
        return text

    def mend_word(match: re.Match) -> str:
        word = match[0]
        if not any(map(is_latin, word)):
            return word
        replaced = cyrillic(word)
        if any(map(is_latin, replaced)):
            return word
        return replaced if russian or any(map(is_cyrillic, word)) else word

    return _WORD.sub(mend_word, text)


def is_mixed(text: str) -> bool:
    """Whether a word of the text has letters of both alphabets."""
    return any(
        any(map(is_latin, word)) and any(map(is_cyrillic, word)) for word in _WORD.findall(text)
    )


def skeleton(text: str) -> str:
    """A form for comparing only: small letters, Ё as Е, look-alikes as Cyrillic."""
    return unicodedata.normalize("NFC", text).lower().translate(_SKELETON)
