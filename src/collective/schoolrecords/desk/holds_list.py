"""All holds of the school: in force, ahead, ended, lifted."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core import holds as rules
from collective.schoolrecords.desk.asked_page import AskedPage
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.holds_table import HOLD
from collective.schoolrecords.desk.holds_table import TONES
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.place_hold import TITLE as PLACE
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.hold.overview import holds_page
from collective.schoolrecords.retention.hold.words import STATUS_TITLES
from functools import cached_property


COLUMNS = (
    ("record", _("desk_col_record", default="Record"), "sr-lead sr-wide"),
    ("status", _("desk_col_status_hold", default="How it stands"), None),
    ("reason", _("desk_col_reason", default="Reason"), "sr-side sr-cut"),
    ("basis", _("desk_col_basis", default="Basis"), "sr-side sr-cut"),
    ("since", _("desk_col_since", default="Since"), "sr-nowrap"),
    ("until", _("desk_col_until", default="Until"), "sr-nowrap"),
)
HIDDEN = _("desk_due_hidden", default="not open to you")


class HoldsList(AskedPage, Page):
    """``holds?status=…``: the register of holds, the latest first."""

    title = TITLES["holds"]
    current = "holds"
    register_key = "holds"
    main_css = "sr-main-register"

    @cached_property
    def status(self):
        """The status asked for; those in force without one."""
        return self.one_asked("status", STATUS_TITLES) or rules.IN_FORCE

    @property
    def asked(self):
        """See :class:`AskedPage`."""
        return {"status": self.status}

    @cached_property
    def register(self):
        """Everything that the template shows."""
        start = (self.number - 1) * PAGE_SIZE
        filters = {"status": frozenset((self.status,))}
        total, rows = holds_page(self.request, filters, self.today, start=start, size=PAGE_SIZE)
        lines = [self._row(one) for one in rows]
        shown = self.span_words(start, rows, total)
        return Values(
            title=self.title,
            said=shown,
            shown=shown,
            printed=day_text(self.today),
            actions=self._actions(),
            sums=self._sums(total),
            chips=(),
            columns=[
                Values(id=name, title=title, css=css, fixed=name == "record")
                for name, title, css in COLUMNS
            ],
            rows=lines,
            rows_html=rows_html(lines, self.sprite, False),
            pages=pages(total, self.number, self.address, self.say),
            empty=_("desk_holds_list_none", default="There are no such holds."),
        )

    def _actions(self):
        if not checkPermission(HOLD, self.site):
            return ()
        url = f"{self.site.absolute_url()}/@@place-hold"
        return [Values(icon="plus", url=url, css="btn-primary", title=PLACE)]

    def _sums(self, total):
        found = []
        for name, title in STATUS_TITLES.items():
            count = total
            if name != self.status:
                count = holds_page(
                    self.request, {"status": frozenset((name,))}, self.today, size=0
                )[0]
            icon, tone = TONES[name]
            found.append(
                Values(
                    key=name,
                    count=number_text(count),
                    state=Values(icon=icon, tone=tone, title=title),
                    url=self.address(status=name, page=None),
                    current="true" if name == self.status else None,
                )
            )
        return found

    def _row(self, hold):
        record = hold["record"]
        name = record["title"] or self.say(HIDDEN)
        icon, tone = TONES[hold["status"]["id"]]
        number = hold["basis_number"]
        basis = " ".join(filter(None, (hold["basis"], number and f"№ {number}")))
        texts = {
            "record": name,
            "reason": hold["reason"] or "",
            "basis": basis,
            "since": day_text(hold["since"]),
            "until": day_text(hold["until"]),
        }
        url = f"{record['@id']}/@@record-holds" if record["@id"] else None
        cells = []
        for column, title, css in COLUMNS:
            text = texts.get(column, "")
            labelled = column in ("since", "until") and text
            cells.append(
                Values(
                    col=column,
                    css=css,
                    text=text,
                    full=text if text and "sr-cut" in (css or "") else None,
                    url=url if column == "record" else None,
                    link="sr-open" if column == "record" and url else None,
                    label=self.say(title) if labelled else None,
                    state=Values(
                        icon=icon, tone=tone, title=self.say(STATUS_TITLES[hold["status"]["id"]])
                    )
                    if column == "status"
                    else None,
                )
            )
        return Values(uid=hold["id"], label=name, cells=cells)
