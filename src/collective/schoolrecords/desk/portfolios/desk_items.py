"""What of the portfolios waits for a class teacher: those that are missing, those not yet shown."""

from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.portfolios.class_page import LACKING
from collective.schoolrecords.desk.portfolios.class_page import UNSEEN
from collective.schoolrecords.desk.portfolios.class_page import unseen
from collective.schoolrecords.messages import _


def portfolio_matters(reader, today, say):
    """Return the lines of the list "Waits for you", each with the class's page."""
    found = []
    for cohort in reader.own_cohorts():
        url = f"{reader.site.absolute_url()}/@@class-portfolios?class={cohort.id}"
        data = {"label": cohort.name_on(today)}
        lacking, late = unseen(cohort.id, today)
        if lacking:
            title = _(
                "desk_wait_portfolios_lacking",
                default="${label}: pupils without a portfolio",
                mapping=data,
            )
            end = _("desk_end_open", default="to open")
            found.append(item(lacking, say(title), f"{url}&only={LACKING}", end, "past", say))
        if late:
            title = _(
                "desk_wait_portfolios_unseen",
                default="${label}: portfolios not shown to the family this school year",
                mapping=data,
            )
            end = _("desk_end_show", default="to show")
            found.append(item(late, say(title), f"{url}&only={UNSEEN}", end, "wait", say))
    return found
