"""A pupil goes to another class: the class, the order, the check."""

from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.guided.base import GO_ON
from collective.schoolrecords.desk.guided.of_file import FilePage
from collective.schoolrecords.desk.guided.of_file import work_that_leads
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work import class_change
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.leaving import enter_order
from collective.schoolrecords.records.year_work.refusals import words_of
from collective.schoolrecords.records.year_work.rights import may_work
from zope import schema


TITLE = _("guided_class_change", default="To another class")
SINCE = _("guided_class_since", default="From which day")
SINCE_HELP = _(
    "guided_class_since_help",
    default="Without a day the pupil goes to the class when the order is carried out, to a class of "
    "the coming school year on 1 September.",
)
CLASS, ORDER, CHECK = "class", "order", "check"
STEPS = {
    CLASS: _("guided_class", default="Class"),
    ORDER: _("guided_order", default="Order"),
    CHECK: _("guided_check", default="Check"),
}


def class_change_link(record):
    """Return the link to this page on a file whose pupil may go to another class."""
    if record.family_id != "personal_file" or record.state != life.CURRENT or not may_work():
        return []
    return [Values(icon="move", url=f"{record.absolute_url()}/@@class-change", title=TITLE)]


def class_change_next(record):
    """Return the link for the record's main button while a change of class is under way."""
    if work_that_leads(record, storage.CLASS_CHANGE) is None:
        return None
    title = _("guided_next_class_change", default="To another class: go on")
    return Values(url=f"{record.absolute_url()}/@@class-change", title=title)


class ClassChangePage(FilePage):
    """``class-change`` of a personal file that is current."""

    title = TITLE
    steps = STEPS
    kind = storage.CLASS_CHANGE

    moved = False

    @property
    def back(self):
        """See :class:`DeedsMixin`; done, it leads to the file."""
        return self.context.absolute_url() if self.moved else super().back

    @property
    def place(self):
        """See :class:`GuidedPage`."""
        if self.work is None:
            return CLASS
        return CHECK if self.values.get("ordered") else ORDER

    def may_return(self, step):
        """Class and order may be changed until the order is drawn up."""
        if self.work is not None and self.work.order:
            return step == ORDER and self.order_gone()
        return self.work is not None and step in (CLASS, ORDER)

    # -- what can be done -----------------------------------------------------------------------

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if not may_work() or self.context.state != life.CURRENT:
            return
        if self.work is None or self.may_return(CLASS):
            known = tuple((one.__name__, self.values.get(one.__name__)) for one in self._fields())
            yield Deed("class", GO_ON, self._class, self._fields(), known=known)
        if self.work is None:
            return
        if self.may_return(ORDER):
            fields = self.order_fields()
            yield Deed("order", GO_ON, self._order, fields, known=self.known_order(self.values))
        if self.place == CHECK and not self.order_waits(self.work):
            draw_up = _("guided_draw_up", default="Draw up the order and give it to the director")
            move = _("guided_class_change_do", default="Put into the class")
            basis = orders.basis_of(self.work)
            yield Deed("carry_out", draw_up if basis is None else move, self._carry_out)
        if not self.work.order or self.order_gone():
            drop = _("guided_drop", default="Give it up")
            yield Deed("drop", drop, self._drop, css="btn-secondary")

    def _fields(self):
        title = _("guided_class_change_to", default="Into which class")
        return (
            # The house's own list of classes is offered under this name; its rules refuse the rest.
            schema.ASCIILine(__name__="cohort_id", title=title, max_length=64),
            schema.Date(__name__="since", title=SINCE, required=False),
            schema.Date(
                __name__="application_on", title=texts.DETAILS["application_on"], required=False
            ),
        )

    def _class(self, values):
        self.__dict__["work"] = class_change.enter_class(self.context, values, self.reader.id)
        return _("guided_kept", default="Kept.")

    def _order(self, values):
        enter_order(self.work, values)
        return _("guided_kept", default="Kept.")

    def _carry_out(self, values):
        cohort_id = self.values["cohort_id"]
        day = class_change.carry_out(self.work, self.context)
        self.moved = day is not None
        if self.moved:
            label = class_change.label_of(cohort_id, day)
            if day > self.today:
                return _(
                    "guided_class_changes",
                    default="The pupil goes to the class ${label} on ${day}.",
                    mapping={"label": label, "day": day_text(day)},
                )
            return _(
                "guided_class_changed",
                default="The pupil is in the class ${label} now.",
                mapping={"label": label},
            )
        return _("guided_order_given", default="The order is with the director.")

    def _drop(self, values):
        self.work.drop()
        return _("guided_dropped", default="Given up; nothing was changed in the file.")

    # -- what each step shows -------------------------------------------------------------------

    def show_class(self):
        """Where the pupil is, and where to; why not, for a file that is not current."""
        current = self.context.state == life.CURRENT
        told = () if current else words_of([Reason("not_in_class")])
        return {
            "texts": [SINCE_HELP] if current else [one["message"] for one in told],
            "facts": self._facts(),
            "forms": self.forms_of("class", "drop"),
        }

    def show_order(self):
        """Which order it is."""
        return {"forms": self.forms_of("order", "drop")}

    def show_check(self):
        """Everything that was entered, and what stands against it."""
        name = self.context.full_name
        against = class_change.against(self.work, self.context)
        found = [(name, None, one["message"]) for one in words_of(against)]
        return self.last_look(found, self._facts())

    def _facts(self):
        values, day = self.values, class_change.day_of(self.values)
        basis = orders.basis_of(self.work) if self.work is not None else None
        facts = (
            self.fact(
                _("guided_class_now", default="Class now"),
                class_change.label_of(self.context.cohort_id),
            ),
            self.fact(
                _("guided_class_to", default="Goes to"),
                class_change.label_of(values.get("cohort_id"), day),
            ),
            self.fact(SINCE, day_text(day) if day and day > self.today else None),
            self.fact(texts.DETAILS["application_on"], day_text(values.get("application_on"))),
            self.fact(STEPS[ORDER], self.order_named(basis)),
        )
        return [one for one in facts if one is not None]
