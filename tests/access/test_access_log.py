"""The access log in a serving site: who had which child's data before them, and who may read that."""

from bs4 import BeautifulSoup
from collective.schoolrecords.access.log import reading
from collective.schoolrecords.access.log.current import use
from collective.schoolrecords.access.log.reading import Wanted
from collective.schoolrecords.access.log.writer import AccessLog
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.core.access_log import Entry
from collective.schoolrecords.integrity.access_log import PURGE
from collective.schoolrecords.integrity.access_names import NAMES
from collective.schoolrecords.integrity.access_words import AccessWords
from collective.schoolrecords.integrity.access_words import BARE
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.jobs import daily
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.Five.browser import BrowserView
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool
from schoolrecords_town import PASSWORD
from urllib.parse import quote
from zope.component import getGlobalSiteManager

import csv
import io
import json
import pytest
import re
import transaction


HTML = {"Accept": "text/html"}
SITE = "/plone"


@pytest.fixture
def log(tmp_path):
    log = AccessLog(f"sqlite:///{tmp_path / 'access.sqlite'}", wait=0.01, retry=0.02)
    log.start()
    former = use(log)
    yield log
    use(former)
    log.stop(5)


@pytest.fixture
def school(functional, on_day, log):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    empty(log)
    return school


def empty(log):
    assert log.flush(20)
    while reading.purge(log, SITE, datetime(2100, 1, 1, tzinfo=UTC)):
        pass


def kept(log):
    """(event, actor, family, result) of everything in the log, and the log emptied."""
    entries = list(reading.stream(log, SITE, Wanted()))
    empty(log)
    return entries


def told(log):
    return [(one.event, one.actor, one.how, one.family, one.result) for one in kept(log)]


def page(school, user_id, path, **more):
    return school.ask(user_id, "GET", path, headers=HTML, **more)


def test_each_way_to_personal_data_leaves_one_entry_with_the_children_in_it(school, log):
    file, paper = school.path(school.file), school.path(school.paper)
    child, other = school.file.UID(), school.neighbour.UID()
    before = school.portal._p_jar.db().lastTransaction()

    assert page(school, "secretary", file).status_code == 200
    (entry,) = kept(log)
    assert (entry.event, entry.actor, entry.how) == ("view", "secretary", "page")
    assert (entry.family, entry.uid, entry.subjects) == ("personal_file", child, (child,))
    assert "Secretary" in entry.roles
    assert entry.address == "127.0.0.1"
    assert entry.result == "ok"

    # A document is part of the child's file.
    assert school.ask("secretary", "GET", paper).status_code == 200
    (entry,) = kept(log)
    assert (entry.event, entry.how, entry.family) == ("view", "rest", "file_document")
    assert set(entry.subjects) == {child, school.paper.UID()}

    for path, event in (
        ("/personal-files", "list"),
        ("/personal-files/@@export-csv", "export"),
        ("/@@alphabet-book", "list"),
        ("/@@movement?from=01.09.2000&to=31.12.2030", "list"),
        ("/@@sr-search?q=Козлова", "search"),
    ):
        assert page(school, "secretary", path).status_code == 200
        (entry,) = kept(log)
        assert (entry.event, child in entry.subjects) == (event, True), path
        assert (other in entry.subjects) is (event != "search")
        assert entry.number == len(entry.subjects)
    for path in ("/@search?portal_type=personal_file", "/@search-records?q=Козлова"):
        assert school.ask("secretary", "GET", path).status_code == 200
        (entry,) = kept(log)
        assert (entry.event, entry.how) == ("search", "rest")
        assert child in entry.subjects
        assert "озлова" not in repr(entry)
    assert page(school, "secretary", f"{file}/@@print-cover").status_code == 200
    (entry,) = kept(log)
    assert (entry.event, entry.name, entry.uid) == ("print", "print-cover", child)

    # What shows nobody's data is no event, and nothing of all this was written into ZODB.
    assert page(school, "anonymous", "/login").status_code == 200
    assert school.ask("secretary", "GET", "/@regulation").status_code == 200
    assert page(school, "secretary", "/++resource++schoolrecords/sr.css").status_code == 200
    assert kept(log) == []
    assert school.portal._p_jar.db().lastTransaction() == before


