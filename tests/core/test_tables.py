"""Headers are found by their words, wherever they stand."""

from collective.schoolrecords.core.tables import cell_address
from collective.schoolrecords.core.tables import Column
from collective.schoolrecords.core.tables import find_header
from collective.schoolrecords.core.tables import is_group_row
from collective.schoolrecords.core.tables import is_numbering
from collective.schoolrecords.core.tables import match_score
from collective.schoolrecords.core.tables import repeats_header
from collective.schoolrecords.core.tables import title_words
from hypothesis import given
from hypothesis import strategies as st

import pytest


COLUMNS = (
    Column("serial", "№ п/п", ("№ п п", "=№")),
    Column("last", "Фамилия", ("фамилия -родител",), required=True, instead=("whole",)),
    Column("first", "Имя", ("имя -родител",), required=True, instead=("whole",)),
    Column("whole", "ФИО", ("фио -родител", "ф и о -родител")),
    Column("birth", "Дата рождения", ("дата рожд", "д р"), required=True),
    Column("order", "№ приказа", ("№|номер приказ -дата",)),
    Column("order_date", "Дата приказа", ("дата приказ",)),
    Column("phone", "Телефон", ("телефон", "тел*"), then="phone_2"),
    Column("phone_2", "Телефон 2", ("телефон 2",)),
)
TITLES = ["№ п/п", "Фамилия", "Имя", "Дата рождения", "№ приказа", "Дата приказа"]
DATA = [1.0, "Иванов", "Пётр", "01.02.2010", "5-у", "01.09.2017"]


def header_of(*rows, merged=()):
    return find_header(rows, COLUMNS, merged)


@pytest.mark.parametrize(
    "row,column,address",
    [
        (0, 0, "A1"),
        (13, 2, "C14"),
        (4, 25, "Z5"),
        (0, 26, "AA1"),
        (9, 51, "AZ10"),
        (0, 702, "AAA1"),
    ],
)
def test_cell_address(row, column, address):
    assert cell_address(row, column) == address


@pytest.mark.parametrize(
    "title,words",
    [
        ("№ п/п", ("№", "п", "п")),
        ("Дата рож-\nдения", ("дата", "рождения")),
        ("Телефон1", ("телефон", "1")),
        ("Отчество (при наличии)", ("отчество", "при", "наличии")),
        ("ФAМИЛИЯ", ("фамилия",)),  # Latin A
        (12.0, ()),
        (None, ()),
        ("слово " * 40, ()),  # a text, not a title
    ],
)
def test_title_words(title, words):
    assert title_words(title) == words


@pytest.mark.parametrize(
    "pattern,title,score",
    [
        ("дата рожд", "Дата рождения", 1.0),
        ("дата рожд", "Рождения дата", 1.0),
        ("дата рожд", "Дата рождения обучающегося", 1.0),  # whose it is does not count
        ("дата рожд", "Дата приказа", 0.0),
        ("дата приказ", "Дата приказа о зачислении", 2 / 3),
        ("дата приказ -зачисл", "Дата приказа о зачислении", 0.0),
        ("=№", "№", 1.0),
        ("=№", "№ приказа", 0.0),
        ("№|номер приказ", "Номер приказа", 1.0),
        ("кл*", "Кл.", 1.0),
        ("пол", "Пол", 1.0),
        ("пол", "Полис", 0.0),  # a short word matches only itself
        ("личн дел* букв", "Личное дело: буква личного дела", 1.0),  # repeated words
        ("имя", "", 0.0),
    ],
)
def test_match_score(pattern, title, score):
    assert match_score(pattern, title_words(title)) == pytest.approx(score)


def test_a_pattern_without_a_wanted_word_is_a_mistake():
    with pytest.raises(ValueError, match="word to look for"):
        match_score("-дата", ("дата",))


def test_a_header_in_the_first_row():
    header = header_of(TITLES, DATA)
    assert (header.first_row, header.last_row, header.two_rows) == (0, 0, False)
    assert header.columns == {
        "serial": 0,
        "last": 1,
        "first": 2,
        "birth": 3,
        "order": 4,
        "order_date": 5,
    }
    assert (header.missing, header.unknown, header.twice) == ((), (), ())
    assert header.value(DATA, "birth") == "01.02.2010"
    assert header.value(DATA[:2], "birth") is None
    assert header.value(DATA, "whole") is None


@pytest.mark.parametrize("above", [1, 3, 20])
def test_a_header_below_titles_of_the_list(above):
    rows = [["Список обучающихся", None, None]] * above
    header = find_header([*rows, TITLES, DATA], COLUMNS)
    assert header.last_row == above


def test_a_header_too_far_below_is_not_looked_for():
    rows = [["Список"]] * 40
    assert find_header([*rows, TITLES, DATA], COLUMNS) is None


