"""Lending a file for a time: to whom, on what ground and until when; and taking it back.

The receipt is printed first, filled in with what stands in the form, and signed; then the loan is
entered and the receipt gets its number.
"""

from AccessControl import getSecurityManager
from collective.schoolrecords.core import lending as rules
from collective.schoolrecords.core.lifecycle import HAND_OUT
from collective.schoolrecords.desk.deeds import Deed
from collective.schoolrecords.desk.deeds import DeedsMixin
from collective.schoolrecords.desk.loan_words import STANDINGS
from collective.schoolrecords.desk.loan_words import texts_of
from collective.schoolrecords.desk.prints import prints_of
from collective.schoolrecords.desk.record_base import RecordBase
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.lifecycle import texts
from collective.schoolrecords.lifecycle.lending_texts import CONDITIONS
from collective.schoolrecords.messages import _
from collective.schoolrecords.records import holder as loans
from collective.schoolrecords.records.holder import is_with_pupil
from collective.schoolrecords.retention.receipts.journal import find_journal
from collective.schoolrecords.retention.receipts.journal import LENT
from collective.schoolrecords.retention.receipts.overview import receipts_data
from functools import cached_property
from zope import schema
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


TITLE = _("desk_lending", default="Lending for a time")
LEND = _("desk_lend", default="Lend for a time")
BACK = _("desk_lend_back", default="Take back")
LENDABLE = ("personal_file", "case_file", "book", "portfolio")
MOST_HOLDER = 200
COLUMNS = (
    ("sr-lead", _("desk_loan_holder", default="To whom")),
    ("sr-side", texts.DETAILS["basis"]),
    ("sr-nowrap", _("desk_loan_given", default="Given")),
    ("sr-nowrap", _("desk_loan_until", default="Until")),
    ("", _("desk_loan_standing", default="How it stands")),
    ("sr-nowrap", _("desk_loan_number", default="Receipt")),
)


def lending_link(record):
    """Return the link to this page, for whoever may lend the record now or take it back."""
    may = getSecurityManager().checkPermission(HAND_OUT, record)
    if record.family_id not in LENDABLE or not may or is_with_pupil(record):
        return []
    title = BACK if record.holder else LEND
    return [Values(icon="move", url=f"{record.absolute_url()}/@@lending", title=title)]