def test_plones_own_lists_tell_whose_rows_they_show_or_are_not_there(school, log):
    child, own = school.file.UID(), ("secretary", "class_teacher", "guardian")
    anything = "plone.app.querystring.operation.selection.any"
    kinds = {"i": "portal_type", "o": anything, "v": ["personal_file"]}
    query = quote(json.dumps({"criteria": [kinds]}))
    rows = f"name=plone.app.vocabularies.Catalog&query={query}"
    lists = [f"/@@getVocabulary?{rows}&attributes={one}" for one in ('["Title"]', "Title,UID", "")]
    for user_id in own:
        for path in lists:
            answer = page(school, user_id, path)
            said = json.dumps(answer.json(), ensure_ascii=False)
            assert (answer.status_code, "Козлова" in said) == (200, True), path
            (entry,) = kept(log)
            assert (entry.event, child in entry.subjects) == ("search", True), (user_id, path)
            assert entry.number == len(answer.json()["results"])
        for query in ("", "?fullobjects=1", "?metadata_fields=_all"):
            answer = school.ask(user_id, "GET", f"/personal-files{query}")
            entries = kept(log)
            if answer.status_code == 200:
                assert [one.event for one in entries] == ["list"]
                shown = {one["UID"] for one in answer.json()["items"] if one.get("UID")}
                said = json.dumps(answer.json(), ensure_ascii=False)
                assert ("Козлова" in said) is (child in entries[0].subjects)
                assert shown <= set(entries[0].subjects)
        for place in ("", "/personal-files", school.path(school.file)):
            for name in sorted(rules.STOCK_LISTS):
                address = f"{place}/{name}?SearchableText=Козлова&uids={child}"
                headers = {} if name.startswith("@") else HTML
                answer = school.ask(user_id, "GET", address, headers=headers)
                assert answer.status_code in (401, 403, 404), (user_id, address)
                assert "Козлова" not in answer.text
        kept(log)
    for query in ("{}", "[1]", '{"criteria": 5}', "%00"):
        bad = f"/@@getVocabulary?name=plone.app.vocabularies.Catalog&query={query}"
        assert page(school, "secretary", bad).status_code < 500
    admin = {"auth": (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)}
    for path in ("/", "/folder_contents", "/personal-files/folder_contents"):
        assert page(school, "anonymous", path, **admin).status_code == 200, path


def test_refusals_and_log_ins_are_kept_and_no_wrong_word(school, log):
    file = school.path(school.file)

    assert school.ask("other_teacher", "GET", file).status_code == 403
    assert told(log) == [("refused", "other_teacher", "rest", "personal_file", "refused")]
    assert school.ask("anonymous", "GET", file).status_code == 401
    assert told(log) == [("refused", "", "rest", "personal_file", "refused")]
    assert school.ask("auditor", "POST", "/@checkpoints", {}).status_code == 403
    assert [one[:2] for one in told(log)] == [("refused", "auditor")]

    wrong = {"login": "secretary", "password": "не тот пароль"}
    assert school.ask("anonymous", "POST", "/@login", wrong).status_code == 401
    assert told(log) == [("login_failed", "secretary", "rest", "", "refused")]
    # A password typed into the field of names stays nowhere.
    wrong = {"login": PASSWORD, "password": ""}
    assert school.ask("anonymous", "POST", "/@login", wrong).status_code >= 400
    entries = kept(log)
    assert [(one.event, one.actor) for one in entries] == [("login_failed", "")]
    assert PASSWORD not in repr(entries)
    right = {"login": "secretary", "password": PASSWORD}
    assert school.ask("anonymous", "POST", "/@login", right).status_code == 200
    assert ("login", "secretary", "rest", "", "ok") in told(log)

    form = {"__ac_name": "secretary", "__ac_password": "мимо", "buttons.login": "1"}
    school.ask("anonymous", "POST", "/login", data=form, headers=HTML)
    assert told(log) == [("login_failed", "secretary", "page", "", "refused")]
    form["__ac_password"] = PASSWORD
    school.ask("anonymous", "POST", "/login", data=form, headers=HTML, allow_redirects=False)
    assert told(log) == [("login", "secretary", "page", "", "ok")]


