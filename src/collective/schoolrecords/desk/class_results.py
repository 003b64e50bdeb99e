"""The results of a class for one year: who is entered, signed, certified.

Results lie in the pupils' files and in no index, so the files of one class (about thirty) are
read; no other page does that.
"""

from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.record_tables import DECISIONS
from collective.schoolrecords.desk.record_tables import YEAR_STATES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import years_of
from functools import cached_property
from plone import api
from zExceptions import Unauthorized


NOT_ENTERED = Values(
    icon="warning", tone="wait", title=_("desk_results_not_entered", default="Not entered")
)


def files_of(cohort_id):
    """Return the current files of a class that the reader may see, by name."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(
        portal_type="personal_file",
        record_cohort=cohort_id,
        review_state="current",
        sort_on="record_sort",
    )
    return [brain.getObject() for brain in brains]


def uncertified(cohort_id, year):
    """Return how many current files of a class lack certified results of a year."""
    return sum(
        1
        for record in files_of(cohort_id)
        if getattr(years_of(record).get(year), "state", None) != rules.CERTIFIED
    )


class ClassResults(Page):
    """``class-results?class=…&year=…``: for the class teacher of the class."""

    title = TITLES["results"]
    current = "results"

    def render(self):
        """Only a class teacher has a class of their own."""
        if not self.reader.own_cohorts():
            raise Unauthorized("class-results")
        return self.index()

    @cached_property
    def cohort(self):
        """The own class that the address names, else the first one."""
        own = self.reader.own_cohorts()
        asked = self.request.form.get("class")
        return next((one for one in own if one.id == asked), own[0])

    @cached_property
    def year(self):
        """The year asked for, else the one whose results are due."""
        asked = self.request.form.get("year")
        try:
            rules.year_start(asked if isinstance(asked, str) else "")
        except ValueError:
            return school_year_before(self.today)
        return asked

    @property
    def result(self):
        """What the template shows."""
        rows = [self._row(record) for record in files_of(self.cohort.id)]
        columns = (
            ("sr-lead", _("desk_col_name", default="Surname and initials")),
            ("", _("desk_col_decision", default="Decision")),
            ("", _("desk_col_certified", default="Certification")),
        )
        line = _(
            "desk_results_line",
            default="${label} · ${year}",
            mapping={"label": self.cohort.nearest_label(self.today), "year": self.year},
        )
        return Values(
            title=self.title,
            line=line,
            empty=None if rows else _("desk_results_nobody", default="The class has no files."),
            tables=[
                Values(
                    title=self.title,
                    columns=[Values(css=css, title=title) for css, title in columns],
                    rows=rows,
                )
            ]
            if rows
            else (),
        )

    def _row(self, record):
        result = years_of(record).get(self.year)
        url = f"{record.absolute_url()}/@@year?year={self.year}"
        return Values(
            cells=[
                Values(text=record.title, css="sr-lead", url=url),
                Values(text=DECISIONS.get(getattr(result, "decision", None), "")),
                Values(state=YEAR_STATES[result.state] if result is not None else NOT_ENTERED),
            ]
        )
