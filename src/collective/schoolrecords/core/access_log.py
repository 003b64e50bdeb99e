"""The access log: which request is an event of it, how long entries stay, what looks unusual.

Requirements: ФСТЭК № 21 РСБ and 152-ФЗ (domain.md section 7): log-ins and failed ones, views, prints
and exports of personal data, changes of roles; kept for a term, shown to few. S20-3.1.8a, S90-4.3.11
and N1-2.8.10 forbid to work under another's account: unusual use shows it.

The rules, as a short list:

1. An entry names accounts, UIDs and pages. It holds no name, no value and no words of a search
   (design 14): what a search *showed* is kept instead, and that is what an inspection asks.
2. Writing is no event here: every change stands in the chain of its record. A refused one is.
3. A page that is not known to be quiet is an event: a new page is logged until somebody says that
   it shows no personal data.
4. A list that cannot tell the log whose rows it shows is not there at all.
5. The log of a calendar year is closed with that year, and goes as a file of the archive goes: on
   1 January of (year + 1 + years of the term).
"""

from .terms import Term
from collections import defaultdict
from collections import deque
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import timedelta
from types import MappingProxyType


VIEW = "view"
LIST = "list"
SEARCH = "search"
PRINT = "print"
EXPORT = "export"
DOWNLOAD = "download"
REFUSED = "refused"
LOGIN = "login"
LOGIN_FAILED = "login_failed"
LOGOUT = "logout"
ROLES_CHANGED = "roles_changed"
PURGED = "purged"
LOST = "lost"

#: What may stand in the log. A name is never given another meaning.
EVENTS = MappingProxyType(
    {
        VIEW: "One record was opened.",
        LIST: "A page, a register or a service showed rows of many records.",
        SEARCH: "Something was searched; the entry names what was shown, never the words.",
        PRINT: "A paper was printed.",
        EXPORT: "A table or a package left the system as a file.",
        DOWNLOAD: "A file that lies in a record was opened.",
        REFUSED: "Somebody asked for what they may not see or do.",
        LOGIN: "Somebody logged in.",
        LOGIN_FAILED: "A password did not fit; an account is named only if there is one.",
        LOGOUT: "Somebody logged out.",
        ROLES_CHANGED: "An office, a role, an account or the membership of a group was given or taken.",
        PURGED: "Entries whose term had ended were deleted; the entry counts them.",
        LOST: "The log could not be written; the entry counts what is missing.",
    }
)
#: Events by which somebody opened one child's data on purpose.
OPENED = frozenset((VIEW, PRINT, DOWNLOAD))
#: Events after which somebody had personal data before them.
SHOWING = frozenset((VIEW, LIST, SEARCH, PRINT, EXPORT, DOWNLOAD))

#: How a request came in.
PAGE, REST = "page", "rest"
OK, DENIED = "ok", "refused"

