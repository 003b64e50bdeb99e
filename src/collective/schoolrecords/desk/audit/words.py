"""The access log in words: events, ways, people and records."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.desk.navigation import NAV_KEYS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from plone import api


#: Event → (title, icon, tone).
EVENTS = {
    rules.VIEW: (_("audit_event_view", default="Opened"), "file", "plain"),
    rules.LIST: (_("audit_event_list", default="Saw in a list"), "columns", "plain"),
    rules.SEARCH: (_("audit_event_search", default="Found by search"), "search", "plain"),
    rules.PRINT: (_("audit_event_print", default="Printed"), "print", "wait"),
    rules.EXPORT: (_("audit_event_export", default="Exported"), "export", "wait"),
    rules.DOWNLOAD: (_("audit_event_download", default="Opened a file"), "paper", "plain"),
    rules.REFUSED: (_("audit_event_refused", default="Was refused"), "refused", "stop"),
    rules.LOGIN: (_("audit_event_login", default="Logged in"), "person", "done"),
    rules.LOGIN_FAILED: (_("audit_event_login_failed", default="Wrong password"), "lock", "stop"),
    rules.LOGOUT: (_("audit_event_logout", default="Logged out"), "leave", "past"),
    rules.ROLES_CHANGED: (
        _("audit_event_roles_changed", default="Changed rights"),
        "settings",
        "wait",
    ),
    rules.PURGED: (_("audit_event_purged", default="Old entries deleted"), "clock", "past"),
    rules.LOST: (_("audit_event_lost", default="Entries lost"), "warning", "stop"),
}
WAYS = {
    rules.PAGE: _("audit_way_page", default="page"),
    rules.REST: _("audit_way_rest", default="REST"),
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
NOBODY = _("audit_nobody", default="without an account")
HIDDEN = _("audit_hidden", default="a record that is not open to you")
FAMILY_TITLES = {family: TITLES[key] for family, key in NAV_KEYS.items()}


def moment_text(moment):
    """Return «22.11.2026 14:05:09» in the school's own time."""
    return moment.astimezone(school_timezone()).strftime("%d.%m.%Y %H:%M:%S")


def event_badge(event):
    """Return what the pages show of an event."""
    title, icon, tone = EVENTS[event]
    return Values(icon=icon, tone=tone, title=title)


class Words:
    """Names of accounts and of records, looked up once for a page."""

    def __init__(self, page):
        self.page = page

    def person(self, user_id):
        """Return «Фамилия И. О. (account)», or the account where no person is behind it."""
        if not user_id:
            return self.page.say(NOBODY)
        school = self.page.reader.school
        name = school.name_of_account(user_id) if school is not None else None
        return f"{name} ({user_id})" if name else user_id

    def records(self, uids):
        """Return UID → (title, address) of what the reader may see."""
        uids = [uid for uid in dict.fromkeys(uids) if uid]
        if not uids:
            return {}
        catalog = api.portal.get_tool("portal_catalog")
        return {brain.UID: (brain.Title, brain.getURL()) for brain in catalog(UID=uids)}
