"""The file plan (номенклатура дел) of a year: units, items with term and source, totals."""

from collective.schoolrecords.core import file_plan as rules
from collective.schoolrecords.core import inventories
from collective.schoolrecords.core.file_plan import BY_PLAN
from collective.schoolrecords.core.terms import EPK
from collective.schoolrecords.core.terms import EVENT
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import UNTIL_NEEDED
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.plan_deeds import PICKS
from collective.schoolrecords.desk.plan_deeds import plan_deeds
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.order.interfaces import DOC_TYPES as ORDER_TYPES
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.plan.editing import counts_of
from collective.schoolrecords.retention.plan.marks import note_of
from collective.schoolrecords.retention.plan.words import STATE_TITLES
from collective.schoolrecords.school.regulation import regulation_on
from functools import cached_property
from urllib.parse import urlencode


STATES = {
    rules.DRAFT: Values(
        icon="state-draft", tone="plain", css="sr-state-title", title=STATE_TITLES[rules.DRAFT]
    ),
    rules.APPROVED: Values(
        icon="state-approved", tone="done", css="sr-state-title", title=STATE_TITLES[rules.APPROVED]
    ),
    rules.CLOSED: Values(
        icon="state-closed", tone="past", css="sr-state-title", title=STATE_TITLES[rules.CLOSED]
    ),
}
UNIT_TITLES = {
    file_plan.OFFICE: _("desk_unit_office", default="Management and office"),
    file_plan.TEACHING: _("desk_unit_teaching", default="Teaching"),
    file_plan.CERTIFICATES: _("desk_unit_certificates", default="Certificates of education"),
    file_plan.METHODS: _("desk_unit_methods", default="Methodical work"),
    file_plan.ARCHIVE: _("desk_unit_archive", default="Archive"),
}
OTHER_UNIT = _("desk_unit_other", default="Other")
SHORT, UNDATED = "short", "undated"
#: Classes of terms in the order of the totals at the year's end (domain.md 5.1).
CLASSES = {
    inventories.PERMANENT: _("desk_class_permanent", default="Permanently"),
    inventories.PERSONNEL: _("desk_class_personnel", default="50 years and more"),
    inventories.TEMPORARY: _("desk_class_long", default="Over 10 years"),
    SHORT: _("desk_class_short", default="10 years or less"),
    UNDATED: _("desk_class_undated", default="Until an event or as long as needed"),
}


def class_of(term):
    """Return the class of a core ``Term``, a key of ``CLASSES``."""
    kind = inventories.kind_of(term)
    if kind is not None:
        return kind
    return UNDATED if term.kind in (EVENT, UNTIL_NEEDED) else SHORT


