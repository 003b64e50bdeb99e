"""Who may do what with entries: asked of the book for the staff, of the file for a family.

A family holds no role on a book. A guardian or a pupil sees the entries of their own personal file
and nothing else; whether any other number exists is not told.
"""

from AccessControl import getSecurityManager
from AccessControl.unauthorized import Unauthorized
from Acquisition import aq_base
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.groups import parse
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.school import CHILD
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.school.storage import get_school


def sees_book(book):
    """Whether the current user sees the whole book."""
    return bool(getSecurityManager().checkPermission(life.VIEW, book))


def own_files():
    """Return the UIDs of personal files whose family the current user belongs to."""
    names = map(parse, _groups())
    return {name.scope for name in names if name is not None and name.place == CHILD}


def sees_entry(book, entry):
    """Whether the current user sees one entry."""
    if sees_book(book):
        return True
    file = entry["file"]
    return bool(file) and book.past_draft and file in own_files()


def entry_for_reader(book, number):
    """Return an entry that the current user sees.

    Raises ``Unauthorized`` for everything else; only who sees the whole book learns that a number
    was not given (``None``).
    """
    entry = entries_of(book).get(number) if type(number) is int else None
    if sees_book(book):
        return entry
    if entry is None or not sees_entry(book, entry):
        raise Unauthorized("entry")
    return entry


def may_write(book, permission=life.REGISTER):
    """Whether the current user writes entries (with another ``permission``: hands out).

    The keeper of certificates writes every book; the secretary those to which an order appointed
    them by name (S20-3.3.3).
    """
    manager = getSecurityManager()
    if book.state != life.CURRENT or not manager.checkPermission(permission, book):
        return False
    if life.CERTIFICATE_KEEPER in manager.getUser().getRolesInContext(book):
        return True
    school = get_school()
    person = school.person_of(manager.getUser().getId()) if school is not None else None
    return person is not None and person.id == book.appointed


def refuse_unkept(book):
    """Say to who sees the whole book that nothing is written into one that is not kept (any more).

    Without this a closed book would answer that the office is not the right one.
    """
    if book.state != life.CURRENT and sees_book(book):
        raise StepRefused(book, [Reason("book_not_current")])


def may_close(book):
    """Whether the current user closes the book: who writes it, and nobody else."""
    return may_write(book, life.CLOSE)


def may_hand_out(book):
    """Whether the current user writes down that something was handed out."""
    return may_write(book, life.HAND_OUT)


def may_annul(book):
    """Whether the current user corrects and annuls: the head (domain 3.1)."""
    manager = getSecurityManager()
    return book.state == life.CURRENT and bool(manager.checkPermission(life.ANNUL, book))


def may_certify(book, block, signer):
    """Whether the current user puts this signature under a block.

    The class teacher signs for the own class; of a class that the school does not know any more
    the head enters the signature on paper, as the own one and the seal.
    """
    manager = getSecurityManager()
    if book.state != life.CURRENT or not manager.checkPermission(life.CERTIFY, book):
        return False
    head = life.DIRECTOR in manager.getUser().getRolesInContext(book)
    if signer != rules.TEACHER:
        return head
    return head if block["cohort"] is None else teaches(block["cohort"])


def teaches(cohort_id):
    """Whether the current user is class teacher of a class."""
    return cohort_group(cohort_id, "class_teacher") in _groups()


def _groups():
    """The groups of the current user; nobody who is logged out is in one.

    Who is logged out has no groups, but would acquire a method of that name from the user folder.
    """
    return getattr(aq_base(getSecurityManager().getUser()), "getGroups", tuple)()
