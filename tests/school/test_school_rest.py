"""REST of the school over HTTP: who may, what is answered, what is refused with all reasons."""

from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school import accounts
from collective.schoolrecords.school import cohorts
from collective.schoolrecords.school import families
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import new_version
from datetime import date
from importlib.resources import files
from plone.restapi.testing import RelativeSession
from schoolrecords_town import PASSWORD
from schoolrecords_town import Town

import pytest
import transaction


DAY = date(2026, 2, 2)
ORDER = {"order_number": "15-К", "order_date": "2026-01-30"}
CHILD = "0123456789abcdef0123456789abcdef"

SITE_OFFICES = (
    "director",
    "deputy",
    "method_head",
    "secretary",
    "journal_admin",
    "archivist",
    "certificate_keeper",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
)
OTHERS = ("class_teacher", "subject_teacher", "guardian", "pupil", "nobody", "anonymous")


def regulation_text(name="neman1"):
    profiles = files("collective.schoolrecords").joinpath("profiles", "regulations", name)
    return profiles.joinpath("regulation.toml").read_text()


@pytest.fixture
def town(functional, on_day):
    """A school in which one account holds each role, with a class and a regulation."""
    on_day(DAY)
    town = Town(functional["portal"])
    town.cohort = cohorts.add_cohort(town.school, year=2025, grade=7, letter="А")
    for role in SITE_OFFICES:
        town.holder(role, role)
    town.holder("class_teacher", "class_teacher", cohort_id=town.cohort.id)
    town.holder("subject_teacher", "subject_teacher", cohort_id=town.cohort.id, subject="Физика")
    guardian = town.person("guardian", kinds=("guardian",))
    families.link_guardian(town.school, CHILD, guardian.id, "mother")
    families.link_pupil(town.school, CHILD, town.person("pupil", kinds=("pupil",)).id)
    town.person("nobody")
    town.school.regulations.clear()  # whatever the layer installed
    basis = Basis("274", date(2021, 12, 15))
    new_version(
        town.school,
        regulation_text(),
        in_force_from=date(2021, 12, 15),
        author="director",
        basis=basis,
    )
    transaction.commit()
    return town


@pytest.fixture
def ask(town):
    """`ask(user id, method, address, json, query…)` over HTTP; "anonymous" sends no credentials."""
    sessions = []

    def ask(user_id, method, address, json=None, **params):
        session = RelativeSession(town.portal.absolute_url())
        sessions.append(session)
        session.headers.update({"Accept": "application/json", "Accept-Language": "ru"})
        if user_id != "anonymous":
            session.auth = (user_id, PASSWORD)
        response = session.request(method, address, json=json, params=params)
        transaction.begin()
        return response

    yield ask
    for session in sessions:
        session.close()


def codes(response):
    return [reason["code"] for reason in response.json()["reasons"]]


class TestWhoMay:
    READERS = set(SITE_OFFICES)
    KEEPERS = {"director", "deputy", "secretary"}

    def allowed(self, ask, method, path, json=None):
        """Who of all roles gets anything but 403, a stranger but 401, for a request."""
        allowed = set()
        for user_id in (*SITE_OFFICES, *OTHERS):
            status = ask(user_id, method, path, json).status_code
            refused = 401 if user_id == "anonymous" else 403
            assert status in (200, 204, 400, refused), (user_id, status)
            if status != refused:
                allowed.add(user_id)
        return allowed

    @pytest.mark.parametrize("path", ["/@classes", "/@staff", "/@appointments"])
    def test_offices_read_the_school_and_others_do_not(self, ask, path):
        assert self.allowed(ask, "GET", path) == self.READERS

    def test_everybody_reads_the_regulation(self, ask):
        assert self.allowed(ask, "GET", "/@regulation") == {*SITE_OFFICES, *OTHERS}

    @pytest.mark.parametrize("path", ["/@classes", "/@staff", "/@appointments"])
    def test_director_deputy_and_secretary_write_the_lists(self, ask, path):
        assert self.allowed(ask, "POST", path, {}) == self.KEEPERS

    def test_and_change_them(self, ask, town):
        person = town.school.person_of("nobody")
        (held, *_) = town.school.appointments_of(town.school.person_of("class_teacher").id)
        for path in (
            f"/@classes/{town.cohort.id}",
            f"/@staff/{person.id}",
            f"/@appointments/{held.id}",
        ):
            assert self.allowed(ask, "PATCH", path, {}) == self.KEEPERS

    def test_only_the_director_changes_the_regulation(self, ask):
        assert self.allowed(ask, "POST", "/@regulation", {}) == {"director"}

    def test_the_auditor_writes_nothing(self, ask, town):
        length = len(chain_of(town.school))
        for method, path in (
            ("POST", "/@classes"),
            ("POST", "/@staff"),
            ("POST", "/@appointments"),
            ("POST", "/@regulation"),
            ("PATCH", f"/@classes/{town.cohort.id}"),
        ):
            assert ask("auditor", method, path, {"letter": "К"}).status_code == 403
        assert len(chain_of(town.school)) == length


