"""Reading the tables of docs/ that tests compare with the code."""

from pathlib import Path

import re


DOCS = Path(__file__).parent.parent.parent / "docs"


def page(path):
    """The text of a page below docs/."""
    return (DOCS / path).read_text("utf-8")


def rows(text, heading):
    """The cells of the table under a heading of ``text``, without its two head lines."""
    section = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", text, re.M | re.S)[1]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