class FilePlanPage(DeedsMixin, Page):
    """``file-plan?year=2026``: this year's plan without a year in the address."""

    repeated_names = (PICKS,)
    title = TITLES["file_plan"]
    current = "file_plan"

    @cached_property
    def years(self):
        """Years that have a plan, the latest first."""
        return sorted(file_plan.plan_years(self.site), reverse=True)

    @cached_property
    def year(self):
        """The year asked for, else this one, else the latest that has a plan."""
        asked = self.request.form.get("year")
        known = {str(year): year for year in self.years}
        if isinstance(asked, str) and asked in known:
            return known[asked]
        return self.today.year if self.today.year in self.years else max(self.years, default=None)

    @cached_property
    def plan(self):
        """The plan of the year, ``None`` when none is drawn."""
        return None if self.year is None else file_plan.file_plan_of(self.site, self.year)

    @cached_property
    def regulation(self):
        """The school's regulation of today, ``None`` before there is one."""
        return regulation_on(self.site, self.today)

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        url = f"{self.site.absolute_url()}/@@file-plan"
        return f"{url}?year={self.year}" if self.year else url

    def deeds(self):
        """See :class:`DeedsMixin`."""
        return plan_deeds(self)

    @property
    def result(self):
        """What the template shows."""
        if self.plan is None:
            none = _("desk_plan_none", default="No file plan is drawn yet.")
            forms = [one for one in (self.form_of("draw"),) if one]
            return Values(title=self.title, empty=none, forms=forms)
        counts = file_plan.records_per_item(self.plan)
        tables = [self._unit(unit, items, counts) for unit, items in self._by_unit()]
        group = self.form_of("change", "remove")
        if group is not None:
            # The boxes of all units belong to the one form below them.
            for table in tables:
                table.picks, table.form = PICKS, f"deed-{group.id}"
        forms = [group, self.form_of("add"), self.form_of("approve")]
        forms += [self.form_of("close"), self.form_of("next")]
        return Values(
            title=self.title,
            state=STATES[self.plan.state],
            line=self._line(),
            views=self._views(),
            links=self._links(),
            tables=[*tables, self._totals()],
            forms=[one for one in forms if one is not None],
        )

    def _line(self):
        plan = self.plan
        if plan.approved_on is None:
            return _(
                "desk_plan_line", default="For the year ${year}", mapping={"year": str(self.year)}
            )
        return _(
            "desk_plan_line_approved",
            default="For the year ${year}, approved on ${day}, minutes No. ${number} of ${minutes}",
            mapping={
                "year": str(self.year),
                "day": day_text(plan.approved_on),
                "number": plan.minutes_number,
                "minutes": day_text(plan.minutes_date),
            },
        )

    def _links(self):
        url = f"{self.site.absolute_url()}/@@paper?name=print-file-plan&year={self.year}"
        return [
            Values(url=url, css="btn-secondary", title=_("desk_plan_print", default="Print (PDF)"))
        ]

    def _views(self):
        url = f"{self.site.absolute_url()}/@@file-plan"
        return [
            Values(
                title=str(year),
                url=f"{url}?year={year}",
                current="page" if year == self.year else None,
            )
            for year in self.years
        ]

    def _by_unit(self):
        units = {}
        for item in self.plan.items.values():
            units.setdefault(item.index.partition("-")[0], []).append(item)
        return sorted(units.items())

    def _unit(self, unit, items, counts):
        title = self.say(UNIT_TITLES.get(unit, OTHER_UNIT))
        return Values(
            id=f"unit-{unit}",
            title=title,
            head=f"{unit} {title}",
            count=str(len(items)),
            columns=[
                Values(css="sr-nowrap", title=_("desk_col_index", default="Index")),
                Values(css="sr-lead", title=_("desk_col_case_title", default="Title of the case")),
                Values(css="sr-num", title=_("desk_col_files", default="Files")),
                Values(title=_("desk_col_term_article", default="Term and article")),
                Values(css="sr-side", title=_("desk_col_source", default="Source")),
            ],
            rows=[
                Values(
                    cells=self._cells(item, counts[item.index]),
                    pick=item.index,
                    label=f"{item.index} {item.title}",
                )
                for item in items
            ],
        )

    def _cells(self, item, count):
        label = self.say(_("desk_col_files", default="Files"))
        return [
            Values(text=item.index, css="sr-nowrap"),
            Values(text=item.title, css="sr-lead", sub=self._told(item)),
            Values(
                text=str(count) if count else "",
                css="sr-num",
                url=self._files(item) if count else None,
                label=label if count else None,
            ),
            Values(text=item.term_text, sub=item.article or None),
            Values(text=self._source(item), css="sr-side"),
        ]

    def _told(self, item):
        """The note of an item, then what became of its files."""
        return "; ".join(filter(None, (item.note, note_of(self.plan, item.index)))) or None

    def _files(self, item):
        families = {"personal_file": "personal_file", **dict.fromkeys(ORDER_TYPES, "order")}
        register = REGISTER_IDS[families.get(item.doc_type, "case_file")]
        asked = urlencode({"index": item.index, "year": self.plan.year})
        return f"{self.site.absolute_url()}/{register}?{asked}"

    def _source(self, item):
        if item.source == BY_PLAN:
            return _("desk_source_plan", default="this plan")
        if item.source == "default":
            return _("desk_source_default", default="list of terms")
        mark, _space, clause = item.source.partition(" ")
        if self.regulation is None or mark != self.regulation.mark:
            return item.source
        return _("desk_clause", default="clause ${n}", mapping={"n": clause})

    def _sums(self):
        """Return (title, numbers) of each class of terms that the plan has, and of all in the end."""
        counts = counts_of(self.plan)
        sums = {name: [0] * 4 for name in CLASSES}
        for item in self.plan.items.values():
            term, (files, running) = Term.from_dict(item.term), counts[item.index]
            epk = files if term.kind == EPK else 0
            row = sums[class_of(term)]
            row[:] = map(sum, zip(row, (1, files, running, epk), strict=True))
        everything = [sum(row[n] for row in sums.values()) for n in range(4)]
        rows = [(CLASSES[name], row) for name, row in sums.items() if row[0]]
        return [*rows, (_("desk_total", default="In all"), everything)]

    def _totals(self):
        titles = (
            _("desk_col_items", default="Items"),
            _("desk_col_files", default="Files"),
            _("desk_col_running", default="Of them running on"),
            _("desk_col_epk", default="Of them marked ЭПК"),
        )
        title = _("desk_plan_totals", default="Totals by term of storage")
        return Values(
            id="totals",
            title=title,
            head=title,
            columns=[
                Values(css="sr-lead", title=_("desk_col_term", default="Term of storage")),
                *(Values(css="sr-num", title=one) for one in titles),
            ],
            rows=[
                Values(
                    cells=[
                        Values(text=name, css="sr-lead"),
                        *(
                            Values(
                                text=str(number) if number else "",
                                css="sr-num",
                                label=self.say(one) if number else None,
                            )
                            for number, one in zip(numbers, titles, strict=True)
                        ),
                    ]
                )
                for name, numbers in self._sums()
            ],
        )
