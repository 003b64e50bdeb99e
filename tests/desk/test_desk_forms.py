"""Forms help: the next free number, what a field is needed for, lists that do not grow."""

from bs4 import BeautifulSoup
from builders import order
from builders import protocol
from builders import step
from collective.schoolrecords.desk.confirm import same_number
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import transaction


@pytest.mark.parametrize(
    ("typed", "number", "same"),
    [
        ("З-1", "З-1", True),
        ("3-1", "З-1", True),
        ("з – 1", "З-1", True),
        ("O-10", "О-10", True),
        ("0-10", "О-1О", True),
        ("Б-6", "6-6", True),
        ("З-2", "З-1", False),
        ("", "З-1", False),
        (None, "З-1", False),
        (["З-1"], "З-1", False),
    ],
)
def test_a_number_is_typed_as_it_looks(typed, number, same):
    assert same_number(typed, number) is same


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


def test_the_next_free_number_is_taken_with_one_click(screens):
    """The form comes back filled and unsaved; a registered number moves the next one."""
    path = "/personal-files/@@add-record"
    form = {"next": "1", "last_name": "Ёлкина", "first_name": "Анна"}
    page = BeautifulSoup(screens.post("secretary", path, form).text, "html.parser")
    assert page.select_one("#f-letter")["value"] == "Е"
    assert page.select_one("#f-number")["value"] == "1"
    assert page.select_one("#f-last_name")["value"] == "Ёлкина"
    assert page.select(".sr-errors") == []

    form = {"next": "1", "letter": "к"}
    page = BeautifulSoup(screens.post("secretary", path, form).text, "html.parser")
    assert page.select_one("#f-number")["value"] == "209"
    assert texts(page, ".sr-offer") == ["Взять следующий свободный: К-209"]

    page = BeautifulSoup(screens.post("secretary", path, {"next": "1"}).text, "html.parser")
    assert page.select_one(".sr-errors a")["href"] == "#f-letter"
    catalog = screens.portal.portal_catalog
    assert not catalog(portal_type="personal_file", Title="Ёлкина")

    edit = f"{screens.path(screens.draft)}/@@edit-section"
    page = screens.page("secretary", f"{edit}?section=place")
    assert texts(page, ".sr-offer") == ["Взять следующий свободный: Н-1"]
    answer = screens.post("secretary", edit, {"next": "1", "section": "place"})
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("#f-number")["value"] == "1"
    assert screens.fresh(screens.draft).number == 9


def test_a_protocol_is_offered_the_next_number_of_its_kind(screens):
    """Drafts count, each kind and year by itself; the button saves nothing."""
    path = "/protocols/@@add-record"
    offers = texts(screens.page("deputy", f"{path}?kind=interim"), ".sr-offer")
    assert "Взять следующий свободный: 1" in offers
    more = {"kind": "interim", "dated_on": date(2026, 5, 20), "school_subject": "Химия"}
    setRoles(screens.portal, TEST_USER_ID, ["Secretary", "Deputy"])
    protocol(**more, registration_number="7-п")
    transaction.commit()
    form = {"next": "1", "kind": "interim", "dated_on": "25.05.2026"}
    page = BeautifulSoup(screens.post("deputy", path, form).text, "html.parser")
    assert page.select_one("#f-registration_number")["value"] == "8-п"
    form["dated_on"] = "25.05.2024"
    page = BeautifulSoup(screens.post("deputy", path, form).text, "html.parser")
    assert page.select_one("#f-registration_number")["value"] == "1"


def test_an_order_takes_the_next_number_of_its_kind(screens):
    """The kind says which numbers; marks and hints say what the director's step asks for."""
    path = "/orders/@@add-record"
    page = screens.page("secretary", path)
    marks = {one["for"]: texts(one, ".sr-optional") for one in page.select("label[for].form-label")}
    needed = ["(нужно, чтобы передать директору)"]
    assert marks["f-registration_number"] == marks["f-dated_on"] == marks["f-doc_type"] == needed
    assert texts(page, ".sr-offer") == ["Взять следующий свободный номер"]
    assert "черновик номера не занимает" in texts(page, "#f-registration_number-hint")[0]

    answer = screens.post("secretary", path, {"next": "1", "title": "О зачислении"})
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one(".sr-errors a")["href"] == "#f-doc_type"
    form = {"next": "1", "doc_type": "order_movement", "dated_on": "01.09.2025"}
    page = BeautifulSoup(screens.post("secretary", path, form).text, "html.parser")
    assert page.select_one("#f-registration_number")["value"] == "42-у"
    assert texts(page, ".sr-offer") == ["Взять следующий свободный: 42-у"]

    twin = {**form, "save": "1", "title": "Второй", "registration_number": "41-У", "text": "Текст"}
    del twin["next"]
    made = screens.post("secretary", path, {**twin, "people.0.name": "Козлова Вера"})
    url = made.headers["Location"][len(screens.url) :]
    page = screens.page("secretary", url)
    assert "41-У" in " ".join(texts(page, ".sr-step-no li"))
    assert texts(page, ".alert-warning") == [
        "«Отправить на согласование» пока нельзя. Регистрационный номер 41-У в этом году занят."
    ]
    for_others = screens.page("director", url)
    assert texts(for_others, ".alert-warning") == []
    refused = screens.post("secretary", f"{url}/@@step", {"step": "submit"})
    assert refused.status_code == 409
    page = screens.page("secretary", f"{url}/@@edit-section?section=text")
    assert texts(page, ".sr-offer") == ["Взять следующий свободный: 42-у"]


