"""The year's work that is not done: where it stopped, what is awaited, what is late."""

from AccessControl import Unauthorized
from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_and_name
from collective.schoolrecords.desk.guided.debt_page import debts_tables
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work import leaving
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.rights import may_work
from plone import api


KINDS = {
    storage.ADMISSION: _("guided_admission", default="Admission"),
    storage.LEAVING: _("guided_leaving", default="A pupil leaves"),
    storage.CLASS_CHANGE: _("guided_class_change", default="To another class"),
    storage.GRADUATION: _("guided_graduation", default="Graduation of a class"),
    storage.MOVING_UP: _("guided_moving_up", default="Moving up a class"),
}
#: Works on one file are begun on its own page.
OF_FILE = {storage.LEAVING: "@@leaving", storage.CLASS_CHANGE: "@@class-change"}
PAGES = {
    storage.ADMISSION: "@@admission",
    storage.GRADUATION: "@@graduation",
    storage.MOVING_UP: "@@moving-up",
}
STATES = {
    storage.OPEN: Values(icon="pen", tone="plain", title=_("guided_state_open", default="Begun")),
    storage.WAITING: Values(
        icon="order", tone="wait", title=_("guided_state_waiting", default="Waits for the order")
    ),
    storage.RUNNING: Values(
        icon="move", tone="wait", title=_("guided_state_running", default="Is being done")
    ),
}
#: A leaving begins on the page of the file.
LEAVE = _("guided_leaving_choose", default="A pupil leaves: choose the file")
#: What became of the order that a work waits for.
ORDERED = {
    orders.APPROVED: Values(
        icon="check", tone="wait", title=_("guided_state_approved", default="Order approved")
    ),
    orders.GONE: Values(
        icon="warning", tone="stop", title=_("guided_state_gone", default="Order annulled")
    ),
}
AWAITED = {
    rules.WAITING: Values(
        icon="calendar", tone="wait", title=_("guided_state_notice", default="Notice awaited")
    ),
    rules.OVERDUE: Values(
        icon="warning", tone="stop", title=_("guided_state_late", default="Notice is late")
    ),
}


def address_of(work):
    """Return the address of a work's page, ``None`` for a file that the reader may not see."""
    if work.kind in OF_FILE:
        record = leaving.file_of(work)
        return f"{record.absolute_url()}/{OF_FILE[work.kind]}" if record is not None else None
    return f"{api.portal.get().absolute_url()}/{PAGES[work.kind]}?uid={work.uid}"


class YearWorks(Page):
    """``year-works``: every work that is not done, and where to begin one."""

    title = TITLES["year_works"]
    current = "year_works"

    def render(self):
        """Only the office does the year's work."""
        if not may_work():
            raise Unauthorized("year-works")
        return self.index()

    @property
    def result(self):
        """What the template shows."""
        rows = [self._row(one) for one in storage.open_works()]
        columns = (
            ("sr-lead", _("guided_col_work", default="Work")),
            ("", _("guided_col_whom", default="Whom it concerns")),
            ("sr-nowrap", _("guided_col_begun", default="Begun on")),
            ("sr-nowrap", _("guided_col_due", default="Due")),
            ("", _("desk_col_state", default="State")),
        )
        base = self.site.absolute_url()
        table = Values(
            id="works",
            title=self.title,
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=rows,
        )
        return Values(
            title=self.title,
            line=_("guided_works_line", default="What was begun goes on where it stopped."),
            links=[
                Values(url=f"{base}/{page}", title=KINDS[kind], css="btn-secondary")
                for kind, page in PAGES.items()
            ]
            + [
                Values(url=f"{base}/personal-files?state=current", title=LEAVE, css="btn-secondary")
            ],
            tables=[*([table] if rows else []), *debts_tables(self.today)],
            empty=None if rows else _("guided_works_none", default="Nothing is under way."),
        )

    def _row(self, work):
        whom, due = "", None
        state = ORDERED.get(orders.word_on(work)) if work.state == storage.WAITING else None
        state = state or STATES[work.state]
        if work.kind in OF_FILE:
            record = leaving.file_of(work)
            whom = number_and_name(record.title)[1] if record is not None else ""
            due = work.values.get("notice_due")
            waits = rules.notice_state(due, None, self.today)
            state = AWAITED.get(waits, state)
        else:
            whom = work.values.get("label") or ""
        return Values(
            cells=[
                Values(text=self.say(KINDS[work.kind]), css="sr-lead", url=address_of(work)),
                Values(text=whom),
                Values(text=day_text(day_of(work.created.isoformat()))),
                Values(text=day_text(due)),
                Values(state=state),
            ]
        )
