"""Forms of Russian words in the text index: what all forms of a word begin with.

The index keeps whole words, as people wrote them; the stemmer (Snowball) is asked about the
question only. A Snowball stem of a folded Russian word is what is left when endings are cut off, so
every word with that stem begins with it, and asking for the beginning finds at least what an index
of stems would find. Nothing in the database depends on the stemmer or its version.
"""

from collective.schoolrecords.core.searching import Asked
from collective.schoolrecords.core.searching import read_query

import Stemmer
import threading


# A stemmer keeps the word it works on: each thread has its own.
_OF_THREAD = threading.local()


def stem(word: str) -> str:
    """What the forms of a folded Russian word have in common at their beginning."""
    found = getattr(_OF_THREAD, "stemmer", None)
    if found is None:
        found = _OF_THREAD.stemmer = Stemmer.Stemmer("russian")
    return found.stemWord(word)


def asked_for(text: object) -> Asked:
    """Understand what was typed into a search, word forms included."""
    return read_query(text, stem)


def text_query(asked: Asked) -> str:
    """The question of the text index: every beginning with all its endings, a number whole."""
    if asked.number:
        return " AND ".join(_in_quotes(runs) for runs in asked.wordings)
    return " ".join(f"{beginning}*" for beginning in asked.beginnings)


def _in_quotes(runs):
    quoted = " OR ".join('"' + " ".join(run) + '"' for run in runs)
    return f"({quoted})"