READING = frozenset(("GET", "HEAD"))
SEARCHES = frozenset(
    (
        "sr-search",
        "search",
        "updated_search",
        "ajax-search",
        "@search",
        "@search-records",
        "@querystring-search",
        "getVocabulary",
    )
)
FILES = frozenset(("download", "display-file", "images", "image", "evidence-file", "@evidence"))
#: Plone's own lists of whatever the reader may see. They tell the log of no row, and the school has
#: its registers and its search: these addresses lead nowhere.
STOCK_LISTS = frozenset(
    (
        "listing_view",
        "summary_view",
        "tabular_view",
        "full_view",
        "full_view_item",
        "album_view",
        "event_listing",
        "event_listing_ical",
        "folder_listing",
        "folder_summary_view",
        "folder_tabular_view",
        "folder_full_view",
        "folder_album_view",
        "recently_modified",
        "recently_published",
        "querybuilder_html_results",
        "querybuildernumberofresults",
        "sitemap",
        "author",
        "RSS",
        "rss.xml",
        "atom.xml",
        "itunes.xml",
        "search_rss",
        "newsml.xml",
        "@linkintegrity",
        "@querysources",
        "@relations",
        "@sources",
    )
)
EXPORT_ENDS = ("-csv", "-xlsx")
EXPORTS = frozenset(("export_content", "audit-package", "signed-package", "@proof?open=1"))
#: Services that show personal data only when this parameter asks for it; see :func:`name_asked`.
OPENED_BY = MappingProxyType({"@proof": "open"})
#: Pages to which Plone sends who was refused another page: that refusal has its entry already.
REFUSAL_PAGES = frozenset(("insufficient-privileges",))
#: Pages and services without personal data of pupils and their families.
QUIET = frozenset(
    [
        "login",
        "login_form",
        "login-help",
        "mail_password_form",
        "passwordreset",
        "logged-out",
        "logout",
        "require_login",
        "insufficient-privileges",
        "change-password",
        "authenticator",
        "plone.protect.authenticator",
        "schoolrecords-regulation",
        "schoolrecords-regulation-change",
        "file-plan",
        "print-file-plan",
        "calendar",
        "print-calendar",
        "local-acts",
        "repealed-acts",
        "act-rules",
        "audit",
        "audit-progress",
        "checkpoint",
        "checkpoint-body",
        "checkpoint-file",
        "checkpoint-progress",
        "first-hour",
        "fixity-findings",
        "overview-controlpanel",
        "robots.txt",
        "sitemap.xml.gz",
        "manifest.webmanifest",
        "favicon.ico",
        "main_template",
        "plone_javascript_variables",
        "@login",
        "@logout",
        "@login-renew",
        "@regulation",
        "@file-plan",
        "@jobs",
        "@checkpoints",
        "@taken-checkpoints",
        "@verify",
        "@retention-calendar",
        "@act-rules",
        "@local-acts",
        "@repealed-acts",
        "@publication",
        "@next-number",
        "@preconditions",
        "@workflow",
        "@types",
        "@navigation",
        "@navroot",
        "@breadcrumbs",
        "@actions",
        "@translations",
        "@site",
        "@system",
        "@contextnavigation",
        "@vocabularies",
        "@content-rules",
        "@controlpanels",
        "@registry",
        "@fixity",
        "@audit-report",
        "@proof",
    ]
)


@dataclass(frozen=True)
class Entry:
    """One event. ``at`` is the instant in UTC; ``roles`` are those of the actor at that instant.

    ``how`` says by which way (``page`` or ``rest``), ``name`` which page, service or office,
    ``family`` and ``uid`` which record, ``subjects`` the UIDs of every record and of every child's
    personal file whose data was shown, ``number`` how many rows, entries or losses are meant.
    """

    at: datetime
    event: str
    actor: str = ""
    roles: tuple[str, ...] = ()
    address: str = ""
    how: str = ""
    name: str = ""
    family: str = ""
    uid: str = ""
    result: str = OK
    number: int = 0
    subjects: tuple[str, ...] = field(default=())


def name_asked(name: str, parameters: Mapping) -> str:
    """Return the name under which a service stands in the log, by the parameters it was asked with."""
    flag = OPENED_BY.get(name)
    if flag is None or parameters.get(flag) in (None, "", "0", "false"):
        return name
    return f"{name}?{flag}=1"


def event_of(method: str, name: str, has_record: bool) -> str | None:
    """Return the event of an answered request, ``None`` when it is none.

    ``name`` is the page's or service's name without ``@@`` (a service keeps its ``@``), empty for
    the view of an object itself. ``has_record``: the object asked is a record or a part of one.
    """
    name = name.removeprefix("@@")
    if name in SEARCHES:
        # A query too long for an address is sent as POST, and is a search all the same.
        return SEARCH
    if method not in READING or name in QUIET:
        return None
    if name in EXPORTS or name.endswith(EXPORT_ENDS):
        return EXPORT
    if name.startswith("print-"):
        return PRINT
    if name in FILES:
        return DOWNLOAD
    return VIEW if has_record else LIST


