"""Statements (справки) on a pupil, from the personal file: studies here, admitted, how long.

The director signs them and the office prints them: director, deputy, secretary. Whoever else sees
the file is refused, the family included: a statement is given by the school, not by its reader. A
statement says name, birthday, class, orders and, of one who left, marks; never address, СНИЛС or
health (FTL-1.13, 273-ФЗ ст. 60 ч. 12).
"""

from AccessControl import getSecurityManager
from AccessControl.unauthorized import Unauthorized
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import book_fields
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core import protocols
from collective.schoolrecords.core import year_results
from collective.schoolrecords.core.books import ANNULLED
from collective.schoolrecords.core.books import state_of
from collective.schoolrecords.core.natural import natural_key
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.printing import school_forms as forms
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.school import DIRECTOR
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.records.book.rows import entries_of_file
from collective.schoolrecords.records.personal_file.moves import cohort_on
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.protocol.of_file import protocols_of
from collective.schoolrecords.school.storage import get_school
from zExceptions import NotFound


OFFICES = frozenset((states.DIRECTOR, states.DEPUTY, states.SECRETARY))


class Statement(PrintView):
    """Base of the statements.

    A kind says its ``kind`` of ``school_forms.STATEMENT_KINDS``, whether it would be true of the
    file today (``says_truth``), and what it tells besides the pupil and the admission (``facts``).
    """

    @property
    def _given_by_reader(self):
        held = getSecurityManager().getUser().getRolesInContext(self.context)
        return not OFFICES.isdisjoint(held)

    @property
    def offered(self):
        """See :class:`PrintView`."""
        return self._given_by_reader and self.says_truth()

    def form(self):
        """See :class:`StatementForm`; 403 for who gives no statements, 404 for an untrue one."""
        if not self._given_by_reader:
            raise Unauthorized(self.__name__)
        if not self.says_truth():
            raise NotFound(self.__name__)
        record, today = self.context, school_today()
        return forms.StatementForm(
            school=school_name(),
            kind=self.kind,
            name=record.full_name,
            dated_on=today,
            director=signature_of_office(DIRECTOR, today),
            born=record.birth_date,
            female={"female": True, "male": False}.get(record.sex),
            study_form=record.study_form or "",
            admitted_on=record.admitted_on,
            admission=forms.StatementOrder(
                record.admission_order_number or "", record.admission_order_date
            ),
            **self.facts(today),
        )

    def label_on(self, day):
        """Return the pupil's class as it was called on a day, empty when it is not known."""
        school = get_school()
        cohort = school.cohorts.get(cohort_on(self.context, day)) if school is not None else None
        return cohort.nearest_label(day) if cohort is not None else ""


class StudiesHere(Statement):
    """``@@print-statement-studies``: the pupil studies here."""

    name = "statement-studies"
    kind = forms.STUDIES

    def says_truth(self):
        """See :class:`Statement`."""
        return self.context.state == states.CURRENT and self.context.left_on is None

    def facts(self, today):
        """See :class:`Statement`."""
        return {"label": self.label_on(today), "school_year": SchoolYear.of(today).long_label}


class Admitted(Statement):
    """``@@print-statement-admitted``: the pupil was admitted, into which class and by which order."""

    name = "statement-admitted"
    kind = forms.ADMITTED

    def says_truth(self):
        """See :class:`Statement`."""
        return self.context.state == states.CURRENT and self.context.admitted_on is not None

    def facts(self, today):
        """See :class:`Statement`."""
        return {"label": self.label_on(self.context.admitted_on)}


class PeriodOfStudy(Statement):
    """``@@print-statement-period``: from when to when somebody who left was here, with marks."""

    name = "statement-period"
    kind = forms.PERIOD

    def says_truth(self):
        """See :class:`Statement`."""
        gone = self.context.state not in (states.DRAFT, states.ANNULLED, states.DESTROYED)
        return gone and self.context.left_on is not None

    def facts(self, today):
        """See :class:`Statement`."""
        record = self.context
        return {
            "number": _number(record),
            "label": self.label_on(record.left_on),
            "left_on": record.left_on,
            "leaving": forms.StatementOrder(
                record.leaving_order_number or "", record.leaving_order_date
            ),
            "reason": record.leaving_reason or "",
            "marks": _marks(record),
            "exams": tuple(_exams(record)),
        }


def _number(record):
    """The number in the book of statements (книга регистрации справок), the latest that stands."""
    numbers = [
        entry["number"]
        for book, entry in entries_of_file(record.UID())
        if book.kind == book_fields.STUDY and state_of(entry) != ANNULLED
    ]
    return str(max(numbers)) if numbers else ""


def _marks(record):
    """The marks of the last year that is certified; ``None`` without one."""
    years = years_of(record)
    for label in reversed(years.labels()):
        year = years.get(label)
        marks = year.current_marks() if year.state == year_results.CERTIFIED else {}
        if marks:
            subjects = sorted(marks.items(), key=lambda pair: natural_key(pair[0]))
            title = SchoolYear.parse(label).long_label
            return forms.YearMarks(title, year.grade, tuple(subjects))
    return None


def _exams(record):
    """Yield (subject, result) of the state exams whose rows the reader sees and that count."""
    for protocol, pairs in protocols_of(record):
        if protocol.kind not in protocols.STATE_EXAMS:
            continue
        now = protocol.states()
        for position, row in pairs:
            if now[position] in protocols.COUNTING:
                score = row.primary if row.test is None else row.test
                result = row.mark or ("" if score is None else str(score))
                yield protocol.school_subject or protocol.title, result
