"""Holds as a table, on the page of a record and on the page of its holds."""

from collective.schoolrecords.core import holds as rules
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _


HOLD = "collective.schoolrecords.Hold"
TITLE = _("desk_nav_holds", default="Holds")
COLUMNS = (
    ("", _("desk_col_status_hold", default="How it stands")),
    ("sr-lead", _("desk_col_reason", default="Reason")),
    ("sr-side", _("desk_col_basis", default="Basis")),
    ("sr-nowrap", _("desk_col_from_to", default="From – to")),
)
TONES = {
    rules.IN_FORCE: ("term-on_hold", "wait"),
    rules.AHEAD: ("term-running", "plain"),
    rules.OVER: ("term-due", "past"),
    rules.LIFTED: ("check", "past"),
}


def holds_table(rows, picks=None):
    """Return the table of holds, dicts of ``hold_data``."""
    return Values(
        title=TITLE,
        picks=picks,
        columns=[Values(css=css, title=text) for css, text in COLUMNS],
        rows=[_row(one) for one in rows],
    )


def _row(hold):
    icon, tone = TONES[hold["status"]["id"]]
    basis = " ".join(
        filter(None, (hold["basis"], hold["basis_number"] and f"№ {hold['basis_number']}"))
    )
    days = f"{day_text(hold['since'])} – {day_text(hold['until']) or '…'}"
    part = hold["part"] and hold["part"]["title"]
    return Values(
        pick=None if hold["lifted_at"] else hold["id"],
        label=hold["reason"] or "",
        cells=[
            Values(state=Values(icon=icon, tone=tone, title=hold["status"]["title"])),
            Values(text=hold["reason"] or "—", css="sr-lead", sub=part or hold["lifted_reason"]),
            Values(text=basis, css="sr-side", sub=day_text(hold["basis_date"]) or None),
            Values(text=days, css="sr-nowrap"),
        ],
    )
