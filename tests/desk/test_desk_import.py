"""Loading lists on pages: whole sentences before, the ways back after, both sides of rights."""

from collective.schoolrecords.exchange import journal
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from io import BytesIO
from openpyxl import Workbook
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import logout
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import transaction


STAFF = [
    ["ФИО", "Должность", "Классное руководство", "Роль"],
    ["Белова Ирина Олеговна", "Директор", None, "Аудитор; Архивариус"],
    ["Орлова Анна Петровна", "Учитель", "9Б", "Классный руководитель"],
]
EXAMS = Path(__file__).parents[1] / "data" / "protocols" / "oge_2026_protocols.xlsx"
ARCHIVE = """№ п/п;Вид документа;Заголовок;Индекс дела;Год заведения;Дата закрытия;Количество листов
1;Личное дело обучающегося;Личные дела;02-01;2024;;10
2;Личное дело обучающегося;Личные дела прежние;02-01;2015;31.08.2016;11
3;Неведомый вид;Прочее;02-99;2016;31.08.2017;5
3;Неведомый вид;Прочее;02-99;2016;31.08.2017;5
"""


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


def staff_list():
    book, kept = Workbook(), BytesIO()
    for row in STAFF:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def check(screens, key, kind, name, data, **options):
    """Send a file and return the page of the check."""
    form = {"kind": kind, "check": "1", **{f"{kind}.{k}": v for k, v in options.items()}}
    answer = screens.post(key, "/@@import", form, files={"file": (name, data)})
    assert answer.status_code == 302, answer.text[:300]
    return screens.page(key, "/@@import?checked=1")


def load(screens, key):
    """Load what was checked; return the import when its job has ended."""
    answer = screens.post(key, "/@@import", {"load": "1", "checked": "1"})
    assert answer.status_code == 302, answer.text[:300]
    return finish(screens, answer.headers["Location"].partition("uid=")[2])


def finish(screens, uid):
    transaction.begin()
    login(screens.portal, "secretary")
    one = journal.imports_of(screens.portal).get(uid)
    run_now(screens.portal, get_jobs(screens.portal).get(one.annul_job or one.undo_job or one.job))
    logout()
    transaction.begin()
    return one


def test_a_secretary_reads_what_waits_for_the_director(screens):
    order = {"order_number": "7-к", "order_date": "01.09.2025"}
    page = check(screens, "secretary", "staff", "работники.xlsx", staff_list(), **order)
    said = " ".join(texts(page, ".sr-act p"))
    assert "Будет внесено работников: 2." in said
    assert "Назначений по этому приказу: 1." in said
    assert "Должностей школы ждут директора: 2." in said
    rows = " ".join(texts(page, "tbody tr"))
    assert "Sheet строка 2 Должность «Аудитор» ждёт директора" in rows
    assert page.select_one("button[name=load]") is not None
    one = load(screens, "secretary")
    shown = screens.page("director", f"/@@import-result?uid={one.uid}")
    assert "Должностей ждут директора" in " ".join(texts(shown, ".sr-facts dt"))

    # The director checks the same file and gives what waited; nobody is entered twice.
    again = check(screens, "director", "staff", "работники.xlsx", staff_list(), **order)
    said = " ".join(texts(again, ".sr-act p"))
    assert "Назначений по этому приказу: 2." in said
    assert "ждут директора" not in said
    assert load(screens, "director").numbers["appointments"] == 2
    # The list of staff is not offered to who may not load it.
    kinds = [one["value"] for one in screens.page("archivist", "/@@import").select("[name=kind]")]
    assert "backlog" in kinds
    assert "staff" not in kinds


def test_protocols_and_their_rows_are_counted_apart(screens):
    """423 rows of a file become 13 protocols; nobody reads that as 410 rows lost."""
    page = check(screens, "deputy", "protocols", EXAMS.name, EXAMS.read_bytes())
    said = " ".join(texts(page, ".sr-act p"))
    assert "Будет составлено протоколов: 13. В них будет занесено строк файла: 423." in said
    assert "Решений по апелляциям: 3." in said
    assert page.select_one(".sr-facts dd").get_text(strip=True) == "423"
    shown = screens.page("deputy", f"/@@import-result?uid={load(screens, 'deputy').uid}")
    facts = dict(zip(texts(shown, ".sr-facts dt"), texts(shown, ".sr-facts dd"), strict=True))
    assert (facts["Строк в файле"], facts["Составлено протоколов"]) == ("423", "13")
    assert (facts["Строк с результатами"], facts["Решений по апелляциям"]) == ("423", "3")


