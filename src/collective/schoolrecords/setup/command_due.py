"""`schoolrecords due`: what of an archive list falls due on a day under a shipped regulation."""

from .console import Complaint
from .console import OK
from .console import printable
from collective.schoolrecords.core import backlog
from collective.schoolrecords.core import delimited
from collective.schoolrecords.core import shipped
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.due import Counts
from collective.schoolrecords.core.due import due_report
from collective.schoolrecords.core.plural import count
from collective.schoolrecords.core.terms import term_text
from datetime import date

import csv
import json
import sys


WIDEST_LABEL = 52
"""Regulations have type names of a whole line; cut, so that the table fits a wide terminal."""

SHOWN_FINDINGS = 40
"""More than a screen of findings hides the counts; `--json` and `--csv` give all of them."""

_REFUSED = {
    delimited.EMPTY_FILE: "файл пуст",
    delimited.TOO_LARGE: "файл больше {} МБ, это не список дел",
    delimited.NOT_TEXT: "это не текст: двоичный файл или смесь кодировок. "
    "Сохраните список как «CSV UTF-8 (разделитель — точка с запятой)»",
    delimited.NO_HEADER: "не найдена строка заголовков: нужны столбцы «Вид документа» и "
    "«Дата закрытия» (кодировка UTF-8, UTF-16, cp1251, cp866 или KOI8-R; "
    "разделитель «;», «,», табуляция или «|»)",
    delimited.BROKEN_QUOTES: "строка {}: кавычка не закрыта или стоит не на месте "
    "(или ячейка слишком длинна): часть строк потерялась бы. Исправьте и повторите",
    backlog.NO_DATA: "под строкой заголовков нет ни одного дела",
}

_FINDINGS = {
    backlog.BAD_DATE: "дата закрытия не прочитана, такого дня нет: «{}»",
    backlog.DATE_WITHOUT_DAY: "дата закрытия без дня: «{}»",
    backlog.TWO_DIGIT_YEAR: "год из двух цифр, век неизвестен: «{}»",
    backlog.FUTURE_DATE: "закрыто позже дня, на который считаются сроки: «{}»",
    backlog.TOO_OLD: "дата закрытия раньше 1900 года: «{}»",
    backlog.UNKNOWN_TYPE: "неизвестный вид документа: «{}»",
    backlog.EXTRA_CELLS: "ячеек больше, чем в заголовке ({}): значения могли сместиться",
    backlog.OPENED_AFTER_CLOSED: "заведено позже, чем закрыто ({}): учтена дата закрытия",
    backlog.BAD_YEAR: "год заведения не прочитан: «{}»",
    backlog.BAD_SHEETS: "количество листов не прочитано: «{}»",
    backlog.DUPLICATE_ROW: "повторяет строку {} вместе с её номером: не учтено",
}

# Details for programs, in the words of the published table of expected findings.
_DETAILS = {
    backlog.FUTURE_DATE: "{} is after the day of the question",
    backlog.TOO_OLD: "before 1900",
    backlog.OPENED_AFTER_CLOSED: "{}, reported, the date counts",
    backlog.DUPLICATE_ROW: "the whole line with its № stands in line {}: not counted",
}

_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "koi8-r": "KOI8-R"}
_SEPARATORS = {"\t": "табуляция"}

_COLUMNS = (
    ("rows", "Всего"),
    ("never", "Постоянно"),
    ("open", "Открыто"),
    ("error", "Ошибка"),
    ("due", "Срок истёк"),
    ("on_hold", "Запрет"),
    ("selectable", "Можно выделить"),
    ("needs_decision", "из них решает комиссия"),
)
_CSV_HEADER = (
    "line",
    "row",
    "type",
    "hold",
    "status",
    "destroy_from",
    "selectable",
    "code",
    "detail",
)


