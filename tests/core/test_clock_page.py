"""docs/explanation/clock.md says what the code does."""

from collective.schoolrecords.core import backlog
from collective.schoolrecords.core import terms
from datetime import datetime
from pathlib import Path

import re


PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "clock.md"


def rows_below(title):
    """Cells of the first table below a heading, its header left out."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def day(text):
    return datetime.strptime(text, "%d.%m.%Y").date()


def test_the_boundaries_are_those_of_the_formula():
    rows = rows_below("Boundaries")

    assert len(rows) >= 10
    for closed, years, first in rows:
        assert terms.destroy_from(terms.Term("years", int(years)), day(closed)) == day(first)


def test_every_kind_and_every_status_is_explained():
    assert {row[0].strip("`") for row in rows_below("Kinds of term")} == set(terms.KINDS)
    assert {row[0].strip("`") for row in rows_below("Verdicts")} == set(terms.STATUSES)


def test_the_verdicts_are_counted_as_the_page_says():
    for status, _, due, selectable in rows_below("Verdicts"):
        decision = terms.Decision(status.strip("`"))
        assert decision.expired == (due == "yes")
        assert (decision.status in terms.SELECTABLE) == (selectable == "**yes**")


def test_every_fault_of_a_list_is_explained():
    codes = {
        (code, row[2]) for row in rows_below("Reading an archive list")
        for code in re.findall(r"`(\w+)`", row[0])
    }  # fmt: skip

    assert {code for code, line in codes if line == "error"} == backlog.ERRORS
    assert {code for code, line in codes if line != "error"} == {
        backlog.OPENED_AFTER_CLOSED,
        backlog.BAD_YEAR,
        backlog.BAD_SHEETS,
        backlog.DUPLICATE_ROW,
    }
