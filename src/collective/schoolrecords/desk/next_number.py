"""The next free number, offered beside the field of a form and taken with one click.

Nothing is reserved: a file's number is claimed by its registration, that of an order or a protocol
when the director is given it, and who comes second there is told to take another one.
"""

from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.protocols import DOC_TYPES as PROTOCOL_TYPES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.order.interfaces import DOC_TYPES
from collective.schoolrecords.records.order.numbers import next_free
from collective.schoolrecords.records.personal_file.alphabet_book import next_number
from collective.schoolrecords.records.personal_file.moves import ALPHABET
from dataclasses import dataclass
from datetime import date
from typing import Any


#: Name of the button; the form comes back with the number and is not saved.
TAKE = "next"


def _button(number):
    title = (
        _(
            "desk_next_take_this",
            default="Take the next free: ${number}",
            mapping={"number": number},
        )
        if number
        else _("desk_next_take", default="Take the next free number")
    )
    return Values(name=TAKE, title=title)


def letter_of(text):
    """Return the page of the book for a letter or a surname, ``None`` when it has none."""
    letter = (text or "").strip()[:1].upper().replace("Ё", "Е")
    return letter if letter in ALPHABET else None


@dataclass(frozen=True)
class FileNumbers:
    """Numbers of the alphabet book; without a letter the ``surname`` says which page."""

    register: Any
    surname: str = ""
    field = "number"

    def offer(self, values):
        """Return the button; it names the number where the letter is known."""
        letter = letter_of(values.get("letter") or self.surname)
        if letter is None:
            return _button(None)
        volume = values.get("book_volume") or "1"
        return _button(f"{letter}-{next_number(self.register, letter, volume)}")

    def take(self, form):
        """Put the number into a form that was sent; return (field, message) when it cannot be."""
        letter = letter_of(form.get("letter")) or letter_of(self.surname)
        if letter is None:
            text = _("desk_next_no_letter", default="Write the letter or the surname first.")
            return "letter", text
        volume = (form.get("book_volume") or "").strip() or "1"
        form["letter"] = letter
        form["number"] = str(next_number(self.register, letter, volume))
        return None


@dataclass(frozen=True)
class OrderNumbers:
    """Numbers of orders: each kind and each year has its own."""

    today: date
    field = "registration_number"

    def offer(self, values):
        """Return the button; it names the number where the kind is known."""
        doc_type = values.get("doc_type")
        if doc_type not in DOC_TYPES:
            return _button(None)
        return _button(next_free(doc_type, self._year(values)))

    def take(self, form):
        """Put the number into a form that was sent; return (field, message) when it cannot be."""
        doc_type = form.get("doc_type")
        if doc_type not in DOC_TYPES:
            return "doc_type", _("desk_next_no_kind", default="Choose the kind of the order first.")
        form["registration_number"] = next_free(doc_type, self._year(form))
        return None

    def _year(self, values):
        return _year_of(values, self.today)


@dataclass(frozen=True)
class ProtocolNumbers:
    """Numbers of protocols: each kind and each year has its own; the kind is chosen before."""

    today: date
    doc_type: str
    field = "registration_number"

    def offer(self, values):
        """Return the button that names the number."""
        return _button(self._next(values))

    def take(self, form):
        """Put the number into a form that was sent."""
        form["registration_number"] = self._next(form)

    def _next(self, values):
        return next_free(self.doc_type, _year_of(values, self.today), "protocol")


def _year_of(values, today):
    day = read_date(values.get("dated_on") or "").value
    return (day or today).year


def numbers_of(family, register, today, *, kind=None, surname=""):
    """Return what offers the numbers of a family, ``None`` where none are offered.

    ``kind``: that of a protocol; ``surname``: that of the pupil, as far as it is known.
    """
    if family == "order":
        return OrderNumbers(today)
    if family == "personal_file":
        return FileNumbers(register, surname)
    if family == "protocol" and kind in PROTOCOL_TYPES:
        return ProtocolNumbers(today, PROTOCOL_TYPES[kind])
    return None
