"""The page of a portfolio: its achievements, when the family saw it, where it is."""

from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.desk.choices import title_of
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.portfolios import words
from collective.schoolrecords.desk.portfolios.words import span
from collective.schoolrecords.desk.record import RecordPage
from collective.schoolrecords.desk.record_tables import documents_section
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.portfolio import handing
from collective.schoolrecords.records.portfolio import portfolio_json
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.opening import pass_to_next
from collective.schoolrecords.records.portfolio.pupils import cycles_today
from collective.schoolrecords.records.portfolio.pupils import file_of
from collective.schoolrecords.records.portfolio.pupils import grade_today
from collective.schoolrecords.records.portfolio.scans import file_scan
from collective.schoolrecords.records.portfolio.services import born
from functools import cached_property
from plone import api
from zope import schema


SHOW_FIELDS = (
    schema.Date(__name__="shown_on", title=_("desk_portfolio_shown_on", default="Shown on")),
    schema.TextLine(
        __name__="to_whom",
        title=_("desk_portfolio_to_whom", default="To whom"),
        description=_("desk_portfolio_to_whom_hint", default="For example: to the mother"),
        max_length=200,
    ),
    schema.TextLine(
        __name__="occasion",
        title=_("desk_portfolio_occasion", default="Occasion"),
        required=False,
        max_length=200,
    ),
)
SHOWINGS = (
    ("sr-nowrap", _("desk_col_date", default="Date")),
    ("sr-lead", _("desk_portfolio_to_whom", default="To whom")),
    ("", _("desk_portfolio_occasion", default="Occasion")),
)
ACHIEVEMENTS = _("desk_section_achievements", default="Achievements")


