"""What of the school stands on printed pages: its name, and people with their posts."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.core.names import signing_name
from collective.schoolrecords.printing.forms import Signature
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.appointments import offices_of
from collective.schoolrecords.school.storage import get_school
from zope.component.hooks import getSite
from zope.i18n import translate


DIRECTOR = "director"
CLASS_TEACHER = "class_teacher"
#: Who stands in for the director signs as such, whatever their own post is.
ACTING_DIRECTOR = "Исполняющий обязанности директора"


def school_name() -> str:
    """The school's name as the site is called."""
    return getSite().title


def signature_of(user_id, signed_on=None, fact="", office=None) -> Signature:
    """The line of an account: post and «И. О. Фамилия»; by hand where there is no person.

    ``office``: key of the office in which they sign. The post is that of their person; without one
    it is the title of the office, or of one that they hold on the day.
    """
    school = get_school()
    person = school.person_of(user_id) if school is not None and user_id else None
    if person is None:
        return Signature(_title(office), "", signed_on, fact)
    post = _post(school, person, office, signed_on or school_today())
    return Signature(post, _name(person), signed_on, fact)


def signature_of_reader() -> Signature:
    """The line of whoever prints the page; signed by hand."""
    return signature_of(getSecurityManager().getUser().getId())


def signature_of_office(office, day, cohort_id=None) -> Signature:
    """The line of whoever holds an office on a day, of an acting one when there is no other.

    ``cohort_id``: the class whose teacher is meant.
    """
    school = get_school()
    found = holders_of(school, office, day, cohort_id) if school is not None else ()
    if not found:
        return Signature(_title(office))
    person = school.people[found[0].person_id]
    return Signature(_post(school, person, office, day), _name(person))


def _post(school, person, office, day):
    if office == CLASS_TEACHER:
        # Who answers for a class signs as its teacher, whatever subject they teach.
        return _title(office)
    held = offices_of(school, person.id, day)
    mine = [one for one in held if one.role == office]
    if office == DIRECTOR and mine and all(one.acting for one in mine):
        return ACTING_DIRECTOR
    return person.position or _title(office or next((one.role for one in held), None))


def _title(office):
    """The office in the words of the printed page, which is Russian."""
    return translate(BY_KEY[office].title, target_language="ru") if office in BY_KEY else ""


def _name(person):
    return signing_name(person.last_name, person.first_name, person.middle_name)
