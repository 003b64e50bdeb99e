"""Protocols: kinds, result rows, appeals, familiarisation, and which result counts.

The rules, as a short list:

1. A row stands as it was entered. From the submission on no row changes; what becomes known later
   stands beside it: a ruling on an appeal, the day on which the pupil was familiarised.
2. A row that an appeal changed is replaced by a new row, with the later protocol as its basis; the
   old row stays visible and counts no more. A rejected appeal leaves the row as it is.
3. Rows that count: in force and "appeal rejected". An annulled row counts for nobody.
4. Whoever has a row that is not replaced is to be familiarised with it, an annulled one included;
   a replaced row needs no familiarisation any more, its new row does (N1-2.10.2).
5. Results of state exams are shown to graduates within one working day of their receipt; results
   of outside diagnostics on the day after (S90-4.4.9).
6. Of several protocols of one subject the later exam counts: a reserve day replaces the main one.

Sources: N1-2.10–2.13, S90-4.4.9, domain.md 6.1 (приказы 232/551 and 233/552 of 04.04.2023).
"""

from .reasons import Reason
from .working_days import LAW
from .working_days import WorkCalendar
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from types import MappingProxyType


STATE_EXAM_9 = "state_exam_9"
STATE_EXAM_11 = "state_exam_11"
INTERIM = "interim"
INDEPENDENT = "independent_monitoring"
INTERNAL = "internal_monitoring"
COUNCIL = "council"
KINDS = (STATE_EXAM_9, STATE_EXAM_11, INTERIM, INDEPENDENT, INTERNAL, COUNCIL)
STATE_EXAMS = frozenset((STATE_EXAM_9, STATE_EXAM_11))
#: Kinds whose pupils are to be told of their results, with a list of who was not.
FAMILIARISED = STATE_EXAMS | {INDEPENDENT}

#: The document type of each kind, under which a regulation names its term.
DOC_TYPES = MappingProxyType(
    {
        STATE_EXAM_9: "exam_protocol",
        STATE_EXAM_11: "exam_protocol",
        INTERIM: "interim_protocol",
        INDEPENDENT: "independent_monitoring",
        INTERNAL: "internal_monitoring",
        COUNCIL: "council_minutes",
    }
)

_EXAM = ("school_subject", "subject_code", "commission_on", "received_on", "exam_day")
_FROM_OUTSIDE = ("organisation", "organisation_code")
#: What the head of each kind says beside title, number, day and school year (domain.md 6.1).
FIELDS = MappingProxyType(
    {
        STATE_EXAM_9: (*_EXAM, *_FROM_OUTSIDE),
        STATE_EXAM_11: (*_EXAM, *_FROM_OUTSIDE),
        INTERIM: ("school_subject", "study_form", "teacher", "assistants", "chair", "opinions"),
        INDEPENDENT: ("school_subject", "subject_code", "received_on", *_FROM_OUTSIDE),
        INTERNAL: ("school_subject", "teacher", "assistants"),
        COUNCIL: ("chair", "clerk", "present", "opinions"),
    }
)
#: Every field that some kind has and another has not.
KIND_FIELDS = frozenset(name for names in FIELDS.values() for name in names)
#: What the rows of each kind have beside class, name, mark and note.
ROW_FIELDS = MappingProxyType(
    {
        STATE_EXAM_9: ("form", "primary", "criteria"),
        STATE_EXAM_11: ("form", "primary", "test"),
        INTERIM: ("variant", "ticket", "year_mark", "final_mark"),
        INDEPENDENT: ("primary",),
        INTERNAL: ("primary",),
        COUNCIL: (),
    }
)

