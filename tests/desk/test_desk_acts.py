"""The guided page of an act: each person in turn, every refusal beside the form that caused it."""

from act_people import ActTown
from act_people import AFTER_WAITING
from act_people import DAY
from bs4 import BeautifulSoup
from collective.schoolrecords.integrity.erasure import Findings
from datetime import date
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD
from unittest import mock

import pytest
import transaction


CLEARING = "collective.schoolrecords.retention.execution.clearing"


class Acts(Screens):
    """A school with a commission, and records whose term has ended."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        self.town = ActTown(portal)
        transaction.commit()

    def account(self, key):
        """Keys are the names of accounts here."""
        return None if key == "anonymous" else (key, PASSWORD)

    def tree(self, answer):
        """The page of an answer that is no redirect."""
        assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
        return BeautifulSoup(answer.text, "html.parser")

    def do(self, key, path, deed, **values):
        """Press the button of a deed on a page."""
        return self.post(key, path, {"do": deed, **values}, page="/@@desk")

    def buttons(self, key, path):
        """The deeds that a person is offered."""
        return [one["value"] for one in self.page(key, path).select("button[name=do]")]

    def work(self):
        """Let the worker do what is queued."""
        transaction.begin()
        self.town.run_jobs()
        transaction.commit()


@pytest.fixture
def acts(functional, on_day):
    on_day(DAY)
    return Acts(functional["portal"])


@pytest.fixture
def draft(acts):
    """Path of a draft act with three records."""
    records = acts.town.cases(3)
    act = acts.town.act(records)
    transaction.commit()
    return acts.path(act)


def test_an_act_is_drawn_up_on_pages_alone(acts):
    """The register, the form, what has ended under a condition, and what is taken out again."""
    acts.town.cases(3)
    transaction.commit()
    answer = acts.post(
        "archivist", "/destruction-acts/@@add-record", {"save": "1", "title": "Акт за 2015 год"}
    )
    path = answer.headers["Location"][len(acts.url) :]
    page = acts.page("archivist", path)
    assert texts(page, ".sr-path [aria-current=step]") == ["Дела"]
    assert acts.do("archivist", path, "add_due", doc_type="", year="2015").status_code == 302
    page = acts.page("archivist", path)
    assert len(page.select("#rows tbody tr")) == 3

    nothing = acts.do("archivist", path, "remove")
    assert nothing.status_code == 302
    assert acts.do("archivist", path, "remove", row="2").status_code == 302
    assert len(acts.page("archivist", path).select("#rows tbody tr")) == 2
    assert texts(acts.page("archivist", "/destruction-acts"), "tbody .sr-lead") == [
        "Акт за 2015 год"
    ]


def test_reasons_stand_beside_the_form(acts, draft):
    """Keeping asks for a reason; the field says so and nothing is written."""
    page = acts.tree(acts.do("archivist", draft, "keep", row="1", reason=""))
    assert page.select_one(".sr-errors a")["href"] == "#f-keep-reason"
    assert page.select_one("#f-keep-reason") is not None

    assert acts.do("archivist", draft, "keep", row="1", reason="Идёт спор").status_code == 302
    page = acts.page("archivist", f"{draft}?rows=kept")
    assert "Идёт спор" in texts(page, "#rows tbody td")[-1]
    assert len(page.select("#rows tbody tr")) == 1


def test_everybody_is_offered_what_is_theirs(acts, draft):
    """Buttons by office and state; whoever sends another one changes nothing."""
    assert {"add_due", "keep", "remove"} <= set(acts.buttons("archivist", draft))
    assert acts.buttons("auditor", draft) == []
    assert acts.do("auditor", draft, "keep", row="1", reason="Мешаю").status_code == 302
    assert acts.post("archivist", draft, {"do": "keep"}, token=False).status_code == 403
    page = acts.page("archivist", f"{draft}?rows=kept")
    assert page.select("#rows tbody tr") == []
    assert acts.get("anonymous", draft).status_code in (302, 403)
    for key in ("archivist", "auditor", "director"):
        assert_links_open(acts, key, draft)
    table = acts.get("archivist", f"{draft}/@@act-rows-csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].split(";")[0]) == (4, "№")
    assert acts.get("anonymous", f"{draft}/@@act-rows-csv").status_code in (302, 401, 403)


def assert_links_open(acts, key, path):
    """Whatever the page of the act leads to is there for the same reader, and is for people."""
    page = acts.page(key, path)
    found = {one["href"].partition("#")[0] for one in page.select("#main a[href], main a[href]")}
    assert len(found) > 2
    for url in sorted(filter(None, found)):
        url = url if url.startswith("http") else f"{acts.url}{path}{url}"
        assert url.startswith(acts.url), url
        assert "/@" not in url.replace("/@@", "/"), url
        answer = acts.get(key, url[len(acts.url) :])
        assert answer.status_code == 200, (key, url, answer.status_code)


def step(acts, key, path, name, **values):
    form = {"step": name, "save": "1", **values}
    page = acts.page(key, f"{path}/@@step?step={name}")
    seen = page.select_one("input[name=seen]")
    if seen is not None:
        form["seen"] = seen["value"]
    return acts.post(key, f"{path}/@@step", form)


def asked(acts, key, path):
    """What the lines of a person's desk about an act ask for."""
    lines = acts.page(key, "/@@desk").select(
        f"section[aria-labelledby=sr-waiting] li:has(a[href='{acts.url}{path}'])"
    )
    return [one.select_one(".sr-list-end").get_text(strip=True) for one in lines]


