"""Rows of an archive list: columns by words, types by names, every fault a finding."""

from collective.schoolrecords.core import backlog
from collective.schoolrecords.core import delimited
from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from pathlib import Path

import csv
import hashlib
import io
import pytest


DATA = Path(__file__).parents[1] / "data" / "archive"
TODAY = date(2026, 11, 21)

HEADER = [
    "№ п/п",
    "Вид документа",
    "Заголовок",
    "Индекс дела",
    "Год заведения",
    "Дата закрытия",
    "Количество листов",
    "Место хранения",
    "Носитель",
    "Запрет на уничтожение",
    "Примечание",
]
LINE = [
    "7",
    "Классный журнал",
    "Классный журнал 2Б класса, 2013/2014",
    "02-08",
    "2013",
    "31.08.2014",
    "96",
    "Архив, шкаф 3",
    "бумажный",
    "",
    "том 1",
]


def as_csv(*lines, separator=";"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode()


def read(data, labels=None):
    return list(backlog.read_rows(delimited.read(data, backlog.find_columns), TODAY, labels))


def row_with(**cells):
    """The row that comes of LINE with some cells changed, by the names of the columns."""
    places = {
        "number": 0,
        "doc_type": 1,
        "opened": 4,
        "closed": 5,
        "sheets": 6,
        "carrier": 8,
        "hold": 9,
    }
    line = list(LINE)
    for name, text in cells.items():
        line[places[name]] = text
    (row,) = read(as_csv(HEADER, line))
    return row


def test_the_test_data_are_the_published_ones():
    for line in (DATA / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == digest


def test_every_cell_of_a_row_is_kept():
    (row,) = read(as_csv(HEADER, LINE))

    assert row == backlog.ArchiveRow(
        line=2,
        number="7",
        doc_type="class_journal",
        label="Классный журнал",
        title="Классный журнал 2Б класса, 2013/2014",
        index="02-08",
        opened=2013,
        closed=date(2014, 8, 31),
        sheets=96,
        place="Архив, шкаф 3",
        carrier="бумажный",
        carriers=("paper",),
        hold="",
        note="том 1",
        findings=(),
    )
    assert row.holds == ()
    assert row.counted


def test_the_whole_archive_is_read_cell_by_cell():
    data = (DATA / "archive_backlog.csv").read_bytes()
    raw = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    with open(DATA / "archive_expected.csv", encoding="utf-8") as stream:
        expected = list(csv.DictReader(stream, delimiter=";"))
    carriers = {
        "бумажный": ("paper",),
        "электронный": ("electronic",),
        "бумажный и электронный": ("paper", "electronic"),
    }

    rows = read(data)

    assert len(rows) == len(raw) == 12_000
    for line, (row, cells, wanted) in enumerate(zip(rows, raw, expected, strict=True), start=2):
        assert row.line == line
        assert row.findings == ()
        assert (row.number, row.doc_type) == (wanted["row"], wanted["type"])
        assert row.title == cells["Заголовок"]
        assert row.index == cells["Индекс дела"]
        assert str(row.opened) == cells["Год заведения"]
        assert (f"{row.closed:%d.%m.%Y}" if row.closed else "") == cells["Дата закрытия"]
        assert str(row.sheets) == cells["Количество листов"]
        assert row.place == cells["Место хранения"]
        assert row.carriers == carriers[cells["Носитель"]]
        assert row.hold == cells["Запрет на уничтожение"]
        assert bool(row.holds) == (wanted["hold"] == "hold")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.08.2014", date(2014, 8, 31)),
        ("1.9.2014", date(2014, 9, 1)),
        (" 31.08.2014 г.", date(2014, 8, 31)),
        ("31.08.2014\u00a0г.", date(2014, 8, 31)),
        ("2014-08-31", date(2014, 8, 31)),
        ("2014-08-31 00:00:00", date(2014, 8, 31)),
        ("31/08/2014", date(2014, 8, 31)),
        ("31 августа 2014 г.", date(2014, 8, 31)),
        ("29.02.2016", date(2016, 2, 29)),
        ("01.01.1900", date(1900, 1, 1)),
        ("21.11.2026", date(2026, 11, 21)),
        ("", None),
        ("—", None),
        ("-", None),
        ("нет", None),
    ],
)
def test_closing_dates_that_are_read(text, day):
    row = row_with(closed=text, opened="")

    assert row.closed == day
    assert row.findings == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.06.2012", "BAD_DATE"),
        ("29.02.2015", "BAD_DATE"),
        ("00.01.2015", "BAD_DATE"),
        ("12.31.2015", "BAD_DATE"),
        ("31.12.0000", "BAD_DATE"),
        ("утрачено", "BAD_DATE"),
        ("31.08.2014 (акт № 3)", "BAD_DATE"),
        ("31.08.20145", "BAD_DATE"),
        ("2010", "DATE_WITHOUT_DAY"),
        ("2010 г.", "DATE_WITHOUT_DAY"),
        ("06.2010", "DATE_WITHOUT_DAY"),
        ("июнь 2010", "DATE_WITHOUT_DAY"),
        ("15.06.95", "TWO_DIGIT_YEAR"),
        ("22.11.2026", "FUTURE_DATE"),
        ("30.05.2032", "FUTURE_DATE"),
        ("31.12.1899", "TOO_OLD"),
        ("01.09.1871", "TOO_OLD"),
    ],
)
def test_closing_dates_that_are_errors(text, code):
    row = row_with(closed=text)

    assert row.closed is None
    assert row.findings == (backlog.Finding("7", 2, code, text),)
    assert row.errors == (code,)


