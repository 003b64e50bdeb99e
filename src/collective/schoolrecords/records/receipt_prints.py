"""Receipts (расписки) on paper: for a whole record, and for one paper given out of a file.

Before anything is given the form is blank, to be filled in by hand. What was told of the receiver
lies in the record's own chain. Who prints a receipt gives the papers away: a family gets it from
the school and prints none.
"""

from AccessControl import getSecurityManager
from AccessControl.unauthorized import Unauthorized
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.lending import MOST_TEXT
from collective.schoolrecords.core.lifecycle import HAND_OUT
from collective.schoolrecords.core.lifecycle import HANDED_OUT
from collective.schoolrecords.core.receivers import BY_PROXY
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.receiver_texts import CAPACITIES
from collective.schoolrecords.lifecycle.receiver_texts import IDENTITY_KINDS
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.loan_forms import LoanForm
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_reader
from collective.schoolrecords.records.certifying_sheet import counted
from collective.schoolrecords.records.inventory import inventory_of
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.portfolio.handing import on_receipt_of
from collective.schoolrecords.records.portfolio.interfaces import IPortfolio
from collective.schoolrecords.records.prints import lines_of
from collective.schoolrecords.records.prints import number_of
from collective.schoolrecords.records.prints import OfficePaper
from collective.schoolrecords.records.prints import title_of
from collective.schoolrecords.retention.receipts.journal import last_receipt
from collective.schoolrecords.retention.receipts.journal import open_receipt
from collective.schoolrecords.retention.receipts.journal import payload_of
from zExceptions import NotFound
from zope.i18n import translate


def numbered_title(record):
    """Return what a record is called on its receipt; a portfolio bears the pupil's name alone."""
    title = title_of(record)
    if IPortfolio.providedBy(record):
        title = f"Портфолио: {title}"
    return f"{title}, № {number_of(record)}".removesuffix(", № ")


def capacity_text(given):
    """Return by which right somebody received it: «по доверенности № 12 от 01.06.2026»."""
    capacity = given.get("capacity")
    if capacity not in CAPACITIES:
        return ""
    words = _russian(CAPACITIES[capacity])
    if capacity != BY_PROXY:
        return words
    return f"{words} № {given.get('proxy_number')} от {_day(given.get('proxy_date'))}"


def identity_text(given):
    """Return the identity document that was shown; empty when none was told."""
    kind, number = given.get("identity_kind"), given.get("identity_number")
    if kind not in IDENTITY_KINDS or not number:
        return ""
    return f"{_russian(IDENTITY_KINDS[kind])} {number}"


def _russian(message):
    """Paper is Russian, whatever the language of the page that asks for it."""
    return translate(message, target_language="ru")


def _day(text):
    """A chain keeps days as ISO text."""
    return ".".join(reversed(str(text).split("-")))


class Receipt(OfficePaper):
    """``@@print-receipt`` of a record: for who holds it or got it for good."""

    name = "receipt"

    def form(self):
        """See :class:`forms.ReceiptForm`; of what is lent, :class:`LoanForm`. 403 for the family."""
        self.check_reader()
        record = self.context
        lent = open_receipt(record)
        if lent is not None:
            return loan_form(record, lent, payload_of(record, lent))
        pairs = [pair for pair in inventory_of(record) if pair[0].present]
        return self.filled(
            title=numbered_title(record),
            receiver=record.holder or "",
            documents=self._documents(record, pairs),
            sheets=counted(record).sheets or None,
        )

    def _documents(self, record, pairs):
        """The papers in the record, and with a personal file the portfolios that go along."""
        lines = lines_of(pairs, notes=False)
        if not IPersonalFile.providedBy(record):
            return lines
        along = [
            forms.InnerLine(
                str(number), f"Портфолио, {one.cycle} классы", sheets=str(one.sheets or "")
            )
            for number, one in enumerate(on_receipt_of(record), len(lines) + 1)
        ]
        return (*lines, *along)

    def filled(self, receiver, **facts):
        """Return the form with what was said when the context was given away last."""
        given, receipt = self._given(receiver), last_receipt(self.context)
        return forms.ReceiptForm(
            school=school_name(),
            receiver=receiver,
            capacity=capacity_text(given),
            identity=identity_text(given),
            given_on=receipt.given_on if given and receipt is not None else None,
            giver=signature_of_reader(),
            number=given.get("receipt_number") or "",
            basis=given.get("basis") or "",
            fact=given.get("signature_fact") or "",
            **facts,
        )

    def _given(self, receiver):
        if not receiver:
            return {}
        chain, found = chain_of(self.context), {}
        for entry in chain.entries():
            if entry.event == "carrier_moved" or entry.transition in ("hand_out", "transfer"):
                found = chain.payload(entry.seq)
        return found


