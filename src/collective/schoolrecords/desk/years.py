"""A school year of a personal file: marks, the council's decision, signature and seal."""

from AccessControl import Unauthorized
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import year_results as rules
from collective.schoolrecords.core.citations import MOST_POINT
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.fields import input_of
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.form_page import SAVE
from collective.schoolrecords.desk.record import RecordBase
from collective.schoolrecords.desk.record_tables import CERTIFY
from collective.schoolrecords.desk.record_tables import DECISIONS
from collective.schoolrecords.desk.record_tables import YEAR_STATES
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.desk.year_corrections import correction_link
from collective.schoolrecords.desk.year_corrections import mark_facts
from collective.schoolrecords.desk.year_standing import empty_year
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.year_results import CITED
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.personal_file.year_services import may_sign
from collective.schoolrecords.records.personal_file.year_services import subjects_lacking
from collective.schoolrecords.school.regulation import regulation_on
from functools import cached_property
from plone import api
from zope import schema


SPARE_SUBJECTS = 4
HUSH = "form-label sr-hush"
YEAR_MARK = _("desk_year_mark", default="Mark")
FACT = _("desk_sign_fact", default="How it was signed on paper")
SIGNED_BY = {
    "class_teacher": _("desk_col_class_teacher", default="Class teacher"),
    "seal": _("desk_signing_seal", default="Seal of the school"),
}
SIGNED_LATE = _(
    "desk_year_signed_late", default="Entered by the director after the file was closed"
)
SIGNERS = {
    "class_teacher": _("desk_sign_teacher", default="Sign as the class teacher"),
    "seal": _("desk_sign_seal", default="Put the school's seal"),
}


def mark_rules(site, day):
    """Return the :class:`MarkRules` of the regulation in force on a day."""
    regulation = regulation_on(site, day)
    if regulation is None:
        return rules.MarkRules()
    marks = regulation.marks
    return rules.MarkRules(frozenset(marks.forbidden or ()), bool(marks.grade1_no_marks))