class LendingPage(DeedsMixin, RecordBase):
    """``lending`` of a personal file, a case file, a book or a portfolio."""

    title = TITLE

    def trail(self):
        """See :class:`Page`."""
        return self.under_record()

    @property
    def back(self):
        """See :class:`DeedsMixin`."""
        return f"{self.context.absolute_url()}/@@lending"

    def deeds(self):
        """See :class:`DeedsMixin`; what the pupil keeps at home is no loan."""
        if is_with_pupil(self.context):
            return
        if self.context.holder:
            yield Deed(
                "back",
                BACK,
                self._take_back,
                _return_fields(),
                known=(("returned_on", self.today),),
                judge=lambda given: loans.judge_return(
                    self.context, given["returned_on"], given["condition"], given["remarks"]
                ),
            )
        else:
            yield Deed(
                "lend",
                LEND,
                self._lend,
                _lending_fields(),
                text=_(
                    "desk_lend_text",
                    default="First print the receipt and let it be signed, then lend the file. "
                    "The second sheet is the card for the place of the file.",
                ),
                judge=lambda given: loans.judge_giving(
                    self.context, given["holder"], given["until"], given["basis"]
                ),
            )

    def _lend(self, values):
        receipt = loans.give_to(
            self.context,
            values["holder"],
            values["until"],
            values["basis"],
            values["signature_fact"] or "",
        )
        data = {"number": receipt.label}
        return _("desk_lent", default="Lent. The receipt has the number ${number}.", mapping=data)

    def _take_back(self, values):
        loans.take_back(
            self.context, values["returned_on"], values["condition"], values["remarks"] or ""
        )
        return _("desk_lend_returned", default="The file is back.")

    @cached_property
    def rows(self):
        """The loans of the record as plain data, the latest first."""
        journal = find_journal(self.site)
        found = journal.of(self.context.UID()) if journal is not None else []
        mine = [one for one in found if one.kind == LENT and one.uid == self.context.UID()]
        return receipts_data(list(reversed(mine)), self.request, "")

    @property
    def record(self):
        """What the template shows."""
        lend, back = self.form_of("lend"), self.form_of("back")
        if lend is not None:
            lend.buttons.insert(0, self._print_button())
        form = lend or back
        now = Values(id="now", title=BACK if back else LEND, forms=[form])
        return Values(
            title=self.title,
            state=self._standing(),
            line=[self.record_title, *self._lines()],
            warnings=(),
            steps=(),
            blocked=(),
            links=prints_of(self.context, self.request, ("print-receipt",)) if back else (),
            aside=(),
            sections=[
                *([now] if form is not None else ()),
                Values(
                    id="loans",
                    title=_("desk_loans_of_file", default="Loans of this file"),
                    count=str(len(self.rows)) if self.rows else None,
                    table=self._table() if self.rows else None,
                    empty=None
                    if self.rows
                    else _("desk_loans_never", default="The file has never been lent."),
                ),
            ],
        )

    def _print_button(self):
        return Values(
            value="print",
            title=_("desk_lend_print", default="Print the receipt"),
            css="btn-secondary",
            action=f"{self.context.absolute_url()}/@@print-loan",
            target="_blank",
        )

    def _standing(self):
        if not self.context.holder:
            return FREE
        late = rules.standing(self.context.held_until, None, self.today)
        return Values(**{**STANDINGS[late].__dict__, "css": "sr-state-title"})

    def _lines(self):
        place = self.context.storage_place
        return [place] if place else []

    def _table(self):
        return Values(
            title=_("desk_loans_of_file", default="Loans of this file"),
            columns=[Values(css=css, title=title) for css, title in COLUMNS],
            rows=[self._row(one) for one in self.rows],
        )

    def _row(self, one):
        told = texts_of(one, self.today, self.say)
        return Values(
            cells=[
                Values(text=told["holder"], css="sr-lead"),
                Values(text=told["basis"], css="sr-side"),
                Values(text=told["given"], css="sr-nowrap"),
                Values(text=told["until"], css="sr-nowrap"),
                Values(state=told["state"], sub=told["back"] or None),
                Values(text=told["number"], css="sr-nowrap"),
            ]
        )


def _lending_fields():
    return (
        schema.TextLine(
            __name__="holder",
            title=_("desk_loan_holder", default="To whom"),
            description=_(
                "desk_loan_holder_hint",
                default="Name and post, of a stranger the organisation, too.",
            ),
            max_length=MOST_HOLDER,
        ),
        schema.TextLine(
            __name__="basis",
            title=texts.DETAILS["basis"],
            description=_("desk_loan_basis_hint", default="Memorandum, request: number and day."),
            max_length=rules.MOST_TEXT,
        ),
        schema.Date(__name__="until", title=_("desk_loan_until", default="Until")),
        schema.TextLine(
            __name__="signature_fact",
            title=texts.DETAILS["signature_fact"],
            description=_(
                "desk_loan_fact_hint",
                default="Where the signature is kept: receipt, journal, sheet.",
            ),
            required=False,
            max_length=rules.MOST_TEXT,
        ),
    )


def _return_fields():
    terms = [SimpleTerm(key, key, title) for key, title in CONDITIONS.items()]
    return (
        schema.Date(__name__="returned_on", title=texts.DETAILS["returned_on"]),
        schema.Choice(
            __name__="condition",
            title=texts.DETAILS["condition"],
            vocabulary=SimpleVocabulary(terms),
        ),
        schema.TextLine(
            __name__="remarks",
            title=texts.DETAILS["remarks"],
            description=_(
                "desk_loan_remarks_hint", default="Needed when it did not come back whole."
            ),
            required=False,
            max_length=rules.MOST_TEXT,
        ),
    )


FREE = Values(
    icon="check",
    tone="plain",
    css="sr-state-title",
    title=_("desk_loan_free", default="In its place"),
)