def kept_since(term: Term | None, today: date) -> date | None:
    """Return the first day whose entries stay on ``today``; ``None`` when all of them stay.

    The log of a year is a file closed on its 31 December. Without a term, with a permanent one,
    with one that waits for an event or that people end, nothing is deleted by itself.
    """
    if term is None or term.full_years is None or term.waits_for_event or term.ended_by_people:
        return None
    year = today.year - term.full_years
    return date(year, 1, 1) if year > 1 else None


@dataclass(frozen=True)
class Thresholds:
    """From where on use is unusual; ``night`` as whole hours of the school's own day.

    ``children``: personal files opened one by one by one account within ``minutes``.
    ``refusals``: refused requests or wrong passwords of one account within ``minutes``.
    """

    children: int = 40
    refusals: int = 5
    minutes: int = 60
    night_from: int = 22
    night_until: int = 6

    def at_night(self, moment: datetime) -> bool:
        """Whether a moment (in the school's time) is in the night; equal hours mean no night."""
        first, last, hour = self.night_from, self.night_until, moment.hour
        if first <= last:
            return first <= hour < last
        return hour >= first or hour < last


@dataclass(frozen=True)
class Use:
    """What the search for anomalies needs of an entry; ``at`` is in the school's own time."""

    at: datetime
    actor: str
    event: str
    subjects: tuple[str, ...] = ()


MANY_CHILDREN, AT_NIGHT, OFTEN_REFUSED = "many_children", "at_night", "often_refused"
ANOMALIES = (MANY_CHILDREN, AT_NIGHT, OFTEN_REFUSED)


@dataclass(frozen=True)
class Anomaly:
    """Something unusual: an account, what it is, from when until when, and how much at its most."""

    actor: str
    kind: str
    first: datetime
    last: datetime
    count: int


def anomalies(uses: Iterable[Use], thresholds: Thresholds) -> tuple[Anomaly, ...]:
    """Return what is unusual in ``uses`` (in the order of their time), the latest first.

    One anomaly is one stretch: a window that stays above its threshold is told once, with its
    greatest count. Nobody's account (an empty actor) is no use of the school's people.
    """
    by_actor = defaultdict(list)
    for use in uses:
        if use.actor:
            by_actor[use.actor].append(use)
    found = []
    for actor, own in by_actor.items():
        opened = [one for one in own if one.event in OPENED]
        failed = [one for one in own if one.event in (REFUSED, LOGIN_FAILED)]
        children = [(one.at, subject) for one in opened for subject in one.subjects]
        refusals = [(one.at, place) for place, one in enumerate(failed)]
        found += _stretches(actor, MANY_CHILDREN, children, thresholds.children, thresholds)
        found += _stretches(actor, OFTEN_REFUSED, refusals, thresholds.refusals, thresholds)
        found += _nights(actor, own, thresholds)
    return tuple(sorted(found, key=lambda one: (one.first, one.actor, one.kind), reverse=True))


def _stretches(actor, kind, marks, least, thresholds):
    """Yield where at least ``least`` different marks fall into one window."""
    window, inside, counted = timedelta(minutes=thresholds.minutes), deque(), defaultdict(int)
    stretch = None
    for at, mark in marks:
        inside.append((at, mark))
        counted[mark] += 1
        while inside[0][0] <= at - window:
            _at, gone = inside.popleft()
            counted[gone] -= 1
            if not counted[gone]:
                del counted[gone]
        if len(counted) >= least:
            first, most = (stretch[0], max(stretch[2], len(counted))) if stretch else (None, 0)
            stretch = (first or inside[0][0], at, most or len(counted))
        elif stretch:
            yield Anomaly(actor, kind, *stretch)
            stretch = None
    if stretch:
        yield Anomaly(actor, kind, *stretch)


def _nights(actor, uses, thresholds):
    """Yield one anomaly for each night in which personal data was before somebody."""
    nights = defaultdict(list)
    for use in uses:
        if use.event in SHOWING and thresholds.at_night(use.at):
            # The hours after midnight belong to the night that began the day before.
            begun = use.at - timedelta(hours=thresholds.night_until)
            nights[begun.date()].append(use.at)
    for moments in nights.values():
        yield Anomaly(actor, AT_NIGHT, moments[0], moments[-1], len(moments))
