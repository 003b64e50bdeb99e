"""The results of a class on one page: entered for everybody at once; who is whole can be signed."""

from AccessControl.security import checkPermission
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.core.citations import MOST_POINT
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.core.states import CURRENT
from collective.schoolrecords.desk.class_list import name_in
from collective.schoolrecords.desk.class_table import CLASS_TEACHER
from collective.schoolrecords.desk.class_table import ClassTable
from collective.schoolrecords.desk.class_table import files_of
from collective.schoolrecords.desk.class_table import ONCE_CURRENT
from collective.schoolrecords.desk.class_table import SEAL
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.form_page import SAVE
from collective.schoolrecords.desk.formats import number_and_name
from collective.schoolrecords.desk.navigation import MANAGE_SCHOOL
from collective.schoolrecords.desk.navigation import TITLES
from collective.schoolrecords.desk.no_classes import no_classes
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.record_tables import DECISIONS
from collective.schoolrecords.desk.record_tables import YEAR_STATES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.desk.year_standing import way_to_enter
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.personal_file.year_results import CITED
from collective.schoolrecords.school.cohorts import cohorts_of_year
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized
from zope import schema

import transaction


NOT_ENTERED = Values(
    icon="warning", tone="wait", title=_("desk_results_not_entered", default="Not entered")
)
#: Subjects that may be named at once.
MOST_NEW = 20
SIGN_LINKS = {
    CLASS_TEACHER: _("desk_results_to_sign", default="Check and sign: ${n}"),
    SEAL: _("desk_results_to_seal", default="Check and put the seal: ${n}"),
}


