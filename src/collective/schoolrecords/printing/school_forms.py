"""What the printed class list, the list of achievements and a pupil's statement need; see ``forms``.

Sources: FTL-1.9 (files by class and by the alphabet), N1-2.15 (certified and uncertified
achievements), FTL-1.13 and 273-ФЗ ст. 60 ч. 12 (справка об обучении in the school's own form).
"""

from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.printing.checks import known
from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.checks import rows_there
from collective.schoolrecords.printing.forms import Signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class ClassLine:
    """A pupil of a class: full name, birthday, number of the personal file, day of admission."""

    name: str
    born: date | None = None
    number: str = ""
    admitted: date | None = None


@dataclass(frozen=True)
class ClassPage:
    """A class: its label («7А»), its class teacher, its pupils by the alphabet."""

    label: str
    rows: tuple[ClassLine, ...]
    teacher: Signature


@dataclass(frozen=True)
class ClassListForm:
    """Lists of classes, each on a page of its own; ``school_year`` is «2025/26»."""

    TEMPLATE: ClassVar[str] = "class-list"

    school: str
    dated_on: date
    school_year: str
    classes: tuple[ClassPage, ...]
    director: Signature


@dataclass(frozen=True)
class AchievementLine:
    """An achievement that stands; ``certified`` names the paper it was certified by, else empty."""

    title: str
    direction: str
    level: str
    day: date
    result: str = ""
    certified: str = ""
    certified_on: date | None = None


@dataclass(frozen=True)
class AchievementsForm:
    """The achievements of a portfolio; ``grades`` is its cycle, «5–9»."""

    TEMPLATE: ClassVar[str] = "achievements"

    school: str
    name: str
    number: str
    grades: str
    dated_on: date
    rows: tuple[AchievementLine, ...]
    compiler: Signature


STUDIES, ADMITTED, PERIOD = "studies", "admitted", "period"
STATEMENT_KINDS = (STUDIES, ADMITTED, PERIOD)


@dataclass(frozen=True)
class StatementOrder:
    """An order that a statement cites; what is not known is left out."""

    number: str = ""
    dated_on: date | None = None


@dataclass(frozen=True)
class YearMarks:
    """Certified marks of a school year: its label, the class of that year, (subject, mark)."""

    year: str
    grade: int | None
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StatementForm:
    """A statement (справка) on a pupil: that they study here, were admitted, or how long they were.

    ``kind``: one of STATEMENT_KINDS. ``number`` is that of the book of statements, empty for a line
    of ink. ``label`` is the class: of today, of the admission, of the leaving. ``female`` is None
    where the sex is not known. ``exams``: (subject, score or mark) of the state exams.
    """

    TEMPLATE: ClassVar[str] = "statement"

    school: str
    kind: str
    name: str
    dated_on: date
    director: Signature
    number: str = ""
    born: date | None = None
    female: bool | None = None
    label: str = ""
    school_year: str = ""
    study_form: str = ""
    admitted_on: date | None = None
    admission: StatementOrder = StatementOrder()
    left_on: date | None = None
    leaving: StatementOrder = StatementOrder()
    reason: str = ""
    marks: YearMarks | None = None
    exams: tuple[tuple[str, str], ...] = ()


@problems.register
def _class_list(form: ClassListForm):
    found = [*lacking(form, "school", "school_year")]
    if not any(page.rows for page in form.classes):
        found.append(Reason("NO_ROWS", "rows"))
    for page in form.classes:
        found += lacking(page, "label")
        for line in page.rows:
            found += lacking(line, "name")
    return once(found)


@problems.register
def _achievements(form: AchievementsForm):
    found = [*lacking(form, "school", "name"), *rows_there(form)]
    for line in form.rows:
        found += lacking(line, "title")
    return once(found)


@problems.register
def _statement(form: StatementForm):
    needed = {
        STUDIES: ("label", "school_year"),
        ADMITTED: ("label", "admitted_on"),
        PERIOD: ("admitted_on", "left_on"),
    }
    found = [*lacking(form, "school", "name", "born"), *known(form, "kind", STATEMENT_KINDS)]
    return once([*found, *lacking(form, *needed.get(form.kind, ()))])
