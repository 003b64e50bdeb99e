"""Graduation and moving up of a whole class: what is missing, the order, the job, the debts.

One job takes the pupils of a class one by one: each is closed or moved together with the place of
the job, so that an interruption leaves nobody half done. Who cannot be taken after all is counted
and stays as before; the check page says why.
"""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import order_texts
from collective.schoolrecords.core import year_end as rules
from collective.schoolrecords.core import year_results as results
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.jobs.interfaces import JobError
from collective.schoolrecords.jobs.interfaces import JobFailed
from collective.schoolrecords.jobs.interfaces import Progress
from collective.schoolrecords.jobs.kinds import JobKind
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import CITED
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.class_moves import move_on
from collective.schoolrecords.records.year_work.refusals import WorkRefused
from collective.schoolrecords.school.storage import get_school
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from plone import api
from zope.component.hooks import getSite


JOB = "year-work"
LEVELS = {9: "основного общего", 11: "среднего общего"}
GONE = _("year_work_job_gone", default="The work is done or given up.")


@dataclass(frozen=True)
class Pupil:
    """A pupil of the class: the file, the year's results as plain values, the core reasons against."""

    record: object
    result: dict | None
    reasons: tuple

    @property
    def uid(self):
        """UID of the file."""
        return self.record.UID()

    @property
    def decision(self):
        """The council's decision, ``None`` when there is none."""
        return (self.result or {}).get("decision")

    @property
    def council(self):
        """Day of the council, ``None`` while it is not entered."""
        return (self.result or {}).get("minutes_date")


def cohort_of(work):
    """Return the class of a work."""
    return get_school().cohorts[work.values["cohort_id"]]


def grade_in(cohort, year):
    """Return the grade of a class in a school year, ``None`` when it did not live then."""
    return cohort.grade_on(SchoolYear(results.year_start(year)).last_day)


def label_in(cohort, year):
    """Return what a class was called at the end of a school year."""
    return cohort.nearest_label(SchoolYear(results.year_start(year)).last_day)


def start(kind, author, cohort_id, year):
    """Begin a work for a class and a year; refused for a grade that does not graduate."""
    school = get_school()
    cohort = school.cohorts.get(cohort_id) if school is not None else None
    if cohort is None:
        raise WorkRefused([Reason("cohort_unknown", "cohort_id")])
    grade = grade_in(cohort, year)
    if kind == storage.GRADUATION and grade not in rules.GRADUATING:
        raise WorkRefused([Reason("class_not_final", "cohort_id", {"grade": grade or "—"})])
    for work in storage.open_works(kind):
        if (work.values.get("cohort_id"), work.values.get("year")) == (cohort_id, year):
            return work
    label = f"{cohort.name_on(SchoolYear(results.year_start(year)).last_day)} · {year}"
    return storage.begin(
        kind, author, {"cohort_id": cohort_id, "year": year, "label": label, "rows": {}}
    )


def files_of(cohort_id):
    """Return the current files of a class that the reader may see, by name."""
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="personal_file",
        record_cohort=cohort_id,
        review_state=life.CURRENT,
        sort_on="record_sort",
    )
    return [brain.getObject() for brain in brains]


def pupils_of(work):
    """Return the :class:`Pupil` values of the class, each with what is missing."""
    year = work.values["year"]
    here = [
        one for one in files_of(work.values["cohort_id"]) if results.was_here(year, one.admitted_on)
    ]
    return [_pupil(work, record) for record in here]


def _pupil(work, record):
    year = work.values["year"]
    found = years_of(record).get(year)
    result = None
    if found is not None:
        names = ("state", "decision", *CITED)
        result = {name: getattr(found, name) for name in names}
        result["marks"] = found.current_marks()
    if work.kind == storage.GRADUATION:
        reasons = rules.missing_for_graduation(year, result)
        return Pupil(record, result, (*reasons, *_unnamed(work, record)))
    row = work.values["rows"].get(record.UID(), {})
    cohort = get_school().cohorts.get(row.get("to"))
    after = SchoolYear(results.year_start(year)).next().first_day
    reasons = rules.check_moving(
        year,
        result,
        subjects=row.get("subjects", ()),
        deadline=row.get("deadline"),
        grade=grade_in(cohort_of(work), year),
        to_grade=cohort.grade_on(after) if cohort is not None else None,
    )
    return Pupil(record, result, (*reasons, *_unnamed(work, record)))


