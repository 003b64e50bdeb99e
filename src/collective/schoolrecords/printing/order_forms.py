"""What a printed order needs; see ``forms``.

Sources: ГОСТ Р 7.0.97 (head, text, signature and stamp of an order), ТК РФ article 22 (familiarisation
against signature), domain.md section 7.
"""

from collective.schoolrecords.printing.checks import lacking
from collective.schoolrecords.printing.checks import once
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.forms import Signature
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class OrderPerson:
    """A person whom the order concerns, with what it says of them."""

    name: str
    note: str = ""


@dataclass(frozen=True)
class FamiliarLine:
    """A line of the familiarisation sheet; without a day there is room for ink."""

    name: str
    day: date | None = None
    how: str = ""


@dataclass(frozen=True)
class OrderForm:
    """An order: text, people, the director's line, who is familiarised; ``mark`` is «ПРОЕКТ».

    ``people`` are those whom the text does not name itself. ``director`` bears the note of a
    signature on paper; electronic ones are stamps.
    """

    TEMPLATE: ClassVar[str] = "order"

    school: str
    title: str
    director: Signature
    number: str = ""
    dated_on: date | None = None
    text: str = ""
    people: tuple[OrderPerson, ...] = ()
    familiar: tuple[FamiliarLine, ...] = ()
    mark: str = ""


@problems.register
def _order(form: OrderForm):
    found = [*lacking(form, "school", "title")]
    for line in (*form.people, *form.familiar):
        found += lacking(line, "name")
    return once(found)
