"""Fields that hold a list: lines with named parts, read from and written to a form.

A line of ``representatives`` stands in the form as ``representatives.0.name`` and so on; a line
without any part is left out, so emptying a line removes it.
"""

from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.desk.choices import options
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle.interfaces import CARRIERS
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.search.everything import of_number
from datetime import date
from plone import api

import re


SPARE_LINES = 2
MOST_LINES = 200
PARTS = {
    "name": _("desk_part_name", default="Full name"),
    "relation": _("desk_part_relation", default="Who to the child"),
    "phone": _("desk_part_phone", default="Telephone"),
    "email": _("desk_part_email", default="E-mail"),
    "last_name": _("desk_part_last_name", default="Surname"),
    "first_name": _("desk_part_first_name", default="First name"),
    "middle_name": _("desk_part_middle_name", default="Patronymic"),
    "until": _("desk_part_until", default="Until"),
    "basis": _("desk_part_basis", default="Basis"),
    "carrier": _("desk_part_carrier", default="Carrier"),
    "copies": _("desk_part_copies", default="Copies"),
    "sheets": _("desk_part_sheets", default="Sheets"),
    "volume": _("desk_part_volume", default="Volume"),
    "feature": _("desk_part_feature", default="What is particular"),
    "sheet_numbers": _("desk_part_sheet_numbers", default="Numbers of sheets"),
    "note": _("desk_part_note", default="Note"),
    "file": _("desk_part_file", default="No. of the personal file"),
    "medium": _("desk_part_medium", default="Medium"),
    "room": _("desk_part_room", default="Room"),
    "body": _("desk_part_body", default="Body"),
    "adoption": _("desk_part_adoption", default="What it did"),
    "minutes_number": _("desk_part_minutes_number", default="No. of the minutes"),
    "minutes_date": _("desk_part_minutes_date", default="Date of the minutes"),
    "minutes_point": _("desk_part_minutes_point", default="Point"),
    "council": _("desk_part_council", default="Council"),
    "opinion": _("desk_part_opinion", default="Opinion"),
    "act_kind": _("desk_part_act_kind", default="Kind of act"),
    "act_number": _("desk_part_act_number", default="Number"),
    "act_date": _("desk_part_act_date", default="Date"),
    "act_title": _("desk_part_act_title", default="Title"),
}
#: A draft has no number yet.
NO_NUMBER = _("desk_part_no_number", default="given by the registration")
#: Parts that a page writes and no form asks for.
NOT_ASKED = ("kind",)
_UID = re.compile(r"^[0-9a-f]{32}$")


#: Parts that a form offers as a list.
CHOSEN = ("carrier", "adoption", "council", "opinion", "act_kind")


class LineWrong(ValueError):
    """A line cannot be read; the text is a message."""


def parts_of(field):
    """Return the names of a line's parts, the needed ones first."""
    items = field.json_schema["items"]
    needed = items.get("required", [])
    return [
        *needed,
        *(name for name in items["properties"] if name not in (*needed, *NOT_ASKED)),
    ]


def lines(field, value, form, say):
    """Return the lines of a field for the form: what is stored, or what was sent, and spare ones."""
    sent = _sent(field, form) if form is not None else None
    kept = [
        {**line, "file": number_of(line["file"])} if line.get("file") else dict(line)
        for line in value or ()
    ]
    rows = sent if sent is not None else kept
    rows = [*rows, *({} for _n in range(SPARE_LINES))][:MOST_LINES]
    return [_line(field, number, row, say) for number, row in enumerate(rows)]


def _line(field, number, row, say):
    cells = []
    for name in parts_of(field):
        name_in_form = f"{field.__name__}.{number}.{name}"
        choices = options(name, None) if name in CHOSEN else None
        value = str(row.get(name, "") or "")
        if field.json_schema["items"]["properties"][name].get("format") == "date":
            value = _day_shown(value)
        cells.append(
            Values(
                id=f"f-{name_in_form}",
                name=name_in_form,
                title=PARTS[name],
                value=value,
                is_select=choices is not None,
                options=[
                    Values(
                        value=key, title=say(title), selected="selected" if key == value else None
                    )
                    for key, title in [("", ""), *(choices or ())]
                ],
            )
        )
    return Values(cells=cells)


