"""Protocols of state exams: the file of tests/data/protocols, and its faults one by one."""

from collective.schoolrecords.exchange.protocols import read_protocols
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import ImportRefused
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.exchange.taking_back import UndoRefused
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.steps import enter_state
from datetime import date
from imports_help import record_of
from imports_help import run_import
from imports_help import run_undo
from imports_help import state
from lists_data import Formula
from lists_data import pupil_book
from lists_data import workbook
from pathlib import Path
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import hashlib
import pytest
import transaction


FOLDER = Path(__file__).parent.parent / "data" / "protocols"
NAME = "oge_2026_protocols.xlsx"
DATA = (FOLDER / NAME).read_bytes()
TODAY = date(2026, 11, 21)
HEAD = [
    ["Протокол результатов ГИА-9 №", None, None, "7-2026"],
    ["Код АТЕ / код ОО", None, None, "07 / 070107"],
    ["Предмет (код)", None, None, "Физика (03)"],
    ["Дата экзамена", None, None, date(2026, 6, 16)],
    ["Дата утверждения ГЭК", None, None, date(2026, 6, 26)],
    ["День", None, None, "основной"],
]
TITLES = ["№ п/п", "Класс", "Фамилия", "Имя", "Отчество", "Серия и номер документа"]
TITLES += ["Форма ГИА", "Первичный балл", "Отметка", "Статус результата", "Дата ознакомления"]


def line(number=1, **changes):
    """A line without a fault; changes by the first word of a title."""
    values = [number, "9А", "Бобров", "Антон", "Васильевич", "0000 729394"]
    values += ["ОГЭ", 32, 5, "действующий", date(2026, 6, 27)]
    places = {title.split()[0].lower(): place for place, title in enumerate(TITLES)}
    for title, value in changes.items():
        values[places[title]] = value
    return values


def book(*lines, head=HEAD):
    """A workbook of one protocol."""
    return workbook(("Физика", [*head, TITLES, *lines]))


def read(*lines, **more):
    return read_protocols(book(*lines, **more), "протоколы.xlsx", TODAY)


def said(reading):
    return [(one.code, one.cell) for one in reading.findings]


def test_the_file_is_the_one_that_was_given():
    sums = (FOLDER / "SHA256SUMS").read_text().split()
    assert sums == [hashlib.sha256(DATA).hexdigest(), NAME]


def test_every_row_of_the_file_is_read_and_appeals_are_resolved():
    reading = read_protocols(DATA, NAME, TODAY)
    blocks = [one.block for one in reading.rows if one.block]
    assert len(reading.rows) == sum(len(block.lines) for block in blocks) == 423
    assert [(block.head.number, len(block.lines)) for block in blocks] == [
        ("101-2026", 106),
        ("103-2026", 105),
        ("104-2026", 2),
        ("105-2026", 25),
        ("106-2026", 12),
        ("107-2026", 44),
        ("108-2026", 19),
        ("109-2026", 14),
        ("110-2026", 38),
        ("111-2026", 1),
        ("112-2026", 13),
        ("113-2026", 37),
        ("115-2026", 7),
    ]
    russian = blocks[0]
    assert (russian.head.kind, russian.head.subject, russian.head.subject_code) == (
        "state_exam_9",
        "Русский язык",
        "01",
    )
    assert (russian.head.exam_day, blocks[2].head.exam_day) == ("основной", "резервный")
    new = russian.lines[-1]
    assert new.basis == ("102-А", date(2026, 6, 28))
    old = russian.lines[new.replaces]
    assert (old.row, old.state, old.result.last_name) == (41, "changed", "Богданова")
    assert (old.result.mark, new.result.mark, new.result.primary) == ("4", "5", 29)
    assert [one.row for one in blocks[1].lines if one.state == "rejected"] == [16]
    assert said(reading) == [("SHEET_SKIPPED", "")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"класс": "12Я"}, [("UNKNOWN_CLASS", "B8")]),
        ({"класс": None}, [("MISSING_VALUE", "B8")]),
        ({"фамилия": "<script>"}, [("BAD_NAME", "C8")]),
        ({"имя": ""}, [("MISSING_VALUE", "D8")]),
        ({"форма": "ВПР"}, [("FORM_UNKNOWN", "G8")]),
        ({"первичный": "много"}, [("BAD_SCORE", "H8")]),
        ({"первичный": 999}, [("BAD_SCORE", "H8")]),
        ({"первичный": "32,5"}, [("BAD_SCORE", "H8")]),
        ({"отметка": 6}, [("MARK_UNKNOWN", "I8")]),
        ({"статус": "забыт"}, [("ROW_STATE_UNKNOWN", "J8")]),
        (
            {"статус": "по апелляции, протокол № 8-А от 31.06.2026"},
            [("BAD_DATE", "J8")],
        ),
        (
            {"статус": "по апелляции, протокол № 8-А от 30.06.2026"},
            [("APPEAL_WITHOUT_ROW", "J8")],
        ),
        ({"дата": "31.06.2026"}, [("BAD_DATE", "K8")]),
        ({"дата": date(2027, 1, 1)}, [("FUTURE_DATE", "K8")]),
    ],
)
def test_a_fault_refuses_its_row_and_names_the_cell(changes, expected):
    reading = read(line(**changes), line(2, фамилия="Воронин", серия="0000 1"))
    assert said(reading) == expected
    assert [one.row for one in reading.rows] == [9]
    assert len(reading.rows[0].block.lines) == 1


