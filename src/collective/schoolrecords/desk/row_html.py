"""Rows of a register as HTML text.

A page of 25 rows has some 250 cells with ten expressions each; a template needs five times as long
for them as for all the rest of the page. The markup is that of the macro ``cell`` in parts.pt.
"""

from functools import lru_cache
from html import escape
from zope.i18nmessageid import Message


#: Classes of a row's own link, and of another one that leads to the same place.
OPEN, SAME = "sr-open", "sr-same"


def rows_html(rows, sprite, batch):
    """Return ``<tr>`` elements for rows of cells (bags of values); every text is escaped.

    ``batch``: whether each row begins with a box to choose it.
    """
    return "".join(_row(row, sprite, batch) for row in rows)


def _row(row, sprite, batch):
    choose = ""
    if batch:
        choose = (
            '<td class="sr-check-cell"><input class="sr-check" name="uid" type="checkbox"'
            f' value="{escape(row.uid)}" aria-label="{escape(row.label)}" />{_seen(row)}</td>'
        )
    cells = "".join(cell_html(cell, sprite) for cell in _linked(row.cells))
    return f"<tr>{choose}{cells}</tr>"


def _linked(cells):
    """Let the name behind a number lead where the number leads: that is what people press.

    The keyboard stops once in a row, at the number.
    """
    address = None
    for cell in map(vars, cells):
        if cell.get("link") == OPEN:
            address = cell["url"]
        elif address and cell.get("text") and not cell.get("url") and _leads(cell):
            cell = {**cell, "url": address, "link": SAME}
        yield cell


def _leads(cell):
    return "sr-lead" in (cell.get("css") or "")


def _seen(row):
    """Return what says which version of the record the row shows, where a step may follow."""
    if row.seen is None:
        return ""
    return f'<input name="seen.{escape(row.uid)}" type="hidden" value="{escape(row.seen)}" />'


def cell_html(cell, sprite):
    """Return one ``<td>`` for the values of a cell."""
    get = cell.get
    opening = _opening(get("css"), get("col"), get("off"), get("label"))
    full = get("full")
    if full is not None:
        opening += f' title="{escape(full)}"'
    text = get("text")
    text = escape(text) if text else ""
    if cell.get("parts"):
        text = _list_html(cell["parts"])
    if cell.get("url"):
        link = f' class="{cell["link"]}"' if cell.get("link") else ""
        skipped = ' tabindex="-1"' if cell.get("link") == SAME else ""
        text = f'<a href="{escape(cell["url"])}"{link}{skipped}>{text}</a>'
    state = cell.get("state")
    if state is not None:
        text += _badge(state.tone, state.icon, state.title, sprite)
    if get("sub"):
        text += f'<span class="sr-cell-sub">{escape(get("sub"))}</span>'
    return f"{opening}>{text}</td>"


def choices_html(choices, say):
    """Return ``<li>`` elements for the values of a condition: a list of types and years is long.

    ``say`` translates a message; every text is escaped.
    """
    return "".join(_choice(vars(one), say) for one in choices)


def _choice(value, say):
    title = value.get("title") or ""
    if isinstance(title, Message):
        title = say(title)
    current, count = value.get("current"), value.get("count")
    current = f' aria-current="{escape(str(current))}"' if current else ""
    count = f' <span class="sr-count">{escape(str(count))}</span>' if count else ""
    return (
        f'<li><a class="sr-menu-item" data-sr-swap="" href="{escape(value["url"])}"{current}>'
        f"<span>{escape(str(title))}</span>{count}</a></li>"
    )


@lru_cache(maxsize=1024)
def _opening(css, col, off, label):
    """What the cells of a column have in common: some ten for each register."""
    names = (("class", css), ("data-col", col), ("data-off", off), ("data-label", label))
    return "<td" + "".join(
        f' {name}="{escape(value)}"' for name, value in names if value is not None
    )


@lru_cache(maxsize=256)
def _badge(tone, icon, title, sprite):
    return (
        f'<span class="sr-state sr-tone-{tone} "><svg class="sr-icon" aria-hidden="true">'
        f'<use href="{sprite}#{icon}"></use></svg><span>{escape(title)}</span></span>'
    )


def _list_html(parts):
    """Return a list of pairs (text, address or ``None``)."""
    lines = (
        f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)
        for text, url in parts
    )
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
