"""The list of a class (список класса): by the alphabet, printed, as CSV and as XLSX (FTL-1.9)."""

from AccessControl import Unauthorized
from AccessControl.security import checkPermission
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.csv_file import csv_answer
from collective.schoolrecords.desk.fields import text_of
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.navigation import VIEW_SCHOOL
from collective.schoolrecords.desk.no_classes import no_classes
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work.storage import moves_to
from collective.schoolrecords.school.cohorts import cohorts_on
from functools import cached_property
from plone import api

import io
import xlsxwriter


ALL = "all"
COLUMNS = (
    ("n", "sr-num", _("desk_list_n", default="No.")),
    ("name", "sr-lead", _("desk_col_full_name", default="Full name")),
    ("class", "sr-nowrap", _("desk_col_class", default="Class")),
    ("number", "sr-nowrap", _("desk_col_file_number", default="File No.")),
    ("born", "sr-nowrap", _("desk_list_born", default="Date of birth")),
    ("sex", "", _("desk_list_sex", default="Sex")),
    ("admitted", "sr-nowrap", _("desk_col_admitted", default="Admitted")),
    ("place", "sr-side", _("desk_col_place", default="Place of storage")),
)
#: Columns whose name stands before the value on a phone.
LABELLED = ("born", "admitted")
WIDTHS = {"name": 36, "place": 28}


def cohorts_with_pupils(school, today):
    """Return the classes that live today, and behind them those that do not and have pupils.

    A class of the coming school year has those whom an order puts into it.
    Who neither graduated nor went on in grade 10 stays in a class that has ended, and in its list,
    until an order says what becomes of the pupil.
    """
    others = [key for key, one in school.cohorts.items() if not one.lives_on(today)]
    query = {"portal_type": "personal_file", "review_state": rules.CURRENT}
    brains = api.portal.get_tool("portal_catalog")(**query, record_cohort=others) if others else ()
    filled = {brain.record_cohort for brain in brains}
    filled.update(key for key in others if school.cohorts[key].first_day > today and moves_to(key))
    kept = [school.cohorts[key] for key in filled]
    return [*cohorts_on(school, today), *sorted(kept, key=lambda one: one.place_on(today))]


def label_of(cohort, today):
    """Return what a class is called today; of one that does not live the page says so."""
    label = cohort.dated_label(today)
    if cohort.lives_on(today):
        return label
    if cohort.first_day > today:
        data = {"label": cohort.name_on(today), "day": day_text(cohort.first_day)}
        return _("desk_list_ahead", default="${label}, from ${day}", mapping=data)
    return _("desk_list_ended", default="${label}, no class now", mapping={"label": label})


def classes_by_name(school, year):
    """Return the classes of a school: those of a year first, 1А to 11Б, behind them the others."""
    day = SchoolYear.parse(year).last_day

    def place(cohort):
        near = min(max(day, cohort.first_day), cohort.last_day)
        return (not cohort.lives_on(day), cohort.grade_on(near), cohort.letter_on(near), near)

    return sorted(school.cohorts.values(), key=place) if school is not None else []


def name_in(cohort, year, today):
    """Return what a class was called at the end of a school year, and what it is called today.

    One name for all pages on that year; ``year``: a label, «2025/26».
    """
    then, now = cohort.dated_label(SchoolYear.parse(year).last_day), cohort.name_on(today)
    if not cohort.lives_on(today) or now == then:
        return then
    return _("desk_class_then", default="${then} (now ${now})", mapping={"then": then, "now": now})


def _by_name(record):
    return name_sort_key(record.last_name, record.first_name, record.middle_name or "")


