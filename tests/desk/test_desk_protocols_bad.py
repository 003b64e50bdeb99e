"""What a protocol must not take, and who guesses at the rows of other people's children."""

from bs4 import BeautifulSoup
from collective.schoolrecords.exchange.pasting import MOST_LETTERS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school.families import link_pupil
from protocol_screens import Protocols
from protocol_screens import TITLES

import pytest
import requests
import transaction


@pytest.fixture
def screens(functional):
    return Protocols(functional["portal"])


LINE = "1\t9А\tБобров\tАнтон\tИльинична\tОГЭ\t32\t5"
MANY = "\n".join(f"{n}\t9А\tПетров\tИмя{'а' * (n % 40)}{n}\t\tОГЭ\t20\t4" for n in range(1, 5001))
#: What no table may be: nothing of it is entered, and the page says why.
BAD_TABLES = {
    "only titles": TITLES,
    "no titles": LINE,
    "letters": "просто текст",
    "twice in the table": f"{TITLES}\n{LINE}\n{LINE}",
    "five thousand": f"{TITLES}\n{MANY}",
    "huge": f"{TITLES}\n{'я' * 700_000}",
    "script": f"{TITLES}\n1\t9А\t<script>alert(1)</script>\tАнтон\t\tОГЭ\t32\t5",
    "formula": f"{TITLES}\n1\t9А\t=1+1\tАнтон\t\tОГЭ\t32\t5",
    "mark": f"{TITLES}\n1\t9А\tБобров\tАнтон\t\tОГЭ\t32\t=1+4",
    "two alphabets": f"{TITLES}\n1\t9А\tБoбpovа\tАнтон\t\tОГЭ\t32\t5",
    "score": f"{TITLES}\n1\t9А\tБобров\tАнтон\t\tОГЭ\t99999999999\t5",
    "one of many": f"{TITLES}\n{LINE}\n2\t9А\t\tВера\t\tОГЭ\t25\t4",
    "signs": f"{TITLES}\n1\t9А\t\u200bБобров\u202e\tАнтон\t\tОГЭ\t32\t9",
    "columns": "\t".join(f"К{n}" for n in range(3000)),
}


#: Makes a form of several parts, as that of the page is.
IN_PARTS = {"none": (None, "")}


def test_bad_tables_are_told_and_leave_nothing(screens):
    """By the page and by REST: every reason is said, no row is entered, no script comes back."""
    path = screens.path(screens.draft)
    before = chain_length(screens)
    for name, table in BAD_TABLES.items():
        # As a browser sends it: a form in parts, cut where its field is full.
        form = {"table": table[: MOST_LETTERS + 1], "save": "1"}
        answer = screens.post("deputy", f"{path}/@@paste-rows", form, files=IN_PARTS)
        assert answer.status_code == 200, (name, answer.status_code)
        page = BeautifulSoup(answer.text, "html.parser")
        told = page.select("main tbody tr") or page.select(".sr-errors li")
        assert told, (name, page.select_one("main").get_text(" ", strip=True)[:300])
        assert "alert(1)" not in "".join(one.get_text() for one in page.select("script")), name
        assert len(answer.content) < 3_000_000, name
        rest = ask(screens, "deputy", "POST", f"{path}/@results-table", {"table": table})
        assert rest.status_code == 422, (name, rest.status_code, rest.text[:200])
        assert not rest.json()["clean"], name
    # Sent otherwise Zope refuses what is longer than a megabyte; half of a table is no table.
    form = {"table": f"{TITLES}\n{MANY}", "save": "1"}
    assert screens.post("deputy", f"{path}/@@paste-rows", form).status_code == 400
    for empty in ("", "   ", "\n\n\t\n"):
        answer = screens.post("deputy", f"{path}/@@paste-rows", {"table": empty, "save": "1"})
        assert answer.status_code == 200
    for body in ({}, {"table": None}, {"table": 5}, {"table": ["a"]}, {"rows": "x"}, {"rows": [1]}):
        for name in ("@results-table", "@results"):
            sent = ask(screens, "deputy", "POST", f"{path}/{name}", body)
            assert sent.status_code == 400, (name, body, sent.status_code)
    assert chain_length(screens) == before
    assert screens.fresh(screens.draft).row_count() == 0
    # The same table once more, and once again: pupils do not stand twice in one protocol.
    good = {"table": f"{TITLES}\n{LINE}", "save": "1"}
    assert screens.post("deputy", f"{path}/@@paste-rows", good).status_code == 302
    assert screens.post("deputy", f"{path}/@@paste-rows", good).status_code == 200
    assert screens.fresh(screens.draft).row_count() == 1


