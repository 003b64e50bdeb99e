"""A list of staff: who works here, in which post and with which roles.

Refused rows: MISSING_VALUE, BAD_NAME, UNKNOWN_CLASS, CLASS_TEACHER_TWICE (every row that names
the class: a class has exactly one class teacher), DUPLICATE_LOGIN (both rows), BAD_LOGIN.
Warnings: UNKNOWN_ROLE (the role is left out), CLASS_WITHOUT_ROLE and ROLE_WITHOUT_CLASS (class
teacher in one column only; the column of classes counts), CLASS_WITHOUT_TEACHER (a class of the
school that nobody in the list leads; `detail` is the class), SAME_PERSON, AMBIGUOUS_NAME,
LATIN_LETTERS, FORMULA.

Roles are the keys of the product; their Russian names are those of domain.md section 8.
"""

from .contingent_columns import PUPIL
from .findings import Reading
from .findings import refused
from .findings import WARNING
from .limits import LIMITS
from .limits import Limits
from .lists import columns_read
from .lists import Findings
from .lists import Line
from .lists import open_list
from .lists import same_word
from .person_cells import read_person
from .workbooks import read_book
from .workbooks import UnreadableBook
from collections.abc import Iterable
from collective.schoolrecords.core.classes import ClassLabel
from collective.schoolrecords.core.classes import find_class
from collective.schoolrecords.core.classes import known_labels
from collective.schoolrecords.core.names import clean_text
from collective.schoolrecords.core.names import DASHES
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.core.tables import Column
from dataclasses import dataclass

import re


_TITLES = {
    "director": ("директор", "директор школы", "руководитель организации"),
    "deputy": (
        "заместитель директора по увр",
        "заместитель директора",
        "заместитель директора по вр",
        "зам директора",
        "зам директора по увр",
        "зам директора по вр",
        "завуч",
    ),
    "class_teacher": ("классный руководитель", "кл руководитель"),
    "subject_teacher": ("учитель предметник", "учитель", "предметник", "преподаватель"),
    "method_head": (
        "руководитель методического объединения",
        "руководитель мо",
        "руководитель шмо",
        "председатель методического объединения",
    ),
    "secretary": ("секретарь учебной части", "секретарь", "делопроизводитель"),
    "journal_admin": (
        "администратор электронного журнала",
        "администратор эж",
        "ответственный за электронный журнал",
    ),
    "archivist": ("ответственный за архив", "архивариус"),
    "certificate_keeper": (
        "ответственный за выдачу аттестатов",
        "ответственный за выдачу документов об образовании",
    ),
    "data_officer": (
        "ответственный за обработку персональных данных",
        "ответственный за организацию обработки персональных данных",
        "ответственный за персональные данные",
    ),
    "commission_chair": ("председатель эк", "председатель экспертной комиссии"),
    "commission_member": ("член эк", "член экспертной комиссии"),
    "auditor": ("аудитор", "проверяющий"),
}
ROLES = {same_word(title): role for role, titles in _TITLES.items() for title in titles}
"""The key of a role for each way to write it, in the form of `lists.same_word`."""

_SHARED = ("serial", "last_name", "first_name", "middle_name")
_NOT_NAME = "-предмет -класс -методич -логин -роль"
COLUMNS = (
    *(column for column in PUPIL if column.key in _SHARED),
    Column(
        "full_name",
        "ФИО",
        (
            f"фио {_NOT_NAME}",
            f"ф и о {_NOT_NAME}",
            f"фамилия имя отчество {_NOT_NAME}",
            "фио|ф работник|сотрудник|педагог|учител -должн -предмет",
            "ф и о работник|сотрудник|педагог|учител -должн -предмет",
            "работник|сотрудник|педагог -должн -предмет -категор -роль",
        ),
    ),
    Column("position", "Должность", ("должност", "занимаем должност"), required=True),
    Column(
        "subjects",
        "Преподаваемые предметы",
        ("препод* предмет|дисциплин", "предмет|дисциплин", "учебн предмет"),
    ),
    Column(
        "classes",
        "Классное руководство",
        (
            "классн|кл руковод*",
            "класс руковод*",
            "=класс",
            "руковод* класса|классом",
            "ведет класс",
        ),
    ),
    Column(
        "method_group",
        "Методическое объединение",
        ("методич объединен", "мо", "шмо", "метод объединен", "кафедра"),
    ),
    Column("login", "Логин", ("логин", "login", "учетн запись", "имя пользователя")),
    Column("roles", "Роль", ("роль|роли", "роль|роли систем", "прав* доступ")),
    Column("room", "Кабинет", ("кабинет|каб", "№|номер кабинет", "аудитория")),
)

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-@]{1,63}")
_PARTS = re.compile(r"[;\n]")
# A comma inside brackets belongs to the name of the subject.
_SUBJECTS = re.compile(r"[,;\n](?![^()]*\))")
_CLASSES = re.compile(r"[,;\n]|\sи\s")


@dataclass(frozen=True)
class StaffRow:
    """One person of the staff as the list tells, cleaned.

    `roles` are role keys without repetition, in the order of the list; `classes` are the labels
    of the classes that this person leads as class teacher.
    """

    sheet: str
    row: int
    serial: int | None
    last_name: str
    first_name: str
    middle_name: str
    position: str
    subjects: tuple[str, ...]
    classes: tuple[str, ...]
    method_group: str
    login: str
    roles: tuple[str, ...]
    room: str

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)


