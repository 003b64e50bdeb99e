"""Lines of results as lists hold them: a protocol of the РЦОИ, or a table that somebody pastes.

One reader serves both, so that a pasted table is judged as a file is. Refused rows: MISSING_VALUE,
BAD_NAME, UNKNOWN_CLASS, BAD_SCORE, MARK_UNKNOWN, MARK_WRITTEN, FORM_UNKNOWN, ROW_STATE_UNKNOWN,
APPEAL_WITHOUT_ROW (a row «по апелляции» whose old row is not there), APPEAL_AMBIGUOUS, and those of
dates. Warnings: CHANGED_WITHOUT_NEW (an old row whose new one is not there), FORMULA, LATIN_LETTERS.
"""

from .lists import Line
from .lists import same_word
from .person_cells import read_person
from collections.abc import Iterable
from collections.abc import Sequence
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.classes import find_class
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.names import full_name
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.rosters import name_key
from collective.schoolrecords.core.tables import Column
from dataclasses import dataclass
from dataclasses import replace
from datetime import date

import re


REPLACING = "replacing"
"""State of a line that brings the result after an appeal."""

_KNOWN = (
    Column("serial", "№ п/п", ("№ п п", "№ пп", "=№", "=n", "номер п п")),
    Column("label", "Класс", ("класс -рук*", "=кл"), required=True),
    Column(
        "last_name", "Фамилия", ("фамилия -имя -отчество",), required=True, instead=("full_name",)
    ),
    Column("first_name", "Имя", ("имя -фамилия",), required=True, instead=("full_name",)),
    Column("middle_name", "Отчество", ("отчество -имя", "отчество наличии")),
    Column("full_name", "ФИО", ("фио", "ф и о", "фамилия имя отчество", "фамилия имя")),
    Column(
        "document",
        "Серия и номер документа",
        ("серия номер документ", "документ -дата", "паспорт"),
    ),
    Column("form", "Форма ГИА", ("форма гиа|экзамен*", "форма")),
    Column("primary", "Первичный балл", ("первич балл*", "балл* -тест* -критер*")),
    Column("test", "Тестовый балл", ("тест* балл*",)),
    Column("criteria", "в т.ч. по критериям", ("критер*", "т ч критер*")),
    Column("variant", "Вариант", ("вариант*",)),
    Column("ticket", "Билет", ("билет* -вариант*",)),
    Column("mark", "Отметка", ("отметк*", "оценк*")),
    Column("written", "Отметка прописью", ("отметк*|оценк* прописью -цифр*", "=прописью")),
    Column("year_mark", "Годовая отметка", ("отметк*|оценк* годов*|год", "=годовая")),
    Column("final_mark", "Итоговая отметка", ("отметк*|оценк* итог*", "=итоговая", "=итог")),
    Column("state", "Статус результата", ("статус результат", "статус")),
    Column("told", "Дата ознакомления", ("дата ознаком*", "ознаком* -подпись")),
    Column("signature", "Подпись обучающегося", ("подпись -дата",)),
    Column(
        "outside",
        "Не из нашей школы",
        ("не из наш*", "сторон*", "экстерн*", "прикреп*", "из друг* школ*"),
    ),
    Column("note", "Примечание", ("примеч*",)),
)

#: What an attestation alone has: elsewhere the «итоговая отметка» is the mark itself.
_OF_ATTESTATION = ("written", *rules.GRADES)
COLUMNS = tuple(column for column in _KNOWN if column.key not in _OF_ATTESTATION)

#: Columns that a table of a kind may have beside class, name, mark, note and those of its rows.
_OF_KIND = {
    **dict.fromkeys(rules.STATE_EXAMS, ("document", "state", "told", "signature", "outside")),
    rules.INDEPENDENT: ("told",),
    rules.INTERIM: ("written", "outside"),
}
_OF_ALL = ("serial", "label", "last_name", "first_name", "middle_name", "mark", "note")


def columns_of(kind: str) -> tuple[Column, ...]:
    """Return the columns that a table of a kind of protocol has, in the order of paper."""
    names = {*_OF_ALL, *rules.ROW_FIELDS.get(kind, ()), *_OF_KIND.get(kind, ())}
    return tuple(column for column in _KNOWN if column.key in names)


