"""The roles of a school: key, name in Zope, and where each is held.

A role of the school (`SITE`) reaches its holder through a group of the site. The roles of a
class or a child are never given site-wide: they are local roles on the records of that class or
child (see :mod:`.localroles`).
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.core.school import CHILD
from collective.schoolrecords.core.school import ROLE_PLACES
from collective.schoolrecords.core.school import SITE
from collective.schoolrecords.messages import _
from dataclasses import dataclass
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class Role:
    """One role. `key` is ours, `name` is the role's name in Zope, `title` what people read."""

    key: str
    name: str
    title: Message

    @property
    def place(self) -> str:
        """Where it is held: "site", "cohort" or "child"."""
        return ROLE_PLACES[self.key]


ROLES = (
    Role("director", "Director", _("access_role_director", default="Director")),
    Role("deputy", "Deputy", _("access_role_deputy", default="Deputy director")),
    Role(
        "class_teacher",
        "Class Teacher",
        _("access_role_class_teacher", default="Class teacher"),
    ),
    Role(
        "subject_teacher",
        "Subject Teacher",
        _("access_role_subject_teacher", default="Subject teacher"),
    ),
    Role(
        "method_head",
        "Method Head",
        _("access_role_method_head", default="Head of methodical association"),
    ),
    Role("secretary", "Secretary", _("access_role_secretary", default="Secretary")),
    Role(
        "journal_admin",
        "Journal Administrator",
        _("access_role_journal_admin", default="Administrator of the electronic journal"),
    ),
    Role("archivist", "Archivist", _("access_role_archivist", default="Archivist")),
    Role(
        "certificate_keeper",
        "Certificate Keeper",
        _("access_role_certificate_keeper", default="Keeper of certificates"),
    ),
    Role(
        "commission_chair",
        "Commission Chair",
        _("access_role_commission_chair", default="Chair of the expert commission"),
    ),
    Role(
        "commission_member",
        "Commission Member",
        _("access_role_commission_member", default="Member of the expert commission"),
    ),
    Role(
        "data_officer",
        "Data Officer",
        _("access_role_data_officer", default="Data protection officer"),
    ),
    Role("auditor", "Auditor", _("access_role_auditor", default="Auditor")),
    Role("guardian", "Guardian", _("access_role_guardian", default="Legal representative")),
    Role("pupil", "Pupil", _("access_role_pupil", default="Pupil")),
)

BY_KEY = {role.key: role for role in ROLES}
BY_NAME = {role.name: role for role in ROLES}
SITE_ROLES = tuple(role for role in ROLES if role.place == SITE)


def offices_of(names):
    """Return those of the role names that are roles of the school, as :class:`Role`, in order."""
    return tuple(role for role in ROLES if role.name in names)


def works_with(record):
    """Whether the current user holds a role of the staff on an object: no family, no stranger.

    Who of the school's people did something is for those who work there; a family is told the
    office.
    """
    held = getSecurityManager().getUser().getRolesInContext(record)
    return any(role.place != CHILD for role in offices_of(held))
