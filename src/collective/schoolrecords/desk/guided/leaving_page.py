"""A pupil leaves: application, order, check, hand-out against signature, notice of the new school."""

from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.desk.confirm import confirmation_of
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.guided.base import GO_ON
from collective.schoolrecords.desk.guided.of_file import FilePage
from collective.schoolrecords.desk.guided.of_file import work_that_leads
from collective.schoolrecords.desk.prints import papers_before
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.desk.year_standing import year_lacks
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work import leaving
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import settings
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.refusals import words_of
from collective.schoolrecords.records.year_work.rights import may_work
from collective.schoolrecords.retention.receipts.journal import find_journal
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


TITLE = _("guided_leaving", default="A pupil leaves")
WHY = _("guided_why", default="Why the pupil leaves")
STEPS = {
    rules.APPLICATION: _("guided_application", default="Application"),
    rules.ORDER: _("guided_order", default="Order"),
    rules.CHECK: _("guided_check", default="Check"),
    rules.HAND_OUT: _("guided_hand_out", default="Handing out"),
    rules.NOTICE: _("guided_notice", default="Notice"),
    rules.RESULT: _("guided_result", default="Result"),
}

#: The step that waits, as the button of the file's page names it.
NEXT = {
    rules.APPLICATION: _("guided_next_application", default="Leaving: the application"),
    rules.ORDER: _("guided_next_order", default="Leaving: the order"),
    rules.CHECK: _("guided_next_check", default="Leaving: close the file"),
    rules.HAND_OUT: _("guided_next_hand_out", default="Leaving: hand out the file"),
    rules.NOTICE: _("guided_next_notice", default="Leaving: the notice"),
    rules.RESULT: TITLE,
}


def leaving_link(record):
    """Return the link to this page on a file whose pupil may leave or is leaving."""
    if record.family_id != "personal_file" or not may_work():
        return []
    known = storage.open_on_file(record.UID(), storage.LEAVING)
    if record.state != life.CURRENT and known is None:
        return []
    return [Values(icon="leave", url=f"{record.absolute_url()}/@@leaving", title=TITLE)]


def leaving_next(record):
    """Return the link to the step of a leaving that is under way, for the record's main button.

    ``None`` without one, for who does not do the year's work, and while the director has the order.
    """
    work = work_that_leads(record, storage.LEAVING)
    if work is None:
        return None
    title = NEXT[leaving.place_of(work, record)]
    return Values(url=f"{record.absolute_url()}/@@leaving", title=title)


#: Fields of the application that only some ways of leaving ask for.
LATER = {
    "application_on": _(
        "guided_needed_application", default="(needed for a transfer and by the parents' wish)"
    ),
    "destination": _("guided_needed_transfer", default="(needed for a transfer)"),
    "words": _("guided_needed_words", default="(needed for another reason)"),
}


