"""Entries of a book: the only writer of them. Rules are those of :mod:`...core.books`.

Every method asks for all reasons first and then writes entry, stock of blanks, index and event in
one transaction. Who may call them is asked in :mod:`.rights`.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.book_fields import ANNULMENT
from collective.schoolrecords.core.book_fields import BLANKS
from collective.schoolrecords.core.book_fields import DUPLICATE
from collective.schoolrecords.core.book_fields import DUPLICATES
from collective.schoolrecords.core.book_fields import ISSUE
from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.core.book_fields import ORIGINAL
from collective.schoolrecords.core.book_fields import read
from collective.schoolrecords.core.canonical import instant
from collective.schoolrecords.core.lifecycle import ARCHIVED
from collective.schoolrecords.core.lifecycle import CLOSED
from collective.schoolrecords.core.lifecycle import CURRENT
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.searching import words
from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.book.certifying import Certifying
from collective.schoolrecords.records.book.finals import has_graduated
from collective.schoolrecords.records.book.finals import plain
from collective.schoolrecords.records.book.finals import proposals_of
from collective.schoolrecords.records.book.finals import proposed_marks
from collective.schoolrecords.records.book.found import find_index
from collective.schoolrecords.records.book.found import index_of
from collective.schoolrecords.records.book.stock import find_stock
from collective.schoolrecords.records.book.stock import register_of
from collective.schoolrecords.records.book.stock import stock_of
from collective.schoolrecords.records.book.store import find_store
from collective.schoolrecords.records.book.store import store_of
from collective.schoolrecords.records.book.store import version_of
from collective.schoolrecords.school.storage import get_school
from datetime import date
from plone import api


#: States in which an original can bear the mark of its duplicate.
_MARKED = (CURRENT, CLOSED, ARCHIVED)
_ON_BLANKS = ("blank", "supplement")


class Entries(Certifying):
    """The entries of one book."""

    def __init__(self, book):
        self.book = book
        self.kind = KINDS.get(book.kind)

    @property
    def store(self):
        """The book's :class:`Store`, to read."""
        return find_store(self.book)

    def get(self, number):
        """Return an entry as plain values, ``None`` for a number that was not given."""
        return self.store.get(number)

    def __len__(self):
        return self.store.highest() or 0

    def all(self):
        """Yield every entry, by number."""
        store = self.store
        for number in store.entries:
            yield store.get(number)

    def duplicates_of(self, number):
        """Return pairs (UID of a book, number) of the duplicates of an entry."""
        return self.store.marks.get(number, ())

    def not_issued(self):
        """Return how many entries are neither handed out nor annulled."""
        handed_out = self.kind is not None and self.kind.handed_out
        return self.store.states[rules.ENTERED] if handed_out else 0

    def newest_day(self):
        """Return the latest day that an entry names, or ``None``."""
        newest = self.store.newest
        return date.fromisoformat(newest) if newest else None

    def digest(self):
        """Return what the book's digest covers of them."""
        return self.store.digest()

    def add(self, raw, *, file=None, cohort=None, original=None):
        """Write an entry and return it; refused with all reasons.

        ``raw``: values by field, not judged yet. ``file``: UID of the personal file, ``cohort``: id
        of the class. ``original``: for a duplicate, what it says of its original.
        """
        values, said, proposed = self.judged(raw, file=file, cohort=cohort, original=original)
        number = rules.next_number(self.store.highest())
        more = {"file": file, "cohort": cohort, "duplicate": said, "proposed": plain(proposed)}
        entry = rules.new_entry(number, values, **self._act(), **more)
        self._write(entry, "entry_made")
        self._take_blanks(values, number)
        self._open_to(cohort)
        if said is not None and said.get("original_book"):
            self._mark_original(said, number)
        return entry

    def judged(self, raw, *, file=None, cohort=None, original=None):
        """Return (values, what a duplicate says, proposals) of a new entry; nothing is written.

        The arguments are those of :meth:`add`; refused with all reasons.
        """
        self._refuse(list(self._place()))
        reasons = []
        values = self._read(self.kind.fields, raw, reasons)
        said = self._duplicate(values, original, reasons)
        reasons += rules.entry_reasons(self.kind, values)
        reasons += self._links(values, file, cohort)
        proposed = self._proposed(values, file)
        reasons += rules.marks_reasons(proposed_marks(proposed), values)
        stands = self._repeated(values)
        if stands and said is None:
            reasons.append(Reason("entry_repeated", None, {"number": stands}))
        reasons += self._stock_reasons(values)
        reasons += rules.graduation_reasons(self.kind, self._graduated(file), values)
        self._refuse(reasons)
        return values, said, proposed

    def check_line(self, raw):
        """Refuse a line of a ledger for what it says itself; of the stock nothing is asked."""
        reasons = list(self._place())
        values = self._read(self.kind.fields, raw, reasons)
        self._refuse([*reasons, *rules.entry_reasons(self.kind, values)])

    def issue(self, number, raw, seen=None):
        """Write that what an entry registers was handed out, to whom and how."""
        entry, reasons = self._standing(number, seen)
        if not self.kind.handed_out:
            reasons.append(Reason("line_not_issued"))
        values = self._read(ISSUE, raw, reasons)
        self._refuse([*reasons, *rules.issue_reasons(entry, values)])
        return self._write(rules.issued(entry, values, **self._act()), "entry_issued")

    def correct(self, number, raw, reason, fact, seen=None):
        """Write new values beside those that stand; ``fact``: the head's signature and the seal."""
        entry, reasons = self._standing(number, seen)
        fields = [one for one in self.kind.fields if one.name in raw]
        values = self._read(fields, raw, reasons)
        values |= {one.name: None for one in fields if not one.required and not raw[one.name]}
        former = rules.current_values(entry)
        merged = {name: value for name, value in {**former, **values}.items() if value is not None}
        reasons += rules.correction_reasons(self.kind, entry, values, reason)
        if not fact:
            reasons.append(Reason("not_given", "fact"))
        reasons += rules.entry_reasons(self.kind, merged)
        if values.get("document") != former.get("document") and "document" in values:
            reasons.append(Reason("field_locked", "document"))
        reasons += self._born_as_in_file(merged, entry["file"])
        changed = {
            name: merged[name]
            for name in _ON_BLANKS
            if name in merged and merged[name] != former.get(name)
        }
        if self.kind.id != BLANKS:
            reasons += self._stock_reasons({**merged, **dict.fromkeys(_ON_BLANKS), **changed})
        self._refuse(reasons)
        self._give_back(
            former, number, [one for one in _ON_BLANKS if former.get(one) != merged.get(one)]
        )
        self._take_blanks(changed, number)
        act = self._act()
        entry = rules.corrected(entry, values, reason=reason, fact=fact, **act)
        return self._write(entry, "entry_corrected")

    def annul(self, number, raw, seen=None):
        """Annul an entry: it stays with its number, the order and the reason."""
        entry, reasons = self._standing(number, seen)
        values = self._read(ANNULMENT, raw, reasons)
        reasons += rules.annulment_reasons(entry)
        stood, uid = rules.current_values(entry), self.book.UID()
        if self.kind.id == BLANKS and not reasons:
            reasons += find_stock(self.book).undo_reasons(stood, uid, number)
        self._refuse(reasons)
        if self.kind.id == BLANKS:
            stock_of(self.book).undo_line(stood, uid, number)
        self._count_annulled(entry)
        return self._write(rules.annulled(entry, values, **self._act()), "entry_annulled")

    def _place(self):
        return rules.place_reasons({"kind": self.book.kind, "state": self.book.state})

    def _standing(self, number, seen):
        """Return (entry, reasons against touching it); the number has been found before."""
        entry, reasons = self.get(number), list(self._place())
        if seen is not None and seen != version_of(entry):
            reasons.append(Reason("entry_changed", None, {"number": number}))
        return entry, reasons

    def _refuse(self, reasons):
        if reasons:
            raise StepRefused(self.book, reasons)

    def _act(self):
        return {"at": instant(now()), "actor": actor_now(context=self.book).actor}

    def _read(self, fields, raw, reasons):
        return read(fields, raw, school_today(), reasons)

    def _duplicate(self, values, original, reasons):
        """Return what a duplicate says of its original, ``None`` for no duplicate."""
        wanted = values.get("document") in DUPLICATES
        if not wanted and not original:
            return None
        if not wanted or not self.kind.duplicated:
            reasons.append(Reason("not_a_duplicate", "document"))
            return None
        said = self._read(DUPLICATE, original or {}, reasons)
        if said.get("original_book"):
            book = _book(said["original_book"])
            entry = book and find_store(book).get(said.get("original_number"))
            if not entry or book.kind != self.book.kind:
                reasons.append(Reason("original_unknown", "original_number"))
            else:
                marked = book.state in _MARKED
                reasons.extend(rules.duplicate_reasons(entry, values, marked))
        return said

    def _links(self, values, file, cohort):
        """Yield why the personal file or the class does not fit the entry."""
        if file is not None and _brain(file, "personal_file") is None:
            yield Reason("file_unknown", "file")
        yield from self._born_as_in_file(values, file)
        school = get_school()
        if cohort is not None and (school is None or cohort not in school.cohorts):
            yield Reason("cohort_unknown", "cohort")

    def _proposed(self, values, file):
        """The proposals for the marks of an original with a personal file."""
        brain = _brain(file, "personal_file") if file is not None else None
        if brain is None or values.get("document") != ORIGINAL:
            return ()
        return proposals_of(brain.getObject(), self.kind)

    def _graduated(self, file):
        """Whether the personal file says that its pupil has finished; ``None`` without a file."""
        brain = _brain(file, "personal_file") if file is not None else None
        return has_graduated(brain.getObject(), self.kind) if brain is not None else None

    @staticmethod
    def _born_as_in_file(values, file):
        """An entry linked to a wrong file would be shown to a wrong family."""
        brain = _brain(file, "personal_file") if file is not None else None
        born = brain.getObject().birth_date if brain is not None else None
        if born and values.get("birth_date") not in (None, born.isoformat()):
            yield Reason("file_differs", "birth_date", {"born": born})

    def _repeated(self, values):
        """Return the number of an entry that says the same, ``None`` without one."""
        index = find_index(register_of(self.book))
        if index is None or "name" not in values:
            return None
        for uid, number in index.find(words(values["name"])):
            if uid == self.book.UID() and rules.same_matter(self.get(number), values):
                return number
        return None

    def _stock_reasons(self, values):
        stock = find_stock(self.book)
        if self.kind.id == BLANKS:
            return list(stock.line_reasons(values))
        used = {name: value for name, value in values.items() if value is not None}
        ordered = used.get("order_date")
        day = date.fromisoformat(ordered) if ordered else None
        return list(stock.use_reasons(self.kind.id, used, day))

    def _take_blanks(self, values, number):
        if self.kind.id == BLANKS:
            stock_of(self.book).write_line(values, self.book.UID(), number)
            return
        for name in _ON_BLANKS:
            if values.get(name):
                stock_of(self.book).use(values[name], self.book.UID(), number)

    def _give_back(self, values, number, names):
        for name in names:
            if values.get(name):
                stock_of(self.book).give_back(values[name], self.book.UID(), number)

    def _open_to(self, cohort):
        """Let the teachers of a class see the book that their class stands in."""
        if cohort is not None and cohort not in self.book._cohorts:
            self.book._cohorts = (*self.book._cohorts, cohort)
            self.book.reindexObject(idxs=["allowedRolesAndUsers"])

    def _mark_original(self, said, number):
        book, original = _book(said["original_book"]), said["original_number"]
        store = store_of(book)
        store.marks[original] = (*store.marks.get(original, ()), (self.book.UID(), number))
        payload = {"number": original, "book": self.book.UID(), "duplicate": number}
        record_event(book, "entry_duplicated", payload=payload, alone=True)

    def _write(self, entry, event):
        store, fresh = store_of(self.book), self.get(entry["number"]) is None
        store.put(entry)
        if fresh and self.kind.certified:
            store.open += 1
        index_of(self.book).add(self.book.UID(), entry)
        payload = {"number": entry["number"], "entry": entry}
        record_event(self.book, event, payload=payload, alone=True)
        return entry


def _brain(uid, portal_type):
    """Return the row of the catalog of a record that the current user sees, or ``None``."""
    found = api.portal.get_tool("portal_catalog")(UID=uid, portal_type=portal_type)
    return found[0] if found else None


def _book(uid):
    brain = _brain(uid, "book")
    return brain.getObject() if brain is not None else None


def entries_of(book):
    """Return the :class:`Entries` of a book."""
    return Entries(book)
