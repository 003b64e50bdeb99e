"""The results of a class as one table: read, entered for everybody at once, signed together.

Results lie in the pupils' files and in no index, so the files of one class (about thirty) are
read. What is sent is checked for every pupil before anything is kept: one refusal keeps nothing.
"""

from collections import Counter
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.core.late_results import stayed_to_the_end
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.desk.record_tables import CERTIFY
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.personal_file.year_results import CITED
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.personal_file.year_services import grade_of
from collective.schoolrecords.records.personal_file.year_services import mark_rules
from collective.schoolrecords.records.personal_file.year_services import may_sign
from dataclasses import dataclass
from functools import cached_property
from plone import api


#: States of a file that was a current one: who graduated had a year, too.
ONCE_CURRENT = (life.CURRENT, life.CLOSED, life.ARCHIVED)
CLASS_TEACHER, SEAL = "class_teacher", "seal"


def files_of(cohort_id, states=(life.CURRENT,)):
    """Return the files of a class in ``states`` that the reader may see, by name."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(
        portal_type="personal_file",
        record_cohort=cohort_id,
        review_state=list(states),
        sort_on="record_sort",
    )
    note_shown(brain.UID for brain in brains)
    return [brain.getObject() for brain in brains]


def unsigned(cohort_id, year):
    """Return how many current files of a class lack the class teacher's signature of a year."""
    return sum(
        1
        for record in files_of(cohort_id)
        if rules.was_here(year, record.admitted_on)
        and getattr(years_of(record).get(year), "state", rules.DRAFT) == rules.DRAFT
    )


@dataclass
class Pupil:
    """A pupil's file and what is stored for the year (``None`` when nothing is)."""

    record: object
    result: object

    @property
    def uid(self):
        """Key of the pupil's fields in the form."""
        return self.record.UID()

    @property
    def state(self):
        """State of the year."""
        return self.result.state if self.result is not None else rules.DRAFT

    @property
    def unsigned(self):
        """Whether a pupil of the school still wants the class teacher's signature of the year."""
        return self.state == rules.DRAFT and self.record.state == life.CURRENT

    @cached_property
    def may_enter(self):
        """True while the year is open and the reader enters results of this file."""
        if self.state != rules.DRAFT:
            return False
        return bool(api.user.has_permission(CERTIFY, obj=self.record))

    @property
    def version(self):
        """What the form carries, so that nobody overwrites or signs what they did not see."""
        return self.result.version() if self.result is not None else ""

    @property
    def marks(self):
        """The marks as they stand now."""
        return self.result.current_marks() if self.result is not None else {}


