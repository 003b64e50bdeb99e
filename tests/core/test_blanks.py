"""The ledger of blanks: each number received is exactly one of four things, whatever happens."""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core import blanks
from collective.schoolrecords.core.blank_lists import read_list
from collective.schoolrecords.core.delimited import Refused
from datetime import date
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from hypothesis.stateful import RuleBasedStateMachine
from pathlib import Path

import csv
import pytest


DATA = Path(__file__).parent.parent / "data" / "blanks"
SINCE = date(2026, 5, 15)
FIRST, LAST = "05204261200451", "05204261200460"


class Ledger:
    """The two mappings, written as the book of blanks writes them."""

    def __init__(self):
        self.ranges, self.taken, self.covers = OOBTree(), OOBTree(), {}

    def receive(self, first, last, kind):
        reasons = [
            *blanks.range_reasons(first, last, None),
            *blanks.receipt_reasons(self.ranges, first, last),
        ]
        if not reasons:
            self.ranges[blanks.key_of(first)] = (last, kind)
        return [one.code for one in reasons]

    def take(self, operation, first, last, kind):
        found = blanks.take_reasons(self.ranges, self.taken, operation, first, last, kind)
        codes = [one.code for one in found]
        if not codes:
            for number in blanks.numbers_of(first, last):
                self.taken[blanks.key_of(number)] = (operation,)
        return codes

    def state(self, number):
        return blanks.state_of(self.ranges, self.taken, number)

    def balances(self):
        return blanks.balances(self.ranges, self.taken, self.covers)


@pytest.fixture
def ledger():
    made = Ledger()
    made.receive(FIRST, LAST, "title_9")
    return made


@pytest.mark.parametrize(
    ("number", "year", "codes"),
    [
        ("05204261200451", 2026, []),
        ("05204261200451", 2010, []),
        ("77АБ0012345", 2010, []),
        ("02304000012", 2013, []),
        ("77АБ0012345", 2014, ["blank_number_old"]),
        ("77АБ0012345", None, []),
        ("77AБ0012345", 2010, ["blank_number_wrong"]),  # a Latin A
        ("5204261200451", 2026, ["blank_number_wrong"]),
        ("052042612004510", 2026, ["blank_number_wrong"]),
        ("٠٥٢٠٤٢٦١٢٠٠٤٥١", 2026, ["blank_number_wrong"]),  # figures of another script
        ("", 2026, ["blank_number_wrong"]),
        ("=1+1", 2026, ["blank_number_wrong"]),
        (5204261200451, 2026, ["blank_number_wrong"]),
        (None, 2026, ["blank_number_wrong"]),
    ],
)
def test_a_number_has_14_figures_and_an_older_one_11_symbols(number, year, codes):
    assert [one.code for one in blanks.number_reasons(number, "blank", year)] == codes


def test_spaces_of_a_typed_number_go_and_the_leading_zero_stays():
    assert blanks.clean_number(" 052 04 26\u00a01200451 ") == "05204261200451"
    assert list(blanks.numbers_of("00000000000009", "00000000000011")) == [
        "00000000000009",
        "00000000000010",
        "00000000000011",
    ]
    assert blanks.clean_number(52042) == ""


@pytest.mark.parametrize(
    ("first", "last", "quantity", "codes"),
    [
        (FIRST, LAST, 10, []),
        (FIRST, FIRST, 1, []),
        (FIRST, LAST, None, []),
        (FIRST, LAST, 9, ["blank_quantity_differs"]),
        (LAST, FIRST, 10, ["blank_range_wrong"]),
        (FIRST, "05204269200451", None, ["blank_range_long"]),
        ("77АБ0000001", "77АВ0000002", None, ["blank_range_wrong"]),
        ("77АБ0000001", LAST, None, ["blank_range_wrong"]),
        ("x", "y", 1, ["blank_number_wrong", "blank_number_wrong"]),
    ],
)
def test_a_line_names_a_range(first, last, quantity, codes):
    assert [one.code for one in blanks.range_reasons(first, last, quantity)] == codes


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FIRST, LAST),
        ("05204261200460", "05204261200470"),
        ("05204261200440", "05204261200451"),
        ("05204261200440", "05204261200470"),
        ("05204261200455", "05204261200456"),
    ],
)
def test_no_number_is_received_twice(ledger, first, last):
    assert ledger.receive(first, last, "title_11") == ["blank_range_received"]


