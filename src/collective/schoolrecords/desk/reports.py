"""``reports`` of the site: every report that the reader may open, and what it answers."""

from AccessControl import Unauthorized
from AccessControl.security import checkPermission
from collective.schoolrecords.desk import navigation
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.protocols import familiarisation
from collective.schoolrecords.desk.signing import acknowledge
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from functools import cached_property


TITLE = navigation.TITLES["reports"]
COLUMNS = (
    ("sr-lead", _("desk_report", default="Report")),
    ("", _("desk_report_answers", default="What it answers")),
)
#: Page of the rail → what it answers.
ON_THE_RAIL = {
    "movement": _(
        "desk_report_movement",
        default="Who came, changed the class and left within a period, class by class.",
    ),
    "class_list": _(
        "desk_report_class_list", default="The list of a class, to print or as a table."
    ),
    "results": _(
        "desk_report_results", default="Whose results of the year are not entered or not certified."
    ),
    "due": _(
        "desk_report_due",
        default="How many files there are of each kind, whose term has ended, and what stands in "
        "the way.",
    ),
    "calendar": _(
        "desk_report_calendar", default="How many files come free in each year, of which kinds."
    ),
    "archive_status": _(
        "desk_report_archive",
        default="What is kept where, what is not in order, what the last check found.",
    ),
    "signature_checks": _(
        "desk_report_signatures", default="Which signatures are valid, and until when."
    ),
    "access_log": _("desk_report_access", default="Who opened what, and whose data."),
}
BOOK = _("book_check_title", default="Check of the alphabet book")
BOOK_ANSWERS = _(
    "desk_report_book", default="Where the book and the personal files disagree, letter by letter."
)
REPEALED = _("desk_repealed_title", default="Acts that no longer hold")
REPEALED_ANSWERS = _(
    "desk_report_repealed", default="Which laws that the school's acts name no longer hold."
)
RESULTS_ANSWERS = _(
    "desk_report_familiarisation",
    default="Which pupils were not told of their results, until when.",
)
SHEETS_ANSWERS = _(
    "desk_report_sheets", default="Who of the staff has not read a document in time."
)


class ReportsPage(Page):
    """The list; whoever may open none of them has no such page."""

    title = TITLE
    current = "reports"

    def render(self):
        """Show the list."""
        if "reports" not in navigation.pages(self.reader):
            raise Unauthorized("reports")
        return self.index()

    @cached_property
    def reports(self):
        """(title, address, what it answers) of each."""
        base, found = self.site.absolute_url(), navigation.pages(self.reader)
        lines = [
            (navigation.TITLES[key], found[key], answers)
            for key, answers in ON_THE_RAIL.items()
            if key in found
        ]
        if "alphabet" in found:
            lines.append((BOOK, f"{base}/@@book-check", BOOK_ANSWERS))
        tells = familiarisation.OFFICES & self.reader.role_names or self.reader.own("class_teacher")
        if tells:
            address = f"{base}/@@familiarisation"
            lines.append((familiarisation.TITLE, address, RESULTS_ANSWERS))
        if acknowledge.keeps(self.reader):
            lines.append((acknowledge.LATE, f"{base}/@@sheets", SHEETS_ANSWERS))
        if checkPermission(navigation.MANAGE_REGULATION, self.site):
            lines.append((REPEALED, f"{base}/@@repealed-acts", REPEALED_ANSWERS))
        return lines

    @property
    def result(self):
        """What the template shows."""
        table = Values(
            id="reports",
            title=TITLE,
            columns=[Values(css=css, title=title) for css, title in COLUMNS],
            rows=[
                Values(
                    cells=[
                        Values(text=self.say(title), css="sr-lead", url=url),
                        Values(text=self.say(answers)),
                    ]
                )
                for title, url, answers in self.reports
            ],
        )
        line = _("desk_reports_line", default="Each is reckoned when you open it.")
        return Values(title=TITLE, line=line, tables=[table])
