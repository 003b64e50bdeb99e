"""Achievements and cycles of a portfolio: tables of refusals, and what always holds."""

from collective.schoolrecords.core import portfolio as rules
from collective.schoolrecords.core.portfolio import Achievement
from collective.schoolrecords.core.portfolio import Cycle
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
SCAN = "a" * 32
GOOD = {
    "title": "Олимпиада по физике",
    "direction": "study",
    "level": "municipal",
    "day": date(2025, 12, 5),
    "result": "1 место",
    "scan": SCAN,
}
FIRST = Achievement(1, **GOOD)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"scan": None, "result": ""}, []),
        ({"title": " "}, [("missing", "title")]),
        ({"title": "я" * 401}, [("text_too_long", "title")]),
        ({"result": "я" * 201}, [("text_too_long", "result")]),
        ({"direction": None}, [("missing", "direction")]),
        ({"direction": "<script>"}, [("choice_unknown", "direction")]),
        ({"level": "галактика"}, [("choice_unknown", "level")]),
        ({"day": None}, [("missing", "day")]),
        ({"day": date(2026, 2, 3)}, [("day_in_future", "day")]),
        ({"day": TODAY}, []),
        ({"day": date(2012, 5, 17)}, [("day_before_birth", "day")]),
        ({"scan": "b" * 32}, [("scan_elsewhere", "scan")]),
        (
            {"title": "", "direction": "", "level": None, "day": None},
            [
                ("missing", "title"),
                ("missing", "direction"),
                ("missing", "level"),
                ("missing", "day"),
            ],
        ),
    ],
)
def test_every_reason_against_an_achievement_is_said(change, expected):
    found = rules.check_achievement(
        {**GOOD, **change}, TODAY, born=date(2012, 5, 17), documents=(SCAN,)
    )

    assert [(one.code, one.field) for one in found] == expected


@pytest.mark.parametrize(
    "title", ["Олимпиада по физике", "олимпиада по физике", "Oлимпиaдa по физике"]
)
def test_one_thing_is_entered_once_however_it_is_typed(title):
    """Another case and Latin letters that look like Russian ones make no other achievement."""
    found = rules.check_achievement(
        {**GOOD, "title": title}, TODAY, documents=(SCAN,), others=(FIRST,)
    )

    assert [(one.code, one.data["number"]) for one in found] == [("achievement_twice", 1)]


def test_another_day_is_another_achievement():
    values = {**GOOD, "day": date(2024, 12, 5)}

    assert rules.check_achievement(values, TODAY, documents=(SCAN,), others=(FIRST,)) == ()


SECOND = Achievement(2, **{**GOOD, "result": "2 место"}, replaces=1, reason="Описка")
BACK = Achievement(3, **GOOD, replaces=2, reason="Чужое", withdrawn=True)
OTHER = {**GOOD, "result": "3 место"}


@pytest.mark.parametrize(
    ("number", "values", "reason", "known", "expected"),
    [
        (1, OTHER, "Описка", (FIRST,), []),
        (1, None, "Чужое", (FIRST,), []),
        (7, OTHER, "Описка", (FIRST,), ["achievement_unknown"]),
        (1, OTHER, "", (FIRST,), ["not_given"]),
        (1, GOOD, "Описка", (FIRST,), ["achievement_same"]),
        (1, OTHER, "Описка", (FIRST, SECOND), ["achievement_replaced"]),
        (1, None, " ", (FIRST, SECOND), ["achievement_replaced", "not_given"]),
        (3, OTHER, "Вернуть", (FIRST, SECOND, BACK), ["achievement_withdrawn"]),
    ],
)
def test_corrections(number, values, reason, known, expected):
    found = rules.check_correction(number, values, reason, known)

    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("number", "basis", "certified", "expected"),
    [
        (2, "Диплом № 14", (), []),
        (2, "", (), ["not_given"]),
        (2, "Диплом", (2,), ["achievement_certified"]),
        (1, "Диплом", (), ["achievement_gone"]),
        (1, " ", (1,), ["achievement_gone", "achievement_certified", "not_given"]),
        (9, "", (), ["achievement_unknown"]),
    ],
)
def test_certification(number, basis, certified, expected):
    found = rules.check_certification(number, basis, (FIRST, SECOND), certified)

    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("day", "to_whom", "expected"),
    [
        (TODAY, "мать", []),
        (None, "", ["not_given", "not_given"]),
        (date(2026, 2, 3), "мать", ["day_in_future"]),
        (date(2025, 8, 31), "мать", ["shown_before_opened"]),
    ],
)
def test_showing(day, to_whom, expected):
    found = rules.check_showing(day, to_whom, TODAY, date(2025, 9, 1))

    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("spans", "ids"),
    [
        (None, ["1-4", "5-9", "10-11"]),
        (["1-4", "5-9", "10-11"], ["1-4", "5-9", "10-11"]),
        (["5–11", " 1 - 4 "], ["1-4", "5-11"]),
        (["1-4", "4-9", "nonsense", "9-5", "0-3", "11-12"], ["1-4"]),
        (["nonsense"], ["1-4", "5-9", "10-11"]),
    ],
)
def test_cycles_of_a_regulation(spans, ids):
    """What cannot be read or overlaps is left out; the lengths stay those of the regulation."""
    assert [one.id for one in rules.read_cycles(spans)] == ids


@given(st.integers(1, 11))
def test_every_grade_has_its_cycle_and_the_next_one_begins_after_it(grade):
    cycle = rules.cycle_of(grade)
    following = rules.next_cycle(cycle)

    assert grade in cycle
    assert following is None or following.first == cycle.last + 1
    assert rules.cycle_by_id(cycle.id) is cycle


@pytest.mark.parametrize("grade", [None, 0, 12])
def test_no_grade_no_cycle(grade):
    assert rules.cycle_of(grade) is None
    assert grade not in Cycle(1, 4)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=12))
def test_what_stands_was_never_replaced(tries):
    """However corrections follow each other: of each chain of them one value stands, or none."""
    known = []
    for target, withdrawn in tries:
        values = None if withdrawn else {**GOOD, "result": f"{len(known) + 1} место"}
        if target == 0 or not known:
            known.append(Achievement(len(known) + 1, **{**GOOD, "result": str(len(known))}))
        elif not rules.check_correction(target, values, "Описка", known):
            said = values or GOOD
            known.append(
                Achievement(
                    len(known) + 1, **said, replaces=target, reason="x", withdrawn=withdrawn
                )
            )
    standing = {one.number for one in rules.live(known)}
    replaced = rules.replaced_by(known)

    assert standing.isdisjoint(replaced)
    assert len(set(replaced.values())) == len(replaced)
    roots = [one for one in known if one.replaces is None]
    assert len(standing) == len(roots) - sum(one.withdrawn for one in known)