def chain_length(screens):
    transaction.begin()
    return len(chain_of(screens.fresh(screens.draft)))


def ask(screens, key, method, path, body=None):
    """The answer over REST."""
    return requests.request(
        method,
        screens.url + path,
        json=body,
        auth=screens.account(key) if key != "anonymous" else None,
        headers={"Accept": "application/json"},
        allow_redirects=False,
        timeout=120,
    )


#: Addresses of a protocol that a family must not open, and of the row of another child in it.
GUESSED = (
    ("GET", ""),
    ("GET", "/@results/2"),
    ("GET", "/@results/99"),
    ("GET", "/@record-history"),
    ("GET", "/@history"),
    ("GET", "/@sharing"),
    ("GET", "/@workflow"),
    ("GET", "/@preconditions"),
    ("GET", "/@holder"),
    ("PATCH", "/@results/2"),
    ("PATCH", "/@results/1"),
    ("DELETE", "/@results/2"),
    ("DELETE", "/@results/1"),
    ("POST", "/@results"),
    ("POST", "/@results-table"),
    ("POST", "/@results/2/appeal"),
    ("POST", "/@results/1/appeal"),
    ("POST", "/@familiarisation"),
)
PAGES = ("", "/@@entry?number=2", "/@@paste-rows", "/@@edit-section?section=protocol")
PAPER = ("/@@print-protocol", "/@@print-cover", "/@@paper?name=print-protocol", "/@@step?step=sign")
BODIES = {
    "PATCH": {"mark": "2"},
    "POST": {
        "rows": [2],
        "day": "2025-06-20",
        "way": "paper",
        "outcome": "annulled",
        "number": "1",
    },
}


def test_a_family_guesses_addresses_of_other_rows(screens):
    """Pages, REST, search, prints, exports and history: nothing of another child, nothing changed."""
    pupil = screens.town.person("pupil", kinds=("pupil",))
    link_pupil(screens.town.school, screens.files[0].UID(), pupil.id)
    transaction.commit()
    exam, draft = screens.path(screens.exam), screens.path(screens.draft)
    kept = screens.fresh(screens.exam).digest_values()
    for key in ("guardian", "pupil", "stranger", "anonymous"):
        for method, address in GUESSED:
            for path in (exam, draft):
                sent = ask(screens, key, method, path + address, BODIES.get(method))
                assert sent.status_code in (400, 401, 403, 404), (key, method, address)
                assert "Ёжова" not in sent.text, (key, method, address)
        for address in (*PAGES, *PAPER):
            for path in (exam, draft):
                answer = screens.get(key, path + address)
                assert answer.status_code in (302, 401, 403, 404), (key, address)
                assert "Ёжова" not in answer.text
    for key in ("guardian", "pupil"):
        own = ask(screens, key, "GET", f"{exam}/@results")
        assert [row["number"] for row in own.json()["items"]] == [1]
        assert own.json()["items_total"] == 1
        for query in ("text=Ежова", "mark=4", "class=9А", "familiarised=0", "b_size=500"):
            answer = ask(screens, key, "GET", f"{exam}/@results?{query}")
            assert "Ёжова" not in answer.text, query
        assert "Ёжова" not in ask(screens, key, "GET", f"{exam}/@familiarisation").text
        for path in (
            "/protocols/@@export",
            "/protocols/@@export?format=xlsx",
            "/@@familiarisation",
        ):
            answer = screens.get(key, path)
            assert "Ёжова" not in answer.text
            assert "101-2025" not in answer.text
        other = screens.path(screens.files[1])
        for address in ("/@results", "", "/@record-history"):
            assert ask(screens, key, "GET", other + address).status_code in (401, 403, 404)
        mine = ask(screens, key, "GET", f"{screens.path(screens.files[0])}/@results").text
        assert "Ёжова" not in mine
        for index in ("record_row_words", "SearchableText"):
            found = ask(screens, key, "GET", f"/@search?{index}=Бобров&portal_type=protocol")
            assert not found.json().get("items"), index
    told = {"rows": [1, 98, 99], "day": "2025-06-20", "way": "paper"}
    (refused,) = ask(screens, "deputy", "POST", f"{exam}/@familiarisation", told).json()["reasons"]
    assert "«98, 99»" in refused["message"], "what was sent and is no row of the reader's"
    assert screens.fresh(screens.exam).digest_values() == kept