#: Forms of study (273-ФЗ ст. 17, N1-2.11): full-time, part-time, extramural; family education; and
#: externs, who only sit their attestation here.
STUDY_FORMS = ("full_time", "part_time", "extramural", "family", "external")
EXAM_FORMS = ("ОГЭ", "ЕГЭ", "ГВЭ")
MARKS = ("5", "4", "3", "2", "зачёт", "незачёт", "н/я")
#: Absent from the exam: the one "mark" that says that there is no result.
ABSENT = "н/я"
#: How a protocol of an attestation writes a mark out beside its figure («цифрой и прописью»).
WRITTEN = MappingProxyType({"5": "пять", "4": "четыре", "3": "три", "2": "два"})
#: Marks that stand beside that of an attestation: of the year, and the final one.
GRADES = ("year_mark", "final_mark")
#: What rows have got since signatures were first put: it is signed where it is filled in alone.
LATER_FIELDS = ("variant", "ticket", *GRADES, "outside")
#: Kinds in which somebody without a personal file here may stand: an extern sits attestation and
#: state exam at a school that is not theirs (273-ФЗ ст. 34).
OUTSIDERS = STATE_EXAMS | {INTERIM}

EFFECTIVE = "effective"
CHANGED = "changed"
REJECTED = "rejected"
ANNULLED = "annulled"
ROW_STATES = (EFFECTIVE, CHANGED, REJECTED, ANNULLED)
COUNTING = frozenset((EFFECTIVE, REJECTED))
#: What an appeal, or the commission, may still make of a row in a state.
OUTCOMES = MappingProxyType(
    {
        EFFECTIVE: (CHANGED, REJECTED, ANNULLED),
        REJECTED: (CHANGED, ANNULLED),
        CHANGED: (),
        ANNULLED: (),
    }
)

PAPER = "paper"
ELECTRONIC = "electronic"
WAYS = (PAPER, ELECTRONIC)

MOST_ROWS = 2000
MAX_SCORE = 200
MAX_NAME = 120
MAX_TEXT = 400
#: Letters of a variant of the task and of a ticket (билет).
MAX_TASK = 40
#: Longest question or decision of a council, in characters.
MAX_DECISION = 20000
MOST_VOTES = 999


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A pupil's result.

    ``line`` is the number on paper, ``label`` the class as the protocol writes it, ``cohort`` and
    ``file`` the class and the personal file that were recognised, ``None`` where nobody was.
    ``primary`` is the primary score, ``test`` that of the ЕГЭ (0–100), ``criteria`` the points by
    criteria as they are printed. ``replaces`` is the position of the row that an appeal changed.
    ``variant`` of the task, ``ticket`` (билет), ``year_mark`` (годовая) and ``final_mark``
    (итоговая) as the protocol of an attestation names them. ``outside`` says who somebody without a
    personal file here is: «экстерн», «школа № 5».
    """

    line: int | None = None
    label: str = ""
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    document: str = ""
    form: str = ""
    primary: int | None = None
    test: int | None = None
    criteria: str = ""
    mark: str = ""
    note: str = ""
    file: str | None = None
    cohort: str | None = None
    replaces: int | None = None
    # Behind all others: rows that were kept before have none of these.
    variant: str = ""
    ticket: str = ""
    year_mark: str = ""
    final_mark: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A point of a council's minutes: the question, who reported, what was decided, the votes."""

    line: int | None = None
    question: str = ""
    speakers: str = ""
    decision: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of the row at ``position``: outcome, the later protocol, and the new row."""

    position: int
    outcome: str
    number: str
    day: date
    new: int | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A pupil was familiarised with a row on ``day``; ``by`` is a user id, ``fact`` the paper."""

    day: date
    way: str
    by: str
    fact: str = ""


def head_fields(kind: str | None) -> tuple[str, ...]:
    """Return what the head of a kind has of its own; nothing while no kind is chosen."""
    return FIELDS.get(kind, ())


def task_fields(kind: str | None) -> tuple[str, ...]:
    """Return what rows of a kind say of the task that the pupil had: variant and ticket."""
    return tuple(name for name in ROW_FIELDS.get(kind, ()) if name in ("variant", "ticket"))


def grade_fields(kind: str | None) -> tuple[str, ...]:
    """Return the marks that rows of a kind have beside that of the attestation."""
    return tuple(name for name in ROW_FIELDS.get(kind, ()) if name in GRADES)