class YearPage(FormMixin, RecordBase):
    """``year?year=2025/26`` of a personal file: enter, sign, seal; a locked year is shown."""

    @cached_property
    def year(self):
        """The label of the year asked for, this one when none is named or it is none."""
        asked = self.request.form.get("year")
        try:
            rules.year_start(asked if isinstance(asked, str) else "")
        except ValueError:
            return school_year_before(self.today)
        return asked

    @property
    def title(self):
        """See :class:`Page`."""
        return _("desk_year_title", default="Results of ${year}", mapping={"year": self.year})

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def result_of_year(self):
        """The stored results or ``None``."""
        return years_of(self.context).get(self.year)

    @property
    def state(self):
        """State of the year."""
        result = self.result_of_year
        return result.state if result is not None else rules.DRAFT

    @cached_property
    def may_certify(self):
        """True for those who enter and certify results of this file."""
        return bool(api.user.has_permission(CERTIFY, obj=self.context))

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
    def field_titles(self):
        """See :class:`FormMixin`."""
        return {
            **super().field_titles,
            "marks": texts.DETAILS["marks"],
            "half_years": texts.DETAILS["half_years"],
            "decision": texts.DETAILS["decision"],
            "fact": FACT,
            "without_reason": texts.DETAILS["without_reason"],
        }

    def render(self):
        """Show the year, enter it, or put a signature or the seal."""
        if self.posted():
            if not self.may_certify:
                raise Unauthorized("year")
            if self._change():
                self.note(
                    _(
                        "desk_saved",
                        default="Saved: ${section}.",
                        mapping={"section": self.say(self.title).lower()},
                    )
                )
                return self.go(f"{self.context.absolute_url()}/@@year?year={self.year}")
        return self.index()

    def _change(self):
        signer = self.request.form.get("signer")
        try:
            if signer in SIGNERS:
                return self._sign(signer)
            return self._enter()
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False

    def _enter(self):
        values = self.read_all()
        values["marks"] = {subject: marks[0] for subject, marks in self._sent_marks()}
        if self._has_halves:
            values["half_years"] = self._sent_halves()
        values["decision"] = self.request.form.get("decision") or None
        if self.field_errors:
            self.judge(lambda: self._keep(values))
            return False
        self._keep(values)
        return True

    def _keep(self, values):
        years_of(self.context).enter(
            self.year, values, self._grade(), mark_rules(self.site, self.today)
        )

    def _sign(self, signer):
        if not may_sign(self.context, signer):
            raise Unauthorized(signer)
        seen = self.request.form.get("seen")
        why = self.request.form.get("without_reason")
        fact = self.request.form.get("fact")
        fact = fact.strip()[:400] if isinstance(fact, str) else ""
        if not fact:
            self.field_errors["fact"] = self.say(_("desk_needed", default="Fill this in."))
            return False
        years_of(self.context).certify(
            self.year,
            signer,
            fact,
            self.reader.id,
            now().isoformat(),
            mark_rules(self.site, self.today),
            seen if isinstance(seen, str) else "",
            lacking=subjects_lacking(self.context, self.year),
            why=why.strip()[:400] if isinstance(why, str) else "",
        )
        return True

    def _grade(self):
        school = self.reader.school
        cohort = school.cohorts.get(self.context.cohort_id) if school is not None else None
        return (
            cohort.grade_on(SchoolYear(rules.year_start(self.year)).first_day) if cohort else None
        )

    @cached_property
    def _has_halves(self):
        """Whether the year has marks of half-years, from which a certificate is reckoned."""
        return self._grade() in rules.HALF_YEAR_GRADES

    def _sent_marks(self):
        """Yield (subject, (mark of the year, of the first half, of the second)) as they were sent."""
        form = self.request.form
        for number in range(rules.MAX_SUBJECTS + SPARE_SUBJECTS):
            subject = str(form.get(f"subject.{number}", "")).strip()
            if subject:
                names = [f"mark.{number}", *(f"half.{half}.{number}" for half in rules.HALVES)]
                yield subject, tuple(str(form.get(name, "")).strip() for name in names)

    def _sent_halves(self):
        sent = dict(self._sent_marks())
        found = {
            half: {subject: marks[place] for subject, marks in sent.items() if marks[place]}
            for place, half in enumerate(rules.HALVES, 1)
        }
        return {half: marks for half, marks in found.items() if marks}

    @property
    def year_form(self):
        """What the template shows."""
        result = self.result_of_year
        open_year = self.state == rules.DRAFT and self.may_certify
        url = self.context.absolute_url()
        return Values(
            title=self.title,
            line=self.record_title,
            state=YEAR_STATES[self.state] if result is not None else None,
            action=f"{url}/@@{self.__name__}",
            year=self.year,
            years=self._years(open_year) if result is None else None,
            marks=self._marks(result) if open_year else None,
            fixed=None if open_year else self._fixed(result),
            correct=correction_link(self.context, result),
            empty=None if open_year or result is not None else empty_year(self),
            decision=self._decision(result),
            fields=self.inputs(
                self.form_fields(),
                {name: getattr(result, name, None) for name in CITED},
            )
            if open_year
            else None,
            signatures=self._signatures(result),
            sign=self._next_signature(result),
            save=SAVE,
            cancel=url,
        )

    def _years(self, open_year):
        """The years that may be entered; to whoever only reads, those that are entered."""
        start = SchoolYear.of(self.today).start
        labels = [SchoolYear(one).label for one in range(start, start - 3, -1)]
        if not open_year:
            labels = years_of(self.context).labels()[::-1]
        base = f"{self.context.absolute_url()}/@@{self.__name__}?year="
        return [
            Values(title=one, url=base + one, current="page" if one == self.year else None)
            for one in labels
        ]

    def _seen(self, result):
        """After a refusal the version that was read, until the person opens the page anew."""
        sent = self.request.form.get("seen")
        return sent if self.posted() and isinstance(sent, str) else result.version()

    def _marks(self, result):
        kept = list(self._sent_marks()) if self.sent is not None else self._kept_marks(result)
        kept += [("", ("",) * (1 + len(rules.HALVES)))] * SPARE_SUBJECTS
        halves = [(f"half.{one}", texts.DETAILS[f"half_year_{one}"]) for one in rules.HALVES]
        kinds = [*(halves if self._has_halves else ()), ("mark", YEAR_MARK)]
        return [
            Values(
                subject_id=f"f-subject-{number}",
                subject_name=f"subject.{number}",
                subject=subject,
                span="sr-field sr-span-6" if self._has_halves else "sr-field sr-span-8",
                marks=[
                    Values(
                        id=f"f-{name}-{number}",
                        name=f"{name}.{number}",
                        title=title,
                        # Of three marks in a row the first line says which is which.
                        label="form-label" if self._has_halves and not number else HUSH,
                        css="sr-field sr-span-2" if self._has_halves else "sr-field sr-span-4",
                        options=_options(mark),
                    )
                    for (name, title), mark in zip(kinds, _in_order(marks, kinds), strict=True)
                ],
            )
            for number, (subject, marks) in enumerate(kept)
        ]

    def _kept_marks(self, result):
        """What stands in the year; of a new one the subjects of the year before, without marks."""
        marks = result.marks if result is not None else self._former_subjects()
        halves = getattr(result, "half_years", None) or {}
        columns = [marks, *(halves.get(one) or {} for one in rules.HALVES)]
        subjects = dict.fromkeys(subject for column in columns for subject in column)
        return [
            (subject, tuple(column.get(subject, "") for column in columns)) for subject in subjects
        ]

    def _former_subjects(self):
        """The subjects of the last entered year, without marks: they rarely change."""
        years = years_of(self.context)
        labels = years.labels()
        return dict.fromkeys(years.get(labels[-1]).marks, "") if labels else {}

    def _decision(self, result):
        chosen = getattr(result, "decision", None)
        if self.sent is not None:
            chosen = self.request.form.get("decision")
        return [
            Values(value=key, title=title, selected="selected" if key == (chosen or "") else None)
            for key, title in [("", ""), *DECISIONS.items()]
        ]

    def _fixed(self, result):
        if result is None:
            return []
        facts = mark_facts(result, self.say)
        decision = DECISIONS.get(result.decision, "")
        facts.append(Values(label=texts.DETAILS["decision"], value=decision))
        for name in CITED:
            value = getattr(result, name)
            shown = texts.day_text(value) if hasattr(value, "day") else str(value or "")
            facts.append(Values(label=texts.DETAILS[name], value=shown))
        return facts

    def _signatures(self, result):
        if result is None:
            return []
        return [
            Values(
                label=SIGNED_LATE if fact.get("late") else SIGNED_BY[name],
                value=_signed_words(fact),
            )
            for name, fact in sorted(result.signatures.items())
        ]

    def _next_signature(self, result):
        if result is None or not self.may_certify or result.state == rules.CERTIFIED:
            return None
        signer = "seal" if "class_teacher" in result.signatures else "class_teacher"
        if not may_sign(self.context, signer):
            return None
        fields = [schema.TextLine(__name__="fact", title=FACT, max_length=400)]
        lacking = subjects_lacking(self.context, self.year)
        if lacking and not rules.explained(lacking, result.signatures):
            fields.append(self._why_field(lacking))
        sent = self.request.form if self.field_errors else None
        return Values(
            signer=signer,
            seen=self._seen(result),
            title=SIGNERS[signer],
            fields=[
                input_of(one, None, None, self.say, sent, self.field_errors.get(one.__name__))
                for one in fields
            ],
        )

    def _why_field(self, lacking):
        data = {"subjects": ", ".join(lacking)}
        return schema.TextLine(
            __name__="without_reason",
            title=_("desk_year_why", default="Why there is no mark: ${subjects}", mapping=data),
            description=_(
                "desk_year_why_help",
                default="The class had it: exempt, a plan of the pupil’s own, another group.",
            ),
            max_length=400,
        )


def _signed_words(fact):
    """How it was signed, and what was said about subjects without a mark."""
    if not fact.get("without"):
        return fact["fact"]
    return f"{fact['fact']} ({', '.join(fact['without'])}: {fact['without_reason']})"


def _in_order(marks, kinds):
    """Marks of a subject as the form has them: half-years before the year, or the year alone."""
    year, *halves = marks
    return (*halves, year) if len(kinds) > 1 else (year,)


def _options(mark):
    return [
        Values(value=one, title=one, selected="selected" if one == mark else None)
        for one in ("", *rules.MARKS)
    ]
