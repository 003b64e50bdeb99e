"""Pages of a book of registration, landscape: a table of entries and what certifies them."""

from collective.schoolrecords.core.plural import count_in_words
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.sentences import sheets
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class BookColumn:
    """A column: its head and its width in mm; 0 takes what is left."""

    title: str
    width: int = 0


@dataclass(frozen=True)
class BookForm:
    """The pages of a book.

    ``rows`` holds entries (a tuple of as many texts as columns) and, between them, single texts
    that certify the entries above. ``entries`` is how many the book has, ``sheets`` those of the
    paper book, ``certified`` the fact that closed it; both empty while it is kept.
    """

    TEMPLATE: ClassVar[str] = "book"

    school: str
    title: str
    columns: tuple[BookColumn, ...]
    rows: tuple
    entries: int
    number: str = ""
    volume: str = ""
    opened: str = ""
    closed: str = ""
    sheets: int | None = None
    certified: str = ""


@problems.register
def _book(form: BookForm):
    found = [Reason("MISSING", name) for name in ("school", "title") if not getattr(form, name)]
    return tuple(found if form.rows else [*found, Reason("NO_ROWS", "rows")])


def book_data(form: BookForm) -> dict:
    """See :class:`BookForm`; the template is ``book``."""
    return {
        "school": form.school,
        "title": form.title,
        "number": form.number,
        "volume": form.volume,
        "opened": form.opened,
        "closed": form.closed,
        "columns": [{"title": one.title, "width": one.width} for one in form.columns],
        "rows": [
            {"note": row, "cells": []} if isinstance(row, str) else {"note": "", "cells": list(row)}
            for row in form.rows
        ],
        "total": _total(form),
    }


def _total(form):
    entries = count_in_words(form.entries, "запись", "записи", "записей", "f")
    total = f"Всего в книге {entries}."
    if form.closed and form.sheets:
        total += f" В книге пронумеровано, прошнуровано и скреплено печатью {sheets(form.sheets)}."
    return f"{total} {form.certified}".strip()
