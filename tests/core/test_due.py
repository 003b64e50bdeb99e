"""The whole archive under all five regulations, and the list of faults, as published."""

from collections import Counter
from collective.schoolrecords.core import backlog
from collective.schoolrecords.core import delimited
from collective.schoolrecords.core import due
from collective.schoolrecords.core import shipped
from collective.schoolrecords.core.terms import Term
from datetime import date
from pathlib import Path

import csv
import functools
import pytest


DATA = Path(__file__).parents[1] / "data" / "archive"
TODAY = date(2026, 11, 21)
MARKS = {"S12": "soch12", "S20": "school20", "S90": "soch90", "N1": "neman1", "FTL": "ftl"}


def table(name):
    with open(DATA / name, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@functools.cache
def rows_of(name):
    opened = delimited.read((DATA / name).read_bytes(), backlog.find_columns)
    return tuple(backlog.read_rows(opened, TODAY))


@functools.cache
def published_terms(mark):
    """The published table of terms, whatever the shipped regulations say."""
    return {
        line["type"]: Term("permanent")
        if line["years"] == "permanent"
        else Term("years", int(line["years"]))
        for line in table("archive_terms.csv")
        if line["profile"] == mark
    }


def shipped_terms(mark):
    return shipped.shipped(MARKS[mark]).term


def outcome(verdict):
    """The cell of the published table: a day, never, open or error."""
    if verdict.decision is None:
        return ""
    return str(verdict.decision.destroy_from or verdict.decision.status)


SOURCES = [
    pytest.param(lambda mark: published_terms(mark).__getitem__, id="published terms"),
    pytest.param(shipped_terms, id="shipped regulation"),
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("mark", MARKS)
def test_every_day_of_the_archive(mark, source):
    report = due.due_report(rows_of("archive_backlog.csv"), source(mark), TODAY)
    expected = table("archive_expected.csv")

    found = [
        (verdict.row.number, verdict.row.doc_type, outcome(verdict)) for verdict in report.verdicts
    ]

    assert found == [(line["row"], line["type"], line[mark]) for line in expected]
    assert report.findings == []


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("mark", MARKS)
def test_every_count_of_the_archive(mark, source):
    report = due.due_report(rows_of("archive_backlog.csv"), source(mark), TODAY)
    columns = {
        "rows": "rows",
        "never": "never",
        "open": "open",
        "error": "error",
        "due": "due_2026_11_21",
        "on_hold": "of_them_on_hold",
        "selectable": "may_be_selected",
    }
    expected = {
        line["type"]: {name: int(line[column]) for name, column in columns.items()}
        for line in table("archive_expected_counts.csv")
        if line["profile"] == mark
    }

    found = {doc_type: counts.as_dict() for doc_type, counts in report.types.items()}
    found["TOTAL"] = report.total.as_dict()
    asked = {name: counts.pop("needs_decision") for name, counts in found.items()}

    assert found == expected
    # N1 alone says «не менее 5 лет», of one type: selectable, and the commission decides.
    human = [name for name in report.types if source(mark)(name).ended_by_people]
    assert human in ([], ["exam_protocol"])
    exams = found["exam_protocol"]["selectable"] if human else 0
    assert {asked["TOTAL"], asked["exam_protocol"], sum(asked.values()) // 2} == {exams}


@pytest.mark.parametrize("source", SOURCES)
def test_every_fault_of_the_list_of_faults(source):
    report = due.due_report(rows_of("archive_backlog_faults.csv"), source("N1"), TODAY)
    expected = table("archive_backlog_faults_expected.csv")

    found = [
        {
            "line": str(verdict.row.line),
            "row": verdict.row.number,
            "type": verdict.row.doc_type or "",
            "code": ", ".join(one.code for one in verdict.row.findings),
            "destroy_from_N1": outcome(verdict),
        }
        for verdict in report.verdicts
    ]

    assert found == [
        {key: value for key, value in line.items() if key != "detail"} for line in expected
    ]
    assert [(str(one.line), one.row, one.code) for one in report.findings] == [
        (line["line"], line["row"], line["code"]) for line in expected if line["code"]
    ]


def test_the_counts_of_the_list_of_faults():
    """By hand from the expected lines: 14 lines, one a repetition, one of an unknown type."""
    report = due.due_report(
        rows_of("archive_backlog_faults.csv"), published_terms("N1").__getitem__, TODAY
    )

    assert report.total == due.Counts(rows=13, never=0, open=1, error=6, due=5, selectable=5)
    assert report.types == {
        "personal_file": due.Counts(rows=5, open=1, error=1, due=3, selectable=3),
        "certificate_book": due.Counts(rows=1),
        "class_journal": due.Counts(rows=4, error=2, due=2, selectable=2),
        "summary_sheet": due.Counts(rows=1, error=1),
        "interim_protocol": due.Counts(rows=1, error=1),
    }


def row(doc_type="class_journal", closed=date(2014, 8, 31), hold="", findings=()):
    return backlog.ArchiveRow(2, "1", doc_type, "вид", closed=closed, hold=hold, findings=findings)


def test_a_type_without_a_term_is_an_error_not_a_guess():
    verdict = due.judge(row("diary"), published_terms("N1").__getitem__, TODAY)

    assert (verdict.decision.status, verdict.decision.selectable) == ("error", False)
    assert verdict.decision.reason == "UNKNOWN_TYPE"
    assert verdict.row.doc_type is None
    assert verdict.row.findings == (backlog.Finding("1", 2, "UNKNOWN_TYPE", "вид"),)


@pytest.mark.parametrize("code", sorted(backlog.ERRORS))
def test_no_error_row_is_ever_selectable(code):
    """Even when a closing date could be read and the term has long ended."""
    faulty = row(findings=(backlog.Finding("1", 2, code, ""),))

    verdict = due.judge(faulty, published_terms("N1").__getitem__, TODAY)

    assert (verdict.decision.status, verdict.decision.destroy_from) == ("error", None)
    assert verdict.decision.reason == code


def test_an_error_in_a_permanent_type_is_still_an_error_to_mend():
    faulty = row("order_main", findings=(backlog.Finding("1", 2, "BAD_DATE", ""),))

    assert due.judge(faulty, published_terms("N1").__getitem__, TODAY).decision.status == "error"


def test_a_repetition_is_told_and_not_counted():
    repeated = row(findings=(backlog.Finding("1", 2, "DUPLICATE_ROW", "2"),))

    report = due.due_report([row(), repeated], published_terms("N1").__getitem__, TODAY)

    assert report.total.rows == 1
    assert [found.code for found in report.findings] == ["DUPLICATE_ROW"]
    assert report.verdicts[1].decision is None


def test_what_waits_for_a_decision_is_selectable_and_counted_apart():
    terms = {"a": Term("epk", 5), "b": Term("min_years", 5), "c": Term("event", start="event")}
    rows = [row(doc_type) for doc_type in terms]

    report = due.due_report(rows, terms.__getitem__, TODAY)

    assert report.types == {
        "a": due.Counts(rows=1, due=1, selectable=1, needs_decision=1),
        "b": due.Counts(rows=1, due=1, selectable=1, needs_decision=1),
        "c": due.Counts(rows=1),
    }


def test_a_hold_counts_among_the_due():
    report = due.due_report(
        [row(), row(hold="судебный спор")], published_terms("N1").__getitem__, TODAY
    )

    assert report.total == due.Counts(rows=2, due=2, on_hold=1, selectable=1)


def test_the_total_is_the_sum_of_the_types():
    report = due.due_report(
        rows_of("archive_backlog.csv"), published_terms("N1").__getitem__, TODAY
    )
    sums = Counter()
    for counts in report.types.values():
        sums.update(counts.as_dict())

    assert report.total.as_dict() == dict(sums)


@pytest.mark.parametrize("name", ["", "..", "neman1/", "../regulations/neman1", "NEMAN1", "none"])
def test_only_a_shipped_name_is_a_regulation(name):
    with pytest.raises(KeyError):
        shipped.text(name)


def test_the_five_regulations_are_shipped():
    assert shipped.names() == tuple(sorted(MARKS.values()))
