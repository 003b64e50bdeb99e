"""Printed papers of a personal file or a case file.

Whoever of the school's people may see the record may print them; its reader stands on them at the
place of the official, so that a family is refused. A document that the reader may not see is named
neither by kind nor by number: its line says that access is restricted, so that the count of
sheets stays that of the paper.
"""

from AccessControl import getSecurityManager
from AccessControl.unauthorized import Unauthorized
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.roles import works_with
from collective.schoolrecords.core import inventory as rules
from collective.schoolrecords.core.certifying_sheet import all_missed
from collective.schoolrecords.core.certifying_sheet import last_number
from collective.schoolrecords.core.certifying_sheet import Sheet
from collective.schoolrecords.core.lifecycle import VIEW
from collective.schoolrecords.core.record_codes import code_of
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.answer import PrintView
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.printing.school import signature_of
from collective.schoolrecords.printing.school import signature_of_reader
from collective.schoolrecords.records.certifying_sheet import counted
from collective.schoolrecords.records.certifying_sheet import entered
from collective.schoolrecords.records.inventory import inventory_of
from collective.schoolrecords.records.inventory import note_of
from collective.schoolrecords.retention.file_plan import unit_of as unit_code
from collective.schoolrecords.retention.file_plan import UNIT_TITLES
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from collective.schoolrecords.retention.terms import term_of
from zope.component import queryUtility


RESTRICTED = "Документ с ограниченным доступом"


def title_of(record):
    """What the record is called on paper: a pupil's file by the name, a case by its title."""
    name = getattr(record, "full_name", None)
    return f"Личное дело: {name}" if name else record.title


def number_of(record):
    """The record's own number: that of the alphabet book, or the one it is registered under."""
    return getattr(record, "file_number", "") or record.registration_number or ""


def lines_of(pairs, notes=True):
    """Return the ``InnerLine`` values of accepted documents; ``pairs`` as of ``inventory_of``.

    ``notes`` is false on papers for people outside the office, whoever prints them.
    """
    may = getSecurityManager().checkPermission
    return tuple(
        _line(row, may(VIEW, document), note_of(row, document) if notes else None)
        for row, document in pairs
        if row.number is not None
    )


def _line(row, seen, note):
    paper, sheets = row.paper, _span(row)
    if not seen:
        return forms.InnerLine(str(row.number), RESTRICTED, sheets=sheets)
    return forms.InnerLine(
        str(row.number),
        paper.kind or "",
        paper.index or "",
        paper.dated_on,
        sheets,
        _remarks(row, note),
    )


def _span(row):
    if row.first_sheet is None:
        return ""
    if row.first_sheet == row.last_sheet:
        return str(row.first_sheet)
    return f"{row.first_sheet}–{row.last_sheet}"


def _remarks(row, note):
    paper, parts = row.paper, []
    if not row.present:
        day = f" {paper.handed_out_on:%d.%m.%Y}" if paper.handed_out_on else ""
        parts.append(f"Выдан{day}")
    elif row.elsewhere:
        parts.append(f"Хранится: {paper.place}")
    elif not paper.on_paper:
        parts.append("Электронный")
    if note:
        parts.append(note)
    return "; ".join(parts)


def unit_of(record):
    """The part of the school that keeps the record: that of its index in the file plan."""
    return UNIT_TITLES.get(unit_code(record), "")


def _place(record):
    """Number of the approved inventory and of the row, two texts; empty where there is none."""
    inventories = queryUtility(IInventoriesOf)
    found = inventories.row_of(record) if inventories is not None else None
    return (str(found[0]), str(found[1])) if found else ("", "")


class OfficePaper(PrintView):
    """A paper that the school draws up: for those who work with the record, not for the family."""

    @property
    def offered(self):
        """See :class:`PrintView`."""
        return works_with(self.context)

    def check_reader(self):
        """Raise ``Unauthorized`` (403) for who sees the record and does not work with it."""
        if not works_with(self.context):
            raise Unauthorized(self.__name__)


class Cover(OfficePaper):
    """``@@print-cover``."""

    name = "cover"

    def form(self):
        """See :class:`forms.CoverForm`; 403 for the family."""
        self.check_reader()
        record, term = self.context, term_of(self.context)
        inventory, item = _place(record)
        return forms.CoverForm(
            school=school_name(),
            unit=unit_of(record),
            title=title_of(record),
            term=f"{term_text(term)}, {term.article}".rstrip(", ") if term else "",
            index=record.case_index or "",
            number=number_of(record),
            volume=record.record_volume or "",
            first_day=record.opened_on or getattr(record, "admitted_on", None),
            last_day=record.closed_on,
            sheets=counted(record).sheets or None,
            inventory=inventory,
            item=item,
            code=code_of(record.UID()),
        )


class InnerInventory(OfficePaper):
    """``@@print-inner-inventory``."""

    name = "inner-inventory"

    def form(self):
        """See :class:`forms.InnerInventoryForm`; 403 for the family."""
        self.check_reader()
        record = self.context
        pairs = inventory_of(record)
        totals = rules.totals(row for row, _document in pairs)
        return forms.InnerInventoryForm(
            school=school_name(),
            title=title_of(record),
            number=number_of(record) or record.case_index or "",
            rows=lines_of(pairs),
            documents=totals.documents,
            sheets=totals.sheets,
            elsewhere=totals.elsewhere,
            compiler=signature_of_reader(),
            dated_on=school_today(),
        )


class CertifyingSheet(OfficePaper):
    """``@@print-certifying-sheet``."""

    name = "certifying-sheet"

    def form(self):
        """See :class:`forms.CertifyingSheetForm`; 403 for the family."""
        self.check_reader()
        record = self.context
        known, drawn = counted(record), entered(record)
        sheet = drawn.sheet if drawn is not None else Sheet()
        inventory, item = _place(record)
        return forms.CertifyingSheetForm(
            school=school_name(),
            number=number_of(record) or record.case_index or "",
            title=title_of(record),
            sheets=known.sheets,
            last_sheet=known.last or last_number(known.sheets, sheet) or None,
            certifier=signature_of_reader() if drawn is None else signature_of(drawn.by, drawn.on),
            literal=sheet.literal,
            missed=all_missed(known.missed, sheet),
            inventory_sheets=sheet.inventory_sheets,
            features=sheet.features,
            files=tuple(self._files(inventory_of(record))),
            inventory=inventory,
            item=item,
            dated_on=school_today(),
        )

    def _files(self, pairs):
        may = getSecurityManager().checkPermission
        named = [
            (document.kind, document.scan)
            for row, document in pairs
            if row.number is not None and row.present and may(VIEW, document)
        ]
        named.append((title_of(self.context), getattr(self.context, "scan", None)))
        for title, scan in named:
            if scan is not None:
                yield forms.ElectronicFile(
                    title or "", scan.contentType, scan.checked.size, scan.checked.sha256
                )
