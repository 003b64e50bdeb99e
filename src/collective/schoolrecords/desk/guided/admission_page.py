"""Admission of one or several children: the children, the order, the check, the result."""

from collective.schoolrecords.core import admission as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.fields import choice_field
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.guided.base import GO_ON
from collective.schoolrecords.desk.guided.base import GuidedPage
from collective.schoolrecords.desk.no_classes import lacking
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.year_work import admission
from collective.schoolrecords.records.year_work import children
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.class_change import label_of
from collective.schoolrecords.records.year_work.leaving import enter_order
from collective.schoolrecords.records.year_work.refusals import words_of
from functools import cached_property
from plone import api
from zope import schema


TITLE = _("guided_admission", default="Admission")
CHILDREN, ORDER, CHECK, RESULT = "children", "order", "check", "result"
STEPS = {
    CHILDREN: _("guided_children", default="Children"),
    ORDER: _("guided_order", default="Order"),
    CHECK: _("guided_check", default="Check"),
    RESULT: _("guided_result", default="Result"),
}
PAPER_TITLES = {
    "application_sheets": _("guided_application_sheets", default="Application, sheets"),
    "certificate_sheets": _("guided_certificate_sheets", default="Birth certificate, sheets"),
    "former_file_sheets": _("guided_former_file_sheets", default="Former file, sheets"),
    "marks_sheets": _("guided_marks_sheets", default="Current marks, sheets"),
}
#: What every child needs who does not go on in a former file.
NEEDED = (
    "way",
    "cohort_id",
    "admitted_on",
    "application_on",
    "last_name",
    "first_name",
    "birth_date",
)
#: What is needed of some children, by the way in which they come.
LATER = {
    "came_from": _("guided_needed_transferred", default="(needed when the child is transferred)"),
    "number": _("guided_needed_continued", default="(needed when the former file goes on)"),
}
SPANS = {
    "way": 8,
    "cohort_id": 4,
    "admitted_on": 6,
    "application_on": 6,
    "citizenship": 4,
    "address": 8,
    "came_from": 8,
    "former_number": 4,
    "number": 12,
    **dict.fromkeys(PAPER_TITLES, 3),
}
#: What the next child of an admission begins with.
REPEATED = ("way", "cohort_id", "admitted_on", "application_on", "came_from")