def test_an_archive_stays_and_is_annulled(screens):
    """Said before it is loaded; afterwards the director annuls what is kept now, with a reason."""
    data = ARCHIVE.encode()
    page = check(screens, "archivist", "backlog", "архив.csv", data)
    said = " ".join(texts(page, ".sr-act p"))
    assert "Будет занесено дел архива: 3." in said
    assert "С ошибкой: 1." in said
    assert "Не будет занесено строк: 1." in said
    assert "отменить нельзя" in said
    one = load(screens, "archivist")

    path = f"/@@import-result?uid={one.uid}"
    shown = screens.page("archivist", path)
    assert "Загрузку нельзя отменить: среди её дел не черновиков — 3" in shown.text
    assert shown.select_one(".sr-danger") is None
    form = {"annul": "1", "confirm": one.uid[:4], "reason": "Список другой школы"}
    assert screens.post("archivist", path, form).status_code in (302, 401, 403)
    assert journal.imports_of(screens.portal).get(one.uid).annul_job is None

    director = screens.page("director", path)
    assert director.select_one(".sr-danger [name=reason]") is not None
    wrong = screens.post("director", path, {**form, "confirm": "нет"})
    assert wrong.status_code == 302
    empty = screens.post("director", path, {**form, "reason": " "})
    assert "почему" in empty.text
    transaction.begin()
    assert journal.imports_of(screens.portal).get(one.uid).annul_job is None
    assert screens.post("director", path, form).status_code == 302
    one = finish(screens, one.uid)
    assert (one.numbers["annulled"], one.numbers["left"]) == (2, 1)
    shown = screens.page("director", path)
    assert "Список другой школы" in shown.text
    assert shown.select_one(".sr-danger") is None


def test_a_file_that_is_refused_says_what_to_do(screens):
    page = check(screens, "archivist", "backlog", "архив.csv", b"\xff\x00<script>alert(1)</script>")
    assert texts(page, ".sr-act h2")[0] == "Файл нельзя загрузить"
    assert "Исправьте то, что названо ниже" in " ".join(texts(page, ".sr-act p"))
    assert page.select_one("button[name=load]") is None
    assert page.select("main script") == []


def test_every_list_tells_its_columns_and_gives_a_sample(screens):
    """The sample is read back without a remark; who may not load a list gets none of it."""
    page = screens.page("secretary", "/@@import")
    words = " ".join(texts(page, ".sr-kind details p"))
    assert "Фамилия (или ФИО)" in words
    assert "Класс (или Параллель + Литера класса)" in words
    links = [one["href"] for one in page.select(".sr-kind a[href*='import-sample']")]
    assert f"{screens.url}/@@import-sample?kind=contingent" in links
    sample = screens.get("secretary", "/@@import-sample?kind=contingent")
    assert sample.status_code == 200
    assert "attachment" in sample.headers["Content-Disposition"]
    checked = check(screens, "secretary", "contingent", "образец.csv", sample.content)
    assert "Замечаний нет." in " ".join(texts(checked, ".sr-act p"))
    one = load(screens, "secretary")
    shown = screens.page("secretary", f"/@@import-result?uid={one.uid}")
    (link,) = shown.select(".sr-guided-links a")
    assert link["href"] == f"{screens.url}/personal-files?state=draft"
    listed = screens.page("secretary", link["href"][len(screens.url) :]).get_text()
    assert "Образцова" in listed

    assert screens.get("archivist", "/@@import-sample?kind=backlog").status_code == 200
    assert screens.get("archivist", "/@@import-sample?kind=staff").status_code != 200
    for kind in ("", "<script>", "nope", "x" * 5000):
        assert screens.get("secretary", f"/@@import-sample?kind={kind}").status_code == 404
    for key in ("class_teacher", "guardian", "pupil", "anonymous"):
        assert screens.get(key, "/@@import-sample?kind=contingent").status_code != 200, key
