"""The tables of docs/reference/permissions.md, read back."""

from functools import cache
from pathlib import Path

import re


PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "permissions.md"


@cache
def tables():
    """Heading → column → permission → set of role names; what is not there nobody holds."""
    sections = re.split(r"^###? ", PAGE.read_text(encoding="utf-8"), flags=re.M)[1:]
    named = dict(section.split("\n", 1) for section in sections)
    roles = {mark: role for mark, role, _held in _rows(named.pop("Roles"))[1:]}
    return {heading: _columns(_rows(text), roles) for heading, text in named.items()}


def _rows(text):
    """Cells of the first table in ``text``; none when the section has no such table."""
    lines = text.partition("Steps:")[0].splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]
    return rows[:1] + rows[2:]


def _columns(rows, roles):
    if not rows:
        return {}
    (_permission, *columns), *body = rows
    found = {column: {} for column in columns}
    for names, *cells in body:
        for column, cell in zip(columns, cells, strict=True):
            held = {roles[mark] for mark in cell.split() if mark != "–"}
            for name in names.split("<br>"):
                found[column][name] = held
    return found
