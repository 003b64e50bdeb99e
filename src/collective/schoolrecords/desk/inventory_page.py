"""The page of an inventory (опись): its rows, the final entry, and what the compiler does."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.inventories import megabytes
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.deeds import ROW_CHANGED
from collective.schoolrecords.desk.deeds import TAKEN_OUT
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.inventory_add import ADD
from collective.schoolrecords.desk.record import RecordPage
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.inventory import overview
from collective.schoolrecords.retention.inventory import rows
from collective.schoolrecords.retention.inventory.jobs import compile_now_or_later
from functools import cached_property
from zope import schema


PICKS = "row"
COLUMNS = (
    ("sr-nowrap", _("desk_col_order_number", default="No.")),
    ("sr-nowrap", _("desk_col_index", default="Index")),
    ("sr-lead", _("desk_col_case_title", default="Title of the case")),
    ("sr-nowrap", _("desk_col_edge_dates", default="Edge dates")),
    ("sr-side", _("desk_col_term_article", default="Term and article")),
    ("sr-num", _("desk_col_sheets", default="Sheets")),
    ("", _("desk_col_note", default="Note")),
)
NOTHING = _("desk_batch_nothing", default="No record was chosen.")
ROWS = _("desk_inventory_rows", default="Rows")


class InventoryPage(DeedsMixin, RecordPage):
    """``view`` of an inventory; POST does one of its deeds."""

    repeated_names = (PICKS,)

    @cached_property
    def told(self):
        """The inventory as plain data."""
        return overview.inventory_data(self.context, self.request)

    @property
    def record_title(self):
        """Number and title."""
        number = self.context.registration_number
        return f"№ {number} {self.context.title}" if number else self.context.title

    def _line(self):
        told = self.told
        yield told["kind"]["title"]
        years = {told["first_year"], told["last_year"]}
        yield "–".join(str(year) for year in sorted(years) if year)
        yield self._said(ROWS_N, n=number_text(told["rows_total"]))
        if told["paper"]:
            yield ON_PAPER

    def _sections(self):
        yield Values(
            id="inventory",
            title=_("desk_section_inventory", default="Inventory"),
            facts=list(self._own_facts()),
            facts_css="sr-facts",
            edit=f"{self.context.absolute_url()}/@@edit-section?section=inventory"
            if self._drafting
            else None,
            edit_title=_("desk_section_edit", default="Change"),
        )
        yield self._rows()

    def _own_facts(self):
        told = self.told
        for label, value in (
            (MINUTES, told["minutes"]),
            (ARCHIVE_MINUTES, told["archive_minutes"]),
        ):
            if value:
                yield Values(label=label, value=f"№ {value['number']} от {day_text(value['date'])}")
        if told["approved_on"]:
            yield Values(label=APPROVED_ON, value=day_text(told["approved_on"]))
        entry = overview.entry_data(self.context)
        if entry["rows"]:
            ends = dict.fromkeys((entry["first_number"], entry["last_number"]))
            numbers = "–".join(str(number) for number in ends)
            yield Values(label=NUMBERS, value=numbers)
        for label, name in ((LITERAL, "literal"), (MISSED, "missed")):
            if entry[name]:
                yield Values(label=label, value=", ".join(entry[name]))

    @property
    def _page(self):
        page = self.request.form.get("page")
        fits = isinstance(page, str) and page.isascii() and page.isdigit() and len(page) < 6
        return max(int(page), 1) if fits else 1

    @cached_property
    def _drafting(self):
        allowed = getSecurityManager().checkPermission(states.MODIFY, self.context)
        return self.context.state == states.DRAFT and bool(allowed)

    def _rows(self):
        pairs, start = self.context.rows(), (self._page - 1) * PAGE_SIZE
        shown = overview.rows_data(self.context, self.request, pairs[start : start + PAGE_SIZE])
        table = Values(
            title=ROWS,
            picks=PICKS if self._drafting else None,
            columns=[Values(css=css, title=text) for css, text in COLUMNS],
            rows=[self._row(one) for one in shown],
        )
        group = self.form_of("change", "remove") if shown else None
        if group is not None:
            group.table = table
        forms = [group, self.form_of("compile", "renumber")]
        compiling = self.told["compiling"]
        return Values(
            id="rows",
            title=ROWS,
            edit=f"{self.context.absolute_url()}/@@add-rows" if self._drafting else None,
            edit_title=ADD,
            count=number_text(len(pairs)),
            texts=[COMPILING] if compiling else (),
            table=table if shown and group is None else None,
            pages=pages(len(pairs), self._page, _address, self.say),
            empty=None if shown else _("desk_inventory_empty", default="No rows yet."),
            forms=[one for one in forms if one is not None],
        )

    def _row(self, row):
        days = "–".join(filter(None, (day_text(row["first_day"]), day_text(row["last_day"]))))
        marks = "; ".join(mark["note"] or mark["way"]["title"] for mark in row["marks"])
        sheets = str(row["sheets"]) if row["sheets"] else ""
        volume = megabytes(row["size"]) if row["size"] else None
        return Values(
            pick=str(row["position"]),
            label=f"{row['number']}: {row['title']}",
            cells=[
                Values(text=row["number"], css="sr-nowrap"),
                Values(text=row["case_index"], css="sr-nowrap"),
                Values(
                    text=row["title"],
                    css="sr-lead",
                    url=row["record"]["@id"],
                    sub=row["volume"] or None,
                ),
                Values(text=days, css="sr-nowrap"),
                Values(text=row["term"], sub=row["article"] or None, css="sr-side"),
                Values(text=sheets, css="sr-num", label=SHEETS if sheets else None, sub=volume),
                Values(text=row["note"] or "", sub=marks or None),
            ],
        )

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if not self._drafting:
            return
        yield self._compiling()
        if self.context.row_count():
            yield self._numbering()
            yield self._changing_row()
            yield self._taking_out()

    def _compiling(self):
        return Deed(
            "compile",
            _("desk_inventory_compile", default="Compile from the closed files"),
            self._compile,
            text=_(
                "desk_inventory_compile_text",
                default="Takes what was closed in these years, belongs into this kind of inventory "
                "and is still in the school. Rows that stand already stay.",
            ),
        )

    def _numbering(self):
        return Deed(
            "renumber",
            _("desk_inventory_renumber", default="Number the rows anew"),
            lambda values: rows.renumber(self.context) and None,
            css="btn-secondary",
            done=_("desk_done_inventory_renumbered", default="The rows are numbered anew."),
        )

    def _changing_row(self):
        return Deed(
            "change",
            _("desk_inventory_change", default="Change the chosen row"),
            self._change,
            (
                schema.TextLine(
                    __name__="row_number",
                    title=_("desk_inventory_number", default="Number of the row"),
                    required=False,
                    max_length=12,
                ),
                schema.Int(
                    __name__="row_sheets",
                    title=_("desk_col_sheets", default="Sheets"),
                    required=False,
                    min=0,
                    max=99999,
                ),
                schema.TextLine(
                    __name__="row_note",
                    title=_("desk_col_note", default="Note"),
                    required=False,
                    max_length=400,
                ),
            ),
            css="btn-secondary",
            done=ROW_CHANGED,
        )

    def _taking_out(self):
        return Deed(
            "remove",
            _("desk_inventory_remove", default="Take the chosen out"),
            self._remove,
            css="btn-secondary",
            done=TAKEN_OUT,
        )

    def _chosen(self):
        known = {position for position, _row in self.context.rows()}
        found = [int(one) for one in self.chosen(PICKS) if one.isascii() and one.isdigit()]
        return [one for one in found if one in known]

    def _compile(self, values):
        added, job = compile_now_or_later(self.context, self.reader.id)
        if job is not None:
            return COMPILING
        return _("desk_inventory_added", default="Rows added: ${n}.", mapping={"n": added})

    def _change(self, values):
        chosen = self._chosen()
        if len(chosen) != 1:
            return _("desk_inventory_one", default="Choose one row to change.")
        given = {
            name.removeprefix("row_"): value for name, value in values.items() if value is not None
        }
        rows.change_row(self.context, chosen[0], **given)
        return None

    def _remove(self, values):
        chosen = self._chosen()
        for position in chosen:
            rows.remove_row(self.context, position)
        return None if chosen else NOTHING


def _address(page=None):
    return f"?page={page}#rows" if page else "?#rows"


ROWS_N = _("desk_inventory_rows_n", default="rows: ${n}")
ON_PAPER = _("desk_inventory_on_paper", default="approved on paper")
SHEETS = _("desk_label_sheets", default="sheets:")
MINUTES = _("desk_inventory_minutes", default="Minutes of the commission")
ARCHIVE_MINUTES = _("desk_inventory_archive_minutes", default="Minutes of the archive")
APPROVED_ON = _("desk_col_approved_on", default="Approved on")
NUMBERS = _("desk_inventory_numbers", default="Numbers")
LITERAL = _("desk_inventory_literal", default="Literal numbers")
MISSED = _("desk_inventory_missed", default="Numbers left out")
COMPILING = _("desk_inventory_compiling", default="Rows are being added. Open the page again.")
