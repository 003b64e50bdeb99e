"""The archive a school brings with it: rows of its list of files, and what is wrong with them.

The list is read as people keep it: columns in any order under titles in other words, dates typed
by hand, types named as the school names them. A row is never dropped in silence. Its faults are
findings with stable codes:

BAD_DATE            no such day, or no date at all in the closing date
DATE_WITHOUT_DAY    «2010», «06.2010»
TWO_DIGIT_YEAR      «15.06.95»: 1895, 1995 or 2095, nobody can know
FUTURE_DATE         closed after the day of the question
TOO_OLD             closed before 1900
UNKNOWN_TYPE        no type of document has this name
EXTRA_CELLS         more cells than the header has, so cells may stand in wrong columns
OPENED_AFTER_CLOSED reported, the closing date counts
BAD_YEAR, BAD_SHEETS  reported, the value is left out, the closing date counts
DUPLICATE_ROW       the whole row with its № stands before: reported, not counted

The first seven make the row an error: no destruction date comes from it. An empty closing date is
no fault of the list: the file is still open.
"""

from .dates import BAD_DATE
from .dates import DATE_WITHOUT_DAY
from .dates import FUTURE_DATE
from .dates import read_date
from .dates import TOO_OLD
from .dates import TWO_DIGIT_YEAR
from .delimited import Refused
from .delimited import Table
from .names import clean_text
from .names import is_blank
from .words import stems
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import re


UNKNOWN_TYPE = "UNKNOWN_TYPE"
EXTRA_CELLS = "EXTRA_CELLS"
OPENED_AFTER_CLOSED = "OPENED_AFTER_CLOSED"
BAD_YEAR = "BAD_YEAR"
BAD_SHEETS = "BAD_SHEETS"
DUPLICATE_ROW = "DUPLICATE_ROW"

ERRORS = frozenset(
    (BAD_DATE, DATE_WITHOUT_DAY, TWO_DIGIT_YEAR, FUTURE_DATE, TOO_OLD, UNKNOWN_TYPE, EXTRA_CELLS)
)
"""With one of these the row is an error: nobody may destroy a file on such a line."""

NO_DATA = "NO_DATA"

# Names of document types as lists write them. The first name of each is that of the regulations'
# common vocabulary; «Личная карта» and «Книга выдачи аттестатов» are S12's words.
TYPE_NAMES = {
    "personal_file": (
        "Личное дело обучающегося",
        "Личное дело",
        "Личное дело ученика",
        "Личное дело учащегося",
        "Личная карта обучающегося",
        "Личная карта",
        "Личная карта учащегося",
    ),
    "class_journal": ("Классный журнал", "Журнал классный", "Журнал успеваемости"),
    "summary_sheet": (
        "Сводная ведомость учёта успеваемости",
        "Сводная ведомость успеваемости",
        "Сводная ведомость",
        "Сводная ведомость учёта успеваемости обучающихся",
    ),
    "interim_protocol": ("Протокол промежуточной аттестации",),
    "exam_protocol": (
        "Протокол результатов ГИА",
        "Протокол ГИА",
        "Протокол государственной итоговой аттестации",
        "Протокол результатов государственной итоговой аттестации",
    ),
    "independent_monitoring": (
        "Результаты независимого мониторинга",
        "Независимый мониторинг",
        "Независимый мониторинг качества образования",
        "Результаты независимого мониторинга качества образования",
    ),
    "internal_monitoring": (
        "Результаты внутреннего мониторинга",
        "Внутренний мониторинг",
        "Внутренний мониторинг качества образования",
        "Результаты внутреннего мониторинга качества образования",
    ),
    "certificate_book": (
        "Книга регистрации выданных документов об образовании",
        "Книга выдачи аттестатов",
        "Книга регистрации выданных аттестатов",
        "Книга регистрации аттестатов",
        "Книга учёта и записи выданных аттестатов",
    ),
    "order_movement": (
        "Приказы по движению обучающихся",
        "Приказы по движению учащихся",
        "Приказы по контингенту",
        "Приказы по контингенту обучающихся",
    ),
    "order_main": ("Приказы по основной деятельности",),
    "alphabet_book": (
        "Алфавитная книга записи обучающихся",
        "Алфавитная книга",
        "Алфавитная книга записи учащихся",
    ),
    "destruction_act": (
        "Акты о выделении к уничтожению",
        "Акты о выделении документов к уничтожению",
        "Акты о выделении к уничтожению документов",
        "Акты об уничтожении",
        "Акты об уничтожении документов",
        "Акты о выделении к уничтожению архивных документов, не подлежащих хранению",
    ),
}

