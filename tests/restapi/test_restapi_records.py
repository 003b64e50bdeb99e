"""REST of records over HTTP: what a record says, who may, what is refused and leaves no trace."""

from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.retention import due
from datetime import date
from Products.ZCatalog.Catalog import Catalog
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool
from unittest import mock
from urllib.parse import quote

import pytest
import transaction


OFFICES = {"director", "deputy", "secretary", "archivist", "data_officer", "auditor"}
READERS = {*OFFICES, "class_teacher", "certificate_keeper", "guardian", "pupil"}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


def traces(record):
    """What a refused request must leave as it was."""
    return chain_of(record).head(), record.state, record.cohort_id, record.holder


class TestRecord:
    def test_it_says_state_term_inventory_and_services(self, school):
        answer = school.ask("secretary", "GET", school.path(school.file)).json()

        assert answer["title"] == "К-25 Козлова Вера Ильинична"
        assert answer["state"] == {"id": "current", "title": "Ведётся"}
        assert answer["review_state"] == "current"
        assert answer["letter"] == "К" and answer["number"] == 25
        term = answer["term"]
        assert (term["text"], term["destroy_from"], term["fixed"]) == ("3 года", None, False)
        assert term["sentence"] == (
            "Срок хранения: 3 года (письмо Минобразования России от 20.12.2000 № 03-51/64). "
            "Отсчёт начнётся после закрытия дела."
        )
        inventory = answer["inner_inventory"]
        assert [
            (row["number"], row["first_sheet"], row["last_sheet"], row["elsewhere"])
            for row in inventory["rows"]
        ] == [(1, 1, 2, False), (2, None, None, True)]
        assert inventory["totals"] == {"documents": 2, "sheets": 2, "elsewhere": 1, "drafts": 0}
        assert answer["items_total"] == 2
        assert school.ask("auditor", "GET", answer["services"]["record-history"]).ok

    def test_a_closed_case_says_how_its_day_is_counted(self, school):
        path = school.path(school.case)
        done = school.ask(
            "archivist", "POST", f"{path}/@workflow/close", {"closed_on": "2025-08-31"}
        )
        assert done.status_code == 200, done.text

        term = school.ask("auditor", "GET", path).json()["term"]

        # 25 years after 2025: 2026 … 2050.
        assert (term["destroy_from"], term["fixed"]) == ("2051-01-01", True)
        assert "исчисляется с 01.01.2026; включить в акт можно с 01.01.2051" in term["sentence"]

    def test_a_document_and_an_order_are_told_too(self, school):
        paper = school.ask("secretary", "GET", school.path(school.paper)).json()
        assert (paper["@type"], paper["state"]["title"]) == ("file_document", "Утверждено")
        order = school.ask("director", "GET", school.path(school.order)).json()
        assert order["inner_inventory"]["rows"] == []
        assert order["services"].keys() == {
            "workflow",
            "preconditions",
            "record-history",
            "inner-inventory",
            "holder",
            "holds",
        }

    def test_whoever_may_not_see_medical_papers_sees_no_line_of_them(self, school):
        path = f"{school.path(school.file)}/@inner-inventory"
        seen = {}
        for user_id in ("secretary", "director", "class_teacher", "guardian", "archivist"):
            rows = school.ask(user_id, "GET", path).json()["rows"]
            seen[user_id] = ["Медицинская карта" in row["kind"] for row in rows]
        assert seen == {
            "secretary": [False, True],
            "director": [False, True],
            "class_teacher": [False],
            "guardian": [False],
            "archivist": [False],
        }
        text = school.ask("class_teacher", "GET", school.path(school.file)).text
        assert "Медицинск" not in text.replace("Медицинская группа", "")

    def test_who_reads_a_file_and_its_services(self, school):
        path = school.path(school.file)
        for service in ("", "/@inner-inventory", "/@year-results", "/@holder", "/@record-history"):
            assert school.who("GET", path + service) == READERS, service