def _unnamed(work, record):
    return () if orders.names(work, record) else (Reason("order_names_not"),)


def chosen(work, pupils=None):
    """Return the pupils whom the work takes: complete ones who were not left out."""
    skipped = set(work.values.get("skipped", ()))
    pupils = pupils_of(work) if pupils is None else pupils
    return [one for one in pupils if not one.reasons and one.uid not in skipped]


def repeat_classes(work):
    """Return the classes that are in the grade of the ended year in the year after it."""
    year = work.values["year"]
    grade = grade_in(cohort_of(work), year)
    after = SchoolYear(results.year_start(year)).next().first_day
    found = [one for one in get_school().cohorts.values() if one.grade_on(after) == grade]
    return sorted(found, key=lambda one: one.letter_on(after)), after


def carry_out(work, author):
    """Draw up the order, or begin the job; return the job or ``None``."""
    if work.state == storage.RUNNING:
        raise WorkRefused([Reason("work_is_running")])
    taken = chosen(work)
    found = orders.reasons_against(work, school_today())
    if not taken:
        found = (Reason("nobody_chosen"), *found)
    if found:
        raise WorkRefused(found)
    if orders.basis_of(work) is None:
        _draw_up(work, taken)
        return None
    work.keep(taken=tuple(one.uid for one in taken))
    work.state = storage.RUNNING
    job = submit(getSite(), JOB, {"work": work.uid}, started_by=author)
    work.job = job.uid
    return job


def _draw_up(work, taken):
    label = label_in(cohort_of(work), work.values["year"])
    cited = _decision_of(taken)
    minutes = order_texts.minutes_text(*cited)
    people = [(one.record.full_name, one.uid) for one in taken]
    if work.kind == storage.GRADUATION:
        names = [name for name, _uid in people]
        text = order_texts.graduation_text(label, names, work.values["left_on"], minutes)
        title = order_texts.GRADUATION.format(label=label)
    else:
        text = order_texts.moving_up_text(*_by_decision(work, taken), minutes)
        title = order_texts.MOVING_UP.format(label=label)
    orders.draw_up(work, title, text, people, cited)
    work.files = tuple(one.uid for one in taken)
    work.state = storage.WAITING


def _decision_of(taken):
    """The minutes of the first, and their point where all rest on the same one."""
    cited = [tuple(one.result[name] for name in CITED) for one in taken]
    number, day, point = cited[0]
    return number, day, point if set(cited) == {cited[0]} else None


def _by_decision(work, taken):
    rows, after = work.values["rows"], repeat_classes(work)[1]
    cohorts = get_school().cohorts
    promoted, conditional, repeating = [], [], []
    for one in taken:
        name, row = one.record.full_name, rows.get(one.uid, {})
        if one.decision == results.CONDITIONAL:
            conditional.append((name, row["subjects"], row["deadline"]))
        elif one.decision == results.REPEATED:
            repeating.append((name, cohorts[row["to"]].nearest_label(after)))
        else:
            promoted.append(name)
    return promoted, conditional, repeating


def take(work, record):
    """Close or move one pupil by the order; refused with all reasons, then nothing is written."""
    notice_change(record)
    pupil, basis = _pupil(work, record), orders.basis_of(work)
    if pupil.reasons or record.state != life.CURRENT:
        raise WorkRefused(pupil.reasons or [Reason("leaving_of_current_file")])
    year = work.values["year"]
    if work.kind == storage.GRADUATION:
        grade = grade_in(cohort_of(work), year)
        reason = f"Получение {LEVELS[grade]} образования ({grade} класс)"
        details = {
            "left_on": work.values["left_on"],
            "leaving_reason": reason,
            "leaving_order_number": basis.number,
            "leaving_order_date": basis.day,
        }
        found = steps.reasons(record, "close", details)
        if found:
            raise WorkRefused(found)
        note_year_order(record, rules.YearOrder(year, pupil.decision, basis.number, basis.day))
        steps.perform(record, "close", details)
        return
    row, to_class, since = work.values["rows"].get(pupil.uid, {}), "", None
    if pupil.decision == results.REPEATED:
        to_class, since = row["to"], rules.class_from(year, school_today())
        move_on(record, to_class, str(basis), since)
    owes = pupil.decision == results.CONDITIONAL
    note_year_order(
        record,
        rules.YearOrder(
            year,
            pupil.decision,
            basis.number,
            basis.day,
            subjects=tuple(row["subjects"]) if owes else (),
            deadline=row["deadline"] if owes else None,
            to_class=to_class,
            class_from=since,
        ),
    )


