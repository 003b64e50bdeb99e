"""``@@print-order``: an order on paper with the stamps of its signatures and who is familiarised."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.order_forms import FamiliarLine
from collective.schoolrecords.printing.order_forms import OrderForm
from collective.schoolrecords.printing.order_forms import OrderPerson
from collective.schoolrecords.printing.school import DIRECTOR
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.printing.stamps import stamps_of
from collective.schoolrecords.signing.sheet_services import lines_of
from collective.schoolrecords.signing.sheets import reads_all
from collective.schoolrecords.signing.words import WAY_TITLES
from dataclasses import replace
from zope.i18n import translate


MARKS = {
    states.DRAFT: "ПРОЕКТ",
    states.IN_REVIEW: "ПРОЕКТ",
    states.ANNULLED: "АННУЛИРОВАН",
}


class PrintOrder(PrintView):
    """For everybody who sees the order."""

    name = "order"

    def form(self):
        """See :class:`OrderForm`."""
        record = self.context
        director = signature_of_office(DIRECTOR, record.dated_on or school_today())
        return OrderForm(
            school=school_name(),
            title=record.title or "",
            director=replace(director, fact=record.signature_fact or ""),
            number=record.registration_number or "",
            dated_on=record.dated_on,
            text=record.text or "",
            people=tuple(_people(record)),
            familiar=tuple(_familiar(record)) if reads_all(record) else (),
            mark=MARKS.get(record.state, ""),
        )

    def stamps(self):
        """See :class:`PrintView`."""
        return stamps_of(self.context)


def _people(record):
    """Yield the people whom the text does not name itself."""
    for one in record.people or ():
        if one["name"] not in (record.text or ""):
            yield OrderPerson(one["name"], one.get("note") or "")


def _familiar(record):
    lines = lines_of(record)
    for person, _listed, noted, _standing in sorted(lines, key=lambda line: line[0].sort_key):
        if noted is None:
            yield FamiliarLine(person.full_name)
        else:
            how = translate(WAY_TITLES[noted.way], target_language="ru")
            yield FamiliarLine(person.full_name, noted.day, how)