class TestOfficesOfTheSchool:
    """A secretary keeps lists; the way to the director's rights does not lead through them."""

    WEEK = {"start": "2026-02-02", "end": "2026-02-09"}

    def appointment(self, town, role, **more):
        person = town.school.person_of("nobody")
        return {"person": person.id, "role": role, "start": "2026-02-02", **ORDER, **more}

    def test_a_secretary_appoints_a_teacher_and_no_archivist(self, ask, town):
        teacher = self.appointment(town, "subject_teacher", cohort=town.cohort.id, subject="Химия")
        assert ask("secretary", "POST", "/@appointments", teacher).status_code == 201
        archivist = self.appointment(town, "archivist")
        refused = ask("secretary", "POST", "/@appointments", archivist)
        assert refused.status_code == 403
        assert codes(refused) == ["OFFICE_OF_SCHOOL"]
        assert ask("director", "POST", "/@appointments", archivist).status_code == 201

    def test_a_secretary_ends_no_office_of_the_school(self, ask, town):
        (held,) = town.school.appointments_of(town.school.person_of("director").id)
        end = {"end": "2026-02-01", **ORDER}
        path = f"/@appointments/{held.id}"
        assert ask("secretary", "PATCH", path, end).status_code == 403
        assert town.school.appointments[held.id].end is None

    def test_an_acting_director_leaves_the_director_the_office(self, ask, town):
        """Neither back-dated nor by a replacement; the director takes the acting back."""
        director, deputy = (town.school.person_of(one) for one in ("director", "deputy"))
        (held,) = town.school.appointments_of(director.id)
        order = {"person": deputy.id, "role": "director", "acting_for": director.id}
        made = ask("director", "POST", "/@appointments", {**order, **self.WEEK, **ORDER})
        assert made.status_code == 201
        end = {"end": "2026-02-01", **ORDER}
        refused = ask("deputy", "PATCH", f"/@appointments/{held.id}", end)
        assert (refused.status_code, codes(refused)) == (403, ["STANDS_IN_FOR"])
        for_ever = {**order, "start": "2026-02-10", "replaces": True, **ORDER}
        refused = ask("deputy", "POST", "/@appointments", for_ever)
        assert (refused.status_code, codes(refused)) == (403, ["STANDS_IN_FOR"])
        assert town.school.appointments[held.id] == held
        other = self.appointment(town, "archivist")
        given = ask("deputy", "POST", "/@appointments", other)
        assert given.status_code == 201
        ended = f"/@appointments/{given.json()['id']}"
        assert ask("deputy", "PATCH", ended, end).status_code == 204
        own = f"/@appointments/{made.json()['id']}"
        assert ask("director", "PATCH", own, end).status_code == 204

    def test_the_administrator_gives_a_lost_office_of_the_director_back(self, ask, town):
        town.portal.acl_users.userFolderAddUser("administrator", PASSWORD, ["Manager"], [])
        transaction.commit()
        director, deputy = (town.school.person_of(one) for one in ("director", "deputy"))
        (held,) = town.school.appointments_of(director.id)
        order = {"person": deputy.id, "role": "director", "acting_for": director.id, **ORDER}
        assert ask("director", "POST", "/@appointments", {**order, **self.WEEK}).status_code == 201
        back = {"person": director.id, "role": "director", "start": "2026-02-02", **ORDER}
        refused = ask("administrator", "POST", "/@appointments", back)
        assert (refused.status_code, codes(refused)) == (403, ["OFFICE_OF_SCHOOL"])
        end = {"end": "2026-02-01", **ORDER}
        assert ask("director", "PATCH", f"/@appointments/{held.id}", end).status_code == 204
        archivist = self.appointment(town, "archivist")
        assert ask("administrator", "POST", "/@appointments", archivist).status_code == 403
        assert ask("administrator", "POST", "/@appointments", back).status_code == 201
        assert ask("administrator", "POST", "/@appointments", back).status_code == 403

    def test_a_secretary_gets_no_password_of_an_office_holder(self, ask, town):
        director = town.school.person_of("director")
        path = f"/@staff/{director.id}/password"
        assert ask("secretary", "POST", path, {}).status_code == 403
        assert ask("director", "GET", "/@staff").status_code == 200
        teacher = town.school.person_of("class_teacher")
        issued = ask("secretary", "POST", f"/@staff/{teacher.id}/password", {})
        assert issued.status_code == 200
        assert issued.headers["Cache-Control"] == "no-store"


