"""How values read on a page: days, numbers, names, states."""

from collective.schoolrecords.core.names import short_name
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts as life
from collective.schoolrecords.messages import _
from datetime import date

import re


THIN_SPACE = "\u2009"

#: Tone of a state: plain, wait, done, past or stop (the colours of sr.css).
TONES = {
    "draft": "plain",
    "in_review": "wait",
    "approved": "done",
    "signed": "done",
    "current": "plain",
    "closed": "plain",
    "archived": "past",
    "selected": "stop",
    "destroyed": "past",
    "handed_out": "past",
    "transferred": "past",
    "annulled": "stop",
}
STATES = {
    name: Values(icon=f"state-{name}", tone=tone, title=life.STATES[name])
    for name, tone in TONES.items()
}


def state_badge(name, family_id=None, **more):
    """Return the badge of a state with the word that the family has for it."""
    title = life.state_message(name, family_id)
    return Values(**{**vars(STATES[name]), "title": title, **more})


MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
WEEKDAYS = (
    "Понедельник",
    "Вторник",
    "Среда",
    "Четверг",
    "Пятница",
    "Суббота",
    "Воскресенье",
)
YES_NO = {True: _("desk_yes", default="yes"), False: _("desk_no", default="no")}

_NUMBERED = re.compile(r"^(\S-\d+) (.+)$")


def day_text(day):
    """Return ДД.ММ.ГГГГ for a date or an ISO text, an empty text for nothing."""
    if not day:
        return ""
    if isinstance(day, str):
        day = date.fromisoformat(day[:10])
    return f"{day:%d.%m.}{day.year:04d}"


def long_day(day):
    """Return «Суббота, 21 ноября 2026 года», as the head of a desk has it."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year} года"


def number_text(number):
    """Return a whole number with thin spaces between thousands."""
    return f"{number:,}".replace(",", THIN_SPACE)


def number_and_name(title):
    """Return (file number, full name) from a personal file's title; the number may be empty."""
    match = _NUMBERED.match(title or "")
    return (match[1], match[2]) if match else ("", title or "")


def name_in_table(full):
    """Return Фамилия И. О. from a whole name."""
    parts = full.split()
    if len(parts) < 2:
        return full
    return short_name(parts[0], parts[1], " ".join(parts[2:]))


def size_text(size):
    """Return a file's size in КБ or МБ."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} КБ"
    return f"{size / 1024 / 1024:.1f} МБ".replace(".", ",")
