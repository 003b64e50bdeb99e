"""Yearly results of a pupil: what may be entered, when a year is certified, what locks it.

A year is certified twice: the class teacher signs, then the school's seal is put (S12-3.7,
N1-2.9.4). From the second fact on the year is locked; a correction is a new value with a reason
and the old one stays (design idea 5). Marks follow the regulation: a profile may forbid «н/а» and
«осв.» (S90-5.3) and marks in grade 1 (S90-3.7).
"""

from collections.abc import Mapping
from collective.schoolrecords.core.lookalikes import skeleton
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.core.school import SchoolYear
from dataclasses import dataclass
from datetime import date
from datetime import MAXYEAR
from datetime import MINYEAR

import re


PROMOTED = "promoted"
CONDITIONAL = "conditional"
REPEATED = "repeated"
GRADUATED = "graduated"
DECISIONS = (PROMOTED, CONDITIONAL, REPEATED, GRADUATED)

MARKS = ("5", "4", "3", "2", "1", "зачёт", "незачёт", "н/а", "осв.")
#: What people type for a mark on a keyboard; case and dots do not matter.
SHORTCUTS = {
    "з": "зачёт",
    "зач": "зачёт",
    "зачет": "зачёт",
    "нз": "незачёт",
    "незач": "незачёт",
    "незачет": "незачёт",
    "н": "н/а",
    "на": "н/а",
    "о": "осв.",
    "осв": "осв.",
}
#: Longest name of a subject, in characters; most subjects of one year.
MAX_SUBJECT = 200
MAX_SUBJECTS = 60

#: The half-years of a school year, and the grades whose half-year marks a certificate counts.
HALVES = ("1", "2")
HALF_YEAR_GRADES = (10, 11)

DRAFT = "draft"
SIGNED_BY_TEACHER = "signed"
CERTIFIED = "certified"

# Why a pupil's year is not signed or sealed now.
NOT_ENTERED = "not_entered"
LACKS = "lacks"
TEACHER_FIRST = "teacher_first"
DONE_ALREADY = "done_already"

#: Nobody is taught before this age, whole years on 1 September (273-ФЗ, art. 67 allows less only by
#: leave of the founder).
YOUNGEST = 4

# Digits of other scripts are none: each would make a second year beside the sealed one.
_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")


@dataclass(frozen=True)
class MarkRules:
    """What the regulation in force says about marks of a year.

    ``forbidden``: marks that must not stand; ``grade1_no_marks``: pupils of grade 1 get none.
    """

    forbidden: frozenset[str] = frozenset()
    grade1_no_marks: bool = False


def read_mark(text):
    """Return the mark that was typed: «5», «зач» for «зачёт»; what is none comes back as typed."""
    typed = " ".join(str(text).split())
    if typed in MARKS:
        return typed
    return SHORTCUTS.get(typed.lower().rstrip(".").replace("ё", "е"), typed)


def waits_for(signer, state, missing, entered=True):
    """Return why a year cannot be signed by ``signer`` now, or ``None`` when it can.

    ``signer``: ``class_teacher`` or ``seal``; ``missing``: what the year lacks; ``entered``: whether
    anything is entered at all.
    """
    if state == CERTIFIED or (signer == "class_teacher" and state == SIGNED_BY_TEACHER):
        return DONE_ALREADY
    if not entered:
        return NOT_ENTERED
    if missing:
        return LACKS
    if signer == "seal" and state == DRAFT:
        return TEACHER_FIRST
    return None


def subjects_lacking(marks, others):
    """Return the subjects of the class in which a pupil has no mark, in the order they are met.

    ``marks``: those of the pupil; ``others``: the marks of each pupil of the class in the same year.
    No regulation lists the subjects of a class, so that what any pupil of it learned is asked of
    all (S12-3.7). Names that differ in capitals, spaces or «ё» alone are one subject.
    """
    known = {sort_key(subject) for subject, mark in marks.items() if mark}
    found = {}
    for one in others:
        for subject, mark in one.items():
            key = sort_key(subject)
            if mark and key not in known:
                found.setdefault(key, subject)
    return tuple(found.values())


def explained(lacking, signatures):
    """Whether a former signature says already why each of these subjects has no mark."""
    told = {sort_key(one) for fact in signatures.values() for one in fact.get("without", ())}
    return {sort_key(one) for one in lacking} <= told


def check_lacking(year, lacking, why, signatures):
    """Return all reasons against a signature under a year in which subjects have no mark.

    ``why``: what the person who signs says about it: exempt, a plan of the pupil's own, another
    language. Said once, it need not be said again by who puts the seal.
    """
    if not lacking or clean_text(why or "") or explained(lacking, signatures):
        return ()
    data = {"year": year, "subjects": ", ".join(lacking)}
    return (Reason("subjects_lacking", "without_reason", data),)


def year_start(label):
    """Return the first calendar year of a school-year label ``2025/26``.

    Raises ``ValueError`` when the text is no such label, the years do not follow each other or no
    calendar has them.
    """
    match = _YEAR.fullmatch(label or "")
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(label)
    if not MINYEAR <= int(match[1]) < MAXYEAR:
        raise ValueError(label)
    return int(match[1])


def was_here(label, admitted_on):
    """Whether a pupil was at the school during a school year; ``admitted_on`` may be unknown.

    Who came after its last day has the results of that year at another school, or none.
    """
    return admitted_on is None or admitted_on <= SchoolYear(year_start(label)).last_day


