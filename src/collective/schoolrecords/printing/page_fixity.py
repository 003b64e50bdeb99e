"""The report of a fixity run as data of its template."""

from collective.schoolrecords.core import fixity as rules
from collective.schoolrecords.integrity.finding_words import FINDINGS
from collective.schoolrecords.integrity.finding_words import in_words
from collective.schoolrecords.printing.fixity_forms import FixityForm
from collective.schoolrecords.printing.sentences import day
from collective.schoolrecords.printing.sentences import signature


KINDS = {
    rules.CHANGED: "изменено",
    rules.MISSING: "отсутствует",
    rules.EXTRA: "лишнее",
    rules.UNREADABLE: "не читается",
}
SUBJECTS = {
    rules.FILE: "файл",
    rules.METADATA: "сведения",
    rules.CHAIN: "журнал событий",
    rules.RECORD: "запись",
}


def fixity_data(form: FixityForm) -> dict:
    """See :class:`FixityForm`; the template is ``fixity``."""
    totals = form.totals
    return {
        "school": form.school,
        "day": day(form.dated_on),
        "began": form.began,
        "ended": form.ended,
        "counts": [
            ["Проверено записей (сведения и журнал событий)", _number(totals.records)],
            ["Прочитано файлов записей", _number(totals.files)],
            ["Прочитано, МБ", _number(round(totals.bytes / rules.MEGABYTE))],
            ["Осмотрено файлов хранилища", _number(totals.disk)],
            *(
                [f"Найдено: {word}", _number(totals.found.get(kind, 0))]
                for kind, word in KINDS.items()
            ),
        ],
        "clean": totals.faults == 0,
        "rows": [_row(number, one) for number, one in enumerate(form.findings, 1)],
        "left": form.left,
        "compiler": signature(form.compiler),
    }


def _row(number, one):
    what = f"{SUBJECTS[one.subject]}: {KINDS[one.kind]}"
    place = " ".join(part for part in (one.path or one.uid, one.name, _why(one.detail)) if part)
    return [str(number), what, place, one.expected or "—", one.found or "—"]


def _why(detail):
    """What is wrong, and with which event of the chain, in words; the kind of an error as it is."""
    code, _blank, rest = detail.partition(" ")
    if code not in FINDINGS:
        return detail
    event = rest.partition(" ")[0]
    return f"— событие {event}: {in_words(code, 'ru')}" if event else f"— {in_words(code, 'ru')}"


def _number(number):
    """Figures in groups of three, «12 000»."""
    return f"{number:,}".replace(",", "\u00a0")
