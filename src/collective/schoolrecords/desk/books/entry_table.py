"""Entries as rows of a table: columns by the kind of book."""

from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.desk.books.entry_fields import text_of
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.register_columns import Column
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.book_texts import ENTRY_FIELDS
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book.words import STATE_TITLES


NUMBER = Column("number", _("desk_col_entry_number", default="No."), "sr-first", "number", True)
NAME = Column("name", ENTRY_FIELDS["name"], "sr-lead", "name", True)
CLASS = Column("class_label", ENTRY_FIELDS["class_label"], "sr-nowrap", "class")
STATE = Column("state", _("desk_col_state", default="State"))
ORDER = Column("order", _("desk_col_order", default="Order"), "sr-side sr-nowrap")
ISSUED = Column(
    "issued_on", _("desk_col_issued_on", default="Handed out"), "sr-side sr-nowrap", "issued"
)
BLANK = Column("blank", _("desk_col_blank", default="Blank"), "sr-nowrap")
BORN = Column("birth_date", ENTRY_FIELDS["birth_date"], "sr-side sr-nowrap", off=True)

_CERTIFICATES = (NUMBER, NAME, CLASS, BLANK, ORDER, STATE, ISSUED, BORN)
COLUMNS = {
    fields.CERTIFICATES_9: _CERTIFICATES,
    fields.CERTIFICATES_11: _CERTIFICATES,
    fields.STUDY: (
        NUMBER,
        NAME,
        CLASS,
        Column("study_kind", ENTRY_FIELDS["study_kind"], "sr-side"),
        ORDER,
        STATE,
        ISSUED,
        BORN,
    ),
    fields.TRAINING: (NUMBER, NAME, CLASS, ORDER, STATE, ISSUED, BORN),
    fields.MEDALS: (
        NUMBER,
        NAME,
        CLASS,
        Column("degree", ENTRY_FIELDS["degree"], "sr-nowrap"),
        ORDER,
        STATE,
        ISSUED,
        BORN,
    ),
    fields.BLANKS: (
        NUMBER,
        Column("day", ENTRY_FIELDS["day"], "sr-nowrap"),
        Column("operation", ENTRY_FIELDS["operation"], "sr-nowrap"),
        Column("blank_kind", ENTRY_FIELDS["blank_kind"], "sr-lead"),
        Column("range", _("desk_col_range", default="Numbers")),
        Column("quantity", ENTRY_FIELDS["quantity"], "sr-num"),
        Column("basis", ENTRY_FIELDS["basis"], "sr-side sr-cut"),
        STATE,
    ),
    fields.ALPHABET: (),
}
#: Columns whose name stands before the value on a phone.
LABELLED = ("blank", "issued_on", "quantity")
TONES = {rules.ENTERED: "plain", rules.ISSUED: "done", rules.ANNULLED: "stop"}
ICONS = {
    rules.ENTERED: "state-current",
    rules.ISSUED: "state-handed_out",
    rules.ANNULLED: "state-annulled",
}
_LINE_STATES = {
    rules.ENTERED: _("desk_line_stands", default="In force"),
    rules.ANNULLED: STATE_TITLES[rules.ANNULLED],
}


class EntryTable:
    """Turns entries of a book into rows."""

    def __init__(self, book, say):
        self.book = book
        self.say = say
        self.columns = COLUMNS[book.kind]

    def of(self, entries):
        """Return the bag of a plain table."""
        return Values(
            title=_("desk_book_entries", default="Entries"),
            columns=[Values(css=one.css, title=one.title) for one in self.columns if not one.off],
            rows=[self.row(one, off=False) for one in entries],
        )

    def texts(self, entry):
        """Return column → text."""
        values = rules.current_values(entry)
        texts = {name: text_of(name, value, self.say) for name, value in values.items()}
        first, last = values.get("first"), values.get("last")
        texts.update(
            number=str(entry["number"]),
            order=_order(values),
            issued_on=day_text((entry["issue"] or {}).get("issued_on")),
            range=first if first == last else f"{first}–{last}" if first else "",
            state=self.say(state_title(self.book.kind, entry)),
        )
        return texts

    def row(self, entry, off=True):
        """Return the row of an entry; ``off``: with the columns that are hidden at first."""
        texts = self.texts(entry)
        url = f"{self.book.absolute_url()}/@@entry?number={entry['number']}"
        cells = []
        for column in self.columns:
            if column.off and not off:
                continue
            text = texts.get(column.id, "")
            state = self._state(entry) if column.id == "state" else None
            cells.append(
                Values(
                    col=column.id,
                    css=column.css,
                    text="" if state else text,
                    url=url if column.id == "number" else None,
                    link="sr-open" if column.id == "number" else None,
                    full=text if column.cut and text else None,
                    state=state,
                    off="" if column.off else None,
                    label=self.say(column.title) if column.id in LABELLED and text else None,
                    sub=self._sub(entry) if column.id == "name" and not off else None,
                )
            )
        return Values(uid=str(entry["number"]), label=texts["number"], cells=cells)

    def _state(self, entry):
        return state_badge(self.book.kind, entry, self.say)

    def _sub(self, entry):
        if rules.is_duplicate(entry):
            return _("desk_entry_is_duplicate", default="duplicate")
        return _("desk_entry_is_corrected", default="corrected") if entry["corrections"] else None


def state_title(kind, entry):
    """Return the word for an entry's state; lines of the ledger are never handed out."""
    state = rules.state_of(entry)
    return _LINE_STATES[state] if kind == fields.BLANKS else STATE_TITLES[state]


def state_badge(kind, entry, say, **more):
    """Return the badge of an entry's state."""
    state = rules.state_of(entry)
    title = say(state_title(kind, entry))
    return Values(icon=ICONS[state], tone=TONES[state], title=title, **more)


def _order(values):
    number, day = values.get("order_number"), day_text(values.get("order_date"))
    return " от ".join(part for part in (f"№ {number}" if number else "", day) if part)
