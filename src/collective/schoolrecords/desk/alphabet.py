"""The alphabet book (алфавитная книга): every registered pupil by letter and number.

The book is no record of its own here: it is read from the personal files, whose numbers are
claimed in it. Rows come from the catalog; the files of one page are read for their orders.
"""

from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.person_names import CHANGE
from collective.schoolrecords.desk.asked_page import AskedPage
from collective.schoolrecords.desk.csv_file import csv_answer
from collective.schoolrecords.desk.empty_registers import empty_book
from collective.schoolrecords.desk.fields import text_of
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_and_name
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.register import pages
from collective.schoolrecords.desk.register_columns import Column
from collective.schoolrecords.desk.register_columns import Rows
from collective.schoolrecords.desk.register_query import MAX_TEXT
from collective.schoolrecords.desk.register_query import PAGE_SIZE
from collective.schoolrecords.desk.row_html import rows_html
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.personal_file.moves import ALPHABET
from collective.schoolrecords.records.personal_file.names import former_of
from collective.schoolrecords.retention.receipts.journal import last_receipt
from collective.schoolrecords.school.cohorts import cohorts_on
from functools import cached_property
from plone import api

import re


LETTERS = tuple(sorted(ALPHABET))
#: Pupils of the school and those who left, as the address names them.
WHO = {
    "here": _("desk_book_here", default="pupils now"),
    "left": _("desk_book_left", default="left"),
}
NUMBER, NAME = "number", "name"
COLUMNS = (
    Column("number", _("desk_col_book_number", default="No."), "sr-first", NUMBER, True),
    Column("name", _("desk_col_full_name", default="Full name"), "sr-lead", NAME, True),
    Column("class", _("desk_col_class", default="Class"), "sr-nowrap"),
    Column("admitted", _("desk_col_admitted", default="Admitted"), "sr-nowrap"),
    Column("admitted_by", _("desk_col_admission_order", default="Order"), "sr-side sr-nowrap"),
    Column("left", _("desk_col_left", default="Left"), "sr-nowrap"),
    Column("left_by", _("desk_col_leaving_order", default="Order of leaving"), "sr-side sr-nowrap"),
    Column("destination", _("desk_col_destination", default="Where to"), "sr-side sr-cut"),
    # What the book on paper has besides (domain.md 4); on the screen whoever needs it turns it on.
    Column("born", IPersonalFile["birth_date"].title, "sr-nowrap", off=True),
    Column("sex", IPersonalFile["sex"].title, "sr-side", off=True),
    Column("address", IPersonalFile["address"].title, "sr-side sr-cut", off=True),
    Column("parents", IPersonalFile["representatives"].title, "sr-side sr-cut", off=True),
    Column("reason", IPersonalFile["leaving_reason"].title, "sr-side sr-cut", off=True),
    Column("given", _("desk_col_given", default="File handed out"), "sr-side", off=True),
    Column("volume", _("desk_col_volume", default="Volume"), "sr-side", off=True),
)
LABELLED = ("admitted", "left")
_WORD = re.compile(r"\w+")


def order_text(number, day):
    """Return «№ 41-у от 28.08.2019» as far as it is known."""
    parts = [f"№ {number}" if number else "", day_text(day)]
    return " от ".join(part for part in parts if part)