class AdmissionPage(GuidedPage):
    """``admission?uid=…``; without an id a new work begins with the first child."""

    title = TITLE
    current = "year_works"
    steps = STEPS

    @cached_property
    def work(self):
        """The work that the address names, ``None`` for a new one."""
        found = storage.find(self.request.form.get("uid"))
        return found if found is not None and found.kind == storage.ADMISSION else None

    @property
    def values(self):
        """What was entered so far."""
        return dict(self.work.values) if self.work is not None else {}

    @property
    def children(self):
        """The children entered so far."""
        return self.values.get("children", ())

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        base = f"{self.site.absolute_url()}/@@admission"
        return f"{base}?uid={self.work.uid}" if self.work is not None else base

    @property
    def place(self):
        """See :class:`GuidedPage`."""
        if self.work is None or (not self.children and self.work.state == storage.OPEN):
            return CHILDREN
        if self.work.state in (storage.DONE, storage.DROPPED):
            return RESULT
        if not self.values.get("chosen"):
            return CHILDREN
        return CHECK if self.values.get("ordered") else ORDER

    def may_return(self, step):
        """Children and order may be changed until the order is drawn up."""
        open_still = self.work is not None and self.work.state == storage.OPEN
        return (open_still and step in (CHILDREN, ORDER)) or (step == ORDER and self.order_gone())

    @cached_property
    def edited(self):
        """Place of the child that is being changed, ``None`` for a new one."""
        asked = self.request.form.get("child")
        fits = isinstance(asked, str) and asked.isascii() and asked.isdigit()
        return int(asked) if fits and int(asked) < len(self.children) else None

    # -- what can be done -----------------------------------------------------------------------

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if self.place == CHILDREN or self.may_return(CHILDREN):
            title = (
                _("guided_child_keep", default="Keep the child")
                if self.edited is not None
                else _("guided_child_add", default="Add the child")
            )
            known = tuple(self._known_child().items())
            css = "btn-secondary" if self.children and self.edited is None else "btn-primary"
            yield Deed(
                "child",
                title,
                self._child,
                self._fields(),
                known=known,
                css=css,
                judge=admission.check_one,
            )
        if self.work is None:
            return
        if self.children and self.may_return(CHILDREN):
            yield Deed("chosen", GO_ON, self._chosen)
            if self.edited is not None:
                out = _("guided_child_out", default="Take the child out")
                yield Deed("out", out, self._out, css="btn-secondary")
        if self.values.get("chosen") and self.may_return(ORDER):
            fields = self.order_fields()
            known = self.known_order(self.values)
            yield Deed("order", GO_ON, self._order, fields, known=known, judge=self.judge_order)
        if self.place == CHECK and not self.order_waits(self.work):
            basis = orders.basis_of(self.work)
            draw_up = _("guided_draw_up", default="Draw up the order and give it to the director")
            admit = _("guided_admit", default="Admit: ${n}", mapping={"n": len(self.children)})
            yield Deed("carry_out", draw_up if basis is None else admit, self._carry_out)
        if self.work.state == storage.OPEN:
            title = _("guided_drop", default="Give it up")
            yield Deed("drop", title, self._drop, css="btn-secondary")

    def _fields(self):
        names = (
            "last_name",
            "first_name",
            "middle_name",
            "birth_date",
            "sex",
            "snils",
            "citizenship",
            "address",
            "representatives",
            "came_from",
            "former_number",
        )
        return (
            choice_field(
                "way",
                _("guided_how", default="How the child comes"),
                admission.WAY_TITLES.items(),
            ),
            _optional(IPersonalFile["cohort_id"]),
            _optional(IPersonalFile["admitted_on"]),
            schema.Date(
                __name__="application_on", title=texts.DETAILS["application_on"], required=False
            ),
            *(_optional(IPersonalFile[name]) for name in names),
            schema.TextLine(
                __name__="number",
                title=_("guided_continued_number", default="Number of the file that goes on"),
                description=_("guided_continued_hint", default="Only from our grade 9: К-25."),
                required=False,
                max_length=12,
            ),
            *(
                schema.Int(__name__=name, title=title, required=False, min=1, max=999)
                for name, title in PAPER_TITLES.items()
            ),
        )

    def form_of(self, *ids):
        """See :class:`DeedsMixin`; what a child needs is told by the rules, so it is marked here."""
        bag = super().form_of(*ids)
        for field in bag.fields if bag is not None and ids == ("child",) else ():
            field.required = field.name in NEEDED
            field.later = LATER.get(field.name, field.later)
            field.span = SPANS.get(field.name, field.span)
        return bag

    def _known_child(self):
        if self.edited is not None:
            return self.children[self.edited]
        known = {"way": rules.NEW, "admitted_on": self.today, "application_on": self.today}
        if self.children:
            known.update({name: self.children[-1].get(name) for name in REPEATED})
        return {**known, "application_sheets": 1}

    def _child(self, values):
        work = self.work
        if work is None:
            admission.check_one(values)
            work = storage.begin(storage.ADMISSION, self.reader.id)
            self.__dict__["work"] = work
        admission.keep_child(work, values, self.edited)
        work.keep(chosen=False, label=", ".join(map(admission.short_of, self.children)))
        return _("guided_kept", default="Kept.")

    def _out(self, values):
        admission.take_out(self.work, self.edited)
        return _("guided_child_taken_out", default="Taken out.")

    def _chosen(self, values):
        self.work.keep(chosen=True)
        return _("guided_kept", default="Kept.")

    def _order(self, values):
        enter_order(self.work, values)
        return _("guided_kept", default="Kept.")

    def _carry_out(self, values):
        done = admission.carry_out(self.work)
        if not done:
            return _("guided_order_given", default="The order is with the director.")
        return _("guided_admitted", default="Admitted: ${n}.", mapping={"n": done})

    def _drop(self, values):
        self.work.drop()
        return _("guided_given_up", default="Given up; nobody was admitted.")

    # -- what each step shows -------------------------------------------------------------------

    def show_children(self):
        """The children entered so far and the form for one more."""
        forms = ("child", "out") if self.edited is not None else ("chosen", "child", "drop")
        return {
            **lacking(self),
            "tables": [one for one in (self._children_table(links=True),) if one],
            "forms": [one for one in map(self.form_of, forms) if one is not None],
        }

    def show_order(self):
        """Which order it is."""
        return {"forms": [one for one in map(self.form_of, ("order", "drop")) if one is not None]}

    def show_check(self):
        """Everything that was entered, the numbers, and what stands against it."""
        pairs = [] if self.work.files else admission.check(self.children)
        against = [
            (who, None, one["message"]) for who, reasons in pairs for one in words_of(reasons)
        ]
        against += self.against_order()
        text, link = self.order_state(self.work)
        basis = orders.basis_of(self.work)
        facts = [self.fact(STEPS[ORDER], self.order_named(basis))]
        forms = ("drop",) if against else ("carry_out", "drop")
        made = self._file_rows()
        tables = (
            self.reasons_table(against),
            self._children_table(),
            self._files_table(made) if made else None,
        )
        return {
            "texts": [text] if text else [],
            "links": [link] if link else [],
            "facts": [one for one in facts if one] or None,
            "tables": [one for one in tables if one],
            "forms": [one for one in map(self.form_of, forms) if one is not None],
        }

    def show_result(self):
        """The files that were made, with their numbers."""
        rows = self._file_rows(lambda brain: brain.review_state != life.DRAFT)
        return {
            "texts": [] if rows else [_("guided_nobody", default="Nobody was admitted.")],
            "tables": [self._files_table(rows)] if rows else [],
            "links": [
                Values(
                    url=f"{self.site.absolute_url()}/@@admission",
                    title=_("guided_admit_more", default="One more admission"),
                    css="btn-secondary",
                )
            ],
        }

    def _file_rows(self, shown=lambda brain: True):
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog(UID=list(self.work.files)) if self.work.files else []
        entered = [one.get("admitted_on") for one in self.children]  # not opened before the order
        days = dict(zip(self.work.files, entered, strict=False))
        paper = self.say(_("guided_papers_taken", default="Receipt for the papers"))
        return [
            Values(
                cells=[
                    Values(text=one.Title, css="sr-lead", url=one.getURL()),
                    Values(text=day_text(days.get(one.UID) or one.record_opened_on)),
                    Values(text=paper, url=f"{one.getURL()}/@@paper?name=print-papers-taken"),
                ]
            )
            for one in brains
            if shown(one)
        ]

    def _files_table(self, rows):
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("sr-nowrap", _("desk_col_admitted", default="Admitted")),
            ("sr-nowrap", _("guided_col_receipt", default="For the parents")),
        )
        head = _("guided_admitted_files", default="Admitted")
        if self.work.state != storage.DONE:
            head = _("guided_files_wait", default="Files that wait for the order")
        return Values(
            id="admitted",
            title=head,
            head=head,
            count=str(len(rows)),
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=rows,
        )

    def _children_table(self, links=False):
        if not self.children:
            return None
        numbers = admission.new_numbers(self.children)
        rows = [
            self._child_row(place, child, number, links)
            for place, (child, number) in enumerate(zip(self.children, numbers, strict=True))
        ]
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("sr-nowrap", _("desk_col_file_number", default="File No.")),
            ("sr-nowrap", _("desk_col_class", default="Class")),
            ("sr-nowrap", _("desk_col_admitted", default="Admitted")),
            ("", _("guided_how", default="How the child comes")),
        )
        head = _("guided_entered", default="Entered")
        return Values(
            id="children",
            title=head,
            head=head,
            count=str(len(rows)),
            columns=[Values(css=css, title=title) for css, title in columns],
            rows=rows,
        )

    def _child_row(self, place, child, number, links):
        way = self.say(admission.WAY_TITLES[child["way"]])
        former = admission.former_file(child) if child["way"] != rules.CONTINUED else None
        if former is not None:
            data = {"number": former.file_number}
            way = self.say(_("guided_came_back", default="came back, file ${number}", mapping=data))
        name = children.name_of(child)
        if child["way"] == rules.CONTINUED:
            record = children.continued_file(child)
            name = record.full_name if record is not None else child.get("number")
        return Values(
            cells=[
                Values(
                    text=name,
                    css="sr-lead",
                    url=f"{self.address(CHILDREN)}&child={place}" if links else None,
                ),
                Values(text=f"{number[0]}-{number[1]}" if number else child.get("number")),
                Values(text=label_of(child.get("cohort_id"), child.get("admitted_on"))),
                Values(text=day_text(child.get("admitted_on"))),
                Values(text=way),
            ]
        )


def _optional(field):
    """Return a field of the file as the admission asks for it: other fields are needed here."""
    found = type(field).__new__(type(field))
    found.__dict__.update(field.__dict__)
    found.required = False
    return found