def state_years(acts, draft):
    """The archivist confirms what the page shows: of the act's year there is nothing to list."""
    page = acts.page("archivist", draft)
    shown = [one["value"] for one in page.select("input[name='empty_year:list']")]
    assert shown == ["permanent-2015", "personnel-2015"]
    answer = acts.do("archivist", draft, "state_years", **{"empty_year:list": shown})
    assert answer.status_code == 302


def test_from_the_commission_to_the_execution(acts, draft):
    """Submit, vote, conclude, approve, wait, execute: each by its own person."""
    refused = acts.tree(step(acts, "archivist", draft, "submit"))
    assert "Дел постоянного хранения за 2015 г. в школе нет" in refused.get_text()
    assert "state_years" not in acts.buttons("director", draft)
    state_years(acts, draft)
    assert step(acts, "archivist", draft, "submit").status_code == 302
    assert step(acts, "archivist", draft, "withdraw", reason="Не тот год").status_code == 302
    notice = texts(acts.page("archivist", draft), ".alert-warning")[0]
    assert notice.startswith("Отозвано ")
    assert notice.endswith("Образцова А.: Не тот год")
    assert step(acts, "archivist", draft, "submit").status_code == 302
    page = acts.page("chair", draft)
    assert texts(page, "#inventories p")[0].startswith(
        "За 2015 год дел постоянного хранения нет. За 2015 год дел по личному составу нет. "
        "Подтвердил(а) Образцова А."
    )
    assert texts(page, ".sr-path [aria-current=step]") == ["Комиссия"]
    assert "vote" in acts.buttons("chair", draft)
    assert "vote" not in acts.buttons("archivist", draft)
    refused = acts.tree(acts.do("second", draft, "vote", vote="against", reason=""))
    assert refused.select(".sr-errors li") != []
    assert asked(acts, "second", draft) == ["проголосовать"]
    assert acts.do("second", draft, "vote", vote="for", reason="").status_code == 302
    assert asked(acts, "second", draft) == []
    # Votes count for what was voted on: handed in anew, the act asks for them anew.
    assert step(acts, "archivist", draft, "withdraw", reason="Ещё одно дело").status_code == 302
    assert asked(acts, "chair", draft) == []
    assert step(acts, "archivist", draft, "submit").status_code == 302
    assert asked(acts, "second", draft) == ["проголосовать"]
    for key, waits in (("chair", [""]), ("second", []), ("third", [])):
        assert asked(acts, key, draft) == ["проголосовать"]
        assert acts.do(key, draft, "vote", vote="for", reason="").status_code == 302
        assert asked(acts, key, draft) == waits
    assert asked(acts, "chair", draft) == ["закончить голосование"]
    page = acts.page("chair", draft)
    assert texts(page, "#commission p")[0].startswith("Проголосовало: 3")

    minutes = {"minutes_number": "3", "minutes_date": "02.03.2026"}
    assert step(acts, "chair", draft, "conclude", **minutes).status_code == 302
    page = acts.page("director", draft)
    assert texts(page, ".sr-path [aria-current=step]") == ["Директор"]
    assert step(acts, "director", draft, "sign").status_code == 302
    acts.work()
    page = acts.page("director", draft)
    assert texts(page, "h1")[0].startswith("№ 1 от 02.03.2026")
    assert "09.03.2026" in texts(page, "#waiting p")[0]


