"""`schoolrecords import` as people call it: processes of their own, a stopped and a running server.

The same story is told to both: try, load, take back, staff, archive, and every call that loads
nothing. Only what is asked for and the words of the answer are looked at; what is filed is the
matter of tests/exchange. Each call at a stopped server starts Zope anew, so only what that way
decides by itself is asked there; what the lists and their options mean is told by the running one.
"""

from collective.schoolrecords.setup.commandline import main
from pathlib import Path
from schoolrecords_instance import make_instance
from schoolrecords_instance import open_accounts
from schoolrecords_instance import schoolrecords
from schoolrecords_instance import serving

import getpass
import json
import pytest
import re
import shutil
import urllib.request


ARCHIVE = Path(__file__).resolve().parents[1] / "data" / "archive" / "archive_backlog.csv"
PASSWORD = "Secret-word-123"
TITLES = "Фамилия;Имя;Дата рождения;Класс;Буква личного дела;Номер личного дела"
PUPILS = f"""{TITLES}
Ёжикова;Ольга;03.04.2018;1А;Е;4
Жуков;Пётр;05.06.2018;1А;Ж;2
"""
WITH_A_FAULT = PUPILS + "Зайцев;Иван;31.02.2018;1А;З;1\n"
STAFF = """Фамилия;Имя;Отчество;Должность;Роль в системе
Лисицына;Вера;Павловна;секретарь учебной части;секретарь
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A stopped instance with an empty school and accounts."""
    instance = make_instance(tmp_path_factory.mktemp("template"))
    asked = ("--regulation", "neman1", "--id", "school", "--title", "Школа")
    made = schoolrecords("create", "--config", str(instance / "etc" / "zope.conf"), *asked)
    assert made.returncode == 0, made.stderr
    # What it prints leads to the first pupil, not only to the director's account.
    places = [made.stdout.index(one) for one in ("Открыть класс", "«Приём»", "«Зачислить»")]
    assert places == sorted(places)
    roles = {
        "office": ["Member", "Secretary"],
        "chief": ["Member", "Director"],
        "reader": ["Member", "Auditor"],
    }
    open_accounts(instance, "school", PASSWORD, roles)
    return instance


def test_without_a_terminal_and_a_password_it_says_where_to_put_it(monkeypatch, capsys):
    """A call by a timer asks nobody; it ends with words and not with a traceback."""

    def asked(prompt):
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", asked)
    monkeypatch.delenv("SCHOOLRECORDS_PASSWORD", raising=False)
    call = ["import", "staff", "list.csv", "--user", "office", "--url", "http://127.0.0.1:9"]
    assert main(call) == 2
    assert "SCHOOLRECORDS_PASSWORD" in capsys.readouterr().err


class Stopped:
    """The database of a server that does not run."""

    def __init__(self, instance):
        self.instance = instance
        self.place = ("--config", str(instance / "etc" / "zope.conf"))

    def state(self):
        """What a call that writes nothing must leave as it is."""
        return (self.instance / "var" / "Data.fs").read_bytes()


class Running:
    """A server that runs, asked for its journal of imports and its drafts."""

    def __init__(self, url):
        self.url = url
        self.place = ("--url", url)

    def state(self):
        """See `Stopped.state`."""
        return [self._ask(path) for path in ("@imports", "@search?portal_type=personal_file")]

    def _ask(self, path):
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        passwords.add_password(None, self.url, "office", PASSWORD, is_authenticated=True)
        opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
        request = urllib.request.Request(f"{self.url}/school/{path}")
        request.add_header("Accept", "application/json")
        with opener.open(request, timeout=120) as answer:
            return json.load(answer)["items_total"]


@pytest.fixture(params=["stopped", "running"])
def way(request, template, tmp_path):
    instance = make_instance(tmp_path / "instance")
    shutil.copytree(template / "var", instance / "var", dirs_exist_ok=True)
    if request.param == "stopped":
        yield Stopped(instance)
        return
    with serving(instance) as url:
        yield Running(url)


