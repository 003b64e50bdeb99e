"""``print-class-list?class=…``: the list of a class, or of all classes, as PDF (FTL-1.9)."""

from AccessControl import Unauthorized
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.class_list import ClassList
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.school import CLASS_TEACHER
from collective.schoolrecords.printing.school import DIRECTOR
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.printing.school_forms import ClassLine
from collective.schoolrecords.printing.school_forms import ClassListForm
from collective.schoolrecords.printing.school_forms import ClassPage


class PrintClassList(PrintView):
    """The same pupils as on the page, a page for each class."""

    name = "class-list"

    def form(self):
        """See :class:`ClassListForm`; only people with a class have a list."""
        shown = ClassList(self.context, self.request)
        if not shown.cohorts:
            raise Unauthorized("print-class-list")
        today = shown.today
        return ClassListForm(
            school=school_name(),
            dated_on=today,
            school_year=SchoolYear.of(today).long_label,
            classes=tuple(
                ClassPage(
                    label=cohort.nearest_label(today),
                    rows=tuple(_line(record) for record in records),
                    teacher=signature_of_office(CLASS_TEACHER, today, cohort.id),
                )
                for cohort, records in shown.classes()
            ),
            director=signature_of_office(DIRECTOR, today),
        )


def _line(record):
    return ClassLine(record.full_name, record.birth_date, record.file_number, record.admitted_on)
