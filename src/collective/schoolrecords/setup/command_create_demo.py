"""`schoolrecords create-demo`: the demo school, made when there is none, and its accounts."""

from . import instance
from .console import OK
from .creation import create_site
from .demo.files import accounts


SITE = "school"
ANSWERS = {
    "site_id": SITE,
    "title": "Учебная школа",
    "regulation": "neman1",
    "portal_timezone": "Europe/Moscow",
    "setup_content": True,
}


def configure(parser):
    """Arguments of the subcommand."""
    instance.configure(parser)
    parser.add_argument(
        "--port", type=int, default=8080, metavar="ПОРТ", help="порт сервера (по умолчанию 8080)"
    )


def run(options) -> int:
    """Create what is missing, then print the address and, for a demo, its accounts."""
    answers = instance.find_site(options.config, SITE)
    if answers is None:
        print("Создаётся учебная школа, это занимает около минуты…", flush=True)
        create_site(options.config, ANSWERS)
        answers = ANSWERS
    print(f"\nАдрес: http://127.0.0.1:{options.port}/{SITE}\n")
    if answers.get("setup_content"):
        _print_accounts()
    return OK


def _print_accounts():
    lines = [("Роль", "Логин", "Пароль"), *accounts()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for cells in lines:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        print("  ".join(padded).rstrip())
    print("\nЛюди и дела вымышлены, пароль известен всем: не открывайте учебную школу в сеть.")
    print("Остановить: Ctrl-C.\n", flush=True)
