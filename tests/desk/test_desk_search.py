"""The search over everything: word forms, numbers, codes of covers, and who finds what."""

from builders import case_file
from builders import document
from builders import order
from builders import personal_file
from collective.schoolrecords.core.record_codes import code_of
from collective.schoolrecords.core.record_codes import grouped
from collective.schoolrecords.records.search.interfaces import Findings
from collective.schoolrecords.records.search.interfaces import Found
from collective.schoolrecords.records.search.interfaces import ISearchSource
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.CMFCore.interfaces import ISiteRoot
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD
from urllib.parse import quote
from zope.component import provideAdapter
from zope.interface import implementer
from zope.interface import Interface

import pytest
import requests
import transaction


@pytest.fixture
def screens(functional):
    found = Screens(functional["portal"])
    setRoles(found.portal, TEST_USER_ID, ["Manager", "Secretary", "Archivist"])
    found.semenov = personal_file(letter="С", number=25, last_name="Семёнов", first_name="Пётр")
    found.main = order(title="Об итогах проверки", doc_type="order_main", registration_number="7-о")
    found.lost = order(title="О потере <script>alert(1)</script> =1+1", registration_number="8-о")
    document(found.file, kind="Выписка из протокола", index="11")
    for number in range(12):
        case_file(title=f"Протоколы совещаний, часть {number}", case_index="05-03")
    setRoles(found.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return found


def groups(screens, key, text):
    """Group → titles, as REST tells them."""
    answer = ask(screens, key, text)
    assert answer.status_code == 200, answer.text
    return {
        group["id"]: [item["title"] for item in group["items"]] for group in answer.json()["groups"]
    }


def ask(screens, key, text):
    return requests.get(
        f"{screens.url}/@search-records",
        params={"q": text},
        auth=screens.account(key),
        headers={"Accept": "application/json"},
        timeout=60,
    )


def page_of(screens, key, text):
    return screens.page(key, f"/@@sr-search?q={quote(text)}")


def test_what_is_found(screens):
    """Forms of words, Ё and Е, numbers in any spelling; letters of the other layout."""
    for text, family, title in (
        ("приказы о зачислении", "order", "№ 41-у О зачислении Козловой"),
        ("зачисление", "order", "№ 41-у О зачислении Козловой"),
        ("итоги проверок", "order", "№ 7-о Об итогах проверки"),
        ("Семенов", "personal_file", "С-25 Семёнов Пётр Ильинична"),
        ("СЕМЁНОВА", "personal_file", "С-25 Семёнов Пётр Ильинична"),
        ("K-208", "personal_file", "К-208 Козлова Вера Ильинична"),
        ("к 208", "personal_file", "К-208 Козлова Вера Ильинична"),
        ("К/208", "personal_file", "К-208 Козлова Вера Ильинична"),
        ("к208", "personal_file", "К-208 Козлова Вера Ильинична"),
        ("№41-У", "order", "№ 41-у О зачислении Козловой"),
        ("2/14", "case_file", "02-14 Сводная ведомость 9А за 2024/25"),
        ("сводные ведомости", "case_file", "02-14 Сводная ведомость 9А за 2024/25"),
        ("заявления", "documents", "Заявление о приёме"),
        ("выписка 11", "documents", "Выписка из протокола 11"),
    ):
        found = groups(screens, "secretary", text)
        assert found.get(family, [None])[0] == title, (text, found)


def test_a_number_is_not_drowned(screens):
    """The record with the number stands first, alone, in every spelling; texts only after it."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary", "Archivist"])
    case_file(title="Классный журнал 5А, 2024/25", case_index="02-02")
    case_file(title="Переписка о деле С-25", case_index="02-03")
    order(title="О проверке", doc_type="order_main", registration_number="9-о", case_index="02-02")
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()

    for text in ("С-25", "C-25", "с 25", "С25", "№ С-25", "С/25"):
        found = groups(screens, "secretary", text)
        assert list(found) == ["personal_file", "case_file"], (text, found)
        assert found["personal_file"] == ["С-25 Семёнов Пётр Ильинична"]
        assert found["case_file"] == ["02-03 Переписка о деле С-25"]
    assert "personal_file" not in groups(screens, "secretary", "С-2")

    for text in ("02-02", "2/2"):
        found = groups(screens, "secretary", text)
        assert list(found)[:2] == ["case_file", "order"], (text, found)
        assert found["case_file"][0] == "02-02 Классный журнал 5А, 2024/25"
        assert found["order"] == ["№ 9-о О проверке"]
        page = page_of(screens, "secretary", text)
        assert texts(page, "main h2")[0].startswith("Архив и дела")
        listed = screens.page("secretary", f"/cases?text={quote(text)}")
        assert "Классный журнал 5А" in listed.select_one("main tbody").get_text()


def test_a_file_is_found_by_a_former_name(screens):
    """Whoever asks for the name before reads in the row why the file is there."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
    personal_file(
        letter="О",
        number=31,
        last_name="Орлова",
        former_names=[{"last_name": "Белова", "until": "2024-02-01", "basis": "Свидетельство"}],
    )
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()

    def within(key, text):
        found = ask(screens, key, text).json()["groups"]
        return [(one["title"], one["within"]) for group in found for one in group["items"]]

    title, said = "О-31 Орлова Вера Ильинична", "ранее Белова Вера Ильинична"
    assert within("secretary", "беловой") == [(title, said)]
    assert (title, None) in within("secretary", "Орлова")
    page = page_of(screens, "secretary", "Белова")
    assert texts(page, ".sr-cell-sub") == [said]
    offered = screens.get("secretary", f"/@@ajax-search?SearchableText={quote('белова')}").json()
    assert [one["description"] for one in offered["items"]] == [said]
    for key in ("guardian", "pupil"):
        assert within(key, "Белова") == []


def test_nothing_and_everything(screens):
    """Hostile and empty questions are answered; a long group leads to its register."""
    for text in ("", "   ", "***", '" OR 1=1 --', "(", "<script>", "ы" * 5000, "a AND", "=cmd|'!"):
        answer = ask(screens, "secretary", text)
        assert answer.status_code in (200, 400), (text[:20], answer.status_code)
        assert screens.get("secretary", f"/@@sr-search?q={quote(text[:2000])}").status_code == 200
    assert texts(page_of(screens, "secretary", "Несуществующая"), ".sr-quiet") == [
        "Ничего не найдено. Проверьте номер или фамилию."
    ]
    page = page_of(screens, "secretary", "потеря")
    assert page.select("main script") == []
    assert "<script>alert(1)</script>" in page.select_one("main td a").get_text()

    page = page_of(screens, "secretary", "протоколы")
    assert texts(page, "#case_file .sr-count") == ["12"]
    assert len(page.select("#case_file tbody tr")) == 10
    whole = page.select_one("#case_file p a")
    assert whole.get_text(strip=True) == "Показать все: 12"
    assert (
        len(screens.page("secretary", whole["href"][len(screens.url) :]).select("tbody tr")) == 12
    )
    assert page.select_one("[data-sr-search]")["value"] == "протоколы"


def test_a_scanned_cover_opens_its_record(screens):
    code = code_of(screens.file.UID())
    for text in (code, grouped(code)):
        answer = screens.get("secretary", f"/@@sr-search?q={quote(text)}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == screens.file.absolute_url()
        assert ask(screens, "auditor", text).json()["opens"] == screens.file.absolute_url()
    unknown = code_of("0" * 32)
    assert texts(page_of(screens, "secretary", unknown), ".sr-quiet") == [
        f"Нет записи с кодом {grouped(unknown)} на обложке, которую вам можно открыть."
    ]


def test_who_finds_what(screens):
    """A family finds its own child's file and papers by any question, and nothing else is counted."""
    own = {"personal_file": ["К-208 Козлова Вера Ильинична"]}
    for key in ("guardian", "pupil"):
        assert groups(screens, key, "Козлова") == own
        assert groups(screens, key, "К-208") == {**own, "documents": ["Заявление о приёме"]}
        for text in ("Орлова", "О-7", "Семёнов", "зачисление", "41-у", "02-14", "карта", "5-3"):
            assert groups(screens, key, text) == {}, (key, text)
        for record in (screens.other, screens.order, screens.case, screens.draft):
            code = code_of(record.UID())
            assert screens.get(key, f"/@@sr-search?q={code}").status_code == 200
            assert ask(screens, key, code).json()["opens"] is None
    assert "personal_file" not in groups(screens, "method_head", "Козлова")
    assert groups(screens, "class_teacher", "Орлова") == {}
    assert groups(screens, "class_teacher", "Медицинская карта") == {}
    assert groups(screens, "director", "медицинской картой") == {"documents": ["Медицинская карта"]}
    assert ask(screens, "anonymous", "Козлова").status_code == 401
    assert screens.get("anonymous", "/@@sr-search?q=1").status_code != 200


def test_other_rooms_join(screens):
    """A source that is registered stands in its place, its rows with where they lie."""

    @implementer(ISearchSource)
    class Rows:
        title = "Строки"
        order = 15

        def __init__(self, site, request):
            self.site = site

        def find(self, asked, most):
            row = Found(title="№ 12 Козлова", url=self.site.absolute_url(), sub="Книга, том 2")
            return Findings(1, (row,)) if asked.matches("12", "Козлова Вера") else Findings()

    provideAdapter(Rows, (ISiteRoot, Interface), ISearchSource, name="rows")
    try:
        found = groups(screens, "secretary", "козловой")
        assert list(found)[:2] == ["personal_file", "rows"]
        page = page_of(screens, "secretary", "козлова")
        assert texts(page, "#rows .sr-cell-sub") == ["Книга, том 2"]
        assert "rows" not in groups(screens, "secretary", "Орлова")
    finally:
        from zope.component import getGlobalSiteManager

        getGlobalSiteManager().unregisterAdapter(
            Rows, (ISiteRoot, Interface), ISearchSource, name="rows"
        )


def test_accounts_are_those_of_the_school():
    """The tests above name people by their keys; a key that is no account would ask as nobody."""
    assert {"secretary", "auditor", "guardian", "pupil", "class_teacher"} <= set(ACCOUNTS)
    assert PASSWORD


def test_the_stock_addresses_answer_with_this_search(screens):
    """Typed or bookmarked: the page leads on with its words, the JSON tells what may be seen."""
    words = quote("козлова")
    page = screens.get("secretary", f"/@@search?SearchableText={words}&sort_on=Date")
    assert page.status_code == 302
    assert page.headers["Location"] == f"{screens.url}/@@sr-search?q={words}"
    assert screens.get("secretary", "/search").headers["Location"].endswith("/@@sr-search?q=")
    for key, seen in (("secretary", True), ("guardian", False)):
        found = screens.get(key, "/@@ajax-search?SearchableText=зачислении*").json()
        assert bool(found["items"]) == seen
        assert found["total"] == len(found["items"])
    for path in ("/@@search", "/@@ajax-search", "/orders/@@search"):
        assert "Козлов" not in screens.get("anonymous", f"{path}?SearchableText={words}").text
