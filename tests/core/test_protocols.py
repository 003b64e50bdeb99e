"""Rows of protocols: what may stand, what an appeal makes of it, who is still to be told."""

from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.protocols import Acknowledgement
from collective.schoolrecords.core.protocols import Decision
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.protocols import Ruling
from collective.schoolrecords.core.rosters import name_key
from collective.schoolrecords.core.rosters import Pupil
from collective.schoolrecords.core.rosters import respelled
from collective.schoolrecords.core.rosters import Roster
from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 11, 21)
EXAM = date(2026, 6, 9)
ROW = ResultRow(1, "9А", "Бобров", "Антон", "Васильевич", form="ОГЭ", primary=32, mark="5")
LATER = date(2026, 6, 28)


def codes(reasons):
    return [(one.code, one.field) for one in reasons]


def test_each_kind_has_the_document_type_of_the_regulations():
    assert set(rules.DOC_TYPES) == set(rules.KINDS)


@pytest.mark.parametrize(
    ("changes", "kind", "expected"),
    [
        ({}, "state_exam_9", []),
        ({"middle_name": ""}, "state_exam_9", []),
        ({"last_name": " "}, "state_exam_9", [("row_value_missing", "last_name")]),
        ({"first_name": ""}, "state_exam_9", [("row_value_missing", "first_name")]),
        ({"last_name": "я" * 121}, "state_exam_9", [("row_value_long", "last_name")]),
        ({"variant": "2", "ticket": "14а", "mark": "4"}, "interim", []),
        (
            {"variant": "я" * 41, "ticket": "я" * 41},
            "interim",
            [("row_value_long", "variant"), ("row_value_long", "ticket")],
        ),
        ({"year_mark": "4", "final_mark": "зачёт", "mark": "4"}, "interim", []),
        (
            {"year_mark": "н/я", "final_mark": "6"},
            "interim",
            [("row_mark_unknown", "year_mark"), ("row_mark_unknown", "final_mark")],
        ),
        ({"form": "экзамен"}, "state_exam_9", [("row_form_unknown", "form")]),
        ({"mark": "6"}, "state_exam_9", [("row_mark_unknown", "mark")]),
        ({"mark": "=1+1"}, "interim", [("row_mark_unknown", "mark")]),
        ({"primary": -1}, "state_exam_9", [("row_score_range", "primary")]),
        ({"primary": 201}, "state_exam_9", [("row_score_range", "primary")]),
        ({"test": 101}, "state_exam_11", [("row_score_range", "test")]),
        ({"mark": ""}, "state_exam_9", [("row_value_missing", "mark")]),
        ({"mark": "", "primary": None, "test": 74}, "state_exam_11", []),
        ({"mark": "", "primary": None}, "state_exam_11", [("row_without_result", "mark")]),
        ({"mark": "", "primary": None}, "interim", [("row_without_result", "mark")]),
        ({"mark": "", "primary": 12}, "independent_monitoring", []),
        ({"mark": "н/я", "primary": None}, "state_exam_9", []),
        ({"mark": "н/я"}, "state_exam_9", [("row_absent_with_score", "mark")]),
    ],
)
def test_a_row_says_whose_result_it_is_and_which(changes, kind, expected):
    assert codes(rules.row_reasons(replace(ROW, **changes), kind)) == expected


def test_a_decision_of_a_council_has_a_question_and_an_answer():
    point = Decision(1, "О переводе", "Белов Б. Б.", "Перевести", 25, 0, 1)
    assert rules.decision_reasons(point) == ()
    wrong = Decision(1, "", "", " ", votes_for=-1)
    assert codes(rules.decision_reasons(wrong)) == [
        ("row_value_missing", "question"),
        ("row_value_missing", "decision"),
        ("row_score_range", "votes_for"),
    ]
    assert codes(rules.decision_reasons(replace(point, decision="я" * 20001))) == [
        ("row_value_long", "decision")
    ]


@pytest.mark.parametrize(
    ("outcome", "counts", "to_tell"),
    [
        (None, {1}, (1,)),
        ("changed", {2}, (2,)),
        ("rejected", {1}, (1,)),
        ("annulled", set(), (1,)),
    ],
)
def test_what_counts_after_an_appeal_and_who_is_told(outcome, counts, to_tell):
    rows, rulings = {1: ROW}, []
    if outcome == "changed":
        rows[2] = replace(ROW, mark="5", primary=33, replaces=1)
    if outcome:
        rulings = [Ruling(1, outcome, "102-А", LATER, 2 if outcome == "changed" else None)]
    assert set(rules.counting(rows, rulings)) == counts
    assert rules.to_familiarise(rows, rulings) == to_tell


def test_a_new_row_is_shown_anew_and_the_old_one_needs_it_no_more():
    rows = {1: ROW, 2: replace(ROW, line=2, last_name="Воронин"), 3: replace(ROW, replaces=1)}
    rulings = [Ruling(1, "changed", "102-А", LATER, 3)]
    told = {1: Acknowledgement(date(2026, 6, 20), "paper", "teacher")}
    assert rules.missing(rows, [], {}) == (1, 2, 3)
    assert rules.missing(rows, rulings, told) == (2, 3)