def test_a_draft_is_deleted_from_its_page(screens):
    """Whoever may is offered it and asked; past draft it is offered to nobody and refused."""
    path = f"{screens.path(screens.order_draft)}/@@delete_confirmation"
    for key in ("secretary", "deputy"):
        page = screens.page(key, screens.path(screens.order_draft))
        assert "Удалить черновик" in texts(page, ".sr-menu-item")
    for key in ("director", "archivist", "auditor", "guardian", "class_teacher"):
        assert screens.get(key, path).status_code in (302, 401, 403), key
        assert screens.post(key, path, {"save": "1"}).status_code in (302, 401, 403), key
    page = screens.page("secretary", path)
    assert texts(page, "h1") == ["Удалить черновик"]
    assert texts(page, ".btn-danger") == ["Удалить черновик"]
    assert "О собраниях" in page.select_one(".sr-head-line").get_text()
    assert screens.post("secretary", path, {"save": "1"}, token=False).status_code == 403
    assert screens.get("secretary", f"{path}?save=1").status_code == 200
    assert screens.fresh(screens.order_draft).state == "draft"

    done = screens.post("secretary", path, {"save": "1"})
    assert done.headers["Location"] == f"{screens.url}/orders"
    assert screens.get("secretary", screens.path(screens.order_draft)).status_code == 404

    for kept in (screens.order, screens.file, screens.paper):
        page = screens.page("secretary", screens.path(kept))
        assert "Удалить черновик" not in page.get_text()
        url = f"{screens.path(kept)}/@@delete_confirmation"
        assert screens.get("secretary", url).status_code in (302, 401, 403)
        assert screens.post("secretary", url, {"save": "1"}).status_code in (302, 401, 403)
        assert screens.fresh(kept).UID()


def test_the_director_reads_the_names_of_an_order_about_drafts(screens):
    """The files have no number yet: their names stand in the order, and no inner id."""
    with screens.town.logged_in("secretary"):
        people = [{"name": "Новикова Вера Ильинична", "file": screens.draft.UID()}]
        made = step(order(people=people), "submit")
    transaction.commit()
    section = screens.page("director", screens.path(made)).select_one("#people").get_text()
    assert "Новикова Вера Ильинична" in section
    assert screens.draft.UID() not in section
    assert "присвоит регистрация" in section


def test_fields_say_when_they_are_needed(screens):
    """What registration asks for is not called optional; a hint tells what to write."""
    page = screens.page("secretary", "/personal-files/@@add-record")
    marks = {one["for"]: texts(one, ".sr-optional") for one in page.select("label[for].form-label")}
    assert marks["f-letter"] == marks["f-number"] == ["(нужно для регистрации)"]
    assert marks["f-birth_date"] == ["(нужно для регистрации)"]
    assert marks["f-address"] == ["(необязательно)"]
    assert marks["f-last_name"] == []
    names = [one["for"] for one in page.select("label[for].form-label")][:4]
    assert names == ["f-last_name", "f-first_name", "f-middle_name", "f-birth_date"]
    page = screens.page("secretary", f"{screens.path(screens.file)}/@@step?step=hand_out")
    assert "печать" in texts(page, "#f-signature_fact-hint")[0]
    # Who takes the file stands beside the name; it may be left out, unless it is by proxy.
    names = [one["for"].removeprefix("f-") for one in page.select("label[for].form-label")]
    told = ["capacity", "identity_kind", "identity_number", "proxy_number", "proxy_date"]
    assert names[:6] == ["receiver", *told]
    path = f"{screens.path(screens.file)}/@@step"
    form = {"save": "1", "step": "hand_out", "capacity": "proxy", "identity_number": "<b>1"}
    page = BeautifulSoup(screens.post("secretary", path, form).text, "html.parser")
    wrong = {one["href"] for one in page.select(".sr-errors a")}
    assert {"#f-receiver", "#f-basis"} <= wrong
    assert page.select_one("#f-capacity option[selected]")["value"] == "proxy"


def test_a_refused_list_grows_no_lines(screens):
    """Two spare lines stay two, however often the form comes back."""
    path = "/orders/@@add-record"
    form = {"save": "1", "title": "", "people.0.name": "Козлова", "people.1.name": ""}
    for number in range(2, 5):
        page = BeautifulSoup(screens.post("secretary", path, form).text, "html.parser")
        assert page.select(".sr-errors"), number
        lines = page.select(".sr-line")
        assert len(lines) == 3
        form = {"save": "1", "title": ""}
        for field in page.select(".sr-line input"):
            form[field["name"]] = field.get("value", "")


def test_the_pages_about_the_school_stand_last_as_settings(screens):
    """The order of the rail ends with what the school has decided about itself."""
    last = screens.page("director", "/@@desk").select("#sr-rail > ul > li")[-1]
    assert last.get_text(" ", strip=True).startswith("Настройки")
