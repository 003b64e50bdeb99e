"""Names through time: what may follow a name, which name stood on a day, what the book points at."""

from collective.schoolrecords.core import person_names as rules
from collective.schoolrecords.core.person_names import FormerName
from collective.schoolrecords.core.person_names import PersonName
from collective.schoolrecords.core.searching import read_query
from collective.schoolrecords.core.words import stem
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 3, 2)
BORN = date(2012, 5, 17)
VERA = PersonName("Козлова", "Вера", "Ильинична")
GOOD = {
    "present": VERA,
    "new": PersonName("Орлова", "Вера", "Ильинична"),
    "kind": rules.CHANGE,
    "since": date(2026, 2, 20),
    "basis": "Свидетельство о перемене имени № 7 от 20.02.2026",
    "former": (),
    "born": BORN,
    "today": TODAY,
}


def former(last_name, until, kind=rules.CHANGE):
    return FormerName(PersonName(last_name, "Вера", "Ильинична"), until, "Приказ", kind)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"new": VERA}, [("name_same", "last_name")]),
        ({"new": PersonName("", "")}, [("not_given", "last_name"), ("not_given", "first_name")]),
        ({"new": PersonName("Орл0ва", "Вера")}, [("name_unreadable", "last_name")]),
        ({"new": PersonName("<b>", "Вера")}, [("name_unreadable", "last_name")]),
        ({"new": PersonName("=1+1", "Вера")}, [("name_unreadable", "last_name")]),
        ({"new": PersonName("Opлова", "Вера")}, [("name_unreadable", "last_name")]),
        ({"new": PersonName("О" * 121, "Вера")}, [("name_too_long", "last_name")]),
        ({"kind": "else"}, [("name_kind", "kind")]),
        ({"basis": ""}, [("not_given", "basis")]),
        ({"basis": "п" * 401}, [("name_too_long", "basis")]),
        ({"since": None}, [("not_given", "since")]),
        ({"since": date(2026, 3, 3)}, [("day_in_future", "since")]),
        ({"since": date(2012, 5, 16)}, [("name_before_birth", "since")]),
        ({"former": (former("Белова", date(2026, 2, 21)),)}, [("name_order", "since")]),
        ({"former": (former("Белова", date(2026, 2, 20)),)}, []),
        ({"former": (former("Белова", None),) * 20}, [("name_too_many", "last_name")]),
        (
            {"new": VERA, "basis": "", "since": None},
            [("name_same", "last_name"), ("not_given", "basis"), ("not_given", "since")],
        ),
    ],
)
def test_every_reason_at_once(change, expected):
    """Whatever is wrong is told together; a clean change has no reason against it."""
    found = rules.check_change(**{**GOOD, **change})

    assert [(one.code, one.field) for one in found] == expected


def test_typed_names_are_cleaned():
    """Capitals, spaces and look-alike letters of a list are mended as everywhere."""
    assert PersonName.read(" ОРЛОВА ", "вepa", None) == PersonName("Орлова", "Вера", "")
    assert str(PersonName("Абу Салех", "Ольга")) == "Абу Салех Ольга"
    assert VERA.short == "Козлова В. И."


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 9, 1), "Белова"),
        (date(2020, 1, 9), "Белова"),
        (date(2020, 1, 10), "Серова"),
        (date(2024, 5, 1), "Козлова"),
        (TODAY, "Козлова"),
    ],
)
def test_the_name_on_a_day(day, expected):
    """A name ends with the day from which the next one is in force; a slip of the pen never was."""
    names = (
        former("Белова", date(2020, 1, 10)),
        former("Козлава", date(2022, 1, 1), rules.CORRECTION),
        former("Серова", date(2024, 5, 1)),
    )

    assert rules.name_on(VERA, names, day).last_name == expected


def test_rows_of_lists_hold_a_surname_alone():
    """What is missing is that of the name after it; a day that is none is unknown."""
    rows = [{"last_name": "Белова"}, {"last_name": "Серова", "first_name": "Вира", "until": "?"}]

    found = rules.read_former(rows, VERA)

    assert [str(one.name) for one in found] == ["Белова Вира Ильинична", "Серова Вира Ильинична"]
    assert [one.until for one in found] == [None, None]


@pytest.mark.parametrize(
    ("letter", "present", "names", "expected"),
    [
        ("К", "Козлова", (), ()),
        ("К", "Орлова", ("Козлова",), ("О",)),
        ("К", "Ёлкина", ("Козлова", "Орлова"), ("Е", "О")),
        ("Е", "Ёлкина", ("Елина",), ()),
    ],
)
def test_pages_that_point_to_the_file(letter, present, names, expected):
    """The page of every other surname points to the number; Ё is filed under Е."""
    assert rules.reference_letters(letter, present, names) == expected


WORDS = st.text("АБВГДЕЁЖЗИКабвгдеёжзик", min_size=1, max_size=8)


@given(st.lists(st.tuples(WORDS, st.dates(date(2013, 1, 1), TODAY)), max_size=6), WORDS)
def test_what_is_stored_reads_back(pairs, last):
    """Rows and values are one thing; every name of the past is found on its last day."""
    present = PersonName(last, "Вера", "")
    pairs.sort(key=lambda one: one[1])
    names = tuple(FormerName(PersonName(word, "Вера", ""), day, "б") for word, day in pairs)

    assert rules.read_former([rules.row_of(one) for one in names], present) == names
    for one in names:
        before = date.fromordinal(one.until.toordinal() - 1)
        known = {each.name for each in names if each.until == one.until}
        assert rules.name_on(present, names, before) in known
    assert rules.name_on(present, names, TODAY) == present or pairs[-1][1] > TODAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Белова", "Белова Вера Ильинична"),
        ("беловой вера", "Белова Вера Ильинична"),
        ("Белова О-7", "Белова Вера Ильинична"),
        ("Орлова", None),
        ("Вера", None),
        ("О-7", None),
        ("Серова", "Серова Вера Ильинична"),
        ("Чужая", None),
    ],
)
def test_a_former_name_says_why_a_file_was_found(text, expected):
    """Only where no present name answers: whoever asks for Орлова is not told of Белова."""
    known = (former("Белова", date(2020, 1, 10)), former("Серова", None))
    present = PersonName("Орлова", "Вера", "Ильинична")

    found = rules.answering(read_query(text, stem), "О-7", present, known)

    assert (found and str(found.name)) == expected
