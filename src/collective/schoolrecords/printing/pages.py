"""``print_form``: a form to the bytes of its page."""

from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing import plan_forms
from collective.schoolrecords.printing import school_forms
from collective.schoolrecords.printing.audit_forms import AuditForm
from collective.schoolrecords.printing.calendar_forms import CalendarForm
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.fixity_forms import FixityForm
from collective.schoolrecords.printing.loan_forms import loan_data
from collective.schoolrecords.printing.loan_forms import LoanForm
from collective.schoolrecords.printing.order_forms import OrderForm
from collective.schoolrecords.printing.page_act import act_data
from collective.schoolrecords.printing.page_act import minutes_data
from collective.schoolrecords.printing.page_audit import audit_data
from collective.schoolrecords.printing.page_book import book_data
from collective.schoolrecords.printing.page_book import BookForm
from collective.schoolrecords.printing.page_calendar import calendar_data
from collective.schoolrecords.printing.page_file import certifying_data
from collective.schoolrecords.printing.page_file import cover_data
from collective.schoolrecords.printing.page_file import inner_inventory_data
from collective.schoolrecords.printing.page_file import receipt_data
from collective.schoolrecords.printing.page_fixity import fixity_data
from collective.schoolrecords.printing.page_inventory import file_plan_data
from collective.schoolrecords.printing.page_inventory import inventory_data
from collective.schoolrecords.printing.page_order import order_data
from collective.schoolrecords.printing.page_protocol import protocol_data
from collective.schoolrecords.printing.page_school import achievements_data
from collective.schoolrecords.printing.page_school import class_list_data
from collective.schoolrecords.printing.page_school import statement_data
from collective.schoolrecords.printing.protocol_forms import ProtocolForm
from collective.schoolrecords.printing.record_forms import record_data
from collective.schoolrecords.printing.record_forms import RecordForm
from collective.schoolrecords.printing.render import render
from collective.schoolrecords.printing.taken_forms import taken_data
from collective.schoolrecords.printing.taken_forms import TakenForm
from collective.schoolrecords.printing.texts import reasons_in_words
from collective.schoolrecords.printing.texts import REFUSED
from collective.schoolrecords.printing.texts import say


DATA_OF = {
    forms.ActForm: act_data,
    forms.MinutesForm: minutes_data,
    forms.InventoryForm: inventory_data,
    forms.CoverForm: cover_data,
    forms.InnerInventoryForm: inner_inventory_data,
    forms.CertifyingSheetForm: certifying_data,
    forms.ReceiptForm: receipt_data,
    plan_forms.FilePlanForm: file_plan_data,
    BookForm: book_data,
    CalendarForm: calendar_data,
    FixityForm: fixity_data,
    AuditForm: audit_data,
    ProtocolForm: protocol_data,
    OrderForm: order_data,
    TakenForm: taken_data,
    LoanForm: loan_data,
    RecordForm: record_data,
    school_forms.ClassListForm: class_list_data,
    school_forms.AchievementsForm: achievements_data,
    school_forms.StatementForm: statement_data,
}


class FormRefused(Refusal):
    """A form lacks something; ``core_reasons`` are all reasons, the message says them in words."""

    status = 400

    def __init__(self, reasons):
        self.core_reasons = tuple(reasons)
        super().__init__(say(REFUSED), reasons_in_words(self.core_reasons))


def print_form(form, *, timestamp, stamps=()) -> bytes:
    """Return the PDF/A-2b of a form of ``forms``; ``timestamp`` as in ``render``.

    ``stamps``: those of electronic signatures (``stamps.stamps_of``), where the page shows them.
    Raises :class:`FormRefused` with all that is wrong, ``PrintFailed`` when the page cannot be
    set.
    """
    reasons = problems(form)
    if reasons:
        raise FormRefused(reasons)
    data = DATA_OF[type(form)](form)
    if stamps:
        data["stamps"] = list(stamps)
    return render(form.TEMPLATE, data, timestamp=timestamp)