def _sent(field, form):
    found = []
    for number in range(MOST_LINES):
        names = {name: f"{field.__name__}.{number}.{name}" for name in parts_of(field)}
        if not any(name in form for name in names.values()):
            break
        found.append({part: str(form.get(name, "")).strip() for part, name in names.items()})
    while found and not any(found[-1].values()):
        # Spare lines come back empty; kept, they would double with every refusal.
        found.pop()
    return found


def read_lines(field, form):
    """Return the list that a form sent; raise :class:`LineWrong` for a part that does not fit."""
    properties = field.json_schema["items"]["properties"]
    found = []
    for sent in _sent(field, form):
        line = {name: text for name, text in sent.items() if text}
        if line:
            found.append({name: _part(name, properties[name], text) for name, text in line.items()})
    missing = field.json_schema["items"].get("required", [])
    if any(name not in line for line in found for name in missing):
        raise LineWrong(
            _(
                "desk_line_incomplete",
                default="“${part}” is needed in every line.",
                mapping={"part": PARTS[missing[0]]},
            )
        )
    return found or None


def _part(name, schema, text):
    if name == "file":
        return uid_of(text)
    if name == "carrier" and text not in CARRIERS:
        raise LineWrong(_("desk_not_offered", default="Choose one of the list."))
    if name in CHOSEN and "enum" in schema and text not in schema["enum"]:
        raise LineWrong(_("desk_not_offered", default="Choose one of the list."))
    if schema.get("format") == "date":
        day = read_date(text).value
        if day is None:
            raise LineWrong(_("desk_not_day", default="There is no such day. Write DD.MM.YYYY."))
        return day.isoformat()
    if schema.get("type") == "integer":
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise LineWrong(_("desk_not_number", default="Give a whole number."))
        return int(text)
    return text


def uid_of(number):
    """Return the UID of the personal file with a number that the reader may see; a UID stays.

    The number is read in any spelling; of two files with one number nobody is guessed.
    """
    if _UID.match(number):
        return number
    found = of_number(number, "personal_file")
    if len(found) > 1:
        raise LineWrong(
            _(
                "desk_file_twice",
                default="Several personal files have the number ${number}: open the right one from "
                "the list of the class.",
                mapping={"number": number},
            )
        )
    if not found:
        raise LineWrong(
            _(
                "desk_file_unknown",
                default="There is no registered personal file ${number}.",
                mapping={"number": number},
            )
        )
    return found[0].UID


def number_of(uid):
    """Return the number of a personal file; its UID when the reader may not see it."""
    brain = next(iter(api.portal.get_tool("portal_catalog")(UID=uid)), None)
    return (brain.record_number or uid) if brain is not None else uid


def line_text(name, line, say):
    """Return one line of a list as facts: (lead, the rest)."""
    lead = line.get(name, "")
    rest = []
    for part, value in line.items():
        words = _words(part, value) if part not in (name, "relation") else None
        if words not in ("", None):
            rest.append(f"{say(PARTS[part]).lower()}: {say(words)}")
    return say(_words(name, lead)), "; ".join(rest)


def _words(part, value):
    """Return a part as text or message; nothing is said of a file that the reader may not see."""
    if part in CHOSEN:
        return dict(options(part, None)).get(value, value)
    if part.endswith("_date"):
        return _day_shown(value)
    if part == "file":
        brain = next(iter(api.portal.get_tool("portal_catalog")(UID=value)), None)
        return (brain.record_number or NO_NUMBER) if brain is not None else None
    return str(value) if value is not None else None


def _day_shown(value):
    """An ISO text as ДД.ММ.ГГГГ; what was typed otherwise stays as it is."""
    try:
        return day_text(date.fromisoformat(value))
    except ValueError:
        return value
