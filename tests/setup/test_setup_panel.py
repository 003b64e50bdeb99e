"""The control panel of the regulation: every value with its source, changed as a new version."""

from collective.schoolrecords.school.regulation import latest_version
from collective.schoolrecords.school.regulation import parsed
from collective.schoolrecords.school.storage import get_school
from datetime import date
from html import unescape
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD

import pytest
import re
import requests
import transaction


JOURNAL_TERM = "documents.class_journal.retention.value"


class Panel:
    """A browser at the panel."""

    def __init__(self, portal, auth):
        self.base = portal.absolute_url()
        self.session = requests.Session()
        self.session.auth = auth

    def open(self, **query):
        return self.session.get(f"{self.base}/@@schoolrecords-regulation", params=query, timeout=60)

    def form(self, **query):
        return self.session.get(
            f"{self.base}/@@schoolrecords-regulation-change", params=query, timeout=60
        )

    def send(self, path, **values):
        """Fill in the form as it is shown, with some values changed, and send it."""
        page = self.form(path=path)
        sent = shown(page.text) | {"save": "1"} | values
        return self.session.post(
            f"{self.base}/@@schoolrecords-regulation-change", data=sent, timeout=60
        )


def shown(html):
    """Name → value of the inputs, chosen options and texts of the form."""
    form = html[html.index('<form class="sr-form"') :]
    form = form[: form.index("</form>")]
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        values[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option[^>]*value="([^"]*)"[^>]*selected', options) or re.search(
            r'<option[^>]*selected[^>]*value="([^"]*)"', options
        )
        values[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        values[name] = unescape(text)
    return values


@pytest.fixture
def panel(functional_portal):
    return Panel(functional_portal, (SITE_OWNER_NAME, SITE_OWNER_PASSWORD))


@pytest.fixture
def school(functional_portal):
    return get_school(functional_portal)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.text)).split())


def test_it_stands_among_the_control_panels(portal):
    found = api.portal.get_tool("portal_controlpanel").getActionObject(
        "Products/schoolrecords-regulation"
    )

    assert found is not None
    assert found.getPermissions() == ("School Records: Manage Regulation",)


def test_somebody_without_the_permission_is_refused(functional_portal):
    panel = Panel(functional_portal, (TEST_USER_NAME, TEST_USER_PASSWORD))

    assert panel.open().status_code in (401, 403)
    assert panel.form(path=JOURNAL_TERM).status_code in (401, 403)


def test_values_stand_with_label_and_source(panel):
    """The regulation, its order, a stated value with clause and phrase, and a default."""
    text = text_of(panel.open())

    assert "приказ № 274 от 15.12.2021" in text
    assert "Вид срока" in text
    assert "Срок, лет" in text
    assert "п. 2.9.2" in text
    assert "по умолчанию" in text
    assert "действует" in text


@pytest.mark.parametrize("section", ["regulation", "deadlines", "marks", "settings", "references"])
def test_each_section_opens(panel, section):
    answer = panel.open(section=section)

    assert answer.status_code == 200
    assert "изменить" in text_of(answer)


def test_a_value_is_changed_as_a_new_version(panel, school):
    """«5 лет» of the journal becomes 7 by order; the old version stays as it was."""
    before = latest_version(school)
    answer = panel.send(
        JOURNAL_TERM,
        **{
            JOURNAL_TERM: "7",
            "order_number": "15-ОД",
            "order_date": "10.01.2025",
            "in_force_from": "13.01.2025",
        },
    )
    transaction.begin()
    version = latest_version(school)

    assert answer.url.endswith("/@@schoolrecords-regulation")
    assert "Новая редакция положения записана" in text_of(answer)
    assert version.number == before.number + 1
    assert (version.in_force_from, version.basis.order_number) == (date(2025, 1, 13), "15-ОД")
    assert parsed(version).term("class_journal").years == 7
    assert parsed(version).term("class_journal").source == "15-ОД 10.01.2025"
    assert parsed(before).term("class_journal").years == 5
    assert "приказ 15-ОД 10.01.2025" in text_of(panel.open())


def test_years_become_permanent_in_one_step(panel, school):
    """Kind and years stand together, so the form shows both."""
    block = "documents.class_journal.retention"
    panel.send(
        JOURNAL_TERM,
        **{
            f"{block}.kind": "permanent",
            JOURNAL_TERM: "",
            "order_number": "16-ОД",
            "order_date": "10.01.2025",
            "in_force_from": "13.01.2025",
        },
    )
    transaction.begin()

    assert parsed(latest_version(school)).term("class_journal").kind == "permanent"


def test_all_faults_are_told_at_once_and_nothing_is_kept(panel, school):
    number = latest_version(school).number
    answer = panel.send(
        JOURNAL_TERM,
        **{
            JOURNAL_TERM: "семь",
            "order_number": "",
            "order_date": "31.02.2025",
            "in_force_from": "01.01.2020",
        },
    )
    text = text_of(answer)
    transaction.begin()

    assert "Укажите целое число." in text
    assert "Заполните это поле." in text
    assert "Такого дня нет. Напишите ДД.ММ.ГГГГ." in text
    assert "15.12.2021" in text
    assert latest_version(school).number == number


def test_faults_of_the_value_itself_are_told(panel, school):
    """A term of a hundred thousand years is refused by the rules of core."""
    number = latest_version(school).number
    answer = panel.send(
        JOURNAL_TERM,
        **{
            JOURNAL_TERM: "100000",
            "order_number": "15-ОД",
            "order_date": "10.01.2025",
            "in_force_from": "13.01.2025",
        },
    )
    transaction.begin()

    assert answer.status_code == 200
    assert "documents.class_journal.retention.value" in text_of(answer)
    assert latest_version(school).number == number


def test_another_regulation_is_put_in_force(panel, school):
    """The lyceum's names no order, so it is asked."""
    answer = panel.send(
        "",
        shipped="ftl",
        order_number="1",
        order_date="01.09.2025",
        in_force_from="01.09.2025",
    )
    transaction.begin()

    assert answer.status_code == 200
    assert parsed(latest_version(school)).name == "ftl"


def test_a_list_is_written_line_by_line_in_words(panel, school):
    path = "documents.personal_file.carriers"
    assert shown(panel.form(path=path).text)[path] == "бумага"
    panel.send(
        path,
        **{
            path: "бумага\nэлектронный",
            "order_number": "17",
            "order_date": "10.01.2025",
            "in_force_from": "13.01.2025",
        },
    )
    transaction.begin()

    carriers = parsed(latest_version(school)).document("personal_file").carriers
    assert carriers == ("paper", "electronic")


def test_an_unknown_path_is_not_found(panel):
    assert panel.form(path="documents.nothing.label").status_code == 404


def test_a_form_without_the_token_changes_nothing(panel, school):
    number = latest_version(school).number
    data = {"path": JOURNAL_TERM, JOURNAL_TERM: "7", "save": "1"}
    data |= {"order_number": "1", "order_date": "10.01.2025", "in_force_from": "13.01.2025"}
    answer = panel.session.post(
        f"{panel.base}/@@schoolrecords-regulation-change", data=data, timeout=60
    )
    transaction.begin()

    assert answer.status_code in (401, 403)
    assert latest_version(school).number == number
