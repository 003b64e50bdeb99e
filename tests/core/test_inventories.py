"""Kinds, numbers and years of inventories."""

from collective.schoolrecords.core import inventories
from collective.schoolrecords.core.inventories import asked_for
from collective.schoolrecords.core.inventories import missing_years
from collective.schoolrecords.core.inventories import Row
from collective.schoolrecords.core.terms import Term
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        (Term("permanent"), "permanent"),
        (Term("years", 75), "personnel"),
        (Term("years", 50), "personnel"),
        (Term("epk", 50), "personnel"),
        (Term("years", 49), "temporary"),
        (Term("years", 25), "temporary"),
        (Term("min_years", 11), "temporary"),
        (Term("years", 10), None),
        (Term("epk", 5), None),
        (Term("until_needed"), None),
        (Term("until_needed", 25), None),
        (Term("event", None, "event"), None),
        (Term("years", 75, "event"), "personnel"),
        (None, None),
    ],
)
def test_the_kind_follows_from_the_term(term, kind):
    assert inventories.kind_of(term) == kind


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1", (1, "")),
        (" 12 ", (12, "")),
        ("12а", (12, "а")),
        ("12А", (12, "а")),
        ("0", None),
        ("01", None),
        ("12аб", None),
        ("12a", None),
        ("", None),
        (None, None),
        ("а", None),
        ("12345678", None),
    ],
)
def test_numbers_are_whole_or_literal(text, read):
    assert inventories.read_number(text) == read


def test_literal_missed_and_repeated_numbers_are_told():
    numbers = ["1", "2", "2б", "2а", "5", "7", "7", "5"]

    assert inventories.literal(numbers) == ["2а", "2б"]
    assert inventories.missed(numbers) == ["3", "4", "6"]
    assert inventories.repeated(numbers) == ["5", "7"]


@given(st.lists(st.integers(1, 300), max_size=60))
def test_every_number_stands_missed_or_lies_above(numbers):
    texts = [str(one) for one in numbers]

    gone = {int(one) for one in inventories.missed(texts)}

    assert gone.isdisjoint(numbers)
    assert gone | set(numbers) == set(range(1, max(numbers, default=0) + 1))


def test_rows_stand_by_index_then_by_day():
    rows = [
        Row("c", "", "В", "02-14", first_day=date(2020, 9, 1)),
        Row("a", "", "А", "02-14", first_day=date(2019, 9, 1)),
        Row("b", "", "Б", "01-02", first_day=date(2021, 9, 1)),
        Row("d", "", "Г", "02-14"),
    ]

    assert [row.uid for row in inventories.in_order(rows)] == ["b", "d", "a", "c"]


def test_every_kind_is_asked_for_every_year():
    approved = [("permanent", 2015, 2018), ("personnel", 2017, 2017), ("temporary", 2000, 2020)]

    assert missing_years(approved, (2017, 2018, 2019, 2018)) == [
        ("permanent", 2019),
        ("personnel", 2018),
        ("personnel", 2019),
    ]
    assert missing_years(approved, ()) == []
    assert missing_years((), (2017,), ("permanent",)) == [("permanent", 2017)]


_SPAN = st.tuples(
    st.sampled_from(inventories.KINDS), st.integers(2000, 2020), st.integers(2000, 2020)
)


@given(st.lists(_SPAN, max_size=6), st.sets(st.integers(1998, 2022), max_size=8), _SPAN)
def test_one_more_inventory_never_makes_more_years_missing(approved, years, more):
    before = missing_years(approved, years)
    after = missing_years([*approved, more], years)

    assert set(after) <= set(before)
    for kind, year in set(before) - set(after):
        assert more[0] == kind and more[1] <= year <= more[2]