class TestOtherChildren:
    """A family that guesses the addresses of another child learns nothing."""

    @pytest.mark.parametrize("user_id", ["guardian", "pupil", "other_teacher", "nobody"])
    def test_addresses_are_closed(self, school, user_id):
        target = school.neighbour if user_id != "other_teacher" else school.file
        paths = [school.path(target)]
        paths += [
            f"{paths[0]}/{name}"
            for name in (
                "@inner-inventory",
                "@year-results",
                "@year-results/2024-25",
                "@holder",
                "@record-history",
                "@preconditions",
                "@workflow",
                "@types",
                "@breadcrumbs",
            )
        ]
        statuses = {path: school.ask(user_id, "GET", path).status_code for path in paths}
        assert set(statuses.values()) <= {401, 403, 404}, statuses

    @pytest.mark.parametrize("user_id", ["guardian", "pupil"])
    def test_a_search_finds_the_own_child_alone(self, school, user_id):
        for query in (
            {"portal_type": "personal_file"},
            {"SearchableText": "Лисицына"},
            {"UID": school.neighbour.UID()},
            {"record_number": "Л-3"},
        ):
            found = school.ask(user_id, "GET", "/@search", params=query).json()["items"]
            assert "Лисицына" not in str(found)
            assert school.neighbour.getId() not in str(found)
        own = school.ask(user_id, "GET", "/@search", params={"portal_type": "personal_file"})
        assert own.json()["items_total"] == 1

    def test_nor_does_writing(self, school):
        path, before = school.path(school.neighbour), traces(school.neighbour)
        for method, name, body in (
            ("PATCH", "", {"address": "x"}),
            ("PATCH", "/@year-results/2024-25", {"marks": {"Физика": "5"}}),
            (
                "POST",
                "/@year-results/2024-25/certify",
                {"signer": "seal", "fact": "x", "seen": "x"},
            ),
            ("POST", "/@holder", {"holder": "x", "basis": "x"}),
            ("POST", "/@move-to-class", {"cohort_id": school.other_cohort.id, "basis": "x"}),
            ("DELETE", "", None),
        ):
            for user_id in ("guardian", "pupil", "anonymous"):
                status = school.ask(user_id, method, path + name, body).status_code
                assert status in (401, 403, 404), (method, name, user_id, status)
        assert traces(school.neighbour) == before


class TestPatch:
    def test_the_secretary_mends_a_current_file(self, school):
        path = school.path(school.file)
        assert school.ask("secretary", "PATCH", path, {"citizenship": "РФ"}).status_code == 204
        assert school.file.citizenship == "РФ"

    @pytest.mark.parametrize("state", ["closed", "archived", "selected", "handed_out"])
    def test_nobody_mends_a_locked_one(self, school, state):
        enter_state(school.file, state)
        transaction.commit()
        before, path = traces(school.file), school.path(school.file)
        for user_id in EVERYBODY:
            answer = school.ask(user_id, "PATCH", path, {"citizenship": "РФ"})
            assert answer.status_code in (401, 403, 404), (user_id, answer.status_code)
        assert school.file.citizenship is None
        assert traces(school.file) == before

    def test_the_class_of_a_registered_file_is_no_ordinary_field(self, school):
        before, path = traces(school.file), school.path(school.file)
        answer = school.ask("secretary", "PATCH", path, {"cohort_id": school.other_cohort.id})
        assert (answer.status_code, codes(answer)) == (409, ["field_locked"])
        assert traces(school.file) == before

    def test_nor_is_its_number(self, school):
        before, path = traces(school.file), school.path(school.file)
        answer = school.ask("secretary", "PATCH", path, {"number": 26})
        assert (answer.status_code, codes(answer)) == (409, ["field_locked"])
        assert traces(school.file) == before

    def test_what_registration_asked_for_stays(self, school):
        """All reasons at once, of what is sent; a gap that was there hinders nothing else."""
        before, path = traces(school.file), school.path(school.file)
        gone = {"admitted_on": None, "admission_order_number": ""}
        for body, told in (
            ({**gone, "citizenship": "РФ"}, ["missing"] * 2),
            ({"birth_date": "2100-01-01"}, ["identity_fixed"]),
            ({"birth_date": None}, ["identity_fixed"]),
            ({"admitted_on": "1999-09-01"}, ["born_after_admission"]),
        ):
            answer = school.ask("secretary", "PATCH", path, body)
            assert (answer.status_code, codes(answer)) == (409, told), body
            assert traces(school.file) == before, body
        school.file.admission_order_number = None
        transaction.commit()
        assert school.ask("secretary", "PATCH", path, {"citizenship": "РФ"}).status_code == 204