def readable_columns(kind: str | None) -> tuple[Column, ...]:
    """Return the columns that are recognised in a table pasted into a protocol of a kind."""
    return _KNOWN if kind == rules.INTERIM else COLUMNS


_MARKS = {same_word(mark): mark for mark in rules.MARKS} | {
    same_word(word): rules.ABSENT for word in ("не явился", "не явилась", "неявка", "ня")
}
_MARKS |= {
    same_word(text): mark
    for mark, word in rules.WRITTEN.items()
    for text in (word, f"{mark} {word}")
}
_FORMS = {same_word(form): form for form in rules.EXAM_FORMS}
_STATES = {
    "": rules.EFFECTIVE,
    same_word("действующий"): rules.EFFECTIVE,
    same_word("действует"): rules.EFFECTIVE,
    same_word("изменён по апелляции"): rules.CHANGED,
    same_word("апелляция отклонена"): rules.REJECTED,
    same_word("аннулирован"): rules.ANNULLED,
}
#: What a list ticks under «Не из нашей школы» instead of saying who it is, and what it leaves.
_TICKED = {same_word(word) for word in ("да", "v", "x", "х", "1")}
_LEFT = {same_word(word) for word in ("нет", "0")}
FROM_OUTSIDE = "не из нашей школы"
_APPEAL = re.compile(r"по\s+апелляции\W+протокол\s*№?\s*(\S.*?)\s+от\s+(\S+)\s*$", re.IGNORECASE)
_SCORE = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class ResultLine:
    """One line: its result, its state, and what stands beside it.

    ``basis`` is (number, day) of the later protocol of a line «по апелляции», ``replaces`` the
    place (from 0) of its old line among the lines of the protocol. ``block`` is the whole
    protocol, on its last line alone: there it is filed.
    """

    sheet: str
    row: int
    result: ResultRow
    state: str
    basis: tuple[str, date] | None = None
    told: date | None = None
    replaces: int | None = None
    block: object = None


def read_lines(lines: Sequence[Line], today: date | None) -> list[ResultLine]:
    """Return the lines that may stand, appeals resolved; what is wrong is noted on each line."""
    read = [(line, read_line(line, today)) for line in lines]
    kept = [(line, one) for line, one in read if not line.is_refused]
    _resolve(kept)
    places: dict[int, int] = {}
    found: list[ResultLine] = []
    for place, (line, one) in enumerate(kept):
        if line.is_refused or (one.replaces is not None and one.replaces not in places):
            if not line.is_refused:
                line.refuse("APPEAL_WITHOUT_ROW", "state")
            continue
        places[place] = len(found)
        old = None if one.replaces is None else places[one.replaces]
        found.append(replace(one, replaces=old))
    return found


def read_line(line: Line, today: date | None) -> ResultLine:
    """Return what a line says; a cell that is wrong is noted on it and left empty."""
    line.note_formulas(unread=("serial", "signature"))
    name = read_person(line)
    state, basis = _state(line, today)
    serial = line.text("serial")
    result = ResultRow(
        line=int(serial) if _SCORE.fullmatch(serial) else None,
        label=_label(line),
        last_name=name.last,
        first_name=name.first,
        middle_name=name.middle,
        document=line.text("document"),
        form=_word(line, "form", _FORMS, "FORM_UNKNOWN"),
        primary=_score(line, "primary", rules.MAX_SCORE),
        test=_score(line, "test", 100),
        criteria=line.text("criteria"),
        variant=line.text("variant"),
        ticket=line.text("ticket"),
        mark=_mark(line),
        year_mark=_word(line, "year_mark", _MARKS, "MARK_UNKNOWN"),
        final_mark=_word(line, "final_mark", _MARKS, "MARK_UNKNOWN"),
        note=line.text("note"),
        outside=_outside(line),
    )
    told = line.date("told", today)
    return ResultLine(line.table.sheet.name, line.row, result, state, basis, told)


def _mark(line: Line) -> str:
    """The mark in figures; one that stands in words besides must be the same."""
    mark = _word(line, "mark", _MARKS, "MARK_UNKNOWN")
    written = _word(line, "written", _MARKS, "MARK_UNKNOWN")
    if mark and written and mark != written:
        line.refuse("MARK_WRITTEN", "written")
    return mark or written


