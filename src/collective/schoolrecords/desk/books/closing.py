"""Closing a book: what is missing, the sheets, a check page, and the number typed at the end."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.core import book_fields as fields
from collective.schoolrecords.core import books as rules
from collective.schoolrecords.core.plural import count_in_words
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.desk.books.base import BookBase
from collective.schoolrecords.desk.confirm import same_number
from collective.schoolrecords.desk.form_page import FormMixin
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.formats import number_text
from collective.schoolrecords.desk.hints import HINTS
from collective.schoolrecords.desk.record_steps import ASKED
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.lifecycle.interfaces import IRecordBehavior
from collective.schoolrecords.lifecycle.words import reasons_in_words
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.book import rights
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.retention.terms import term_of
from functools import cached_property
from zExceptions import Unauthorized
from zope import schema
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


class CloseBook(FormMixin, BookBase):
    """``close-book``: sheets and certification, then a check page; sheets are kept at once.

    What is filled in first is saved with the book, so that the counting may go on tomorrow.
    """

    title = _("desk_book_close", default="Close the book")
    errors_title = _("desk_book_not_yet", default="The book is not closed yet")

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @cached_property
    def checking(self):
        """Whether the page is the last one, before the end."""
        return self.request.form.get("stage") == "check"

    def form_fields(self):
        """See :class:`FormMixin`."""
        return FIELDS

    @cached_property
    def hindrances(self):
        """Sentences of what forbids the closing and is not asked for here."""
        found = steps.reasons(self.context, "close", {})
        own = {field.__name__ for field in FIELDS}
        left = [one for one in found if one.code != ASKED and one.field not in own]
        return [one["message"] for one in reasons_in_words(left, self.context, self.request)]

    def render(self):
        """Ask, check, close; a GET never changes anything."""
        if not rights.may_close(self.context):
            raise Unauthorized("close-book")
        self.stage = "fill"
        if self.posted() and self.saves:
            values = self._read()
            if values is not None and self.checking and self._close(values):
                return self.go(self.context.absolute_url())
            if values is not None or self.checking:
                self.stage = "check"
        elif not self.posted():
            self.other_errors.extend(self.hindrances)
        return self.index()

    def _read(self):
        """Return what was sent and keep the sheets, or ``None`` with errors."""
        values = self.read_all()
        if self.field_errors:
            self.judge(lambda: self._weigh(values))
        else:
            self._weigh(values)
        return None if self.errors else values

    def _weigh(self, values):
        """Keep the sheets, and what forbids the closing as errors of the form."""
        if not self.checking and "sheets" in values:
            self._keep_sheets(values["sheets"])
        details = {name: values.get(name) for name in ("closed_on", "signature_fact")}
        found = steps.reasons(self.context, "close", details)
        for one in reasons_in_words(found, self.context, self.request):
            if one["field"] in values:
                self.field_errors[one["field"]] = one["message"]
            elif one["field"] not in self.field_titles:
                self.other_errors.append(one["message"])

    def _keep_sheets(self, sheets):
        if sheets != self.context.sheets:
            self.context.sheets = sheets
            changed = Attributes(IRecordBehavior, "sheets")
            notify(ObjectModifiedEvent(self.context, changed))

    def _close(self, values):
        if not same_number(self.request.form.get("confirm"), self._number):
            data = {"number": self._number}
            wrong = _(
                "desk_confirm_wrong",
                default="The number does not match: type ${number}.",
                mapping=data,
            )
            self.other_errors.append(self.say(wrong))
            return False
        details = {name: values[name] for name in ("closed_on", "signature_fact")}
        try:
            steps.perform(self.context, "close", details, self.request.form.get("seen"))
        except Refusal as refusal:
            self.keep_refusal(refusal)
            return False
        data = {
            "entries": number_text(len(entries_of(self.context))),
            "sheets": sheets_text(values["sheets"]),
        }
        self.note(
            _(
                "desk_book_closed",
                default="The book is closed: entries ${entries}, ${sheets}.",
                mapping=data,
            )
        )
        return True

    @property
    def _number(self):
        return (self.context.registration_number or "").strip()

    @property
    def form(self):
        """What the template shows."""
        known = {
            "sheets": self.context.sheets,
            "closed_on": self.today,
            "signature_fact": None,
        }
        check = self.stage == "check"
        inputs = self.inputs(FIELDS, known)
        hidden = [Values(name="stage", value="check" if check else "fill")]
        danger = None
        if check:
            hidden.append(Values(name="seen", value=steps.version_of(self.context)))
            hidden += [Values(name=one.name, value=one.value) for one in inputs]
            danger = Values(
                title=self.title,
                text=_(
                    "desk_book_close_text",
                    default="Nothing is written into a closed book any more.",
                ),
                ask=_(
                    "desk_confirm_ask",
                    default="To confirm, type: ${number}",
                    mapping={"number": self._number},
                ),
                number=self._number,
            )
        return Values(
            title=CHECK if check else self.title,
            line=self.record_title,
            texts=list(self._facts()) if check else [FIRST],
            action=f"{self.context.absolute_url()}/@@close-book",
            hidden=hidden,
            groups=() if check else [Values(fields=inputs)],
            save=self.title if check else TO_CHECK,
            cancel=self.context.absolute_url(),
            danger=danger,
        )

    def _facts(self):
        store, book = entries_of(self.context).store, self.context
        data = {
            "entries": number_text(store.highest() or 0),
            "issued": number_text(store.states[rules.ISSUED]),
            "annulled": number_text(store.states[rules.ANNULLED]),
        }
        if book.kind != fields.ALPHABET:
            yield _(
                "desk_book_check_entries",
                default="Entries: ${entries}; handed out: ${issued}; annulled: ${annulled}.",
                mapping=data,
            )
        yield _(
            "desk_book_check_sheets",
            default="Numbered, laced and sealed: ${sheets}.",
            mapping={"sheets": sheets_text(book.sheets or 0)},
        )
        yield _(
            "desk_book_check_fact",
            default="Certified: ${fact}, ${day}.",
            mapping={
                "fact": self.request.form.get("signature_fact") or "",
                "day": day_text_of(self.request.form.get("closed_on")),
            },
        )
        term = term_of(book)
        data = {"place": book.storage_place or "—", "term": term_text(term) if term else "—"}
        yield _(
            "desk_book_check_place",
            default="Kept: ${place}; term: ${term}.",
            mapping=data,
        )


def sheets_text(number):
    """Return «96 (девяносто шесть) листов»."""
    return count_in_words(number, "лист", "листа", "листов")


def day_text_of(text):
    """Return a day as it was typed, or an ISO text as ДД.ММ.ГГГГ."""
    return day_text(text) if isinstance(text, str) and text[4:5] == "-" else text or ""


FIELDS = [
    schema.Int(
        __name__="sheets",
        title=_("record_sheets", default="Number of sheets"),
        description=_(
            "desk_hint_book_sheets",
            default="Numbered and laced sheets; needed to close the book.",
        ),
        required=True,
        min=1,
        max=99999,
    ),
    schema.Date(__name__="closed_on", title=texts.DETAILS["closed_on"], required=True),
    schema.TextLine(
        __name__="signature_fact",
        title=texts.DETAILS["signature_fact"],
        description=HINTS["signature_fact"],
        required=True,
        max_length=400,
    ),
]
FIRST = _(
    "desk_book_close_first",
    default="Count the sheets of the book on paper. A check page follows; nothing is closed yet.",
)
CHECK = _("desk_book_check", default="Check before closing")
TO_CHECK = _("desk_book_to_check", default="To the check")
