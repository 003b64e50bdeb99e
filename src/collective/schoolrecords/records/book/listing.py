"""Pages of a book's entries: filtered, sorted and cut out on the server."""

from collective.schoolrecords.lifecycle.word_forms import asked_for
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.found import find_index
from collective.schoolrecords.records.book.stock import register_of


NUMBER, NAME, CLASS, ISSUED = "number", "name", "class", "issued"
SORTS = (NUMBER, NAME, CLASS, ISSUED)


def page_of_entries(
    book, start, size, *, states=None, labels=None, text=None, sort=NUMBER, down=False
):
    """Return (total, entries of the page).

    ``states`` and ``labels`` (of classes) are sets or ``None``; ``text`` are words of the index.
    Only the entries of the page are read; what narrows and sorts them lies beside them.
    """
    entries = entries_of(book)
    if states is None and labels is None and not text and sort == NUMBER:
        total = len(entries)
        first, last = start + 1, min(start + size, total)
        numbers = range(first, last + 1)
        if down:
            numbers = range(total - start, max(total - start - size, 0), -1)
        return total, [entries.get(number) for number in numbers]
    listing = entries.store.listing()
    found = [
        number
        for number in _candidates(book, listing, text)
        if _fits(listing[number], states, labels)
    ]
    key = _KEYS[sort]
    found.sort(key=lambda number: (*key(listing[number]), number), reverse=down)
    return len(found), [entries.get(number) for number in found[start : start + size]]


def _candidates(book, listing, text):
    """Return the numbers of the entries in which the words stand; all without words."""
    if not text:
        return listing
    index = find_index(register_of(book))
    rows = index.ask(asked_for(text)) if index is not None else ()
    return [number for uid, number in rows if uid == book.UID()]


def _fits(listed, states, labels):
    state, label, _name, _issued = listed
    return (states is None or state in states) and (labels is None or label in labels)


#: Sort → what of ``listed_of`` it compares; equal ones stand by their numbers.
_KEYS = {
    NUMBER: lambda listed: (),
    NAME: lambda listed: listed[2:3],
    CLASS: lambda listed: listed[1:3],
    ISSUED: lambda listed: listed[3:4],
}
