"""School years, classes that grow with their pupils, and offices held by order and date.

Days are plain `date` in the school's own time zone; nothing here reads the clock. A class is a
*cohort*: it keeps one id for life, and only its label changes (7А, a year later 8А), so that
nothing that points at the class has to be written again. An office is held from a day until a
day, by order; an acting person holds it within the order's dates and never a day longer.

What is not possible is refused with `Reason` values: a code and data, worded at the edge.
"""

from .reasons import Reason
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

import re


YEAR_FIRST_MONTH = 9
"""A school year begins on 1 September (273-ФЗ leaves the day to the school; all five begin then)."""

FIRST_GRADE = 1
LAST_GRADE = 11
FINAL_GRADES = (4, 9, 11)
"""Grades after which a class may come to its end; a tenth grade is a class made anew."""

# Where a role is held.
SITE = "site"  # an office of the school
COHORT = "cohort"  # a class
CHILD = "child"  # one pupil
ROLE_PLACES = {
    "director": SITE,
    "deputy": SITE,
    "class_teacher": COHORT,
    "subject_teacher": COHORT,
    "method_head": SITE,
    "secretary": SITE,
    "journal_admin": SITE,
    "archivist": SITE,
    "certificate_keeper": SITE,
    "commission_chair": SITE,
    "commission_member": SITE,
    "data_officer": SITE,
    "auditor": SITE,
    "guardian": CHILD,
    "pupil": CHILD,
}
"""Every role key and the place where it is held; the order is the order of display."""

SINGLE_ROLES = ("director", "class_teacher", "commission_chair")
"""Offices that one person holds at a time (acting persons aside)."""

VACANT = "vacant"
"""`acting_for` of a person who acts in an office that nobody holds."""

_LABEL_YEAR = re.compile(r"([0-9]{4})\s*[/\-–—]\s*([0-9]{2}|[0-9]{4})")
_LETTER = re.compile(r"[А-ЯЁ]{0,2}[0-9]?")


class SchoolError(ValueError):
    """Raised with every reason at once; `reasons` is a tuple of `Reason`."""

    def __init__(self, reasons: Iterable[Reason]):
        self.reasons = tuple(reasons)
        super().__init__(", ".join(f"{reason.field}: {reason.code}" for reason in self.reasons))


@dataclass(frozen=True, order=True)
class SchoolYear:
    """The year that begins on 1 September of `start` and ends on 31 August."""

    start: int

    @classmethod
    def of(cls, day: date) -> "SchoolYear":
        """The school year that a day belongs to."""
        return cls(day.year if day.month >= YEAR_FIRST_MONTH else day.year - 1)

    @classmethod
    def parse(cls, label: str) -> "SchoolYear":
        """Read "2025/26", "2025/2026" or "2025-2026".

        Raises `SchoolError` BAD_SCHOOL_YEAR for anything else and for years that do not follow.
        """
        match = _LABEL_YEAR.fullmatch((label or "").strip())
        if match:
            start, end = int(match[1]), match[2]
            if 1 <= start < 9999 and str(start + 1).zfill(4).endswith(end):
                return cls(start)
        raise SchoolError([Reason("BAD_SCHOOL_YEAR", "label", {"value": label})])

    @property
    def label(self) -> str:
        """The short label, "2025/26"."""
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def long_label(self) -> str:
        """The label of official papers, "2025/2026"."""
        return f"{self.start}/{self.start + 1}"

    @property
    def first_day(self) -> date:
        return date(self.start, YEAR_FIRST_MONTH, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, YEAR_FIRST_MONTH, 1) - timedelta(days=1)

    def next(self) -> "SchoolYear":
        return SchoolYear(self.start + 1)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Cohort:
    """A class for its whole life.

    In the school year that begins in `base_year` it is grade `base_grade`. `letters` are pairs
    (first day, letter), oldest first: a class that is renamed by order gets one more pair.
    `last_grade` is the grade after which it ends; `closed` is the last day of a class that ended
    early (two classes became one).
    """

    id: str
    base_year: int
    base_grade: int
    letters: tuple[tuple[date, str], ...]
    last_grade: int = LAST_GRADE
    closed: date | None = None

    @property
    def first_day(self) -> date:
        return SchoolYear(self.base_year).first_day

    @property
    def last_day(self) -> date:
        """The last day of the class: 31 August after the last grade, or the day it was closed."""
        planned = SchoolYear(self.base_year + self.last_grade - self.base_grade).last_day
        return min(planned, self.closed) if self.closed else planned

    def lives_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def grade_on(self, day: date) -> int | None:
        """The grade on a day, or None before the class began or after it ended."""
        if not self.lives_on(day):
            return None
        return self.base_grade + SchoolYear.of(day).start - self.base_year

    def letter_on(self, day: date) -> str:
        """The letter in use on a day; the first one also covers the time before it was given."""
        letter = self.letters[0][1]
        for since, value in self.letters:
            if since <= day:
                letter = value
        return letter

    def label_on(self, day: date) -> str | None:
        """ "7А" on a day, or None when the class does not live on it."""
        grade = self.grade_on(day)
        return None if grade is None else f"{grade}{self.letter_on(day)}"

    def nearest_label(self, day: date) -> str:
        """The label on a day or, outside the life of the class, its first or its last one.

        For pages that must call an ended class something: «11А (выпуск 2026)».
        """
        return self.label_on(self._nearest(day))

    def name_on(self, day: date) -> str:
        """What the class is called where the word «класс» does not stand before it.

        «7А», and «1 класс» where the grade has one class without a letter: a bare «1» says nothing.
        Outside the life of the class that of its nearest day.
        """
        label = self.nearest_label(day)
        return f"{label} класс" if label.isdigit() else label

    def place_on(self, day: date) -> tuple[int, str]:
        """Key that sorts classes 1А to 11В, those of the nearest day where none lives."""
        nearest = self._nearest(day)
        return self.grade_on(nearest), self.letter_on(nearest)

    def dated_label(self, day: date) -> str:
        """The name on a day; outside the life of the class the nearest one with its school year.

        In a list of classes no two are then called alike: «9А» and «9А (2025/26)».
        """
        if self.lives_on(day):
            return self.name_on(day)
        return f"{self.name_on(day)} ({SchoolYear.of(self._nearest(day)).label})"

    def _nearest(self, day):
        return min(max(day, self.first_day), self.last_day)


