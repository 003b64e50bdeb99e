"""What a form showed when it was drawn, and what to write when others saved meanwhile.

Each field of a form carries the mark of the value that was stored when the form was drawn. When
the form comes back, three values stand beside each other: the one that was shown (known by its
mark), the one that is stored now, and the one that was sent (shared/screens.md: nothing that
somebody typed is lost, and nobody writes over what they have not seen).
"""

from collective.schoolrecords.core.canonical import canonical_bytes
from collective.schoolrecords.core.canonical import CanonicalError
from dataclasses import dataclass

import hashlib
import re


#: Hex digits of a mark: told apart are the few values that one field has within a day.
MARK_DIGITS = 16
#: Fields of the longest form, several times over; whatever stands beyond is not read.
MOST_MARKS = 200
_MARK = re.compile(rf"([A-Za-z_][A-Za-z0-9_]*)=([0-9a-f]{{{MARK_DIGITS}}})")


@dataclass(frozen=True)
class Merged:
    """What becomes of the fields of a form, by name.

    ``write``: values to store. ``kept``: fields that others changed and the sender did not touch.
    ``clashes``: fields that both changed, each in another way.
    """

    write: dict
    kept: tuple
    clashes: tuple


def mark_of(value):
    """Return the mark of a stored value; nothing at all, empty text and an empty list are one.

    A value without a canonical form, which no form of ours shows, has the mark of its own text.
    """
    try:
        told = canonical_bytes(value or None if isinstance(value, (str, list, tuple)) else value)
    except CanonicalError:
        told = repr(value).encode("utf-8", "backslashreplace")
    return hashlib.sha256(told).hexdigest()[:MARK_DIGITS]


def marks_text(marks):
    """Return name → mark as the text that a form carries."""
    return " ".join(f"{name}={mark}" for name, mark in marks.items())


def read_marks(text):
    """Return name → mark of what a form brought back; whatever is no mark is left out."""
    if not isinstance(text, str):
        return {}
    found = (_MARK.fullmatch(one) for one in text.split(maxsplit=MOST_MARKS)[:MOST_MARKS])
    return {one[1]: one[2] for one in found if one}


def merge(seen, stored, sent, mark=mark_of):
    """Return the :class:`Merged` of a form.

    ``seen``: name → mark when the form was drawn; a name without one is written as sent.
    ``stored`` and ``sent``: name → value now and as sent. ``mark`` makes the mark of a value.
    """
    write, kept, clashes = {}, [], []
    for name, value in sent.items():
        now = stored[name]
        if value == now:
            continue
        if seen.get(name) in (None, mark(now)):
            write[name] = value
        elif seen[name] == mark(value):
            kept.append(name)
        else:
            clashes.append(name)
    return Merged(write, tuple(kept), tuple(clashes))
