"""A list of pupils: sheets of those who learn and of those who left, read to clean rows.

Rows are refused, never mended by guessing: MISSING_VALUE, BAD_NAME, UNKNOWN_CLASS,
BAD_FILE_LETTER, BAD_FILE_NUMBER, the codes of `core.dates`, DATES_DISAGREE (born after
admission, left before it), DUPLICATE_FILE_NUMBER (both rows; numbers of pupils who left are used
up as well). Warnings let a row through: SNILS_CHECKSUM, SNILS_FORMAT, DUPLICATE_SNILS, FORMULA,
LATIN_LETTERS, LETTER_DIFFERS, AMBIGUOUS_NAME, SEX_UNKNOWN, STUDY_FORM_UNKNOWN,
PHONE_UNREADABLE, EMAIL_UNREADABLE, GUARDIAN_WITHOUT_NAME, SAME_PUPIL, DATE_FROM_NUMBER.

Source of the columns: domain.md section 4 (personal file, alphabet book, movement).
"""

from .contingent_columns import COLUMNS
from .contingent_columns import PHONE_KEYS
from .findings import Finding
from .findings import Reading
from .findings import refused
from .findings import WARNING
from .guardians import Guardian
from .guardians import read_guardians
from .limits import LIMITS
from .limits import Limits
from .lists import columns_read
from .lists import Findings
from .lists import Line
from .lists import open_list
from .lists import same_word
from .lists import Table
from .person_cells import read_person
from .workbooks import read_book
from .workbooks import UnreadableBook
from collections.abc import Iterable
from collective.schoolrecords.core.classes import ClassLabel
from collective.schoolrecords.core.classes import find_class
from collective.schoolrecords.core.classes import known_labels
from collective.schoolrecords.core.lookalikes import cyrillic
from collective.schoolrecords.core.names import clean_name
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.names import FullName
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.core.names import surname_letter
from collective.schoolrecords.core.snils import read_snils
from dataclasses import dataclass
from datetime import date

import re


SEXES = {
    **dict.fromkeys(("м", "муж", "мужской", "мальчик", "юноша"), "М"),
    **dict.fromkeys(("ж", "жен", "женский", "девочка", "девушка"), "Ж"),
}
STUDY_FORMS = {
    "очная": "очная",
    "очно": "очная",
    "очное": "очная",
    "дневная": "очная",
    "на дому": "на дому",
    "надомная": "на дому",
    "надомное": "на дому",
    "обучение на дому": "на дому",
    "индивидуальное обучение на дому": "на дому",
    "семейная": "семейная",
    "семейное": "семейная",
    "семейное образование": "семейная",
    "в форме семейного образования": "семейная",
    "очно заочная": "очно-заочная",
    "заочная": "заочная",
    "самообразование": "самообразование",
}
_SEXES = {same_word(word): sex for word, sex in SEXES.items()}
_STUDY_FORMS = {same_word(word): form for word, form in STUDY_FORMS.items()}
_FORMER = re.compile(
    r"(?:прежняя|прежн\.|до смены|ранее)\s*(?:фамилия)?\s*:?\s*([^\W\d_][\w’'\- ]*)", re.I
)
_FILE_CODE = re.compile(
    r"([^\W\d_])\s*[\-\u2010-\u2015/.№ ]*\s*(\d+)|(\d+)\s*[\-\u2010-\u2015/. ]*\s*([^\W\d_])"
)
_NUMBER = re.compile(r"(?:№\s*)?(\d{1,7})")


@dataclass(frozen=True)
class Leaving:
    """How a pupil left: day, order, where to and why."""

    day: date | None
    order_number: str
    order_date: date | None
    destination: str
    reason: str


@dataclass(frozen=True)
class PupilRow:
    """One pupil as the list tells, cleaned.

    `row` is the row of the sheet as spreadsheets show it, `serial` the number in the list's own
    column. `class_label` is «7А»; (`file_letter`, `file_number`) is the key of the personal file.
    `sex` is М, Ж or "". `former_last_name` comes from the note on a change of surname. `leaving`
    is None for those who learn here.
    """

    sheet: str
    row: int
    serial: int | None
    last_name: str
    first_name: str
    middle_name: str
    former_last_name: str
    sex: str
    birth_date: date
    class_label: str
    file_letter: str
    file_number: int
    admission_date: date | None
    order_number: str
    order_date: date | None
    came_from: str
    address: str
    snils: str
    guardians: tuple[Guardian, ...]
    medical_group: str
    study_form: str
    note: str
    leaving: Leaving | None = None

    @property
    def key(self) -> tuple[str, int]:
        return (self.file_letter, self.file_number)

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)