class LentReceipt(Receipt):
    """``@@print-receipt`` of a book or a portfolio: for as long as it is lent.

    A portfolio that leaves for good goes on the receipt of the personal file.
    """

    @property
    def offered(self):
        """See :class:`PrintView`."""
        return super().offered and self._is_lent()

    def _is_lent(self):
        return open_receipt(self.context) is not None

    def form(self):
        """See :class:`Receipt`; 403 for the family, 404 for what is not lent now."""
        self.check_reader()
        if not self._is_lent():
            raise NotFound(self.__name__)
        return super().form()


def loan_form(record, receipt, told):
    """Return the :class:`LoanForm` of a record.

    ``receipt``: that of the loan, ``None`` before it; ``told``: holder, basis and fact of the
    signature, as far as they are known.
    """
    return LoanForm(
        school=school_name(),
        title=numbered_title(record),
        giver=signature_of_reader(),
        holder=told.get("holder") or "",
        basis=told.get("basis") or "",
        number=receipt.label if receipt is not None else "",
        index=record.case_index or "",
        shelf=record.storage_place or "",
        sheets=counted(record).sheets or None,
        given_on=receipt.given_on if receipt is not None else school_today(),
        until=receipt.until if receipt is not None else told.get("until"),
        fact=told.get("signature_fact") or "",
    )


class LoanReceipt(PrintView):
    """``@@print-loan``: the receipt for lending a record, before it is signed and entered.

    It is filled in with what the form beside it was sent with (POST, so that no name stands in an
    address); what is not told or cannot be read stays a line for the hand.
    """

    name = "loan"

    @property
    def offered(self):
        """See :class:`PrintView`."""
        may = getSecurityManager().checkPermission(HAND_OUT, self.context)
        return bool(may) and not self.context.holder

    def form(self):
        """See :class:`LoanForm`; 403 for who lends nothing here."""
        if not getSecurityManager().checkPermission(HAND_OUT, self.context):
            raise Unauthorized(self.__name__)
        sent = self.request.form if self.request.method == "POST" else {}
        told = {name: _text(sent.get(name)) for name in ("holder", "basis", "signature_fact")}
        told["until"] = read_date(_text(sent.get("until"))).value
        return loan_form(self.context, None, told)


def _text(value):
    return value.strip()[:MOST_TEXT] if isinstance(value, str) else ""


class DocumentReceipt(Receipt):
    """``@@print-receipt`` of one document: a certificate, a medical card given out of a file."""

    def form(self):
        """See :class:`forms.ReceiptForm`; 403 for the family."""
        self.check_reader()
        document = self.context
        return self.filled(
            title=", ".join(filter(None, (*self._parts(document), self._around(document)))),
            receiver=(document.receiver or "") if document.state == HANDED_OUT else "",
            sheets=document.doc_sheets,
        )

    @staticmethod
    def _parts(document):
        yield document.kind or ""
        yield f"№ {document.index}" if document.index else ""
        yield f"от {document.dated_on:%d.%m.%Y}" if document.dated_on else ""
        yield "подлинник" if document.original else ""

    @staticmethod
    def _around(document):
        """The record that the paper was taken out of, as the receipt of a paper names it."""
        title = numbered_title(aq_parent(aq_inner(document)))
        return f"из дела «{title}»"
