"""Portfolios and local regulations over REST: both sides of every permission, guessed addresses."""

from builders import step
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.opening import open_portfolio
from datetime import date
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool
from story_local_regulations import draft

import pytest
import transaction


OFFICE = {"director", "deputy", "secretary", "archivist", "data_officer", "auditor"}
WON = {
    "title": "Олимпиада по физике",
    "direction": "study",
    "level": "municipal",
    "day": "2025-12-05",
    "result": "1 место",
}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    return HttpSchool(functional["portal"])


@pytest.fixture
def portfolios(school):
    """The own child's portfolio and the neighbour's, with one achievement each."""
    with school.logged_in("class_teacher"):
        made = [open_portfolio(file) for file in (school.file, school.neighbour)]
        for record in made:
            values = {**WON, "day": date(2025, 12, 5), "scan": None}
            achievements_of(record).enter(values)
    transaction.commit()
    return made


def test_who_may_do_what_with_a_portfolio(school, portfolios):
    path = school.path(portfolios[0])
    family = {"class_teacher", "guardian", "pupil"}
    assert school.who("GET", path) == OFFICE | family
    for name in ("@achievements", "@achievements/1", "@showings", "@place", "@record-history"):
        assert school.who("GET", f"{path}/{name}") == OFFICE | family, name
    enter = {"secretary", "class_teacher"}
    assert school.who("POST", f"{path}/@achievements", {"title": ""}) == enter
    assert school.who("POST", f"{path}/@showings", {"day": "2026-02-03"}) == enter
    assert school.who("POST", f"{path}/@place", {"kept_by": "moon"}) == enter
    assert school.who("POST", f"{path}/@achievements/1/withdraw", {}) == enter
    certify = {"class_teacher", "deputy"}
    assert school.who("POST", f"{path}/@achievements/1/certify", {}) == certify
    done = school.ask("deputy", "POST", f"{path}/@achievements/1/certify", {"basis": "Диплом 14"})
    assert done.status_code == 200
    # What is certified is for those who certify.
    assert school.who("POST", f"{path}/@achievements/1/correct", {}) == certify
    file = school.path(school.file)
    assert school.who("POST", f"{file}/@portfolio", {"cycle": "5-9"}) == enter
    assert len(school.ask("guardian", "GET", f"{file}/@portfolio").json()["items"]) == 1


def test_families_guess_the_addresses_of_another_child(school, portfolios):
    other, uid = school.path(portfolios[1]), portfolios[1].UID()
    hidden = (portfolios[1].pupil_name, portfolios[1].registration_number)
    addresses = [
        other,
        *(
            f"{other}/{name}"
            for name in (
                "@achievements",
                "@achievements/1",
                "@showings",
                "@place",
                "@record-history",
                "@workflow",
                "@preconditions",
                "@inner-inventory",
                "@holder",
                "@@achievement?number=1",
                "@@sr-history",
                "@@print-receipt",
                "@@paper?name=print-receipt",
                "@history",
                "@sharing",
            )
        ),
        f"{school.path(school.neighbour)}/@portfolio",
    ]
    for user in ("guardian", "pupil", "other_teacher", "nobody", "anonymous"):
        for address in addresses:
            answer = school.ask(user, "GET", address)
            assert answer.status_code in (401, 403, 404), (user, address)
            assert not any(text in answer.text for text in hidden), (user, address)
        tried = school.ask(user, "POST", f"{other}/@achievements", WON)
        assert tried.status_code in (401, 403, 404)
        for query in (f"UID={uid}", "SearchableText=Лисицына", "SearchableText=олимпиада"):
            found = school.ask(user, "GET", f"/@search?{query}")
            assert other not in found.text, (user, query)
        assert school.ask(user, "GET", f"/@search?UID={uid}").json()["items_total"] == 0
        for place in ("@search-records?q=Лисицына", "@@sr-search?q=Лисицына"):
            told = school.ask(user, "GET", f"/{place}").text
            assert not any(text in told for text in (other, *hidden)), (user, place)
        table = school.ask(user, "GET", "/portfolios/@@export-csv").text
        assert not any(text in table for text in hidden), user
    listed = school.ask("guardian", "GET", "/portfolios?fullobjects=1").text
    assert school.path(portfolios[0]) in listed
    assert school.path(portfolios[1]) not in listed


