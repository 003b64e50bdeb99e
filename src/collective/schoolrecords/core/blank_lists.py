"""A list of the movement of blanks, as a school keeps it in a spreadsheet, read line by line.

Columns are found by their titles: операция, дата, основание, вид бланка, номер с, номер по,
количество, примечание. Words are compared whole (:mod:`.words`); what is unknown stays as it is
written, so that the rules of the entry refuse it by name.
"""

from . import blanks
from . import delimited
from .dates import read_date
from .names import clean_text
from .words import stems
from dataclasses import dataclass


_COLUMNS = {
    "операция": "operation",
    "дата": "day",
    "основание": "basis",
    "вид бланка": "blank_kind",
    "номер с": "first",
    "номер по": "last",
    "количество": "quantity",
    "примечание": "note",
}
_OPERATIONS = {
    "приход": blanks.RECEIPT,
    "получен": blanks.RECEIPT,
    "выдан": blanks.ISSUED,
    "расход": blanks.ISSUED,
    "испорчен": blanks.SPOILED,
    "уничтожен": blanks.DESTROYED,
}
_KINDS = {
    "титул аттестата об основном общем образовании": "title_9",
    "титул аттестата об основном общем образовании с отличием": "title_9_honours",
    "приложение к аттестату об основном общем образовании": "supplement_9",
    "титул аттестата о среднем общем образовании": "title_11",
    "титул аттестата о среднем общем образовании с отличием (красный)": "title_11_honours_red",
    "титул аттестата о среднем общем образовании с отличием (синий)": "title_11_honours_blue",
    "приложение к аттестату о среднем общем образовании": "supplement_11",
    "твёрдая обложка": blanks.COVER,
    "обложка": blanks.COVER,
}
_NEEDED = frozenset(("operation", "day", "blank_kind", "first", "last"))


def _folded(words):
    return {stems(text): value for text, value in words.items()}


_BY_TITLE, _BY_WORD, _BY_KIND = _folded(_COLUMNS), _folded(_OPERATIONS), _folded(_KINDS)


@dataclass(frozen=True)
class Line:
    """A line of the list: its place in the file and the values of an entry, not judged yet."""

    line: int
    values: dict


def read_list(data):
    """Return the lines of a delimited file (``bytes``) as a list of :class:`Line`.

    Raises :class:`collective.schoolrecords.core.delimited.Refused` for a file that is none.
    """
    table = delimited.read(data, _header)
    return [Line(line, _values(table.header, cells)) for line, cells in table.records]


def _header(cells):
    found = {name: n for n, cell in enumerate(cells) if (name := _BY_TITLE.get(stems(cell)))}
    return found if set(found) >= _NEEDED else None


def _values(header, cells):
    texts = {name: clean_text(cells[n]) for name, n in header.items() if n < len(cells)}
    values = {name: text for name, text in texts.items() if text}
    for name, words in (("operation", _BY_WORD), ("blank_kind", _BY_KIND)):
        if name in values:
            values[name] = words.get(stems(values[name]), values[name])
    if "day" in values:
        values["day"] = read_date(values["day"]).value or values["day"]
    quantity = values.get("quantity", "").replace(" ", "")
    if quantity.isascii() and quantity.isdigit() and len(quantity) < 10:
        values["quantity"] = int(quantity)
    return values
