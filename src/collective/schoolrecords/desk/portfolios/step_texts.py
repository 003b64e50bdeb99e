"""What the hand-out of a personal file says of the pupil's portfolio before it is done."""

from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.desk.portfolios.words import span
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.records.portfolio.handing import KEPT


GOES = _(
    "desk_portfolio_goes_along",
    default="Together with the file the portfolio (grades ${cycle}) is handed out: the school "
    "keeps it. One receipt names both.",
)
STAYS = _("desk_portfolio_stays", default="The pupil has the portfolio (grades ${cycle}) already.")


def texts_of(record, step_id):
    """Return sentences for the form of a step; nothing for other steps and records."""
    if record.family_id != "personal_file" or step_id != "hand_out":
        return ()
    return [
        _said(GOES if one.kept_by == rules.CLASSROOM else STAYS, one.cycle)
        for one in portfolios_of_file(record)
        if one.state in KEPT
    ]


def _said(message, cycle):
    return filled(message, {"cycle": span(cycle)})
