"""Holds on pages, the due list with what stands in the way, and the calendar of terms."""

from act_people import ActTown
from act_people import DAY
from bs4 import BeautifulSoup
from collective.schoolrecords.retention.act.held import held_positions
from collective.schoolrecords.retention.holds import holds_of
from collective.schoolrecords.retention.holds import is_held
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD

import pytest
import transaction


HOLD = {"reason": "Идёт проверка", "basis": "Запрос прокуратуры", "basis_number": "7-пр"}


class Archive(Screens):
    """A school with three records whose term has ended."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        self.town = ActTown(portal)
        self.cases = self.town.cases(3)
        self.case = self.path(self.cases[0])
        transaction.commit()

    def account(self, key):
        """Keys are the names of accounts here."""
        return None if key == "anonymous" else (key, PASSWORD)

    def send(self, key, path, form):
        """The tree of the page that answers a form, or where it leads."""
        answer = self.post(key, path, form)
        if answer.status_code == 302:
            return answer.headers["Location"][len(self.url) :]
        return BeautifulSoup(answer.text, "html.parser")


@pytest.fixture
def archive(functional, on_day):
    on_day(DAY)
    return Archive(functional["portal"])


def test_a_hold_is_laid_shown_and_lifted(archive):
    """Every reason beside its field; then the record, the list and the due list know of it."""
    page = f"{archive.case}/@@record-holds"
    refused = archive.send("archivist", page, {"do": "place", "reason": "", "basis": ""})
    assert [one["href"] for one in refused.select(".sr-errors a")] == [
        "#f-place-reason",
        "#f-place-basis",
    ]
    assert not is_held(archive.fresh(archive.cases[0]))

    assert archive.send("archivist", page, {"do": "place", **HOLD}) == page
    assert is_held(archive.fresh(archive.cases[0]))
    record = archive.page("archivist", archive.case)
    assert "Идёт проверка" in texts(record, "#holds tbody td")[1]
    assert "Запрос прокуратуры № 7-пр" in texts(record, "#holds tbody td")[2]
    assert len(archive.page("auditor", "/@@holds").select("tbody tr")) == 1

    hold = holds_of(archive.fresh(archive.cases[0]))[0]
    none = archive.send("archivist", page, {"do": "lift", "reason": "Проверка окончена"})
    assert none == page
    assert is_held(archive.fresh(archive.cases[0]))
    form = {"do": "lift", "hold": hold.id, "reason": "Проверка окончена"}
    assert archive.send("archivist", page, form) == page
    assert not is_held(archive.fresh(archive.cases[0]))
    assert len(archive.page("auditor", "/@@holds?status=lifted").select("tbody tr")) == 1


def test_who_may_hold(archive):
    """The auditor reads and is offered nothing; a sent form changes nothing; nobody else reads."""
    page = f"{archive.case}/@@record-holds"
    assert archive.page("auditor", page).select("button[name=do]") == []
    archive.send("auditor", page, {"do": "place", **HOLD})
    assert not is_held(archive.fresh(archive.cases[0]))
    assert archive.post("archivist", page, {"do": "place", **HOLD}, token=False).status_code == 403
    assert archive.get("anonymous", page).status_code in (302, 403)
    for path in ("/@@holds", "/@@calendar"):
        assert archive.get("secretary", path).status_code in (302, 403)
        assert archive.get("auditor", path).status_code == 200


def test_the_due_list_says_what_stands_in_the_way(archive):
    """A column of short words, for the records that the reader may see."""
    archive.send("archivist", f"{archive.case}/@@record-holds", {"do": "place", **HOLD})
    page = archive.page("archivist", "/@@due")
    assert len(page.select("tbody tr")) == 3
    why = [
        one for one in texts(page, "tbody td[data-col=why]") if "риостанов" in one or "апрет" in one
    ]
    assert len(why) == 1


def test_conditions_of_the_due_list(archive):
    """Closing year, place, carrier, term: each a chip that can be taken away; nonsense stays out."""
    for query, count in (
        ("closed=2015", 3),
        ("closed=2014", 0),
        ("carrier=paper", 3),
        ("carrier=electronic", 0),
        ("place=Архив, стеллаж 3", 3),
        ("place=Подвал", 0),
        ("term=3 года", 3),
        ("state=archived", 3),
        ("state=closed", 0),
        ("state=burnt", 3),
        ("carrier=stone&closed=x", 3),
    ):
        page = archive.page("archivist", f"/@@due?{query}")
        assert len(page.select("tbody tr")) == count, query
    page = archive.page("archivist", "/@@due?closed=2015&carrier=paper")
    assert len(page.select(".sr-chip-drop")) == 2


def test_many_rows_are_suspended_or_put_into_an_act(archive):
    """The first page asks and changes nothing; the job and the act then hold what was chosen."""
    uids = [("uid", one.UID()) for one in archive.cases[:2]]
    asked = archive.post("archivist", "/@@hold-many", uids)
    tree = BeautifulSoup(asked.text, "html.parser")
    assert "выбрано: 2" in texts(tree, ".sr-head-line")[0]
    form = [("uid:list", uid) for _name, uid in uids]
    kept = ("list", "?closed=2015&carrier=paper")
    assert archive.page("archivist", f"/@@due{kept[1]}").select_one("input[name=list]") is not None
    asked = archive.post("archivist", "/@@hold-many", [*uids, kept])
    hidden = BeautifulSoup(asked.text, "html.parser").select_one("input[name=list]")
    assert hidden["value"] == kept[1]
    done = archive.post("archivist", "/@@hold-many", [*form, kept, ("do", "place"), *HOLD.items()])
    assert done.status_code == 302
    # The list is shown as it was asked before.
    assert done.headers["Location"] == f"{archive.url}/@@due{kept[1]}"
    transaction.begin()
    archive.town.run_jobs()
    transaction.commit()
    assert [is_held(archive.fresh(one)) for one in archive.cases] == [True, True, False]

    form = [("uid:list", one.UID()) for one in archive.cases]
    asked = BeautifulSoup(archive.post("archivist", "/@@act-many", form).text, "html.parser")
    (title,) = asked.select("#do input[name=new_title]")
    # No act is open: the new one has a title already, and cannot be without.
    assert title["value"].startswith("Акт о выделении к уничтожению документов за 20")
    assert asked.select("#do select") == []
    assert len(texts(asked, "#chosen tbody td")) == 3
    again = archive.post("archivist", "/@@act-many", [*form, ("do", "add"), ("new_title", "")])
    page = BeautifulSoup(again.text, "html.parser")
    (told,) = page.select(".sr-errors li a")
    assert told.get_text(strip=True).startswith("Заголовок нового акта")
    assert page.select_one(told["href"])["aria-invalid"] == "true"
    assert [one["value"] for one in page.select("input[name='uid:list']")] == [
        value for name, value in form if name == "uid:list"
    ]
    made = archive.post("archivist", "/@@act-many", [*form, ("do", "add"), ("new_title", "Акт")])
    assert made.status_code == 302
    transaction.begin()
    act = next(iter(archive.portal["destruction-acts"].objectValues()))
    assert len(act.rows) == 1
    assert made.headers["Location"] == f"{archive.url}{archive.path(act)}"
    row = archive.page("archivist", "/@@due").select_one("td[data-col=why] li a")
    assert row.get_text() == "Включено: проект акта «Акт»"
    assert row["href"] == made.headers["Location"]
    # With an open act there is a choice, and an error stands beside it.
    for more in ([("act", ""), ("new_title", "")], [("act", act.getId()), ("new_title", "Ещё")]):
        answer = archive.post("archivist", "/@@act-many", [*form, ("do", "add"), *more])
        page = BeautifulSoup(answer.text, "html.parser")
        (told,) = page.select(".sr-errors li a")
        assert "Выберите акт или назовите новый" in told.get_text()
        assert page.select_one(told["href"]).name == "select"
    assert archive.post("archivist", "/@@act-many", []).status_code == 302
    assert archive.post("auditor", "/@@act-many", form).status_code in (302, 403)


def test_a_hold_begins_on_the_list_of_holds(archive):
    """A button for who lays holds; the record is looked for, and what is found leads to its holds."""
    button = archive.page("archivist", "/@@holds").select_one(".sr-head a.btn-primary")
    assert button["href"] == f"{archive.url}/@@place-hold"
    assert archive.page("auditor", "/@@holds").select(".sr-head a.btn-primary") == []
    for key in ("auditor", "secretary", "anonymous"):
        assert archive.get(key, "/@@place-hold").status_code in (302, 401, 403), key

    assert archive.page("archivist", "/@@place-hold").select("tbody tr") == []
    page = archive.page("archivist", "/@@place-hold?text=02-1")
    places = [one["href"] for one in page.select("tbody a.sr-open")]
    assert places == [f"{archive.url}{archive.case}/@@record-holds#new"]
    assert archive.page("archivist", places[0][len(archive.url) :]).select_one("#new form")
    for text in ("<script>alert(1)</script>", "х" * 5000, "нет такого"):
        page = archive.get("archivist", "/@@place-hold", params={"text": text})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "Ничего не найдено" in page.text


def test_a_hold_and_an_act_tell_of_each_other(archive):
    """Who holds a file of an act is told at once; so are the file's page and that of the act."""
    town, case = archive.town, archive.cases[1]
    act = town.act(archive.cases)
    transaction.commit()
    path, page = archive.path(case), f"{archive.path(case)}/@@record-holds"
    assert "приостановлено" not in archive.page("archivist", archive.path(act)).get_text()

    assert archive.send("archivist", page, {"do": "place", **HOLD}) == page
    told = "Уничтожение приостановлено, хотя дело включено: проект акта"
    assert told in archive.page("archivist", page).get_text()
    assert told in archive.page("auditor", path).get_text()
    assert told not in archive.page("secretary", path).get_text()
    for key in ("archivist", "auditor", "director"):
        shown = archive.page(key, archive.path(act))
        assert "дел в этом акте: 1 (№ 2)" in shown.get_text(), key
        assert "Уничтожение запрещено" in texts(shown, "#rows tbody")[0]
    assert held_positions(archive.fresh(act)) == [2]
    shown = archive.page("archivist", f"{archive.path(act)}?rows=held")
    assert [texts(row, "td")[1] for row in shown.select("#rows tbody tr")] == ["2"]

    (hold,) = holds_of(archive.fresh(case))
    archive.send("archivist", page, {"do": "lift", "hold": hold.id, "reason": "Ответ дан"})
    assert "приостановлено" not in archive.page("archivist", archive.path(act)).get_text()
    assert told not in archive.page("archivist", path).get_text()


def test_the_calendar_as_chart_and_table(archive):
    """The chart tells its sum in words, the table has the same numbers with links to the list."""
    page = archive.page("archivist", "/@@calendar")
    assert page.select_one("svg[role=img]")["aria-label"].startswith("Диаграмма")
    rows = {texts(row, "td")[0]: texts(row, "td")[1] for row in page.select("tbody tr")}
    assert rows["раньше"] == "3"
    assert list(rows)[1] == "2026"
    assert archive.page("archivist", "/@@calendar?type=summary_sheet").select(".sr-chip-on") != []