def configure(parser):
    """Arguments of the subcommand."""
    parser.add_argument(
        "--regulation",
        required=True,
        metavar="ПОЛОЖЕНИЕ",
        help=f"положение школы: {', '.join(shipped.names())}",
    )
    parser.add_argument(
        "--on",
        metavar="ДАТА",
        help="день, на который считаются сроки: 2026-11-21 или 21.11.2026 (по умолчанию сегодня)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="вывести итоги и замечания как JSON")
    form.add_argument("--csv", action="store_true", help="вывести строки списка как CSV")
    parser.add_argument("file", metavar="ФАЙЛ", help="список дел (CSV); «-» — читать с ввода")


def run(options) -> int:
    """Read, judge, print. Raises Complaint for a file, a day or a regulation that cannot be used."""
    regulation = _regulation(options.regulation)
    today = _day(options.on)
    data = _read(options.file)
    try:
        table = delimited.read(data, backlog.find_columns)
        rows = backlog.read_rows(table, today, _labels(regulation))
        report = due_report(rows, regulation.term, today)
    except delimited.Refused as refused:
        raise Complaint(f"{printable(options.file)}: {_why(refused, data)}") from refused
    if options.json:
        _print_json(report)
    elif options.csv:
        _print_csv(report)
    else:
        _print_table(report, regulation, today, options.file, table)
    return OK


def _regulation(name):
    try:
        return shipped.shipped(name)
    except KeyError:
        known = ", ".join(shipped.names())
        raise Complaint(f"нет такого положения: {printable(name)}. Есть: {known}") from None


def _labels(regulation):
    """The regulation's own words for its types, to read the column «Вид документа»."""
    return {
        doc_type: (document.label, *(document.aliases or ()))
        for doc_type, document in regulation.documents.items()
    }


def _day(text):
    if text is None:
        return date.today()
    found = read_date(text)
    if found.value is None or found.code:
        raise Complaint(f"--on: нет такого дня: {printable(text)}. Пример: 2026-11-21")
    return found.value


def _read(name):
    try:
        # One byte more than is allowed tells a file that is too large without reading all of it.
        if name == "-":
            return sys.stdin.buffer.read(delimited.MAX_BYTES + 1)
        with open(name, "rb") as stream:
            return stream.read(delimited.MAX_BYTES + 1)
    except FileNotFoundError:
        reason = "нет такого файла"
    except IsADirectoryError:
        reason = "это папка, а нужен файл"
    except PermissionError:
        reason = "нет права читать этот файл"
    except (OSError, ValueError):
        # ValueError: a name with a zero byte in it.
        reason = "файл не читается"
    raise Complaint(f"{printable(name)}: {reason}")


def _why(refused, data):
    if refused.code == delimited.NOT_TEXT and data.startswith(b"PK\x03\x04"):
        return "это книга Excel или архив, а не CSV. Откройте её и сохраните как «CSV UTF-8»"
    return _REFUSED[refused.code].format(refused.detail)


def _print_json(report):
    found = [
        {"row": _row_number(one.row), "code": one.code, "detail": _detail(one)}
        for one in report.findings
    ]
    answer = {
        "total": _counts(report.total),
        "types": {doc_type: _counts(counts) for doc_type, counts in report.types.items()},
        "findings": found,
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def _counts(counts):
    """The counts that the form of the answer names; programs read it."""
    return {name: count for name, count in counts.as_dict().items() if name != "needs_decision"}


def _row_number(text):
    """The № as a number where it is one, as written otherwise («11а», «007»)."""
    return int(text) if text.isdecimal() and str(int(text)) == text else text


def _detail(finding):
    return _DETAILS.get(finding.code, "{}").format(finding.detail)


def _print_csv(report):
    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow(_CSV_HEADER)
    for verdict in report.verdicts:
        row, decision = verdict.row, verdict.decision
        status = decision.status if decision else "duplicate"
        day = decision and (decision.destroy_from or decision.status)
        writer.writerow(
            [
                row.line,
                _inert(row.number),
                row.doc_type or "",
                "hold" if row.holds else "",
                status,
                day or "",
                "yes" if decision and decision.selectable else "no",
                ", ".join(one.code for one in row.findings),
                _inert(", ".join(map(_detail, row.findings))),
            ]
        )


def _inert(text):
    """`text` from the list such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _print_table(report, regulation, today, name, table):
    encoding = _ENCODINGS.get(table.encoding, table.encoding)
    separator = _SEPARATORS.get(table.separator, f"«{table.separator}»")
    print(f"Сроки хранения на {today:%d.%m.%Y}, положение {regulation.name}")
    print(f"{printable(name)}: кодировка {encoding}, разделитель — {separator}")
    print()
    _print_counts(report, regulation)
    print()
    _print_findings(report.findings)


def _print_counts(report, regulation):
    order = [doc_type for doc_type in regulation.documents if doc_type in report.types]
    lines = [("Вид документа", "Срок", *(title for _, title in _COLUMNS))]
    for doc_type in order:
        label = regulation.documents[doc_type].label
        lines.append(
            (
                printable(label, WIDEST_LABEL),
                term_text(regulation.term(doc_type)),
                *_figures(report.types[doc_type]),
            )
        )
    unknown = Counts()
    unknown.rows = unknown.error = report.total.rows - sum(
        counts.rows for counts in report.types.values()
    )
    if unknown.rows:
        lines.append(("(вид неизвестен)", "", *_figures(unknown)))
    lines.append(("Итого", "", *_figures(report.total)))
    _print_columns(lines)


def _figures(counts):
    return tuple(str(getattr(counts, name)) for name, _ in _COLUMNS)


def _print_columns(lines):
    """Words to the left, figures to the right, a rule under the titles and above the total."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    for place, cells in enumerate(lines):
        if place in (1, len(lines) - 1):
            print(rule)
        words = [cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True)]
        figures = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
        print("  ".join(words + figures))


def _print_findings(findings):
    if not findings:
        print("Замечаний нет.")
        return
    print(f"{count(len(findings), 'замечание', 'замечания', 'замечаний')}:")
    for one in findings[:SHOWN_FINDINGS]:
        text = _FINDINGS[one.code].format(printable(one.detail))
        print(f"  строка {one.line}, № {printable(one.row, 20)}: {text}")
    rest = len(findings) - SHOWN_FINDINGS
    if rest > 0:
        print(f"  … и ещё {rest}; все замечания показывает --json")