class TestClasses:
    def test_a_class_is_told_with_label_and_teacher_of_the_day(self, ask, town):
        page = ask("auditor", "GET", "/@classes").json()
        (item,) = page["items"]
        teacher = town.school.person_of("class_teacher")
        assert item["label"] == "7А"
        assert item["class_teacher"] == {"id": teacher.id, "name": "Образцова Анна"}
        later = ask("auditor", "GET", "/@classes", on="2026-09-01").json()
        assert later["items"][0]["label"] == "8А"

    def test_pages_are_like_those_of_search(self, ask, town):
        for letter in "БВГД":
            cohorts.add_cohort(town.school, year=2025, grade=7, letter=letter)
        transaction.commit()
        page = ask("auditor", "GET", "/@classes", b_size=2, b_start=2).json()
        assert [item["label"] for item in page["items"]] == ["7В", "7Г"]
        assert page["items_total"] == 5
        assert set(page["batching"]) == {"@id", "first", "last", "next", "prev"}
        turned = ask("auditor", "GET", "/@classes", sort_order="descending", b_size=1).json()
        assert turned["items"][0]["label"] == "7Д"

    def test_opening_renaming_and_closing(self, ask, town):
        made = ask("secretary", "POST", "/@classes", {"grade": 7, "letter": "Б"})
        assert made.status_code == 201
        assert made.json()["label"] == "7Б"
        path = made.headers["Location"]
        assert ask("secretary", "PATCH", path, {"letter": "К", "since": "2026-02-02"}).ok
        assert ask("auditor", "GET", path).json()["label"] == "7К"
        assert ask("secretary", "PATCH", path, {"closed": "2026-02-01"}).ok
        assert ask("auditor", "GET", path).json()["lives"] is False

    def test_all_faults_are_told_in_russian_and_nothing_is_written(self, ask, town):
        length = len(chain_of(town.school))
        refused = ask(
            "secretary", "POST", "/@classes", {"grade": "7", "letter": "А", "colour": "red"}
        )
        assert refused.status_code == 400
        body = refused.json()
        assert body["type"] == "SchoolRefused"
        assert body["message"] == "Ничего не изменено."
        assert [(one["code"], one["field"]) for one in body["reasons"]] == [
            ("VALUE", "grade"),
            ("UNKNOWN_FIELD", "colour"),
        ]
        assert body["reasons"][0]["message"] == "«7» не подходит для поля «grade»."
        taken = ask("secretary", "POST", "/@classes", {"grade": 7, "letter": "А"})
        assert codes(taken) == ["LABEL_TAKEN"]
        assert "01.09.2025" in taken.json()["reasons"][0]["message"]
        assert len(chain_of(town.school)) == length

    def test_a_body_that_is_no_object_is_a_bad_request(self, ask, town):
        """Nor is half of a sign, which no answer could repeat."""
        session = RelativeSession(town.portal.absolute_url())
        session.auth = ("secretary", PASSWORD)
        session.headers.update({"Accept": "application/json", "Content-Type": "application/json"})
        half = '{"grade": "\\ud800", "letter": "\\udfff"}'
        for body in ("[]", "{", "null", '"x"', b"\xff\xfe", half):
            assert session.post("/@classes", data=body).status_code == 400, body[:20]
        session.close()

    def test_an_unknown_class_is_not_found(self, ask):
        assert ask("auditor", "GET", "/@classes/nope").status_code == 404
        assert ask("secretary", "PATCH", "/@classes/nope", {}).status_code == 404