def _outside(line: Line) -> str:
    """Who somebody without a personal file here is; a mere «да» says no more than the title."""
    text = line.text("outside")
    word = same_word(text)
    if word in _TICKED or text in ("+", "✓", "✔"):
        return FROM_OUTSIDE
    return "" if word in _LEFT else text


def _label(line: Line) -> str:
    label = find_class(line.raw("label"))
    if label is None:
        line.refuse("UNKNOWN_CLASS" if line.text("label") else "MISSING_VALUE", "label")
        return ""
    return str(label)


def _word(line: Line, key: str, known: dict[str, str], code: str) -> str:
    text = line.text(key)
    if not text:
        return ""
    found = known.get(same_word(text))
    if found is None:
        line.refuse(code, key)
    return found or ""


def _score(line: Line, key: str, most: int) -> int | None:
    text = line.text(key)
    if not text:
        return None
    if not _SCORE.fullmatch(text) or int(text) > most:
        line.refuse("BAD_SCORE", key)
        return None
    return int(text)


def _state(line: Line, today: date | None) -> tuple[str, tuple[str, date] | None]:
    text = line.text("state")
    known = _STATES.get(same_word(text))
    if known is not None:
        return known, None
    match = _APPEAL.search(text)
    if match is None:
        line.refuse("ROW_STATE_UNKNOWN", "state")
        return "", None
    day = read_date(match[2], today)
    if day.value is None or day.code:
        line.refuse(day.code or "BAD_DATE", "state")
        return "", None
    return REPLACING, (match[1], day.value)


def _resolve(kept: list[tuple[Line, ResultLine]]) -> None:
    """Tie each line «по апелляции» to the one old line of the same pupil; never by guessing."""
    taken: set[int] = set()
    for place, (line, one) in enumerate(kept):
        if one.state != REPLACING:
            continue
        old = [
            at
            for at, (_line, other) in enumerate(kept)
            if other.state == rules.CHANGED and at not in taken and _same(one, other)
        ]
        if len(old) != 1:
            code = "APPEAL_AMBIGUOUS" if old else "APPEAL_WITHOUT_ROW"
            line.refuse(code, "state")
            continue
        taken.add(old[0])
        kept[place] = (line, replace(one, replaces=old[0]))
    for place, (line, one) in enumerate(kept):
        if one.state == rules.CHANGED and place not in taken:
            line.warn("CHANGED_WITHOUT_NEW", "state")


def _same(one: ResultLine, other: ResultLine) -> bool:
    """Whether two lines are of one pupil: class and name, and the document where both have one."""
    first, second = one.result, other.result
    documents = {first.document, second.document} - {""}
    return (
        first.label == second.label
        and _name(first) == _name(second)
        and len(documents) < 2
        and one.result.form == other.result.form
    )


def _name(row: ResultRow) -> str:
    return name_key(full_name(row.last_name, row.first_name, row.middle_name))


def values_of(
    lines: Iterable[ResultLine], number: str, day: date
) -> tuple[list[ResultRow], list[rules.Ruling]]:
    """Return (rows with the positions they replace, rulings) of lines filed from position 1 on.

    ``number`` and ``day`` are those of the protocol itself: where it says that an appeal was
    rejected or a result annulled, it names no other.
    """
    rows, rulings = [], []
    for position, one in enumerate(lines, 1):
        replaces = None if one.replaces is None else one.replaces + 1
        rows.append(replace(one.result, replaces=replaces))
        if one.state in (rules.REJECTED, rules.ANNULLED):
            rulings.append(rules.Ruling(position, one.state, number, day))
        elif replaces is not None:
            rulings.append(rules.Ruling(replaces, rules.CHANGED, *one.basis, position))
        elif one.state == rules.CHANGED and not _replaced(one, lines):
            rulings.append(rules.Ruling(position, rules.CHANGED, number, day))
    return rows, rulings


def _replaced(one: ResultLine, lines: Sequence[ResultLine]) -> bool:
    place = lines.index(one)
    return any(other.replaces == place for other in lines)