def test_ranges_beside_each_other_and_of_other_lengths_are_received(ledger):
    assert ledger.receive("05204261200461", "05204261200470", "title_9") == []
    assert ledger.receive("05204261200441", "05204261200450", "title_9") == []
    assert ledger.receive("77АБ0012345", "77АБ0012346", "title_9") == []
    assert ledger.state("77АБ0012346") == blanks.IN_STOCK
    assert ledger.state("77АВ0012346") is None


STEPS = [
    ((), blanks.ISSUED, []),
    ((), blanks.SPOILED, []),
    ((), blanks.DESTROYED, []),
    ((blanks.SPOILED,), blanks.DESTROYED, []),
    ((blanks.SPOILED,), blanks.ISSUED, ["blank_not_in_stock"]),
    ((blanks.SPOILED,), blanks.SPOILED, ["blank_not_in_stock"]),
    ((blanks.ISSUED,), blanks.SPOILED, ["blank_not_in_stock"]),
    ((blanks.ISSUED,), blanks.DESTROYED, ["blank_not_in_stock"]),
    ((blanks.SPOILED, blanks.DESTROYED), blanks.DESTROYED, ["blank_not_in_stock"]),
]


@pytest.mark.parametrize(("before", "operation", "codes"), STEPS)
def test_what_may_follow_what(ledger, before, operation, codes):
    for one in before:
        assert ledger.take(one, FIRST, FIRST, "title_9") == []
    assert ledger.take(operation, FIRST, FIRST, "title_9") == codes


def test_a_range_leaves_the_stock_whole_or_not_at_all(ledger):
    ledger.take(blanks.SPOILED, "05204261200453", "05204261200453", "title_9")
    assert ledger.take(blanks.ISSUED, FIRST, LAST, "title_9") == ["blank_not_in_stock"]
    assert ledger.state(FIRST) == blanks.IN_STOCK
    args = (blanks.ISSUED, FIRST, "05204261200499", "title_9")
    told = list(blanks.take_reasons(ledger.ranges, ledger.taken, *args))
    assert [(one.code, one.data["number"]) for one in told] == [
        ("blank_not_in_stock", "05204261200453"),
        ("blank_not_received", "05204261200461–05204261200499"),
    ]
    assert ledger.take(blanks.ISSUED, FIRST, FIRST, "title_11") == ["blank_of_another_kind"]


@pytest.mark.parametrize(
    ("number", "since", "day", "codes"),
    [
        (FIRST, SINCE, SINCE, []),
        ("05204261200452", SINCE, SINCE, ["blank_not_in_stock"]),
        ("05204261299999", SINCE, SINCE, ["blank_not_received"]),
        ("05204261299999", SINCE, date(2026, 5, 14), []),
        ("05204261299999", None, SINCE, []),
        ("05204261299998", None, SINCE, ["blank_not_in_stock"]),
        ("05204260900100", SINCE, SINCE, ["blank_of_another_kind"]),
    ],
)
def test_an_entry_stands_on_a_blank_in_stock(ledger, number, since, day, codes):
    ledger.receive("05204260900100", "05204260900109", "title_11")
    for used in ("05204261200452", "05204261299998"):
        ledger.taken[blanks.key_of(used)] = (blanks.ISSUED,)
    found = blanks.use_reasons(
        ledger.ranges, ledger.taken, number, "blank", ("title_9",), since, day
    )
    assert [one.code for one in found] == codes