def written_mark(mark: str) -> str:
    """Return a mark in figures and in words, «5 (пять)»; one that is a word stays as it is."""
    return f"{mark} ({WRITTEN[mark]})" if mark in WRITTEN else mark


def row_states(positions: Iterable[int], rulings: Iterable[Ruling]) -> dict[int, str]:
    """Return position → state of every row; the last ruling on a row decides."""
    found = dict.fromkeys(positions, EFFECTIVE)
    found.update({ruling.position: ruling.outcome for ruling in rulings})
    return found


def counting(rows: Mapping[int, ResultRow], rulings: Iterable[Ruling]) -> dict[int, ResultRow]:
    """Return the rows that count, by position: each pupil's present result."""
    states = row_states(rows, rulings)
    return {position: row for position, row in rows.items() if states[position] in COUNTING}


def later(results: Iterable[tuple[date, ResultRow]]) -> ResultRow | None:
    """Return the result that counts among those of one pupil in one subject.

    ``results`` are (day of the exam, row that counts in its protocol): a re-sit on a reserve day
    replaces the main day. Whoever did not come has no result of that day.
    """
    sat = [(day, row) for day, row in results if row.mark != ABSENT]
    return max(sat, key=lambda pair: pair[0])[1] if sat else None


def to_familiarise(rows: Mapping[int, ResultRow], rulings: Iterable[Ruling]) -> tuple[int, ...]:
    """Return the positions of the rows whose pupils are to see them: all that are not replaced."""
    states = row_states(rows, rulings)
    return tuple(position for position in rows if states[position] != CHANGED)


def missing(
    rows: Mapping[int, ResultRow],
    rulings: Iterable[Ruling],
    acknowledged: Mapping[int, Acknowledgement],
) -> tuple[int, ...]:
    """Return the positions of the rows with which their pupils have not been familiarised."""
    return tuple(one for one in to_familiarise(rows, rulings) if one not in acknowledged)


def familiarise_by(kind: str, received: date | None, calendar: WorkCalendar = LAW) -> date | None:
    """Return the last day on which pupils are to be told, ``None`` where no day is known.

    ``calendar`` knows the working days of the year; the law's holidays count without one.
    """
    if received is None or kind not in FAMILIARISED:
        return None
    return calendar.after(received, 1) if kind in STATE_EXAMS else received + timedelta(days=1)


def unresolved(rows: Mapping[int, ResultRow]) -> tuple[tuple[int, str], ...]:
    """Return (position, name) of the rows of which nobody has said whose they are.

    Each has a personal file chosen, or says that its pupil comes from outside.
    """
    mine = {at: row for at, row in rows.items() if not row.file and not row.outside}
    return tuple((at, f"{one.last_name} {one.first_name}") for at, one in mine.items())


def row_reasons(row: ResultRow, kind: str) -> tuple[Reason, ...]:
    """Return all reasons why a result cannot stand in a protocol of ``kind``."""
    found = []
    for name in ("last_name", "first_name"):
        if not getattr(row, name).strip():
            found.append(Reason("row_value_missing", name))
    for name, most in (
        ("last_name", MAX_NAME),
        ("first_name", MAX_NAME),
        ("middle_name", MAX_NAME),
        ("label", 20),
        ("document", 60),
        ("criteria", MAX_TEXT),
        ("variant", MAX_TASK),
        ("ticket", MAX_TASK),
        ("outside", MAX_NAME),
        ("note", MAX_TEXT),
    ):
        if len(getattr(row, name)) > most:
            found.append(Reason("row_value_long", name, {"most": most}))
    if row.form and row.form not in EXAM_FORMS:
        found.append(Reason("row_form_unknown", "form", {"value": row.form[:40]}))
    if row.mark and row.mark not in MARKS:
        found.append(Reason("row_mark_unknown", "mark", {"value": row.mark[:40]}))
    for name in GRADES:
        mark = getattr(row, name)
        # A year and its end have a mark or none; absent is one from a single day.
        if mark and (mark not in MARKS or mark == ABSENT):
            found.append(Reason("row_mark_unknown", name, {"value": mark[:40]}))
    for name, most in (("primary", MAX_SCORE), ("test", 100)):
        score = getattr(row, name)
        if score is not None and not 0 <= score <= most:
            found.append(Reason("row_score_range", name, {"value": score, "most": most}))
    found.extend(_from_outside(row, kind))
    found.extend(_result_there(row, kind))
    return tuple(found)


