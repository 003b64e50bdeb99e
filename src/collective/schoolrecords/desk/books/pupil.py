"""The pupil of an entry: found by the number of the personal file, and what the file fills in."""

from collective.schoolrecords.core.books import finishing_day
from collective.schoolrecords.core.certificate_marks import EXAM_MISSING
from collective.schoolrecords.core.certificate_marks import HALF_MISSING
from collective.schoolrecords.core.certificate_marks import HALVES
from collective.schoolrecords.core.certificate_marks import Source
from collective.schoolrecords.core.certificate_marks import YEAR
from collective.schoolrecords.core.certificate_marks import YEAR_MISSING
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.final_marks import NO_MARK
from collective.schoolrecords.core.final_marks import NOT_A_MARK
from collective.schoolrecords.core.final_marks import TOO_LOW
from collective.schoolrecords.core.searching import number_key
from collective.schoolrecords.core.states import ANNULLED
from collective.schoolrecords.core.states import DRAFT
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book.finals import proposed_marks
from collective.schoolrecords.records.search.everything import of_number
from collective.schoolrecords.school.storage import get_school
from datetime import date
from plone import api


def find_pupil(text):
    """Return the personal file with a number in any spelling that the reader sees, or ``None``.

    Two volumes may have one number; then nobody is guessed.
    """
    found = of_number(text, "personal_file")
    return found[0].getObject() if len(found) == 1 else None


def fill_in(form, pupil, proposals, kind, today):
    """Write what the file says of its pupil over the values of a sent form.

    The class is that of the day on which the pupil finished what the book is for. An order of a day
    on which the pupil was not in that grade is of another one: it is taken out, and ``True`` returned.
    """
    cohort = cohort_of(pupil)
    day = finishing_day(kind, cohort, pupil.left_on, today) if cohort is not None else today
    ordered = read_date(form.get("order_date")).value
    dropped = kind.grade is not None and None not in (cohort, ordered)
    dropped = dropped and cohort.grade_on(min(ordered, cohort.last_day)) != kind.grade
    if dropped:
        form["order_number"] = form["order_date"] = ""
    marks = proposed_marks(proposals)
    values = {
        "name": pupil.full_name,
        "birth_date": day_text(pupil.birth_date),
        "class_label": cohort.nearest_label(day) if cohort is not None else "",
        "marks": "\n".join(f"{subject} {mark}" for subject, mark in marks.items()),
    }
    form.update({name: value for name, value in values.items() if value})
    return dropped


def days_of_order(number):
    """Return the days of the orders of the school that have a number, whatever the reader may read.

    Told is only the day of an order whose number the reader gives.
    """
    key = number_key(number) if number else None
    if key is None:
        return ()
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(portal_type="order", record_codes=key)
    stand = [one for one in brains if one.review_state not in (DRAFT, ANNULLED)]
    return tuple(
        sorted(date.fromisoformat(one.record_dated_on) for one in stand if one.record_dated_on)
    )


def cohort_of(pupil):
    """Return the class of a pupil, ``None`` when the school does not know it."""
    school = get_school()
    return school.cohorts.get(pupil.cohort_id) if school is not None else None


def proposals_table(proposals, say):
    """Return the table of proposed marks with their sources, ``None`` without any."""
    if not proposals:
        return None
    rows = [
        Values(
            cells=[
                Values(text=one.subject, css="sr-lead"),
                Values(text=one.mark or "—", css="sr-nowrap"),
                Values(text=sources_text(one.sources, say)),
                Values(text="; ".join(say(PROBLEMS[code]) for code in one.problems)),
            ]
        )
        for one in proposals
    ]
    columns = [Values(css=css, title=title) for css, title in COLUMNS]
    return Values(title=say(PROPOSED), columns=columns, rows=rows)


def sources_text(sources, say):
    """Return where a mark comes from: «год 4 (2025/26), экзамен 5 (№ 101-2026, 09.06.2026)»."""
    return ", ".join(say(_source(one)) for one in sources)


def as_sources(kept):
    """Return the sources that an entry keeps (plain values) as those of the core."""
    return [
        Source(**{**one, "day": date.fromisoformat(one["day"]) if one["day"] else None})
        for one in kept
    ]


def _source(one):
    data = {"mark": one.mark, "subject": one.subject, "label": one.label or "—"}
    if one.kind == YEAR:
        return _(
            "desk_final_year",
            default="${subject}: year ${mark} (${label})",
            mapping=data,
        )
    if one.kind in HALVES:
        return _(
            "desk_final_half",
            default="${subject}: half-year ${half} ${mark} (${label})",
            mapping={**data, "half": ("I", "II")[HALVES.index(one.kind)]},
        )
    return _(
        "desk_final_exam",
        default="exam ${mark} (No. ${label}, ${day})",
        mapping={**data, "day": day_text(one.day)},
    )


PROPOSED = _("desk_final_title", default="Marks of the year and of the exams")
COLUMNS = (
    ("sr-lead", _("desk_col_subject", default="Subject")),
    ("", _("desk_final_mark", default="Proposed")),
    ("", _("desk_final_sources", default="Reckoned from")),
    ("", _("desk_final_problems", default="Look at this")),
)
#: Code of a problem with a proposal → what is said.
PROBLEMS = {
    EXAM_MISSING: _("desk_final_exam_missing", default="no result of the exam"),
    HALF_MISSING: _("desk_final_half_missing", default="a mark of a half-year is missing"),
    YEAR_MISSING: _("desk_final_year_missing", default="the mark of a year is missing"),
    NO_MARK: _("desk_final_no_mark", default="no mark of the year"),
    NOT_A_MARK: _("desk_final_not_a_mark", default="not a mark from 1 to 5"),
    TOO_LOW: _("desk_final_too_low", default="a mark below 3"),
}
