"""The school's stock of blanks: one for all books, so that no number is used in two of them.

It lies on the register of books. Ledgers of blanks write ranges and losses, books of certificates
what they use; a number is one key, so that of two transactions that take it one conflicts, is
repeated and is refused. Whoever reads the ranges to decide reads them currently: a receipt that is
taken back at the same moment conflicts too.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core import blanks
from collective.schoolrecords.core.book_fields import KINDS
from collective.schoolrecords.core.preconditions import Reason
from datetime import date
from persistent import Persistent


class Stock(Persistent):
    """Ranges received and what became of their numbers; see :mod:`...core.blanks`.

    ``ranges``: key of the first number → (last, kind, book, entry). ``taken``: key of a number →
    (state, book, entry, what it was before). ``covers``: (kind, operation) → quantity. ``since``:
    day of the first receipt. ``changed`` is written with every line of a ledger, ``uses`` counts
    with every blank that an entry stands on: two of those do not hinder each other.
    """

    def __init__(self):
        self.ranges = OOBTree()
        self.taken = OOBTree()
        self.covers = OOBTree()
        self.since = None
        self.changed = None
        self.uses = Length()

    def state(self, number):
        """Return the state of a number, ``None`` for an unknown one."""
        return blanks.state_of(self.ranges, self.taken, number)

    def balances(self):
        """Return :class:`...core.blanks.Balance` of each kind that was received."""
        return blanks.balances(self.ranges, self.taken, self.covers)

    def line_reasons(self, values):
        """Yield why the stock has no place for a line of a ledger.

        Values that are missing or name no range are judged elsewhere; nothing is asked of them.
        """
        kind, operation = values.get("blank_kind"), values.get("operation")
        if kind is None or operation is None:
            return
        if kind in blanks.BY_QUANTITY:
            yield from blanks.covers_reasons(self.covers, kind, operation, values.get("quantity"))
            return
        ends = values.get("first"), values.get("last")
        if None in ends or any(blanks.range_reasons(*ends, None)):
            return
        if operation == blanks.RECEIPT:
            yield from blanks.receipt_reasons(self.ranges, *ends)
        else:
            yield from blanks.take_reasons(self.ranges, self.taken, operation, *ends, kind)

    def write_line(self, values, book, entry):
        """Write a line of a ledger; its reasons have been asked."""
        self.changed = (book, entry)
        kind, operation = values["blank_kind"], values["operation"]
        if kind in blanks.BY_QUANTITY:
            self._add(kind, operation, values["quantity"])
        elif operation == blanks.RECEIPT:
            self.ranges[blanks.key_of(values["first"])] = (values["last"], kind, book, entry)
            day = date.fromisoformat(values["day"])
            self.since = min(self.since or day, day)
        else:
            for number in blanks.numbers_of(values["first"], values["last"]):
                self._take(number, operation, book, entry)

    def undo_reasons(self, values, book, entry):
        """Yield why a line of a ledger cannot be taken back: something was built on it."""
        kind, operation = values["blank_kind"], values["operation"]
        if kind in blanks.BY_QUANTITY:
            if operation == blanks.RECEIPT:
                yield from blanks.covers_reasons(
                    self.covers, kind, blanks.ISSUED, values["quantity"]
                )
            return
        for number in blanks.numbers_of(values["first"], values["last"]):
            found = self.taken.get(blanks.key_of(number))
            mine = found is None if operation == blanks.RECEIPT else _is(found, book, entry)
            if not mine:
                yield Reason("line_built_on", None, {"number": number})
                return

    def undo_line(self, values, book, entry):
        """Take a line of a ledger back; its reasons have been asked."""
        self.changed = (book, -entry)
        read_currently(self.uses)
        kind, operation = values["blank_kind"], values["operation"]
        if kind in blanks.BY_QUANTITY:
            self._add(kind, operation, -values["quantity"])
        elif operation == blanks.RECEIPT:
            del self.ranges[blanks.key_of(values["first"])]
        else:
            for number in blanks.numbers_of(values["first"], values["last"]):
                self.give_back(number, book, entry)

    def use_reasons(self, kind_id, values, day):
        """Yield why an entry of a book cannot stand on the blanks that it names."""
        kind = KINDS[kind_id]
        for name, kinds in (("blank", kind.titles), ("supplement", kind.supplements)):
            if name in values:
                fits = (
                    kinds
                    if values.get("document") != "supplement_duplicate"
                    else (
                        *kind.titles,
                        *kind.supplements,
                    )
                )
                yield from blanks.use_reasons(
                    self.ranges, self.taken, values[name], name, fits, self.since, day
                )

    def use(self, number, book, entry):
        """Let an entry stand on a blank; its reasons have been asked."""
        read_currently(self)
        self.uses.change(1)
        self._take(number, blanks.ISSUED, book, entry)

    def give_back(self, number, book, entry):
        """Undo what this very entry did with a number."""
        key = blanks.key_of(number)
        found = self.taken.get(key)
        if not _is(found, book, entry):
            return
        if found[3] is None:
            del self.taken[key]
        else:
            self.taken[key] = found[3]

    def _take(self, number, state, book, entry):
        key = blanks.key_of(number)
        self.taken[key] = (state, book, entry, self.taken.get(key))

    def _add(self, kind, operation, quantity):
        key = (kind, operation)
        self.covers[key] = self.covers.get(key, 0) + quantity


def read_currently(obj):
    """Make the commit conflict with one that writes ``obj``."""
    if obj._p_jar is not None:
        # A ghost has no serial yet, and nothing would be compared.
        obj._p_activate()
        obj._p_jar.readCurrent(obj)


def _is(found, book, entry):
    return found is not None and found[1:3] == (book, entry)


def register_of(book):
    """Return the register that a book stands in."""
    return aq_parent(aq_inner(book))


def find_stock(book):
    """Return the school's :class:`Stock`, an empty one that is not stored before the first line."""
    return getattr(aq_base(register_of(book)), "_blanks", None) or Stock()


def stock_of(book):
    """Return the school's :class:`Stock` to write into; makes it when there is none."""
    register = aq_base(register_of(book))
    if getattr(register, "_blanks", None) is None:
        register._blanks = Stock()
    return register._blanks
