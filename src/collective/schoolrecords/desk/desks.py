"""The desk: what waits, what falls due soon, what was touched last."""

from collective.schoolrecords.desk import desk_lists
from collective.schoolrecords.desk import navigation
from collective.schoolrecords.desk.act_matters import act_matters
from collective.schoolrecords.desk.books.desk_items import book_matters
from collective.schoolrecords.desk.case_matters import case_waiting
from collective.schoolrecords.desk.check_rhythm import checks_due
from collective.schoolrecords.desk.class_table import unsigned
from collective.schoolrecords.desk.custody_page import custody_matters
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.desk_matters import seals_waiting
from collective.schoolrecords.desk.desk_matters import waiting
from collective.schoolrecords.desk.desk_soon import dated
from collective.schoolrecords.desk.first_hour import first_hour_line
from collective.schoolrecords.desk.formats import long_day
from collective.schoolrecords.desk.guided.desk_items import notices_waiting
from collective.schoolrecords.desk.loans import loan_matters
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.portfolios.desk_items import portfolio_matters
from collective.schoolrecords.desk.protocols import familiarisation
from collective.schoolrecords.desk.regulations.desk_items import regulation_matters
from collective.schoolrecords.desk.signing.acknowledge import sheet_matters
from collective.schoolrecords.desk.signing.checks_page import signing_alert
from collective.schoolrecords.messages import _
from functools import cached_property


class DeskPage(Page):
    """``desk`` of the site, its first page; nobody in particular is sent to log in."""

    title = navigation.TITLES["desk"]
    current = "desk"

    def render(self):
        """Show the desk."""
        if self.reader.anonymous:
            return self.go(f"{self.site.absolute_url()}/login")
        return self.index()

    @cached_property
    def pages(self):
        """The pages that the reader may open."""
        return navigation.pages(self.reader)

    @property
    def line(self):
        """The day in words."""
        return long_day(self.today)

    @property
    def actions(self):
        """At most four big actions."""
        return desk_lists.actions(self.reader, self.pages)

    @cached_property
    def first_hour(self):
        """Where a new secretary goes first; nothing for others and later."""
        return first_hour_line(self.reader, self.site.absolute_url())

    @property
    def about(self):
        """What an office of little work can do here; nothing beside an office with a desk."""
        return desk_lists.about(self.reader)

    @cached_property
    def waiting(self):
        """Numbers that wait, each a link to its list."""
        return [
            *notices_waiting(self.reader, self.pages, self.today, self.say),
            *self._class_results(),
            *seals_waiting(self.reader, self.say),
            *portfolio_matters(self.reader, self.today, self.say),
            *case_waiting(self.reader, self.today, self.say),
            *custody_matters(self.reader, self.today, self.say),
            *loan_matters(self.reader, self.today, self.say),
            *signing_alert(self.reader, self.say),
            *sheet_matters(self.reader, self.say),
            *book_matters(self.today, self.say),
            *act_matters(self.reader, self.say),
            *waiting(self.reader, self.pages, self.say),
            *regulation_matters(self.reader, self.pages, self.say),
        ]

    def _class_results(self):
        year = desk_lists.school_year_before(self.today)
        found = familiarisation.waiting(self.reader, self.say)
        for cohort in self.reader.own_cohorts():
            count = unsigned(cohort.id, year)
            if count:
                title = _(
                    "desk_wait_results",
                    default="${label}: files whose results of ${year} you have not signed",
                    mapping={"label": cohort.name_on(self.today), "year": year},
                )
                url = f"{self.pages['results']}?class={cohort.id}&year={year}&unsigned=1"
                end = _("desk_end_sign", default="to sign")
                found.append(item(count, title, url, end, "wait", self.say))
        return found

    @cached_property
    def soon(self):
        """What falls due within two weeks."""
        checks = checks_due(self.reader, self.today, self.say)
        mine = dated(self.reader, self.pages, self.today)
        return [*mine, *checks, *desk_lists.soon(self.reader, self.today, self.say)]

    @cached_property
    def recent(self):
        """What the reader worked on."""
        return desk_lists.recent(self.reader, self.pages, self.say)
