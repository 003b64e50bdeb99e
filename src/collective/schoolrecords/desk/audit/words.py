"""The access log in words: events, ways, people and records."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.access_words import EVENTS
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.accounts import is_made
from plone import api


#: Event → (icon, tone).
LOOKS = {
    rules.VIEW: ("file", "plain"),
    rules.LIST: ("columns", "plain"),
    rules.SEARCH: ("search", "plain"),
    rules.PRINT: ("print", "wait"),
    rules.EXPORT: ("export", "wait"),
    rules.DOWNLOAD: ("paper", "plain"),
    rules.REFUSED: ("refused", "stop"),
    rules.LOGIN: ("person", "done"),
    rules.LOGIN_FAILED: ("lock", "stop"),
    rules.LOGOUT: ("leave", "past"),
    rules.ROLES_CHANGED: ("settings", "wait"),
    rules.PURGED: ("clock", "past"),
    rules.LOST: ("warning", "stop"),
}
#: Anomaly → (title, icon, tone).
ANOMALIES = {
    rules.MANY_CHILDREN: (
        _("audit_unusual_many", default="Many children in a short time"),
        "pupils",
        "stop",
    ),
    rules.AT_NIGHT: (_("audit_unusual_night", default="Worked at night"), "clock", "wait"),
    rules.OFTEN_REFUSED: (
        _("audit_unusual_refused", default="Refused again and again"),
        "lock",
        "stop",
    ),
}
SERVER = _("audit_server", default="the server, by itself")
NOBODY = _("audit_nobody", default="without an account")
GONE = _("audit_gone", default="an account that is no more")
HIDDEN = _("audit_hidden", default="a record that is not open to you")


def moment_text(moment):
    """Return «22.11.2026 14:05:09» in the school's own time."""
    return moment.astimezone(school_timezone()).strftime("%d.%m.%Y %H:%M:%S")


def event_badge(event):
    """Return what the pages show of an event."""
    icon, tone = LOOKS[event]
    return Values(icon=icon, tone=tone, title=EVENTS[event])


class Words:
    """Names of accounts and of records, looked up once for a page."""

    def __init__(self, page):
        self.page = page
        self._names = {}

    def person(self, user_id):
        """Return «Фамилия И. О.», or the login name where no person is behind the account."""
        if user_id not in self._names:
            self._names[user_id] = self._person(user_id)
        return self._names[user_id]

    def account(self, user_id):
        """Return the id of the account behind a name: a title tells it, to keep namesakes apart."""
        own = user_id and user_id != SYSTEM and self.person(user_id) != user_id
        return user_id if own else None

    def _person(self, user_id):
        if not user_id:
            return self.page.say(NOBODY)
        if user_id == SYSTEM:
            return self.page.say(SERVER)
        school = self.page.reader.school
        name = school.name_of_account(user_id) if school is not None else None
        return name or self._login(user_id)

    def _login(self, user_id):
        user = api.user.get(userid=user_id)
        if user is not None:
            return user.getUserName()
        return self.page.say(GONE) if is_made(user_id) else user_id

    def changed(self, entry):
        """Return whose rights an entry says were changed, ``None`` for another event."""
        school = self.page.reader.school
        if entry.event != rules.ROLES_CHANGED or school is None:
            return None
        person = school.people.get(entry.uid)
        return person.short_name if person is not None else self.person(entry.uid)

    def records(self, uids):
        """Return UID → (title, address) of what the reader may see."""
        uids = [uid for uid in dict.fromkeys(uids) if uid]
        if not uids:
            return {}
        catalog = api.portal.get_tool("portal_catalog")
        return {brain.UID: (brain.Title, brain.getURL()) for brain in catalog(UID=uids)}
