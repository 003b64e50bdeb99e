"""The production calendar: days off and days worked of one year, as the decree of the year moves them."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.working_days import holidays_of
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.form_page import KIND
from collective.schoolrecords.desk.form_page import SAVE
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.school.working_days import set_work_year
from collective.schoolrecords.school.working_days import year_entered
from functools import cached_property
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


MOST_LETTERS = 4000
HINT = _("desk_work_days_hint", default="One day in a line: DD.MM.YYYY.")
DAYS = {
    "free": _("desk_work_days_free", default="Days off beside the holidays of the law"),
    "worked": _("desk_work_days_worked", default="Saturdays, Sundays and holidays that are worked"),
}


class WorkingDaysPage(FormMixin, Page):
    """``working-days?year=2026``: the year's days off and days worked."""

    title = TITLES["working_days"]
    current = "working_days"

    @cached_property
    def years(self):
        """The years that may be chosen: the last one, this one and the next two."""
        return [str(self.today.year + more) for more in range(-1, 3)]

    @cached_property
    def year(self):
        """The chosen year, this one for anything else."""
        asked = self.request.form.get("year")
        return int(asked) if asked in self.years else self.today.year

    def form_fields(self):
        """See :class:`FormMixin`."""
        terms = SimpleVocabulary([SimpleTerm(one, one, one) for one in self.years])
        yield schema.Choice(
            __name__="year", title=_("desk_work_year", default="Year"), vocabulary=terms
        )
        for name, title in DAYS.items():
            yield schema.Text(
                __name__=name,
                title=title,
                description=HINT,
                required=False,
                max_length=MOST_LETTERS,
            )

    def render(self):
        """Show the year, or keep what was sent."""
        if self.posted() and self.saves and self._keep():
            self.note(_("desk_work_days_kept", default="The calendar of the year is saved."))
            return self.go(f"{self.site.absolute_url()}/@@working-days?year={self.year}")
        return self.index()

    def _keep(self):
        values = self.read_all()
        days = {name: self._days(name, values.get(name)) for name in DAYS}
        if self.field_errors:
            return False
        try:
            set_work_year(get_school(self.site), self.year, **days)
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        return True

    def _days(self, name, text):
        found = []
        for line in (text or "").split("\n"):
            if not line.strip():
                continue
            day = read_date(line.strip()).value
            if day is None:
                message = _(
                    "desk_work_days_wrong",
                    default="“${text}” is no day. Write DD.MM.YYYY.",
                    mapping={"text": line.strip()[:40]},
                )
                self.field_errors.setdefault(name, self.say(message))
            else:
                found.append(day)
        return found

    @property
    def sent(self):
        """See :class:`FormMixin`; another year shows what was entered for it."""
        return super().sent if self.saves else None

    @property
    def form(self):
        """What the template shows."""
        entered = dict(zip(DAYS, year_entered(get_school(self.site), self.year), strict=True))
        values = {name: "\n".join(map(day_text, days)) for name, days in entered.items()}
        fields = self.inputs(list(self.form_fields()), {"year": str(self.year), **values})
        fields[0].offer = Values(
            name=KIND, title=_("desk_work_year_show", default="Show this year")
        )
        law = ", ".join(f"{day:%d.%m}" for day in holidays_of(self.year))
        return Values(
            title=self.title,
            texts=[
                _(
                    "desk_work_days_about",
                    default="Terms in working days are counted by this calendar: familiarisation "
                    "with results, notices after a transfer. Without entries the holidays of the "
                    "law count.",
                ),
                _("desk_work_days_law", default="By law: ${days}.", mapping={"days": law}),
            ],
            action=f"{self.site.absolute_url()}/@@working-days",
            groups=[Values(fields=fields)],
            offers=True,
            save=SAVE,
            cancel=f"{self.site.absolute_url()}/@@people",
        )