@pytest.mark.parametrize(
    ("state", "outcome", "number", "day", "expected"),
    [
        ("effective", "changed", "102-А", LATER, []),
        ("effective", "rejected", "102-А", LATER, []),
        ("rejected", "changed", "102-А", LATER, []),
        ("rejected", "rejected", "102-А", LATER, [("outcome_impossible", "outcome")]),
        ("changed", "annulled", "102-А", LATER, [("outcome_impossible", "outcome")]),
        ("annulled", "rejected", "102-А", LATER, [("outcome_impossible", "outcome")]),
        ("effective", "effective", "102-А", LATER, [("outcome_unknown", "outcome")]),
        (
            "effective",
            "forgiven",
            "1" * 61,
            LATER,
            [("outcome_unknown", "outcome"), ("row_value_long", "number")],
        ),
        ("effective", "changed", "", None, [("not_given", "number"), ("not_given", "day")]),
        ("effective", "changed", "1", date(2026, 11, 22), [("day_in_future", "day")]),
        ("effective", "changed", "1", date(2026, 6, 8), [("day_before_exam", "day")]),
        (None, "changed", "1", LATER, [("row_unknown", None)]),
    ],
)
def test_what_an_appeal_may_still_decide(state, outcome, number, day, expected):
    assert codes(rules.ruling_reasons(state, outcome, number, day, EXAM, TODAY)) == expected


@pytest.mark.parametrize(
    ("known", "done", "replaced", "expected"),
    [
        (True, False, False, []),
        (False, False, False, [("row_unknown", None)]),
        (True, True, False, [("already_familiarised", None)]),
        (True, False, True, [("row_replaced", None)]),
        (True, True, True, [("already_familiarised", None), ("row_replaced", None)]),
    ],
)
def test_which_rows_may_be_marked_as_told(known, done, replaced, expected):
    assert codes(rules.acknowledgement_reasons(known, done, replaced)) == expected


@pytest.mark.parametrize(
    ("way", "day", "expected"),
    [
        ("paper", LATER, []),
        ("electronic", TODAY, []),
        ("by word", None, [("way_unknown", "way"), ("not_given", "day")]),
        (None, LATER, [("way_unknown", "way")]),
        ("paper", date(2026, 12, 1), [("day_in_future", "day")]),
        ("paper", date(2026, 6, 1), [("day_before_exam", "day")]),
    ],
)
def test_when_and_how_pupils_may_have_been_told(way, day, expected):
    assert codes(rules.telling_reasons(way, day, EXAM, TODAY)) == expected


@pytest.mark.parametrize(
    ("kind", "received", "last"),
    [
        ("state_exam_9", date(2026, 6, 17), date(2026, 6, 18)),
        ("state_exam_9", date(2026, 6, 19), date(2026, 6, 22)),  # Friday: the next is Monday
        ("state_exam_11", date(2026, 6, 20), date(2026, 6, 22)),
        ("independent_monitoring", date(2026, 6, 19), date(2026, 6, 20)),
        ("interim", date(2026, 6, 19), None),
        ("state_exam_9", None, None),
    ],
)
def test_until_when_pupils_are_told(kind, received, last):
    assert rules.familiarise_by(kind, received) == last


def test_a_reserve_day_replaces_the_main_one_and_absence_nothing():
    main, reserve = replace(ROW, mark="2"), replace(ROW, mark="4")
    days = [(EXAM, main), (date(2026, 6, 29), reserve)]
    assert rules.later(days) == reserve
    assert rules.later([*days, (date(2026, 7, 1), replace(ROW, mark="н/я"))]) == reserve
    assert rules.later([]) is None


@given(
    count=st.integers(1, 12),
    choices=st.lists(st.tuples(st.integers(1, 20), st.sampled_from(rules.ROW_STATES)), max_size=30),
)
def test_every_pupil_keeps_at_most_one_result_that_counts(count, choices):
    """Whatever appeals are decided in whatever order, as the rules let them."""
    rows = {
        number: replace(ROW, line=number, last_name=f"П{number}") for number in range(1, count + 1)
    }
    rulings = []
    for position, outcome in choices:
        state = rules.row_states(rows, rulings).get(position)
        if rules.ruling_reasons(state, outcome, "1", LATER, EXAM, TODAY):
            continue
        new = None
        if outcome == rules.CHANGED:
            new = max(rows) + 1
            rows[new] = replace(rows[position], replaces=position)
        rulings.append(Ruling(position, outcome, "1", LATER, new))
    counting = [row.last_name for row in rules.counting(rows, rulings).values()]
    assert len(counting) == len(set(counting))
    told = rules.to_familiarise(rows, rulings)
    assert {rows[one].last_name for one in told} == {row.last_name for row in rows.values()}
    assert rules.missing(rows, rulings, dict.fromkeys(told)) == ()