def test_an_appeal_that_may_mean_two_rows_is_not_guessed():
    old = {"статус": "изменён по апелляции", "серия": None}
    new = line(3, статус="по апелляции, протокол № 8-А от 30.06.2026", серия=None, отметка=5)
    reading = read(line(**old), line(2, **old), new)
    assert said(reading) == [
        ("CHANGED_WITHOUT_NEW", "J8"),
        ("CHANGED_WITHOUT_NEW", "J9"),
        ("APPEAL_AMBIGUOUS", "J10"),
    ]
    assert [one.row for one in reading.rows] == [8, 9]


def test_odd_spellings_are_read_and_formulas_stay_text():
    reading = read(
        line(класс="9 «а»", форма="огэ", отметка="н/я", первичный=None, статус=None),
        line(2, фамилия=Formula("=1+1")),
    )
    (row,) = reading.rows
    assert (row.result.label, row.result.form, row.result.mark) == ("9А", "ОГЭ", "н/я")
    assert ("FORMULA", "C9") in said(reading)


@pytest.mark.parametrize("title", ["Не из нашей школы", "Сторонний", "Экстерн / из другой школы"])
def test_who_comes_from_outside_stands_in_a_column_of_its_own(title):
    said_there = {"школа № 5": "школа № 5", "экстерн": "экстерн", "да": "не из нашей школы"}
    said_there |= {"+": "не из нашей школы", "X": "не из нашей школы", "нет": "", "—": "", None: ""}
    lines = [[*line(n, серия=f"0000 {n}"), text] for n, text in enumerate(said_there, 1)]
    data = workbook(("Физика", [*HEAD, [*TITLES, title], *lines]))
    reading = read_protocols(data, "протоколы.xlsx", TODAY)
    # A lone sign looks like a formula and is told as one; it is read all the same.
    assert said(reading) == [("FORMULA", "L11")]
    assert [one.result.outside for one in reading.rows] == list(said_there.values())
    # The column is no mark, no form and no class, and a table without it says nothing of it.
    assert {(one.result.mark, one.result.form, one.result.label) for one in reading.rows} == {
        ("5", "ОГЭ", "9А")
    }
    assert read(line()).rows[0].result.outside == ""


@pytest.mark.parametrize("lost", [0, 2, 3])
def test_a_protocol_without_number_subject_or_day_is_refused_whole(lost):
    head = [row if place != lost else [row[0]] for place, row in enumerate(HEAD)]
    reading = read(line(), head=head)
    assert {code for code, _cell in said(reading)} == {"PROTOCOL_HEAD"}
    assert reading.rows == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EMPTY_FILE"),
        (b"hello", "NOT_XLSX"),
        (workbook(("Лист", [])), "NO_DATA"),
        (workbook(("Лист", [["Список", "книг"], [1, 2]])), "NO_HEADER"),
    ],
)
def test_a_file_that_is_no_protocol_is_refused(data, code):
    reading = read_protocols(data, "протоколы.xlsx", TODAY)
    assert reading.refused
    assert [one.code for one in reading.findings] == [code]


@pytest.fixture
def office(functional):
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, ["Secretary", "Deputy"])
    transaction.commit()
    return portal