# Titles of columns: every phrase whose words all stand in a title fits it, the longest best.
COLUMN_TITLES = {
    "number": ("номер", "порядковый номер", "номер п п", "п п"),
    "doc_type": (
        "вид документа",
        "вид дела",
        "тип документа",
        "категория документа",
        "вид",
        "тип",
    ),
    "title": ("заголовок", "заголовок дела", "наименование дела", "название дела", "наименование"),
    "index": ("индекс", "индекс дела", "номер дела", "шифр дела", "индекс по номенклатуре"),
    "opened": (
        "год заведения",
        "дата заведения",
        "заведено",
        "дата начала",
        "год начала",
        "начато",
        "дата открытия",
    ),
    "closed": ("дата закрытия", "закрыто", "дата окончания", "окончено", "дата завершения"),
    "sheets": ("листов", "количество листов", "число листов"),
    "place": ("место хранения", "место", "местонахождение"),
    "carrier": ("носитель", "вид носителя", "тип носителя"),
    "hold": ("запрет", "запрет на уничтожение", "причина запрета", "приостановлено уничтожение"),
    "note": ("примечание", "примечания"),
}
REQUIRED_COLUMNS = ("doc_type", "closed")

_COLUMN_STEMS = tuple(
    (column, frozenset(stems(phrase))) for column, all_ in COLUMN_TITLES.items() for phrase in all_
)

# Anything else in the column of holds is a hold, also a word that means "no value" elsewhere:
# a doubt keeps the file.
_NO_HOLD = frozenset(("", "-", "–", "—", "нет"))

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SHEETS = re.compile(r"(\d{1,6})(?:\s*л(?:\.|ист\w*)?)?")


@dataclass(frozen=True)
class Finding:
    """A fault of one row: `row` is its №, `line` its line in the file, `detail` the bare value."""

    row: str
    line: int
    code: str
    detail: str = ""


@dataclass(frozen=True)
class ArchiveRow:
    """One file of the archive.

    `number` is the № of the list (the line where the list has none), `doc_type` None when unknown,
    `opened` a year, `closed` None while the file is open or its date cannot be read, `hold` the
    reason that forbids destruction, `carriers` a subset of ("paper", "electronic"). `label` and
    `carrier` are the list's own words.
    """

    line: int
    number: str
    doc_type: str | None
    label: str
    title: str = ""
    index: str = ""
    opened: int | None = None
    closed: date | None = None
    sheets: int | None = None
    place: str = ""
    carrier: str = ""
    carriers: tuple[str, ...] = ()
    hold: str = ""
    note: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def holds(self) -> tuple[str, ...]:
        """The reasons that block destruction."""
        return (self.hold,) if self.hold else ()

    @property
    def errors(self) -> tuple[str, ...]:
        """Codes that make the row an error."""
        return tuple(found.code for found in self.findings if found.code in ERRORS)

    @property
    def counted(self) -> bool:
        """False for the repetition of a row that stands before."""
        return all(found.code != DUPLICATE_ROW for found in self.findings)


def find_columns(cells: list[str]) -> dict[str, int] | None:
    """Columns by their titles, or None when this is not the header of an archive list.

    The type and the closing date are indispensable; of two titles for one column the better one,
    then the first one counts.
    """
    fits = []
    for place, title in enumerate(cells):
        found = set(stems(title))
        for column, phrase in _COLUMN_STEMS:
            if phrase <= found:
                fits.append((-len(phrase), place, column))
    columns = {}
    for _, place, column in sorted(fits):
        if column not in columns and place not in columns.values():
            columns[column] = place
    columns["width"] = len(cells)
    return columns if all(name in columns for name in REQUIRED_COLUMNS) else None


