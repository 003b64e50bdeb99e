"""The way from a personal file to the pupil's portfolios."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core.lifecycle import VIEW
from collective.schoolrecords.desk.portfolios.words import span
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file


def portfolio_links(file):
    """Return links to the portfolios of a personal file that the reader may see."""
    check = getSecurityManager().checkPermission
    return [
        Values(
            url=one.absolute_url(),
            title=_(
                "desk_portfolio_link",
                default="Portfolio, grades ${cycle}",
                mapping={"cycle": span(one.cycle)},
            ),
        )
        for one in portfolios_of_file(file)
        if check(VIEW, one)
    ]
