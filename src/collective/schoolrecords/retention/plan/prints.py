"""``@@print-file-plan?year=2026``: the file plan of a year on paper."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import file_plan as rules
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing import plan_forms
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.school import DIRECTOR
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.plan.editing import authors_of
from collective.schoolrecords.retention.plan.editing import counts_of
from collective.schoolrecords.retention.plan.editing import totals_of
from collective.schoolrecords.retention.plan.marks import note_of
from zExceptions import NotFound


CATEGORIES = {
    "permanent": "Постоянного",
    rules.LONG: "Временного (свыше 10 лет)",
    rules.SHORT: "Временного (до 10 лет включительно)",
}


class PrintFilePlan(PrintView):
    """The plan of the year in the request, of the present year without one."""

    name = "file-plan"

    def form(self):
        """See :class:`plan_forms.FilePlanForm`; counts and totals once the year is closed."""
        plan = file_plan.file_plan_of(self.context, self._year())
        if plan is None:
            raise NotFound("@@print-file-plan")
        authors = authors_of(plan)
        draft = plan.state == rules.DRAFT
        return plan_forms.FilePlanForm(
            school=school_name(),
            year=plan.year,
            units=self._units(plan),
            approver=_approver(plan),
            compiler=signature_of(authors[-1] if authors else None, office="archivist"),
            dated_on=plan.approved_on,
            totals=self._totals(plan),
            minutes=None
            if draft
            else forms.Minutes(plan.minutes_number or "", plan.minutes_date or plan.approved_on),
            draft=draft,
        )

    def _year(self):
        text = self.request.form.get("year", "")
        if not text:
            return school_today().year
        if not (isinstance(text, str) and text.isascii() and text.isdigit() and len(text) == 4):
            raise NotFound("@@print-file-plan")
        return int(text)

    def _units(self, plan):
        counts = _counts(plan)
        units = {}
        for index, item in plan.items.items():
            files = counts[index][0] if counts else item.volumes
            term = f"{item.term_text}, {item.article}"
            note = "; ".join(filter(None, (item.note, note_of(plan, index))))
            line = plan_forms.FilePlanLine(index, item.title, term, files, note)
            units.setdefault(index.partition("-")[0], []).append(line)
        return tuple(
            plan_forms.FilePlanUnit(code, file_plan.UNIT_TITLES.get(code, ""), tuple(lines))
            for code, lines in units.items()
        )

    def _totals(self, plan):
        if plan.state != rules.CLOSED:
            return ()
        return tuple(
            plan_forms.FilePlanTotal(
                CATEGORIES.get(one.category, one.category), one.total, one.running, one.epk
            )
            for one in totals_of(plan)
        )


def _counts(plan):
    """Files opened under each item, once the year is closed."""
    if plan.state != rules.CLOSED:
        return None
    return counts_of(plan)


def _approver(plan):
    if plan.approved_by:
        return signature_of(plan.approved_by, plan.approved_on, office=DIRECTOR)
    return signature_of_office(DIRECTOR, school_today())
