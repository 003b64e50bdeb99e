"""The marks of a certificate as a school's own records propose them, with their sources.

The rules beside those of :mod:`.final_marks`:

1. A subject that ended before grade 9 (music, fine arts) has the mark of its last year, from grade
   5 on. Courses of one subject count together: mathematics of grades 5 and 6 is followed by algebra
   and geometry and counts no more.
2. «Иностранный язык (английский)» of the file is the exam «Английский язык»; case, spaces and Ё
   make no difference. An exam without a year mark is told and not guessed at.
3. Everybody takes the exams in Russian and mathematics; where one is missing, that is told.
4. A proposal binds nobody. Whoever enters another mark says why.
5. Grade 11: the half-year and year marks of grades 10 and 11 count, of a subject that was taught in
   one of them those of that grade. Where a half-year or a year lacks its mark nothing is proposed.

Sources: domain.md 6.1.
"""

from .final_marks import COURSES
from .final_marks import COURSES_11
from .final_marks import final_marks
from .final_marks import final_marks_11
from .names import clean_text
from .protocols import ABSENT
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import re


YEAR, EXAM = "year", "exam"
#: Kinds of sources of grade 11: the first and the second half-year.
HALVES = ("half_1", "half_2")
FIRST_GRADE, LAST_GRADE = 5, 9
#: Subjects whose exam everybody takes.
OBLIGATORY = ("Русский язык", "Математика")
EXAM_MISSING = "exam_missing"
HALF_MISSING, YEAR_MISSING = "half_missing", "year_missing"
#: Grades whose marks a certificate of secondary general education counts.
SENIOR = (10, 11)


@dataclass(frozen=True)
class Source:
    """A mark that a proposal rests on.

    ``kind``: ``year``, one of :data:`HALVES` or ``exam``; ``label``: the school year, or the number
    of the protocol;
    ``day``: that of the exam.
    """

    kind: str
    subject: str
    mark: str
    label: str
    day: date | None = None


@dataclass(frozen=True)
class Proposal:
    """A subject of the certificate.

    ``mark``: as text, ``None`` where a person decides; ``mean``: the exact mean of the marks that
    were reckoned with; ``problems``: :data:`EXAM_MISSING`, :data:`HALF_MISSING`,
    :data:`YEAR_MISSING` and codes of :mod:`.final_marks`.
    """

    subject: str
    mark: str | None
    mean: Fraction | None
    sources: tuple[Source, ...]
    problems: tuple[str, ...] = ()


def propose(
    years: Iterable[tuple[int | None, str, Mapping[str, str]]], exams: Iterable[Source]
) -> tuple[Proposal, ...]:
    """Return a proposal for every subject, those of the last year first; none before grade 9.

    ``years``: (grade, school year, subject → mark) of each year; ``exams``: the result that counts
    in each subject.
    """
    years = tuple(years)
    if not any(grade == LAST_GRADE and marks for grade, _label, marks in years):
        return ()
    taught = _last_marks(years)
    names = {_key(one.subject): one.subject for one in taught}
    sat = {names.get(_key(one.subject), one.subject): one for one in exams if one.mark != ABSENT}
    found = final_marks(
        {one.subject: one.mark for one in taught},
        {subject: one.mark for subject, one in sat.items()},
    )
    sources = {}
    for subject, one in [*((one.subject, one) for one in taught), *sat.items()]:
        sources.setdefault(_OF_COURSE.get(subject, subject), []).append(one)
    return tuple(_proposal(one, sources[subject]) for subject, one in found.items())


