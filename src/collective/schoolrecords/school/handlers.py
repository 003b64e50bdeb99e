"""What follows in the school from events of Plone's accounts and of records."""

from .staff import link_account
from .storage import get_school
from collective.schoolrecords.core import deletions
from collective.schoolrecords.ledger.storage import append
from datetime import datetime
from datetime import UTC


def forget_deleted_account(event):
    """Part a deleted account from its person.

    Else whoever later gets the same user id would inherit the offices.
    """
    school = get_school()
    person = None if school is None else school.person_of(event.principal)
    if person is not None:
        link_account(school, person.id, None)
    if school is not None and event.principal in school.issued_passwords:
        school.issued_passwords.remove(event.principal)


def note_changed_password(event):
    """The password is no longer the issued one."""
    school = get_school()
    user_id = None if event.principal is None else event.principal.getId()
    if school is not None and user_id and user_id in school.issued_passwords:
        school.issued_passwords.remove(user_id)


def write_deletion(event):
    """Write the deletion of drafts into the school's chain: UIDs, types and heads, no word of them.

    Its payload has a salt of its own, so that an auditor can open it without anything else.
    """
    school = get_school(event.site)
    if school is not None:
        append(
            school,
            deletions.EVENT,
            at=datetime.now(UTC),
            payload=deletions.payload_of(event.drafts),
            alone=True,
            **vars(event.actor),
        )