def year_orders_of(record):
    """Return the orders of school years' ends in a file, oldest first."""
    return getattr(aq_base(record), "_year_orders", ())


def note_year_order(record, order):
    """Keep an order on the end of a year in a file; one of the same year takes its place."""
    kept = tuple(one for one in year_orders_of(record) if one.year != order.year)
    aq_base(record)._year_orders = (*kept, order)
    record_event(record, "year_decided", payload=asdict(order))
    if order.subjects:
        storage.note_debt(record.UID(), order.year, order.deadline)


def settle(record, year, outcome, settled_on, basis):
    """Say what became of an academic debt; refused with all reasons."""
    known = next((one for one in year_orders_of(record) if one.year == year), None)
    settled, reasons = rules.settle(known, outcome, settled_on, basis, school_today())
    if record.state != life.CURRENT:
        reasons = (Reason("leaving_of_current_file"), *reasons)
    if reasons:
        raise WorkRefused(reasons)
    aq_base(record)._year_orders = tuple(
        settled if one.year == year else one for one in year_orders_of(record)
    )
    record_event(record, "debt_settled", payload=asdict(settled))
    storage.drop_debt(record.UID(), year)


def check_left_on(day):
    """Refuse a day of graduation that is missing or has not come."""
    if day is None:
        raise WorkRefused([Reason("not_given", "left_on")])
    if isinstance(day, date) and day > school_today():
        raise WorkRefused([Reason("day_in_future", "left_on", {"day": day})])


def check_deadlines(pupils, given):
    """Refuse days until which debts are liquidated that the council's day does not allow.

    ``given``: uid → day; a pupil without one is told later, with what else is missing.
    """
    reasons = [
        replace(reason, field=f"deadline.{one.uid}")
        for one in pupils
        if given.get(one.uid)
        for reason in rules.check_deadline(given[one.uid], one.council)
    ]
    if reasons:
        raise WorkRefused(reasons)


class YearWorkJob(JobKind):
    """Kind ``year-work``: closes or moves the pupils of a work, one after the other."""

    title = _("year_work_job", default="Graduation or moving up of a class")
    permission = "collective.schoolrecords.ManageSchool"

    def start(self, parameters):
        """The cursor is the number of pupils looked at."""
        if not isinstance(parameters.get("work"), str):
            raise JobError(GONE)
        return 0

    def step(self, site, job, budget):
        """Take pupils until the chunk is full; a refusal is counted and ends nothing."""
        work = _running(job)
        uids, done, counts = work.values["taken"], 0, dict(work.result)
        catalog = api.portal.get_tool("portal_catalog")
        while job.cursor < len(uids) and not budget.spent(done):
            brains = catalog(UID=uids[job.cursor])
            try:
                if not brains:
                    raise WorkRefused([Reason("leaving_of_current_file")])
                take(work, brains[0].getObject())
                counts["done"] = counts.get("done", 0) + 1
            except Refusal:
                counts["refused"] = counts.get("refused", 0) + 1
            job.cursor += 1
            done += 1
        work.result = counts
        return Progress(job.cursor, len(uids), finished=job.cursor >= len(uids))

    def finish(self, site, job):
        """End the work with its numbers."""
        work = _running(job)
        work.files = work.values["taken"]
        counts = {"done": 0, "refused": 0, **work.result}
        work.finish(**counts, label=work.values["label"])
        return counts


def _running(job):
    work = storage.find(job.parameters["work"])
    if work is None or work.state != storage.RUNNING:
        raise JobFailed(GONE)
    return work
