"""Where the entries of a book lie: canonical texts by number, and what is counted beside them.

An entry is kept as the canonical text of its values: a value that nothing changes in place and
that a text editor reads in 75 years. Every write goes through :mod:`.entries`.
"""

from Acquisition import aq_base
from BTrees.IOBTree import IOBTree
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.canonical import plain
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.core.natural import natural_key
from hashlib import sha256
from persistent import Persistent

import json


class Store(Persistent):
    """Entries of one book.

    ``entries``: number → canonical text. ``blocks``: number of a certification → canonical text of
    what was certified together; ``block_of``: number of an entry → number of its certification.
    ``marks``: number of an entry → pairs (book, entry) of its duplicates. ``listed``: number of an
    entry → :func:`listed_of`, so that a list is sorted without reading every entry; ``None`` in a
    book of an earlier edition that nobody has written into since. ``classes``: labels that entries
    ever named. ``states`` counts entries by state, ``open`` how many wait for their certification; ``newest`` is the latest day
    that an entry names, as ISO text. Two writers of one book conflict in this very object.
    """

    listed = None

    def __init__(self):
        self.entries = IOBTree()
        self.listed = IOBTree()
        self.blocks = IOBTree()
        self.block_of = IOBTree()
        self.marks = IOBTree()
        self.states = dict.fromkeys(rules.ENTRY_STATES, 0)
        self.classes = ()
        self.open = 0
        self.newest = None

    def highest(self):
        """Return the highest number, ``None`` without entries."""
        return self.entries.maxKey() if self.entries else None

    def get(self, number):
        """Return an entry as plain values, ``None`` for a number that was not given."""
        text = self.entries.get(number)
        return None if text is None else json.loads(text)

    def put(self, entry):
        """Write a new entry or another value of one that stands."""
        number, former = entry["number"], self.get(entry["number"])
        if self.listed is None:
            self.listed = IOBTree(self.listing())
        self.listed[number] = listed_of(entry)
        self.entries[number] = text_of(entry)
        states = dict(self.states)
        if former is not None:
            states[rules.state_of(former)] -= 1
        states[rules.state_of(entry)] += 1
        self.states = states
        label = rules.current_values(entry).get("class_label")
        if label and label not in self.classes:
            self.classes = (*self.classes, label)
        self.newest = max(filter(None, (self.newest, *_days(entry))), default=None)

    def listing(self):
        """Return number → :func:`listed_of` of all entries, to read."""
        if self.listed is not None:
            return self.listed
        return {number: listed_of(self.get(number)) for number in self.entries}

    def labels(self):
        """Return the classes that entries name, in the order of school."""
        return sorted(self.classes, key=natural_key)

    def block(self, number):
        """Return a certification as plain values."""
        return json.loads(self.blocks[number])

    def block_with(self, number):
        """Return the certification that an entry stands in, ``None`` without one."""
        found = self.block_of.get(number)
        return None if found is None else self.block(found)

    def put_block(self, block):
        """Write a certification; its entries then stand in it."""
        self.blocks[block["id"]] = text_of(block)
        for number in block["numbers"]:
            self.block_of[number] = block["id"]

    def digest(self):
        """Return what the book's own digest covers of its entries."""
        return {
            "entries": _sum(self.entries),
            "certified": _sum(self.blocks),
            "duplicates": [
                [number, list(map(list, found))] for number, found in self.marks.items()
            ],
        }


def listed_of(entry):
    """Return what lists are narrowed and sorted by: state, class, key of the name, handed out on."""
    values = rules.current_values(entry)
    return (
        rules.state_of(entry),
        values.get("class_label", ""),
        sort_key(values.get("name", "")),
        (entry["issue"] or {}).get("issued_on") or "",
    )


def text_of(value):
    """Return the canonical text of an entry."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def version_of(entry):
    """Return what changes with every change of an entry: what somebody who reads it has seen."""
    return sha256(text_of(entry).encode()).hexdigest()


def find_store(book):
    """Return the book's :class:`Store`, an empty one that is not stored before the first entry."""
    return getattr(aq_base(book), "_entries", None) or Store()


def store_of(book):
    """Return the book's :class:`Store` to write into; makes it when there is none."""
    base = aq_base(book)
    if getattr(base, "_entries", None) is None:
        base._entries = Store()
    return base._entries


def _sum(tree):
    whole = sha256()
    for number, text in tree.items():
        data = text.encode()
        whole.update(b"%d:%d:" % (number, len(data)) + data)
    return whole.hexdigest()


def _days(entry):
    values = rules.current_values(entry)
    yield values.get("day")
    yield values.get("order_date")
    yield (entry["issue"] or {}).get("issued_on")
    yield (entry["annulled"] or {}).get("order_date")
