"""docs/reference/requirements.md: every requirement once, in a known state, with tests that exist."""

from collections import Counter
from pathlib import Path

import ast
import csv
import pytest
import re


ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "requirements.md"
LIST = ROOT / "tests" / "data" / "requirements.csv"
STATES = ("works", "part", "not yet", "not software")
NAMED = re.compile(r"`(tests/[^`]+)`")
IDS = re.compile(r"(S12|S20|S90|N1|FTL)-")


def rows():
    """Cells of every requirement on the page: id, requirement, serves, state, proof."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and IDS.match(cells[0]):
            yield cells


def asked():
    """Id → capabilities, as the analysis of the regulations gave them."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["serves"] for row in csv.DictReader(lines)}


def names_in(path):
    """`test` and `Class::test` names that a test file holds."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}::{one.name}" for one in node.body if _is_test(one))
        elif _is_test(node):
            yield node.name


def _is_test(node):
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def faults(cells):
    """What is wrong with one row, in words."""
    requirement, _text, _serves, state, proof = cells
    named = NAMED.findall(proof)
    if state not in STATES:
        yield f"{requirement}: no state is called {state!r}"
    if state == "works" and not named:
        yield f"{requirement}: works, but no test shows it"
    said = NAMED.sub("", proof).strip(" ,.")
    if state != "works" and not said:
        yield f"{requirement}: {state}, but nothing says what is missing or why"
    for name in named:
        path, _colons, test = name.partition("::")
        if not (ROOT / path).is_file() or test not in names_in(ROOT / path):
            yield f"{requirement}: there is no {name}"


def test_the_list_has_182_requirements():
    """27 of S12, 34 of S20, 70 of S90, 38 of N1, 13 of FTL: a row of the analysis is one."""
    schools = Counter(IDS.match(one)[1] for one in asked())
    assert schools == {"S12": 27, "S20": 34, "S90": 70, "N1": 38, "FTL": 13}
    assert schools.total() == 182


def test_every_requirement_stands_on_the_page_once_with_its_capabilities():
    assert [(cells[0], cells[2]) for cells in rows()] == list(asked().items())


def test_states_are_known_and_every_named_test_exists():
    assert [fault for cells in rows() for fault in faults(cells)] == []


def test_the_counts_are_those_of_the_rows():
    found = Counter((IDS.match(cells[0])[1], cells[3]) for cells in rows())
    text = PAGE.read_text(encoding="utf-8")
    for school in ("S12", "S20", "S90", "N1", "FTL"):
        numbers = [found[school, state] for state in STATES]
        line = f"| {school} | {' | '.join(map(str, numbers))} | {sum(numbers)} |"
        assert line in text
    totals = [sum(found[key] for key in found if key[1] == state) for state in STATES]
    assert f"| all | {' | '.join(map(str, totals))} | 182 |" in text


@pytest.mark.parametrize(
    ("state", "proof", "fault"),
    [
        ("done", "All of it.", "no state"),
        ("works", "", "no test shows it"),
        ("works", "`tests/test_requirements.py::test_that_nobody_wrote`", "there is no"),
        ("works", "`tests/nowhere/test_nowhere.py::test_it`", "there is no"),
        (
            "part",
            "`tests/test_requirements.py::test_the_list_has_182_requirements`",
            "nothing says",
        ),
        ("not yet", "", "nothing says"),
    ],
)
def test_a_wrong_row_is_seen(state, proof, fault):
    found = list(faults(["S12-1.1", "Legal basis", "REF", state, proof]))
    assert len(found) == 1
    assert fault in found[0]
