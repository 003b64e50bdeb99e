"""``@@print-inventory``: an inventory on paper, with the marks beside its rows."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.inventories import megabytes
from collective.schoolrecords.core.inventories import missed
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.school import DIRECTOR
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of
from collective.schoolrecords.printing.school import signature_of_office
from collective.schoolrecords.printing.stamps import stamps_of
from collective.schoolrecords.retention.inventory.marks import notes_of_acts
from collective.schoolrecords.retention.inventory.steps import authors_of


ARCHIVIST = "archivist"


def inventory_form(inventory):
    """Return the :class:`~.printing.forms.InventoryForm` of an inventory as it stands today."""
    pairs, marked = inventory.rows(), inventory.marked()
    notes = notes_of_acts(mark for marks in marked.values() for mark in marks)
    authors = authors_of(inventory)
    approved = inventory.approved_on is not None
    return forms.InventoryForm(
        school=school_name(),
        kind=inventory.kind,
        years=_years(inventory),
        rows=tuple(_line(row, marked.get(position, ()), notes) for position, row in pairs),
        compiler=signature_of(authors[0] if authors else None, office=ARCHIVIST),
        number=inventory.registration_number or "",
        missed=tuple(missed(row.number for _position, row in pairs)),
        keeper=signature_of_office(ARCHIVIST, inventory.approved_on or school_today()),
        approver=_approver(inventory),
        minutes=_minutes(inventory.minutes_number, inventory.minutes_date),
        archive_minutes=_minutes(inventory.archive_minutes_number, inventory.archive_minutes_date),
        dated_on=inventory.approved_on,
        draft=not approved,
    )


def _line(row, marks, notes):
    title = f"{row.title}, т. {row.volume}" if row.volume else row.title
    told = [notes.get(mark.act, mark.note) for mark in marks]
    return forms.InventoryLine(
        number=row.number,
        case_index=row.case_index,
        title=title,
        dates=_dates(row),
        sheets=row.sheets,
        term=", ".join(part for part in (row.term, row.article) if part),
        note="; ".join(part for part in (_volume(row), row.note, *told) if part),
    )


def _volume(row):
    """The volume of an electronic record (объём), empty for one on paper."""
    return f"электронное, {megabytes(row.size)}" if row.size else ""


def _dates(row):
    """The edge dates (крайние даты): «09.01.2019 – 30.12.2019»."""
    days = [day for day in (row.first_day, row.last_day) if day is not None]
    return " – ".join(f"{day:%d.%m.%Y}" for day in days)


def _years(inventory):
    first, last = inventory.first_year, inventory.last_year
    return str(first) if first == last else f"{first}–{last}"


def _minutes(number, day):
    return forms.Minutes(number, day) if number and day else None


def _approver(inventory):
    """Who approved it here; one approved on paper bears its signature on the paper."""
    if inventory.paper:
        return forms.Signature("Директор", signed_on=inventory.approved_on)
    for entry in chain_of(inventory).entries():
        if entry.transition == "approve":
            return signature_of(entry.actor, inventory.approved_on, office=DIRECTOR)
    return signature_of_office(DIRECTOR, school_today())


class PrintInventory(PrintView):
    """The inventory; a draft says so."""

    name = "inventory"

    def form(self):
        """See :func:`inventory_form`."""
        return inventory_form(self.context)

    def stamps(self):
        """See :class:`PrintView`."""
        return stamps_of(self.context)