@pytest.mark.parametrize(
    ("label", "doc_type"),
    [(name, doc_type) for doc_type, names in backlog.TYPE_NAMES.items() for name in names]
    + [
        ("Личные дела обучающихся", "personal_file"),
        ("ЛИЧНОЕ  ДЕЛО", "personal_file"),
        ("Классныe журналы", "class_journal"),
        ("Сводная ведомость учета успеваемости", "summary_sheet"),
        ("Акт о выделении к уничтожению", "destruction_act"),
        ("certificate_book", "certificate_book"),
    ],
)
def test_types_by_their_names(label, doc_type):
    assert row_with(doc_type=label).doc_type == doc_type


@pytest.mark.parametrize(
    "label", ["Журнал учёта ключей", "Личное дело работника", "Журнал", "Приказы", "", "дело №"]
)
def test_an_unknown_type_is_an_error_and_no_guess_is_made(label):
    row = row_with(doc_type=label)

    assert row.doc_type is None
    assert [(found.code, found.detail) for found in row.findings] == [("UNKNOWN_TYPE", label)]
    assert row.errors == ("UNKNOWN_TYPE",)


def test_words_of_the_regulation_name_its_types():
    labels = {
        "portfolio": ("Портфолио", "Портфель достижений"),
        "class_journal": ("Журнал класса",),
    }
    find = backlog.type_finder(labels)

    assert find("портфели достижений") == "portfolio"
    assert find("Журнал класса") == "class_journal"
    assert find("Классный журнал") == "class_journal"
    assert find("portfolio") == "portfolio"


def test_a_word_for_two_types_of_a_regulation_names_neither():
    find = backlog.type_finder({"portfolio": ("Папка",), "diary": ("Папки",), "order": ("Папка",)})

    assert find("Папка") is None


def test_a_common_name_cannot_be_taken_away_by_a_regulation():
    """S12 has «Личная карта» for the personal file; another regulation may list cards apart."""
    find = backlog.type_finder({"personal_card": ("Личная карта обучающегося",)})

    assert find("Личная карта обучающегося") == "personal_file"


@pytest.mark.parametrize(
    ("text", "sheets", "codes"),
    [
        ("24", 24, []),
        ("24 л.", 24, []),
        ("24л", 24, []),
        ("1 лист", 1, []),
        ("24 листа", 24, []),
        ("", None, []),
        ("—", None, []),
        ("много", None, ["BAD_SHEETS"]),
        ("24+2", None, ["BAD_SHEETS"]),
        ("-5", None, ["BAD_SHEETS"]),
    ],
)
def test_sheets(text, sheets, codes):
    row = row_with(sheets=text)

    assert row.sheets == sheets
    assert [found.code for found in row.findings] == codes
    assert row.errors == ()


@pytest.mark.parametrize(
    ("text", "year", "codes"),
    [
        ("2013", 2013, []),
        ("2013 г.", 2013, []),
        ("01.09.2013", 2013, []),
        ("2013/2014", 2013, []),
        ("", None, []),
        ("13", None, ["BAD_YEAR"]),
        ("давно", None, ["BAD_YEAR"]),
        ("20131", None, ["BAD_YEAR"]),
        ("2014", 2014, []),
        ("2015", 2015, ["OPENED_AFTER_CLOSED"]),
    ],
)
def test_the_year_of_opening_is_reported_and_the_closing_date_counts(text, year, codes):
    row = row_with(opened=text)

    assert row.opened == year
    assert row.closed == date(2014, 8, 31)
    assert [found.code for found in row.findings] == codes
    assert row.errors == ()


@pytest.mark.parametrize(
    ("text", "hold"),
    [
        ("", ""),
        ("нет", ""),
        ("Нет", ""),
        ("—", ""),
        ("судебный спор", "судебный спор"),
        ("да", "да"),
    ],
)
def test_any_reason_is_a_hold(text, hold):
    row = row_with(hold=text)

    assert row.hold == hold
    assert row.holds == ((hold,) if hold else ())


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("бумажный", ("paper",)),
        ("Бумажные", ("paper",)),
        ("электронный", ("electronic",)),
        ("электронный и бумажный", ("paper", "electronic")),
        ("микрофиша", ()),
        ("", ()),
    ],
)
def test_carriers(text, carriers):
    assert row_with(carrier=text).carriers == carriers