def read_contingent(
    data: bytes,
    filename: str,
    known_classes: Iterable[str] | None = None,
    today: date | None = None,
    limits: Limits = LIMITS,
) -> Reading:
    """Read a list of pupils.

    `known_classes` are the labels of the school's classes; without them any sensible label is
    taken. `today` is the last day that a date may name; without it the future is not noticed.
    Bad content never raises: it is told by findings. `known_classes` that are no labels raise
    ValueError.
    """
    known = None if known_classes is None else known_labels(known_classes)
    findings = Findings()
    try:
        book = read_book(data, filename, limits)
    except UnreadableBook as unreadable:
        return refused([unreadable.finding])
    findings.extend(book.findings)
    tables = open_list(book, COLUMNS, findings)
    if not tables:
        return refused(findings)
    pupils = []
    claims: dict[tuple[str, int], list[Line]] = {}
    for table in tables:
        left = _is_left(table)
        for index in table.lines:
            line = Line(table, index, findings, PHONE_KEYS)
            pupils.append((line, _read_pupil(line, known, today, left, claims)))
    _refuse_duplicates(claims)
    rows = tuple(row for line, row in pupils if row is not None and not line.is_refused)
    _warn_about_twins(rows, findings)
    accepted = {(row.sheet, row.row) for row in rows}
    kept = [one for one in findings.sorted() if _is_wanted(one, accepted)]
    return Reading(rows, tuple(kept), False, columns_read(tables))


def _is_wanted(finding: Finding, accepted: set[tuple[str, int | None]]) -> bool:
    """A letter that differs explains nothing on a row that is refused anyway."""
    return finding.code != "LETTER_DIFFERS" or (finding.sheet, finding.row) in accepted


def _is_left(table: Table) -> bool:
    """Whether a sheet lists pupils who left: its own columns tell, or its name."""
    name = table.sheet.name.lower()
    return "leaving_date" in table.header.columns or "выбы" in name or "отчисл" in name


def _read_pupil(
    line: Line,
    known: frozenset[ClassLabel] | None,
    today: date | None,
    left: bool,
    claims: dict[tuple[str, int], list[Line]],
) -> PupilRow | None:
    """One row; None when it is refused."""
    line.note_formulas(unread=("serial",))
    name = read_person(line)
    letter, number = _file_key(line)
    if letter and number is not None:
        claims.setdefault((letter, number), []).append(line)
    note = line.text("note")
    row = {
        "sheet": line.table.sheet.name,
        "row": line.row,
        "serial": _serial(line.text("serial")),
        **_names(name, note),
        "sex": _choice(line, "sex", _SEXES, "SEX_UNKNOWN", ""),
        "birth_date": line.date("birth_date", today, required=True),
        "class_label": _class_label(line, known),
        "file_letter": letter,
        "file_number": number,
        **_admission(line, today),
        "address": line.text("address"),
        "snils": _snils(line),
        "guardians": read_guardians(line),
        "medical_group": line.text("medical_group"),
        "study_form": _choice(line, "study_form", _STUDY_FORMS, "STUDY_FORM_UNKNOWN", None),
        "note": note,
        "leaving": _leaving(line, today) if left else None,
    }
    _check_days(line, row["birth_date"], row["admission_date"], row["leaving"])
    if line.is_refused:
        return None
    pupil = PupilRow(**row)
    _check_letter(line, pupil)
    return pupil


def _names(name: FullName, note: str) -> dict[str, object]:
    former = _FORMER.search(note)
    return {
        "last_name": name.last,
        "first_name": name.first,
        "middle_name": name.middle,
        "former_last_name": clean_name(former[1]) if former else "",
    }


def _admission(line: Line, today: date | None) -> dict[str, object]:
    return {
        "admission_date": line.date("admission_date", today),
        "order_number": line.text("order_number"),
        "order_date": line.date("order_date", today),
        "came_from": line.text("came_from"),
    }


