"""Opening a portfolio for a pupil, and passing from one cycle to the next.

Who may work on the personal file (the secretary, the class teacher of this very class) opens the
portfolio; no right on the register of portfolios is asked, because a class teacher holds roles on
the pupils of a class only.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.records.portfolio.claims import REGISTER
from collective.schoolrecords.records.portfolio.portfolio_json import PLACES
from collective.schoolrecords.records.portfolio.pupils import cycles_today
from collective.schoolrecords.records.portfolio.pupils import file_of
from collective.schoolrecords.records.portfolio.pupils import grade_today
from collective.schoolrecords.retention.file_plan import file_plan_of
from plone import api
from plone.dexterity.utils import createContentInContainer
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate


def may_open(file):
    """Whether the current user may open a portfolio for the pupil of a personal file."""
    return file.state == life.CURRENT and api.user.has_permission(life.MODIFY, obj=file)


def lacks_portfolio(file):
    """Return the cycle of which the pupil has no portfolio and should, ``None`` when all is well."""
    cycle = rules.cycle_of(grade_today(file.cohort_id), cycles_today())
    if cycle is None or any(one.cycle == cycle.id for one in portfolios_of_file(file)):
        return None
    return cycle


def open_portfolio(file, cycle=None, opened_on=None, storage_place=None):
    """File and register the portfolio of ``cycle`` (an id; else that of the pupil's grade).

    ``opened_on``: else the first day of the school year, or that of the pupil's admission in it.

    Raises :class:`StepForbidden` for who may not work on the file, :class:`StepRefused` with all
    reasons. Returns the portfolio, which is current.
    """
    if not may_open(file):
        message = _(
            "portfolio_open_forbidden",
            default="Portfolios are opened by the secretary and the pupil's class teacher.",
        )
        raise StepForbidden(translate(message, context=getRequest()))
    site, today = getSite(), school_today()
    plan = file_plan_of(site, today.year)
    item = plan.item_for("portfolio") if plan is not None else None
    record = createContentInContainer(
        site[REGISTER],
        "portfolio",
        checkConstraints=False,
        pupil_file=file.UID(),
        cycle=cycle,
        opened_on=opened_on or _first_day(file, today),
        case_index=item.index if item is not None else None,
        storage_place=storage_place or _classroom(),
        carriers=[{"carrier": "paper"}],
    )
    perform(record, "register")
    return record


def _classroom():
    """Where a portfolio is while nobody says otherwise (S20-3.5.5), in the school's language."""
    return translate(PLACES[rules.CLASSROOM], target_language=api.portal.get_default_language())


def _first_day(file, today):
    """The paper is there since the school year began, or since the pupil came."""
    first = SchoolYear.of(today).first_day
    return max(first, file.admitted_on) if file.admitted_on else first


def pass_to_next(record, closed_on):
    """Close a portfolio whose cycle is over and open the next one, in one transaction.

    Returns the new portfolio. Refused with all reasons, also when the next one cannot be opened.
    """
    cycles = cycles_today()
    cycle = rules.cycle_by_id(record.cycle, cycles)
    following = rules.next_cycle(cycle, cycles) if cycle is not None else None
    if following is None:
        raise StepRefused(record, [Reason("cycle_last", "cycle", {"cycle": record.cycle})])
    perform(record, "close", {"closed_on": closed_on})
    file = file_of(record.pupil_file)
    return open_portfolio(file, following.id, closed_on, record.storage_place)