PUPILS = (
    Pupil("u1", "c8a", "К-12", "Кузнецова Анастасия Сергеевна"),
    Pupil("u2", "c8a", "К-31", "Кузнецова Анастасия Сергеевна"),
    Pupil("u3", "c5b", "П-7", "Попов Артём Алексеевич"),
    Pupil("u4", "c9a", "С-2", "Саид-Ахмад Али"),
    Pupil("u5", "c9b", "С-3", "Семёнов Василий Петрович"),
)


@pytest.mark.parametrize(
    ("cohort", "name", "uid", "code"),
    [
        ("c9a", ("Саид-Ахмад", "Али", ""), "u4", None),
        ("c9a", ("САИД–АХМАД", "али", ""), "u4", None),
        ("c9b", ("Семенов", "Василий", "Петрович"), "u5", None),
        ("c9b", ("Ceменов", "Bасилий", "Петрович"), "u5", None),  # Latin C, e and B
        ("c5b", ("Попов", "Артем", "Алексеевич"), "u3", None),
        ("c8a", ("Кузнецова", "Анастасия", "Сергеевна"), None, "PUPIL_AMBIGUOUS"),
        ("c9b", ("Саид-Ахмад", "Али", ""), None, "PUPIL_UNKNOWN"),
        ("c9b", ("Семенов", "Василий", ""), None, "PUPIL_UNKNOWN"),
        ("", ("Семенов", "Василий", "Петрович"), None, "PUPIL_UNKNOWN"),
        (None, ("Семенов", "Василий", "Петрович"), None, "CLASS_UNKNOWN"),
    ],
)
def test_a_pupil_is_known_by_class_and_name_or_not_at_all(cohort, name, uid, code):
    match = Roster(PUPILS).find(cohort, *name)
    assert (match.uid, match.code) == (uid, code)


def test_ambiguous_files_are_named_by_their_numbers():
    match = Roster(PUPILS).find("c8a", "Кузнецова", "Анастасия", "Сергеевна")
    assert match.others == ("К-12", "К-31")


@given(st.text(max_size=40))
def test_a_name_key_is_found_again_in_any_case(name):
    assert name_key(name) == name_key(name_key(name))
    assert name_key(name.replace("ё", "е")) == name_key(name)


def test_a_mark_is_written_out_beside_its_figure():
    """«Отметка цифрой и прописью»; a mark that is a word has no figure."""
    written = [rules.written_mark(mark) for mark in rules.MARKS]
    assert written == ["5 (пять)", "4 (четыре)", "3 (три)", "2 (два)", "зачёт", "незачёт", "н/я"]


@pytest.mark.parametrize(
    ("kind", "values", "codes"),
    [
        (rules.STATE_EXAM_9, {"outside": "экстерн"}, []),
        (rules.INTERIM, {"outside": "школа № 5"}, []),
        (rules.INTERNAL, {"outside": "экстерн"}, ["row_outside_not_here"]),
        (rules.INDEPENDENT, {"outside": "экстерн"}, ["row_outside_not_here"]),
        (rules.STATE_EXAM_11, {"outside": "экстерн", "file": "a"}, ["row_outside_with_file"]),
        (rules.INTERIM, {"outside": "x" * 121}, ["row_value_long"]),
    ],
)
def test_who_may_come_from_outside(kind, values, codes):
    """Externs sit exams and attestations; nobody is from outside and of the school at once."""
    row = rules.ResultRow(last_name="Чужая", first_name="Анна", mark="4", **values)
    assert [one.code for one in rules.row_reasons(row, kind)] == codes
    known = bool(values.get("file") or values.get("outside"))
    assert rules.unresolved({3: row}) == (() if known else ((3, "Чужая Анна"),))
    nobody = rules.ResultRow(last_name="Чужая", first_name="Анна", mark="4")
    assert rules.unresolved({3: nobody}) == ((3, "Чужая Анна"),)


@pytest.mark.parametrize(
    ("typed", "name", "spelled"),
    [
        (("Черемухина", "Анна", "Ильинична"), "Черёмухина Анна Ильинична", None),
        (("Ceргеев", "петр", ""), "Сергеев Пётр", ("Сергеев", "Пётр", "")),
        (("Ибн сина", "Али", ""), "Ибн Сина Али", ("Ибн Сина", "Али", "")),
        (("Оглы", "Али Вели", "Гасан"), "Оглы Али Гасан", ("Оглы", "Али Вели", "Гасан")),
    ],
)
def test_a_row_spells_a_name_as_the_personal_file_does(typed, name, spelled):
    assert respelled(typed, name) == (spelled or tuple(name.split()))


def test_a_pupil_who_is_found_brings_the_name_of_the_file():
    found = Roster([Pupil("f1", "c7a", "Ч-1", "Черёмухина Анна Ильинична")]).find(
        "c7a", "ЧЕРЕМУХИНА", "Анна", "Ильинична"
    )
    assert (found.uid, found.name) == ("f1", "Черёмухина Анна Ильинична")