class LeavingPage(FilePage):
    """``leaving`` of a personal file."""

    title = TITLE
    steps = STEPS
    kind = storage.LEAVING

    @property
    def place(self):
        """See :class:`GuidedPage`."""
        if self.work is None:
            current = self.context.state == life.CURRENT
            return rules.APPLICATION if current else rules.RESULT
        return leaving.place_of(self.work, self.context)

    def path_ids(self):
        """See :class:`GuidedPage`."""
        return rules.path_of(self.values.get("way"))

    def may_return(self, step):
        """Application and order may be changed until the order is drawn up or the file closed."""
        if self.context.state != life.CURRENT:
            return False
        if self.work is not None and self.work.order:
            return step == rules.ORDER and self.order_gone()
        return step in (rules.APPLICATION, rules.ORDER)

    # -- what can be done -----------------------------------------------------------------------

    def deeds(self):
        """See :class:`DeedsMixin`."""
        if not may_work():
            return
        place = self.place
        if place == rules.APPLICATION or self.may_return(rules.APPLICATION):
            yield Deed(
                "application",
                GO_ON,
                self._enter,
                self._fields(),
                known=self._known(),
                judge=lambda values: leaving.check_application(self.context, values),
            )
        if self.work is None:
            return
        if place == rules.ORDER or (self.values.get("asked") and self.may_return(rules.ORDER)):
            fields = self.order_fields()
            known = self.known_order(self.values)
            yield Deed("order", GO_ON, self._order, fields, known=known, judge=self.judge_order)
        if place == rules.CHECK and not self.order_waits(self.work):
            yield self._carry_out()
        if place == rules.NOTICE:
            yield Deed(
                "notice",
                _("guided_notice_enter", default="Enter the notice"),
                self._notice,
                self._notice_fields(),
                known=(("received_on", self.today),),
            )
        if self.context.state == life.CURRENT and not self.work.order:
            yield Deed(
                "drop",
                _("guided_drop", default="Give it up"),
                self._drop,
                css="btn-secondary",
            )

    def _carry_out(self):
        if leaving.details_of(self.work) is None:
            title = _("guided_draw_up", default="Draw up the order and give it to the director")
            return Deed("carry_out", title, self._close)
        title = _("guided_leaving_close", default="Close the personal file")
        return Deed("carry_out", title, self._close, confirmation=confirmation_of(self.context))

    def _fields(self):
        ways = [SimpleTerm(key, key, title) for key, title in leaving.WAY_TITLES.items()]
        return (
            schema.Choice(
                __name__="way",
                title=WHY,
                vocabulary=SimpleVocabulary(ways),
            ),
            schema.Date(
                __name__="application_on", title=texts.DETAILS["application_on"], required=False
            ),
            schema.Date(__name__="left_on", title=texts.DETAILS["left_on"]),
            schema.TextLine(
                __name__="destination",
                title=texts.DETAILS["destination"],
                required=False,
                max_length=300,
            ),
            schema.TextLine(
                __name__="words",
                title=texts.DETAILS["words"],
                description=_("guided_words_hint", default="Only for “another reason”."),
                required=False,
                max_length=300,
            ),
        )

    def form_of(self, *ids):
        """See :class:`DeedsMixin`; what a way of leaving asks for is said beside the field."""
        bag = super().form_of(*ids)
        for field in bag.fields if bag is not None else ():
            field.later = field.later or LATER.get(field.name)
        return bag

    def _known(self):
        known = {"way": rules.TRANSFER, "left_on": self.today, **self.values}
        names = ("way", "application_on", "left_on", "destination", "words")
        return tuple((name, known.get(name)) for name in names)

    def _enter(self, values):
        work = self.work or leaving.start(self.context, self.reader.id)
        leaving.enter_application(work, self.context, values)
        return _("guided_kept", default="Kept.")

    def _order(self, values):
        leaving.enter_order(self.work, values)
        return _("guided_kept", default="Kept.")

    def _close(self, values):
        if leaving.carry_out(self.work, self.context):
            return _("guided_leaving_closed", default="The personal file is closed.")
        return _("guided_order_given", default="The order is with the director.")

    def _notice_fields(self):
        return (
            schema.Date(__name__="received_on", title=texts.DETAILS["received_on"]),
            schema.TextLine(
                __name__="order_number",
                title=texts.DETAILS["their_order"],
                required=False,
                max_length=60,
            ),
            schema.Date(
                __name__="order_date", title=texts.DETAILS["their_order_date"], required=False
            ),
        )

    def _notice(self, values):
        leaving.enter_notice(
            self.work,
            self.context,
            values["received_on"],
            values["order_number"] or "",
            values["order_date"],
        )
        return _("guided_notice_kept", default="The notice is kept; the work is done.")

    def _drop(self, values):
        self.work.drop()
        return _("guided_dropped", default="Given up; nothing was changed in the file.")

    # -- what each step shows -------------------------------------------------------------------

    def show_application(self):
        """The parent's application."""
        text = _(
            "guided_application_text",
            default="The file is given to the parents on their written application to the director.",
        )
        return {"texts": [text], "forms": self.forms_of("application", "drop")}

    def show_order(self):
        """Which order it is."""
        return {"forms": self.forms_of("order", "drop")}

    def show_check(self):
        """Everything that was entered, and what stands against it."""
        found = [
            (self.context.full_name, None, one["message"])
            for one in words_of(leaving.reasons_against(self.work, self.context))
        ]
        found += self.against_order()
        shown = self.last_look(found, self._facts())
        lacks = year_lacks(self.context, self.values.get("left_on") or self.today)
        shown["texts"] += [lacks] if lacks else []
        return shown

    def show_hand_out(self):
        """The step of the record asks who takes the file, with the portfolio."""
        url = f"{self.context.absolute_url()}/@@step?step=hand_out"
        text = _(
            "guided_hand_out_text",
            default="Print the receipt and let the receiver sign it. Then hand out the file together "
            "with the portfolio: the step asks who signed, and gives the receipt its number.",
        )
        title = _("guided_hand_out_go", default="Hand out against signature")
        return {
            "texts": [text],
            "facts": self._facts(),
            "links": [
                Values(url=url, title=title, css="btn-primary"),
                *papers_before(self.context, self.request, "hand_out"),
            ],
        }

    def show_notice(self):
        """What is awaited, and until when."""
        due = self.values.get("notice_due")
        state = rules.notice_state(due, None, self.today)
        data = {"day": day_text(due), "n": settings.notice_working_days()}
        text = (
            _(
                "guided_notice_late",
                default="The notice was due by ${day}. Ask the school.",
                mapping=data,
            )
            if state == rules.OVERDUE
            else _(
                "guided_notice_wait",
                default="The receiving school tells within ${n} working days: by ${day}.",
                mapping=data,
            )
        )
        return {"texts": [text], "facts": self._facts(), "forms": self.forms_of("notice")}

    def show_result(self):
        """What came of it."""
        return {"facts": self._facts(), "links": [self._to_file()]}

    def _to_file(self):
        title = _("guided_to_file", default="To the personal file")
        return Values(url=self.context.absolute_url(), title=title, css="btn-secondary")

    def _facts(self):
        record, values = self.context, self.values
        basis = orders.basis_of(self.work) if self.work is not None else None
        known = record.state != life.CURRENT
        why = record.leaving_reason if known else leaving.reason_words(values)
        left_on = record.left_on if known else values.get("left_on")
        where = record.destination if known else values.get("destination")
        order = (
            f"№ {record.leaving_order_number} от {day_text(record.leaving_order_date)}"
            if known and record.leaving_order_number
            else self.order_named(basis)
        )
        notice = leaving.notice_of(record)
        facts = (
            self.fact(WHY, why),
            self.fact(texts.DETAILS["application_on"], day_text(values.get("application_on"))),
            self.fact(texts.DETAILS["left_on"], day_text(left_on)),
            self.fact(texts.DETAILS["destination"], where),
            self.fact(STEPS[rules.ORDER], order),
            self.fact(_("guided_receipt", default="Receipt"), self._receipt()),
            self.fact(texts.DETAILS["received_on"], notice and day_text(notice.received_on)),
        )
        return [one for one in facts if one is not None]

    def _receipt(self):
        journal = find_journal(self.site)
        found = journal.of(self.context.UID()) if journal is not None else []
        return ", ".join(f"№ {one.label}" for one in found if one.uid == self.context.UID())
