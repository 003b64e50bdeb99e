"""`schoolrecords create`: the site of a real school in a stopped instance."""

from . import instance
from .console import Complaint
from .console import OK
from .console import printable
from .creation import create_site
from collective.schoolrecords.core import shipped


#: What the guide of installing tells too: the way from an empty site to the first pupil.
NEXT_STEPS = """Дальше:
1. Войдите администратором экземпляра и откройте /{address}/@@people («Классы и сотрудники»).
2. «Внести сотрудника»: фамилия, имя, отчество директора.
3. На открывшейся странице «Назначить на должность»: «Директор», номер и дата приказа.
4. Там же «Открыть учётную запись»: логин и пароль покажут один раз, передайте их директору.
5. Директор входит и загружает список работников («Загрузка списков») или вносит их по одному.
6. Директор назначает секретаря учебной части и открывает ему учётную запись, как в шагах 3 и 4.
7. Секретарь открывает классы: «Классы и сотрудники», «Открыть класс», учебный год, параллель, буквы.
   Классы открывает и загрузка списка обучающихся.
8. Секретарь принимает первого обучающегося: «Обучающиеся», «Приём и выбытие», «Приём»: сведения,
   приказ о зачислении, проверка.
9. Директор утверждает приказ на своём столе; секретарь нажимает «Зачислить», и личное дело получает
   номер в алфавитной книге.
«Первый час» на столе секретаря показывает по порядку дела обычного дня: /{address}/@@first-hour"""


def configure(parser):
    """Arguments of the subcommand."""
    instance.configure(parser)
    parser.add_argument(
        "--regulation",
        required=True,
        metavar="ПОЛОЖЕНИЕ",
        help=f"положение школы: {', '.join(shipped.names())}",
    )
    parser.add_argument(
        "--id", required=True, metavar="АДРЕС", help="последняя часть адреса, латинскими буквами"
    )
    parser.add_argument("--title", default="Школа", metavar="НАЗВАНИЕ", help="название школы")
    parser.add_argument(
        "--timezone",
        default="Europe/Moscow",
        metavar="ПОЯС",
        help="часовой пояс школы (по умолчанию Europe/Moscow)",
    )
    parser.add_argument("--order", default="", metavar="НОМЕР", help="номер приказа о положении")
    parser.add_argument("--date", default="", metavar="ДАТА", help="дата приказа: 2025-09-01")


def run(options) -> int:
    """Create the site; one that is there is a fault of the call."""
    if options.regulation not in shipped.names():
        known = ", ".join(shipped.names())
        raise Complaint(f"нет такого положения: {printable(options.regulation)}. Есть: {known}")
    answers = {
        "site_id": options.id,
        "title": options.title,
        "regulation": options.regulation,
        "regulation_order": options.order,
        "regulation_date": options.date,
        "portal_timezone": options.timezone,
        "setup_content": False,
    }
    create_site(options.config, answers)
    print(f"Сайт школы создан: /{options.id}")
    print(NEXT_STEPS.format(address=options.id))
    return OK
