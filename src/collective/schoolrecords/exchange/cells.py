"""Text that a spreadsheet must not take for a formula, on the way out and back.

A cell that begins with = + - @, a tab or a line break is run as a formula by spreadsheets that
open a CSV file. `safe_cell` puts an apostrophe before such a text, `plain_cell` takes exactly
that apostrophe away again; every text survives both.
"""

import re


DANGEROUS = "=+-@\t\r\n＝＋－＠"
"""First characters that a spreadsheet may take for a formula, their full-width forms included."""

_SAFE = re.compile(f"'*[{re.escape(DANGEROUS)}]")
_QUOTED = re.compile(f"'+[{re.escape(DANGEROUS)}]")


def is_dangerous(value: object) -> bool:
    """Whether a spreadsheet may take the text for a formula."""
    return isinstance(value, str) and value[:1] != "" and value[0] in DANGEROUS


def safe_cell(value: object) -> object:
    """The value for a cell; a dangerous text gets an apostrophe, other values stay as they are."""
    return f"'{value}" if isinstance(value, str) and _SAFE.match(value) else value


def plain_cell(value: object) -> object:
    """The value that `safe_cell` was given."""
    return value[1:] if isinstance(value, str) and _QUOTED.match(value) else value
