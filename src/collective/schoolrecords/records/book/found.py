"""Entries of all books, found by words and by personal file.

An entry is a value, so the catalog does not know it. This index lies on the register of books and
holds triples (word, UID of the book, number) and (UID of the file, UID of the book, number): names,
numbers of blanks and of orders, never a birth date, a mark or free text (design idea 14). It says
where an entry stands; whether somebody may see it is asked of the entry.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOTreeSet
from collective.schoolrecords.core.books import search_texts
from collective.schoolrecords.core.searching import words
from collective.schoolrecords.records.book.stock import register_of
from collective.schoolrecords.records.book.store import find_store
from persistent import Persistent


#: Entries that one question looks through for each of its words; most are asked for by a surname.
MOST = 20_000
_LAST = "\U0010ffff"


class RowIndex(Persistent):
    """See the module's text."""

    def __init__(self):
        self.words = OOTreeSet()
        self.files = OOTreeSet()

    def add(self, book, entry):
        """Index an entry; words of former values stay, so that a former name finds it too."""
        for word in _words(entry):
            self.words.insert((word, book, entry["number"]))
        if entry["file"]:
            self.files.insert((entry["file"], book, entry["number"]))

    def forget(self, book, entry):
        """Drop everything of an entry."""
        for word in _words(entry):
            self.words.discard((word, book, entry["number"]))
        if entry["file"]:
            self.files.discard((entry["file"], book, entry["number"]))

    def find(self, beginnings):
        """Return (book, number) of entries in which some word begins with each of these."""
        found = None
        for beginning in dict.fromkeys(beginnings):
            here = set()
            for _word, book, number in self.words.keys((beginning,), (beginning + _LAST,)):
                here.add((book, number))
                if len(here) == MOST:
                    break
            found = here if found is None else found & here
        return sorted(found or ())

    def ask(self, asked):
        """Return (book, number) of the entries that answer a core ``Asked``; a number is asked whole."""
        if not asked.number:
            return self.find(asked.beginnings)
        found = None
        for runs in asked.wordings:
            here = set().union(*map(self._whole, runs))
            found = here if found is None else found & here
        return sorted(found or ())

    def _whole(self, run):
        """Return the (book, number) of entries that have each word of a run."""
        found = None
        for word in run:
            rows = self.words.keys((word,), (word + "\x00",))
            here = {(book, number) for _word, book, number in rows}
            found = here if found is None else found & here
        return found or set()

    def of_file(self, uid):
        """Return (book, number) of the entries of a personal file."""
        return [(book, number) for _uid, book, number in self.files.keys((uid,), (uid + "\x00",))]


def _words(entry):
    values = [entry["values"], *(one["values"] for one in entry["corrections"])]
    return dict.fromkeys(word for one in values for word in words(" ".join(search_texts(one))))


def find_index(register):
    """Return the :class:`RowIndex` of the register of books, ``None`` before the first entry."""
    return getattr(aq_base(register), "_entries_found", None)


def index_of(book):
    """Return the :class:`RowIndex` to write into; makes it when there is none."""
    register = aq_base(register_of(book))
    if find_index(register) is None:
        register._entries_found = RowIndex()
    return register._entries_found


def forget_entries(event):
    """Subscriber: drop the rows of books that are destroyed by an act."""
    for record in event.records:
        index = find_index(register_of(record)) if record.family_id == "book" else None
        if index is not None:
            store = find_store(record)
            for number in store.entries:
                index.forget(record.UID(), store.get(number))
