"""What all guided acts share: a numbered path, the step that is to be done, its forms and a result."""

from abc import ABC
from abc import abstractmethod
from AccessControl import Unauthorized
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.page import Page
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.order.interfaces import MOVEMENT
from collective.schoolrecords.records.order.numbers import next_free
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work.leaving import check_order
from collective.schoolrecords.records.year_work.refusals import words_of
from collective.schoolrecords.records.year_work.rights import may_work
from functools import cached_property
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


ORDER_WAYS = {
    orders.DRAW_UP: _("guided_order_draw_up", default="draw it up now and give it to the director"),
    orders.REGISTER: _("guided_order_register", default="it is in the register, approved"),
    orders.PAPER: _("guided_order_paper", default="it is on paper: enter number and day"),
}
OWN_ORDER = _("guided_order_own", default="(needed unless it is in the register)")
GO_ON = _("guided_go_on", default="Go on")


class GuidedPage(DeedsMixin, Page, ABC):
    """A guided act; a subclass says its path, the present step and what each step shows."""

    #: Step id → its title, in order.
    steps = {}

    @property
    @abstractmethod
    def place(self):
        """Id of the step that is to be done now."""

    @cached_property
    def shown(self):
        """The step on the page: the one asked for when it is open already, else the present one."""
        asked, names = self.request.form.get("show"), list(self.path_ids())
        if asked in names and names.index(asked) <= names.index(self.place):
            return asked
        return self.place

    def path_ids(self):
        """Return the ids of the path's steps, in order."""
        return list(self.steps)

    def render(self):
        """Only the office does the year's work."""
        if not may_work():
            raise Unauthorized(self.__name__)
        return super().render()

    @property
    def act(self):
        """What the template shows."""
        content = getattr(self, f"show_{self.shown}")()
        return Values(
            title=self.title,
            line=self.line,
            path=self._path(),
            step_title=self.steps[self.shown],
            **content,
        )

    line = None

    def _path(self):
        names = list(self.path_ids())
        now, shown = names.index(self.place), names.index(self.shown)
        return [
            Values(
                title=self.steps[name],
                css="sr-path-done" if number < now else None,
                current="step" if number == shown else None,
                url=self.address(name) if number < now and self.may_return(name) else None,
            )
            for number, name in enumerate(names)
        ]

    def form_of(self, *ids):
        """See :class:`DeedsMixin`; what is refused comes back on the step that it was sent from."""
        bag = super().form_of(*ids)
        if bag is not None:
            bag.action = self.address(self.shown)
            for field in bag.fields:
                if field.name in ("order_number", "order_date"):
                    field.later = OWN_ORDER
        return bag

    def address(self, step):
        """Return the address of the page with a step of the path shown."""
        mark = "&" if "?" in self.back else "?"
        return f"{self.back}{mark}show={step}"

    def may_return(self, step):
        """Whether what was entered in a step may still be changed."""
        return False

    # -- the order, which every act has ---------------------------------------------------------

    def order_fields(self):
        """Return the fields that ask which order it is."""
        ways = [SimpleTerm(key, key, title) for key, title in ORDER_WAYS.items()]
        known = [
            SimpleTerm(uid, uid, f"№ {number} от {day_text(day)}, {title}")
            for uid, number, day, title in (
                (one.UID(), one.registration_number, one.dated_on, one.title)
                for one in orders.offered_orders(self.work)
            )
        ]
        return (
            schema.Choice(
                __name__="order_way",
                title=texts.DETAILS["order_way"],
                vocabulary=SimpleVocabulary(ways),
            ),
            schema.Choice(
                __name__="order",
                title=texts.DETAILS["order"],
                description=_("guided_order_hint", default="Only for an order of the register."),
                vocabulary=SimpleVocabulary(known),
                required=False,
            ),
            schema.TextLine(
                __name__="order_number",
                title=texts.DETAILS["order_number"],
                description=_(
                    "guided_number_hint",
                    default="The next free number is proposed; write that of an order on paper "
                    "over it.",
                ),
                required=False,
                max_length=60,
            ),
            schema.Date(__name__="order_date", title=texts.DETAILS["order_date"], required=False),
        )

    def judge_order(self, values):
        """Refuse the order as it was entered, with all reasons."""
        check_order(self.work, values)

    def known_order(self, values):
        """Return what the order's fields begin with."""
        known = {"order_way": orders.DRAW_UP, "order_date": self.today, **values}
        if not known.get("order_number"):
            known["order_number"] = next_free(MOVEMENT, self.today.year)
        return tuple(
            (name, known.get(name)) for name in ("order_way", "order", "order_number", "order_date")
        )

    def order_gone(self):
        """Whether the order that was drawn up is no more, so that another one may be entered."""
        return self.work is not None and orders.order_is_gone(self.work)

    def against_order(self):
        """Return rows for :meth:`reasons_table`: why the order cannot be drawn up as entered."""
        found = orders.reasons_against(self.work, self.today)
        title, url = self.say(self.steps["order"]), self.address("order")
        return [(title, url, one["message"]) for one in words_of(found)]

    def order_state(self, work):
        """Return (text, link) about the order of a work that waits, nothing before it is drawn up."""
        order = orders.order_by_uid(work.order) if work.order else None
        if order is None:
            return None, None
        data = {
            "number": order.registration_number,
            "day": day_text(order.dated_on),
            "state": self.say(texts.state_message(order.state, "order")).lower(),
        }
        text = _(
            "guided_order_state", default="Order № ${number} of ${day}: ${state}.", mapping=data
        )
        return text, Values(
            url=order.absolute_url(),
            title=_("guided_order_open", default="Open the order"),
            css="btn-secondary",
        )

    def last_look(self, against, facts):
        """Return what the last look before the order shows: what was entered, what speaks against it.

        ``against``: rows of :meth:`reasons_table`; while there are any the deed is not offered.
        """
        text, link = self.order_state(self.work)
        return {
            "texts": [text] if text else [],
            "links": [link] if link else [],
            "facts": facts,
            "tables": [one for one in (self.reasons_table(against),) if one],
            "forms": self.forms_of("drop") if against else self.forms_of("carry_out", "drop"),
        }

    def order_named(self, basis):
        """Return number and day of the order that a work rests on, ``None`` without one."""
        return basis and f"№ {basis.number} от {day_text(basis.day)}"

    def order_waits(self, work):
        """Whether the order was drawn up and the director has not spoken yet."""
        return orders.waits_for_director(work)

    def fact(self, label, value):
        """Return a line of facts, ``None`` for nothing."""
        return Values(label=label, value=value) if value not in (None, "") else None

    def reasons_table(self, rows, title=None):
        """Return a table of (who, reason) pairs, ``None`` without any."""
        if not rows:
            return None
        columns = (
            ("sr-lead", _("desk_col_pupil", default="Pupil")),
            ("", _("guided_col_reason", default="What is missing")),
        )
        head = title or _("guided_missing", default="What is missing")
        return Values(
            id="missing",
            title=head,
            head=head,
            count=str(len(rows)),
            columns=[Values(css=css, title=name) for css, name in columns],
            rows=[
                Values(cells=[Values(text=who, css="sr-lead", url=url), Values(text=why)])
                for who, url, why in rows
            ],
        )