def test_a_refused_page_is_one_entry_and_lists_tell_the_office_in_a_class(school, log):
    file = school.path(school.file)
    assert page(school, "other_teacher", file).status_code in (401, 403)
    # Plone's own way from a refused page, with a cookie.
    assert page(school, "other_teacher", "/@@insufficient-privileges").status_code == 403
    (entry,) = kept(log)
    assert (entry.event, entry.actor, entry.family) == ("refused", "other_teacher", "personal_file")
    assert page(school, "class_teacher", "/@@desk").status_code == 200
    (entry,) = kept(log)
    assert entry.event == "list" and "Class Teacher" in entry.roles
    assert AccessWords("ru").offices(entry) == ["Классный руководитель"]


def test_what_cannot_be_asked_is_refused_with_what_can(school, log):
    answer = school.ask("auditor", "GET", "/@access-log?family=bad&event=looked")
    assert answer.status_code == 400
    told = {one["field"]: one["message"] for one in answer.json()["reasons"]}
    assert "personal_file" in told["family"] and "login_failed" in told["event"]
    assert school.ask("auditor", "GET", "/@access-log?family=order").status_code == 200
    assert school.ask("auditor", "GET", "/@audit-report?foo=1").status_code == 400


def test_an_office_given_is_an_entry_once_it_is_committed(school, log):
    person = next(one for one in school.school.people.values() if one.user_id == "nobody")
    order = {"order_number": "3-К", "order_date": "2026-01-30", "start": "2026-02-02"}
    body = {"person": person.id, "role": "archivist", **order}

    assert school.ask("director", "POST", "/@appointments", body).status_code == 201

    (entry,) = [one for one in kept(log) if one.event == "roles_changed"]
    assert (entry.actor, entry.name, entry.uid) == ("director", "appointment archivist", person.id)
    assert school.ask("director", "POST", "/@appointments", body).status_code == 400
    assert [one for one in kept(log) if one.event == "roles_changed"] == []


def test_what_is_given_by_hand_is_an_entry_too(school, log):
    admin = {"auth": (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)}

    def told_of(method, path, body, status):
        answer = school.ask("anonymous", method, path, body, **admin)
        assert answer.status_code == status, answer.text
        found = [one for one in kept(log) if one.event == "roles_changed"]
        assert {one.actor for one in found} <= {SITE_OWNER_NAME}
        return [(one.name, one.uid) for one in found]

    long = "u" * 90
    account = {"username": long, "email": "u@example.org", "password": PASSWORD}
    assert ("account made", long[:64]) in told_of("POST", "/@users", account, 201)
    roles = {"roles": {"Editor": True, "Member": True}}
    assert told_of("PATCH", "/@users/nobody", roles, 204) == [("roles +Editor", "nobody")]
    assert told_of("PATCH", "/@users/nobody", roles, 204) == []
    roles = {"roles": {"Editor": False, "Reviewer": True}}
    assert told_of("PATCH", "/@users/nobody", roles, 204) == [("roles +Reviewer -Editor", "nobody")]
    group = {"groupname": "helpers", "roles": ["Contributor"]}
    made = told_of("POST", "/@groups", group, 201)
    assert set(made) == {("group made", "helpers"), ("roles +Contributor", "helpers")}
    local = {"entries": [{"id": "nobody", "type": "user", "roles": {"Reader": True}}]}
    assert ("local roles", school.portal.UID()) in told_of("POST", "/@sharing", local, 204)
    assert ("group deleted", "helpers") in told_of("DELETE", "/@groups/helpers", None, 204)
    assert ("account deleted", long[:64]) in told_of("DELETE", f"/@users/{long}", None, 204)
    # Who may not, gives nothing.
    assert school.ask("secretary", "PATCH", "/@users/nobody", roles).status_code == 403
    assert [one for one in kept(log) if one.event == "roles_changed"] == []


