"""What the receipt for the papers of an admission needs; see ``forms``.

Source: приказ Минпросвещения № 458 от 02.09.2020 (the school gives whoever brings the papers a paper
that lists them, with the signature of who took them).
"""

from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.checks import rows_there
from collective.schoolrecords.printing.forms import InnerLine
from collective.schoolrecords.printing.forms import Signature
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import documents
from collective.schoolrecords.printing.sentences import signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class TakenForm:
    """Papers taken for the admission of ``name`` into the class ``label`` («7А»).

    ``rows``: the papers in order, ``sheets`` of a row a number as text; ``taker`` took them.
    """

    TEMPLATE: ClassVar[str] = "taken"

    school: str
    name: str
    rows: tuple[InnerLine, ...]
    dated_on: date
    taker: Signature
    label: str = ""
    number: str = ""


@problems.register
def _taken(form: TakenForm):
    found = [*lacking(form, "school", "name", "dated_on"), *rows_there(form)]
    for line in form.rows:
        found += lacking(line, "title")
    return once(found)


def taken_data(form: TakenForm) -> dict:
    """See :class:`TakenForm`; the template is ``taken``."""
    return {
        "school": form.school,
        "name": form.name,
        "label": form.label,
        "number": form.number,
        "day": day(form.dated_on),
        "rows": [
            [line.number, line.title, day(line.dated_on), line.sheets, line.note]
            for line in form.rows
        ],
        "total": f"Всего принято: {documents(len(form.rows))}.",
        "taker": signature(form.taker),
    }