def test_a_missing_column_is_named():
    header = header_of([title for title in TITLES if "рожд" not in title])
    assert [column.title for column in header.missing] == ["Дата рождения"]


def test_one_column_stands_in_for_two():
    header = header_of(["№", "Ф.И.О.", "Д.р."])
    assert header.missing == ()
    assert header.columns == {"serial": 0, "whole": 1, "birth": 2}


def test_unknown_and_repeated_titles_are_told():
    header = header_of([*TITLES, "Любимый цвет", "Фамилия", ""])
    assert header.unknown == ((6, "Любимый цвет"),)
    assert header.twice == ((7, "Фамилия"),)
    assert header.columns["last"] == 1


def test_a_second_title_belongs_to_the_next_column_where_there_is_one():
    header = header_of([*TITLES, "Телефон", "Телефон"])
    assert (header.columns["phone"], header.columns["phone_2"]) == (6, 7)


def test_the_number_in_a_title_wins_over_the_order():
    header = header_of(["Телефон 2", "Телефон", *TITLES])
    assert (header.columns["phone"], header.columns["phone_2"]) == (1, 0)


@pytest.mark.parametrize("rows", [[], [[]], [["Список"], ["а", "б"]], [DATA], [["Фамилия", "Имя"]]])
def test_no_header(rows):
    assert find_header(rows, COLUMNS) is None


def test_groups_above_the_titles_with_merged_cells():
    groups = ["", "Обучающийся", "", "", "Приказ", ""]
    merged = [(1, 1, 1, 3), (1, 4, 1, 5), (0, 0, 0, 5)]
    header = header_of(["Школа"], groups, TITLES, DATA, merged=merged)
    assert (header.first_row, header.last_row) == (1, 2)
    assert header.two_rows
    assert len(header.columns) == 6


def test_titles_that_make_sense_only_with_their_group():
    """Приказ: № and дата; columns without a group are merged from above."""
    upper = ["№ п/п", "Фамилия", "Имя", "Дата рождения", "Приказ", ""]
    lower = ["", "", "", "", "№", "дата"]
    merged = [(0, place, 1, place) for place in range(4)] + [(0, 4, 0, 5)]
    header = header_of(upper, lower, DATA, merged=merged)
    assert (header.first_row, header.last_row) == (0, 1)
    assert header.columns["order"] == 4
    assert header.columns["order_date"] == 5
    assert header.missing == ()


def test_groups_without_merged_cells_as_in_csv():
    upper = ["№ п/п", "Фамилия", "Имя", "Дата рождения", "Приказ", ""]
    lower = ["", "", "", "", "№", "дата"]
    header = header_of(upper, lower, DATA)
    assert (header.first_row, header.last_row) == (0, 1)
    assert (header.columns["order"], header.columns["order_date"]) == (4, 5)


def test_a_title_of_the_list_right_above_is_no_group():
    header = header_of(["Список обучающихся", "", ""], TITLES, merged=[(0, 0, 0, 5)])
    assert not header.two_rows


def test_group_rows():
    rows = [["", "А", "", "Б", ""], ["1", "2", "3", "4", "5"]]
    assert is_group_row(rows, 0, [])
    assert is_group_row(rows, 0, [(0, 1, 0, 2)])
    assert not is_group_row(rows, 0, [(1, 1, 1, 2)])
    assert not is_group_row(rows, 1, [])
    assert not is_group_row([["А", "", ""], ["1", "2", "3"]], 0, [])


@pytest.mark.parametrize(
    "row,numbering",
    [
        (["1", "2", "3", "4"], True),
        ([1.0, 2.0, None, 3.0], True),
        (["1", "2"], False),
        (["1", "Иванов", "Пётр"], False),
        (["2", "3", "4"], False),
    ],
)
def test_a_row_that_numbers_the_columns(row, numbering):
    assert is_numbering(row) is numbering


def test_a_repeated_header_is_known():
    header = header_of(TITLES, DATA)
    assert repeats_header(TITLES, header)
    assert repeats_header([title.upper() for title in TITLES], header)
    assert not repeats_header(DATA, header)


@given(st.permutations(range(len(TITLES))), st.integers(0, 12))
def test_order_and_first_row_do_not_matter(order, above):
    rows = [["Список"]] * above + [[TITLES[place] for place in order]]
    header = find_header(rows, COLUMNS)
    keys = ("serial", "last", "first", "birth", "order", "order_date")
    assert header.last_row == above
    assert header.columns == {key: order.index(place) for place, key in enumerate(keys)}


CELLS = st.one_of(st.none(), st.text(max_size=12), st.floats(), st.sampled_from(TITLES))


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_no_grid_raises_and_each_column_has_its_own_cell(rows):
    header = find_header(rows, COLUMNS)
    if header is not None:
        assert len(set(header.columns.values())) == len(header.columns)
        assert header.first_row <= header.last_row < len(rows)