def test_who_reads_the_log(school, log):
    file = school.path(school.file)
    for path in ("/@access-log", f"{file}/@access-log"):
        assert school.who("GET", path) == {"data_officer", "auditor"}, path


def test_the_log_is_paged_filtered_and_streamed(school, log):
    file, child = school.path(school.file), school.file.UID()
    page(school, "secretary", file)
    page(school, "class_teacher", file)
    page(school, "secretary", school.path(school.neighbour))
    page(school, "secretary", "/personal-files")
    school.ask("other_teacher", "GET", file)
    log.flush(20)

    def asked(query, path="", user_id="auditor"):
        answer = school.ask(user_id, "GET", f"{path}/@access-log?{query}")
        assert answer.status_code == 200, answer.text
        log.flush(20)
        found = answer.json()
        return found["items_total"], [(one["event"], one["actor"]) for one in found["items"]]

    assert asked("event=view&sort_order=ascending&b_size=2") == (
        3,
        [("view", "secretary"), ("view", "class_teacher")],
    )
    assert asked("event=view&b_size=1&b_start=2") == (3, [("view", "secretary")])
    assert asked("actor=class_teacher") == (1, [("view", "class_teacher")])
    assert asked("result=refused") == (1, [("refused", "other_teacher")])
    assert asked(f"record={school.neighbour.UID()}&event=view") == (1, [("view", "secretary")])
    assert asked("since=2026-02-03")[0] == 0 or asked("until=2026-02-01")[0] == 0
    assert asked("school_year=1990/91")[0] == 0
    total, rows = asked("event=view&event=list", file, "data_officer")
    assert (total, set(rows)) == (
        3,
        {("view", "secretary"), ("view", "class_teacher"), ("list", "secretary")},
    )

    lines = school.ask("auditor", "GET", "/@access-log?event=view&format=ndjson")
    assert lines.headers["Content-Type"].startswith("application/x-ndjson")
    rows = [json.loads(line) for line in lines.text.splitlines()]
    # Who reads the log of a child is an entry about the child, too.
    assert [row["actor"] for row in rows] == [
        "secretary",
        "class_teacher",
        "secretary",
        "data_officer",
    ]
    assert rows[0]["subjects"] == [child]
    # Codes stay for programs, words stand beside them; the request is over when they are made.
    assert rows[0]["roles"] and rows[0]["words"] == {
        "event": "Открыто",
        "result": "показано",
        "how": "страница",
        "offices": ["Секретарь учебной части"],
        "opened": "Личное дело",
    }

    refused = school.ask("auditor", "GET", "/@access-log?event=looked&since=x&until=0001-13-01&u=1")
    assert refused.status_code == 400
    assert {one["field"] for one in refused.json()["reasons"]} == {"event", "since", "until", "u"}


def test_a_log_that_cannot_be_written_stops_reading_where_the_school_says_so(
    school, log, tmp_path, monkeypatch
):
    file = school.path(school.file)
    monkeypatch.setattr(log, "_attempt", lambda rows: _fail(log))
    page(school, "secretary", file)
    with log._free:
        assert log._free.wait_for(lambda: log._since is not None, 20)

    assert page(school, "secretary", file).status_code == 200
    api.portal.set_registry_record("collective.schoolrecords.access_log_stops_reading", True)
    transaction.commit()
    for path in (file, "/personal-files", "/@@sr-search?q=К", f"{file}/@@print-cover"):
        answer = page(school, "secretary", path)
        assert answer.status_code == 503, path
        assert "журнал доступа" in answer.text
        assert "Козлова" not in answer.text
    answer = school.ask("secretary", "GET", file)
    assert answer.status_code == 503
    assert [one["code"] for one in answer.json()["reasons"]] == ["ACCESS_LOG"]
    # What shows nobody's data goes on, and so does writing.
    assert page(school, "anonymous", "/login").status_code == 200
    assert school.ask("secretary", "GET", "/@regulation").status_code == 200

    monkeypatch.undo()
    assert log.flush(20)
    assert page(school, "secretary", file).status_code == 200