YEAR = "/@year-results/2024-25"
RESULTS = {
    "marks": {"Алгебра": "4", "Физика": "5"},
    "decision": "promoted",
    "minutes_number": "8",
    "minutes_date": "2025-05-30",
}


class TestYearResults:
    def enter(self, school):
        path = school.path(school.file) + YEAR
        assert school.ask("class_teacher", "PATCH", path, RESULTS).status_code == 200
        return path

    def certify(self, school, path):
        for user_id, signer in (("class_teacher", "class_teacher"), ("secretary", "seal")):
            seen = school.ask(user_id, "GET", path).json()["version"]
            body = {"signer": signer, "fact": "Личное дело, лист 5", "seen": seen}
            assert school.ask(user_id, "POST", f"{path}/certify", body).status_code == 200

    def test_a_year_is_entered_certified_and_locked(self, school):
        path = self.enter(school)
        self.certify(school, path)

        year = school.ask("auditor", "GET", path).json()
        assert year["state"] == {"id": "certified", "title": "Заверено печатью"}
        assert year["decision"]["title"] == "Переведён"
        # The class came to be as grade 7 in 2025/26; the year before it did not exist.
        assert year["grade"] is None
        assert year["signatures"]["seal"]["actor"] == "secretary"
        locked = school.ask("secretary", "PATCH", path, {"marks": {"Физика": "3"}})
        assert (locked.status_code, codes(locked)) == (409, ["year_locked"])
        everything = school.ask("guardian", "GET", school.path(school.file)).json()
        assert everything["year_results"][0]["current_marks"] == RESULTS["marks"]

    def test_who_may_enter(self, school):
        path = school.path(school.file) + YEAR
        assert school.who("PATCH", path, {}) == {"secretary", "class_teacher"}

    def test_who_may_sign_and_seal(self, school):
        path = self.enter(school)
        signs = {"signer": "class_teacher", "fact": "", "seen": "x"}
        assert school.who("POST", f"{path}/certify", signs) == {"class_teacher"}
        seals = {"signer": "seal", "fact": "", "seen": "x"}
        assert school.who("POST", f"{path}/certify", seals) == {"secretary", "director"}

    def test_the_seal_comes_second_and_only_on_a_full_year(self, school):
        path = school.path(school.file) + YEAR
        seen = school.ask("secretary", "PATCH", path, {"marks": {"Физика": "5"}}).json()["version"]
        seal = {"signer": "seal", "fact": "п.", "seen": seen}
        early = school.ask("director", "POST", f"{path}/certify", seal)
        assert codes(early) == ["year_incomplete"] * 3 + ["teacher_signs_first"]

    def test_nobody_signs_what_they_have_not_seen(self, school):
        path = self.enter(school)
        read = school.ask("class_teacher", "GET", path).json()["version"]
        assert school.ask("secretary", "PATCH", path, {"marks": {"Физика": "2"}}).ok
        before = traces(school.file)
        sign = {"signer": "class_teacher", "fact": "лист 5"}
        late = school.ask("class_teacher", "POST", f"{path}/certify", {**sign, "seen": read})
        blind = school.ask("class_teacher", "POST", f"{path}/certify", sign)

        assert (late.status_code, codes(late)) == (409, ["year_changed"])
        assert "их изменили" in late.json()["reasons"][0]["message"]
        assert (blind.status_code, codes(blind)) == (400, ["VALUE_MISSING"])
        assert traces(school.file) == before
        read = school.ask("class_teacher", "GET", path).json()["version"]
        assert school.ask("class_teacher", "POST", f"{path}/certify", {**sign, "seen": read}).ok

    def test_a_subject_of_the_class_without_a_mark_is_explained(self, school):
        path = self.enter(school)
        other = {**RESULTS, "marks": {**RESULTS["marks"], "История": "5"}}
        neighbour = school.path(school.neighbour) + YEAR
        assert school.ask("secretary", "PATCH", neighbour, other).ok
        seen = school.ask("class_teacher", "GET", path).json()["version"]
        sign = {"signer": "class_teacher", "fact": "лист 5", "seen": seen}
        refused = school.ask("class_teacher", "POST", f"{path}/certify", sign)
        assert codes(refused) == ["subjects_lacking"]
        assert "История" in refused.json()["reasons"][0]["message"]
        told = {**sign, "without_reason": "индивидуальный план"}
        signed = school.ask("class_teacher", "POST", f"{path}/certify", told).json()
        assert signed["signatures"]["class_teacher"]["without"] == ["История"]
        # Said once: the seal needs no second word about it.
        seal = {"signer": "seal", "fact": "печать", "seen": signed["version"]}
        assert school.ask("secretary", "POST", f"{path}/certify", seal).ok

    def test_a_correction_is_the_directors_and_keeps_the_old_mark(self, school):
        path = self.enter(school)
        self.certify(school, path)
        change = {"subject": "Физика", "mark": "4", "reason": "Описка, приказ 5-у"}
        assert school.who("POST", f"{path}/correct", {**change, "reason": ""}) == {"director"}
        year = school.ask("director", "POST", f"{path}/correct", change).json()
        assert (year["marks"]["Физика"], year["current_marks"]["Физика"]) == ("5", "4")
        assert year["corrections"][0]["former"] == "5"

    def test_a_sealed_year_has_no_second_life_in_other_digits(self, school):
        self.certify(school, self.enter(school))
        file = school.path(school.file)
        digits = quote("２０２４-25"), quote("٢٠٢٤-25"), "2024-25%0A"
        for label in digits:
            sent = school.ask("secretary", "PATCH", f"{file}/@year-results/{label}", {"marks": {}})
            assert sent.status_code == 404
        for label, code in (("1800-01", "year_before_school"), ("2090-91", "year_ahead")):
            path = f"{file}/@year-results/{label}"
            assert codes(school.ask("secretary", "PATCH", path, {"marks": {}})) == [code]
        years = school.ask("secretary", "GET", f"{file}/@year-results").json()["items"]
        assert [one["year"] for one in years] == ["2024/25"]

    def test_forbidden_marks_follow_the_regulation(self, school):
        path = school.path(school.file) + YEAR
        # N1 forbids no yearly mark; an unknown one is refused everywhere.
        assert school.ask("secretary", "PATCH", path, {"marks": {"ОБЖ": "н/а"}}).ok
        wrong = school.ask("secretary", "PATCH", path, {"marks": {"ОБЖ": "6"}})
        assert codes(wrong) == ["mark_unknown"]
        with mock.patch(
            "collective.schoolrecords.records.personal_file.year_services.mark_rules"
        ) as rules:
            from collective.schoolrecords.core.year_results import MarkRules

            rules.return_value = MarkRules(frozenset({"н/а"}), True)
            refused = school.ask("secretary", "PATCH", path, {"marks": {"ОБЖ": "н/а"}})
            grade1 = school.ask("secretary", "PATCH", path, {"marks": {"ОБЖ": "5"}, "grade": 1})
        assert codes(refused) == ["mark_forbidden"]
        assert codes(grade1) == ["grade1_has_no_marks"]

    @pytest.mark.parametrize("year", ["2024", "2024-26", "2024%2F25", "x", "2024-25/x", "99999-00"])
    def test_what_is_no_year_is_not_found(self, school, year):
        path = f"{school.path(school.file)}/@year-results/{year}"
        assert school.ask("secretary", "GET", path).status_code == 404
        assert school.ask("secretary", "PATCH", path, RESULTS).status_code == 404

    @pytest.mark.parametrize(
        "body",
        [
            {"marks": "5"},
            {"marks": {"Физика": 5}},
            {"marks": {"Физика": ["5"]}},
            {"marks": {"Ф" * 500: "5"}},
            {"minutes_date": "31.05.2025"},
            {"decision": "expelled"},
            {"grade": "7"},
            {"state": "certified"},
        ],
    )
    def test_hostile_bodies_change_nothing(self, school, body):
        before = traces(school.file)
        path = school.path(school.file) + YEAR
        answer = school.ask("secretary", "PATCH", path, body)
        assert answer.status_code in (400, 409)
        assert answer.json()["reasons"]
        assert traces(school.file) == before


