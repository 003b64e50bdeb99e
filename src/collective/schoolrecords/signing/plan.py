"""Who signs a record by the regulation in force, and whether a simple signature is enough."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.roles import offices_of
from collective.schoolrecords.core import signing as rules
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.storage import made_on
from zope.component.hooks import getSite


#: The carrier on which a seal is put.
PAPER = ("paper",)


def _regulation():
    return regulation_on(getSite(), school_today())


def _document(record):
    regulation = _regulation()
    if regulation is None:
        return None
    return regulation.documents.get(getattr(record, "doc_type", None))


def plan_of(record):
    """Return the keys of the offices that sign the record, in order."""
    document = _document(record)
    certification = document.certification if document is not None else None
    return rules.signers_of(record.family_id, certification and certification.signers)


def act_on_simple():
    """Return the school's own act on simple signatures, empty in a school without one."""
    found = _setting("simple_signature_act")
    return "" if found.strip().casefold() in rules.NO_ACT else found


def simple_reasons(record, kind=None):
    """Return all reasons (core ``Reason``) why a simple signature is none on the record.

    ``kind``: a kind of the setting, the record's family unless told otherwise.
    """
    allowed = rules.kinds_in(_setting("simple_signature_kinds"))
    sealed = kind is None and _sealed_paper(record)
    return rules.simple_reasons(kind or record.family_id, allowed, act_on_simple(), sealed)


def _sealed_paper(record):
    document = _document(record)
    if document is None or document.certification is None:
        return False
    return bool(document.certification.seal) and document.carriers == PAPER


def _setting(name):
    regulation = _regulation()
    setting = regulation.settings.get(name) if regulation is not None else None
    return "" if setting is None else str(setting.value)


def person_now(record):
    """Return who the current user is on the record (core ``Person``), with the offices of now."""
    user = getSecurityManager().getUser()
    user_id = user.getId()
    school = get_school()
    known = school.person_of(user_id) if school is not None and user_id else None
    name = known.full_name if known is not None else _own_name(user)
    offices = offices_of(user.getRolesInContext(record))
    return rules.Person(str(user_id), name, frozenset(one.key for one in offices))


def _own_name(user):
    getter = getattr(user, "getProperty", None)
    return (getter("fullname") if getter else "") or ""


def complete(record):
    """Whether every office has signed the record as it is today.

    A record without signatures is not read: its form is made only where one has to be compared.
    """
    made = made_on(record)
    if not made:
        return False
    form = form_of(record)
    plan = plan_of(record)
    return form is not None and bool(plan) and not rules.missing(plan, made, form.digest)
