"""`schoolrecords import`: load a list into a school, by a running server or a stopped one's data.

Exit codes: 0 all rows are filed (or would be), 1 some rows are not, 2 nothing was loaded.
"""

from . import instance
from .console import Complaint
from .console import OK
from .console import printable
from .import_over_http import RemoteSchool
from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.core.plural import count
from pathlib import Path

import getpass
import os
import sys


SOME_ROWS_LEFT = 1
KINDS = ("contingent", "staff", "backlog", "protocols")
PASSWORD_KEY = "SCHOOLRECORDS_PASSWORD"  # noqa: S105 - the name of a variable, not a password
SHOWN_FINDINGS = 60
BAR = 30
STOPPED = ("failed", "cancelled", "paused")


def configure(parser):
    """Arguments of the subcommand."""
    add = parser.add_argument
    add("kind", metavar="СПИСОК", choices=KINDS, help=f"какой список: {', '.join(KINDS)}")
    add("file", metavar="ФАЙЛ", nargs="?", help="книга Excel (.xlsx) или CSV")
    add("--site", default="school", metavar="САЙТ", help="имя сайта (по умолчанию school)")
    add("--user", metavar="ЛОГИН", help="от чьего имени загружать")
    add("--dry-run", action="store_true", help="только проверить, ничего не записывать")
    add("--register", action="store_true", help="сразу зарегистрировать дела без замечаний")
    add("--year", type=int, metavar="ГОД", help="учебный год списка: 2025 — это 2025/26")
    add("--volume", metavar="ТОМ", help="том алфавитной книги")
    add("--order-number", metavar="№", help="номер приказа о назначениях (staff)")
    add("--order-date", metavar="ДАТА", help="дата приказа о назначениях (staff)")
    add("--again", action="store_true", help="загрузить, хотя этот файл уже загружали")
    add("--yes", action="store_true", help="не переспрашивать")
    add("--undo", metavar="НОМЕР", help="отменить загрузку с этим номером")
    instance.configure(parser)
    add("--url", metavar="АДРЕС", help="адрес работающего сервера: http://127.0.0.1:8080")


def run(options) -> int:
    """Try, ask, load, tell. Raises Complaint for what the person has to mend."""
    if not options.user:
        raise Complaint("не указано: --user ЛОГИН (кто загружает список)")
    if bool(options.file) == bool(options.undo):
        raise Complaint("укажите ФАЙЛ, а для отмены загрузки только --undo НОМЕР")
    if options.url:
        return _with(RemoteSchool(options.url, options.site, options.user, _password()), options)
    # Zope is loaded only for a database, never for a server that runs elsewhere.
    from .import_into_database import opened_school

    with opened_school(options.config, options.site, options.user) as school:
        return _with(school, options)


def _with(school, options):
    if options.undo:
        if not options.yes and not _agreed(f"Отменить загрузку {options.undo}?"):
            return OK
        return _ended(school.undo(options.undo, Bar("Отмена")))
    data = _read(options.file)
    order = (options.kind, data, os.path.basename(options.file), _import_options(options))
    tried = school.dry_run(*order)
    _print_report(tried)
    left = _left(tried)
    if tried["refused"]:
        raise Complaint("файл не загружен")
    if options.dry_run:
        print("Это была проверка: ничего не записано.")
        return SOME_ROWS_LEFT if left else OK
    if not options.yes and not _agreed("Загрузить?"):
        return OK
    made = school.load(*order, options.again, Bar("Загрузка"))
    return _ended(made)


def _ended(made):
    print(f"Загрузка {made['uid']}: {made['state_title'].lower()}.")
    _print_numbers(made)
    for message in made["messages"]:
        print(f"  {message}")
    if made["state"] in STOPPED:
        return SOME_ROWS_LEFT
    return SOME_ROWS_LEFT if made["state"] == "done" and _left(made) else OK


def _left(report):
    return any(one["name"] == "refused" for one in report["numbers"])


def _import_options(options):
    chosen = {"year": options.year}
    if options.kind == "contingent":
        chosen.update(volume=options.volume, register=options.register or None)
    elif options.kind == "staff":
        chosen["order_number"] = options.order_number
        chosen["order_date"] = _day(options.order_date)
    return {name: value for name, value in chosen.items() if value is not None}


def _day(text):
    if text is None:
        return None
    found = read_date(text)
    if found.value is None or found.code:
        raise Complaint(f"--order-date: нет такого дня: {printable(text)}")
    return found.value.isoformat()


def _read(name):
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise Complaint(f"{printable(name)}: нет такого файла") from None
    except (OSError, ValueError):
        raise Complaint(f"{printable(name)}: файл не читается") from None


def _password():
    """The password from the environment, else asked without an echo; never an argument."""
    found = os.environ.get(PASSWORD_KEY)
    if found is not None:
        return found
    try:
        return getpass.getpass("Пароль: ")
    except EOFError:
        message = f"некого спросить о пароле: задайте его в переменной {PASSWORD_KEY}"
        raise Complaint(message) from None


def _agreed(question):
    if not sys.stdin.isatty():
        raise Complaint("некого спросить: добавьте --yes")
    return input(f"{question} [да/нет] ").strip().casefold() in ("да", "д", "yes", "y")


def _print_report(tried):
    print(f"В файле {count(tried['total'], 'строка', 'строки', 'строк')} для загрузки.")
    _print_numbers(tried)
    findings = tried["findings"]
    if not findings:
        print("Замечаний нет.")
        return
    print(f"{count(tried['findings_total'], 'замечание', 'замечания', 'замечаний')}:")
    for one in findings[:SHOWN_FINDINGS]:
        print(f"  {_place(one):<24} {one['level_title']:<18} {printable(one['message'], 160)}")
    rest = tried["findings_total"] - SHOWN_FINDINGS
    if rest > 0:
        print(f"  … и ещё {rest}")


def _place(finding):
    place = finding["cell"] or (f"строка {finding['row']}" if finding["row"] else "файл")
    return printable(f"{finding['sheet']}!{place}" if finding["sheet"] else place, 24)


def _print_numbers(report):
    for one in report["numbers"]:
        print(f"  {one['title']}: {one['count']}")


class Bar:
    """A line that shows how far the work is; only on a terminal it is drawn anew."""

    def __init__(self, title):
        self.title = title
        self.live = sys.stderr.isatty()
        self.shown = None

    def show(self, done, total):
        """Draw ``done`` of ``total``."""
        share = done / total if total else 1.0
        if self.shown == (done, total) or (not self.live and share < 1):
            return
        self.shown = (done, total)
        filled = "█" * int(share * BAR)
        line = f"{self.title}: {filled:░<{BAR}} {int(share * 100):3} % ({done} из {total})"
        print(f"\r{line}" if self.live else line, end="", file=sys.stderr, flush=True)
        if share >= 1 or not self.live:
            print(file=sys.stderr)
