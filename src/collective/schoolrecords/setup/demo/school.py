"""Fills a site with the demo school, from people to regulations."""

from .acts import fill_acts
from .books import fill_books
from .job_runs import work_off_all
from .kinds import fill_kinds
from .people import fill_people
from .people import link_family
from .protocols import fill_protocols
from .records import allow_simple_signatures
from .records import fill_cases
from .records import fill_orders
from .records import fill_regulations
from .students import fill_students
from .teaching import fill_portfolios
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.first_hour import count_from
from dataclasses import dataclass
from datetime import date
from datetime import timedelta


@dataclass(frozen=True)
class Stage:
    """The site with the day of the demo; `year` is the first one of the running school year."""

    site: object
    today: date
    year: int

    def day(self, years_ago, text):
        """«25.06» so many years ago, never later than today."""
        day, month = map(int, text.split("."))
        return min(date(self.year - years_ago, month, day), self.today)


def fill(site):
    """Make the demo in a site that has a regulation and a file plan. Not to be repeated."""
    today = school_today()
    stage = Stage(site, today, SchoolYear.of(today).start)
    fill_people(stage)
    first = fill_students(stage)
    link_family(stage, first)
    fill_orders(stage)
    fill_cases(stage)
    fill_regulations(stage)
    fill_portfolios(stage, first)
    fill_protocols(stage)
    fill_books(stage)
    fill_kinds(stage)
    fill_acts(stage)
    allow_simple_signatures(stage)
    work_off_all(stage)
    # The catalog knows the minute of a filing, not the second.
    count_from(site, now() + timedelta(minutes=1))