def check_year(label, born, today):
    """Return all reasons against results of a year: it is still to come, or the pupil was no pupil.

    ``born`` may be unknown. Years at a former school are entered as its file tells them. Raises
    ``ValueError`` when ``label`` is no school year.
    """
    year = SchoolYear(year_start(label))
    if year.first_day > today:
        return (Reason("year_ahead", None, {"year": label}),)
    if born is not None and year.start < born.year + YOUNGEST:
        return (Reason("year_before_school", None, {"year": label}),)
    return ()


def _has_name(subject):
    """Whether a subject is called something, without signs that nobody sees."""
    shown = " ".join(subject.split())
    return bool(shown) and len(subject) <= MAX_SUBJECT and clean_text(subject) == shown


def _same_subjects(marks):
    """Return the names that are one subject, group by group: capitals, spaces, look-alike letters."""
    found = {}
    for subject in marks:
        if isinstance(subject, str) and len(subject) <= MAX_SUBJECT:
            found.setdefault(sort_key(skeleton(clean_text(subject))), []).append(subject)
    return [names for key, names in found.items() if key and len(names) > 1]


def check_minutes(label, number, day, today):
    """Return all reasons against the council's minutes that a year cites.

    They are of the year or later and not still to come; until the year's last day a coming council
    may be entered. Raises ``ValueError`` when ``label`` is no school year.
    """
    found = []
    year = SchoolYear(year_start(label))
    if isinstance(number, str) and clean_text(number) != " ".join(number.split()):
        found.append(Reason("hidden_signs", "minutes_number"))
    if isinstance(day, date) and day < year.first_day:
        found.append(Reason("minutes_before_year", "minutes_date", {"day": day, "year": label}))
    elif isinstance(day, date) and day > max(today, year.last_day):
        found.append(Reason("day_in_future", "minutes_date", {"day": day}))
    return tuple(found)


def check_values(marks, decision, minutes_date, grade, rules):
    """Return all reasons against entering these results.

    ``marks`` maps subject → mark; ``grade`` is 1 to 11 or ``None`` when unknown.
    """
    reasons = []
    if not isinstance(marks, Mapping) or len(marks) > MAX_SUBJECTS:
        return (Reason("marks_unreadable", "marks"),)
    reasons += (
        Reason("subject_twice", "marks", {"subjects": ", ".join(f"«{one}»" for one in names)})
        for names in _same_subjects(marks)
    )
    for subject, mark in marks.items():
        if not isinstance(subject, str) or not _has_name(subject):
            reasons.append(Reason("subject_unreadable", "marks"))
        elif mark not in MARKS:
            reasons.append(Reason("mark_unknown", "marks", {"subject": subject, "mark": str(mark)}))
        elif mark in rules.forbidden:
            reasons.append(Reason("mark_forbidden", "marks", {"subject": subject, "mark": mark}))
    if marks and grade == 1 and rules.grade1_no_marks:
        reasons.append(Reason("grade1_has_no_marks", "marks"))
    if decision is not None and decision not in DECISIONS:
        reasons.append(Reason("decision_unknown", "decision"))
    if minutes_date is not None and not isinstance(minutes_date, date):
        reasons.append(Reason("date_unreadable", "minutes_date"))
    return tuple(reasons)


def check_half_years(half_years, grade, rules):
    """Return all reasons against these marks of the half-years.

    ``half_years`` maps ``1`` and ``2`` (text) → subject → mark. Only grades 10 and 11 have half-year
    marks that a certificate is reckoned from (domain.md 6.1).
    """
    if not half_years:
        return ()
    if not isinstance(half_years, Mapping) or set(half_years) - set(HALVES):
        return (Reason("marks_unreadable", "half_years"),)
    found = []
    if grade is not None and grade not in HALF_YEAR_GRADES:
        found.append(Reason("half_years_not_here", "half_years", {"grade": grade}))
    for marks in half_years.values():
        found += [
            Reason(one.code, "half_years", one.data)
            for one in check_values(marks, None, None, grade, rules)
        ]
    return tuple(found)


def corrected(marks, corrections, half=None):
    """Return marks (subject → mark) with the corrections of the year, or of a half-year, applied.

    ``corrections``: mappings ``{subject, mark, …}``, oldest first; one of a half-year names it
    under ``half``.
    """
    found = dict(marks)
    for one in corrections:
        if one.get("half") == half:
            found[one["subject"]] = one["mark"]
    return found


def correction_reasons(subject, mark, former, reason, half, grade, rules, subjects):
    """Return all reasons why a mark of a certified year cannot be corrected.

    ``former``: the mark that counts now, ``None`` without one; ``half``: ``1`` or ``2`` for a mark
    of a half-year, ``None`` for that of the year; ``subjects``: those that the year knows, also
    those of which a signature says that they have no mark.
    """
    if half is None:
        found = list(check_values({subject: mark}, None, None, grade, rules))
    else:
        found = list(check_half_years({half: {subject: mark}}, grade, rules))
    if not found and subject not in subjects:
        found.append(Reason("subject_not_in_year", "subject", {"subject": subject}))
    if not found and mark == former:
        found.append(Reason("mark_stands_already", "mark", {"subject": subject, "mark": mark}))
    if not clean_text(reason):
        found.append(Reason("not_given", "reason"))
    return tuple(found)


def missing_for_certification(year, marks, decision, minutes_number, minutes_date, grade, rules):
    """Return all reasons why the year cannot be certified yet."""
    reasons = []
    if not marks and not (grade == 1 and rules.grade1_no_marks):
        reasons.append(Reason("year_incomplete", "marks", {"year": year}))
    for name, value in (
        ("decision", decision),
        ("minutes_number", minutes_number),
        ("minutes_date", minutes_date),
    ):
        if not value:
            reasons.append(Reason("year_incomplete", name, {"year": year}))
    return tuple(reasons)
