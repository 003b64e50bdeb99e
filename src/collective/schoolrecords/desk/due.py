"""The list of terms: what has ended, what is suspended, what nobody can count yet."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import ON_HOLD
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.core.terms import RUNNING
from collective.schoolrecords.core.terms import WAITING
from collective.schoolrecords.desk import due_facets
from collective.schoolrecords.desk.asked_page import AskedPage
from collective.schoolrecords.desk.csv_file import csv_answer
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import overview
from collective.schoolrecords.retention.due import is_stale
from collective.schoolrecords.retention.words import STATUS_TITLES
from collective.schoolrecords.school.regulation import version_on
from functools import cached_property


#: Rows of an export for which every record is asked what stands in its way.
MOST_TOLD = 2_000
#: Name in the address → statuses of the due index; without a name: everything that has ended.
GROUPS = {
    "due": frozenset((DUE,)),
    "on_hold": frozenset((ON_HOLD,)),
    "needs_decision": frozenset((NEEDS_DECISION,)),
    "error": frozenset((ERROR,)),
    "open": frozenset((OPEN,)),
    "running": frozenset((RUNNING, WAITING)),
    "never": frozenset((NEVER,)),
}
TONES = {
    NEVER: ("term-never", "past"),
    OPEN: ("term-open", "plain"),
    RUNNING: ("term-running", "plain"),
    WAITING: ("term-running", "plain"),
    DUE: ("term-due", "wait"),
    ON_HOLD: ("term-on_hold", "wait"),
    NEEDS_DECISION: ("term-needs_decision", "wait"),
    ERROR: ("term-error", "stop"),
}
STATUSES = {
    name: Values(icon=TONES[name][0], tone=TONES[name][1], title=STATUS_TITLES[name])
    for name in TONES
}
ENDED = Values(
    icon="term-due", tone="wait", title=_("desk_due_ended", default="Term has ended, all")
)
COLUMNS = (
    ("index", _("desk_col_index", default="Index"), "sr-first sr-nowrap", None),
    ("title", _("desk_col_title", default="Title"), "sr-lead sr-wide", None),
    ("type", _("desk_col_kind", default="Kind"), "sr-side sr-cut", "doc_type"),
    ("term", _("desk_col_term", default="Term of storage"), "sr-term", "term"),
    ("day", _("desk_col_due", default="Not before"), "sr-nowrap", "day"),
    ("status", _("desk_col_status", default="How the term stands"), None, None),
    ("why", _("desk_col_blockers", default="What stands in the way"), "sr-why", None),
    ("place", _("desk_col_place", default="Place of storage"), "sr-side sr-cut", "place"),
)
#: Columns that a person shows who needs them: what stands in the way has to fit on the screen.
OFF = ("type", "place")
#: Buttons below the chosen rows: id and page → permission, icon, title.
BATCH = {
    "act-many": (
        "collective.schoolrecords.ManageArchive",
        "archive",
        _("desk_act_many", default="Put into an act"),
    ),
    "hold-many": (
        "collective.schoolrecords.Hold",
        "term-on_hold",
        _("desk_hold_place", default="Suspend destruction"),
    ),
}
#: Columns that say on a phone what they are.
LABELLED = ("day", "why")
SORTS = {name: sort for name, _title, _css, sort in COLUMNS if sort}


class DuePage(AskedPage, Page):
    """``due``: the due list with its sums; the address carries the question."""

    title = TITLES["due"]
    current = "due"
    register_key = "due"
    main_css = "sr-main-register"

    @cached_property
    def asked(self):
        """What the address asks, without what nobody knows."""
        year = self.one_asked("year")
        return {
            "status": self.one_asked("status", GROUPS),
            "type": self.one_asked("type", overview.type_labels(self.site, self.today)),
            "year": year if year.isdigit() and year.isascii() and len(year) == 4 else "",
            **due_facets.read(self.request.form),
            "sort": self.one_asked("sort", SORTS),
            "down": self.one_asked("down", ("1",)),
        }

    @property
    def filters(self):
        """The filters of the due index."""
        found = {}
        if self.asked["status"]:
            found["status"] = GROUPS[self.asked["status"]]
        if self.asked["type"]:
            found["doc_type"] = frozenset((self.asked["type"],))
        if self.asked["year"]:
            found["due_year"] = frozenset((int(self.asked["year"]),))
        return {**found, **due_facets.filters(self.asked)}

    def found(self, start, size, blockers=False):
        """Return (total, rows) of the due list; with what keeps each record from an act."""
        return overview.due_page(
            self.request,
            self.filters,
            self.today,
            SORTS.get(self.asked["sort"], "day"),
            start,
            size,
            bool(self.asked["down"]),
            blockers=blockers,
        )

    @cached_property
    def register(self):
        """Everything that the template shows."""
        start = (self.number - 1) * PAGE_SIZE
        total, rows = self.found(start, PAGE_SIZE, blockers=True)
        batch = self._batch()
        lines = [self._row(row) for row in rows]
        url = f"{self.site.absolute_url()}/@@due"
        shown = self.span_words(start, rows, total)
        return Values(
            title=self.title,
            line=self._line(),
            said=shown,
            shown=shown,
            printed=day_text(self.today),
            sums=self._sums(),
            chips=self._chips(),
            facets=due_facets.facets(self),
            reset=url if self.filters else None,
            columns=[self._column(*one) for one in COLUMNS],
            rows=lines,
            rows_html=rows_html(lines, self.sprite, bool(batch)),
            batch=batch,
            batch_action=url,
            kept=self.address(page=self.number if self.number > 1 else None),
            exports=[
                Values(
                    icon="sheet",
                    url=f"{url}-csv{self.address()}",
                    title=_("desk_export_csv", default="Table CSV"),
                )
            ],
            pages=pages(total, self.number, self.address, self.say),
            empty=_("desk_due_none", default="Nothing stands like this on this day."),
        )

    def _batch(self):
        base = self.site.absolute_url()
        return [
            Values(id=name, icon=icon, url=f"{base}/@@{name}", title=title)
            for name, (permission, icon, title) in BATCH.items()
            if checkPermission(permission, self.site)
        ]

    def _line(self):
        version = version_on(self.reader.school, self.today) if self.reader.school else None
        if version is None:
            return _("desk_due_no_regulation", default="No regulation is in force.")
        if is_stale(self.site):
            return _(
                "desk_due_stale",
                default="The regulation was changed: the list is being counted anew.",
            )
        return _(
            "desk_due_line",
            default="On ${day}, under the regulation in force since ${version}. The list only "
            "shows what fell due; the commission decides.",
            mapping={
                "day": day_text(self.today),
                "version": day_text(version.in_force_from),
            },
        )

    def _sums(self):
        total, _types = overview.due_counts(self.today)
        other = total.never + total.open + total.error + total.due
        numbers = (
            ("", total.due, ENDED),
            ("due", total.selectable - total.needs_decision, STATUSES[DUE]),
            ("needs_decision", total.needs_decision, STATUSES[NEEDS_DECISION]),
            ("on_hold", total.on_hold, STATUSES[ON_HOLD]),
            ("error", total.error, STATUSES[ERROR]),
            ("open", total.open, STATUSES[OPEN]),
            ("running", total.rows - other, STATUSES[RUNNING]),
            ("never", total.never, STATUSES[NEVER]),
        )
        return [
            Values(
                key=name or "ended",
                count=number_text(count),
                state=state,
                url=self.address(status=name, page=None),
                current="true" if self.asked["status"] == name else None,
            )
            for name, count, state in numbers
            # Not every regulation has terms that ask people.
            if count or name != "needs_decision"
        ]

    def _chips(self):
        labels = overview.type_labels(self.site, self.today)
        words = {
            "status": lambda value: self.say(STATUS_TITLES[sorted(GROUPS[value])[0]]).lower(),
            "type": labels.get,
            "year": str,
            **due_facets.words(self),
        }
        found = []
        for name, word in words.items():
            value = self.asked[name]
            if not value:
                continue
            text = word(value)
            label = due_facets.CHIPS.get(name)
            message = _(
                "desk_chip_drop", default="Remove the condition: ${value}", mapping={"value": text}
            )
            found.append(
                Values(
                    key=name,
                    label=label,
                    value=text,
                    drop=self.address(**{name: None}),
                    drop_label=self.say(message),
                )
            )
        return found

    def _column(self, name, title, css, sort):
        here = name == (self.asked["sort"] or "day")
        down = here and not self.asked["down"]
        icon = ("down" if self.asked["down"] else "up") if here else "sort"
        return Values(
            id=name,
            title=title,
            css=css,
            fixed=name in ("index", "title"),
            off="" if name in OFF else None,
            sort=self.address(sort=name, down="1" if down else "") if sort else None,
            sort_icon=icon,
            sorted=("descending" if self.asked["down"] else "ascending") if here else None,
        )

    def _texts(self, row):
        hidden = self.say(_("desk_due_hidden", default="not open to you"))
        return {
            "index": row["case_index"] or row["number"] or "—",
            "title": row["title"] or hidden,
            "type": row["doc_type"]["title"].partition(" (")[0],
            "term": row["term"],
            "day": day_text(row["destroy_from"]),
            "status": row["status"]["title"],
            "place": row["place"] or "",
            "why": "; ".join(one["message"] for one in _in_the_way(row)),
        }

    def _row(self, row):
        texts = self._texts(row)
        status = row["status"]["id"]
        cells = []
        for name, title, css, _sort in COLUMNS:
            text = texts[name]
            cells.append(
                Values(
                    col=name,
                    css=css,
                    text="" if name in ("status", "why") else text,
                    parts=[(one["message"], one.get("@id")) for one in _in_the_way(row)]
                    if name == "why"
                    else None,
                    full=text if text and "sr-cut" in (css or "") else None,
                    state=Values(icon=TONES[status][0], tone=TONES[status][1], title=text)
                    if name == "status"
                    else None,
                    url=row["@id"] if name == "index" else None,
                    link="sr-open" if name == "index" and row["@id"] else None,
                    off="" if name in OFF else None,
                    label=self.say(title) if name in LABELLED and text else None,
                )
            )
        return Values(uid=row["UID"], label=texts["index"], cells=cells)


def _in_the_way(row):
    """Return what must be mended, without which no day can be counted, then what blocks an act.

    A closing date that is lacking is both: it is said once, with what to do.
    """
    faults, blockers = (row.get(name) or () for name in ("faults", "blockers"))
    said = any(one["code"] == "fault_not_closed" for one in faults)
    return (*faults, *(one for one in blockers if not (said and one["code"] == "item_open")))


class DueCSV(DuePage):
    """``due-csv``: every row of the same question."""

    def __call__(self):
        found = [[self.say(title) for _name, title, _css, _sort in COLUMNS]]
        total, _none = self.found(0, 0)
        _total, rows = self.found(0, total, blockers=total <= MOST_TOLD)
        for row in rows:
            texts = self._texts(row)
            found.append([texts[name] for name, _title, _css, _sort in COLUMNS])
        return csv_answer(self.request, f"due-{self.today.isoformat()}.csv", found)
