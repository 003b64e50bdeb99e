"""All entries of a book: filtered, sorted and paged on the server like a register."""

from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.desk.asked_page import AskedPage
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.books.entry_table import EntryTable
from collective.schoolrecords.desk.csv_file import csv_answer
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import MAX_TEXT
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.book.listing import NUMBER
from collective.schoolrecords.records.book.listing import page_of_entries
from collective.schoolrecords.records.book.words import STATE_TITLES
from functools import cached_property


_EVERYTHING = 10**6


class EntriesPage(AskedPage, BookBase):
    """``entries?state=issued&class=9А&text=…&sort=name&down=1&page=2`` of a book."""

    main_css = "sr-main-register"
    title = _("desk_book_entries", default="Entries")

    @property
    def register_key(self):
        """Key under which a browser keeps the columns."""
        return f"entries-{self.context.kind}"

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def table(self):
        """The texts of rows."""
        return EntryTable(self.context, self.say)

    @cached_property
    def asked(self):
        """What the address asks, without what nobody knows."""
        sorts = {one.id: one.sort for one in self.table.columns if one.sort}
        return {
            "state": self.one_asked("state", rules.ENTRY_STATES),
            "class": self.one_asked("class")[:20],
            "text": self.one_asked("text")[:MAX_TEXT],
            "sort": self.one_asked("sort", sorts),
            "down": self.one_asked("down", ("1",)),
        }

    def found(self, start, size):
        """Return (total, entries)."""
        asked = self.asked
        column = next((one for one in self.table.columns if one.id == asked["sort"]), None)
        total, found = page_of_entries(
            self.context,
            start,
            size,
            states={asked["state"]} if asked["state"] else None,
            labels={asked["class"]} if asked["class"] else None,
            text=asked["text"] or None,
            sort=column.sort if column is not None else NUMBER,
            down=bool(asked["down"]),
        )
        note_shown(entry["file"] for entry in found if entry["file"])
        return total, found

    @cached_property
    def register(self):
        """Everything that the template shows."""
        start = (self.number - 1) * PAGE_SIZE
        total, entries = self.found(start, PAGE_SIZE)
        rows = [self.table.row(one) for one in entries]
        url = f"{self.context.absolute_url()}/@@entries"
        shown = self.span_words(start, rows, total)
        narrowed = any(self.asked[name] for name in ("state", "class", "text"))
        return Values(
            title=self.record_title,
            said=shown,
            shown=shown,
            printed=self._printed(),
            actions=self._actions(),
            chips=self._chips(),
            facets=self._facets(),
            reset=url if narrowed else None,
            find=self.find_box(url),
            columns=[self._column(one) for one in self.table.columns],
            rows=rows,
            rows_html=rows_html(rows, self.sprite, False),
            exports=[
                Values(
                    icon="sheet",
                    url=f"{self.context.absolute_url()}/@@entries-csv{self.address()}",
                    title=_("desk_export_csv", default="Table CSV"),
                )
            ],
            pages=pages(total, self.number, self.address, self.say),
            empty=_("desk_entries_none", default="No entry meets these conditions."),
        )

    def _printed(self):
        data = {
            "school": self.site.title,
            "day": day_text(self.today),
            "name": self.reader.name,
        }
        return _("desk_print_line", default="${school} · as of ${day} · ${name}", mapping=data)

    def _actions(self):
        if not rights.may_write(self.context):
            return ()
        url = f"{self.context.absolute_url()}/@@add-entry"
        title = _("desk_entry_add", default="Write an entry")
        return [Values(icon="plus", url=url, css="btn-primary", title=title)]

    def _chips(self):
        words = {
            "state": lambda value: self.say(STATE_TITLES[value]).lower(),
            "class": str,
            "text": lambda value: f"«{value}»",
        }
        found = []
        for name, word in words.items():
            if self.asked[name]:
                value = word(self.asked[name])
                drop = _(
                    "desk_chip_drop",
                    default="Remove the condition: ${value}",
                    mapping={"value": value},
                )
                found.append(
                    Values(
                        key=name,
                        label=LABELS.get(name),
                        value=value,
                        drop=self.address(**{name: None}),
                        drop_label=self.say(drop),
                    )
                )
        return found

    def _facets(self):
        found = [
            (
                "state",
                _("desk_facet_state", default="State"),
                [(one, self.say(title)) for one, title in STATE_TITLES.items()],
            )
        ]
        labels = entries_of(self.context).store.labels()
        if labels:
            found.append(("class", LABELS_CLASS, [(one, one) for one in labels]))
        return self.choice_boxes(found)

    def _column(self, column):
        here = column.id == (self.asked["sort"] or NUMBER)
        down = here and not self.asked["down"]
        icon = ("down" if self.asked["down"] else "up") if here else "sort"
        return Values(
            id=column.id,
            title=column.title,
            css=column.css,
            fixed=column.fixed,
            off="" if column.off else None,
            sort=self.address(sort=column.id, down="1" if down else "") if column.sort else None,
            sort_icon=icon,
            sorted=("descending" if self.asked["down"] else "ascending") if here else None,
        )


class EntriesCSV(EntriesPage):
    """``entries-csv``: every row of the same question."""

    def __call__(self):
        columns = self.table.columns
        rows = [[self.say(one.title) for one in columns]]
        for entry in self.found(0, _EVERYTHING)[1]:
            texts = self.table.texts(entry)
            rows.append([texts.get(one.id, "") for one in columns])
        return csv_answer(self.request, f"book-entries-{self.today.isoformat()}.csv", rows)


LABELS_CLASS = _("desk_facet_class", default="Class")
LABELS = {
    "class": _("desk_chip_class", default="class"),
    "text": _("desk_chip_text", default="words"),
}
