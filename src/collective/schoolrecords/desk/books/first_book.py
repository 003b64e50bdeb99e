"""The way to a book that the school needs and has not begun, for whoever keeps the books."""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.book_fields import kinds_to_open
from collective.schoolrecords.core.states import CURRENT
from collective.schoolrecords.core.states import DRAFT
from collective.schoolrecords.school.cohorts import cohorts_on
from plone import api


ADD = "collective.schoolrecords.AddRecord"
KEEPER = "certificate_keeper"


def first_book_url(reader):
    """Return the address of the form of the first book that is missing; ``None`` without any.

    For the keeper alone, whose desk leads there, as far as the keeper may open books.
    """
    register = reader.site.get("books")
    if KEEPER not in reader.keys or register is None or not checkPermission(ADD, register):
        return None
    today = school_today()
    grades = [one.grade_on(today) for one in _cohorts(reader.school, today)]
    missing = kinds_to_open(_begun(), grades)
    return f"{register.absolute_url()}/@@add-record?kind={missing[0]}" if missing else None


def _cohorts(school, today):
    return cohorts_on(school, today) if school is not None else ()


def _begun():
    """Kinds of the books that are open or drawn up, whoever sees them: a school has a few."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="book", review_state=[DRAFT, CURRENT]
    )
    return {brain._unrestrictedGetObject().kind for brain in brains}