def _from_outside(row, kind):
    if row.outside and kind not in OUTSIDERS:
        yield Reason("row_outside_not_here", "outside")
    if row.outside and row.file:
        yield Reason("row_outside_with_file", "outside")


def _result_there(row, kind):
    """ОГЭ and ГВЭ end in a mark, the ЕГЭ in a score or (base mathematics) in a mark."""
    if kind == STATE_EXAM_9 and not row.mark:
        yield Reason("row_value_missing", "mark")
    elif not row.mark and row.primary is None and row.test is None:
        yield Reason("row_without_result", "mark")
    if row.mark == ABSENT and (row.primary is not None or row.test is not None):
        yield Reason("row_absent_with_score", "mark")


def decision_reasons(point: Decision) -> tuple[Reason, ...]:
    """Return all reasons why a point cannot stand in the minutes of a council."""
    found = [
        Reason("row_value_missing", name)
        for name in ("question", "decision")
        if not getattr(point, name).strip()
    ]
    for name in ("question", "decision", "speakers"):
        if len(getattr(point, name)) > MAX_DECISION:
            found.append(Reason("row_value_long", name, {"most": MAX_DECISION}))
    for name in ("votes_for", "votes_against", "abstained"):
        votes = getattr(point, name)
        if votes is not None and not 0 <= votes <= MOST_VOTES:
            found.append(Reason("row_score_range", name, {"value": votes, "most": MOST_VOTES}))
    return tuple(found)


def ruling_reasons(
    state: str | None, outcome: str, number: str, day: date | None, exam: date | None, today: date
) -> tuple[Reason, ...]:
    """Return all reasons against a ruling on a row in ``state`` (``None``: there is no such row).

    ``number`` and ``day`` are those of the later protocol, ``exam`` the day of the exam.
    """
    if state is None:
        return (Reason("row_unknown"),)
    found = []
    if outcome not in ROW_STATES or outcome == EFFECTIVE:
        found.append(Reason("outcome_unknown", "outcome"))
    elif outcome not in OUTCOMES[state]:
        found.append(Reason("outcome_impossible", "outcome", {"state": state}))
    if not number:
        found.append(Reason("not_given", "number"))
    elif len(number) > 60:
        found.append(Reason("row_value_long", "number", {"most": 60}))
    if day is None:
        found.append(Reason("not_given", "day"))
    elif day > today:
        found.append(Reason("day_in_future", "day", {"day": day}))
    elif exam is not None and day < exam:
        found.append(Reason("day_before_exam", "day", {"day": day, "exam": exam}))
    return tuple(found)


def acknowledgement_reasons(known: bool, done: bool, replaced: bool) -> tuple[Reason, ...]:
    """Return all reasons why a row cannot be marked as shown to its pupil."""
    if not known:
        return (Reason("row_unknown"),)
    found = []
    if done:
        found.append(Reason("already_familiarised"))
    if replaced:
        found.append(Reason("row_replaced"))
    return tuple(found)


def telling_reasons(
    way: str | None, day: date | None, exam: date | None, today: date
) -> tuple[Reason, ...]:
    """Return all reasons why pupils cannot have been told on ``day`` in this ``way``."""
    found = []
    if way not in WAYS:
        found.append(Reason("way_unknown", "way"))
    if day is None:
        found.append(Reason("not_given", "day"))
    elif day > today:
        found.append(Reason("day_in_future", "day", {"day": day}))
    elif exam is not None and day < exam:
        found.append(Reason("day_before_exam", "day", {"day": day, "exam": exam}))
    return tuple(found)
