"""The calendar of terms: what falls due in which year, as a chart and as the table behind it."""

from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.calendar import calendar
from collective.schoolrecords.retention.overview import type_labels
from functools import cached_property


#: Chart: height of the tallest bar, width of a year and of its bar.
TALL, STEP, BAR = 160, 44, 28
PARTS = ("settled", "undecided", "on_hold")
PART_TITLES = {
    "settled": _("desk_calendar_settled", default="The term decides"),
    "undecided": _("desk_calendar_undecided", default="The commission decides"),
    "on_hold": _("desk_calendar_held", default="Suspended"),
}


class CalendarPage(Page):
    """``calendar?type=…``: twenty years from this one, all types or one of them."""

    title = TITLES["calendar"]
    current = "calendar"

    @cached_property
    def labels(self):
        """Document type → the school's word."""
        return type_labels(self.site, self.today)

    @cached_property
    def asked_type(self):
        """The document type that the address names, else an empty text."""
        asked = self.request.form.get("type")
        return asked if isinstance(asked, str) and asked in self.labels else ""

    @cached_property
    def drawn(self):
        """The core ``Calendar``."""
        filters = {"doc_type": frozenset((self.asked_type,))} if self.asked_type else {}
        return calendar(self.site, filters)

    @property
    def chart(self):
        """Everything that the template shows."""
        years = self.drawn.years
        most = max((one.total.rows for one in years), default=0)
        url = f"{self.site.absolute_url()}/@@due"
        rows = [self._row(one, url) for one in years]
        line = _(
            "desk_calendar_line",
            default="On ${day}. A year has what may go into an act from its 1 January on.",
            mapping={"day": day_text(self.today)},
        )
        return Values(
            title=self.title,
            line=line,
            label=self._label(),
            width=STEP * len(years) + 8,
            height=TALL + 44,
            base=TALL + 20,
            bars=[bar for place, one in enumerate(years) for bar in _bars(place, one, most)],
            marks=[_mark(place, one, most) for place, one in enumerate(years)],
            legend=[Values(css=f"sr-bar-{name}", title=PART_TITLES[name]) for name in PARTS],
            table=Values(
                title=self.title,
                columns=[Values(css=css, title=title) for css, title in _COLUMNS],
                rows=[self._row(None, url), *rows, self._later()],
            ),
            types=self._types(),
            print_url=self._print_url(),
            asked=self.labels.get(self.asked_type),
            reset=f"{self.site.absolute_url()}/@@calendar" if self.asked_type else None,
        )

    def _print_url(self):
        asked = f"&type={self.asked_type}" if self.asked_type else ""
        return f"{self.site.absolute_url()}/@@paper?name=print-calendar{asked}"

    def _label(self):
        total = sum(one.total.rows for one in self.drawn.years)
        message = _(
            "desk_calendar_chart",
            default="Chart: ${total} records fall due from ${first} to ${last}. The table below "
            "has the same numbers.",
            mapping={
                "total": number_text(total),
                "first": str(self.drawn.years[0].year),
                "last": str(self.drawn.years[-1].year),
            },
        )
        return self.say(message)

    def _row(self, year, url):
        if year is None:
            return self._cells(self.say(EARLIER), self.drawn.earlier, None)
        asked = f"&type={self.asked_type}" if self.asked_type else ""
        link = f"{url}?year={year.year}{asked}" if year.total.rows else None
        return self._cells(str(year.year), year.total, link)

    def _later(self):
        return self._cells(self.say(LATER), self.drawn.later, None)

    def _cells(self, title, falling, url):
        numbers = (falling.rows, falling.selectable, falling.undecided, falling.on_hold)
        return Values(
            cells=[
                Values(text=title, css="sr-lead", url=url),
                *(
                    Values(
                        text=number_text(number) if number else "",
                        css="sr-num",
                        label=self.say(name) if number else None,
                    )
                    for number, (_css, name) in zip(numbers, _COLUMNS[1:], strict=True)
                ),
            ]
        )

    def _types(self):
        url = f"{self.site.absolute_url()}/@@calendar"
        return [
            Values(
                title=title,
                url=f"{url}?type={name}",
                current="true" if name == self.asked_type else None,
            )
            for name, title in self.labels.items()
        ]


def _height(number, most):
    return round(number * TALL / most) if most else 0


def _bars(place, year, most):
    """Return the parts of a year's bar, from the bottom up."""
    floor, found = TALL + 20, []
    for name in PARTS:
        number = getattr(year.total, name)
        if not number:
            continue
        height = max(2, _height(number, most))
        floor -= height
        found.append(
            Values(x=8 + place * STEP, y=floor, width=BAR, height=height, css=f"sr-bar-{name}")
        )
    return found


def _mark(place, year, most):
    """Return the year below its bar and the number above it."""
    number = year.total.rows
    return Values(
        x=8 + place * STEP + BAR // 2,
        year=str(year.year),
        year_y=TALL + 38,
        number=number_text(number) if number else "",
        number_y=TALL + 20 - _height(number, most) - 6,
    )


EARLIER = _("desk_calendar_earlier", default="earlier")
LATER = _("desk_calendar_later", default="later")
_COLUMNS = (
    ("sr-lead", _("desk_calendar_year", default="Year")),
    ("sr-num", _("desk_calendar_rows", default="Fall due")),
    ("sr-num", _("desk_calendar_selectable", default="An act could take them")),
    ("sr-num", _("desk_calendar_of_these", default="of these the commission decides")),
    ("sr-num", PART_TITLES["on_hold"]),
)
