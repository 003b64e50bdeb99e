"""The page of trust: who opens it, putting in, taking out, the timestamp authority."""

from bs4 import BeautifulSoup
from collective.schoolrecords.signing import trust_store
from pathlib import Path
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import re
import transaction


PAGE = "/@@schoolrecords-trust"
ROOT = (Path(__file__).parents[1] / "data" / "signing" / "root.pem").read_bytes()


class Administrator(Screens):
    """The screens with one account more: the site's owner, who holds no office."""

    def account(self, key):
        """See ``Screens``."""
        owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        return owner if key == "administrator" else super().account(key)

    def send(self, values, file=None):
        """Post the page's form; ``file`` is (name, bytes)."""
        files = {"file": file} if file else None
        return self.post("administrator", PAGE, values, page=PAGE, files=files)


@pytest.fixture
def screens(functional_portal):
    return Administrator(functional_portal)


def faults(answer):
    tree = BeautifulSoup(answer.text, "html.parser")
    return [one.get_text(" ", strip=True) for one in tree.select(".sr-errors li")]


def test_the_administrator_keeps_trust(screens):
    for key in ("anonymous", *ACCOUNTS):
        assert screens.get(key, PAGE).status_code != 200, key
    empty = screens.page("administrator", PAGE)
    assert "ни одна подпись не будет показана как действительная" in empty.get_text(" ")

    assert screens.send({"do": "add"}, ("root.pem", ROOT)).status_code == 302
    page = screens.page("administrator", PAGE)
    [row] = texts(page, "tbody tr")
    assert row.startswith("Учебный удостоверяющий центр Корневой сертификат для подписей")
    assert "17.10.2048 действует" in row
    # The whole fingerprint, to be compared with the authority's own paper.
    [print_] = texts(page, "td.sr-hash")
    assert re.fullmatch("[0-9a-f]{64}", print_)

    again = screens.send({"do": "add"}, ("root.pem", ROOT))
    assert faults(again) == [
        "Сертификат или список отозванных: «Учебный удостоверяющий центр» здесь уже есть."
    ]
    assert faults(screens.send({"do": "add"}))[0].startswith("Сертификат или список отозванных:")
    script = screens.send({"do": "add"}, ("<b>.pem", b"<script>alert(1)</script>"))
    assert "не сертификат" in faults(script)[0]

    key = page.select_one("input[name=part]")["value"]
    assert faults(screens.send({"do": "remove", "part": key})) != []
    gone = screens.send({"do": "remove", "part": key, "reason": "Центр <закрыт>"})
    assert gone.status_code == 302
    [row] = texts(screens.page("administrator", PAGE), "tbody tr")
    assert "убран" in row and "Центр <закрыт>" in row

    wrong = screens.send({"do": "authority", "url": "ftp://x", "renew_days": "0"})
    assert len(faults(wrong)) == 2
    right = {"do": "authority", "url": "https://tsa.example/tsr", "renew_days": "90"}
    assert screens.send(right).status_code == 302
    transaction.begin()
    store = trust_store.find_store(screens.portal)
    assert (store.tsa_url, store.renew_days) == ("https://tsa.example/tsr", 90)


def test_a_reading_writes_nothing(screens):
    screens.page("administrator", PAGE)
    transaction.begin()

    assert trust_store.find_store(screens.portal) is None
