"""What stands above the header of a list: its title, and the school year that the title names."""

from collective.schoolrecords.exchange.workbooks import read_book
from collective.schoolrecords.exchange.workbooks import UnreadableBook


#: Rows from the top of a sheet that may be its title.
TITLE_ROWS = 10


def titles_of(data, filename):
    """Return the texts in the first rows of every sheet; none for a file that cannot be read."""
    try:
        book = read_book(data, filename)
    except UnreadableBook:
        return ()
    return tuple(
        cell
        for sheet in book.sheets
        for row in sheet.rows[:TITLE_ROWS]
        for cell in row
        if isinstance(cell, str) and cell
    )
