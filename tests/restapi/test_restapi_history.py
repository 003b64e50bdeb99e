"""``@record-history``: what happened, for whom how much of it; and steps that name what was read."""

from plone import api
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import pytest


READERS = {
    "director",
    "deputy",
    "secretary",
    "archivist",
    "data_officer",
    "auditor",
    "class_teacher",
    "certificate_keeper",
    "guardian",
    "pupil",
}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


class TestHistory:
    def test_what_happened_is_told_in_russian_the_latest_first(self, school):
        path = f"{school.path(school.file)}/@record-history"
        answer = school.ask("auditor", "GET", path).json()
        assert [one["title"] for one in answer["items"]] == [
            "Подшит документ",
            "Подшит документ",
            "Изменено состояние",
            "Заведено",
        ]
        step = answer["items"][2]
        assert step["transition"] == {"id": "register", "title": "Зарегистрировать"}
        assert step["state"] == {"id": "current", "title": "Ведётся"}
        assert (answer["head"]["length"], answer["items_total"]) == (4, 4)
        assert answer["items"][0]["payload"] == {"document": school.card.UID()}

    def test_who_wrote_what_is_for_those_who_audit(self, school):
        path = f"{school.path(school.file)}/@record-history"
        for user_id in sorted(READERS):
            entry = school.ask(user_id, "GET", path).json()["items"][0]
            audits = user_id in {"auditor", "director", "data_officer"}
            assert ("hash" in entry, "payload" in entry) == (audits, audits), user_id

    def test_who_did_it_stays_known_when_the_account_is_gone(self, school):
        given = {"holder": "Инспектор", "until": "2026-02-20", "basis": "Запрос № 14"}
        path = school.path(school.file)
        assert school.ask("secretary", "POST", f"{path}/@holder", given).ok
        asked = f"{path}/@record-history?b_size=1"
        before = school.ask("auditor", "GET", asked).json()["items"]
        with school.as_test_user("Manager"):
            api.user.delete(username="secretary")
        after = school.ask("auditor", "GET", asked).json()["items"]
        assert after == before
        (entry,) = after
        assert (entry["actor"], entry["actor_name"]) == ("secretary", "Образцова А.")
        assert "Secretary" in entry["roles"]
        assert "office-secretary" in entry["groups"]
        listed = school.ask("auditor", "GET", "/@ledger?actor=secretary&b_size=1").json()
        (row,) = listed["items"]
        assert (row["actor"], row["actor_name"]) == ("secretary", "Образцова А.")
        # Whoever gets the same id later is somebody else; of a family the events alone remember.
        with school.as_test_user("Manager"):
            api.user.delete(username="guardian")
        assert school.school.name_of_account("guardian") is None

    def test_the_staff_see_the_name_and_families_the_office(self, school):
        given = {"holder": "Инспектор", "until": "2026-02-20", "basis": "Запрос № 14"}
        path = school.path(school.file)
        assert school.ask("secretary", "POST", f"{path}/@holder", given).ok
        offices = [{"id": "secretary", "title": "Секретарь учебной части"}]
        for user_id in sorted(READERS):
            entry = school.ask(user_id, "GET", f"{path}/@record-history").json()["items"][0]
            who = (entry["offices"], entry.get("actor"), entry.get("actor_name"))
            if user_id in {"guardian", "pupil"}:
                assert who == (offices, None, None), user_id
                assert "actor" not in entry
            else:
                assert who == (offices, "secretary", "Образцова А."), user_id

    def test_the_page_and_the_steps_tell_families_no_name_either(self, school):
        path = school.path(school.file)
        for address in (f"{path}/@workflow", f"{path}/@@sr-history", path):
            accept = {"Accept": "text/html"} if "@@" in address else {}
            for user_id, seen in (("guardian", False), ("secretary", True)):
                answer = school.ask(user_id, "GET", address, headers=accept)
                assert answer.status_code == 200, (address, user_id)
                told = "test_user_1_" in answer.text
                assert not told or seen, (address, user_id)
        steps = school.ask("secretary", "GET", f"{path}/@workflow").json()["history"]
        assert steps[-1]["actor"] == "test_user_1_"

    def test_filters_pages_and_the_proof(self, school):
        path = f"{school.path(school.file)}/@record-history"

        def ask(**params):
            return school.ask("auditor", "GET", path, params=params).json()

        assert ask(event="filed")["items_total"] == 1
        assert ask(event=["filed", "transition"], b_size=1)["batching"]["next"]
        assert [one["seq"] for one in ask(sort_order="ascending", b_size=2)["items"]] == [0, 1]
        assert ask(since="2999-01-01")["items"] == []
        assert ask(verify="1")["problems"] == []

    @pytest.mark.parametrize(
        "params",
        [
            {"event": "nope"},
            {"colour": "red"},
            {"b_size": "0"},
            {"b_size": "501"},
            {"b_start": "-1"},
            {"b_start": "1e9"},
            {"since": "01.01.2020"},
            {"sort_on": "hash"},
            {"sort_order": "up"},
            {"source": "x" * 5000},
            {"event:record": "x"},
        ],
    )
    def test_what_cannot_be_read_is_refused(self, school, params):
        path = f"{school.path(school.file)}/@record-history"
        answer = school.ask("auditor", "GET", path, params=params)
        assert answer.status_code == 400, answer.text
        assert answer.json()["type"] == "QueryRefused"
        assert answer.json()["reasons"]

    def test_the_filters_of_auditors_are_not_for_others(self, school):
        path = f"{school.path(school.file)}/@record-history"
        assert school.ask("guardian", "GET", path, params={"actor": "x"}).status_code == 400


class TestSeen:
    """A step names the version of the record that was read."""

    def test_an_order_that_was_changed_meanwhile_is_not_submitted(self, school):
        path = school.path(school.order)
        read = school.ask("secretary", "GET", path).json()["record_version"]
        assert school.ask("secretary", "GET", f"{path}/@workflow").json()["record_version"] == read
        assert school.ask("deputy", "PATCH", path, {"text": "Отчислить."}).ok
        late = school.ask("secretary", "POST", f"{path}/@workflow/submit", {"seen": read})

        assert late.status_code == 409
        assert [reason["code"] for reason in late.json()["reasons"]] == ["record_changed"]
        assert "его изменили" in late.json()["reasons"][0]["message"]
        shown = school.ask("secretary", "GET", path).json()
        assert shown["review_state"] == "draft"
        seen = {"seen": shown["record_version"]}
        assert school.ask("secretary", "POST", f"{path}/@workflow/submit", seen).ok
