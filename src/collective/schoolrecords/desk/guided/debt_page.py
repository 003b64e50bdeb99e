"""Orders of the end of the year in a personal file, and what became of an academic debt."""

from collective.schoolrecords.core import year_end as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_and_name
from collective.schoolrecords.desk.record_deed import RecordDeed
from collective.schoolrecords.desk.record_tables import DECISIONS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.year_work.rights import may_work
from collective.schoolrecords.records.year_work.storage import open_debts
from collective.schoolrecords.records.year_work.year_end import settle
from collective.schoolrecords.records.year_work.year_end import year_orders_of
from collective.schoolrecords.school.storage import get_school
from functools import cached_property
from plone import api
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


OUTCOMES = {
    rules.LIQUIDATED: _("guided_debt_liquidated", default="liquidated"),
    rules.NOT_LIQUIDATED: _("guided_debt_not", default="not liquidated"),
}
STATES = {
    rules.OPEN: _("guided_debt_open", default="to liquidate until ${day}"),
    rules.OVERDUE: _("guided_debt_overdue", default="was to be liquidated until ${day}"),
    **OUTCOMES,
}
LATE = Values(icon="warning", tone="stop", title=_("guided_debt_late", default="Overdue"))
RUNS = Values(icon="calendar", tone="wait", title=_("guided_debt_runs", default="Runs"))
TITLE = _("guided_debt_title", default="Academic debt")


def year_orders_sections(record, say, today):
    """Yield the section of the orders on the ends of years; nothing without any."""
    found = year_orders_of(record)
    if not found:
        return
    columns = (
        ("sr-nowrap", _("desk_col_year", default="School year")),
        ("", _("desk_col_decision", default="Decision")),
        ("sr-nowrap", _("desk_col_admission_order", default="Order")),
        ("", TITLE),
    )
    rows = [
        Values(
            cells=[
                Values(text=one.year),
                Values(
                    text=say(DECISIONS.get(one.decision, one.decision)),
                    sub=_repeats_in(one),
                ),
                Values(text=f"№ {one.order_number} от {day_text(one.order_date)}"),
                Values(text=_debt(one, say, today)),
            ]
        )
        for one in found
    ]
    title = _("guided_year_orders", default="Orders on the ends of years")
    may = any(one.debt_state(today) in (rules.OPEN, rules.OVERDUE) for one in found) and may_work()
    yield Values(
        id="year-orders",
        title=title,
        edit=f"{record.absolute_url()}/@@academic-debt" if may else None,
        edit_title=TITLE,
        table=Values(
            title=title,
            columns=[Values(css=css, title=name) for css, name in columns],
            rows=rows,
        ),
    )


def _repeats_in(order):
    """Return in which class and from when a year is repeated, ``None`` where that is not known."""
    cohort = get_school().cohorts.get(order.to_class) if order.class_from else None
    if cohort is None:
        return None
    return _(
        "guided_repeats_from",
        default="in ${label} from ${day}",
        mapping={
            "label": cohort.name_on(order.class_from),
            "day": day_text(order.class_from),
        },
    )


def debts_tables(today):
    """Return the table of open academic debts that the reader may see, the nearest first."""
    known = open_debts()
    brains = {
        brain.UID: brain
        for brain in api.portal.get_tool("portal_catalog")(UID=[uid for uid, _y, _d in known])
    }
    rows = [
        Values(
            cells=[
                Values(
                    text=number_and_name(brains[uid].Title)[1],
                    css="sr-lead",
                    url=f"{brains[uid].getURL()}/@@academic-debt",
                ),
                Values(text=year),
                Values(text=day_text(day)),
                Values(state=LATE if today > day else RUNS),
            ]
        )
        for uid, year, day in known
        if uid in brains
    ]
    columns = (
        ("sr-lead", _("desk_col_pupil", default="Pupil")),
        ("sr-nowrap", _("desk_col_year", default="School year")),
        ("sr-nowrap", _("guided_col_due", default="Due")),
        ("", _("desk_col_state", default="State")),
    )
    title = _("guided_debts", default="Academic debts")
    table = Values(
        id="debts",
        title=title,
        head=title,
        count=str(len(rows)),
        columns=[Values(css=css, title=name) for css, name in columns],
        rows=rows,
    )
    return [table] if rows else []


def _debt(order, say, today):
    state = order.debt_state(today)
    if state is None:
        return ""
    title = STATES[state]
    data = {"day": day_text(order.deadline)}
    words = say(filled(title, data))
    return f"{', '.join(order.subjects)}: {words}"


class AcademicDebt(RecordDeed):
    """``academic-debt`` of a personal file: the debt is liquidated, or its time ran out."""

    title = TITLE
    button = _("guided_debt_settle", default="Settle the debt")
    anchor = "#year-orders"

    def may(self):
        """See :class:`RecordDeed`."""
        return may_work()

    @cached_property
    def open_debts(self):
        """The orders whose debt is not settled."""
        states = (rules.OPEN, rules.OVERDUE)
        return [one for one in year_orders_of(self.context) if one.debt_state(self.today) in states]

    def deed_fields(self):
        """See :class:`RecordDeed`."""
        years = [
            SimpleTerm(one.year, one.year, f"{one.year}: {', '.join(one.subjects)}")
            for one in self.open_debts
        ]
        outcomes = [SimpleTerm(key, key, title) for key, title in OUTCOMES.items()]
        return [
            schema.Choice(
                __name__="year",
                title=_("guided_debt_which", default="Which debt"),
                vocabulary=SimpleVocabulary(years),
            ),
            schema.Choice(
                __name__="outcome",
                title=_("guided_debt_outcome", default="What became of it"),
                vocabulary=SimpleVocabulary(outcomes),
            ),
            schema.Date(
                __name__="settled_on", title=_("guided_debt_day", default="Day of the minutes")
            ),
            schema.TextLine(__name__="basis", title=texts.DETAILS["basis"], max_length=300),
        ]

    def known(self):
        """See :class:`RecordDeed`."""
        first = self.open_debts[0].year if self.open_debts else None
        return {"settled_on": self.today, "year": first}

    def do(self, values):
        """Settle the debt."""
        asked = ("year", "outcome", "settled_on", "basis")
        settle(self.context, *(values[name] for name in asked))
        return _("guided_debt_settled", default="The debt is settled.")
