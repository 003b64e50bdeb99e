"""Papers of one file, as data of their templates: cover, inner inventory, certifying sheet, receipt."""

from collective.schoolrecords.core.code128 import bars
from collective.schoolrecords.core.record_codes import grouped
from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import documents
from collective.schoolrecords.printing.sentences import listed
from collective.schoolrecords.printing.sentences import on_sheets
from collective.schoolrecords.printing.sentences import sheets
from collective.schoolrecords.printing.sentences import signature


#: Characters of a checksum that stand together: people compare it by eye.
_GROUP = 8


def cover_data(form: forms.CoverForm) -> dict:
    """See :class:`forms.CoverForm`; the template is ``cover``."""
    return {
        "school": form.school,
        "unit": form.unit,
        "index": form.index,
        "number": form.number,
        "volume": form.volume,
        "title": form.title,
        "first": day(form.first_day),
        "last": day(form.last_day),
        "sheets": "" if form.sheets is None else on_sheets(form.sheets).capitalize(),
        "term": form.term,
        "archive": _archive(form),
        "code": _code(form.code),
    }


def _code(code):
    """Bars and figures of a record's code, ``None`` without one."""
    return {"bars": list(bars(code)), "text": grouped(code)} if code else None


def inner_inventory_data(form: forms.InnerInventoryForm) -> dict:
    """See :class:`forms.InnerInventoryForm`; the template is ``inner-inventory``."""
    elsewhere = ""
    if form.elsewhere:
        elsewhere = f"Из них хранится в других местах: {documents(form.elsewhere)}."
    return {
        "school": form.school,
        "title": form.title,
        "number": form.number,
        "rows": [_inner_row(line) for line in form.rows],
        "total": f"Итого: {documents(form.documents)}, {sheets(form.sheets)}.",
        "elsewhere": elsewhere,
        "inventory_sheets": _or_blank(form.inventory_sheets),
        "compiler": signature(form.compiler),
        "day": day(form.dated_on),
    }


def certifying_data(form: forms.CertifyingSheetForm) -> dict:
    """See :class:`forms.CertifyingSheetForm`; the template is ``certifying-sheet``."""
    last = form.last_sheet or form.sheets
    span = f" с № 1 по № {last}" if last else ""
    return {
        "school": form.school,
        "number": form.number,
        "title": form.title,
        "archive": _archive(form),
        "counted": f"В деле подшито и пронумеровано {sheets(form.sheets)}{span}, в том числе:",
        "literal": listed(form.literal),
        "missed": listed(form.missed),
        "inventory_sheets": _or_blank(form.inventory_sheets),
        "features": [list(pair) for pair in form.features],
        "files": [_file(one) for one in form.files],
        "certifier": signature(form.certifier),
        "day": day(form.dated_on),
    }


def receipt_data(form: forms.ReceiptForm) -> dict:
    """See :class:`forms.ReceiptForm`; the template is ``receipt``."""
    return {
        "school": form.school,
        "number": form.number,
        "title": form.title,
        "receiver": form.receiver,
        "capacity": form.capacity,
        "identity": form.identity,
        "basis": form.basis,
        "rows": [_inner_row(line) for line in form.documents],
        "sheets": "" if form.sheets is None else sheets(form.sheets),
        "until": day(form.until),
        "given": day(form.given_on),
        "giver": signature(form.giver),
        "fact": form.fact,
        "place": form.place,
    }


def _inner_row(line):
    return [line.number, line.index, day(line.dated_on), line.title, line.sheets, line.note]


def _archive(form):
    """The archive's three numbers, each as it is printed after its short word."""
    return [form.fonds, form.inventory, form.item]


def _or_blank(number):
    return "" if number is None else sheets(number)


def _file(one):
    groups = [one.sha256[at : at + _GROUP] for at in range(0, len(one.sha256), _GROUP)]
    return [one.title, one.format, str(one.size), " ".join(groups)]
