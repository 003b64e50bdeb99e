"""Before the door and when something breaks: our look, our words, the right status."""

from bs4 import BeautifulSoup
from collective.schoolrecords.desk.desks import DeskPage
from plone import api
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD
from unittest import mock
from ZODB.POSException import ConflictError

import pytest
import requests
import transaction


HTML = {"Accept": "text/html"}


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


@pytest.fixture
def as_served():
    """Faults are answered as a real server answers them: the server of the tests shows code."""
    with mock.patch("ZPublisher.WSGIPublisher._DEFAULT_DEBUG_EXCEPTIONS", False):
        yield


def log_in(screens, name, password, **more):
    """Send the form of the entrance in a session of its own; return (session, answer)."""
    session = requests.Session()
    session.headers.update(HTML)
    page = BeautifulSoup(session.get(f"{screens.url}/login").text, "html.parser")
    form = page.select_one("main form")
    data = {field["name"]: field.get("value", "") for field in form.select("input")}
    data.update({"__ac_name": name, "__ac_password": password, "buttons.login": "1", **more})
    answer = session.post(form["action"], data=data, allow_redirects=False, timeout=60)
    return session, answer


def test_the_way_in(screens):
    """The page stands in our look without sections; the right password leads where one meant to."""
    page = screens.page("anonymous", "/login")
    assert texts(page, "h1") == ["Вход"]
    assert texts(page, ".sr-brand") == [screens.portal.title]
    assert page.select(".sr-rail, .sr-tabbar, .sr-search") == []

    meant = f"{screens.url}/orders"
    session, answer = log_in(screens, ACCOUNTS["secretary"], PASSWORD, came_from=meant)
    assert (answer.status_code, answer.headers["Location"]) == (302, meant)
    assert session.get(meant).status_code == 200
    # Whoever is in goes to work instead of seeing the form again, and never to another site.
    again = session.get(f"{screens.url}/login?came_from=https://example.org/", timeout=60)
    assert again.url.startswith(screens.url)
    assert texts(BeautifulSoup(again.text, "html.parser"), "h1") == ["Мой стол"]


def test_a_wrong_password(screens):
    """One sentence, the name is kept, the password is not, and nobody is let in."""
    session, answer = log_in(screens, ACCOUNTS["secretary"], "wrong")
    page = BeautifulSoup(answer.text, "html.parser")

    assert answer.status_code == 200
    assert "не подошли" in texts(page, "[role=alert]")[0]
    assert page.select_one("#__ac_name")["value"] == ACCOUNTS["secretary"]
    assert not page.select_one("#__ac_password").get("value")
    assert session.get(f"{screens.url}/@@desk", allow_redirects=False).status_code == 302


def test_the_way_out(screens):
    """Leaving ends on a page that says so; whoever did not leave is sent to the desk."""
    session, _answer = log_in(screens, ACCOUNTS["secretary"], PASSWORD)
    desk = BeautifulSoup(session.get(f"{screens.url}/@@desk").text, "html.parser")
    stayed = session.get(f"{screens.url}/logged-out", allow_redirects=False)
    assert stayed.headers["Location"].endswith("/@@desk")

    left = session.get(desk.select_one(".sr-person a[href*=logout]")["href"])

    page = BeautifulSoup(left.text, "html.parser")
    assert left.url.endswith("/logged-out")
    assert texts(page, "h1") == ["Вы вышли"]
    assert session.get(f"{screens.url}/@@desk", allow_redirects=False).status_code == 302


def test_help_without_and_with_mail(screens):
    """Where no mail is sent the page names the office; else it says the same for every name."""
    page = screens.page("anonymous", "/login-help")
    assert page.select("main form") == []
    assert "директор" in texts(page, ".sr-entrance p")[1]
    old = screens.get("anonymous", "/mail_password_form")
    assert old.headers["Location"] == f"{screens.url}/login-help"

    api.portal.set_registry_record("plone.smtp_host", "localhost")
    api.portal.set_registry_record("plone.email_from_address", "school@example.org")
    transaction.commit()
    said = set()
    with mock.patch("Products.MailHost.MailHost.MailBase._send") as send:
        for name in (ACCOUNTS["secretary"], "nobody"):
            answer = screens.post("anonymous", "/login-help", {"reset_password": name}, token=False)
            said.add(texts(BeautifulSoup(answer.text, "html.parser"), ".sr-entrance p")[0])
    assert len(said) == 1
    assert send.call_count == 1
    key = send.call_args[0][2].as_string() if hasattr(send.call_args[0][2], "as_string") else ""
    assert "passwordreset" in (key or str(send.call_args))


