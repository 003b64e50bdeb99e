"""The page of a book: what it is, its newest entries, what waits for certification."""

from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.books.entry_table import EntryTable
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.record import RecordPage
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.stock import find_stock
from collective.schoolrecords.records.book.words import BLANK_TITLES
from collective.schoolrecords.records.book.words import KIND_TITLES
from collective.schoolrecords.records.book.words import SIGNER_TITLES
from functools import cached_property
from urllib.parse import urlencode


#: Entries shown on the book's own page; all of them have a page of their own.
NEWEST = 10


class BookPage(BookBase, RecordPage):
    """``view`` of a book."""

    @cached_property
    def entries(self):
        """The book's entries."""
        return entries_of(self.context)

    @cached_property
    def record(self):
        """See :class:`RecordPage`: writing is the main button, closing a path of its own."""
        bag = RecordPage.record.func(self)
        url = self.context.absolute_url()
        if rights.may_write(self.context) and self.context.kind != fields.ALPHABET:
            bag.link = Values(url=f"{url}/@@add-entry", title=ADD)
            if self.context.kind == fields.BLANKS:
                lines = Values(icon="upload", url=f"{url}/@@load-lines", title=LINES)
                bag.links = [lines, *bag.links]
        if bag.next and bag.next.id == "close":
            bag.next = None
        bag.steps = [one for one in bag.steps if one.id != "close"]
        for one in bag.blocked:
            one.title = CLOSE if one.id == "close" else one.title
        if rights.may_close(self.context):
            self._offer_closing(bag, Values(icon="lock", url=f"{url}/@@close-book", title=CLOSE))
        return bag

    def _offer_closing(self, bag, closing):
        """Closing is the main button of a book whose entries are done, and else a line of the menu.

        A book without certification is written in until its last sheet: nothing in it tells that
        it is done.
        """
        kind = self.entries.kind
        done = kind is not None and kind.certified and len(self.entries)
        if not done or any(one.id == "close" for one in bag.blocked):
            bag.links = [closing, *bag.links]
            return
        if bag.link:
            written = Values(icon="plus", url=bag.link.url, title=bag.link.title)
            bag.links = [written, *bag.links]
        bag.link = closing

    def _line(self):
        book = self.context
        if book.kind:
            yield KIND_TITLES[book.kind]
        if book.opened_on:
            yield self._said(OPENED, day=day_text(book.opened_on))
        if book.kind != fields.ALPHABET:
            yield self._said(ENTRIES_N, n=number_text(len(self.entries)))
        yield from list(RecordPage._line(self))[2:]

    def _sections(self):
        if self.context.kind == fields.ALPHABET:
            yield self._alphabet()
        elif self.context.past_draft:
            yield self._newest()
        if self.context.kind == fields.BLANKS and self.context.past_draft:
            yield self._balances()
        if self.entries.kind is not None and self.entries.kind.certified and len(self.entries):
            yield self._certification()
        yield from super()._sections()

    def _alphabet(self):
        return Values(
            id="entries",
            title=ENTRIES,
            texts=[ALPHABET_TEXT],
            edit=f"{self.site.absolute_url()}/@@alphabet-book",
            edit_title=ALPHABET_OPEN,
        )

    def _newest(self):
        table = EntryTable(self.context, self.say)
        entries, total = self.entries, len(self.entries)
        shown = [entries.get(number) for number in range(total, max(total - NEWEST, 0), -1)]
        url = f"{self.context.absolute_url()}/@@entries"
        return Values(
            id="entries",
            title=ENTRIES,
            count=number_text(total) if total else None,
            edit=url if total else None,
            edit_title=ALL,
            table=table.of(shown) if shown else None,
            empty=None if shown else NONE,
        )

    def _balances(self):
        columns = (
            ("sr-lead", _("desk_col_blank_kind", default="Kind of blank")),
            ("sr-num", _("desk_col_received", default="Received")),
            ("sr-num", _("desk_col_issued", default="Issued")),
            ("sr-num", _("desk_col_spoiled", default="Spoiled")),
            ("sr-num", _("desk_col_destroyed", default="Destroyed")),
            ("sr-num", _("desk_col_in_stock", default="In stock")),
        )
        names = ("received", "issued", "spoiled", "destroyed", "in_stock")
        rows = [
            Values(
                cells=[
                    Values(text=self.say(BLANK_TITLES[one.kind]), css="sr-lead"),
                    *(
                        Values(
                            text=number_text(getattr(one, name)),
                            css="sr-num",
                            label=self.say(title),
                        )
                        for name, (_css, title) in zip(names, columns[1:], strict=True)
                    ),
                ]
            )
            for one in find_stock(self.context).balances()
        ]
        return Values(
            id="stock",
            title=STOCK,
            table=_table(STOCK, columns, rows) if rows else None,
            empty=None if rows else NO_STOCK,
            foot=STOCK_FOOT if rows else None,
        )

    def _certification(self):
        columns = (
            ("sr-lead", _("desk_col_class", default="Class")),
            ("sr-nowrap", _("desk_col_entries", default="Entries")),
            ("", _("desk_col_signatures", default="Signatures")),
        )
        blocks = [*self.entries.waiting(), *reversed(self._whole())]
        rows = [Values(cells=self._block(one)) for one in blocks[:50]]
        return Values(
            id="certification",
            title=CERTIFICATION,
            count=number_text(self.entries.not_certified()) or None,
            table=_table(CERTIFICATION, columns, rows) if rows else None,
            empty=None if rows else CERTIFIED_ALL,
        )

    def _whole(self):
        return [one for one in self.entries.blocks() if not waits_for(one)]

    def _block(self, block):
        waiting = waits_for(block)
        signed = [
            f"{self.say(SIGNER_TITLES[signer])}, {day_text(fact['at'])}: {fact['fact']}"
            for signer, fact in block["signatures"].items()
        ]
        url, text = None, "; ".join(signed)
        if waiting:
            data = {"signer": self.say(SIGNER_TITLES[waiting]).lower()}
            text = self.say(_("desk_waits_for", default="waits for: ${signer}", mapping=data))
            if rights.may_certify(self.context, block, waiting):
                asked = {"class": block["label"]}
                if block["signers"] == list(rules.DUPLICATE_SIGNERS):
                    asked = {"number": block["numbers"][0]}
                url = f"{self.context.absolute_url()}/@@certify-entries?{urlencode(asked)}"
        sub = "; ".join(signed) if waiting and signed else None
        return [
            Values(text=block["label"], css="sr-lead"),
            Values(text=numbers_text(block["numbers"]), css="sr-nowrap"),
            Values(text=text, url=url, sub=sub),
        ]


