"""Movement of pupils: admissions, changes of class and leavings of a period, counts by class.

Everybody's days come from the catalog's rows; only the files that the period touches are read.
"""

from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.movement import Counts
from collective.schoolrecords.core.movement import counts_of
from collective.schoolrecords.core.movement import Move
from collective.schoolrecords.core.movement import moves_within
from collective.schoolrecords.core.movement import Stay
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.alphabet import order_text
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register_columns import Rows
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.moves import moves_of
from datetime import date
from functools import cached_property
from plone import api


NO_CLASS = _("desk_movement_no_class", default="without a class")
NUMBERS = ("before", "admitted", "moved_in", "moved_out", "left", "after")
COUNT_TITLES = (
    _("desk_col_before", default="At the beginning"),
    _("desk_col_came", default="Admitted"),
    _("desk_col_moved_in", default="From other classes"),
    _("desk_col_moved_out", default="To other classes"),
    _("desk_col_gone", default="Left"),
    _("desk_col_after", default="At the end"),
)


class MovementPage(Page):
    """``movement?from=01.09.2025&to=31.08.2026``; without days the school year until today."""

    title = TITLES["movement"]
    current = "movement"
    errors_title = _("desk_movement_wrong", default="The period cannot be read")

    def __init__(self, context, request):
        super().__init__(context, request)
        self.wrong = []
        self._shown = {}

    def _day(self, name, default):
        sent = self.request.form.get(name)
        if not isinstance(sent, str) or not sent.strip():
            return default
        day = read_date(sent.strip()).value
        if day is None:
            self.wrong.append(name)
        return day or default

    @cached_property
    def period(self):
        """(first, last) day; a wrong one is told and replaced."""
        first = self._day("from", SchoolYear.of(self.today).first_day)
        last = self._day("to", self.today)
        if last < first:
            self.wrong.append("to")
            last = first
        return first, last

    @cached_property
    def errors(self):
        """The summary on top."""
        first_and_last = self.period
        words = {
            "from": _("desk_movement_from_wrong", default="The first day: write DD.MM.YYYY."),
            "to": _(
                "desk_movement_to_wrong",
                default="The last day: write DD.MM.YYYY, not before the first.",
            ),
        }
        return first_and_last and [
            Values(href=f"#f-{name}", text=words[name]) for name in dict.fromkeys(self.wrong)
        ]

    @cached_property
    def words(self):
        """The names of classes."""
        return Rows(self.site, self.request, self.today)

    @cached_property
    def stays(self):
        """(row of the catalog, its :class:`Stay`) of every registered file."""
        catalog = api.portal.get_tool("portal_catalog")
        states = [one for one in rules.FAMILIES["personal_file"].states if one != rules.DRAFT]
        query = {"portal_type": "personal_file", "review_state": states}
        moved = {
            brain.getRID(): moves_of(brain.getObject())
            for brain in catalog(**query, record_moved_on={"query": "0", "range": "min"})
        }
        return [
            (brain, _stay(brain, moved.get(brain.getRID(), ())))
            for brain in catalog(**query, sort_on="record_sort")
        ]

    @property
    def movement(self):
        """What the template shows."""
        first, last = self.period
        tables = [
            self._counts(first, last),
            self._admitted(first, last),
            self._moved(first, last),
            self._left(first, last),
        ]
        note_shown(self._shown, self.request)
        line = _(
            "desk_movement_line",
            default="${first}–${last}",
            mapping={"first": day_text(first), "last": day_text(last)},
        )
        return Values(
            title=self.title,
            line=line,
            action=f"{self.site.absolute_url()}/@@movement",
            first=self._field("from", _("desk_movement_from", default="From"), first),
            last=self._field("to", _("desk_movement_to", default="To"), last),
            periods=self._periods(),
            tables=tables,
        )

    def _field(self, name, title, day):
        wrong = name in self.wrong
        sent = self.request.form.get(name)
        return Values(
            id=f"f-{name}",
            name=name,
            title=title,
            value=sent if wrong else day_text(day),
            css="form-control is-invalid" if wrong else "form-control",
            invalid="true" if wrong else None,
        )

    def _periods(self):
        year = SchoolYear.of(self.today)
        former = SchoolYear(year.start - 1)
        pairs = (
            (_("desk_movement_this_year", default="this school year"), year.first_day, self.today),
            (
                _("desk_movement_former_year", default="the former school year"),
                former.first_day,
                former.last_day,
            ),
            (
                _("desk_movement_month", default="this month"),
                self.today.replace(day=1),
                self.today,
            ),
        )
        url = f"{self.site.absolute_url()}/@@movement"
        return [
            Values(
                title=title,
                url=f"{url}?from={day_text(first)}&to={day_text(last)}",
                current="page" if (first, last) == self.period else None,
            )
            for title, first, last in pairs
        ]

    def _label(self, cohort_id, day):
        school = self.reader.school
        cohort = school.cohorts.get(cohort_id) if school is not None and cohort_id else None
        return cohort.nearest_label(day) if cohort is not None else self.say(NO_CLASS)

    def _counts(self, first, last):
        counts = counts_of((stay for _brain, stay in self.stays), first, last)
        titles = [self.say(title) for title in COUNT_TITLES]
        total, rows = Counts(), []
        touched = {key: one for key, one in counts.items() if any(vars(one).values())}
        for key in sorted(touched, key=lambda key: self._class_order(key, last)):
            total.add(touched[key])
            rows.append(_numbers(self._label(key, last), touched[key], titles))
        if rows:
            rows.append(_numbers(self.say(_("desk_total", default="In all")), total, titles))
        title = _("desk_movement_counts", default="By class")
        columns = (
            ("sr-lead", _("desk_col_class", default="Class")),
            *(("sr-num", title) for title in COUNT_TITLES),
        )
        return _table("counts", title, columns, rows, count=None)

    def _class_order(self, cohort_id, day):
        school = self.reader.school
        cohort = school.cohorts.get(cohort_id) if school is not None and cohort_id else None
        if cohort is None:
            return (99, "")
        grade = cohort.grade_on(min(max(day, cohort.first_day), cohort.last_day))
        return (grade, cohort.nearest_label(day))

    def _admitted(self, first, last):
        rows = []
        for brain, stay in self.stays:
            if stay.admitted is None or not first <= stay.admitted <= last:
                continue
            record = brain.getObject()
            order = order_text(record.admission_order_number, record.admission_order_date)
            label = self._label(stay.cohort_on(stay.admitted), stay.admitted)
            cells = (day_text(stay.admitted), label, order, record.came_from)
            rows.append(self._line(brain, stay.admitted, cells))
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("sr-nowrap", _("desk_col_admitted", default="Admitted")),
            ("", _("desk_col_class", default="Class")),
            ("", _("desk_col_admission_order", default="Order")),
            ("sr-side", _("desk_col_came_from", default="Where from")),
        )
        title = _("desk_movement_admitted", default="Admitted")
        return _table("admitted", title, columns, rows)

    def _moved(self, first, last):
        rows = []
        for brain, stay in self.stays:
            if not stay.moves:
                continue
            bases = {(one.day, one.new): one.basis for one in moves_of(brain.getObject())}
            for move in moves_within(stay, first, last):
                cells = (
                    day_text(move.day),
                    self._label(move.former, move.day),
                    self._label(move.new, move.day),
                    bases[move.day, move.new],
                )
                rows.append(self._line(brain, move.day, cells))
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("sr-nowrap", _("desk_col_date", default="Date")),
            ("", _("desk_col_from_class", default="From class")),
            ("", _("desk_col_to_class", default="To class")),
            ("", _("desk_col_basis", default="Basis")),
        )
        return _table("moved", _("desk_movement_moved", default="Changed class"), columns, rows)

    def _left(self, first, last):
        rows = []
        for brain, stay in self.stays:
            if stay.left is None or not first <= stay.left <= last:
                continue
            record = brain.getObject()
            order = order_text(record.leaving_order_number, record.leaving_order_date)
            where = "; ".join(filter(None, (record.leaving_reason, record.destination)))
            cells = (day_text(stay.left), self._label(stay.cohort, stay.left), order, where)
            rows.append(self._line(brain, stay.left, cells))
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("sr-nowrap", _("desk_col_left", default="Left")),
            ("", _("desk_col_class", default="Class")),
            ("", _("desk_col_admission_order", default="Order")),
            ("sr-side", _("desk_col_left_why", default="Reason and where to")),
        )
        return _table("left", _("desk_movement_left", default="Left"), columns, rows)

    def _line(self, brain, day, texts):
        self._shown[brain.UID] = None
        return day, [
            Values(text=brain.Title, css="sr-lead", url=brain.getURL()),
            *(Values(text=text or "") for text in texts),
        ]


def _stay(brain, moves):
    return Stay(
        _day_of(brain.record_opened_on),
        _day_of(brain.record_closed_on),
        brain.record_cohort or None,
        tuple(Move(one.day, one.former, one.new) for one in moves),
    )


def _day_of(text):
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _numbers(label, counts, titles):
    """Cells of a class; a nought in between says nothing and stays away."""
    cells = [Values(text=label, css="sr-lead")]
    for name, title in zip(NUMBERS, titles, strict=True):
        number = getattr(counts, name)
        text = str(number) if number or name in ("before", "after") else ""
        cells.append(Values(text=text, css="sr-num", label=title if text else None))
    return cells


def _table(key, title, columns, rows, count=0):
    if count is not None:
        # A stable sort: pupils of one day stay in the order of their names.
        rows = [cells for _day, cells in sorted(rows, key=lambda row: row[0])]
        count = str(len(rows))
    return Values(
        id=key,
        title=title,
        head=title,
        count=count,
        columns=[Values(css=css, title=text) for css, text in columns],
        rows=[Values(cells=cells) for cells in rows],
        empty=None if rows else _("desk_movement_none", default="Nobody in this period."),
    )