def type_finder(labels: Mapping[str, tuple[str, ...]] | None = None):
    """A function from a name of a type to its id, or None.

    `labels` are the regulation's own words for its types. The common names go first («Личная
    карта» is the personal file in every school); a word that a regulation uses for two types
    names neither. The ids themselves are names too.
    """
    known = {stems(name): doc_type for doc_type, names in TYPE_NAMES.items() for name in names}
    own = {}
    for doc_type, names in (labels or {}).items():
        for name in names:
            folded = stems(name)
            own[folded] = doc_type if own.get(folded, doc_type) == doc_type else None
    ids = {doc_type: doc_type for doc_type in (*TYPE_NAMES, *(labels or {}))}
    known = own | known

    def find(name: str) -> str | None:
        return known.get(stems(name)) or ids.get(name)

    return find


def read_rows(
    table: Table, today: date, labels: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[ArchiveRow]:
    """The rows of a list opened by `delimited.read(data, find_columns)`, in file order.

    `today` is the day of the question: a file cannot have been closed later. Raises Refused with
    NO_DATA when the header has no row below, and whatever reading the file raises.
    """
    find_type = type_finder(labels)
    columns = table.header
    seen = {}
    line = None
    for line, cells in table.records:
        row = _read_row(line, cells, columns, find_type, today)
        # Rows without a № cannot be told from two equal files, so they are never duplicates.
        if _cell(cells, columns, "number"):
            key = tuple(map(clean_text, cells))
            first = seen.setdefault(key, line)
            if first != line:
                finding = Finding(row.number, line, DUPLICATE_ROW, str(first))
                row = ArchiveRow(line, row.number, row.doc_type, row.label, findings=(finding,))
        yield row
    if line is None:
        raise Refused(NO_DATA)


def _read_row(line, cells, columns, find_type, today):
    value = {name: _cell(cells, columns, name) for name in COLUMN_TITLES}
    number = value["number"] or str(line)
    found = []
    doc_type = find_type(value["doc_type"])
    if doc_type is None:
        found.append((UNKNOWN_TYPE, value["doc_type"]))
    if any(map(str.strip, cells[columns["width"] :])):
        found.append((EXTRA_CELLS, str(len(cells))))
    closed = None
    if not is_blank(value["closed"]):
        day = read_date(value["closed"], today)
        closed = day.value
        if day.code:
            found.append((day.code, value["closed"]))
    opened = _year(value["opened"], found)
    if opened and closed and opened > closed.year:
        found.append((OPENED_AFTER_CLOSED, f"{opened} > {closed.year}"))
    sheets = _sheet_count(value["sheets"], found)
    return ArchiveRow(
        line=line,
        number=number,
        doc_type=doc_type,
        label=value["doc_type"],
        title=value["title"],
        index=value["index"],
        opened=opened,
        closed=closed,
        sheets=sheets,
        place=value["place"],
        carrier=value["carrier"],
        carriers=_carriers(value["carrier"]),
        hold="" if value["hold"].casefold() in _NO_HOLD else value["hold"],
        note=value["note"],
        findings=tuple(Finding(number, line, code, detail) for code, detail in found),
    )


def _year(text, found):
    """The first year in «1995», «01.09.1995», «1995/1996»; None and a finding when there is none."""
    match = _YEAR.search(text)
    if match is None and not is_blank(text):
        found.append((BAD_YEAR, text))
    return int(match.group()) if match else None


def _sheet_count(text, found):
    """The number in «24», «24 л.», «24 листа»; None and a finding for anything else."""
    match = _SHEETS.fullmatch(text.casefold())
    if match is None and not is_blank(text):
        found.append((BAD_SHEETS, text))
    return int(match.group(1)) if match else None


def _carriers(text):
    folded = set(stems(text))
    names = (("paper", "бумажн"), ("electronic", "электронн"))
    return tuple(name for name, word in names if any(one.startswith(word) for one in folded))


def _cell(cells, columns, name):
    place = columns.get(name)
    return clean_text(cells[place]) if place is not None and place < len(cells) else ""