def _serial(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _class_label(line: Line, known: frozenset[ClassLabel] | None) -> str:
    key = "school_class" if "school_class" in line.table.header.columns else "grade"
    text = line.text(key)
    if key == "grade" and text:
        text = f"{text} {line.text('class_letter')}"
    if not text:
        line.refuse("MISSING_VALUE", key)
        return ""
    label = find_class(text, known)
    if label is None:
        line.refuse("UNKNOWN_CLASS", key, text)
    return str(label or "")


def _file_key(line: Line) -> tuple[str, int | None]:
    """Letter and number of the personal file, from two columns or from one."""
    header = line.table.header.columns
    letter_key = "file_letter" if "file_letter" in header else "file_code"
    number_key = "file_number" if "file_number" in header else "file_code"
    letter_text, number_text = line.text(letter_key), line.text(number_key)
    code = _FILE_CODE.fullmatch(number_text)
    if code:
        number_text = code[2] or code[3]
        code_letter = code[1] or code[4]
        if letter_key == number_key:
            letter_text = code_letter
        elif _letter(code_letter) != _letter(letter_text):
            line.refuse("BAD_FILE_NUMBER", number_key)
            return "", None
    for key, text in ((letter_key, letter_text), (number_key, number_text)):
        if not text:
            line.refuse("MISSING_VALUE", key)
    letter = _letter(letter_text)
    if letter_text and not letter:
        line.refuse("BAD_FILE_LETTER", letter_key)
    match = _NUMBER.fullmatch(number_text)
    if number_text and (match is None or int(match[1]) == 0):
        line.refuse("BAD_FILE_NUMBER", number_key)
        return letter, None
    return letter, int(match[1]) if match else None


def _letter(text: str) -> str:
    """The letter of a personal file: one Russian letter, Ё as Е; "" for anything else."""
    letter = surname_letter(cyrillic(text.upper())) if len(text) == 1 else ""
    return letter if "А" <= letter <= "Я" else ""


def _snils(line: Line) -> str:
    found = read_snils(line.raw("snils"))
    if found.code:
        # The number itself stays out of findings: they are shown, kept and printed.
        line.warn(found.code, "snils", "" if found.digits == 11 else str(found.digits))
    return found.value


def _choice(line: Line, key: str, words: dict[str, str], code: str, other: str | None) -> str:
    """A value from a short vocabulary; an unknown one is warned about and gives `other` or itself."""
    text = line.text(key)
    if not text:
        return ""
    found = words.get(same_word(text))
    if found is None:
        line.warn(code, key)
        return text if other is None else other
    return found


def _leaving(line: Line, today: date | None) -> Leaving:
    return Leaving(
        line.date("leaving_date", today),
        line.text("leaving_order_number"),
        line.date("leaving_order_date", today),
        line.text("destination"),
        line.text("leaving_reason"),
    )


def _check_days(
    line: Line, birth: date | None, admitted: date | None, leaving: Leaving | None
) -> None:
    if birth and admitted and birth >= admitted:
        line.refuse("DATES_DISAGREE", "admission_date", clean_text(admitted))
    if leaving and leaving.day and admitted and leaving.day < admitted:
        line.refuse("DATES_DISAGREE", "leaving_date", clean_text(leaving.day))


def _check_letter(line: Line, pupil: PupilRow) -> None:
    """The letter is that of the surname at admission; another one needs a reason in the note."""
    letters = {surname_letter(pupil.last_name), surname_letter(pupil.former_last_name)}
    if pupil.file_letter not in letters:
        line.warn("LETTER_DIFFERS", "file_letter" if line.text("file_letter") else "file_code")


def _refuse_duplicates(claims: dict[tuple[str, int], list[Line]]) -> None:
    """Refuse every row of a file number that stands twice; which one is right, a person knows."""
    for lines in claims.values():
        for line in lines if len(lines) > 1 else ():
            others = [other.place(line) for other in lines if other is not line]
            key = "file_number" if line.text("file_number") else "file_code"
            line.refuse("DUPLICATE_FILE_NUMBER", key, ", ".join(others))


def _warn_about_twins(rows: Iterable[PupilRow], findings: Findings) -> None:
    """One СНИЛС twice, or one name with one day of birth twice: perhaps one pupil in two rows."""
    seen: dict[tuple[str, object], PupilRow] = {}
    for row in rows:
        marks = [
            (
                "SAME_PUPIL",
                (name_sort_key(row.last_name, row.first_name, row.middle_name), row.birth_date),
            )
        ]
        if row.snils:
            marks.append(("DUPLICATE_SNILS", row.snils))
        for mark in marks:
            other = seen.setdefault(mark, row)
            if other is not row:
                place = str(other.row) if other.sheet == row.sheet else f"{other.sheet}!{other.row}"
                findings.add(mark[0], WARNING, sheet=row.sheet, row=row.row, detail=place)
