"""Classes and school years of a site."""

from .events import record
from .interfaces import IClassUse
from .people import YearDates
from .refusals import refuse_if
from .refusals import SchoolRefused
from BTrees.Length import Length
from collective.schoolrecords.core.class_end import check_end
from collective.schoolrecords.core.class_end import check_withdrawal
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.school import check_cohort
from collective.schoolrecords.core.school import Cohort
from collective.schoolrecords.core.school import LAST_GRADE
from collective.schoolrecords.core.school import SchoolYear
from dataclasses import replace
from uuid import uuid4
from zope.component import queryUtility
from zope.component.hooks import getSite


def add_cohort(school, *, year, grade, letter, last_grade=LAST_GRADE):
    """Open a class that is `grade` + `letter` in the school year beginning in `year`.

    Returns the `Cohort`. Raises `SchoolRefused` with all reasons of `core.school.check_cohort`.
    """
    values = {"year": year, "grade": grade, "last_grade": last_grade}
    (cohort,) = add_cohorts(school, letters=(letter,), **values)
    return cohort


def add_cohorts(school, *, year, grade, letters, last_grade=LAST_GRADE):
    """Open the classes of a grade, one for each of `letters`: all of them, or none.

    Returns the `Cohort` values. Raises `SchoolRefused` as `add_cohort`; a reason that several
    classes share is told once.
    """
    first_day, made, reasons = SchoolYear(year).first_day, [], []
    for letter in letters:
        cohort = Cohort(uuid4().hex, year, grade, ((first_day, letter),), last_grade)
        found = check_cohort(cohort, (*school.cohorts.values(), *made))
        reasons.extend(_told_anew(found, reasons))
        made.append(cohort)
    refuse_if(reasons, school)
    for cohort in made:
        label = cohort.label_on(first_day)
        _put(school, cohort, "opened", label=label, year=year)
    return made


def _told_anew(found, told):
    """The reasons that say something new; which class carries a label already says nothing new."""
    known = [(one.code, one.data.get("label"), one.data.get("value")) for one in told]
    return [
        one
        for one in found
        if (one.code, one.data.get("label"), one.data.get("value")) not in known
    ]


def relabel_cohort(school, cohort_id, letter, since):
    """Give a class another letter from a day on. Nothing else is written anywhere."""
    cohort = known_cohort(school, cohort_id)
    changed = replace(cohort, letters=(*cohort.letters, (since, letter)))
    _keep(school, changed, "renamed", letter=letter, since=since)
    return changed


def close_cohort(school, cohort_id, last_day):
    """End a class early; its teachers' roles end with that day.

    Raises `SchoolRefused` with all reasons of `core.school.check_cohort` and of
    `core.class_end.check_end`: the pupils who would be left in it.
    """
    cohort = known_cohort(school, cohort_id)
    changed = replace(cohort, closed=last_day)
    use = _held_still(school)
    left = check_end(cohort, last_day, use.pupils_of(cohort_id)) if use is not None else ()
    refuse_if((*check_cohort(changed, school.cohorts.values()), *left), school)
    _put(school, changed, "closed", last_day=last_day)
    return changed


def note_placed(school):
    """Say that a pupil is put into a class: who closes or takes one back now begins anew.

    Called by whoever writes the class of a pupil, in the same transaction.
    """
    _count(school, "placed", "ended")


def _held_still(school):
    """Return the `IClassUse` of the site, sure that no pupil is put into a class meanwhile."""
    _count(school, "ended", "placed")
    # A school that stands in no site has no records.
    return queryUtility(IClassUse) if getSite() is not None else None


def _count(school, done, watched):
    """Count a deed of one kind, and have one of the other kind at this moment begin anew.

    Two of one kind add up; a counter that is read as current conflicts with whoever counts.
    """
    for name in (done, watched):
        if getattr(school, name) is None:
            setattr(school, name, Length())
    getattr(school, done).change(1)
    other = getattr(school, watched)
    if other._p_oid is not None:
        # A ghost has no serial that could be compared.
        other._p_activate()
        other._p_jar.readCurrent(other)