#: approved inventories, years with records of the kind, years of the act → missing, empty
CLAUSES = [
    # a school with nothing at all of the year: stated, not asked for
    ([], [], [2015], [], [("permanent", 2015), ("personnel", 2015)]),
    # records of one kind only
    ([], [("permanent", 2015)], [2015], [("permanent", 2015)], [("personnel", 2015)]),
    # records of another year do not help
    ([], [("permanent", 2014)], [2015], [], [("permanent", 2015), ("personnel", 2015)]),
    # an approved inventory covers, whether records are held or not
    ([("permanent", 2010, 2015)], [("permanent", 2015)], [2015], [], [("personnel", 2015)]),
    ([("permanent", 2015, 2015), ("personnel", 2015, 2015)], [], [2015], [], []),
    # one for longer temporary terms covers nothing that is asked
    ([("temporary", 2015, 2015)], [("personnel", 2015)], [2015],
     [("personnel", 2015)], [("permanent", 2015)]),
    ([], [("permanent", 2015)], [], [], []),
]  # fmt: skip


@pytest.mark.parametrize(("approved", "held", "years", "missing", "empty"), CLAUSES)
def test_what_the_clause_of_an_act_lacks(approved, held, years, missing, empty):
    assert asked_for(approved, held, years) == (tuple(missing), tuple(empty))


@given(
    st.lists(_SPAN, max_size=6),
    st.sets(st.tuples(st.sampled_from(inventories.KINDS), st.integers(1998, 2022)), max_size=20),
    st.sets(st.integers(1998, 2022), max_size=8),
)
def test_what_is_not_approved_is_either_missing_or_empty(approved, held, years):
    asked = asked_for(approved, held, years)

    assert sorted(asked.missing + asked.empty) == sorted(missing_years(approved, years))
    assert set(asked.missing) <= held
    assert held.isdisjoint(asked.empty)
    # Whoever states every empty year leaves nothing open; whoever states none leaves all of them.
    assert inventories.unstated(asked.empty, asked.empty) == {}
    left = inventories.unstated(asked.empty, ())
    assert {(kind, year) for kind, some in left.items() for year in some} == set(asked.empty)


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ([], ""),
        ([2015], "2015"),
        ([2016, 2015], "2015–2016"),
        ([2012, 2014, 2015, 2016, 2014, 2019], "2012, 2014–2016, 2019"),
    ],
)
def test_years_are_written_in_spans(years, text):
    assert inventories.spans(years) == text


@given(st.lists(st.booleans(), max_size=20))
def test_numbers_that_the_system_gives_have_no_gap(by_system):
    """Also where one on paper lies between: the sequence goes on after it."""
    given_ = []
    for system in by_system:
        given_.append(str(inventories.next_number(given_)) if system else "3-П")
    whole = [int(one) for one in given_ if one.isdigit()]

    assert whole == list(range(1, len(whole) + 1))


def test_the_sequence_goes_on_after_the_numbers_on_paper():
    assert inventories.next_number(["14", "2", "15-П", "٣"]) == 15


@pytest.mark.parametrize(
    ("size", "text"), [(1, "0,1 МБ"), (13 * 1024**2, "13,0 МБ"), (1_600_000, "1,5 МБ")]
)
def test_the_volume_of_an_electronic_record_is_told_in_megabytes(size, text):
    assert inventories.megabytes(size) == text


@pytest.mark.parametrize(
    ("verified", "until", "note"),
    [
        (True, None, "уничтожено, акт № 3 от 12.03.2046"),
        (False, date(2046, 4, 12), "удалено, резервные копии до 12.04.2046; акт № 3 от 12.03.2046"),
        (False, None, "удалено, резервные копии хранятся; акт № 3 от 12.03.2046"),
    ],
)
def test_a_mark_says_destroyed_only_when_that_is_verified(verified, until, note):
    assert inventories.destruction_note("3", date(2046, 3, 12), verified, until) == note
    counted = inventories.counted_note(note, 7)
    word = note.partition(",")[0]
    assert counted == note.replace(word, f"{word}: 7", 1)


@pytest.mark.parametrize(
    ("way", "day", "number", "note"),
    [
        ("handed_out", date(2025, 6, 26), "2/2025", "выдано 26.06.2025, расписка № 2/2025"),
        ("transferred", date(2025, 6, 26), None, "передано 26.06.2025"),
        ("transferred", None, None, "передано"),
    ],
)
def test_the_mark_of_a_hand_out_names_day_and_receipt(way, day, number, note):
    assert inventories.mark_note(way, day, number) == note