class AlphabetBook(AskedPage, Page):
    """``alphabet-book?letter=К&class=…&who=here&text=…``: a page of the book."""

    title = TITLES["alphabet"]
    current = "alphabet"
    register_key = "alphabet-book"
    main_css = "sr-main-register"

    @cached_property
    def asked(self):
        """What the address asks, without what nobody knows."""
        letter = self.one_asked("letter", ALPHABET)
        sort = self.one_asked("sort", (NUMBER, NAME))
        return {
            "letter": letter,
            "class": self.one_asked(
                "class", self.reader.school.cohorts if self.reader.school else ()
            ),
            "who": self.one_asked("who", WHO),
            "text": self.one_asked("text")[:MAX_TEXT],
            # Numbers run within a letter: over several letters only names make an order.
            "sort": sort if letter else "",
            "down": self.one_asked("down", ("1",)),
        }

    @cached_property
    def rows_in_words(self):
        """The texts of rows."""
        return Rows(self.site, self.request, self.today)

    def _query(self):
        asked = self.asked
        states = [one for one in rules.FAMILIES["personal_file"].states if one != rules.DRAFT]
        if asked["who"]:
            states = [one for one in states if (one == rules.CURRENT) == (asked["who"] == "here")]
        query = {"portal_type": "personal_file", "review_state": states}
        if asked["letter"]:
            first = f"{asked['letter']}-"
            query["record_number"] = {"query": (first, f"{first}\uffff"), "range": "minmax"}
        if asked["class"]:
            query["record_cohort"] = asked["class"]
        words = _WORD.findall(asked["text"].lower())
        if words:
            query["SearchableText"] = " ".join(f"{word}*" for word in words)
        return query

    def found(self, start, size):
        """Return (total, rows of the catalog); ``size`` ``None`` gives every row."""
        catalog = api.portal.get_tool("portal_catalog")
        order = "descending" if self.asked["down"] else "ascending"
        if self.asked["letter"] and self.asked["sort"] != NAME:
            brains = sorted(catalog(**self._query()), key=_number, reverse=bool(self.asked["down"]))
            shown = brains[start : None if size is None else start + size]
            note_shown(brain.UID for brain in shown)
            return len(brains), shown
        limit = {} if size is None else {"sort_limit": start + size}
        brains = catalog(**self._query(), sort_on="record_sort", sort_order=order, **limit)
        shown = brains[start : None if size is None else start + size]
        note_shown(brain.UID for brain in shown)
        return brains.actual_result_count, shown

    @cached_property
    def register(self):
        """Everything that the template shows."""
        start = (self.number - 1) * PAGE_SIZE
        total, brains = self.found(start, PAGE_SIZE)
        rows = [self._row(brain) for brain in brains]
        url = f"{self.site.absolute_url()}/@@alphabet-book"
        shown = self.span_words(start, rows, total)
        return Values(
            title=self.title,
            references=self._references(),
            said=shown,
            shown=shown,
            printed=self._printed(),
            letters=self._letters(),
            chips=self._chips(),
            facets=self._facets(),
            reset=url if any(self.asked[name] for name in ("class", "who", "text")) else None,
            find=self.find_box(url),
            columns=[self._column(one) for one in COLUMNS],
            rows=rows,
            rows_html=rows_html(rows, self.sprite, False),
            exports=[
                Values(
                    icon="check",
                    url=f"{self.site.absolute_url()}/@@book-check",
                    title=_("book_check_title", default="Check of the alphabet book"),
                ),
                Values(
                    icon="sheet",
                    url=f"{url}-csv{self.address()}",
                    title=_("desk_export_csv", default="Table CSV"),
                ),
            ],
            pages=pages(total, self.number, self.address, self.say),
            empty=empty_book(self.asked),
        )

    def referring(self):
        """Return the rows of files under other letters that the page of this letter points to."""
        letter = self.asked["letter"]
        if not letter:
            return []
        query = {**self._query(), "record_book_letters": letter}
        del query["record_number"]
        return api.portal.get_tool("portal_catalog")(**query, sort_on="record_sort")

    def _references(self):
        """Return «Орлова Вера: см. К-25» for surnames that changed; the number never does."""
        found = []
        for brain in self.referring():
            number, name = number_and_name(brain.Title)
            data = {"name": self._with_former(name, brain.getObject()), "number": number}
            text = _("desk_book_see", default="${name}: see ${number}", mapping=data)
            found.append(Values(url=brain.getURL(), title=text))
        return found

    def _printed(self):
        return _(
            "desk_print_line",
            default="${school} · as of ${day} · ${name}",
            mapping={
                "school": self.site.title,
                "day": day_text(self.today),
                "name": self.reader.name,
            },
        )

    def _letters(self):
        everything = Values(
            title=self.say(_("desk_book_all", default="All")),
            url=self.address(letter=None, sort=None),
            current=None if self.asked["letter"] else "true",
        )
        return [
            everything,
            *(
                Values(
                    title=letter,
                    url=self.address(letter=letter),
                    current="true" if letter == self.asked["letter"] else None,
                )
                for letter in LETTERS
            ),
        ]

    def _chips(self):
        words = {
            "class": self.rows_in_words.cohort_label,
            "who": lambda value: self.say(WHO[value]),
            "text": lambda value: f"«{value}»",
        }
        found = []
        for name, word in words.items():
            if not self.asked[name]:
                continue
            value = word(self.asked[name])
            drop = _(
                "desk_chip_drop", default="Remove the condition: ${value}", mapping={"value": value}
            )
            found.append(
                Values(
                    key=name,
                    label=CHIP_LABELS.get(name),
                    value=value,
                    drop=self.address(**{name: None}),
                    drop_label=self.say(drop),
                )
            )
        return found

    def _facets(self):
        school = self.reader.school
        cohorts = [] if school is None else cohorts_on(school, self.today)
        pairs = (
            ("class", _("desk_facet_class", default="Class"), _cohort_choices(cohorts, self.today)),
            (
                "who",
                _("desk_facet_who", default="Pupils"),
                [(key, self.say(title)) for key, title in WHO.items()],
            ),
        )
        return self.choice_boxes(pairs)

    def _column(self, column):
        sorts = column.sort and (self.asked["letter"] or column.sort == NAME)
        default = NUMBER if self.asked["letter"] else NAME
        here = column.id == (self.asked["sort"] or default)
        down = here and not self.asked["down"]
        icon = ("down" if self.asked["down"] else "up") if here else "sort"
        sort = self.address(sort=column.id, down="1" if down else "") if sorts else None
        return Values(
            id=column.id,
            title=column.title,
            css=column.css,
            fixed=column.fixed,
            off="" if column.off else None,
            sort=sort,
            sort_icon=icon,
            sorted=("descending" if self.asked["down"] else "ascending") if here else None,
        )

    def texts(self, brain):
        """Return column → text of one pupil."""
        number, name = number_and_name(brain.Title)
        record = brain.getObject()
        return {
            "number": brain.record_number or number,
            "name": self._with_former(name, record),
            "class": brain.record_cohort and self.rows_in_words.cohort_label(brain.record_cohort),
            "admitted": day_text(record.admitted_on or brain.record_opened_on),
            "admitted_by": order_text(record.admission_order_number, record.admission_order_date),
            "left": day_text(record.left_on or brain.record_closed_on),
            "left_by": order_text(record.leaving_order_number, record.leaving_order_date),
            "destination": record.destination,
            "born": day_text(record.birth_date),
            "sex": text_of("sex", record.sex) if record.sex else "",
            "address": record.address,
            "parents": ", ".join(one["name"] for one in record.representatives or ()),
            "reason": record.leaving_reason,
            "given": self._given(record),
            "volume": record.book_volume,
        }

    def _given(self, record):
        """Return receipt and day of a file that was handed out: «№ 12/2026, 05.06.2026»."""
        receipt = last_receipt(record) if record.state == rules.HANDED_OUT else None
        return f"№ {receipt.label}, {day_text(receipt.given_on)}" if receipt is not None else ""

    def _with_former(self, name, record):
        """Return the name with the former surnames behind it: «Орлова Вера (прежде Козлова)»."""
        surnames = [one.name.last_name for one in former_of(record) if one.kind == CHANGE]
        known = [one for one in dict.fromkeys(surnames) if one != record.last_name]
        if not known:
            return name
        data = {"name": name, "former": ", ".join(known)}
        return self.say(_("desk_book_former", default="${name} (before: ${former})", mapping=data))

    def _row(self, brain):
        texts = self.texts(brain)
        cells = []
        for column in COLUMNS:
            text, first = texts[column.id] or "", column.id == "number"
            labelled = column.id in LABELLED and text
            cells.append(
                Values(
                    col=column.id,
                    css=column.css,
                    text=text,
                    full=text if "sr-cut" in column.css else None,
                    url=brain.getURL() if first else None,
                    link="sr-open" if first else None,
                    off="" if column.off else None,
                    label=self.say(column.title) if labelled else None,
                )
            )
        return Values(uid=brain.UID, label=texts["number"], cells=cells)


CHIP_LABELS = {
    "class": _("desk_chip_class", default="class"),
    "text": _("desk_chip_text", default="words"),
}


def _cohort_choices(cohorts, today):
    return [(one.id, one.name_on(today)) for one in cohorts]


def _number(brain):
    digits = (brain.record_number or "").rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


class AlphabetBookCSV(AlphabetBook):
    """``alphabet-book-csv``: every row of the same question."""

    def __call__(self):
        rows = [[self.say(one.title) for one in COLUMNS]]
        for brain in self.found(0, None)[1]:
            texts = self.texts(brain)
            rows.append([texts[one.id] or "" for one in COLUMNS])
        for reference in self._references():
            rows.append(["", self.say(reference.title)])
        return csv_answer(self.request, f"alphabet-book-{self.today.isoformat()}.csv", rows)
