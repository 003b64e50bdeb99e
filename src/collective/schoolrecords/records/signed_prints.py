"""``@@print-local-regulation``, ``@@print-case-file``: a record on paper with its signatures' stamps.

What stands on the page is what a signature covers, in words: numbers, days, files with their sums.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.lifecycle.texts import day_text
from collective.schoolrecords.messages import _
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.record_forms import RecordForm
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.printing.stamps import stamps_of
from collective.schoolrecords.records.local_regulation.content import order_of
from collective.schoolrecords.signing.adding import Signing
from collective.schoolrecords.signing.form import covers
from collective.schoolrecords.signing.plan import plan_of
from collective.schoolrecords.signing.services import check_reads_form
from collective.schoolrecords.signing.services import may_read_form
from zope.i18n import translate
from zope.i18nmessageid import Message


MARKS = {
    states.DRAFT: "ПРОЕКТ",
    states.IN_REVIEW: "ПРОЕКТ",
    states.ANNULLED: "АННУЛИРОВАН",
}
ORDER = _("local_regulation_approval_order", default="Order that approves it")


class PrintSigned(PrintView):
    """For those who see the record whole; for others the page would tell of closed papers."""

    heading = ""

    @property
    def offered(self):
        """See :class:`PrintView`."""
        return may_read_form(Signing(self.context))

    def form(self):
        """See :class:`RecordForm`."""
        record = self.context
        check_reads_form(Signing(record))
        today = school_today()
        day = getattr(record, "dated_on", None) or today
        return RecordForm(
            school=school_name(),
            heading=self.heading,
            title=record.title or "",
            dated_on=today,
            facts=tuple(self.facts()),
            signers=tuple(signature_of_office(one, day) for one in plan_of(record)),
            mark=MARKS.get(record.state, ""),
        )

    def facts(self):
        """Yield pairs of Russian words; the title is the page's own."""
        for message, text in covers(self.context):
            if text != self.context.title:
                yield _russian(message), _russian(text)

    def stamps(self):
        """See :class:`PrintView`."""
        return stamps_of(self.context)


class PrintLocalRegulation(PrintSigned):
    """``@@print-local-regulation``."""

    name, heading = "local-regulation", "ЛОКАЛЬНЫЙ НОРМАТИВНЫЙ АКТ"

    def facts(self):
        """See the base; the order that is filed here is named by number and day."""
        yield from super().facts()
        order = order_of(self.context) if self.context.approval_order else None
        if order is not None:
            number, day = order.registration_number, order.dated_on
            said = f"№ {number or '—'} от {day_text(day) if day else '—'}"
            yield _russian(ORDER), said


class PrintCaseFile(PrintSigned):
    """``@@print-case-file``."""

    name, heading = "case-file", "ДЕЛО"


def _russian(text):
    """Papers are Russian, whoever prints them; a value is told as it is."""
    return translate(text, target_language="ru") if isinstance(text, Message) else text
