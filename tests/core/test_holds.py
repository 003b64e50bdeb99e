"""Holds as a table, and what is true of all of them."""

from collective.schoolrecords.core import holds as rules
from collective.schoolrecords.core.holds import Hold
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st

import pickle
import pytest


TODAY = date(2026, 11, 21)
PLACED = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOLD = Hold(
    "a1",
    "Проверка прокуратуры",
    date(2026, 3, 2),
    "archivist",
    PLACED,
    basis="Запрос прокуратуры",
    basis_number="7-14/2026",
    basis_date=date(2026, 3, 1),
    until=date(2026, 12, 31),
)
LIFTED = HOLD.lifted("director", PLACED, "Ответ дан")
PAPER = replace(HOLD, id="a2", part="d1", until=None)


@pytest.mark.parametrize(
    ("hold", "day", "status"),
    [
        (HOLD, date(2026, 3, 1), "ahead"),
        (HOLD, date(2026, 3, 2), "in_force"),
        (HOLD, date(2026, 12, 31), "in_force"),
        (HOLD, date(2027, 1, 1), "over"),
        (LIFTED, date(2026, 3, 2), "lifted"),
        (LIFTED, date(2027, 1, 1), "lifted"),
        (PAPER, date(2099, 1, 1), "in_force"),
    ],
)
def test_both_days_are_included(hold, day, status):
    assert hold.status(day) == status
    assert hold.in_force(day) == (status == "in_force")


@pytest.mark.parametrize(
    ("part", "found"),
    [(None, {"a1", "a2"}), ("d1", {"a1", "a2"}), ("d2", {"a1"})],
)
def test_a_hold_goes_down_to_all_documents_and_up_from_one(part, found):
    """A record is destroyed with its documents, so a hold on one of them holds the record."""
    assert {hold.id for hold in rules.in_force((HOLD, PAPER), TODAY, part)} == found


@pytest.mark.parametrize(
    ("changes", "known", "gone", "codes"),
    [
        ({}, (), False, []),
        ({"until": None, "basis_number": "", "basis_date": None}, (), False, []),
        ({}, (LIFTED, PAPER), False, []),
        ({"since": date(2027, 1, 1), "until": None}, (), False, []),
        ({}, (), True, ["hold_record_gone"]),
        ({"reason": "", "basis": ""}, (), False, ["hold_without_reason", "hold_without_basis"]),
        ({"reason": "я" * 401}, (), False, ["hold_text_too_long"]),
        ({"basis_date": date(2026, 11, 22)}, (), False, ["hold_basis_in_future"]),
        ({"since": TODAY, "until": date(2026, 11, 20)}, (), False, ["hold_ends_before_start"]),
        ({"until": date(2026, 11, 20)}, (), False, ["hold_over"]),
        ({"id": "a9"}, (HOLD,), False, ["hold_laid_already"]),
    ],
)
def test_what_may_be_laid(changes, known, gone, codes):
    found = rules.check_place(replace(HOLD, **changes), known, gone, TODAY)
    assert [reason.code for reason in found] == codes


@pytest.mark.parametrize(
    ("hold", "reason", "codes"),
    [
        (HOLD, "Ответ дан", []),
        (replace(HOLD, since=date(2027, 1, 1), until=None), "Ошибка", []),
        (HOLD, "", ["hold_lifted_without_reason"]),
        (HOLD, "я" * 401, ["hold_text_too_long"]),
        (None, "", ["hold_unknown", "hold_lifted_without_reason"]),
        (LIFTED, "Ещё раз", ["hold_lifted_already"]),
        (replace(HOLD, until=date(2026, 11, 20)), "Поздно", ["hold_over"]),
    ],
)
def test_what_may_be_lifted(hold, reason, codes):
    assert [one.code for one in rules.check_lift(hold, reason, TODAY)] == codes


def test_every_code_is_known():
    told = {
        one.code
        for found in (
            rules.check_place(replace(HOLD, reason="", basis=""), (), True, TODAY),
            rules.check_place(replace(HOLD, until=date(2026, 4, 1)), (), False, TODAY),
            rules.check_place(replace(HOLD, until=date(2026, 1, 1)), (), False, TODAY),
            rules.check_place(replace(HOLD, basis="я" * 401), (HOLD,), False, TODAY),
            rules.check_place(replace(HOLD, basis_date=date(2027, 1, 1)), (HOLD,), False, TODAY),
            rules.check_place(HOLD, (HOLD,), False, TODAY),
            rules.check_lift(None, "", TODAY),
            rules.check_lift(LIFTED, "", TODAY),
        )
        for one in found
    }
    assert told == set(rules.CODES)


def test_a_hold_survives_the_database_and_keeps_who_lifted_it():
    kept = pickle.loads(pickle.dumps(LIFTED))  # noqa: S301 - our own bytes
    assert kept == LIFTED
    assert (kept.lifted_by, kept.lifted_reason) == ("director", "Ответ дан")
    assert Hold(**kept.as_dict()) == kept


days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
some_holds = st.builds(
    lambda since, length, lifted: replace(
        LIFTED if lifted else HOLD,
        since=since,
        until=None if length is None else since + timedelta(length),
    ),
    days,
    st.none() | st.integers(0, 4000),
    st.booleans(),
)


@given(some_holds, days, st.integers(0, 4000))
def test_a_hold_that_stands_otherwise_has_turned(hold, after, later):
    """The daily job re-reads what turned since it last looked: it may miss none."""
    day = after + timedelta(later)
    if hold.in_force(after) != hold.in_force(day):
        assert rules.turns(hold, after, day)


@given(st.lists(some_holds, max_size=4), some_holds, days)
def test_another_hold_never_frees_a_record(holds, hold, day):
    before = rules.in_force(holds, day)
    assert len(rules.in_force([*holds, hold], day)) >= len(before)


@given(st.lists(some_holds, min_size=1, max_size=4), days)
def test_lifting_one_hold_leaves_the_others_in_force(holds, day):
    rest = rules.in_force(holds[1:], day)
    lifted = [holds[0].lifted("director", PLACED, "Ответ дан"), *holds[1:]]
    assert rules.in_force(lifted, day) == rest
