"""``@@print-calendar?type=…``: the calendar of terms on paper, of all documents or of one type."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.calendar_forms import CalendarForm
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_reader
from collective.schoolrecords.retention.calendar import calendar
from collective.schoolrecords.retention.overview import type_labels
from zExceptions import NotFound


class PrintCalendar(PrintView):
    """Twenty years from this one, as the page of the calendar shows them."""

    name = "calendar"

    def form(self):
        """See :class:`CalendarForm`; 404 for a type that the regulation does not know."""
        today = school_today()
        labels = type_labels(self.context, today)
        asked = self.request.form.get("type") or ""
        if asked and (not isinstance(asked, str) or asked not in labels):
            raise NotFound("@@print-calendar")
        filters = {"doc_type": frozenset((asked,))} if asked else {}
        return CalendarForm(
            school=school_name(),
            dated_on=today,
            calendar=calendar(self.context, filters),
            compiler=signature_of_reader(),
            titles=tuple(labels.items()),
            about=labels.get(asked, ""),
        )
