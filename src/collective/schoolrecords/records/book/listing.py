"""Pages of a book's entries: filtered, sorted and cut out on the server."""

from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.names import sort_key
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
    In the order of numbers without filters only the entries of the page are read.
    """
    entries = entries_of(book)
    if states is None and labels is None and not text and sort == NUMBER:
        total = len(entries)
        first, last = start + 1, min(start + size, total)
        numbers = range(first, last + 1)
        if down:
            numbers = range(total - start, max(total - start - size, 0), -1)
        return total, [entries.get(number) for number in numbers]
    found = [one for one in _candidates(book, entries, text) if _fits(one, states, labels)]
    found.sort(key=_KEYS[sort], reverse=down)
    return len(found), found[start : start + size]


def _candidates(book, entries, text):
    if not text:
        return entries.all()
    index = find_index(register_of(book))
    rows = index.ask(asked_for(text)) if index is not None else ()
    return [entries.get(number) for uid, number in rows if uid == book.UID()]


def _fits(entry, states, labels):
    if states is not None and rules.state_of(entry) not in states:
        return False
    return labels is None or rules.current_values(entry).get("class_label") in labels


def _name(entry):
    return (sort_key(rules.current_values(entry).get("name", "")), entry["number"])


def _class(entry):
    return (rules.current_values(entry).get("class_label", ""), *_name(entry))


def _issued(entry):
    return ((entry["issue"] or {}).get("issued_on") or "", entry["number"])


_KEYS = {
    NUMBER: lambda entry: entry["number"],
    NAME: _name,
    CLASS: _class,
    ISSUED: _issued,
}