class ClassList(Page):
    """``class-list?class=…``: the pupils of a class who are here now, by name, Ё as Е."""

    title = TITLES["class_list"]
    current = "class_list"

    @cached_property
    def cohorts(self):
        """The classes that the reader may list: the own ones, for the staff of the office all."""
        if checkPermission(VIEW_SCHOOL, self.site) and self.reader.school is not None:
            return cohorts_with_pupils(self.reader.school, self.today)
        return self.reader.own_cohorts()

    @cached_property
    def asked(self):
        """Id of the class that the address names, ``all``, or the first one."""
        asked = self.request.form.get("class")
        known = {one.id for one in self.cohorts}
        if asked == ALL or asked in known:
            return asked
        return self.cohorts[0].id if self.cohorts else None

    @property
    def line(self):
        """What the class is called."""
        found = [label_of(one, self.today) for one in self.cohorts if one.id == self.asked]
        return found[0] if found else _("desk_list_all", default="All classes")

    def render(self):
        """Only the office and people with a class have a list."""
        if not self.cohorts and not checkPermission(VIEW_SCHOOL, self.site):
            raise Unauthorized("class-list")
        return self.index()

    def classes(self):
        """Yield (class, files of its pupils by name) of the asked classes."""
        catalog = api.portal.get_tool("portal_catalog")
        for cohort in self.cohorts:
            if self.asked in (ALL, cohort.id):
                query = {"portal_type": "personal_file", "review_state": rules.CURRENT}
                brains = list(catalog(**query, record_cohort=cohort.id))
                coming = moves_to(cohort.id) if cohort.first_day > self.today else ()
                if coming:
                    brains += catalog(**query, UID=coming)
                note_shown(brain.UID for brain in brains)
                files = [brain.getObject() for brain in brains]
                yield cohort, sorted(files, key=_by_name)

    def rows(self):
        """Return the rows as (address, texts), class by class and by name."""
        found = []
        for cohort, records in self.classes():
            label = cohort.nearest_label(self.today)
            for number, record in enumerate(records, 1):
                found.append((record.absolute_url(), self._row(number, label, record)))
        return found

    def _row(self, number, label, record):
        return {
            "n": str(number),
            "name": record.full_name,
            "class": label,
            "number": record.file_number,
            "born": day_text(record.birth_date),
            "sex": self.say(text_of("sex", record.sex)) if record.sex else "",
            "admitted": day_text(record.admitted_on),
            "place": record.storage_place or "",
        }

    @property
    def result(self):
        """What the template shows."""
        if not self.cohorts:
            return no_classes(self.site, self.title)
        rows = self.rows()
        base = self.site.absolute_url()
        table = Values(
            id="pupils",
            title=self.title,
            columns=[Values(css=css, title=title) for _key, css, title in COLUMNS],
            rows=[self._cells(address, texts) for address, texts in rows],
        )
        links = [
            Values(url=f"{base}/@@{name}class={self.asked}", title=title, css="btn-secondary")
            for name, title in (
                ("paper?name=print-class-list&", _("desk_plan_print", default="Print (PDF)")),
                ("class-list-csv?", _("desk_export_csv", default="Table CSV")),
                ("class-list-xlsx?", _("desk_list_xlsx", default="Table XLSX")),
            )
        ]
        return Values(
            title=self.title,
            line=self.line,
            links=links if rows else (),
            views=self._views(f"{base}/@@class-list"),
            tables=[table] if rows else [],
            empty=None if rows else _("desk_results_nobody", default="The class has no files."),
        )

    def _views(self, url):
        pairs = [(one.id, label_of(one, self.today)) for one in self.cohorts]
        if len(pairs) > 1:
            pairs.append((ALL, _("desk_list_all", default="All classes")))
        return [
            Values(
                title=title,
                url=f"{url}?class={key}",
                current="page" if key == self.asked else None,
            )
            for key, title in pairs
        ]

    def _cells(self, address, texts):
        return Values(
            cells=[
                Values(
                    text=texts[key],
                    css=css,
                    url=address if key == "name" else None,
                    label=self.say(title) if key in LABELLED and texts[key] else None,
                )
                for key, css, title in COLUMNS
            ]
        )

    def table(self):
        """Return the head and the rows as plain texts."""
        if not self.cohorts:
            raise Unauthorized("class-list")
        head = [self.say(title) for _key, _css, title in COLUMNS]
        return [head, *([texts[key] for key, _css, _t in COLUMNS] for _url, texts in self.rows())]


class ClassListCSV(ClassList):
    """``class-list-csv``: the same list as CSV; no cell is run as a formula."""

    def __call__(self):
        return csv_answer(self.request, f"class-list-{self.today.isoformat()}.csv", self.table())


class ClassListXLSX(ClassList):
    """``class-list-xlsx``: the same list as a workbook; every cell is a text."""

    def __call__(self):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for number, row in enumerate(self.table()):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text, bold if number == 0 else None)
        for place, (key, _css, _title) in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTHS.get(key, 14))
        sheet.freeze_panes(1, 0)
        book.close()
        name = f"class-list-{self.today.isoformat()}.xlsx"
        response = self.request.response
        response.setHeader(
            "Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Cache-Control", "private, no-store")
        return stream.getvalue()