class TestMoveToClass:
    def test_one_file_and_its_documents_are_indexed_anew(self, school):
        path = school.path(school.file)
        body = {"cohort_id": school.other_cohort.id, "basis": "Приказ 9-у от 01.02.2026"}
        indexed, whole = [], Catalog.catalogObject

        def count(catalog, obj, uid, *args, **kwargs):
            indexed.append(uid)
            return whole(catalog, obj, uid, *args, **kwargs)

        with mock.patch.object(Catalog, "catalogObject", count):
            assert school.ask("secretary", "POST", f"{path}/@move-to-class", body).ok

        assert sorted(set(indexed)) == sorted(
            "/".join(one.getPhysicalPath()) for one in (school.file, school.paper, school.card)
        )
        assert len(indexed) == 3
        last = chain_of(school.file).last()
        assert last.event == "moved_to_cohort"
        assert chain_of(school.file).payload(last.seq)["to"] == school.other_cohort.id
        assert due.due_index().get(school.file.UID()).cohort == school.other_cohort.id

    def test_the_new_teacher_sees_what_the_former_no_longer_does(self, school):
        path, paper = school.path(school.file), school.path(school.paper)
        body = {"cohort_id": school.other_cohort.id, "basis": "Приказ 9-у"}
        school.ask("secretary", "POST", f"{path}/@move-to-class", body)
        for one in (path, paper):
            assert school.ask("other_teacher", "GET", one).status_code == 200
            assert school.ask("class_teacher", "GET", one).status_code == 403
        for user_id, total in (("other_teacher", 2), ("class_teacher", 1)):
            found = school.ask(
                user_id,
                "GET",
                "/@search",
                params={"portal_type": ["personal_file", "file_document"]},
            ).json()
            assert found["items_total"] == total, user_id

    def test_who_may(self, school):
        body = {"cohort_id": school.cohort.id, "basis": "Приказ"}
        path = f"{school.path(school.file)}/@move-to-class"
        assert school.who("POST", path, body) == {"secretary"}

    def test_all_reasons_are_told(self, school):
        path, before = f"{school.path(school.file)}/@move-to-class", traces(school.file)
        same = school.ask("secretary", "POST", path, {"cohort_id": school.cohort.id})
        assert codes(same) == ["cohort_same", "not_given"]
        unknown = school.ask("secretary", "POST", path, {"cohort_id": "nope", "basis": "x"})
        assert codes(unknown) == ["cohort_unknown"]
        assert unknown.json()["reasons"][0]["message"] == "Такого класса нет."
        assert traces(school.file) == before


