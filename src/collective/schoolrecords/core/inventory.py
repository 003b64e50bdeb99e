"""The inner inventory (внутренняя опись) of a file: computed from its documents, never typed.

Rules:

1. Documents stand in the order in which they were filed, because a paper is bound behind the
   last one; drafts are listed last and have no number yet.
2. Sheets are numbered through the papers that lie in the file. A document that lies elsewhere
   (FTL-1.8: policy and medical card in the medical office) or is electronic only takes no sheet
   numbers and is marked.
3. A document that was given back keeps its number and its sheets: the inventory says when and to
   whom it went. It is not counted among what is in the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


DRAFT = "draft"
HANDED_OUT = "handed_out"
ANNULLED = "annulled"


@dataclass(frozen=True)
class Paper:
    """A document as the inventory asks for it; ``key`` is whatever the caller finds it by."""

    key: str
    kind: str
    state: str
    index: str | None = None
    dated_on: date | None = None
    sheets: int | None = None
    original: bool = False
    on_paper: bool = True
    place: str | None = None
    note: str | None = None
    handed_out_on: date | None = None
    receiver: str | None = None


@dataclass(frozen=True)
class Row:
    """A line: ``number`` in the inventory and the sheets it takes; None where it has none.

    ``elsewhere``: the paper does not lie in the file. ``present``: it is the school's now.
    """

    paper: Paper
    number: int | None
    first_sheet: int | None
    last_sheet: int | None
    elsewhere: bool
    present: bool


@dataclass(frozen=True)
class Totals:
    """What stands under the inventory: documents and sheets that are there.

    ``documents`` counts the accepted ones that are present, ``sheets`` their numbered sheets in
    the file, ``elsewhere`` those of them that lie in other places, ``drafts`` what is not
    accepted yet.
    """

    documents: int = 0
    sheets: int = 0
    elsewhere: int = 0
    drafts: int = 0


def build(papers: Iterable[Paper], file_place: str | None = None) -> tuple[Row, ...]:
    """Return the lines for documents given in the order of filing.

    ``file_place`` is where the file itself lies: a document with another place lies elsewhere, one
    without a place lies in the file.
    """
    accepted, drafts, number, sheet = [], [], 0, 0
    for paper in papers:
        elsewhere = bool(paper.place) and paper.place != file_place
        if paper.state == DRAFT:
            drafts.append(Row(paper, None, None, None, elsewhere, True))
            continue
        number += 1
        first = last = None
        if paper.on_paper and not elsewhere and paper.sheets:
            first, last = sheet + 1, sheet + paper.sheets
            sheet = last
        present = paper.state not in (HANDED_OUT, ANNULLED)
        accepted.append(Row(paper, number, first, last, elsewhere, present))
    return (*accepted, *drafts)


def totals(rows: Iterable[Row]) -> Totals:
    """Return the totals of lines (all of them, or those that a reader may see)."""
    documents = sheets = elsewhere = drafts = 0
    for row in rows:
        if row.number is None:
            drafts += 1
        elif row.present:
            documents += 1
            elsewhere += row.elsewhere
            if row.first_sheet is not None:
                sheets += row.last_sheet - row.first_sheet + 1
    return Totals(documents, sheets, elsewhere, drafts)


def sheets_held(papers: Iterable[tuple[str, int | None, bool | None]]) -> int | None:
    """Return how many sheets of paper the school has, of papers as (state, sheets, on paper).

    Drafts, what was given back and what is void are not counted, wherever the others lie; ``None``
    when no paper says its sheets.
    """
    found = [
        sheets
        for state, sheets, on_paper in papers
        if sheets and on_paper is not False and state not in (DRAFT, HANDED_OUT, ANNULLED)
    ]
    return sum(found) if found else None
