"""What of the school stands on printed pages: its name, and people with their posts."""

from AccessControl import getSecurityManager
from collective.schoolrecords.printing.forms import Signature
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.storage import get_school
from zope.component.hooks import getSite


def school_name() -> str:
    """The school's name as the site is called."""
    return getSite().title


def signature_of(user_id, signed_on=None, fact="") -> Signature:
    """The line of an account; without a person behind it a line to be filled in by hand."""
    school = get_school()
    person = school.person_of(user_id) if school is not None and user_id else None
    if person is None:
        return Signature("", "", signed_on, fact)
    return Signature(person.position or "", person.short_name, signed_on, fact)


def signature_of_reader() -> Signature:
    """The line of whoever prints the page; signed by hand."""
    return signature_of(getSecurityManager().getUser().getId())


def signature_of_director(day) -> Signature:
    """The line of the director on a day, of the acting one when there is no other."""
    school = get_school()
    found = holders_of(school, "director", day) if school is not None else ()
    if not found:
        return Signature("Директор")
    person = school.people[found[0].person_id]
    return Signature(person.position or "Директор", person.short_name)
