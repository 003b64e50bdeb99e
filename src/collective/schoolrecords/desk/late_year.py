"""``late-year`` of a closed personal file: the director enters a year that was never entered.

The same form as that of a year, with the reason beside it. What is saved is certified with it, for
nobody may change a closed file afterwards; a wrong mark is corrected as in any certified year.
"""

from AccessControl import Unauthorized
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.desk.year_standing import LATE_TITLE
from collective.schoolrecords.desk.year_standing import may_enter_late
from collective.schoolrecords.desk.year_standing import standing_of
from collective.schoolrecords.desk.years import mark_rules
from collective.schoolrecords.desk.years import YearPage
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import years_of
from zope import schema


MOST_REASON = 400
WHOLE_ROW = 12
#: Fields of the council's minutes without which no year is certified.
NEEDED = ("minutes_number", "minutes_date")


class LateYearPage(YearPage):
    """``late-year?year=2025/26``: marks, decision, minutes and the reason, in one save."""

    @property
    def title(self):
        """See :class:`Page`."""
        return _(
            "desk_late_year_title",
            default="Results of ${year}, after the file was closed",
            mapping={"year": self.year},
        )

    @property
    def may_certify(self):
        """See :class:`YearPage`: here the director alone."""
        return may_enter_late(self.context, self.year, self.today)

    def form_fields(self):
        """See :class:`FormMixin`."""
        reason = schema.TextLine(
            __name__="reason",
            title=_("desk_late_reason", default="Why now, and from what the marks are taken"),
            description=_(
                "desk_late_reason_help",
                default="For example: the file was closed before the year was entered; summary sheet "
                "of the class No. 3 of 25.06.2025.",
            ),
            max_length=MOST_REASON,
        )
        found = super().form_fields()
        for field in found:
            # What a draft may lack for a while is needed here at once.
            field.required = field.__name__ in NEEDED
        return [*found, reason]

    def render(self):
        """Show the form to the director of a closed file without results of the year."""
        if not self.may_certify or (self.result_of_year is not None and not self.posted()):
            raise Unauthorized("late-year")
        return super().render()

    @property
    def address(self):
        """Where the page leads when the year is saved: to the year, which is locked now."""
        return f"{self.context.absolute_url()}/@@year?year={self.year}"

    def _sign(self, signer):
        raise Unauthorized("late-year")

    def _keep(self, values):
        years_of(self.context).enter_late(
            self.year,
            values,
            values.get("reason"),
            self.reader.id,
            now().isoformat(),
            mark_rules(self.site, self.today),
            grade=self._grade(),
            standing=standing_of(self.context, self.year, self.today),
        )

    @property
    def year_form(self):
        """See :class:`YearPage`."""
        found = super().year_form
        found.years = None
        for field in found.fields or ():
            field.span = WHOLE_ROW if field.name == "reason" else field.span
        found.save = LATE_TITLE
        found.text = self.say(
            _(
                "desk_late_year_text",
                default="What is saved is certified and locked at once; the reason stays beside it. A "
                "wrong mark is corrected afterwards with “Correct a mark”.",
            )
        )
        found.cancel = self.address
        return found
