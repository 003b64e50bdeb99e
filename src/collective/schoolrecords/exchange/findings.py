"""What a list gives: rows that were read, and findings with their place.

A finding has a code, never a text: texts are made where a person reads them. `detail` is data for
the text (the value as it stands, or the other rows concerned); it never holds a СНИЛС.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


REFUSE_FILE = "refuse_file"
REFUSE_ROW = "refuse_row"
WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """Something to tell the person who loads a list.

    `row` counts from 1 as spreadsheets show it, None for the file or a whole sheet; `cell` is the
    address («C14»), "" without one; `column` the title of the column.
    """

    code: str
    level: str
    sheet: str = ""
    row: int | None = None
    cell: str = ""
    column: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Reading:
    """The rows of a list that may be filed, in the order of the file, and all findings.

    `refused` is true when the whole file is refused; then there are no rows. `columns` tells for
    each sheet which column was read from which title: {sheet: {key: (address, title)}}.
    """

    rows: tuple[Any, ...]
    findings: tuple[Finding, ...]
    refused: bool
    columns: dict[str, dict[str, tuple[str, str]]]

    @property
    def refused_rows(self) -> tuple[tuple[str, int], ...]:
        """(sheet, row) of every row that is refused, once each, in order of the findings."""
        places = [
            (one.sheet, one.row)
            for one in self.findings
            if one.level == REFUSE_ROW and one.row is not None
        ]
        return tuple(dict.fromkeys(places))

    @property
    def rows_read(self) -> int:
        """How many rows the list has: those that may be filed and those that are refused."""
        return len(self.rows) + len(self.refused_rows)

    def codes(self) -> tuple[str, ...]:
        """The codes of the findings, once each, in order."""
        return tuple(dict.fromkeys(one.code for one in self.findings))


def refused(findings: Iterable[Finding]) -> Reading:
    """The reading of a file that is refused as a whole."""
    return Reading((), tuple(findings), True, {})