def waits_for(block):
    """Return who signs a block next, ``None`` when all have."""
    return next((one for one in block["signers"] if one not in block["signatures"]), None)


def numbers_text(numbers):
    """Return «№ 1–26, 30» for numbers in order."""
    parts = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    said = (str(one) if one == last else f"{one}–{last}" for one, last in parts)
    return "№ " + ", ".join(said)


def _table(title, columns, rows):
    bags = [Values(css=css, title=text) for css, text in columns]
    return Values(title=title, columns=bags, rows=rows)


ADD = _("desk_entry_add", default="Write an entry")
LINES = _("desk_lines", default="Write a table of lines")
CLOSE = _("desk_book_close", default="Close the book")
ENTRIES = _("desk_book_entries", default="Entries")
ALL = _("desk_book_all_entries", default="All entries")
NONE = _("desk_book_no_entries", default="No entries yet.")
OPENED = _("desk_book_opened", default="opened on ${day}")
ENTRIES_N = _("desk_book_entries_n", default="entries: ${n}")
STOCK = _("desk_book_stock", default="Blanks in stock")
NO_STOCK = _("desk_book_no_stock", default="No blanks were received yet.")
STOCK_FOOT = _(
    "desk_book_stock_foot",
    default="One stock for all ledgers of the school. What certificates were written on counts "
    "as issued by itself.",
)
CERTIFICATION = _("desk_book_certification", default="Certification of entries")
CERTIFIED_ALL = _("desk_book_certified_all", default="All entries are certified.")
ALPHABET_TEXT = _(
    "desk_book_alphabet_text",
    default="The entries of this book are the personal files: their letters and numbers. Nothing "
    "is written twice.",
)
ALPHABET_OPEN = _("desk_book_alphabet_open", default="Open the alphabet book")