def test_what_is_sent_wrongly_is_told_whole_and_changes_nothing(school, portfolios):
    path = f"{school.path(portfolios[0])}/@achievements"
    for body, status, expected in (
        ({}, 409, ["missing", "missing", "missing", "missing"]),
        ({**WON, "day": "вчера"}, 400, ["VALUE"]),
        ({**WON, "title": 7, "unknown": 1}, 400, ["VALUE", "UNKNOWN_FIELD"]),
        ({**WON, "title": "я" * 500}, 400, ["VALUE"]),
        ({**WON, "title": "я" * 10**6}, 400, ["VALUE"]),
        ({**WON, "title": ["x"], "level": {"a": 1}}, 400, ["VALUE", "VALUE"]),
        ({**WON, "title": "  \u200b "}, 409, ["missing"]),
        (WON, 409, ["achievement_twice"]),
        ({**WON, "scan": school.paper.UID()}, 409, ["scan_elsewhere"]),
    ):
        answer = school.ask("class_teacher", "POST", path, body)
        assert (answer.status_code, codes(answer)) == (status, expected), body
    for number in ("0", "2", "-1", "x", "٣", "999999"):
        assert school.ask("class_teacher", "GET", f"{path}/{number}").status_code == 404
    assert school.ask("class_teacher", "GET", path).json()["items_total"] == 1
    assert school.ask("class_teacher", "POST", f"{path}/1/burn", {}).status_code == 404


def test_a_regulation_takes_no_nonsense(school):
    """Empty, huge, of a wrong shape: refused with a reason, and nothing is filed."""
    place, before = "/regulations", len(school.portal["regulations"].objectIds())
    lines = [{"body": "Педагогический совет", "minutes_date": "завтра"}]
    for values in (
        {},
        {"title": ""},
        {"title": "я" * 10**6},
        {"title": ["x"]},
        {"title": "Положение", "adopted_by": lines},
        {"title": "Положение", "adopted_by": [{"body": "x"}] * 500},
        {"title": "Положение", "references": "приказ"},
        {"title": "Положение", "scan": {"data": "не base64", "encoding": "base64"}},
    ):
        sent = {"@type": "local_regulation", **values}
        assert school.ask("deputy", "POST", place, sent).status_code == 400, str(values)[:80]
    transaction.begin()
    assert len(school.portal["regulations"].objectIds()) == before


def test_a_regulation_is_everybody_s_only_in_force_and_published(school):
    record = draft(school)
    path, public = school.path(record), f"/@local-acts/{record.getId()}"
    assert school.who("GET", path) == OFFICE
    assert school.ask("anonymous", "GET", public).status_code == 404
    with school.logged_in("director"):
        step(record, "approve")
        step(record, "enact", in_force_from=DAY)
    transaction.commit()
    everybody = school.who("GET", path)
    assert {"guardian", "pupil", "nobody", "class_teacher"} <= everybody
    assert "anonymous" not in everybody
    assert school.ask("anonymous", "GET", public).status_code == 404
    publishers = {"director", "deputy", "secretary"}
    assert school.who("DELETE", f"{path}/@publication") == publishers
    assert school.ask("archivist", "POST", f"{path}/@publication", {}).status_code == 403
    assert school.ask("secretary", "POST", f"{path}/@publication", {}).status_code == 200
    told = school.ask("anonymous", "GET", public)
    assert told.status_code == 200
    assert set(told.json()) == {
        "@id",
        "title",
        "number",
        "dated_on",
        "version",
        "in_force_from",
        "adopted_by",
        "order",
        "replaces",
        "file",
    }
    for secret in ("deputy", "director", "creators", "history", "Канцелярия", "polozhenie.pdf"):
        assert secret not in told.text
    assert school.ask("anonymous", "GET", path).status_code == 401
    assert (
        school.ask("anonymous", "GET", "/@search?portal_type=local_regulation").json()[
            "items_total"
        ]
        == 0
    )
    for address in ("/@local-acts/../orders", f"{public}/file/x", "/@local-acts/regulations"):
        assert school.ask("anonymous", "GET", address).status_code in (401, 404), address
    act = {"kind": "letter", "number": ""}
    assert school.who("POST", "/@repealed-acts", act) == {"director"}
    readers = school.who("GET", "/@repealed-acts")
    assert {"secretary", "auditor"} <= readers
    assert not {"guardian", "pupil", "anonymous"} & readers