class Story:
    """Calls of the command, their lists written as files."""

    def __init__(self, way, folder):
        self.way = way
        self.folder = folder

    def call(self, *arguments, user="office", password=PASSWORD):
        """Call `schoolrecords import`; nobody answers questions."""
        return schoolrecords(
            "import",
            *arguments,
            "--user",
            user,
            *self.way.place,
            SCHOOLRECORDS_PASSWORD=password,
        )

    def list(self, name, text):
        """Write a list; return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def refused(self, words, *arguments, both_ways=False, **more):
        """A call that loads nothing: exit code 2, the words, no traceback, nothing written.

        ``both_ways``: also at a stopped server.
        """
        if isinstance(self.way, Stopped) and not both_ways:
            return
        before = self.way.state()
        done = self.call(*arguments, **more)
        told = done.stdout + done.stderr
        assert (done.returncode, words in told) == (2, True), told
        assert "Traceback" not in done.stderr
        assert self.way.state() == before


def number_of(done):
    """The number of the import that a call has told."""
    return re.search(r"Загрузка ([0-9a-f]{32}): выполнено", done.stdout)[1]


@pytest.mark.slow
def test_lists_are_tried_loaded_and_taken_back(way, tmp_path):
    story = Story(way, tmp_path)
    faulty = story.list("1А.csv", WITH_A_FAULT)
    before = way.state()

    tried = story.call("contingent", faulty, "--year", "2025", "--dry-run")
    assert tried.returncode == 1, tried.stderr
    assert "Такого дня нет: 31.02.2018" in tried.stdout
    assert "C4" in tried.stdout
    assert "ничего не записано" in tried.stdout
    assert way.state() == before
    story.refused("добавьте --yes", "contingent", faulty, "--year", "2025")

    loaded = story.call("contingent", faulty, "--year", "2025", "--yes")
    assert loaded.returncode == 1, loaded.stderr
    assert "Занесено: 2" in loaded.stdout
    assert "Строк не занесено: 1" in loaded.stdout
    uid = number_of(loaded)
    story.refused("уже загружен", "contingent", faulty, "--year", "2025", "--yes", both_ways=True)
    if isinstance(way, Running):
        again = story.call("contingent", faulty, "--year", "2025", "--yes", "--again")
        assert "Уже были: 2" in again.stdout, (again.stdout, again.stderr)

    story.refused("добавьте --yes", "contingent", "--undo", uid)
    undone = story.call("contingent", "--undo", uid, "--yes")
    assert undone.returncode == 0, (undone.stdout, undone.stderr)
    assert "отменена" in undone.stdout
    story.refused("", "contingent", "--undo", uid, "--yes", both_ways=True)
    story.refused("нет так", "contingent", "--undo", "0" * 32, "--yes")
    if isinstance(way, Running):
        clean = story.list("1А снова.csv", PUPILS)
        whole = story.call("contingent", clean, "--year", "2025", "--yes")
        assert whole.returncode == 0, (whole.stdout, whole.stderr)
        assert "Занесено: 2" in whole.stdout


@pytest.mark.slow
def test_staff_and_archive_and_calls_that_load_nothing(way, tmp_path):
    story = Story(way, tmp_path)
    staff = story.list("штат.csv", STAFF)
    story.refused("", "staff", staff, "--yes")
    order = ("--order-number", "15-к", "--order-date", "29.08.2025")
    # An office of the school: the list of an office clerk enters the person, the director's gives it.
    if isinstance(way, Running):
        entered = story.call("staff", staff, *order, "--yes")
        assert entered.returncode == 0, (entered.stdout, entered.stderr)
        assert "Должностей ждут директора: 1" in entered.stdout
    appointed = story.call("staff", staff, *order, "--yes", user="chief")
    assert appointed.returncode == 0, (appointed.stdout, appointed.stderr)
    assert "Назначений: 1" in appointed.stdout

    lines = ARCHIVE.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    archive = story.list("архив.csv", "".join(lines[:31]))
    filed = story.call("backlog", archive, "--yes")
    assert filed.returncode == 0, (filed.stdout, filed.stderr)
    assert "Занесено: 30" in filed.stdout
    story.refused("не черновики", "backlog", "--undo", number_of(filed), "--yes", both_ways=True)

    pupils = story.list("1А.csv", PUPILS)
    story.refused("нет такого файла", "contingent", str(tmp_path / "нет.csv"))
    story.refused("Нет столбца", "contingent", story.list("a.csv", "Фамилия;Имя;Класс\nА;Б;1А\n"))
    story.refused("нет права", "contingent", pupils, "--yes", user="reader", both_ways=True)
    story.refused("", "contingent", pupils, "--yes", user="nobody", both_ways=True)
    story.refused("", "contingent", pupils, "--yes", "--site", "other", both_ways=True)
    story.refused(
        "--order-date", "staff", staff, "--order-number", "1", "--order-date", "31.02.2025"
    )
    if isinstance(way, Running):
        story.refused("вход не выполнен", "contingent", pupils, "--yes", password="wrong")


@pytest.mark.slow
def test_a_running_server_keeps_its_database(template, tmp_path):
    """Nobody opens it beside the server; a server that is gone is told, too."""
    instance = make_instance(tmp_path / "instance")
    shutil.copytree(template / "var", instance / "var", dirs_exist_ok=True)
    pupils = tmp_path / "1А.csv"
    pupils.write_text(PUPILS, encoding="utf-8")
    call = ("import", "contingent", str(pupils), "--user", "office", "--yes")
    with serving(instance) as url:
        beside = schoolrecords(*call, "--config", str(instance / "etc" / "zope.conf"))
    gone = schoolrecords(*call, "--url", url, SCHOOLRECORDS_PASSWORD=PASSWORD)

    assert (beside.returncode, "остановите сервер" in beside.stderr) == (2, True), beside.stderr
    assert (gone.returncode, "сервер не отвечает" in gone.stderr) == (2, True), gone.stderr
