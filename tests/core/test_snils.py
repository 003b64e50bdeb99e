"""СНИЛС: spellings and the control number."""

from collective.schoolrecords.core.snils import CHECKSUM
from collective.schoolrecords.core.snils import control_number
from collective.schoolrecords.core.snils import FORMAT
from collective.schoolrecords.core.snils import format_snils
from collective.schoolrecords.core.snils import is_right
from collective.schoolrecords.core.snils import read_snils
from collective.schoolrecords.core.snils import Snils
from hypothesis import given
from hypothesis import strategies as st

import pytest


# Worked out by hand: digit × place from the right.
CONTROL = [
    ("112233445", 95),  # 9+8+14+12+15+12+12+8+5 = 95, the example of the instruction
    ("920000003", 0),  # 81+16+3 = 100
    ("920000004", 0),  # 101
    ("920000005", 1),  # 102 = 101 + 1
    ("920000002", 99),  # 99
    ("996100000", 0),  # 81+72+42+6 = 201 = 101 + 100
    ("996100001", 0),  # 202 = 2 × 101
    ("996100002", 1),  # 203
    ("999999999", 1),  # 405 = 4 × 101 + 1
    ("000000001", 1),
]


@pytest.mark.parametrize("nine,control", CONTROL)
def test_control_number(nine, control):
    assert control_number(nine) == control


@pytest.mark.parametrize(
    "cell",
    [
        "112-233-445 95",
        "11223344595",
        "112 233 445 95",
        "112-233-445-95",
        "112\u00a0233\u00a0445\u00a095",
        "112–233–445 95",
        "112.233.445.95",
        "СНИЛС 112-233-445 95",
        "снилс: 11223344595",
        "№ 112-233-445 95",
        " 112-233-445/95 ",
        11223344595,
        11223344595.0,
    ],
)
def test_all_spellings_of_one_number(cell):
    assert read_snils(cell) == Snils("112-233-445 95", None, 11)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "—"])
def test_no_number_is_no_fault(cell):
    assert read_snils(cell) == Snils("", None, 0)


def test_a_wrong_control_number_is_told_and_the_number_kept():
    assert read_snils("112-233-445 96") == Snils("112-233-445 96", CHECKSUM, 11)


@pytest.mark.parametrize(
    "cell,digits",
    [
        ("112-233-445", 9),
        ("112-233-445 9", 10),
        ("112-233-445 955", 12),
        ("О12-233-445 95", 10),  # the letter О
        ("000-000-000 00", 11),
        ("нет", 0),
        ("=A1", 1),
        ("１１２-233-445 95", 11),  # full-width digits
    ],
)
def test_what_is_no_number_gives_no_value(cell, digits):
    assert read_snils(cell) == Snils("", FORMAT, digits)


def test_zeros_lost_in_a_spreadsheet_come_back_only_when_the_control_number_agrees():
    # 012 345 678: 0×9+1×8+2×7+3×6+4×5+5×4+6×3+7×2+8×1 = 120 = 101 + 19
    assert read_snils(1234567819).value == "012-345-678 19"
    assert read_snils("1234567819").value == "012-345-678 19"
    assert read_snils(1234567818) == Snils("", FORMAT, 10)


def test_old_numbers_have_no_control_number():
    assert is_right("00100199877")
    assert not is_right("00100199977")  # 1×7+1×4+9×3+9×2+9×1 = 65
    assert is_right("00100199965")


@given(st.integers(min_value=1_001_999, max_value=999_999_999), st.integers(0, 99))
def test_exactly_one_control_number_is_right(number, guess):
    nine = f"{number:09d}"
    total = sum(int(nine[-place]) * place for place in range(1, 10))
    while total > 101:
        total -= 101
    right = 0 if total in (100, 101) else total
    code = None if guess == right else CHECKSUM
    text = f"{nine}{guess:02d}"
    assert read_snils(text) == Snils(format_snils(text), code, 11)


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.none(), st.booleans()))
def test_no_cell_raises(cell):
    found = read_snils(cell)
    assert found.value == "" or len(found.value) == 14