class TestHolder:
    GIVEN = {"holder": "Инспектор отдела опеки", "until": "2026-02-20", "basis": "Запрос № 14"}

    def test_a_file_is_given_out_and_comes_back(self, school):
        path = f"{school.path(school.file)}/@holder"
        given = school.ask("secretary", "POST", path, self.GIVEN).json()
        assert (given["holder"], given["held_until"], given["overdue"]) == (
            "Инспектор отдела опеки",
            "2026-02-20",
            False,
        )
        again = school.ask("secretary", "POST", path, self.GIVEN)
        assert codes(again) == ["held_by"]
        back = school.ask("secretary", "POST", f"{path}/return", {"condition": "whole"})
        assert back.json()["holder"] is None
        events = [entry.event for entry in chain_of(school.file).entries()]
        assert events[-2:] == ["carrier_moved", "carrier_moved"]
        assert not chain_of(school.file).verify()

    def test_an_overdue_one_is_marked(self, school, on_day):
        path = f"{school.path(school.file)}/@holder"
        school.ask("secretary", "POST", path, self.GIVEN)
        on_day(date(2026, 2, 21))
        assert school.ask("auditor", "GET", path).json()["overdue"] is True

    def test_who_may_give_it_out_depends_on_the_state(self, school):
        path = f"{school.path(school.file)}/@holder"
        empty = {"holder": ""}
        assert school.who("POST", path, empty) == {"secretary"}
        enter_state(school.file, "archived")
        transaction.commit()
        assert school.who("POST", path, empty) == {"archivist"}

    def test_refusals_name_everything(self, school):
        path, before = f"{school.path(school.file)}/@holder", traces(school.file)
        late = school.ask("secretary", "POST", path, {"holder": "x", "until": "2026-01-01"})
        assert codes(late) == ["not_given", "day_past"]
        nobody = school.ask("secretary", "POST", f"{path}/return", {"condition": "x"})
        assert codes(nobody) == ["held_by_nobody"]
        assert school.ask("secretary", "POST", f"{path}/lend", {}).status_code == 404
        assert traces(school.file) == before