def test_covers_are_counted_by_quantity():
    covers = {("cover", "receipt"): 100, ("cover", "issued"): 90, ("cover", "spoiled"): 4}
    assert not list(blanks.covers_reasons(covers, "cover", "issued", 6))
    assert [one.code for one in blanks.covers_reasons(covers, "cover", "issued", 7)] == [
        "blanks_too_few"
    ]
    [row] = blanks.balances(OOBTree(), OOBTree(), covers)
    assert (row.received, row.in_stock, row.issued, row.spoiled) == (100, 6, 90, 4)


def test_the_school_s_list_gives_the_balance_that_is_expected():
    ledger = Ledger()
    for one in read_list((DATA / "blanks.csv").read_bytes()):
        values = one.values
        assert not list(blanks.range_reasons(values["first"], values["last"], values["quantity"]))
        place = (values["first"], values["last"], values["blank_kind"])
        if values["operation"] == blanks.RECEIPT:
            assert ledger.receive(*place) == []
        else:
            assert ledger.take(values["operation"], *place) == []
    with (DATA / "blanks_expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file, delimiter=";"))
    found = ledger.balances()
    assert [(row.received, row.spoiled, row.in_stock, row.first_number) for row in found] == [
        (int(row["received"]), int(row["spoiled"]), int(row["in_stock"]), row["first_number"])
        for row in expected
    ]
    assert sum(row.received for row in found) == 448
    assert all(row.first_number.startswith("0") for row in found)


def test_a_list_without_its_header_is_refused_and_unknown_words_stay():
    with pytest.raises(Refused):
        read_list("один;два\n1;2\n".encode())
    text = "Операция;Дата;Вид бланка;Номер с;Номер по\nподарен;31.02.2026;=1+1;0;1\n"
    [line] = read_list(text.encode())
    assert line.values["operation"] == "подарен"
    assert line.values["day"] == "31.02.2026"
    assert line.values["blank_kind"] == "=1+1"


SERIALS = st.integers(0, 60)


class LedgerMachine(RuleBasedStateMachine):
    """Any order of receipts and losses keeps each received number in exactly one state."""

    def __init__(self):
        super().__init__()
        self.ledger = Ledger()
        self.model = {}

    @rule(start=SERIALS, length=st.integers(1, 12), kind=st.sampled_from(("title_9", "title_11")))
    def receive(self, start, length, kind):
        first, last = f"{start:014d}", f"{start + length - 1:014d}"
        new = {f"{n:014d}" for n in range(start, start + length)}
        overlaps = bool(new & set(self.model))
        assert bool(self.ledger.receive(first, last, kind)) == overlaps
        if not overlaps:
            self.model.update(dict.fromkeys(new, (kind, blanks.IN_STOCK)))

    @rule(
        start=SERIALS,
        length=st.integers(1, 4),
        kind=st.sampled_from(("title_9", "title_11")),
        operation=st.sampled_from((blanks.ISSUED, blanks.SPOILED, blanks.DESTROYED)),
    )
    def take(self, start, length, kind, operation):
        numbers = [f"{n:014d}" for n in range(start, start + length)]
        fits = all(
            self.model.get(one, (None, None))[0] == kind
            and self.model[one][1] in blanks.BEFORE[operation]
            for one in numbers
        )
        assert bool(self.ledger.take(operation, numbers[0], numbers[-1], kind)) != fits
        if fits:
            self.model.update(dict.fromkeys(numbers, (kind, operation)))

    @invariant()
    def each_number_is_exactly_one_thing(self):
        for number, (_kind, state) in self.model.items():
            assert self.ledger.state(number) == state
        for row in self.ledger.balances():
            assert row.received == row.in_stock + row.issued + row.spoiled + row.destroyed
            assert row.in_stock >= 0
        assert sum(row.received for row in self.ledger.balances()) == len(self.model)


LedgerMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestLedgerMachine = LedgerMachine.TestCase


@given(st.one_of(st.text(max_size=30), st.integers(), st.none(), st.binary(max_size=20)))
def test_nothing_that_is_typed_breaks_the_number(value):
    list(blanks.number_reasons(blanks.clean_number(value), "blank", 2026))
    list(blanks.number_reasons(value, "blank", 2026))