def check_cohort(cohort: Cohort, others: Iterable[Cohort] = ()) -> tuple[Reason, ...]:
    """All reasons why a class cannot be kept as it is.

    GRADE_RANGE, LAST_GRADE, NO_LETTER (no letter entry at all), LETTER (not a Russian class
    letter), LETTER_ORDER, CLOSED_TOO_EARLY, LABEL_TAKEN (another class with the same label on
    the same days; data: other, since).
    """
    reasons = []
    if not FIRST_GRADE <= cohort.base_grade <= LAST_GRADE:
        reasons.append(Reason("GRADE_RANGE", "base_grade", {"value": cohort.base_grade}))
    if not max(cohort.base_grade, FINAL_GRADES[0]) <= cohort.last_grade <= LAST_GRADE:
        reasons.append(Reason("LAST_GRADE", "last_grade", {"value": cohort.last_grade}))
    if not cohort.letters:
        reasons.append(Reason("NO_LETTER", "letter"))
    for _since, letter in cohort.letters:
        if not _LETTER.fullmatch(letter):
            reasons.append(Reason("LETTER", "letter", {"value": letter}))
    days = [since for since, _letter in cohort.letters]
    if any(later <= earlier for earlier, later in zip(days, days[1:], strict=False)):
        reasons.append(Reason("LETTER_ORDER", "letter"))
    if cohort.closed and cohort.closed < cohort.first_day:
        reasons.append(Reason("CLOSED_TOO_EARLY", "closed", {"value": cohort.closed}))
    if not reasons:
        for other in others:
            day = same_label_day(cohort, other)
            if day and other.id != cohort.id:
                data = {"other": other.id, "label": cohort.label_on(day), "since": day}
                reasons.append(Reason("LABEL_TAKEN", "letter", data))
    return tuple(reasons)


def same_label_day(one: Cohort, two: Cohort) -> date | None:
    """The first day on which two classes would carry the same label, or None."""
    if one.base_grade - one.base_year != two.base_grade - two.base_year:
        return None  # they are never in the same grade
    first = max(one.first_day, two.first_day)
    last = min(one.last_day, two.last_day)
    changes = {since for since, _letter in one.letters + two.letters}
    for day in sorted({first, *changes}):
        if first <= day <= last and one.letter_on(day) == two.letter_on(day):
            return day
    return None
