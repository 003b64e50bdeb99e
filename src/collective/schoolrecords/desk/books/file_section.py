"""On the page of a personal file: what books say of the pupil."""

from collective.schoolrecords.desk.books.entry_table import state_badge
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book.rows import entries_of_file
from collective.schoolrecords.records.book.words import KIND_TITLES


TITLE = _("desk_file_books", default="Entries in books")
COLUMNS = (
    ("sr-lead", _("desk_col_book", default="Book")),
    ("sr-nowrap", _("desk_col_entry", default="Entry")),
    ("sr-nowrap", _("desk_col_issued_on", default="Handed out")),
    ("", _("desk_col_state", default="State")),
)


def books_section(record, say):
    """Return the section of a pupil's entries that the reader may see, ``None`` without any."""
    found = entries_of_file(record.UID())
    if not found:
        return None
    rows = [
        Values(
            cells=[
                Values(text=say(KIND_TITLES[book.kind]), css="sr-lead"),
                Values(
                    text=f"№ {entry['number']}",
                    url=f"{book.absolute_url()}/@@entry?number={entry['number']}",
                    css="sr-nowrap",
                ),
                Values(text=day_text((entry["issue"] or {}).get("issued_on")), css="sr-nowrap"),
                Values(state=state_badge(book.kind, entry, say)),
            ]
        )
        for book, entry in found
    ]
    columns = [Values(css=css, title=title) for css, title in COLUMNS]
    table = Values(title=TITLE, columns=columns, rows=rows)
    return Values(id="books", title=TITLE, count=str(len(rows)), table=table)
