"""Graduates of a school year who stand in no book of certificates yet.

A class that was in grade 9 or 11 at the end of the year is looked through; who has an entry is known
without waking a file, so that a desk may count.
"""

from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.book_fields import CERTIFICATES_9
from collective.schoolrecords.core.book_fields import CERTIFICATES_11
from collective.schoolrecords.core.books import ANNULLED
from collective.schoolrecords.core.books import state_of
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.finals import has_graduated
from collective.schoolrecords.records.book.found import find_index
from collective.schoolrecords.records.book.stock import register_of
from collective.schoolrecords.school.storage import get_school
from plone import api


#: States of a file whose pupil may be owed a certificate.
_OWED = (life.CURRENT, life.CLOSED, life.ARCHIVED, life.HANDED_OUT)


def without_entry(book, year):
    """Return the files of the graduates of a school year without a living entry, by name.

    ``book``: of certificates of grade 9 or 11; every other has none. ``year``: label, «2025/26».
    Files that the reader does not see are left out; entries are looked for in all books.
    """
    kind, school = entries_of(book).kind, get_school()
    if kind is None or kind.id not in (CERTIFICATES_9, CERTIFICATES_11) or school is None:
        return []
    last = SchoolYear.parse(year).last_day
    cohorts = [one.id for one in school.cohorts.values() if one.grade_on(last) == kind.grade]
    if not cohorts:
        return []
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="personal_file",
        record_cohort=cohorts,
        review_state=_OWED,
        sort_on="record_sort",
    )
    entered = _Entered(book, kind.id)
    owed = (brain.getObject() for brain in brains if not entered.has(brain.UID))
    return [file for file in owed if has_graduated(file, kind)]


class _Entered:
    """Which files stand in a book of a kind; a book is fetched once, whoever asks."""

    def __init__(self, book, kind):
        self.index = find_index(register_of(book))
        self.kind = kind
        self.books = {}

    def has(self, uid):
        """Whether a file has an entry of the kind that is not annulled."""
        rows = self.index.of_file(uid) if self.index is not None else ()
        return any(self._lives(*row) for row in rows)

    def _lives(self, uid, number):
        book = self._book(uid)
        if book is None or book.kind != self.kind:
            return False
        return state_of(entries_of(book).get(number)) != ANNULLED

    def _book(self, uid):
        if uid not in self.books:
            catalog = api.portal.get_tool("portal_catalog")
            brains = catalog.unrestrictedSearchResults(UID=uid, portal_type="book")
            self.books[uid] = brains[0]._unrestrictedGetObject() if brains else None
        return self.books[uid]
