"""Who looks at the page: the person behind the account and the offices held today."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.groups import parse
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.access.roles import BY_NAME
from collective.schoolrecords.access.roles import ROLES
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.storage import get_school
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256


ADMINISTRATORS = ("Manager", "Site Administrator")
ADMINISTRATOR_TITLE = _("desk_role_administrator", default="Administrator")


@dataclass(frozen=True)
class Scope:
    """A role held for a class or a child: its key and the id of the class or file."""

    key: str
    id: str


class Reader:
    """The current user as the pages see them. Made once for a request."""

    def __init__(self, site):
        self.site = site
        self.user = getSecurityManager().getUser()
        self.id = self.user.getId()

    @property
    def anonymous(self):
        """True when nobody is logged in."""
        return self.id is None

    @cached_property
    def school(self):
        """The site's school, or ``None``."""
        return get_school(self.site)

    @cached_property
    def scopes(self):
        """Roles held for classes and children, as :class:`Scope`."""
        if self.anonymous:
            # Nobody is in no group; Zope's own "nobody" would acquire those of the whole site.
            return ()
        found = []
        for group in getattr(self.user, "getGroups", tuple)():
            name = parse(group)
            if name is not None and name.scope is not None:
                found.append(Scope(name.key, name.scope))
        return tuple(found)

    @cached_property
    def keys(self):
        """Keys of all roles held today, in the order of the school's table of roles."""
        held = {BY_NAME[name].key for name in self.user.getRoles() if name in BY_NAME}
        held |= {scope.key for scope in self.scopes}
        return tuple(role.key for role in ROLES if role.key in held)

    @cached_property
    def role_names(self):
        """Names of the roles in Zope, those of classes and children included."""
        return frozenset(self.user.getRoles()) | {BY_KEY[key].name for key in self.keys}

    @cached_property
    def administrator(self):
        """True for those who run the site."""
        return bool(set(ADMINISTRATORS) & set(self.user.getRoles()))

    @cached_property
    def name(self):
        """Фамилия И. О. of the person, else the account's own name."""
        person = self.school.person_of(self.id) if self.school is not None else None
        if person is not None:
            return person.short_name
        getter = getattr(self.user, "getProperty", None)
        return (getter("fullname") if getter else "") or self.id or ""

    @cached_property
    def role_title(self):
        """The title of the first office, or a message for administrators; else nothing."""
        if self.keys:
            return BY_KEY[self.keys[0]].title
        return ADMINISTRATOR_TITLE if self.administrator else ""

    @cached_property
    def browser_key(self):
        """An opaque key under which a browser keeps this person's columns and density."""
        return sha256((self.id or "").encode()).hexdigest()[:12]

    def own(self, key):
        """Return the ids of classes or files for which the role ``key`` is held."""
        return tuple(scope.id for scope in self.scopes if scope.key == key)

    def own_cohorts(self):
        """Return the classes of which the person is class teacher, 1А first."""
        if self.school is None:
            return []
        today = school_today()
        mine = (self.school.cohorts.get(one) for one in self.own("class_teacher"))
        return sorted((one for one in mine if one), key=lambda one: one.place_on(today))
