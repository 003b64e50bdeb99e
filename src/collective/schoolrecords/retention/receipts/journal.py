"""The journal of receipts: numbers without gaps within a year, and which record each belongs to.

A line names nobody. Who took the record, on what basis and how they signed stands in the record's
own chain, so that it goes with the record when that is destroyed; the line and its number stay.
"""

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.inventories import HANDED_OUT
from collective.schoolrecords.core.inventories import TRANSFERRED
from collective.schoolrecords.ledger.storage import chain_of
from dataclasses import astuple
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from persistent import Persistent
from plone.uuid.interfaces import IUUID
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite


KEY = "collective.schoolrecords.receipts"

LENT = "lent"
#: For good: handed out, transferred; for a time: lent.
KINDS = (HANDED_OUT, TRANSFERRED, LENT)


@dataclass(frozen=True)
class Receipt:
    """A line of the journal.

    ``uid``: the record or document that was given; ``record``: the record around a document, else
    the same. ``given_on``: the day of giving; ``until`` and ``returned_on`` for what is lent.
    """

    year: int
    number: int
    uid: str
    record: str
    kind: str
    given_on: date
    until: date | None = None
    returned_on: date | None = None

    @property
    def label(self) -> str:
        """The number as it is written: «3/2026»."""
        return f"{self.number}/{self.year}"

    @property
    def open(self) -> bool:
        """Whether it was lent and has not come back."""
        return self.kind == LENT and self.returned_on is None


class Journal(Persistent):
    """Year → number → receipt; the receipts of each record; and what is out, by year and number."""

    #: A journal that was begun before this was kept gets it with the next loan or return.
    _out = None

    def __init__(self):
        self._years = IOBTree()
        self._by_uid = OOBTree()

    def add(self, receipt):
        """Keep a receipt under the year's next number; return it with the number.

        Of two transactions that take the same number one conflicts and is tried again.
        """
        year = self._years.get(receipt.year)
        if year is None:
            year = self._years[receipt.year] = IOBTree()
        numbered = replace(receipt, number=year.maxKey() + 1 if year else 1)
        year[numbered.number] = astuple(numbered)
        for uid in {receipt.uid, receipt.record}:
            key = (numbered.year, numbered.number)
            self._by_uid[uid] = (*self._by_uid.get(uid, ()), key)
        if numbered.open:
            self._kept_out().insert((numbered.year, numbered.number))
        return numbered

    def name_also(self, receipt, uid):
        """Note that a receipt names another record, too, which left together with its own."""
        key = (receipt.year, receipt.number)
        if key not in self._by_uid.get(uid, ()):
            self._by_uid[uid] = (*self._by_uid.get(uid, ()), key)

    def put_back(self, receipt, day):
        """Note that what was lent came back."""
        self._years[receipt.year][receipt.number] = astuple(replace(receipt, returned_on=day))
        key = (receipt.year, receipt.number)
        if key in self._kept_out():
            self._out.remove(key)

    def _kept_out(self):
        if self._out is None:
            self._out = OOTreeSet((one.year, one.number) for one in self.all() if one.open)
        return self._out

    def out(self):
        """Yield the receipts of what is lent and has not come back, by year and number."""
        if self._out is None:
            yield from (one for one in self.all() if one.open)
            return
        for key in self._out:
            yield self.get(*key)

    def get(self, year, number):
        """Return a receipt, or ``None``."""
        row = self._years.get(year, {}).get(number)
        return None if row is None else Receipt(*row)

    def of(self, uid):
        """Return the receipts of a record (with those of its documents) or a document, in order."""
        return [self.get(*key) for key in self._by_uid.get(uid, ())]

    def years(self):
        """Return the years that have receipts, oldest first."""
        return list(self._years.keys())

    def all(self):
        """Yield every receipt, by year and number."""
        for numbers in self._years.values():
            for row in numbers.values():
                yield Receipt(*row)


def find_journal(site=None):
    """Return the site's :class:`Journal`, ``None`` before the first receipt; never writes."""
    annotations = IAnnotations(getSite() if site is None else site, None)
    return None if annotations is None else annotations.get(KEY)


def issue(obj, kind, given_on, until=None, around=None):
    """Write a receipt for a record or document that is being given away; return it.

    ``around``: the record that holds the document. The year is that of today: numbers follow each
    other in the order in which they are given.
    """
    site = getSite()
    journal = find_journal(site)
    if journal is None:
        journal = IAnnotations(site)[KEY] = Journal()
    uid = IUUID(obj)
    record = uid if around is None else IUUID(around)
    year = school_today().year
    return journal.add(Receipt(year, 0, uid, record, kind, given_on, until))


def open_receipt(obj):
    """Return the receipt of what is lent and has not come back, or ``None``."""
    journal = find_journal()
    if journal is None:
        return None
    uid = IUUID(obj)
    found = [one for one in journal.of(uid) if one.uid == uid and one.open]
    return found[-1] if found else None


def take_back(obj, day):
    """Note that what was lent came back on a day; return the receipt, ``None`` without one."""
    receipt = open_receipt(obj)
    if receipt is not None:
        find_journal().put_back(receipt, day)
    return receipt


def last_receipt(obj):
    """Return the latest receipt of a record or document itself, or ``None``."""
    journal, uid = find_journal(), IUUID(obj)
    found = [one for one in journal.of(uid) if one.uid == uid] if journal is not None else []
    return found[-1] if found else None


def name_also(obj, other):
    """Let the latest receipt of ``obj`` name ``other``, which goes along with it."""
    receipt = last_receipt(obj)
    if receipt is not None:
        find_journal().name_also(receipt, IUUID(other))


def payload_of(obj, receipt):
    """Return what the chain of ``obj`` keeps of a receipt: receiver or holder, basis, signature.

    Empty when it was destroyed with the record.
    """
    return _payload(obj, "receipt_number", receipt)


def return_of(obj, receipt):
    """Return what the chain of ``obj`` keeps of the return: day, condition, remarks; else empty."""
    return _payload(obj, "returned_receipt", receipt) if receipt.returned_on else {}


def _payload(obj, name, receipt):
    chain = chain_of(obj)
    for entry in chain.entries():
        payload = chain.payload(entry.seq)
        if payload.get(name) == receipt.label:
            return payload
    return {}
