"""Final marks of certificates: what the year's and the exam's marks come to.

The rules, as a short list:

1. Grade 9: of a subject with an exam the mean of the year's mark and the exam's; of any other
   subject the year's mark.
2. A subject that was taught in several courses (mathematics: algebra, geometry, probability) has
   the mean of the year's marks of all its courses and the exam's mark. Which courses belong to it
   is the school's to say; :data:`COURSES` is what the federal curriculum has.
3. Grade 11: the mean of all half-year and year marks of grades 10 and 11; the ЕГЭ does not enter.
   Courses of one subject count together here, too (:data:`COURSES_11`).
4. Means are rounded half up: 3,5 is 4 and 4,5 is 5. Whole numbers are reckoned with, never floats.
5. «Зачёт», «н/я», no mark and anything below 3 give no final mark; the reason is told, and a person
   decides.

Sources: domain.md 6.1 (order 546 of 05.10.2020; the order of 2013 with the same rounding).
"""

from .reasons import Reason
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType


LEAST, MOST = 3, 5
#: Subject of the certificate → the courses whose year marks are its own.
COURSES = MappingProxyType(
    {"Математика": ("Математика", "Алгебра", "Геометрия", "Вероятность и статистика")}
)
#: The same of grades 10 and 11.
COURSES_11 = MappingProxyType(
    {
        "Математика": (
            "Математика",
            "Алгебра",
            "Алгебра и начала математического анализа",
            "Геометрия",
            "Вероятность и статистика",
        )
    }
)
#: Codes of the reasons why there is no final mark.
NOT_A_MARK = "final_not_a_mark"
NO_MARK = "final_no_mark"
TOO_LOW = "final_too_low"
CODES = (NOT_A_MARK, NO_MARK, TOO_LOW)


@dataclass(frozen=True)
class FinalMark:
    """The final mark of a subject, and what it was reckoned from.

    ``mark`` is ``None`` where ``reasons`` stand against one. ``counted`` are the marks in the order
    in which they were given; ``exam`` tells whether the last of them is the exam's.
    """

    subject: str
    mark: int | None
    counted: tuple[int, ...] = ()
    exam: bool = False
    reasons: tuple[Reason, ...] = ()


def final_marks(
    results: Mapping[str, object],
    exams: Mapping[str, object],
    courses: Mapping[str, Sequence[str]] = COURSES,
) -> dict[str, FinalMark]:
    """Return subject → :class:`FinalMark` for a certificate of basic general education (grade 9).

    ``results``: subject → the year's mark of grade 9, as text or number. ``exams``: subject →
    the exam's mark that counts (``core.protocols.later``). Courses of a subject are told under the
    subject. Subjects stand in the order of the results, those with an exam alone behind them.
    """
    owner = {course: subject for subject, names in courses.items() for course in names}
    given: dict[str, list[object]] = {}
    for course, mark in results.items():
        given.setdefault(owner.get(course, course), []).append(mark)
    for subject in exams:
        given.setdefault(owner.get(subject, subject), [])
    sat = {owner.get(subject, subject): mark for subject, mark in exams.items()}
    return {
        subject: _final(subject, marks, sat.get(subject), subject in sat)
        for subject, marks in given.items()
    }


def final_marks_11(marks: Mapping[str, Sequence[object]]) -> dict[str, FinalMark]:
    """Return subject → :class:`FinalMark` for a certificate of secondary general education.

    ``marks``: subject → its half-year and year marks of grades 10 and 11 (six of a subject that is
    taught in both), oldest first.
    """
    return {subject: _final(subject, list(given)) for subject, given in marks.items()}


def mean_mark(marks: Sequence[int]) -> int:
    """Return the mean of marks, half up, reckoned in whole numbers; there must be one at least."""
    return (2 * sum(marks) + len(marks)) // (2 * len(marks))


def _final(subject, marks, exam=None, sat=False):
    given = [*marks, exam] if sat else list(marks)
    read = [_read(mark) for mark in given]
    counted = tuple(mark for mark in read if mark is not None)
    reasons = [
        Reason(NOT_A_MARK if mark not in (None, "") else NO_MARK, subject, {"value": str(mark)})
        for mark, known in zip(given, read, strict=True)
        if known is None
    ]
    if not marks:
        reasons.append(Reason(NO_MARK, subject, {"value": ""}))
    if any(mark < LEAST for mark in counted):
        reasons.append(Reason(TOO_LOW, subject, {"least": LEAST}))
    mark = None if reasons else mean_mark(counted)
    return FinalMark(subject, mark, counted, sat, tuple(reasons))


def _read(mark):
    """Return a mark 1 to 5 as a number, ``None`` for anything else."""
    text = str(mark).strip() if isinstance(mark, (int, str)) and mark is not True else ""
    return int(text) if text in ("1", "2", "3", "4", "5") else None
