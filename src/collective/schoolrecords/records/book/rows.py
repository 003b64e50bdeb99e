"""Entries over all books: of a personal file, and by words. Each is asked whether it may be seen."""

from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.searching import words
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.found import find_index
from collective.schoolrecords.records.book.rights import own_files
from collective.schoolrecords.records.book.rights import sees_book
from collective.schoolrecords.records.book.rights import sees_entry
from collective.schoolrecords.records.book.words import STATE_TITLES
from collective.schoolrecords.records.search.interfaces import Findings
from collective.schoolrecords.records.search.interfaces import Found
from collective.schoolrecords.records.search.interfaces import ISearchSource
from plone import api
from zope.component.hooks import getSite
from zope.i18n import translate
from zope.interface import implementer


REGISTER = "books"


def entries_of_file(uid):
    """Return pairs (book, entry) of a personal file that the current user sees."""
    index = _index()
    rows = _seen(index, index.of_file(uid)) if index is not None else ()
    return [(book, entries_of(book).get(number)) for book, number in rows]


@implementer(ISearchSource)
class EntrySource:
    """Entries of books in the search over everything; see :class:`ISearchSource`."""

    title = _("search_entries", default="Entries of books")
    order = 800

    def __init__(self, site, request):
        self.site = site
        self.request = request

    def find(self, asked, most):
        """See :class:`ISearchSource`: by name, by numbers of blanks and of orders."""
        index = _index()
        if index is None:
            return Findings()
        asked_rows = index.find(words(asked.text)) if asked.code else index.ask(asked)
        rows = list(_seen(index, asked_rows))
        return Findings(len(rows), tuple(self._found(asked, *row) for row in rows[:most]))

    def _found(self, asked, book, number):
        entry = entries_of(book).get(number)
        values = rules.current_values(entry)
        data = {"number": number, "name": values.get("name", "")}
        title = _("search_entry", default="No. ${number} ${name}", mapping=data)
        state = STATE_TITLES[rules.state_of(entry)]
        return Found(
            title=translate(title, context=self.request),
            url=f"{book.absolute_url()}/@@entry?number={number}",
            kind=translate(state, context=self.request),
            sub=book.title,
            exact=asked.is_number_of(*rules.search_texts(values)),
        )


def _index():
    register = getSite().get(REGISTER)
    return None if register is None else find_index(register)


def _seen(index, rows):
    """Yield (book, number) of the rows that the current user may see.

    The staff sees whole books; of the others only rows of files of the own family are looked at.
    """
    books, own = {}, None
    for uid, number in rows:
        if uid not in books:
            books[uid] = _book(uid)
        book, whole = books[uid]
        if book is None:
            continue
        if not whole:
            own = _own_rows(index) if own is None else own
            if (uid, number) not in own or not sees_entry(book, entries_of(book).get(number)):
                continue
        yield book, number


def _book(uid):
    """Return (book, whether the current user sees it whole)."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(UID=uid, portal_type="book")
    book = brains[0]._unrestrictedGetObject() if brains else None
    return book, book is not None and sees_book(book)


def _own_rows(index):
    return {row for uid in own_files() for row in index.of_file(uid)}