class ClassResults(FormMixin, Page):
    """``class-results?class=…&year=…``: for the class teacher and the office."""

    title = TITLES["results"]
    current = "results"
    errors_title = _("desk_results_refused", default="Nothing is saved yet: please correct")
    #: Whether the table has the council's decision on each pupil.
    decides = True
    #: What of the year is shown: ``1`` or ``2`` for a half-year, ``None`` for the year itself.
    half = None

    without_classes = ViewPageTemplateFile("templates/plain.pt")

    @property
    def result(self):
        """What the page shows while the school has no class."""
        return no_classes(self.site, self.title)

    @cached_property
    def _known(self):
        """The classes of all years that the reader may open: the own ones, for the office all."""
        if checkPermission(MANAGE_SCHOOL, self.site) and self.reader.school is not None:
            return list(self.reader.school.cohorts.values())
        return self.reader.own_cohorts()

    @cached_property
    def cohorts(self):
        """Those of :attr:`_known` that were classes of the year, 1А first; all when none was."""
        return cohorts_of_year(self._known, SchoolYear.parse(self.year)) or self._known

    @cached_property
    def cohort(self):
        """The class that the address names, else the first one of the year with pupils."""
        asked = self.request.form.get("class")
        named = next((one for one in self.cohorts if one.id == asked), None)
        found = (one for one in self.cohorts if files_of(one.id, ONCE_CURRENT))
        return named or next(found, self.cohorts[0])

    @cached_property
    def year(self):
        """The year asked for, else the one whose results are due, else this one.

        Of these the first in which the reader has a class.
        """
        asked, due = self.request.form.get("year"), school_year_before(self.today)
        for label in (asked, due):
            if _is_year(label) and cohorts_of_year(self._known, SchoolYear.parse(label)):
                return label
        return SchoolYear.of(self.today).label

    @cached_property
    def table(self):
        """The pupils and their results."""
        return ClassTable(self.cohort.id, self.year)

    def form_fields(self):
        """See :class:`FormMixin`."""
        return [
            schema.TextLine(
                __name__="minutes_number",
                title=texts.DETAILS["minutes_number"],
                required=False,
                max_length=60,
            ),
            schema.Date(
                __name__="minutes_date", title=texts.DETAILS["minutes_date"], required=False
            ),
            schema.Int(
                __name__="minutes_point",
                title=texts.DETAILS["minutes_point"],
                required=False,
                min=1,
                max=MOST_POINT,
            ),
        ]

    @property
    def url(self):
        """Address of this page with its question."""
        return self.part_url(None)

    def part_url(self, half):
        """Return the address of the class's year, or of one of its half-years."""
        page = f"class-half-years?half={half}&" if half else "class-results?"
        return f"{self.site.absolute_url()}/@@{page}class={self.cohort.id}&year={self.year}"

    @cached_property
    def has_halves(self):
        """Whether the class was in a grade with half-year marks in the year (domain.md 6.1)."""
        first = SchoolYear(rules.year_start(self.year)).first_day
        return self.cohort.grade_on(first) in rules.HALF_YEAR_GRADES

    def render(self):
        """Show the table; keep what was sent, or sign. Only people with a class have one."""
        if not self.cohorts:
            if not checkPermission(MANAGE_SCHOOL, self.site):
                raise Unauthorized("class-results")
            return self.without_classes()
        if self.posted() and self.saves and self._enter():
            return self.go(self.url)
        return self.index()

    def _enter(self):
        values = self.read_all()
        if self.field_errors:
            # The marks are judged beside the minutes that are kept: those sent cannot be read.
            self.judge(lambda: self._keep(self.table.minutes()))
            del self.table
            return False
        changed, refused = self._keep(tuple(values[name] for name in CITED))
        if refused:
            return False
        self.note_saved(changed)
        return True

    def _keep(self, minutes):
        """Enter the results; return those of :meth:`ClassTable.enter`, the refused ones told."""
        changed, refused = self.table.enter(self._sent_results(), minutes, self._seen())
        if refused:
            self._refuse(refused)
        return changed, refused

    def note_saved(self, changed):
        """Say on the next page how many pupils were changed."""
        self.note(
            _("desk_results_saved", default="Saved: ${n}.", mapping={"n": len(changed)})
            if changed
            else _("desk_results_unchanged", default="Nothing was changed.")
        )

    def was_sent(self, pupil):
        """Whether the form has a row of a pupil that could be changed."""
        return f"decision.{pupil.uid}" in self.request.form

    def _refuse(self, refused):
        transaction.doom()
        self.other_errors += [
            f"{number_and_name(pupil.record.title)[1]}: {text}" for pupil, text in refused
        ]

    def _seen(self):
        return {pupil.uid: self._text(f"seen.{pupil.uid}") for pupil in self.table.pupils}

    def _text(self, name):
        value = self.request.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def _sent_results(self):
        found = {}
        for pupil in self.table.pupils:
            if not self.was_sent(pupil):
                continue
            marks = {}
            for number, subject in enumerate(self.subjects):
                mark = rules.read_mark(self._text(f"mark.{pupil.uid}.{number}"))
                if mark:
                    marks[subject] = mark
            found[pupil.uid] = (marks, self._text(f"decision.{pupil.uid}") or None)
        return found

    @cached_property
    def subjects(self):
        """The columns: what is stored, or what was sent with new ones behind."""
        if not self.posted():
            return self.table.subjects()
        sent = []
        for number in range(rules.MAX_SUBJECTS):
            subject = self._text(f"subject.{number}")
            if not subject:
                break
            sent.append(subject)
        new = [one.strip() for one in self._text("more").replace("\n", ",").split(",")]
        return list(dict.fromkeys([*sent, *filter(None, new[:MOST_NEW])]))[: rules.MAX_SUBJECTS]

    @property
    def _narrow(self):
        return self.request.form.get("unsigned") == "1"

    @property
    def results_line(self):
        """The class and the year."""
        data = {"label": self.say(self._name(self.cohort)), "year": self.year}
        if self._narrow:
            return _(
                "desk_results_line_unsigned",
                default="${label} · ${year} · without the class teacher's signature",
                mapping=data,
            )
        return _("desk_results_line", default="${label} · ${year}", mapping=data)

    def _counts(self):
        pupils, whole, signed, sealed = self.table.counts()
        data = {"n": pupils, "whole": whole, "signed": signed, "sealed": sealed}
        return _(
            "desk_results_counts",
            default="Entered in full: ${whole} of ${n}. Signed: ${signed}. Sealed: ${sealed}.",
            mapping=data,
        )

    @property
    def results(self):
        """What the template shows."""
        cited = dict(zip(CITED, self.table.minutes(), strict=True))
        opens = any(pupil.may_enter for pupil in self.table.pupils)
        return Values(
            title=self.title,
            line=self.results_line,
            counts=self._counts(),
            known_marks=rules.MARKS,
            action=self.url,
            cohorts=self._cohorts(),
            years=self._years(),
            parts=self._parts(),
            decides=self.decides,
            opens=opens,
            subjects=[
                Values(name=f"subject.{number}", title=subject)
                for number, subject in enumerate(self.subjects)
            ],
            rows=[self._row(one) for one in self.table.pupils if one.unsigned or not self._narrow],
            fields=self.inputs(self.form_fields(), cited) if opens else None,
            save=SAVE,
            signs=self._signs(),
            empty=_("desk_results_no_year", default="Nobody learned in this class that year."),
        )

    def _name(self, cohort):
        return name_in(cohort, self.year, self.today)

    def _cohorts(self):
        if len(self.cohorts) < 2:
            return None
        base = f"{self.site.absolute_url()}/@@class-results"
        return [
            Values(
                title=self._name(one),
                url=f"{base}?class={one.id}&year={self.year}",
                current="page" if one.id == self.cohort.id else None,
            )
            for one in self.cohorts
        ]

    def _years(self):
        base = f"{self.site.absolute_url()}/@@class-results?class={self.cohort.id}"
        start = SchoolYear.of(self.today).start
        return [
            Values(
                title=SchoolYear(one).label,
                url=f"{base}&year={SchoolYear(one).label}",
                current="page" if SchoolYear(one).label == self.year else None,
            )
            for one in range(start, start - 3, -1)
        ]

    def _parts(self):
        if not self.has_halves:
            return None
        titles = {None: _("desk_halves_year", default="Results of the year")}
        titles |= {half: texts.DETAILS[f"half_year_{half}"] for half in rules.HALVES}
        return [
            Values(
                title=title,
                url=self.part_url(half),
                current="page" if half == self.half else None,
            )
            for half, title in titles.items()
        ]

    def _row(self, pupil):
        sent = self._sent_results().get(pupil.uid) if self.posted() else None
        marks = sent[0] if sent else pupil.marks
        decision = sent[1] if sent else getattr(pupil.result, "decision", None)
        name = number_and_name(pupil.record.title)[1]
        return Values(
            name=name,
            url=f"{pupil.record.absolute_url()}/@@year?year={self.year}",
            seen=Values(
                name=f"seen.{pupil.uid}",
                value=self._text(f"seen.{pupil.uid}") if self.posted() else pupil.version,
            ),
            open=pupil.may_enter,
            marks=[
                self._mark(pupil, number, subject, marks.get(subject, ""), name)
                for number, subject in enumerate(self.subjects)
            ],
            decision=Values(
                name=f"decision.{pupil.uid}",
                label=f"{self.say(texts.DETAILS['decision'])}: {name}",
                text=DECISIONS.get(decision, ""),
                options=_options(DECISIONS.items(), decision),
            ),
            state=YEAR_STATES[pupil.state] if pupil.result is not None else NOT_ENTERED,
            missing=self._missing(pupil),
        )

    def _mark(self, pupil, number, subject, mark, name):
        return Values(
            name=f"mark.{pupil.uid}.{number}",
            label=f"{subject}: {name}",
            text=mark,
            css="sr-mark is-invalid" if mark and mark not in rules.MARKS else "sr-mark",
            invalid="true" if mark and mark not in rules.MARKS else None,
        )

    def _missing(self, pupil):
        if pupil.result is None and pupil.record.state != CURRENT:
            return self.say(way_to_enter(pupil.record, self.today))
        if pupil.result is None or pupil.state != rules.DRAFT:
            return None
        return "; ".join(self.say(one) for one in self.lacks_of(pupil)) or None

    def lacks_of(self, pupil):
        """Yield what a pupil's year lacks: what is not entered, and subjects of the class."""
        names = self.table.missing(pupil)
        if names:
            titles = ", ".join(self.say(texts.DETAILS[name]).lower() for name in names)
            yield _("desk_results_missing", default="lacks: ${what}", mapping={"what": titles})
        subjects = self.table.lacking(pupil)
        if subjects:
            data = {"subjects": ", ".join(subjects)}
            yield _("desk_results_unmarked", default="no mark: ${subjects}", mapping=data)

    def _signs(self):
        """Return the links to the check pages of what the reader may sign now."""
        found = []
        for signer, title in SIGN_LINKS.items():
            count = len(self.table.ready(signer)) + len(self.table.unexplained(signer))
            if count:
                text = filled(title, {"n": count})
                base = f"{self.site.absolute_url()}/@@class-certify"
                asked = f"class={self.cohort.id}&year={self.year}&signer={signer}"
                found.append(Values(url=f"{base}?{asked}", title=text))
        return found


def _options(pairs, chosen):
    return [
        Values(value=key, title=title, selected="selected" if key == (chosen or "") else None)
        for key, title in [("", ""), *pairs]
    ]


def _is_year(text):
    try:
        rules.year_start(text if isinstance(text, str) else "")
    except ValueError:
        return False
    return True
