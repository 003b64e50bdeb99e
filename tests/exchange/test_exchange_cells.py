"""Text that a spreadsheet must not run: kept as text on the way out, itself again on the way in."""

from collective.schoolrecords.exchange.cells import DANGEROUS
from collective.schoolrecords.exchange.cells import is_dangerous
from collective.schoolrecords.exchange.cells import plain_cell
from collective.schoolrecords.exchange.cells import safe_cell
from collective.schoolrecords.exchange.contingent import read_contingent
from collective.schoolrecords.exchange.contingent_columns import COLUMNS
from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from lists_data import csv_of
from lists_data import data_of
from lists_data import workbook

import pytest


@pytest.mark.parametrize(
    "text,safe",
    [
        ("=1+1", "'=1+1"),
        ("+79070000000", "'+79070000000"),
        ("-2+3", "'-2+3"),
        ("@SUM(1;2)", "'@SUM(1;2)"),
        ("\tтабуляция", "'\tтабуляция"),
        ("\rа", "'\rа"),
        ("\nа", "'\nа"),
        ("＝1+1", "'＝1+1"),  # full-width
        ("'=1+1", "''=1+1"),  # already has an apostrophe of its own
        ("из семьи", "из семьи"),
        ("а=б", "а=б"),
        ("'кавычка", "'кавычка"),
        ("", ""),
    ],
)
def test_safe_cell_and_back(text, safe):
    assert safe_cell(text) == safe
    assert plain_cell(safe) == text


@pytest.mark.parametrize("value", [None, 5, -2.5, date(2026, 1, 1), True])
def test_values_that_are_no_text_stay(value):
    assert safe_cell(value) is value
    assert plain_cell(value) is value
    assert not is_dangerous(value)


@given(st.text(alphabet=st.sampled_from(DANGEROUS + "' аб1"), max_size=8) | st.text(max_size=20))
def test_no_text_goes_out_dangerous_and_every_text_comes_back(text):
    safe = safe_cell(text)
    assert not is_dangerous(safe)
    assert plain_cell(safe) == text


def test_formulas_survive_a_way_out_and_in_as_the_same_text():
    """What was read from the file with formulas, written as CSV and XLSX, reads the same."""
    first = read_contingent(data_of("broken/06_formula_cells.xlsx"), "06.xlsx")
    titles = {column.key: column.title for column in COLUMNS}
    keys = ["last_name", "first_name", "birth_date", "school_class", "file_letter"]
    keys += ["file_number", "came_from", "address", "note"]
    rows = [[titles[key] for key in keys]]
    for row in first.rows:
        name = "class_label"
        values = [getattr(row, name if key == "school_class" else key) for key in keys]
        rows.append([safe_cell(value) for value in values])
    for data, filename in (
        (csv_of(rows), "out.csv"),
        (workbook(("Обучающиеся", rows)), "out.xlsx"),
    ):
        again = read_contingent(data, filename)
        assert [(row.came_from, row.address, row.note) for row in again.rows] == [
            (row.came_from, row.address, row.note) for row in first.rows
        ]
    assert not any(is_dangerous(cell) for row in rows for cell in row)
