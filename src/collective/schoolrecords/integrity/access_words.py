"""Entries of the log of access in words: for its pages, its tables and its lines alike.

Names of accounts and of records are not here: they come from the database of the school, which is
closed while tables and lines are sent. All the rest is told in one language, fixed beforehand.
"""

from collective.schoolrecords.access.groups import parse
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.access.roles import BY_NAME
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.integrity.access_names import FAMILIES
from collective.schoolrecords.integrity.access_names import NAMES
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import within_sentence
from zope.i18n import translate
from zope.i18nmessageid import Message


EVENTS = {
    rules.VIEW: _("audit_event_view", default="Opened"),
    rules.LIST: _("audit_event_list", default="Saw in a list"),
    rules.SEARCH: _("audit_event_search", default="Found by search"),
    rules.PRINT: _("audit_event_print", default="Printed"),
    rules.EXPORT: _("audit_event_export", default="Exported"),
    rules.DOWNLOAD: _("audit_event_download", default="Opened a file"),
    rules.REFUSED: _("audit_event_refused", default="Was refused"),
    rules.LOGIN: _("audit_event_login", default="Logged in"),
    rules.LOGIN_FAILED: _("audit_event_login_failed", default="Wrong password"),
    rules.LOGOUT: _("audit_event_logout", default="Logged out"),
    rules.ROLES_CHANGED: _("audit_event_roles_changed", default="Changed rights"),
    rules.PURGED: _("audit_event_purged", default="Old entries deleted"),
    rules.LOST: _("audit_event_lost", default="Entries lost"),
}
WAYS = {
    rules.PAGE: _("audit_way_page", default="page"),
    rules.REST: _("audit_way_rest", default="REST"),
}
RESULTS = {
    rules.OK: _("audit_result_ok", default="shown"),
    rules.DENIED: _("audit_result_refused", default="refused"),
}
#: Roles that Zope itself has; who is somebody at all holds the others, which say nothing.
ZOPE_ROLES = {
    "Manager": _("access_role_manager", default="Administrator of the site"),
    "Site Administrator": _("access_role_manager", default="Administrator of the site"),
    "Owner": _("access_role_owner", default="Owner"),
    "Editor": _("access_role_editor", default="Editor"),
    "Contributor": _("access_role_contributor", default="Contributor"),
    "Reviewer": _("access_role_reviewer", default="Reviewer"),
    "Reader": _("access_role_reader", default="Reader"),
}
#: Names of changes of rights that say everything by themselves.
CHANGES = {
    "local roles": _("access_change_local", default="rights on one object"),
    "account made": _("access_change_account_made", default="account made"),
    "account deleted": _("access_change_account_deleted", default="account deleted"),
    "group made": _("access_change_group_made", default="group made"),
    "group deleted": _("access_change_group_deleted", default="group deleted"),
}
#: Beginning of a name of the school's own changes → what it is about; ``${role}`` is the rest.
SCHOOL_CHANGES = {
    "appointment": _("access_change_appointment", default="appointed: ${role}"),
    "appointment_ended": _("access_change_ended", default="no longer: ${role}"),
    "account": _("access_change_account", default="account"),
    "guardianship": _("access_change_guardianship", default="legal representatives"),
}
PASSWORD = _("access_change_password", default="password given anew")
ROLES = _("access_change_roles", default="roles: ${roles}")
GROUP = _("access_change_group", default="group “${group}”")
OFFICE = _("access_change_office", default="office: ${role}")
OTHER = _("access_other_page", default="another page (${name})")
#: Names that say no more than that the object itself was opened.
BARE = frozenset(("", "view", "index.html", "@@view", "GET", "HEAD"))


class AccessWords:
    """The words of entries in one language."""

    def __init__(self, language):
        self._language = language

    def event(self, entry):
        """Return what happened."""
        return self._say(EVENTS.get(entry.event, entry.event))

    def result(self, entry):
        """Return whether it was shown or refused."""
        return self._say(RESULTS.get(entry.result, entry.result))

    def way(self, entry):
        """Return by which way the request came, empty when it was none."""
        return self._say(WAYS.get(entry.how, entry.how))

    def offices(self, entry):
        """Return the titles of the roles that say something about the actor, in order."""
        return [self.role(name) for name in entry.roles if name in BY_NAME or name in ZOPE_ROLES]

    def role(self, name):
        """Return the title of a role by its name in Zope, or the name nobody has a word for."""
        role = BY_NAME.get(name)
        return self._say(role.title if role is not None else ZOPE_ROLES.get(name, name))

    def family(self, entry):
        """Return what kind of record it was, empty without one."""
        return self._say(FAMILIES.get(entry.family, entry.family))

    def opened(self, entry):
        """Return what was opened or changed: «Личное дело, печать внутренней описи»."""
        if entry.event == rules.ROLES_CHANGED:
            return self._change(entry.name)
        parts = [part for part in (self.family(entry), self._page(entry.name)) if part]
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]

    def _page(self, name):
        name = name.removeprefix("@@")
        if name in BARE:
            return ""
        title = NAMES.get(name)
        return self._say(title) if title is not None else self._say(OTHER, name=name)

    def _change(self, name):
        if name in CHANGES:
            return self._say(CHANGES[name])
        first, _blank, rest = name.partition(" ")
        if first == "roles":
            roles = ", ".join(self._sign(one) for one in _signed(rest))
            return self._say(ROLES, roles=roles)
        if rest.startswith("password"):
            return self._say(PASSWORD)
        if first in SCHOOL_CHANGES:
            return self._say(SCHOOL_CHANGES[first], role=self._office(rest))
        group = parse(name)
        if group is not None:
            return self._say(OFFICE, role=self._office(group.key))
        return self._say(GROUP, group=name)

    def _sign(self, signed):
        return f"{signed[0].replace('-', '−')}\u00a0{self.role(signed[1:])}"

    def _office(self, key):
        return within_sentence(self._say(BY_KEY[key].title)) if key in BY_KEY else key

    def _say(self, message, **data):
        if data:
            message = Message(message, mapping=data)
        return translate(message, target_language=self._language)


def _signed(text):
    """Return «+Editor», «-Site Administrator» of a text; names of roles may hold blanks."""
    found = []
    for word in text.split():
        if word[:1] in "+-" or not found:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}"
    return found
