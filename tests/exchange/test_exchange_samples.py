"""Every sample is read back by the reader of its list: all its columns, without a remark."""

from collective.schoolrecords.core import backlog
from collective.schoolrecords.core import delimited
from collective.schoolrecords.desk.csv_file import csv_line
from collective.schoolrecords.exchange.contingent import read_contingent
from collective.schoolrecords.exchange.filing_backlog import read_backlog
from collective.schoolrecords.exchange.journal import KINDS
from collective.schoolrecords.exchange.protocols import read_protocols
from collective.schoolrecords.exchange.samples import columns_wanted
from collective.schoolrecords.exchange.samples import sample_rows
from collective.schoolrecords.exchange.staff import read_staff
from datetime import date

import pytest


DAY = date(2025, 9, 1)
READERS = {
    "contingent": lambda data: read_contingent(data, "list.csv", None, DAY),
    "staff": lambda data: read_staff(data, "list.csv"),
    "protocols": lambda data: read_protocols(data, "list.csv", DAY),
    "backlog": lambda data: read_backlog(data, DAY),
}


def sample(kind):
    return "".join(map(csv_line, sample_rows(kind))).encode("utf-8-sig")


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_is_read_without_a_remark(kind):
    reading = READERS[kind](sample(kind))
    assert not reading.refused
    assert reading.findings == ()
    assert len(reading.rows) == 1
    titles = sample_rows(kind)[-2]
    for columns in reading.columns.values():
        assert sorted(title for _cell, title in columns.values()) == sorted(titles)


def test_each_column_of_an_archive_is_found():
    table = delimited.read(sample("backlog"), backlog.find_columns)
    assert set(table.header) == {*backlog.COLUMN_TITLES, "width"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_needed_stands_first_and_in_the_sample(kind):
    wanted = columns_wanted(kind)
    needed = [one.required for one in wanted]
    assert needed == sorted(needed, reverse=True)
    assert any(needed)
    assert sorted(one.title for one in wanted) == sorted(sample_rows(kind)[-2])
