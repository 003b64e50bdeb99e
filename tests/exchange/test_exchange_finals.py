"""The final marks of 106 graduates of grade 9 and 55 of grade 11, equal to the published tables."""

from collective.schoolrecords.core.certificate_marks import EXAM
from collective.schoolrecords.core.certificate_marks import propose
from collective.schoolrecords.core.certificate_marks import propose_11
from collective.schoolrecords.core.certificate_marks import Source
from collective.schoolrecords.core.protocols import COUNTING
from collective.schoolrecords.core.protocols import later
from collective.schoolrecords.exchange.protocol_rows import REPLACING
from collective.schoolrecords.exchange.protocols import read_protocols
from datetime import date
from pathlib import Path

import csv
import hashlib
import openpyxl
import re


DATA = Path(__file__).resolve().parents[1] / "data"
FOLDER = DATA / "certificates"
PROTOCOLS = DATA / "protocols" / "oge_2026_protocols.xlsx"
YEARS = {"7": (7, "2023/24"), "8": (8, "2024/25"), None: (9, "2025/26")}
MEANS = {"Русский язык": "fraction_russian", "Математика": "fraction_maths"}
#: Columns of the published table between the pupil's and its own explanations.
SUBJECTS = slice(12, -3)


def test_the_files_are_the_ones_that_were_given():
    for line in (FOLDER / "SHA256SUMS").read_text().splitlines():
        found, name = line.split()
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == found


def year_marks():
    """(letter and number) → [(grade, school year, marks)], as the file of year marks has them."""
    book = openpyxl.load_workbook(FOLDER / "godovye_9.xlsx", data_only=True)
    found = {}
    for sheet in book:
        rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
        head = next(row for row in rows if row[0] == "№ п/п")
        for row in rows:
            if not isinstance(row[0], int):
                continue
            years = {}
            for title, mark in zip(head[4:], row[4:], strict=True):
                if mark is None or not str(mark).isdigit():
                    continue
                subject, grade = re.fullmatch(r"(.*?)(?: \((\d) кл\.\))?", title).groups()
                years.setdefault(YEARS[grade], {})[subject] = str(mark)
            found[row[1]] = [(*year, marks) for year, marks in years.items()]
    return found


def exam_marks():
    """(class, last, first, middle name) → {subject: [(day, row)]} of the rows that count."""
    found = {}
    reading = read_protocols(PROTOCOLS.read_bytes(), PROTOCOLS.name, date(2026, 11, 21))
    for block in filter(None, (line.block for line in reading.rows)):
        for line in block.lines:
            if line.state not in {*COUNTING, REPLACING}:
                continue
            row = line.result
            key = (row.label, row.last_name, row.first_name, row.middle_name)
            days = found.setdefault(key, {}).setdefault(block.head.subject, [])
            days.append((block.head.dated_on, row))
    return found


def test_every_graduate_gets_the_marks_of_the_published_table():
    with (FOLDER / "expected_certificates_9.csv").open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream, delimiter=";"))
    years, exams = year_marks(), exam_marks()
    subjects = list(lines[0])[SUBJECTS]
    assert len(lines) == len(years) == 106
    for line in lines:
        taken = exams.get(tuple(line[name] for name in ("class", "last", "first", "middle")), {})
        sources = [
            Source(EXAM, subject, one.mark, "")
            for subject, results in taken.items()
            if (one := later(results)) is not None
        ]
        found = {one.subject: one for one in propose(years[number_of(line)], sources)}
        marks = {name: found[name].mark for name in subjects if line[name]}
        means = {name: str(found[name].mean) for name in MEANS if line[MEANS[name]]}
        if line["certificate"] != "не выдаётся":
            assert marks == {name: line[name] for name in marks}, line
            assert means == {name: line[MEANS[name]] for name in means}, line
        failed = {code for one in found.values() for code in one.problems}
        assert bool(failed) == (line["certificate"] == "не выдаётся"), line


def number_of(line):
    return f"{line['letter']}-{line['number']}"


#: Grade → school year of the graduates of grade 11.
SENIOR_YEARS = {"10": "2024/25", "11": "2025/26"}


def senior_marks():
    """(letter and number) → [(grade, school year, marks, half-years)], as the sheet has them."""
    book = openpyxl.load_workbook(FOLDER / "polugodovye_11.xlsx", data_only=True)
    found = {}
    for sheet in book:
        rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
        top = next(place for place, row in enumerate(rows) if row[0] == "№ п/п")
        subject, heads = None, []
        for name, column in zip(rows[top][4:], rows[top + 1][4:], strict=True):
            subject = name or subject
            heads.append((subject, *re.fullmatch(r"(\d+) кл\. (?:(\d) п/г|год)", column).groups()))
        for row in rows[top + 2 :]:
            if not isinstance(row[0], int):
                continue
            years = {grade: ({}, {"1": {}, "2": {}}) for grade in SENIOR_YEARS}
            for (name, grade, half), mark in zip(heads, row[4:], strict=True):
                if mark is not None:
                    marks, halves = years[grade]
                    (halves[half] if half else marks)[name] = str(mark)
            found[row[1]] = [(int(one), SENIOR_YEARS[one], *years[one]) for one in years]
    return found


def test_every_graduate_of_grade_11_gets_the_marks_of_the_published_table():
    with (FOLDER / "expected_certificates_11.csv").open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream, delimiter=";"))
    years, subjects = senior_marks(), list(lines[0])[10:-2]
    assert len(lines) == len(years) == 55
    for line in lines:
        found = {one.subject: one for one in propose_11(years[number_of(line)])}
        if line["certificate"] != "не выдаётся":
            expected = {name: line[name] for name in subjects if line[name]}
            assert {name: one.mark for name, one in found.items()} == expected, line
        if line["fraction_maths"]:
            assert str(found["Математика"].mean) == line["fraction_maths"]
        assert not any(one.problems for one in found.values())
        # One mark that is not entered, and a person decides.
        short = [(*one[:3], {**one[3], "2": {}}) for one in years[number_of(line)]]
        assert {one.mark for one in propose_11(short)} == {None}