class TestStaff:
    def test_accounts_and_contacts_are_for_those_who_keep_the_lists(self, ask, town):
        made = ask(
            "secretary",
            "POST",
            "/@staff",
            {
                "last_name": "Ёлкина",
                "first_name": "Анна",
                "position": "учитель физики",
                "contacts": {"phone": "+7 900 000-00-00"},
            },
        )
        path = made.headers["Location"]
        assert made.json()["contacts"] == {"phone": "+7 900 000-00-00"}
        seen = ask("auditor", "GET", path).json()
        assert seen["name"] == "Ёлкина Анна"
        assert "contacts" not in seen and "user_id" not in seen
        listed = ask("secretary", "GET", "/@staff", q="елкина").json()
        assert listed["items_total"] == 1
        assert "contacts" not in listed["items"][0]

    def test_families_are_not_in_the_list_of_staff(self, ask, town):
        guardian = town.school.person_of("guardian")
        names = {
            item["id"] for item in ask("auditor", "GET", "/@staff", b_size=100).json()["items"]
        }
        assert guardian.id not in names
        assert ask("auditor", "GET", f"/@staff/{guardian.id}").status_code == 404
        found = ask("auditor", "GET", "/@staff", kind="guardian", b_size=100).json()["items"]
        assert guardian.id not in {item["id"] for item in found}
        kept = ask("secretary", "GET", "/@staff", kind="guardian").json()["items"]
        assert [item["id"] for item in kept] == [guardian.id]

    def test_staff_are_filtered_by_office(self, ask, town):
        found = ask("auditor", "GET", "/@staff", role="archivist").json()["items"]
        assert [item["id"] for item in found] == [town.school.person_of("archivist").id]
        assert found[0]["offices"][0]["title"] == "Ответственный за архив"

    def test_an_issued_account_opens_the_door_and_the_log_tells(self, ask, town):
        made = ask(
            "secretary", "POST", "/@staff", {"last_name": "Образцова", "first_name": "Ольга"}
        ).json()
        issued = ask("secretary", "POST", f"/@staff/{made['id']}/account", {"login": "Olga.O"})
        login, password = issued.json()["login"], issued.json()["password"]
        assert login == "olga.o"
        session = RelativeSession(town.portal.absolute_url())
        session.headers["Accept"] = "application/json"
        token = session.post("/@login", json={"login": login, "password": password})
        session.close()
        assert token.status_code == 200
        (issue,) = town.school.issues.values()
        assert (issue.person_id, issue.kind, issue.issued_by) == (
            made["id"],
            "initial",
            "secretary",
        )
        again = ask("secretary", "POST", f"/@staff/{made['id']}/account", {"login": "olga.o"})
        assert codes(again) == ["ACCOUNT_EXISTS", "LOGIN_TAKEN"]

    @pytest.mark.parametrize("sort_on", ["phone", "user_id", "__class__"])
    def test_an_unknown_order_is_refused(self, ask, sort_on):
        refused = ask("auditor", "GET", "/@staff", sort_on=sort_on)
        assert (refused.status_code, codes(refused)) == (400, ["VALUE"])


class TestAppointments:
    def test_what_is_in_force_on_a_day(self, ask, town):
        director = town.school.person_of("director")
        acting = {
            "person": town.school.person_of("deputy").id,
            "role": "director",
            "start": "2026-07-01",
            "end": "2026-07-28",
            "acting_for": director.id,
            "replaces": True,
            **ORDER,
        }
        assert ask("director", "POST", "/@appointments", acting).status_code == 201
        holders = {}
        for day in ("2026-06-30", "2026-07-01", "2026-07-29"):
            page = ask("auditor", "GET", "/@appointments", role="director", on=day).json()
            holders[day] = [item["person"]["id"] for item in page["items"]]
        deputy = acting["person"]
        assert holders == {
            "2026-06-30": [director.id],
            "2026-07-01": [deputy],
            "2026-07-29": [director.id],
        }
        everything = ask("auditor", "GET", "/@appointments", role="director", all=1).json()
        assert everything["items_total"] == 2

    def test_all_reasons_of_a_refused_order(self, ask, town):
        person = town.school.person_of("nobody")
        body = {"person": person.id, "role": "subject_teacher", "start": "2026-02-02"}
        refused = ask("director", "POST", "/@appointments", {**body, "end": "2026-02-30"})
        assert [(one["code"], one["field"]) for one in refused.json()["reasons"]] == [
            ("VALUE", "end"),
            ("VALUE_MISSING", "order_number"),
            ("VALUE_MISSING", "order_date"),
        ]
        refused = ask("director", "POST", "/@appointments", {**body, **ORDER, "end": "2026-01-01"})
        assert codes(refused) == ["COHORT_MISSING", "SUBJECT_MISSING", "END_BEFORE_START"]

    def test_who_holds_the_office_is_named(self, ask, town):
        body = {"person": town.school.person_of("nobody").id, "role": "director", **ORDER}
        refused = ask("director", "POST", "/@appointments", {**body, "start": "2026-03-01"})
        (reason,) = refused.json()["reasons"]
        assert reason["message"] == (
            "Образцова А. занимает эту должность с 01.09.2025 до дальнейшего распоряжения. "
            "Для исполняющего обязанности выберите «За кого». "
            "Для нового назначения сначала завершите прежнее."
        )

    def test_an_ended_appointment_ends_the_right_at_once(self, ask, town):
        (held,) = town.school.appointments_of(town.school.person_of("auditor").id)
        assert ask("auditor", "GET", "/@staff").status_code == 200
        path = f"/@appointments/{held.id}"
        assert ask("director", "PATCH", path, {"end": "2026-02-01", **ORDER}).status_code == 204
        assert ask("auditor", "GET", "/@staff").status_code == 403


