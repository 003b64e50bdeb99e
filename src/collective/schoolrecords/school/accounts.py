"""Plone accounts for people of the school, and the log of issued credentials.

The user id is random and says nothing about the person. A password is made here, handed to the
caller once and kept nowhere; who was given one, when and by whom stands in the issue log
(S20-3.1.6, S90-3.1, S90-4.3.7).
"""

from .events import record
from .people import CredentialIssue
from .refusals import refuse_if
from .refusals import SchoolRefused
from .staff import known_person
from .staff import link_account
from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.groups import is_reserved
from collective.schoolrecords.core.preconditions import Reason
from dataclasses import dataclass
from dataclasses import field
from plone import api

import re
import secrets


INITIAL = "initial"
RESET = "reset"

READABLE_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without l, I, o, O, 0 and 1, which look alike on paper."""

PASSWORD_LENGTH = 14
#: An id of an account as it is made here: nobody chose it and nobody knows it.
_MADE = re.compile(r"u[0-9a-f]{16}")
_LOGIN = re.compile(r"[A-Za-z0-9._-]{3,40}")


@dataclass(frozen=True)
class Credentials:
    """What is shown once to whoever issues an account. The password is not in its repr."""

    person_id: str
    user_id: str
    login: str
    password: str = field(repr=False)


def is_made(user_id):
    """Return whether an id of an account was made here, so that it tells people nothing."""
    return bool(_MADE.fullmatch(user_id))


def open_account(school, person_id, login=None):
    """Make an account for a person. Returns `Credentials`; the password cannot be had again.

    Without a login one is made that says nothing. Raises `SchoolRefused` ACCOUNT_EXISTS,
    LOGIN_FORM, LOGIN_TAKEN.
    """
    person = known_person(school, person_id)
    acl_users = api.portal.get_tool("acl_users")
    login = f"user{secrets.randbelow(10**8):08d}" if login is None else login.lower()
    reasons = []
    if person.user_id:
        reasons.append(Reason("ACCOUNT_EXISTS", "person_id"))
    if not _LOGIN.fullmatch(login) or is_reserved(login):
        reasons.append(Reason("LOGIN_FORM", "login"))
    elif acl_users.getUser(login) is not None or acl_users.getUserById(login) is not None:
        reasons.append(Reason("LOGIN_TAKEN", "login", {"value": login}))
    refuse_if(reasons, school)
    user_id = f"u{secrets.token_hex(8)}"
    password = make_password()
    acl_users.userFolderAddUser(user_id, password, ["Member"], [])
    acl_users.updateLoginName(user_id, login)
    api.user.get(userid=user_id).setMemberProperties({"fullname": person.short_name})
    link_account(school, person_id, user_id)
    _log(school, person_id, user_id, INITIAL)
    return Credentials(person_id, user_id, login, password)


def reset_password(school, person_id):
    """Give a person a new password. Returns `Credentials`. Raises `SchoolRefused`."""
    person = known_person(school, person_id)
    acl_users = api.portal.get_tool("acl_users")
    user = acl_users.getUserById(person.user_id) if person.user_id else None
    refuse_if([Reason("ACCOUNT_MISSING", "person_id")] if user is None else (), school)
    password = make_password()
    acl_users.userSetPassword(person.user_id, password)
    _log(school, person_id, person.user_id, RESET)
    return Credentials(person_id, person.user_id, user.getUserName(), password)


def close_account(school, person_id):
    """Delete a person's account; their entry and appointments stay."""
    person = known_person(school, person_id)
    if not person.user_id:
        raise SchoolRefused([Reason("ACCOUNT_MISSING", "person_id")])
    api.portal.get_tool("acl_users").userFolderDelUsers([person.user_id])
    link_account(school, person_id, None)


def make_password():
    """A random password of letters and digits that can be read off paper."""
    return "".join(secrets.choice(READABLE_LETTERS) for _ in range(PASSWORD_LENGTH))


def _log(school, person_id, user_id, kind):
    number = school.issues.maxKey() + 1 if school.issues else 1
    issuer = getSecurityManager().getUser().getId() or ""
    school.issues[number] = CredentialIssue(
        number, person_id, user_id, kind, issuer, now().isoformat()
    )
    school.issued_passwords.insert(user_id)
    record(school, "account", what=f"password_{kind}", person_id=person_id, user_id=user_id)
