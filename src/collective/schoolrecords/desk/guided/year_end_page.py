"""Graduation and moving up of a class: the class, its pupils, the order, the check, the result."""

from AccessControl import Unauthorized
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.class_list import classes_by_name
from collective.schoolrecords.desk.class_list import name_in
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.desk_lists import school_year_before
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.guided.base import GO_ON
from collective.schoolrecords.desk.guided.base import GuidedPage
from collective.schoolrecords.desk.record_tables import DECISIONS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work import year_end
from collective.schoolrecords.records.year_work.leaving import enter_order
from collective.schoolrecords.records.year_work.refusals import words_of
from collective.schoolrecords.records.year_work.rights import may_work
from functools import cached_property
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

import json


CLASS, PUPILS, ORDER, CHECK, RESULT = "class", "pupils", "order", "check", "result"
STEPS = {
    CLASS: _("guided_class", default="Class"),
    PUPILS: _("guided_pupils", default="Pupils"),
    ORDER: _("guided_order", default="Order"),
    CHECK: _("guided_check", default="Check"),
    RESULT: _("guided_result", default="Result"),
}
SKIP = "skip"
#: So many school years are offered, this one included.
YEARS = 3


class YearEndPage(GuidedPage):
    """What graduation and moving up share; ``?uid=…`` names the work."""

    repeated_names = (SKIP,)
    current = "year_works"
    steps = STEPS
    kind = None

    @cached_property
    def work(self):
        """The work that the address names, ``None`` for a new one."""
        found = storage.find(self.request.form.get("uid"))
        return found if found is not None and found.kind == self.kind else None

    @property
    def values(self):
        """What was entered so far."""
        return dict(self.work.values) if self.work is not None else {}

    @property
    def line(self):
        """The class and the year."""
        work = self.work
        return (work.values.get("label") or work.result.get("label")) if work is not None else None

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        base = f"{self.site.absolute_url()}/@@{self.__name__}"
        return f"{base}?uid={self.work.uid}" if self.work is not None else base

    @property
    def place(self):
        """See :class:`GuidedPage`."""
        if self.work is None:
            return CLASS
        if self.work.state in (storage.DONE, storage.DROPPED):
            return RESULT
        if self.work.state in (storage.RUNNING, storage.WAITING):
            return CHECK
        if not self.values.get("chosen"):
            return PUPILS
        return CHECK if self.values.get("ordered") else ORDER

    def may_return(self, step):
        """Pupils and order may be changed until the order is drawn up."""
        open_still = self.work is not None and self.work.state == storage.OPEN
        return (open_still and step in (PUPILS, ORDER)) or (step == ORDER and self.order_gone())

    @cached_property
    def pupils(self):
        """The pupils of the class, each with what is missing."""
        return year_end.pupils_of(self.work)

    # -- what can be done -----------------------------------------------------------------------

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if self.work is None:
            known = (("year", school_year_before(self.today)),)
            yield Deed("class", GO_ON, self._class, self._class_fields(), known=known)
            return
        if self.may_return(PUPILS):
            fields, known = self.pupil_fields(), self.known_pupils()
            judge = self.check_pupils
            yield Deed("pupils", GO_ON, self._pupils, fields, known=known, judge=judge)
        if self.values.get("chosen") and self.may_return(ORDER):
            fields = self.order_fields()
            known = self.known_order(self.values)
            yield Deed("order", GO_ON, self._order, fields, known=known, judge=self.judge_order)
        runs = self.work.state == storage.RUNNING
        if self.place == CHECK and not runs and not self.order_waits(self.work):
            yield Deed("carry_out", self._button(), self._carry_out)
        if self.work.state == storage.OPEN:
            title = _("guided_drop", default="Give it up")
            yield Deed("drop", title, self._drop, css="btn-secondary")

    def _button(self):
        if orders.basis_of(self.work) is None:
            return _("guided_draw_up", default="Draw up the order and give it to the director")
        count = len(year_end.chosen(self.work, self.pupils))
        return self.done_button(count)

    def _class_fields(self):
        school = self.reader.school
        start = SchoolYear.of(self.today).start
        years = [SchoolYear(one).label for one in range(start, start - YEARS, -1)]
        usual = school_year_before(self.today)
        cohorts = [
            (name_in(one, usual, self.today), one)
            for one in classes_by_name(school, usual)
            if self.may_choose(one)
        ]
        title = _(
            "guided_class_in", default="Class, as it was called in ${year}", mapping={"year": usual}
        )
        return (
            schema.Choice(
                __name__="cohort",
                title=title,
                vocabulary=SimpleVocabulary(
                    [SimpleTerm(one.id, one.id, name) for name, one in cohorts]
                ),
            ),
            schema.Choice(
                __name__="year",
                title=_("guided_year", default="School year that ends"),
                vocabulary=SimpleVocabulary([SimpleTerm(one, one, one) for one in years]),
            ),
        )

    def may_choose(self, cohort):
        """Whether a class is offered: it lived in one of the years that are."""
        return cohort.last_day >= SchoolYear(SchoolYear.of(self.today).start - YEARS + 1).first_day

    def _class(self, values):
        work = year_end.start(self.kind, self.reader.id, values["cohort"], values["year"])
        self.__dict__["work"] = work
        return _("guided_kept", default="Kept.")

    def _pupils(self, values):
        skipped = tuple(one for one in self.chosen(SKIP) if one in {p.uid for p in self.pupils})
        self.check_pupils(values)
        self.keep_pupils(values)
        self.work.keep(chosen=True, skipped=skipped)
        return _("guided_kept", default="Kept.")

    def _order(self, values):
        enter_order(self.work, values)
        return _("guided_kept", default="Kept.")

    def _carry_out(self, values):
        job = year_end.carry_out(self.work, self.reader.id)
        if job is None:
            return _("guided_order_given", default="The order is with the director.")
        return _("guided_job_begun", default="Begun. You may leave the page.")

    def _drop(self, values):
        self.work.drop()
        return _("guided_dropped_class", default="Given up; nothing was changed in the files.")

    # -- what a kind of work asks of its pupils -------------------------------------------------

    def pupil_fields(self):
        """Return the fields of the step "pupils"."""
        return ()

    def known_pupils(self):
        """Return what these fields begin with."""
        return ()

    def check_pupils(self, values):
        """Refuse what was entered of pupils and cannot be, here where it can be mended."""

    def keep_pupils(self, values):
        """Keep what was entered of pupils."""

    # -- what each step shows -------------------------------------------------------------------

    def show_class(self):
        """Which class and which year."""
        return {"forms": [self.form_of("class")]}

    def show_pupils(self):
        """Who goes, who is left out, what is missing."""
        bag = self.form_of("pupils")
        if bag is not None:
            bag.table = self._pupils_table(picks=True)
        forms = [one for one in (bag, self.form_of("drop")) if one is not None]
        return {"texts": [self.pupils_text], "forms": forms, "facts": self._counts()}

    def show_order(self):
        """Which order it is."""
        forms = (self.form_of("order"), self.form_of("drop"))
        return {"forms": [one for one in forms if one is not None]}

    def show_check(self):
        """Who goes with the order, who is left and why; the progress while the job runs."""
        if self.work.state == storage.RUNNING:
            return {"progress": self._progress()}
        text, link = self.order_state(self.work)
        basis = orders.basis_of(self.work)
        order = self.order_named(basis)
        left = [
            (one.record.full_name, one.record.absolute_url(), reason["message"])
            for one in self.pupils
            for reason in words_of(one.reasons)
        ]
        against = self.against_order()
        forms = (None if against else self.form_of("carry_out"), self.form_of("drop"))
        return {
            "texts": [text] if text else [],
            "links": [link] if link else [],
            "facts": [
                *self._counts(),
                *([self.fact(STEPS[ORDER], order)] if order else []),
            ],
            "tables": [
                one
                for one in (self._pupils_table(), self.reasons_table([*against, *left]))
                if one is not None
            ],
            "forms": [one for one in forms if one is not None],
        }

    def show_result(self):
        """The numbers, and where the rest is."""
        counts = self.work.result
        facts = [
            self.fact(_("guided_done", default="Done"), number_text(counts.get("done", 0))),
            self.fact(_("guided_refused", default="Left"), number_text(counts.get("refused", 0))),
        ]
        back = _("guided_to_works", default="To the year's work")
        link = Values(
            url=f"{self.site.absolute_url()}/@@year-works", title=back, css="btn-secondary"
        )
        return {"facts": facts, "links": [link]}

    def _counts(self):
        taken = len(year_end.chosen(self.work, self.pupils))
        return [
            self.fact(_("guided_in_class", default="In the class"), str(len(self.pupils))),
            self.fact(_("guided_taken", default="Go with the order"), str(taken)),
        ]

    def _pupils_table(self, picks=False):
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("", _("desk_col_decision", default="Decision")),
            ("", _("guided_col_missing", default="What is missing")),
        )
        taken = {one.uid for one in year_end.chosen(self.work, self.pupils)}
        shown = self.pupils if picks else [one for one in self.pupils if one.uid in taken]
        if not shown:
            return None
        head = (
            _("guided_pupils", default="Pupils")
            if picks
            else _("guided_taken", default="Go with the order")
        )
        return Values(
            id="pupils",
            title=head,
            head=head,
            count=str(len(shown)),
            picks=SKIP if picks else None,
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=[self._pupil_row(one, picks) for one in shown],
        )

    def _pupil_row(self, pupil, picks):
        name = pupil.record.full_name
        label = _("guided_skip", default="Leave out: ${name}", mapping={"name": name})
        missing = " ".join(one["message"] for one in words_of(pupil.reasons))
        return Values(
            pick=pupil.uid if picks and not pupil.reasons else None,
            label=self.say(label),
            cells=[
                Values(text=name, css="sr-lead", url=pupil.record.absolute_url()),
                Values(text=self.say(DECISIONS.get(pupil.decision, ""))),
                Values(text=missing),
            ],
        )

    def _job(self):
        jobs = get_jobs(self.site)
        return jobs.get(self.work.job) if jobs is not None and self.work.job else None

    def _progress(self):
        job = self._job()
        done, total = (job.done, job.total or len(self.values["taken"])) if job else (0, 0)
        said = _(
            "desk_progress_said",
            default="${done} of ${total}",
            mapping={"done": number_text(done), "total": number_text(total)},
        )
        plain = _(
            "desk_progress_said",
            default="${done} of ${total}",
            mapping={"done": "{done}", "total": "{total}"},
        )
        return Values(
            part=(job.percent() or 0) if job else 0,
            said=self.say(said),
            message="",
            title=self.title,
            url=f"{self.site.absolute_url()}/@@year-work-progress?uid={self.work.uid}",
            text=self.say(plain),
        )


class YearWorkProgress(YearEndPage):
    """``year-work-progress?uid=…``: what the page asks while the job runs, as JSON."""

    @cached_property
    def work(self):
        """The work, of either kind."""
        return storage.find(self.request.form.get("uid"))

    def render(self):
        """Return the state as JSON, to the office alone."""
        if not may_work():
            raise Unauthorized("year-work-progress")
        job = self._job() if self.work is not None else None
        self.request.response.setHeader("Content-Type", "application/json")
        running = self.work is not None and self.work.state == storage.RUNNING
        return json.dumps(
            {
                "state": "running" if running else "done",
                "done": job.done if job else 0,
                "total": job.total if job else 0,
                "message": "",
            }
        )
