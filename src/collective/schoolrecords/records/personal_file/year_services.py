"""``@year-results`` of a personal file: enter, certify, correct.

Who may: entering asks for "Modify portal content" on the file. The class teacher's signature is
put only by somebody who is class teacher of this very file, the seal by the secretary (with
"Certify") or the director (with "Approve"); a correction asks for "Approve". Nobody's general rights replace these:
a Manager signs nothing.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.bodies import RecordService
from collective.schoolrecords.records.personal_file import year_json
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from plone import api
from zExceptions import NotFound
from zope.component.hooks import getSite
from zope.i18n import translate


SIGNERS = ("class_teacher", "seal")


def mark_rules():
    """Return what the regulation in force today says about yearly marks."""
    regulation = regulation_on(getSite(), school_today())
    if regulation is None:
        return rules.MarkRules()
    marks = regulation.marks
    return rules.MarkRules(frozenset(marks.forbidden or ()), bool(marks.grade1_no_marks))


def grade_of(record, label):
    """Return the grade that the file's class was in during a school year, or ``None``."""
    school = get_school()
    cohort = school.cohorts.get(record.cohort_id) if school is not None else None
    if cohort is None:
        return None
    return cohort.grade_on(SchoolYear(rules.year_start(label)).first_day)


def subjects_lacking(record, label):
    """Return the subjects that the class had in a year and in which a pupil has no mark.

    Whoever asks is told names of subjects and nothing about another pupil.
    """
    result = years_of(record).get(label)
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="personal_file",
        record_cohort=record.cohort_id or "-",
        review_state=life.CURRENT,
        sort_on="record_sort",
    )
    files = (brain._unrestrictedGetObject() for brain in brains)
    years = (years_of(one).get(label) for one in files if rules.was_here(label, one.admitted_on))
    others = [one.current_marks() for one in years if one is not None]
    return rules.subjects_lacking(result.current_marks() if result is not None else {}, others)


def may_sign(record, signer):
    """Whether the current user may put the class teacher's signature or the seal."""
    manager = getSecurityManager()
    held = manager.getUser().getRolesInContext(record)
    certifies = bool(manager.checkPermission(life.CERTIFY, record))
    if signer == "class_teacher":
        return certifies and life.CLASS_TEACHER in held
    approves = bool(manager.checkPermission(life.APPROVE, record))
    return (certifies and life.SECRETARY in held) or (approves and life.DIRECTOR in held)


def may_correct(record):
    """Whether the current user may correct a mark of a certified year: the director."""
    return bool(getSecurityManager().checkPermission(life.APPROVE, record))


class YearService(RecordService):
    """What the methods share: the year in the address."""

    max_path = 2

    def label(self):
        """Return the year's label; 404 for what is no school year."""
        try:
            return year_json.year_from_path(self.path[0])
        except (IndexError, ValueError) as error:
            raise NotFound("/".join(self.path)) from error

    def shown(self, result):
        """Return a year as JSON."""
        return year_json.year_json(
            self.context, result, self.request, staff=works_with(self.context)
        )

    def forbid(self):
        """Refuse for want of the role."""
        message = _("year_role_missing", default="Your role may not certify or correct this year.")
        raise StepForbidden(translate(message, context=self.request))


class YearsGet(YearService):
    """``GET @year-results`` and ``GET @year-results/2024-25``."""

    max_path = 1

    def reply(self):
        """Return all years, or one."""
        if not self.path:
            items = year_json.years_json(self.context, self.request)
            url = f"{self.context.absolute_url()}/@year-results"
            return {"@id": url, "items": items, "items_total": len(items)}
        result = years_of(self.context).get(self.label())
        if result is None:
            raise NotFound(self.path[0])
        return self.shown(result)


class YearsPatch(YearService):
    """``PATCH @year-results/2024-25`` {marks, decision, minutes_number, …, grade}.

    The council's minutes: ``minutes_number``, ``minutes_date``, ``minutes_point``. Marks of the
    half-years, in grades 10 and 11: ``half_year_1``, ``half_year_2``.
    """

    max_path = 1

    def reply(self):
        """Enter or change a year that nobody has signed."""
        label = self.label()
        body = self.body()
        values = {}
        if body.given("marks"):
            values["marks"] = dict(body.pairs("marks"))
        halves = {half: f"half_year_{half}" for half in rules.HALVES}
        if any(body.given(name) for name in halves.values()):
            values["half_years"] = self._halves(body, label, halves)
        for name in ("decision", "minutes_number"):
            if body.given(name):
                values[name] = body.text(name, default=None)
        if body.given("minutes_date"):
            values["minutes_date"] = body.day("minutes_date")
        if body.given("minutes_point"):
            values["minutes_point"] = body.number("minutes_point")
        given = body.number("grade")
        body.done()
        grade = grade_of(self.context, label)
        grade = given if grade is None else grade
        result = years_of(self.context).enter(label, values, grade, mark_rules())
        return self.shown(result)

    def _halves(self, body, label, names):
        """The half-years as they will be: what is not given stays."""
        result = years_of(self.context).get(label)
        found = dict(getattr(result, "half_years", None) or {})
        for half, name in names.items():
            if body.given(name):
                found[half] = dict(body.pairs(name))
        return {half: marks for half, marks in found.items() if marks}


class YearsPost(YearService):
    """``POST …/certify`` {signer, fact, seen} and ``POST …/correct`` {subject, mark, reason}.

    ``without_reason`` of a certification says why subjects of the class have no mark. ``half`` (1 or
    2) of a correction names the half-year whose mark it is, in grades 10 and 11.
    """

    def reply(self):
        """Sign, seal or correct the year in the address."""
        actions = {"certify": self._certify, "correct": self._correct}
        if len(self.path) != 2 or self.path[1] not in actions:
            raise NotFound("/".join(self.path))
        return self.shown(actions[self.path[1]](self.label(), self.body()))

    def _certify(self, label, body):
        signer = body.text("signer", required=True)
        if signer and signer not in SIGNERS:
            body.reasons.append(Reason("VALUE", "signer", {"value": signer[:80]}))
        fact, seen = body.text("fact"), body.text("seen", required=True)
        why = body.text("without_reason")
        body.done()
        if not may_sign(self.context, signer):
            self.forbid()
        if not fact:
            raise StepRefused(self.context, [Reason("not_given", "fact")])
        actor = getSecurityManager().getUser().getId()
        lacking = subjects_lacking(self.context, label)
        return years_of(self.context).certify(
            label, signer, fact, actor, now(), mark_rules(), seen, lacking=lacking, why=why
        )

    def _correct(self, label, body):
        subject, mark = body.text("subject", required=True), body.text("mark", required=True)
        reason, half = body.text("reason"), body.number("half")
        if half is not None and str(half) not in rules.HALVES:
            body.reasons.append(Reason("VALUE", "half", {"value": str(half)}))
        body.done()
        if not may_correct(self.context):
            self.forbid()
        actor = getSecurityManager().getUser().getId()
        years = years_of(self.context)
        half = None if half is None else str(half)
        return years.correct(label, subject, mark, reason, actor, now(), mark_rules(), half)