def test_the_same_line_with_its_number_is_a_duplicate_and_another_number_is_another_file():
    other = ["8", *LINE[1:]]

    first, second, third, fourth = read(as_csv(HEADER, LINE, other, LINE, LINE))

    assert first.counted
    assert second.counted
    assert (third.counted, fourth.counted) == (False, False)
    assert third.findings == (backlog.Finding("7", 4, "DUPLICATE_ROW", "2"),)
    assert fourth.findings == (backlog.Finding("7", 5, "DUPLICATE_ROW", "2"),)


def test_spaces_do_not_make_another_line():
    spaced = [f" {cell}\u00a0" for cell in LINE]

    assert [row.counted for row in read(as_csv(HEADER, LINE, spaced))] == [True, False]


@pytest.mark.parametrize("place", range(1, 11))
def test_a_line_that_differs_in_any_cell_is_no_duplicate(place):
    other = list(LINE)
    other[place] += "1"

    assert all(row.counted for row in read(as_csv(HEADER, LINE, other)))


def test_without_numbers_nothing_is_a_duplicate():
    """Two equal lines without № may well be two volumes: both must be kept."""
    rows = read(as_csv(HEADER[1:], LINE[1:], LINE[1:]))
    blank = read(as_csv(HEADER, ["", *LINE[1:]], ["", *LINE[1:]]))

    assert [row.counted for row in rows + blank] == [True] * 4
    assert [row.number for row in rows] == ["2", "3"]


def test_cells_beyond_the_header_make_the_row_an_error():
    shifted, padded = read(as_csv(HEADER, [*LINE, "лишнее"], [*LINE, "", " "]))

    assert shifted.errors == ("EXTRA_CELLS",)
    assert padded.findings == ()


def test_missing_cells_at_the_end_are_empty_ones():
    (row,) = read(as_csv(HEADER, LINE[:6]))

    assert (row.closed, row.place, row.findings) == (date(2014, 8, 31), "", ())


def test_all_faults_of_a_row_are_told():
    row = row_with(doc_type="Журнал ключей", closed="31.06.2012", opened="x", sheets="y")

    assert [found.code for found in row.findings] == [
        "UNKNOWN_TYPE",
        "BAD_DATE",
        "BAD_YEAR",
        "BAD_SHEETS",
    ]


OTHER_TITLES = [
    ["№", "Тип документа", "Наименование дела", "№ дела", "Заведено", "Закрыто",
     "Листов", "Местонахождение", "Вид носителя", "Причина запрета", "Примечания"],
    ["N п/п", "ВИД ДЕЛА", "Заголовок дела", "Индекс", "Дата начала", "Дата окончания",
     "Кол-во листов", "Место хранения дела", "Тип носителя", "Запрет", "примечание"],
    # Latin a, e, o, p, c typed by mistake
    ["№ п/п", "Вид дoкумeнта", "Зaголовок", "Индeкc", "Гoд завeдeния", "Дaтa закpытия",
     "Чиcло лиcтов", "Mecто", "Hocитель", "Запpeт на уничтожение", "Пpимeчание"],
]  # fmt: skip


@pytest.mark.parametrize("titles", OTHER_TITLES)
def test_titles_in_other_words(titles):
    assert read(as_csv(titles, LINE)) == read(as_csv(HEADER, LINE))


@given(st.permutations(range(len(HEADER))), st.sampled_from([HEADER, *OTHER_TITLES]))
def test_the_order_of_columns_does_not_matter(order, titles):
    shuffled = as_csv([titles[place] for place in order], [LINE[place] for place in order])

    assert read(shuffled) == read(as_csv(HEADER, LINE))


@pytest.mark.parametrize("missing", ["Вид документа", "Дата закрытия"])
def test_without_the_type_or_the_closing_date_there_is_no_list(missing):
    header = [title for title in HEADER if title != missing]

    assert backlog.find_columns(header) is None


def test_a_header_without_rows_is_refused():
    with pytest.raises(delimited.Refused) as caught:
        read(as_csv(HEADER))

    assert caught.value.code == "NO_DATA"


def test_the_better_title_wins_a_column():
    """«Вид носителя» has the word «вид», too."""
    columns = backlog.find_columns(["Вид носителя", "Вид", "Дата закрытия", "Закрыто (кем)"])

    assert (columns["carrier"], columns["doc_type"], columns["closed"]) == (0, 1, 2)


@given(st.text(max_size=12) | st.from_regex(r"\d{1,4}[./ -]\d{1,2}[./ -]\d{1,5}", fullmatch=True))
def test_no_text_gives_a_closing_date_outside_the_possible_ones(text):
    row = row_with(closed=text.replace("\x00", ""))

    if row.closed is not None:
        assert date(1900, 1, 1) <= row.closed <= TODAY
        assert row.errors == ()
