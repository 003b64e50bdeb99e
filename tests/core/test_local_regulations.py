"""References that no longer hold, and the school's own lines about repealed acts."""

from collective.schoolrecords.core import local_regulations as rules
from collective.schoolrecords.core.local_regulations import RepealedAct
from collective.schoolrecords.core.regulation_defaults import REPEALED
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
DECREE = {"kind": "government", "number": "781", "date": date(2007, 11, 17)}
SUCCESSOR = "Постановление Правительства Российской Федерации от 01.11.2012 № 1119"


def told(reference, own=()):
    found = rules.outdated([reference], rules.known_repealed(own))
    return [(one.certainty, one.act.replaced_by) for one in found]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, [("outdated", SUCCESSOR)]),
        ({"number": "№ 781"}, [("outdated", SUCCESSOR)]),
        ({"number": "N 781 "}, [("outdated", SUCCESSOR)]),
        ({"date": None}, [("doubtful", SUCCESSOR)]),
        ({"date": date(2008, 11, 17)}, []),
        ({"kind": "order"}, []),
        ({"number": "1781"}, []),
        ({"number": None}, []),
    ],
)
def test_the_decree_that_s90_cites(change, expected):
    """S90-1.1 rests on a decree that was replaced; a reference without a date is for a person."""
    assert told({**DECREE, **change}) == expected


def test_every_shipped_line_is_whole_and_says_where_it_comes_from():
    acts = rules.shipped_repealed()

    assert len({act.key for act in acts}) == len(acts)
    for act in acts:
        assert act.kind in rules.ACT_KINDS
        assert all((act.number, act.title, act.replaced_by, act.source))
    # What nobody has read is not called verified.
    assert [act.number for act in acts if act.verified] == ["781"]


def test_the_regulation_s_own_defaults_are_the_same_list():
    """One list serves the school's regulation as data and the local regulations as records."""
    assert {
        (act.kind, act.number, act.dated_on): act.replaced_by
        for act in rules.shipped_repealed()
        if act.verified
    } == REPEALED


def test_the_school_s_own_word_goes_first():
    own = RepealedAct("government", "№ 781", date(2007, 11, 17), "", "Другое", source="проверено")

    assert told(DECREE, (own,)) == [("outdated", "Другое")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"kind": "edict"}, [("choice_unknown", "kind")]),
        ({"number": ""}, [("missing", "number")]),
        ({"dated_on": None}, [("missing", "dated_on")]),
        ({"dated_on": date(2026, 3, 1)}, [("day_in_future", "dated_on")]),
        ({"source": " "}, [("missing", "source")]),
        ({"replaced_by": "я" * 401}, [("text_too_long", "replaced_by")]),
    ],
)
def test_a_line_of_the_school(change, expected):
    values = {
        "kind": "order",
        "number": "582",
        "dated_on": date(2022, 7, 21),
        "replaced_by": "Приказ 779",
        "source": "pravo.gov.ru",
        **change,
    }
    found = rules.check_repealed(values, TODAY)

    assert [(one.code, one.field) for one in found] == expected


@given(st.text(max_size=40))
def test_a_number_is_folded_once_and_for_all(text):
    folded = rules.plain_number(text)

    assert rules.plain_number(folded).removeprefix("n") == folded.removeprefix("n")
    assert rules.plain_number(f" №{folded}") in (folded, folded.removeprefix("n"))