class PortfolioPage(DeedsMixin, RecordPage):
    """``view`` of a portfolio; POST does one of its deeds."""

    @property
    def record_title(self):
        """Number, name and the grades."""
        title = _(
            "desk_portfolio_heading",
            default="Portfolio ${who}, grades ${cycle}",
            mapping={"who": self.context.title, "cycle": span(self.context.cycle)},
        )
        return self.say(title)

    @cached_property
    def told(self):
        """Every achievement as plain data."""
        return portfolio_json.achievements_json(self.context, self.request)

    @cached_property
    def _edits(self):
        record = self.context
        return record.state == life.CURRENT and api.user.has_permission(life.MODIFY, obj=record)

    @property
    def _over(self):
        """Whether the pupil is past the grades of this cycle."""
        cycle = rules.cycle_by_id(self.context.cycle, cycles_today())
        grade = grade_today(self.context.cohort_id)
        return None not in (cycle, grade) and grade > cycle.last

    def _line(self):
        record = self.context
        yield title_of("cohort_id", record.cohort_id) if record.cohort_id else ""
        yield self.say(portfolio_json.PLACES[record.kept_by])

    def _sections(self):
        yield self._achievements()
        yield self._showings()
        yield documents_section(self.context)
        yield self._place()
        held = self._holds()
        if held is not None:
            yield held

    def _achievements(self):
        rows = [words.achievement_row(self.context, one) for one in self.told]
        standing = [one for one in self.told if one["state"]["id"] in ("certified", "entered")]
        certified = sum(1 for one in standing if one["certified"])
        foot = _(
            "desk_achievements_foot",
            default="Standing: ${n}, of them certified: ${certified}.",
            mapping={"n": len(standing), "certified": certified},
        )
        form = self.form_of("enter")
        return Values(
            id="achievements",
            title=ACHIEVEMENTS,
            count=str(len(standing)) if standing else None,
            table=words.table(ACHIEVEMENTS, words.COLUMNS, rows) if rows else None,
            empty=None if rows else _("desk_achievements_none", default="Nothing is entered yet."),
            foot=foot if rows else None,
            forms=[form] if form else (),
        )

    def _showings(self):
        title = _("desk_section_showings", default="Shown to the family")
        shown = list(reversed(achievements_of(self.context).showings()))
        rows = [
            Values(
                cells=[
                    Values(text=day_text(one.day), css="sr-nowrap"),
                    Values(text=one.to_whom, css="sr-lead"),
                    Values(text=one.occasion),
                ]
            )
            for one in shown
        ]
        form = self.form_of("show")
        return Values(
            id="showings",
            title=title,
            count=str(len(rows)) if rows else None,
            table=words.table(title, SHOWINGS, rows) if rows else None,
            empty=None
            if rows
            else _("desk_showings_none", default="It was not shown to the family yet."),
            forms=[form] if form else (),
        )

    def _place(self):
        record, facts = self.context, []
        file = file_of(record.pupil_file)
        if file is not None and api.user.has_permission(life.VIEW, obj=file):
            label = _("desk_portfolio_file", default="Personal file")
            facts.append(Values(label=label, value=file.title, url=file.absolute_url()))
        for label, value in (
            (
                _("desk_portfolio_where", default="Where it is"),
                portfolio_json.PLACES[record.kept_by],
            ),
            (_("desk_col_place", default="Place of storage"), record.storage_place),
            (_("desk_portfolio_holder", default="Who has it"), record.holder),
            (_("desk_col_opened", default="Opened"), day_text(record.opened_on)),
            (_("desk_col_closed", default="Closed"), day_text(record.closed_on)),
        ):
            if value:
                facts.append(Values(label=label, value=value))
        forms = [self.form_of(one) for one in ("to_pupil", "to_classroom", "next")]
        return Values(
            id="place",
            title=_("desk_section_portfolio_place", default="Place and cycle"),
            facts=facts,
            facts_css="sr-facts",
            edit=f"{record.absolute_url()}/@@edit-section?section=keeping" if self._edits else None,
            edit_title=_("desk_section_edit", default="Change"),
            forms=[one for one in forms if one is not None],
        )

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if not self._edits:
            return
        title = _("desk_achievement_enter", default="Enter the achievement")
        yield Deed("enter", title, self._enter, words.FIELDS)
        yield self._showing()
        yield from self._handing()
        if self._over and api.user.has_permission(life.CLOSE, obj=self.context):
            yield self._next_cycle()

    def _showing(self):
        record = self.context
        return Deed(
            "show",
            _("desk_portfolio_show", default="Note that it was shown"),
            lambda given: (
                achievements_of(record).show(given["shown_on"], given["to_whom"], given["occasion"])
                and None
            ),
            SHOW_FIELDS,
            css="btn-secondary",
            done=_("desk_done_portfolio_shown", default="It is noted that it was shown."),
            known=(("shown_on", self.today),),
        )

    def _handing(self):
        """Yield the way of the folder from the classroom to the pupil, or back."""
        record = self.context
        if record.kept_by == rules.CLASSROOM and not record.holder:
            yield Deed(
                "to_pupil",
                _("desk_portfolio_to_pupil", default="Give it to the pupil"),
                lambda given: handing.give_to_pupil(record),
                css="btn-secondary",
                done=_("desk_done_portfolio_given", default="The portfolio is with the pupil."),
            )
        elif record.kept_by == rules.WITH_PUPIL:
            yield Deed(
                "to_classroom",
                _("desk_portfolio_to_classroom", default="It is in the classroom again"),
                lambda given: handing.take_into_classroom(record),
                css="btn-secondary",
                done=_("desk_done_portfolio_back", default="The portfolio is in the classroom."),
            )

    def _next_cycle(self):
        closed_on = schema.Date(
            __name__="cycle_closed_on", title=_("desk_portfolio_closed_on", default="Closed on")
        )
        return Deed(
            "next",
            _("desk_portfolio_next", default="Close it and open the next cycle"),
            self._next,
            (closed_on,),
            text=_(
                "desk_portfolio_next_text",
                default="The pupil has passed to the next grades: both happen at once.",
            ),
            css="btn-secondary",
            known=(("cycle_closed_on", self.today),),
        )

    def _enter(self, given):
        values = {name: given[name] for name in ("title", "direction", "level", "day")}
        values["result"] = given["result"] or ""
        values["scan"] = file_scan(self.context, given["achievement_scan"], values)
        made = achievements_of(self.context).enter(values, born(self.context))
        return _(
            "desk_achievement_entered",
            default="Entered as No. ${number}.",
            mapping={"number": made.number},
        )

    def _next(self, given):
        made = pass_to_next(self.context, given["cycle_closed_on"])
        return _(
            "desk_portfolio_passed",
            default="The portfolio of grades ${cycle} is open.",
            mapping={"cycle": span(made.cycle)},
        )