def pupils_of(data):
    """Lines for a list of pupils: those of the protocols, each once."""
    found = {}
    for one in read_protocols(data, NAME, TODAY).rows:
        row = one.result
        found.setdefault((row.label, row.last_name, row.first_name, row.middle_name), None)
    return [
        {
            "Класс": label,
            "Фамилия": last,
            "Имя": first,
            "Отчество (при наличии)": middle,
            "Буква личного дела": last[0].replace("Ё", "Е"),
            "Номер личного дела": number,
            "СНИЛС": None,
            "Дата рождения": date(2010, 5, 14),
            "Дата зачисления": date(2017, 9, 1),
        }
        for number, (label, last, first, middle) in enumerate(found, 1)
    ]


def test_the_whole_file_is_filed_and_taken_back(office):
    run_import("contingent", pupil_book(*pupils_of(DATA)), "список.xlsx", {"year": 2025})
    tried = dry_run(office, "protocols", DATA, NAME)
    assert office["protocols"].objectCount() == 0

    one = run_import("protocols", DATA, NAME)
    assert state(one) == "done"
    assert one.numbers == tried.numbers
    assert one.numbers == {
        "filed": 13,
        "results": 423,
        "recognised": 423,
        "appeals": 3,
        "familiarised": one.numbers["familiarised"],
    }
    record = record_of(one, 105)
    assert (record.registration_number, record.row_count()) == ("101-2026", 106)
    assert record.title == "ГИА-9, Русский язык, 09.06.2026"
    new = record.row(106)
    assert (new.replaces, record.states()[33], record.states()[106]) == (33, "changed", "effective")
    assert 106 in record.unfamiliar()
    assert 33 not in record.unfamiliar()
    assert chain_of(record).verify() == ()
    assert record.values_intact()
    found = office.portal_catalog.unrestrictedSearchResults(record_pupils=new.file)
    assert len(found) >= 2

    with pytest.raises(ImportRefused):
        run_import("protocols", DATA, NAME)
    again = run_import("protocols", DATA, NAME, again=True)
    assert again.numbers == {"refused": 13, "already": 13}

    start_undo(office, one, TEST_USER_ID)
    transaction.commit()
    run_undo(one)
    assert office["protocols"].objectCount() == 0
    assert not office.portal_catalog.unrestrictedSearchResults(portal_type="protocol")


def test_who_is_not_certain_is_told_and_filed_without_a_file(office):
    twin = {"Класс": "9А", "Фамилия": "Бобров", "Имя": "Антон", "Буква личного дела": "Б"}
    twins = [
        {**twin, "Отчество (при наличии)": "Васильевич", "Номер личного дела": number}
        | {"Дата рождения": date(2010, 5, number)}
        for number in (12, 31)
    ]
    run_import("contingent", pupil_book(*twins), "список.xlsx", {"year": 2025})
    data = book(line(), line(2, фамилия="Чужой"), line(3, класс="9Г", фамилия="Иной"))
    one = run_import("protocols", data, "протоколы.xlsx")
    found = [(finding.row, finding.code, finding.detail) for finding in one.noted()]
    assert found == [
        (8, "PUPIL_AMBIGUOUS", "Б-12, Б-31"),
        (9, "PUPIL_UNKNOWN", "9А"),
        (10, "CLASS_UNKNOWN", "9Г"),
    ]
    record = record_of(one, 2)
    assert [row.file for row in record.rows().values()] == [None, None, None]
    enter_state(record, "in_review")
    record.reindexObject(idxs=["review_state"])
    transaction.commit()
    with pytest.raises(UndoRefused):
        start_undo(office, one, TEST_USER_ID)

    # Two lines of one name and one file of it: whose the file is, nobody guesses.
    third = {**twins[0], "Имя": "Яков", "Номер личного дела": 40}
    run_import("contingent", pupil_book(third), "ещё.xlsx", {"year": 2025})
    first, second = line(имя="Яков"), line(2, имя="Яков", серия="0000 111111")
    head = [["Протокол результатов ГИА-9 №", None, None, "8-2026"], *HEAD[1:]]
    for lines, told, files in (((first, second), [(9, "ROW_TWICE")], 0), ((first,), [], 1)):
        one = run_import("protocols", book(*lines, head=head), f"{files}.xlsx")
        assert [(finding.row, finding.code) for finding in one.noted()] == told
        assert one.numbers.get("recognised", 0) == files
        rows = record_of(one, len(lines) - 1).rows().values()
        assert sum(row.file is not None for row in rows) == files
        head = [["Протокол результатов ГИА-9 №", None, None, "9-2026"], *HEAD[1:]]
