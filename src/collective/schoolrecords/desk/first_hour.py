"""The first hour of a new secretary: the day's main tasks in order, each ticked by what was done.

Nothing is written when the page is read: what is done is seen from the records that the person
filed. Looking and printing leave no trace, so these two are only shown. What the demo filed in the
name of its accounts counts for nobody: its tasks count from the moment when the demo was whole.
"""

from AccessControl import Unauthorized
from collective.schoolrecords.core.lifecycle import DRAFT
from collective.schoolrecords.desk.no_classes import lacks_classes
from collective.schoolrecords.desk.no_classes import NO_CLASSES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from DateTime import DateTime
from functools import cached_property
from plone import api
from zope.annotation.interfaces import IAnnotations


SECRETARY = "secretary"
KEY = "collective.schoolrecords.first_hour"
TITLE = _("desk_first_hour", default="The first hour")
DONE = Values(icon="check", tone="done", title=_("desk_first_done", default="Done"))
TO_DO = Values(icon="pen", tone="wait", title=_("desk_first_to_do", default="Not yet"))
TO_SEE = Values(icon="search", tone="plain", title=_("desk_first_to_see", default="Have a look"))
#: Key, title, how it goes, address below the site.
TASKS = (
    (
        "find",
        _("desk_first_find", default="Find a personal file"),
        _(
            "desk_first_find_how",
            default="Press the slash key, type a surname or a number, press Enter.",
        ),
        "personal-files",
    ),
    (
        "file",
        _("desk_first_file", default="File a personal file"),
        _(
            "desk_first_file_how",
            default="Surname, letter and number, class, order of admission. It is kept as a draft.",
        ),
        "personal-files/@@add-record",
    ),
    (
        "paper",
        _("desk_first_paper", default="Put a document into it"),
        _(
            "desk_first_paper_how",
            default="On the page of the file, section Documents: kind, date, sheets, a scan.",
        ),
        "personal-files?state=draft",
    ),
    (
        "register",
        _("desk_first_register", default="Register the file"),
        _(
            "desk_first_register_how",
            default="The main button above. The number is fixed; what is missing is named.",
        ),
        "personal-files?state=draft",
    ),
    (
        "cover",
        _("desk_first_cover", default="Print the cover"),
        _(
            "desk_first_cover_how",
            default="On the page of the file, Print: what you see is the PDF itself.",
        ),
        "personal-files?state=current",
    ),
    (
        "order",
        _("desk_first_order", default="Send an order to the director"),
        _(
            "desk_first_order_how",
            default="Title, text, people; then the button that sends it for approval.",
        ),
        "orders/@@add-record",
    ),
)
#: What a school without classes begins with.
CLASSES_FIRST = (
    "classes",
    _("desk_first_classes", default="Open the classes"),
    _(
        "desk_first_classes_how",
        default="School year, grade, letters: А Б В open three classes at once.",
    ),
    "@@open-class",
)
#: Done when a record of this type that the person filed meets the condition.
SEEN_FROM = {
    "file": ("personal_file", False),
    "paper": ("file_document", False),
    "register": ("personal_file", True),
    "order": ("order", True),
}


def count_from(site, moment):
    """Let records count for the tasks that are filed from ``moment`` (a datetime) on."""
    IAnnotations(site)[KEY] = moment


class FirstHour:
    """What of the tasks a person has done."""

    def __init__(self, user_id, site):
        self.user_id = user_id
        self.since = IAnnotations(site).get(KEY)

    @cached_property
    def done(self):
        """Keys of the tasks that are done."""
        return frozenset(key for key in SEEN_FROM if self._is_done(*SEEN_FROM[key]))

    @property
    def left(self):
        """How many of those that leave a trace are not done."""
        return len(SEEN_FROM) - len(self.done)

    def _is_done(self, portal_type, past_draft):
        catalog = api.portal.get_tool("portal_catalog")
        query = {"portal_type": portal_type, "Creator": self.user_id, "sort_limit": 1}
        if self.since is not None:
            query["created"] = {"query": DateTime(self.since), "range": "min"}
        if past_draft:
            query["review_state"] = {"not": [DRAFT]}
        return bool(catalog(**query))


def first_hour_line(reader, site_url):
    """Return what the desk of a new secretary says about the first hour; later nothing."""
    if SECRETARY not in reader.keys:
        return None
    left = FirstHour(reader.id, reader.site).left
    if not left:
        return None
    return Values(url=f"{site_url}/@@first-hour", title=TITLE)


class FirstHourPage(Page):
    """``first-hour`` of the site, for the secretary."""

    title = TITLE
    current = "desk"

    def render(self):
        """Only a secretary has these tasks."""
        if SECRETARY not in self.reader.keys:
            raise Unauthorized("first-hour")
        return self.index()

    @property
    def result(self):
        """What the template shows."""
        hour = FirstHour(self.reader.id, self.site)
        lacks = lacks_classes(self.reader.school, self.today)
        tasks = (CLASSES_FIRST, *TASKS) if lacks else TASKS
        columns = (
            ("sr-nowrap", _("desk_first_number", default="No.")),
            ("sr-lead", _("desk_first_task", default="Task")),
            ("", _("desk_first_how", default="How")),
            ("sr-nowrap", _("desk_col_state", default="State")),
        )
        table = Values(
            id="tasks",
            title=self.title,
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=[self._row(number, task, hour) for number, task in enumerate(tasks, 1)],
        )
        said = NO_CLASSES if tasks[0] is CLASSES_FIRST else self._said(hour)
        return Values(title=self.title, line=said, tables=[table])

    def _said(self, hour):
        return (
            _("desk_first_all", default="Everything was tried. The desk no longer reminds of it.")
            if not hour.left
            else _(
                "desk_first_line",
                default="Six tasks of a usual day, one after the other. Drafts may be deleted.",
            )
        )

    def _row(self, number, task, hour):
        key, title, how, path = task
        seen = key not in SEEN_FROM and key != CLASSES_FIRST[0]
        state = DONE if key in hour.done else TO_SEE if seen else TO_DO
        return Values(
            cells=[
                Values(text=str(number), css="sr-nowrap"),
                Values(
                    text=self.say(title), css="sr-lead", url=f"{self.site.absolute_url()}/{path}"
                ),
                Values(text=self.say(how)),
                Values(state=Values(icon=state.icon, tone=state.tone, title=self.say(state.title))),
            ],
        )