def read_staff(
    data: bytes,
    filename: str,
    known_classes: Iterable[str] | None = None,
    limits: Limits = LIMITS,
) -> Reading:
    """Read a list of staff.

    `known_classes` are the labels of the school's classes: a class teacher leads one of these,
    and each of them needs one. Without it any sensible label is taken. Bad content never raises:
    it is told by findings. `known_classes` that are no labels raise ValueError.
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
    claims = _Claims()
    people = []
    for table in tables:
        for index in table.lines:
            line = Line(table, index, findings)
            people.append((line, _read_person(line, known, claims)))
    claims.refuse()
    rows = tuple(row for line, row in people if row is not None and not line.is_refused)
    _warn_about_classes(known, claims, findings)
    _warn_about_twins(rows, findings)
    return Reading(rows, tuple(findings.sorted()), False, columns_read(tables))


class _Claims:
    """Which rows claim a login, and which a class."""

    def __init__(self) -> None:
        self.logins: dict[str, list[Line]] = {}
        self.classes: dict[str, list[Line]] = {}

    def refuse(self) -> None:
        """Refuse every row of a login or a class that is claimed twice."""
        for claims, code, key in (
            (self.logins, "DUPLICATE_LOGIN", "login"),
            (self.classes, "CLASS_TEACHER_TWICE", "classes"),
        ):
            for lines in claims.values():
                for line in lines if len(lines) > 1 else ():
                    others = [other.place(line) for other in lines if other is not line]
                    line.refuse(code, key, ", ".join(others))


def _read_person(
    line: Line, known: frozenset[ClassLabel] | None, claims: _Claims
) -> StaffRow | None:
    """One row; None when it is refused."""
    line.note_formulas(unread=("serial",))
    name = read_person(line)
    classes = _classes(line, known, claims)
    serial = line.text("serial")
    row = StaffRow(
        line.table.sheet.name,
        line.row,
        int(serial) if serial.isascii() and serial.isdigit() and len(serial) < 10 else None,
        name.last,
        name.first,
        name.middle,
        line.text("position"),
        _split(_SUBJECTS, line.raw("subjects")),
        classes,
        line.text("method_group"),
        _login(line, claims),
        _roles(line, classes),
        line.text("room"),
    )
    return None if line.is_refused else row


def _split(separators: re.Pattern, value: object) -> tuple[str, ...]:
    """The parts of a cell, cleaned, without empty ones and repetitions."""
    text = value if isinstance(value, str) else clean_text(value)
    parts = (clean_text(part) for part in separators.split(text))
    return tuple(dict.fromkeys(part for part in parts if part not in DASHES))


def _classes(line: Line, known: frozenset[ClassLabel] | None, claims: _Claims) -> tuple[str, ...]:
    labels = []
    for text in _split(_CLASSES, line.raw("classes")):
        label = find_class(text, known)
        if label is None:
            line.refuse("UNKNOWN_CLASS", "classes", text)
        elif str(label) not in labels:
            labels.append(str(label))
            claims.classes.setdefault(str(label), []).append(line)
    return tuple(labels)


def _login(line: Line, claims: _Claims) -> str:
    """The login in small letters. A letter that only looks Latin is refused, not replaced."""
    text = line.text("login")
    if not text:
        return ""
    if not _LOGIN.fullmatch(text):
        line.refuse("BAD_LOGIN", "login")
        return ""
    claims.logins.setdefault(text.lower(), []).append(line)
    return text.lower()


def _roles(line: Line, classes: tuple[str, ...]) -> tuple[str, ...]:
    roles: list[str] = []
    for text in _split(_PARTS, line.raw("roles")):
        # A comma may part roles too, but some roles have one inside.
        whole = ROLES.get(same_word(text))
        parts = [text] if whole else [part.strip() for part in text.split(",")]
        for part in parts:
            role = ROLES.get(same_word(part))
            if role is None:
                line.warn("UNKNOWN_ROLE", "roles", part)
            elif role not in roles:
                roles.append(role)
    if "roles" in line.table.header.columns and bool(classes) != ("class_teacher" in roles):
        line.warn("CLASS_WITHOUT_ROLE" if classes else "ROLE_WITHOUT_CLASS", "classes")
    return tuple(roles)


def _warn_about_classes(
    known: frozenset[ClassLabel] | None, claims: _Claims, findings: Findings
) -> None:
    for label in sorted(known or ()):
        if str(label) not in claims.classes:
            findings.add("CLASS_WITHOUT_TEACHER", WARNING, detail=str(label))


def _warn_about_twins(rows: Iterable[StaffRow], findings: Findings) -> None:
    """One name twice: two persons, or one in two rows; a person must look."""
    seen: dict[str, StaffRow] = {}
    for row in rows:
        other = seen.setdefault(name_sort_key(row.last_name, row.first_name, row.middle_name), row)
        if other is not row:
            findings.add(
                "SAME_PERSON", WARNING, sheet=row.sheet, row=row.row, detail=str(other.row)
            )