def test_a_new_password_by_link(screens):
    """A link that is none is refused; a good one sets the password that then opens the door."""
    assert "использована" in texts(screens.page("anonymous", "/passwordreset/none"), "p")[0]
    tool = api.portal.get_tool("portal_password_reset")
    key = tool.requestReset(ACCOUNTS["secretary"])["randomstring"]
    transaction.commit()
    path = f"/passwordreset/{key}"
    assert texts(screens.page("anonymous", path), "label") != []

    sent = {"userid": ACCOUNTS["secretary"], "password": "Short", "password2": "Other"}
    refused = screens.post("anonymous", path, sent, token=False)
    assert BeautifulSoup(refused.text, "html.parser").select("[role=alert]") != []

    sent.update(password="Quite-long-words-7", password2="Quite-long-words-7")
    done = screens.post("anonymous", path, sent, token=False)
    assert (done.status_code, done.headers["Location"]) == (302, screens.url)
    assert "использована" in screens.get("anonymous", path).text
    _session, answer = log_in(screens, ACCOUNTS["secretary"], "Quite-long-words-7")
    assert answer.status_code == 302


def test_changing_the_own_password(screens):
    """All that is wrong at once; then the new password opens the door."""
    form = {"save": "1", "current": "wrong", "new": "a", "repeated": "b"}
    answer = screens.post("secretary", "/@@change-password", form)
    page = BeautifulSoup(answer.text, "html.parser")
    assert len(page.select(".sr-errors li")) == 2
    assert [one.get("value") for one in page.select("input[type=password]")] == ["", "", ""]

    new = "Quite-long-words-8"
    form = {"save": "1", "current": PASSWORD, "new": new, "repeated": new}
    assert screens.post("secretary", "/@@change-password", form, token=False).status_code == 403
    answer = screens.post("secretary", "/@@change-password", form)
    assert answer.headers["Location"].endswith("/@@desk")
    _session, entered = log_in(screens, ACCOUNTS["secretary"], new)
    assert entered.status_code == 302


@pytest.mark.parametrize(
    ("fault", "status", "title"),
    [
        (ValueError("secret words"), 500, "У нас что-то сломалось"),
        (ConflictError(), 503, "Несколько человек сохраняли одновременно"),
    ],
)
def test_a_fault_in_our_look(screens, as_served, fault, status, title):
    """A broken page says so in Russian, without a trace of the code."""
    with mock.patch.object(DeskPage, "line", property(mock.Mock(side_effect=fault))):
        answer = screens.get("secretary", "/@@desk")

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == status
    assert texts(page, "h1") == [title]
    assert "Traceback" not in answer.text
    assert "secret words" not in answer.text


def test_a_fault_of_the_page_of_faults(screens, as_served):
    """It hides nothing: Plone's own answer with the same status."""
    broken = property(mock.Mock(side_effect=ValueError("first")))
    with (
        mock.patch.object(DeskPage, "line", broken),
        mock.patch(
            "collective.schoolrecords.desk.page.Page.frame",
            property(mock.Mock(side_effect=ValueError("second"))),
        ),
    ):
        answer = screens.get("secretary", "/@@desk")

    assert answer.status_code == 500
    assert "sr-frame" not in answer.text


def test_rest_keeps_its_own_answers(screens):
    """A fault over REST stays JSON."""
    answer = requests.get(
        f"{screens.url}/@due?on=never",
        auth=(ACCOUNTS["auditor"], PASSWORD),
        headers={"Accept": "application/json"},
        timeout=60,
    )
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/json")