def _fail(log):
    with log._free:
        log._since, log._fault = log._since or datetime.now(UTC), "OperationalError"
    return False


def test_old_entries_go_with_the_term_of_the_regulation(school, log, on_day):
    portal = school.portal
    for year in (2019, 2020, 2021, 2026):
        log.put(SITE, Entry(datetime(year, 6, 1, tzinfo=UTC), "view", "secretary"))
    log.flush(20)

    def ordered():
        with school.as_test_user():
            found = [job for job in daily.order(portal) if job.kind == PURGE]
            transaction.commit()
            for job in found:
                assert run_now(portal, get_jobs(portal).get(job.uid)) == "done"
        return len(found)

    # Five years after the year of the entry, from 1 January on.
    assert ordered() == 1
    entries = kept(log)
    assert [one.at.year for one in entries if one.event == "view"] == [2021, 2026]
    assert [(one.actor, one.number) for one in entries if one.event == "purged"] == [("system", 2)]
    log.put(SITE, Entry(datetime(2021, 6, 1, tzinfo=UTC), "view", "secretary"))
    on_day(datetime(2026, 12, 31).date())
    assert ordered() == 0
    on_day(datetime(2027, 1, 1).date())
    assert ordered() == 1


def test_the_officers_pages(school, log):
    file, child = school.path(school.file), school.file.UID()
    name = "=1+1&<b>"
    for user_id in ("secretary", "class_teacher", "secretary"):
        page(school, user_id, file)
    page(school, "secretary", school.path(school.card))
    log.put(SITE, Entry(datetime(2026, 2, 1, 23, tzinfo=UTC), "print", name, subjects=(child,)))
    # Of a family whose account is gone nothing is left but the account's own id.
    gone = "u72e74dbe9cc70fbd"
    log.put(SITE, Entry(datetime(2026, 2, 1, 12, tzinfo=UTC), "view", gone, subjects=(child,)))
    log.flush(20)
    pages = ("/@@access-log", "/@@access-unusual", f"{file}/@@who-saw")
    tables = ("/@@access-log-csv", f"{file}/@@who-saw-csv")
    readers = {"data_officer", "auditor"}
    for path in (*pages, *tables):
        for user_id in EVERYBODY:
            status = page(school, user_id, path, allow_redirects=False).status_code
            # Plone answers with the way to the log-in form.
            assert status == (200 if user_id in readers else 302), (path, user_id)

    answer = page(school, "data_officer", "/@@access-log?event=view&actor=secretary")
    # A name for people; the account in the title, where nobody stumbles over it, and in the table.
    assert answer.text.count(' title="secretary"><a') >= 3
    assert ">Образцова А.</a>" in answer.text and "(secretary)" not in answer.text
    assert "Открыто" in answer.text
    # Offices and pages stand in words; no name of a view or a role.
    assert "Секретарь" in answer.text and "Личное дело" in answer.text
    assert "Secretary" not in answer.text and ">view" not in answer.text
    # Every link of the page keeps the other conditions: people, values, pages, the table.
    asked = f"event=view&actor=secretary&family=personal_file&since=2026-01-01&record={child}"
    answer = page(school, "data_officer", f"/@@access-log?{asked}&result=ok")
    tree = BeautifulSoup(answer.text, "html.parser")
    chips = [one.get_text(" ", strip=True) for one in tree.select(".sr-chip")]
    assert "Личное дело" in " ".join(chips) and "показано" in " ".join(chips)
    links = [one["href"] for one in tree.select("main a[href*='?']")]
    kept_by = [one for one in links if "actor=secretary" in one and "family=personal_file" in one]
    assert len(kept_by) > 20
    assert any("access-log-csv?" in one for one in kept_by)
    table = page(school, "data_officer", f"/@@access-log-csv?{asked}&result=ok")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert {(row[3], row[5], row[8]) for row in rows[1:]} == {
        ("secretary", "Открыто", "Личное дело")
    }
    answer = page(school, "data_officer", f"{file}/@@who-saw")
    assert "class_teacher" in answer.text
    assert "Напечатано" in answer.text
    assert "=1+1&amp;&lt;b&gt;" in answer.text
    assert "(secretary)" not in answer.text and ' title="secretary">' in answer.text
    assert f'title="{gone}">удалённая учётная запись<' in answer.text
    assert name not in answer.text
    answer = page(school, "data_officer", "/@@access-unusual")
    assert "Работа ночью" in answer.text
    answer = page(school, "data_officer", f"{file}/@@who-saw-csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows[0]) == 15
    accounts = [row[3] for row in rows[1:]]
    assert accounts.count("secretary") == 3
    assert "class_teacher" in accounts
    own = next(row for row in rows[1:] if row[3] == "secretary")
    assert own[4:9] == ["Секретарь учебной части", "Открыто", "показано", "страница", "Личное дело"]
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d", own[0])
    # The record by its title beside its UID, as on the page; nothing that the reader may not see.
    assert rows[0][10:12] == ["Документ", "Запись (UID)"]
    assert own[9:12] == ["Личное дело", school.file.Title(), child]
    # A cell that a spreadsheet would run is text.
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert "who-saw" in page(school, "data_officer", file).text
    assert "who-saw" not in page(school, "secretary", file).text
    refused = page(school, "data_officer", "/@@access-log?event=x&since=31.12.2026")
    assert refused.status_code == 400


def test_everything_that_can_be_opened_has_a_name_in_the_log(school):
    """No page and no service of the product stands there by its raw name."""
    found = set()
    for one in getGlobalSiteManager().registeredAdapters():
        if ISchoolRecordsLayer in one.required and issubclass_of(one.factory, BrowserView):
            found.add(name_of(one.name))
    found |= rules.QUIET | rules.SEARCHES | rules.FILES | rules.EXPORTS
    assert len(found) > 150
    unnamed = [one for one in found if one not in NAMES and one not in BARE]
    assert sorted(unnamed) == []


def name_of(name):
    return name.partition("_application_json_")[2] if "_application_json_" in name else name


def issubclass_of(factory, base):
    return isinstance(factory, type) and issubclass(factory, base)


def test_what_was_opened_or_changed_in_words(school):
    words = AccessWords("ru")

    def opened(name, family="", event="view"):
        return words.opened(Entry(datetime.now(UTC), event, name=name, family=family))

    assert (
        opened("print-inner-inventory", "personal_file") == "Личное дело, печать внутренней описи"
    )
    assert opened("@@view", "order") == opened("", "order") == "Приказ"
    assert opened("sr-search") == opened("@search") == "Поиск"
    assert opened("some-add-on", "book") == "Книга, другая страница (some-add-on)"
    for name, text in (
        ("appointment archivist", "назначение: ответственный за архив"),
        ("appointment commission_chair", "назначение: председатель ЭК"),
        ("appointment_ended archivist", "снято: ответственный за архив"),
        ("roles +Editor -Site Administrator", "роли: +\xa0Редактор, −\xa0Администратор сайта"),
        ("office-auditor", "должность: аудитор"),
        ("helpers", "группа «helpers»"),
        ("local roles", "права на отдельный объект"),
        ("account password_reset", "пароль выдан заново"),
        ("account issued", "учётная запись"),
    ):
        assert opened(name, event="roles_changed") == text
    held = Entry(datetime.now(UTC), "view", roles=("Authenticated", "Member", "Manager", "Auditor"))
    assert words.offices(held) == ["Администратор сайта", "Аудитор"]