def test_the_execution_asks_for_the_number(acts, draft, on_day):
    """Red, apart, and only with the act's number typed."""
    state_years(acts, draft)
    step(acts, "archivist", draft, "submit")
    for key in ("chair", "second", "third"):
        acts.do(key, draft, "vote", vote="for", reason="")
    step(acts, "chair", draft, "conclude", minutes_number="3", minutes_date="02.03.2026")
    step(acts, "director", draft, "sign")
    acts.work()
    on_day(AFTER_WAITING)
    page = acts.page("archivist", draft)
    link = page.select_one("#execution .sr-section-edit")
    assert "Исполнить акт" in link.get_text()
    form = acts.page("archivist", link["href"][len(acts.url) :])
    assert form.select_one(".sr-danger [data-sr-confirm]")["data-sr-confirm"] == "1"
    assert "Введите номер акта: 1" in form.select_one(".sr-danger").get_text()
    wrong = step(acts, "archivist", draft, "execute", method="Измельчение", confirm="2")
    assert acts.tree(wrong).select(".sr-errors li") != []
    done = step(acts, "archivist", draft, "execute", method="Измельчение", confirm="1")
    assert done.status_code == 302
    record = acts.page("auditor", draft).select_one("#rows tbody a")["href"]
    acts.work()
    stone = acts.page("auditor", record[len(acts.url) :])
    assert texts(stone, ".sr-state-title") == ["Удалено, резервные копии до 07.06.2026"]
    assert stone.select_one("#act dd a")["href"].endswith(draft)
    # In no inventory: that is said, with the reason.
    assert "в описях не значится" in texts(stone, "#act dd")[-1]
    assert "Протоколы № 1" not in stone.get_text()
    assert acts.get("auditor", f"{record[len(acts.url) :]}/@@sr-history").status_code == 200
    # The history names the stage and its day.
    history = " ".join(texts(acts.page("auditor", f"{draft}/@@sr-history"), "td"))
    assert "удалены, 09.03.2026" in history
    page = acts.page("archivist", draft)
    assert texts(page, ".sr-path [aria-current=step]") == ["Следы"]
    assert "удалено: 3" in texts(page, ".sr-head-line")[0]
    assert "Уничтожено" not in page.select_one("#rows").get_text()
    acts.work()
    page = acts.page("archivist", draft)
    link = page.select_one("#evidence a[href$='@@evidence-file/rows.csv']")
    assert acts.get("archivist", link["href"][len(acts.url) :]).status_code == 200
    assert "paper" in acts.buttons("archivist", draft)
    told = acts.get("archivist", f"{draft}/@@act-progress").json()
    assert set(told) == {"state", "done", "total", "message"}
    entered = acts.do(
        "archivist", draft, "paper", weight="12", witnesses="Иванова А. А., Пак Б. В."
    )
    assert entered.status_code == 302
    assert "Иванова А. А., Пак Б. В." in texts(acts.page("archivist", draft), "#execution dd")


def test_the_traces_are_cleared_one_stage_after_another(acts, draft, on_day):
    """Packing, the word on the backups, verification: offered in turn, refused too early."""
    state_years(acts, draft)
    step(acts, "archivist", draft, "submit")
    for key in ("chair", "second", "third"):
        acts.do(key, draft, "vote", vote="for", reason="")
    step(acts, "chair", draft, "conclude", minutes_number="3", minutes_date="02.03.2026")
    step(acts, "director", draft, "sign")
    acts.work()
    on_day(AFTER_WAITING)
    step(acts, "archivist", draft, "execute", method="Измельчение", confirm="1")
    acts.work()
    offered = {"pack", "backups", "verify"}
    assert offered & set(acts.buttons("archivist", draft)) == {"pack"}
    assert offered & set(acts.buttons("auditor", draft)) == set()
    assert acts.do("archivist", draft, "pack").status_code == 302
    assert offered & set(acts.buttons("archivist", draft)) == set()
    assert "обрабатывается" in acts.page("archivist", draft).select_one("#traces").get_text()
    acts.work()  # the storage of this test cannot be packed
    assert "остановилась" in acts.page("archivist", draft).select_one("#traces").get_text()

    with mock.patch(f"{CLEARING}.pack_outside", return_value={}):
        assert acts.do("archivist", draft, "pack").status_code == 302
        acts.work()
    assert offered & set(acts.buttons("archivist", draft)) == {"pack", "backups"}
    assert "Не раньше 07.06.2026" in acts.page("archivist", draft).select_one("#traces").get_text()
    early = acts.tree(acts.do("archivist", draft, "backups", on="09.03.2026"))
    assert early.select_one(".sr-errors a")["href"] == "#f-backups-on"
    on_day(date(2026, 6, 8))
    assert acts.do("archivist", draft, "backups", on="08.06.2026").status_code == 302
    assert acts.do("archivist", draft, "verify").status_code == 302
    with mock.patch(f"{CLEARING}.look", return_value=Findings(objects=[7, 8], words=3)):
        acts.work()
    traces = acts.page("archivist", draft).select_one("#traces")
    assert "Проверено 08.06.2026: следы найдены" in traces.get_text()
    assert [one.get_text(strip=True) for one in traces.select("dd")][-2:] == ["2", "3"]
    assert acts.do("archivist", draft, "verify").status_code == 302
    with mock.patch(f"{CLEARING}.look", return_value=Findings()):
        acts.work()
    assert "ничего не осталось" in acts.page("archivist", draft).select_one("#traces").get_text()
    assert step(acts, "archivist", draft, "verify").status_code == 302
    page = acts.page("auditor", draft)
    assert texts(page, ".sr-path [aria-current=step]") == ["Доказательства"]
    for key in ("archivist", "auditor", "director"):
        assert_links_open(acts, key, draft)