class TestNextNumber:
    def test_the_number_after_the_highest(self, school):
        ask = lambda **params: school.ask(  # noqa: E731 - one line says it
            "secretary", "GET", "/personal-files/@next-number", params=params
        )
        assert ask(letter="К").json()["file_number"] == "К-26"
        assert ask(letter="К", volume="2").json()["number"] == 1
        assert ask(letter="Л").json()["number"] == 4
        assert [codes(ask(letter=one)) for one in ("", "Ь", "k", "КК")] == [["VALUE"]] * 4

    def test_the_number_after_the_greatest_of_a_kind_and_a_year(self, school):
        def ask(**params):
            return school.ask("secretary", "GET", "/orders/@next-number", params=params)

        found = ask(doc_type="order_movement", year="2025").json()
        assert (found["number"], found["year"]) == ("42-у", 2025)
        assert ask(doc_type="order_main", year="2025").json()["number"] == "1"
        for wrong in ({}, {"doc_type": "personal_file"}, {"doc_type": "order_main", "year": "x"}):
            assert codes(ask(**wrong)) == ["VALUE"], wrong

    def test_who_may_ask(self, school):
        found = school.who("GET", "/personal-files/@next-number", params={"letter": "К"})
        assert found == {*EVERYBODY[:11]}
        found = school.who("GET", "/orders/@next-number", params={"doc_type": "order_main"})
        assert found == {*EVERYBODY[:11]}


def test_a_step_whose_body_is_no_object_is_a_bad_request(school):
    """Nor is half of a sign one: no field and no answer can hold it."""
    before, path = traces(school.file), f"{school.path(school.file)}/@workflow/close"
    for body in (b"[]", b"{", b'"x"', b"\xff\xfe", b'{"note": "\\ud800"}'):
        heads = {"Content-Type": "application/json"}
        sent = school.ask("secretary", "POST", path, data=body, headers=heads)
        assert sent.status_code == 400, body
    assert traces(school.file) == before
