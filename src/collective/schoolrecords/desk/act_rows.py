"""The rows of an act as a table of its page: filtered by the address, paged, chosen by boxes."""

from collective.schoolrecords.core.destruction import KEEP
from collective.schoolrecords.desk.csv_file import csv_answer
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act import overview
from urllib.parse import urlencode

import re


#: Name in the address → (title, filters of ``overview.select_rows``).
VIEWS = {
    "": (_("desk_rows_all", default="All"), []),
    "undecided": (_("desk_rows_undecided", default="To be decided"), [("undecided", True)]),
    "kept": (_("desk_rows_kept", default="Kept"), [("decision", (KEEP,))]),
    "held": (_("desk_rows_held", default="Held"), [("held", True)]),
    "removed": (_("desk_rows_removed", default="Removed"), [("result", ("removed",))]),
    "skipped": (_("desk_rows_skipped", default="Left out"), [("result", ("skipped",))]),
}
COLUMNS = (
    ("sr-nowrap", "№"),
    ("sr-lead", _("desk_col_title", default="Title")),
    ("sr-nowrap", _("desk_col_years", default="Years")),
    ("sr-side sr-nowrap", _("desk_col_inventory", default="Inventory, No.")),
    ("sr-num", _("desk_col_units", default="Units")),
    ("sr-side", _("desk_col_term_article", default="Term and article")),
    ("", _("desk_col_decided", default="Decision and result")),
)
PICKS = "row"


class ActRows:
    """One page of an act's rows; ``url``: address of the act, ``form`` what the address asks."""

    def __init__(self, act, request, say):
        self.act = act
        self.request = request
        self.say = say
        asked = request.form.get("rows")
        self.view = asked if isinstance(asked, str) and asked in VIEWS else ""
        page = request.form.get("page")
        fits = isinstance(page, str) and page.isascii() and page.isdigit() and len(page) < 6
        self.page = max(int(page), 1) if fits else 1

    def address(self, **changes):
        """Return the query string with changes."""
        pairs = {"rows": self.view, **changes}
        return "?" + urlencode([(name, value) for name, value in pairs.items() if value])

    def table(self, picks):
        """Return (table, pages, total) of this page; ``picks``: whether rows have boxes."""
        pairs = overview.select_rows(self.act, VIEWS[self.view][1])
        start = (self.page - 1) * PAGE_SIZE
        rows = overview.rows_data(self.act, pairs[start : start + PAGE_SIZE], self.request)
        title = _("desk_act_rows", default="Files of the act")
        table = Values(
            title=title,
            picks=PICKS if picks else None,
            columns=[Values(css=css, title=text) for css, text in COLUMNS],
            rows=[self._row(row) for row in rows],
        )
        links = pages(len(pairs), self.page, self._anchored, self.say)
        return table if rows else None, links, len(pairs)

    def plain(self):
        """Return every row as texts, the titles first: the same columns for a spreadsheet."""
        rows = overview.rows_data(self.act, overview.select_rows(self.act, []), self.request)
        yield [self.say(title) for _css, title in COLUMNS]
        for row in rows:
            cells = self._row(row).cells
            yield [self._plain(cell) for cell in cells]

    def _plain(self, cell):
        words = [cell.state.title if cell.state else cell.text, cell.sub]
        return ". ".join(self.say(one) for one in words if one)

    def _anchored(self, **changes):
        return f"{self.address(**changes)}#rows"

    def views(self):
        """Return links to the parts of the rows."""
        return [
            Values(
                title=title,
                url=f"{self.address(rows=name, page=None)}#rows",
                current="page" if name == self.view else None,
            )
            for name, (title, _filters) in VIEWS.items()
        ]

    def _row(self, row):
        record = row["record"]
        inventory = row["inventory"]
        placed = f"{inventory['number']}, № {inventory['item']}" if inventory["number"] else "—"
        own = record["title"] if record and record["title"] != row["title"] else None
        return Values(
            pick=str(row["position"]),
            label=f"{row['position']}: {row['title']}",
            cells=[
                Values(text=str(row["position"]), css="sr-nowrap"),
                Values(
                    text=row["title"],
                    css="sr-lead",
                    url=record["@id"] if record else None,
                    sub=own,
                ),
                Values(text=row["years"], css="sr-nowrap"),
                Values(text=placed, css="sr-side sr-nowrap"),
                Values(
                    text=number_text(row["count"]),
                    css="sr-num",
                    label=self.say(_("desk_col_units", default="Units")),
                ),
                Values(text=row["term"], sub=row["article"] or None, css="sr-side"),
                self._decision(row),
            ],
        )

    def _decision(self, row):
        if row["result"] is not None:
            return Values(
                text=row["result"]["title"], sub=" ".join(row["result"]["reasons"]) or None
            )
        if row["holds"]:
            return Values(state=HELD, sub=row["decision"]["title"])
        if row["undecided"]:
            why = " ".join(one["message"] for one in row["questions"])
            return Values(state=UNDECIDED, sub=why)
        if row["kept"] is not None:
            who = row["kept"]["by"]["name"] or row["kept"]["by"]["user_id"]
            return Values(state=KEPT, sub=f"{row['kept']['reason']} ({who})")
        ground = row["decided"]["reason"] if row["decided"] else None
        return Values(text=row["decision"]["title"], sub=ground)


class ActRowsCSV(Page):
    """``act-rows-csv`` of an act: its rows as they stand today, a table to keep."""

    def __call__(self):
        rows = ActRows(self.context, self.request, self.say).plain()
        name = f"act-{self.context.registration_number or 'draft'}-{self.today.isoformat()}.csv"
        return csv_answer(self.request, plain_file_name(name), rows)


def plain_file_name(name):
    """Return a file's name of signs that every header carries."""
    return re.sub(r"[^A-Za-z0-9.-]", "_", name)


UNDECIDED = Values(
    icon="term-needs_decision", tone="wait", title=_("desk_row_undecided", default="Decide")
)
HELD = Values(
    icon="term-on_hold", tone="wait", title=_("desk_hold_held", default="Destruction forbidden")
)
KEPT = Values(icon="lock", tone="done", title=_("desk_row_kept", default="Kept"))
