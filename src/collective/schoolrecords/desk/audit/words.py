"""The access log in words: events, ways, people and records."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.integrity.access_words import EVENTS
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.messages import _
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

    def person(self, user_id):
        """Return «Фамилия И. О. (account)», or the account where no person is behind it."""
        if not user_id:
            return self.page.say(NOBODY)
        if user_id == SYSTEM:
            return self.page.say(SERVER)
        school = self.page.reader.school
        name = school.name_of_account(user_id) if school is not None else None
        return f"{name} ({user_id})" if name else user_id

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