def propose_11(
    years: Iterable[tuple[int | None, str, Mapping[str, str], Mapping[str, Mapping[str, str]]]],
) -> tuple[Proposal, ...]:
    """Return a proposal for every subject of grades 10 and 11; none before grade 11 has marks.

    ``years``: (grade, school year, subject → mark, half-year ``1`` or ``2`` → subject → mark) of
    each year. Of a grade that was repeated the later year counts.
    """
    by_grade = {grade: rest for grade, *rest in sorted(years, key=lambda one: one[1])}
    if not (by_grade.get(SENIOR[-1]) or ("", {}))[1]:
        return ()
    sources, lacking = {}, {}
    # Whoever came to grade 11 has the marks of grade 10 on paper: nothing is proposed without them.
    gap = [YEAR_MISSING for grade in SENIOR if not by_grade.get(grade, ("", {}))[1]]
    for grade in SENIOR:
        for subject, kind, mark, label in _senior_marks(*by_grade.get(grade, ("", {}, {}))):
            whole = _OF_COURSE_11.get(subject, subject)
            if mark:
                sources.setdefault(whole, []).append(Source(kind, subject, mark, label))
            else:
                problem = YEAR_MISSING if kind == YEAR else HALF_MISSING
                lacking.setdefault(whole, []).append(problem)
    found = final_marks_11({name: [one.mark for one in got] for name, got in sources.items()})
    return tuple(
        _proposal_11(one, sources[subject], (*gap, *lacking.get(subject, ())))
        for subject, one in found.items()
    )


def _senior_marks(label, marks, halves):
    """Yield (subject, kind of source, mark or "", school year) of all that one grade should have."""
    first, second = (halves.get(one) or {} for one in ("1", "2"))
    for subject in dict.fromkeys((*marks, *first, *second)):
        for kind, given in (*zip(HALVES, (first, second), strict=True), (YEAR, marks)):
            yield subject, kind, given.get(subject, ""), label


def _proposal_11(final, sources, lacking):
    problems = [*dict.fromkeys(lacking), *dict.fromkeys(one.code for one in final.reasons)]
    mean = Fraction(sum(final.counted), len(final.counted)) if final.counted else None
    mark = None if problems else str(final.mark)
    return Proposal(final.subject, mark, mean, tuple(sources), tuple(problems))


def differing(proposed: Mapping[str, str], marks: Mapping[str, str]) -> tuple[str, ...]:
    """Return the subjects whose mark is not the proposed one or was left out, in order."""
    entered = {_key(subject): mark for subject, mark in marks.items()}
    return tuple(
        subject for subject, mark in proposed.items() if entered.get(_key(subject)) != mark
    )


def _last_marks(years):
    """The year marks that count: of each subject, or of its courses, those of its last grade."""
    last = {}
    for grade, label, marks in sorted(years, key=lambda one: one[0] or 0):
        if grade is None or not FIRST_GRADE <= grade <= LAST_GRADE:
            continue
        for subject, mark in marks.items():
            whole = _OF_COURSE.get(subject, _key(subject))
            if last.get(whole, (0, ()))[0] != grade:
                last[whole] = (grade, [])
            last[whole][1].append(Source(YEAR, subject, mark, label))
    # Sorting is stable: within a grade subjects keep the order of the file.
    ordered = sorted(last.values(), key=lambda pair: -pair[0])
    return [one for _grade, found in ordered for one in found]


def _proposal(final, sources):
    problems = list(dict.fromkeys(reason.code for reason in final.reasons))
    if final.subject in OBLIGATORY and not final.exam:
        problems.append(EXAM_MISSING)
    mean = Fraction(sum(final.counted), len(final.counted)) if final.counted else None
    mark = None if final.mark is None else str(final.mark)
    return Proposal(final.subject, mark, mean, tuple(sources), tuple(problems))


def _key(subject):
    """The subject by which marks of the file and of an exam are matched."""
    key = clean_text(subject).casefold().replace("ё", "е")
    foreign = _FOREIGN.fullmatch(key)
    return f"{foreign[1]} язык" if foreign else key


_FOREIGN = re.compile(r"иностранный язык\s*\(([а-я]+)\)")
_OF_COURSE = {course: subject for subject, courses in COURSES.items() for course in courses}
_OF_COURSE_11 = {course: subject for subject, courses in COURSES_11.items() for course in courses}
