"""Inventories and file plans, as data of their templates."""

from collective.schoolrecords.printing import forms
from collective.schoolrecords.printing import plan_forms
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import during
from collective.schoolrecords.printing.sentences import files
from collective.schoolrecords.printing.sentences import listed
from collective.schoolrecords.printing.sentences import minutes
from collective.schoolrecords.printing.sentences import signature


KIND_WORDS = {
    forms.PERMANENT_KIND: "дел постоянного хранения",
    forms.PERSONNEL_KIND: "дел по личному составу",
    forms.TEMPORARY_KIND: "дел временных (свыше 10 лет) сроков хранения",
}


def inventory_data(form: forms.InventoryForm) -> dict:
    """See :class:`forms.InventoryForm`; the template is ``inventory``."""
    timed = form.kind == forms.TEMPORARY_KIND
    return {
        "school": form.school,
        "fonds": form.fonds,
        "number": form.number,
        "heading": f"{KIND_WORDS[form.kind]} {during(form.years)}",
        "section": form.section,
        "timed": timed,
        "rows": [_inventory_row(line, timed) for line in form.rows],
        "entry": _final_entry(form),
        "compiler": signature(form.compiler),
        "keeper": signature(form.keeper),
        "approver": signature(form.approver),
        "minutes": minutes(form.minutes),
        "archive_minutes": minutes(form.archive_minutes),
        "day": day(form.dated_on),
        "draft": form.draft,
    }


def file_plan_data(form: plan_forms.FilePlanForm) -> dict:
    """See :class:`plan_forms.FilePlanForm`; the template is ``file-plan``."""
    return {
        "school": form.school,
        "year": str(form.year),
        "number": form.number,
        "place": form.place,
        "day": day(form.dated_on),
        "approver": signature(form.approver),
        "compiler": signature(form.compiler),
        "minutes": minutes(form.minutes),
        "units": [
            {
                "heading": f"{unit.code} {unit.title}",
                "rows": [_plan_row(line) for line in unit.rows],
            }
            for unit in form.units
        ],
        "totals": [
            [one.category, str(one.total), str(one.running), str(one.epk)] for one in form.totals
        ],
        "sums": [
            str(sum(getattr(one, name) for one in form.totals))
            for name in ("total", "running", "epk")
        ],
        "draft": form.draft,
    }


def _inventory_row(line, timed):
    return [
        line.number,
        line.case_index,
        line.title,
        line.dates,
        *([line.term] if timed else []),
        "" if line.sheets is None else str(line.sheets),
        line.note,
    ]


def _final_entry(form):
    numbers = [line.number for line in form.rows]
    literal = [number for number in numbers if not number.isdigit()]
    return (
        f"В данный раздел описи внесено {files(len(numbers))} с № {numbers[0]} по № {numbers[-1]}, "
        f"в том числе: литерные номера: {listed(literal)}; "
        f"пропущенные номера: {listed(form.missed)}."
    )


def _plan_row(line):
    count = "" if line.count is None else str(line.count)
    return [line.index, line.title, count, line.term, line.note]