class TestRegulation:
    def test_values_come_with_their_sources(self, ask):
        page = ask("anonymous", "GET", "/@regulation", path="documents.exam_protocol").json()
        values = {item["path"].rpartition(".")[2]: item for item in page["items"]}
        assert values["kind"]["value"] == "min_years"
        assert values["kind"]["source"]["kind"] == "stated"
        assert values["kind"]["source"]["clause"] == "2.10.3"
        assert page["version"]["order_number"] == "274"

    def test_a_change_is_a_new_version_and_the_old_one_stays(self, ask, town):
        path = "documents.exam_protocol.retention.value"
        change = {
            "changes": [{"path": path, "value": 10}],
            "in_force_from": "2026-09-01",
            **ORDER,
        }
        made = ask("director", "POST", "/@regulation", change)
        assert (made.status_code, made.json()["number"]) == (201, 2)
        values = {}
        for day in ("2026-08-31", "2026-09-01"):
            page = ask("anonymous", "GET", "/@regulation", path=path, on=day).json()
            values[day] = [item["value"] for item in page["items"]]
        assert values == {"2026-08-31": [5], "2026-09-01": [10]}
        old = ask("anonymous", "GET", "/@regulation/1", path=path).json()
        assert [item["value"] for item in old["items"]] == [5]
        assert len(old["versions"]) == 2

    def test_every_fault_of_a_version_is_told(self, ask, town):
        paper = 'carriers = { value = ["paper"]'
        assert paper in regulation_text()
        text = regulation_text().replace(paper, paper.replace("paper", "stone"))
        body = {"text": text + "\n[nonsense]\nx = 1\n", "in_force_from": "2021-12-15", **ORDER}
        refused = ask("director", "POST", "/@regulation", body)
        assert refused.status_code == 400
        assert set(codes(refused)) == {"REGULATION_FAULT", "REGULATION_NOT_LATER"}
        messages = " ".join(one["message"] for one in refused.json()["reasons"])
        assert "nonsense: такого ключа нет." in messages
        assert "documents.exam_protocol.carriers: нет среди известных значений" in messages
        assert len(town.school.regulations) == 1

    def test_text_or_changes_not_both_and_not_neither(self, ask):
        body = {"in_force_from": "2026-09-01", **ORDER}
        assert codes(ask("director", "POST", "/@regulation", body)) == ["VALUE_MISSING"]
        both = {**body, "text": "x", "changes": []}
        assert codes(ask("director", "POST", "/@regulation", both)) == ["VALUE_MISSING"]

    @pytest.mark.parametrize("number", ["2", "0", "x", "1/2", "99999999999"])
    def test_an_unknown_version_is_not_found(self, ask, number):
        assert ask("anonymous", "GET", f"/@regulation/{number}").status_code == 404


class TestCredentials:
    def test_a_password_is_in_no_place_of_the_school(self, town):
        person = town.school.person_of("nobody")
        issued = accounts.reset_password(town.school, person.id)
        chain = chain_of(town.school)
        kept = [chain.payload(seq) for seq in range(len(chain))]
        assert issued.password not in str(kept)
        assert issued.password not in str(list(town.school.issues.values()))
        assert issued.password not in repr(issued)

    def test_an_issued_password_is_known_as_such_until_it_is_changed(self, town):
        person = town.school.person_of("nobody")
        accounts.reset_password(town.school, person.id)
        assert "nobody" in town.school.issued_passwords
        town.portal.acl_users.userSetPassword("nobody", "Another-word-456")
        assert "nobody" not in town.school.issued_passwords

    def test_passwords_differ_and_can_be_read_off_paper(self):
        made = {accounts.make_password() for _ in range(50)}
        assert len(made) == 50
        assert not set("".join(made)) & set("lIoO01")
        assert {len(one) for one in made} == {14}

    def test_a_closed_account_is_gone_and_the_person_stays(self, town):
        person = town.school.person_of("nobody")
        accounts.close_account(town.school, person.id)
        assert town.portal.acl_users.getUserById("nobody") is None
        assert town.school.people[person.id].user_id is None
