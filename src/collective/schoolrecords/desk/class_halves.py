"""The half-year marks of a class of grade 10 or 11 as one table, from which certificates are reckoned.

The same table as that of the year, without decision and minutes: what is entered here is kept beside
the marks of the year and goes with them under the signature and the seal.
"""

from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.desk.class_results import ClassResults
from collective.schoolrecords.desk.class_results import NOT_ENTERED
from collective.schoolrecords.desk.class_table import ClassTable
from collective.schoolrecords.desk.class_table import Pupil
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from dataclasses import dataclass
from functools import cached_property


SIGNED_WITH_YEAR = Values(
    icon="check",
    tone="past",
    title=_("desk_halves_signed_later", default="Signed with the year"),
)


@dataclass
class HalfPupil(Pupil):
    """A pupil whose marks are those of one half-year, ``1`` or ``2``."""

    half: str = rules.HALVES[0]

    @property
    def marks(self):
        """The marks of the half-year; empty where none is entered."""
        return dict(_halves_of(self.result).get(self.half) or {})


class HalfTable(ClassTable):
    """The pupils of a class and their marks of one half-year."""

    def __init__(self, cohort_id, year, half):
        super().__init__(cohort_id, year)
        self.half = half
        self.pupils = [HalfPupil(one.record, one.result, half) for one in self.pupils]

    def subjects(self):
        """Return the subjects of both halves and of the year, or those of the year before."""
        found = {}
        for pupil in self.pupils:
            halves = _halves_of(pupil.result)
            for marks in (*(halves.get(one) or {} for one in rules.HALVES), _year_marks(pupil)):
                found.update(dict.fromkeys(marks))
        return list(found) or super().subjects()

    def enter_half(self, sent, seen):
        """Keep what was sent; return ([pupils changed], [(pupil, sentence why not)]).

        ``sent``: uid → marks; ``seen``: uid → version that the form was drawn from.
        """
        entered = {}
        for pupil in self.pupils:
            marks = sent.get(pupil.uid)
            if marks is None or not pupil.may_enter or marks == pupil.marks:
                continue
            halves = {**_halves_of(pupil.result), self.half: marks}
            entered[pupil.uid] = {
                "half_years": {one: found for one, found in halves.items() if found}
            }
        return self._enter_each(entered, seen)


class ClassHalves(ClassResults):
    """``class-half-years?class=…&year=…&half=1``: for the class teacher and the office."""

    decides = False

    @cached_property
    def half(self):
        """The half-year that the address names, else the first one."""
        asked = self.request.form.get("half")
        return asked if asked in rules.HALVES else rules.HALVES[0]

    @cached_property
    def table(self):
        """See :class:`ClassResults`."""
        return HalfTable(self.cohort.id, self.year, self.half)

    def form_fields(self):
        """See :class:`FormMixin`: half-years have no decision and no minutes."""
        return []

    @property
    def url(self):
        """See :class:`ClassResults`."""
        return self.part_url(self.half)

    @property
    def results_line(self):
        """The class, the year and the half-year."""
        data = {
            "line": self.say(super().results_line),
            "half": self.say(texts.DETAILS[f"half_year_{self.half}"]),
        }
        return _("desk_halves_line", default="${line} · ${half}", mapping=data)

    def render(self):
        """See :class:`ClassResults`; other grades have no half-years, so that the year is shown."""
        if self.cohorts and not self.has_halves:
            return self.go(self.part_url(None))
        return super().render()

    def _enter(self):
        sent = {uid: marks for uid, (marks, _decision) in self._sent_results().items()}
        changed, refused = self.table.enter_half(sent, self._seen())
        if refused:
            self._refuse(refused)
            return False
        self.note_saved(changed)
        return True

    def was_sent(self, pupil):
        """See :class:`ClassResults`."""
        return f"seen.{pupil.uid}" in self.request.form

    def _counts(self):
        pupils = self.table.pupils
        data = {"n": len(pupils), "whole": sum(bool(one.marks) for one in pupils)}
        return _("desk_halves_counts", default="Entered: ${whole} of ${n}.", mapping=data)

    def _row(self, pupil):
        """See :class:`ClassResults`: marks of a half-year wait for the year, not for a signature."""
        row = super()._row(pupil)
        if not pupil.marks:
            row.state = NOT_ENTERED
        elif pupil.state == rules.DRAFT:
            row.state = SIGNED_WITH_YEAR
        return row

    def _missing(self, pupil):
        return None

    def _signs(self):
        """See :class:`ClassResults`: a year is signed as a whole, on its own page."""
        return []


def _year_marks(pupil):
    """Return the marks of the year of a pupil."""
    return pupil.result.current_marks() if pupil.result is not None else {}


def _halves_of(result):
    return result.current_halves() if result is not None else {}
