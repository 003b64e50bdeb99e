"""What the receipt for a file that is lent needs, and the card that stands in its place; see ``forms``.

Source: Правила (приказ Росархива № 77 of 31.07.2023): a file leaves the shelf for a time against a
signature, and a substitute card (карта-заместитель) is put where it stood.
"""

from collective.schoolrecords.printing.checks import at_least
from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.forms import Signature
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import sheets
from collective.schoolrecords.printing.sentences import signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class LoanForm:
    """A file lent to ``holder`` until the day ``until``, and the card for its shelf.

    What is not known yet is a line for the hand: the receipt is printed before it is signed and
    before it has its ``number``. ``shelf`` is where the file stands, ``index`` that of the file
    plan; ``fact`` is the note on a signature that is kept elsewhere.
    """

    TEMPLATE: ClassVar[str] = "loan"

    school: str
    title: str
    giver: Signature
    holder: str = ""
    basis: str = ""
    number: str = ""
    index: str = ""
    shelf: str = ""
    sheets: int | None = None
    given_on: date | None = None
    until: date | None = None
    fact: str = ""


@problems.register
def _loan(form: LoanForm):
    return once([*lacking(form, "school", "title"), *at_least(form, "sheets", 0)])


def loan_data(form: LoanForm) -> dict:
    """See :class:`LoanForm`; the template is ``loan``."""
    return {
        "school": form.school,
        "title": form.title,
        "holder": form.holder,
        "basis": form.basis,
        "number": form.number,
        "index": form.index,
        "shelf": form.shelf,
        "sheets": "" if form.sheets is None else sheets(form.sheets),
        "given": day(form.given_on),
        "until": day(form.until),
        "giver": signature(form.giver),
        "fact": form.fact,
    }