def take_back_cohort(school, cohort_id):
    """Take back a class that was opened by mistake and that nothing has ever named.

    Raises `SchoolRefused` with all reasons of `core.class_end.check_withdrawal`.
    """
    cohort, use = known_cohort(school, cohort_id), _held_still(school)
    offices = sum(one.cohort_id == cohort_id for one in school.appointments.values())
    records, works = (use.records_of(cohort), use.works_of(cohort_id)) if use else (0, 0)
    refuse_if(check_withdrawal(offices, records, works), school)
    withdraw_cohort(school, cohort_id)


def withdraw_cohort(school, cohort_id):
    """Take a class back that was entered by mistake and that nothing names.

    Returns whether it was taken back: a class with appointments stays. The caller knows that no
    record names it.
    """
    if cohort_id not in school.cohorts or any(
        one.cohort_id == cohort_id for one in school.appointments.values()
    ):
        return False
    del school.cohorts[cohort_id]
    record(school, "cohort", what="withdrawn", cohort_id=cohort_id)
    return True


def known_cohort(school, cohort_id):
    """The class with an id. Raises `SchoolRefused` COHORT_UNKNOWN."""
    cohort = school.cohorts.get(cohort_id)
    if cohort is None:
        raise SchoolRefused([Reason("COHORT_UNKNOWN", "cohort_id", {"value": cohort_id})])
    return cohort


def cohorts_on(school, day):
    """The classes that live on a day, 1А first."""
    living = [cohort for cohort in school.cohorts.values() if cohort.lives_on(day)]
    return sorted(living, key=lambda one: (one.grade_on(day), one.letter_on(day)))


def cohorts_of_year(cohorts, year):
    """Those of the classes that lived on some day of a school year (`SchoolYear`), 1А first."""

    def place(cohort):
        day = min(year.last_day, cohort.last_day)
        return cohort.grade_on(day), cohort.letter_on(day)

    lived = (one for one in cohorts if one.first_day <= year.last_day)
    return sorted((one for one in lived if one.last_day >= year.first_day), key=place)


def cohorts_ahead(school, day):
    """The classes that are opened and begin after a day: the soonest first, then 1А first."""
    coming = [cohort for cohort in school.cohorts.values() if cohort.first_day > day]
    return sorted(coming, key=lambda one: (one.first_day, one.base_grade, one.letter_on(day)))


def find_cohort(school, label, day):
    """The class that carries a label ("7А") on a day, or None."""
    for cohort in school.cohorts.values():
        if cohort.label_on(day) == label:
            return cohort
    return None


def set_year(school, *, start, lessons_from, lessons_until, periods=()):
    """Keep the dates of a school year: lessons and periods, in order, inside the year.

    Raises `SchoolRefused` PERIOD_OUTSIDE and PERIOD_ORDER.
    """
    year = SchoolYear(start)
    days = [lessons_from]
    for period in periods:
        days.extend((period.first_day, period.last_day))
    days.append(lessons_until)
    reasons = []
    if any(day not in year for day in days):
        reasons.append(Reason("PERIOD_OUTSIDE", "periods", {"year": year.label}))
    if days != sorted(days):
        reasons.append(Reason("PERIOD_ORDER", "periods"))
    refuse_if(reasons, school)
    dates = YearDates(start, lessons_from, lessons_until, tuple(periods))
    school.years[start] = dates
    plain = [[one.label, one.first_day, one.last_day] for one in dates.periods]
    record(
        school,
        "school_year",
        year=year.label,
        lessons_from=lessons_from,
        lessons_until=lessons_until,
        periods=plain,
    )
    return dates


def _keep(school, cohort, what, **payload):
    refuse_if(check_cohort(cohort, school.cohorts.values()), school)
    _put(school, cohort, what, **payload)


def _put(school, cohort, what, **payload):
    school.cohorts[cohort.id] = cohort
    record(school, "cohort", what=what, cohort_id=cohort.id, **payload)
