"""The calendar of terms as data of its template: bars, years, document types, what has no day."""

from collective.schoolrecords.core import terms
from collective.schoolrecords.core.forecast import Falling
from collective.schoolrecords.printing.calendar_forms import CalendarForm
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import files
from collective.schoolrecords.printing.sentences import signature


DAYLESS = {
    terms.NEVER: "хранятся постоянно",
    terms.OPEN: "дело не закрыто",
    terms.WAITING: "ожидается событие, с которого идёт срок",
    terms.ERROR: "даты требуют исправления",
}
#: Parts of a bar from the bottom up, as the calendar on screen has them.
PARTS = ("settled", "undecided", "on_hold")


def calendar_data(form: CalendarForm) -> dict:
    """See :class:`CalendarForm`; the template is ``calendar``."""
    drawn = form.calendar
    first, last = drawn.years[0].year, drawn.years[-1].year
    falling = [year.total for year in drawn.years]
    dated = _sum([drawn.earlier, *falling, drawn.later])
    return {
        "school": form.school,
        "day": day(form.dated_on),
        "about": form.about,
        "span": f"{first}–{last}" if first != last else str(first),
        "bars": [_bar(year) for year in drawn.years],
        "most": max((one.rows for one in falling), default=0),
        "years": [
            _row(f"ранее {first}", drawn.earlier),
            *(_row(str(year.year), year.total) for year in drawn.years),
            _row(f"позднее {last}", drawn.later),
        ],
        "sum": _row("Итого", dated),
        "types": [_row(title, one) for title, one in _types(form)],
        "types_sum": _row("Итого", _sum(falling)),
        "dayless": [
            [words, _number(drawn.dayless[status])]
            for status, words in DAYLESS.items()
            if drawn.dayless.get(status)
        ],
        "total": f"Всего на учёте: {files(drawn.total)}, из них с известным годом: "
        f"{files(dated.rows)}.",
        "compiler": signature(form.compiler),
    }


def _bar(year):
    total = year.total
    return {
        "year": str(year.year),
        "rows": total.rows,
        "parts": [getattr(total, name) for name in PARTS],
    }


def _types(form):
    """The types of the years of the chart, added up: (title, ``Falling``)."""
    found = {}
    for year in form.calendar.years:
        for name, one in year.types.items():
            found.setdefault(name, []).append(one)
    titles = dict(form.titles)
    order = {name: number for number, name in enumerate(titles)}
    for name in sorted(found, key=lambda name: (order.get(name, len(order)), name)):
        yield titles.get(name, name), _sum(found[name])


def _sum(parts):
    total = Falling()
    for one in parts:
        total.add(one.rows, one.on_hold, one.undecided)
    return total


def _row(title, one):
    counts = (one.rows, one.selectable, one.undecided, one.on_hold)
    return [title, *(_number(number) for number in counts)]


def _number(number):
    """Figures in groups of three, «12 000»; a dash for none."""
    return f"{number:,}".replace(",", "\u00a0") if number else "—"