class ClassTable:
    """The pupils of a class and their results of one year.

    Who has left since is among them with what was entered for the year; whoever was taught to its
    end even without.
    """

    def __init__(self, cohort_id, year):
        self.year = year
        self.rules = mark_rules()
        pupils = [
            Pupil(record, years_of(record).get(year))
            for record in files_of(cohort_id, ONCE_CURRENT)
            if rules.was_here(year, record.admitted_on)
        ]
        self.pupils = [
            one
            for one in pupils
            if one.result is not None
            or one.record.state == life.CURRENT
            or stayed_to_the_end(year, one.record.left_on)
        ]

    def subjects(self):
        """Return the subjects of the year, or those of the years before when none is entered."""
        found = dict.fromkeys(subject for pupil in self.pupils for subject in pupil.marks)
        if not found:
            for pupil in self.pupils:
                years = years_of(pupil.record)
                labels = years.labels()
                found.update(dict.fromkeys(years.get(labels[-1]).marks if labels else ()))
        return list(found)

    def minutes(self):
        """Return (number, date, point) of the council's decision that most pupils have."""
        found = Counter(
            _cited(one.result)
            for one in self.pupils
            if one.result is not None and one.result.minutes_number
        )
        return found.most_common(1)[0][0] if found else _cited(None)

    def missing(self, pupil):
        """Return names of what a pupil's year lacks before it can be signed."""
        if pupil.result is None:
            return ["marks", "decision", "minutes_number", "minutes_date"]
        return [reason.field for reason in pupil.result.missing(self.rules)]

    def waits_for(self, pupil, signer):
        """Return why a pupil's year cannot be signed now (core codes), or ``None``."""
        entered = pupil.result is not None
        return rules.waits_for(signer, pupil.state, self.missing(pupil), entered)

    @cached_property
    def _taught(self):
        return dict.fromkeys(rules.subjects_lacking({}, (one.marks for one in self.pupils)), True)

    def lacking(self, pupil):
        """Return the subjects of the class in which a pupil has no mark and nobody has said why."""
        if pupil.result is None:
            return ()
        found = rules.subjects_lacking(pupil.marks, [self._taught])
        return () if rules.explained(found, pupil.result.signatures) else found

    def ready(self, signer):
        """Return the pupils whose year the reader may sign as ``signer`` now."""
        return [one for one in self._signable(signer) if not self.lacking(one)]

    def unexplained(self, signer):
        """Return those who could be signed if the reader said why subjects have no mark."""
        return [one for one in self._signable(signer) if self.lacking(one)]

    def _signable(self, signer):
        return [
            one
            for one in self.pupils
            if self.waits_for(one, signer) is None and may_sign(one.record, signer)
        ]

    def counts(self):
        """Return (pupils, whole ones, signed or sealed ones, sealed ones)."""
        states = [one.state for one in self.pupils]
        whole = sum(not self.missing(one) and not self.lacking(one) for one in self.pupils)
        sealed = states.count(rules.CERTIFIED)
        return len(states), whole, sealed + states.count(rules.SIGNED_BY_TEACHER), sealed

    def enter(self, sent, minutes, seen):
        """Keep what was sent; return ([pupils changed], [(pupil, sentence why not)]).

        ``sent``: uid → (marks, decision). ``minutes``: (number, date, point) for all who have
        no others.
        ``seen``: uid → version that the form was drawn from.
        """
        entered, common = {}, self.minutes()
        for pupil in self.pupils:
            if pupil.uid not in sent or not pupil.may_enter:
                continue
            marks, decision = sent[pupil.uid]
            own = _cited(pupil.result)
            cited = minutes if own in (_cited(None), common) else own
            if not marks and not decision and pupil.result is None:
                continue
            values = {
                "marks": marks,
                "decision": decision,
                **dict(zip(CITED, cited, strict=True)),
            }
            if pupil.result is not None and _same(pupil.result, values):
                continue
            entered[pupil.uid] = values
        return self._enter_each(entered, seen)

    def _enter_each(self, entered, seen):
        """Keep values by uid; return ([pupils changed], [(pupil, sentence why not)])."""
        changed, refused = [], []
        for pupil in self.pupils:
            if pupil.uid not in entered:
                continue
            try:
                self._enter(pupil, entered[pupil.uid], seen.get(pupil.uid))
                changed.append(pupil)
            except Refusal as refusal:
                refused += [(pupil, one["message"]) for one in refusal.reasons]
        return changed, refused

    def _enter(self, pupil, values, seen):
        if seen != pupil.version:
            raise StepRefused(pupil.record, [Reason("year_changed", None, {"year": self.year})])
        years = years_of(pupil.record)
        pupil.result = years.enter(self.year, values, grade_of(pupil.record, self.year), self.rules)

    def sign(self, signer, fact, actor, at, seen, why):
        """Sign or seal everybody who is ready; return (signed, [(pupil, sentence why not)]).

        ``why``: uid → why subjects of the class have no mark; without it the pupil is left.
        """
        done, refused = [], []
        told = [one for one in self.unexplained(signer) if why.get(one.uid)]
        for pupil in [*self.ready(signer), *told]:
            version, lacking = seen.get(pupil.uid, ""), self.lacking(pupil)
            try:
                years_of(pupil.record).certify(
                    self.year,
                    signer,
                    fact,
                    actor,
                    at,
                    self.rules,
                    version,
                    lacking=lacking,
                    why=why.get(pupil.uid),
                )
                done.append(pupil)
            except Refusal as refusal:
                refused += [(pupil, one["message"]) for one in refusal.reasons]
        return done, refused


def _cited(result):
    return tuple(getattr(result, name, None) for name in CITED)


def _same(result, values):
    return all(
        (dict(getattr(result, name)) if name == "marks" else getattr(result, name)) == value
        for name, value in values.items()
    )
