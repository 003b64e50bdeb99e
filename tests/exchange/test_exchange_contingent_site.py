"""A list of pupils in a site: what is stored equals the list, nothing twice, all or nothing back."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import ImportForbidden
from collective.schoolrecords.exchange.starting import ImportRefused
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.exchange.taking_back import UndoRefused
from collective.schoolrecords.integrity.presence import Presence
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.school.storage import get_school
from datetime import date
from imports_help import by_uid
from imports_help import codes
from imports_help import load_pupils as load
from imports_help import record_of
from imports_help import run_import
from imports_help import run_undo
from imports_help import SIBLINGS
from imports_help import snapshot
from imports_help import state
from lists_data import data_of
from lists_data import pupil_book
from lists_data import table_of
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest
import transaction


@pytest.fixture
def office(functional):
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    transaction.commit()
    return portal


class TestWholeSchool:
    """contingent.xlsx: 1080 pupils and 13 who left, through the site."""

    def test_stored_values_equal_the_expected_ones(self, office):
        one = run_import("contingent", data_of("contingent.xlsx"), "contingent.xlsx")

        assert state(one) == "done"
        assert one.numbers["filed"] == 1093
        assert one.parameters["year"] == 2025
        register = office["personal-files"]
        assert register.objectCount() == 1093
        cohorts = get_school(office).cohorts
        stored = {}
        for record in register.objectValues():
            if record.left_on is None:
                stored[record.letter, record.number] = {
                    "class": cohorts[record.cohort_id].label_on(date(2025, 9, 1)),
                    "last": record.last_name,
                    "first": record.first_name,
                    "middle": record.middle_name or "",
                    "sex": {"male": "М", "female": "Ж"}[record.sex],
                    "birth": record.birth_date.isoformat(),
                    "admitted": record.admitted_on.isoformat(),
                    "snils": record.snils,
                    "form": record.study_form,
                    "representatives": str(len(record.representatives)),
                }
        expected = {}
        for line in table_of("contingent_expected.csv"):
            key = line["letter"], int(line["number"])
            expected[key] = {
                name: value
                for name, value in line.items()
                if name not in ("row", "letter", "number")
            }
        assert len(expected) == 1080
        assert stored == expected

        # The classes of the list and no others; one life of 40 classes.
        assert len(cohorts) == len({line["class"] for line in expected.values()}) == 40
        # What the list's note tells is one person: every representative with a telephone is
        # linked to each of their children, and entered once.
        school = get_school(office)
        links = [one for links in school.guardianships.values() for one in links]
        assert len(links) == one.numbers["guardians"]
        assert len(one.things("person")) == one.numbers["people"] < len(links)
        assert {link.person_id for link in links} == set(one.things("person"))
        # The file is given up, the journal stays.
        assert one.read() is None
        assert len(one.sha256) == 64

        left = [record for record in register.objectValues() if record.left_on is not None]
        assert len(left) == 13
        assert {record.state for record in register.objectValues()} == {"draft"}
        (petrova,) = (record for record in left if (record.letter, record.number) == ("П", 97))
        assert petrova.left_on == date(2025, 11, 12)
        assert petrova.leaving_order_number == "40-у"
        assert petrova.destination == "МБОУ «Школа № 2», г. Озёрный"
        assert petrova.leaving_reason == "перевод"

        # The same file again is refused; told to go on, it files nothing.
        with pytest.raises(ImportRefused) as refused:
            run_import("contingent", data_of("contingent.xlsx"), "другое имя.xlsx")
        assert [reason["code"] for reason in refused.value.reasons] == ["repeated"]
        second = run_import("contingent", data_of("contingent.xlsx"), "снова.xlsx", again=True)
        assert second.numbers["already"] == 1093
        assert "filed" not in second.numbers
        assert register.objectCount() == 1093

        # And all of it goes back; every draft is named by an event, some hundred in each.
        filed = set(one.uids.values())
        start_undo(office, one, TEST_USER_ID)
        run_undo(one)
        assert state(one) == "undone"
        chain = chain_of(school)
        named = [chain.payload(seq)["drafts"] for seq in chain.numbers_of("drafts_deleted")]
        assert {row[0] for rows in named for row in rows} == filed
        assert sum(map(len, named)) == 1093 > 20 * len(named)
        assert list(Presence(office).absent()) == []
        assert register.objectCount() == 0
        assert len(school.people) == len(school.guardianships) == len(school.cohorts) == 0


def test_a_dry_run_says_the_same_and_writes_nothing(office):
    data = pupil_book(*SIBLINGS, {"Дата рождения": "31.02.2015"}, {"СНИЛС": "112-233-445 00"})
    load(SIBLINGS[0])
    before, root_tid = snapshot(office), office._p_jar.db().lastTransaction()

    tried = dry_run(office, "contingent", data, "список.xlsx", {"year": 2025})
    transaction.commit()

    assert snapshot(office) == before
    assert office._p_jar.db().lastTransaction() == root_tid
    real = run_import("contingent", data, "список.xlsx", {"year": 2025})
    assert tried.numbers == real.numbers
    assert list(tried.findings) == real.noted()
    assert tried.numbers == {
        "already": 1,
        "refused": 2,
        "filed": 2,
        "cohorts": 1,
        "guardians": 2,
    }
    assert codes(tried.findings) == [
        (4, "BAD_DATE"),
        (5, "SNILS_CHECKSUM"),
        (2, "ALREADY_FILED"),
    ]


def test_brothers_share_their_mother(office):
    load(*SIBLINGS)

    school = get_school(office)
    (mother,) = school.people.values()
    assert mother.full_name == "Иванова Анна Львовна"
    assert dict(mother.contacts)["phone"] == "+79074185517"
    assert sorted(school.children_of(mother.id)) == sorted(school.guardianships)
    assert len(school.guardianships) == 2
    relations = {link.relation for links in school.guardianships.values() for link in links}
    assert relations == {"mother"}


def test_a_name_without_a_telephone_is_not_thought_to_be_the_same_person(office):
    load(*({**one, "Телефон 1": None} for one in SIBLINGS))

    assert len(get_school(office).people) == 2


def test_where_a_record_comes_from_stands_in_its_chain(office):
    one = load(*SIBLINGS)
    record = record_of(one, 1)

    chain = chain_of(record)
    (entry,) = chain.entries()
    assert (entry.event, entry.source, entry.actor) == ("imported", "import", TEST_USER_ID)
    assert chain.payload(0) == {
        "import": one.uid,
        "sha256": one.sha256,
        "sheet": "Обучающиеся",
        "row": 3,
    }
    assert chain.verify() == ()


class TestRowsThatStandAlready:
    def test_a_claimed_number(self, office):
        one = load(SIBLINGS[0])
        steps.perform(record_of(one, 0), "register")

        again = load({**SIBLINGS[0], "Имя": "Пантелей"}, SIBLINGS[1])

        assert codes(again.noted()) == [(2, "ALREADY_FILED")]
        assert again.numbers["filed"] == 1

    def test_a_draft_that_somebody_filed_by_hand(self, office):
        from builders import personal_file

        personal_file(letter="И", number=12, book_volume="1")
        personal_file(letter="И", number=13, book_volume="2")

        one = load(*SIBLINGS)

        assert codes(one.noted()) == [(2, "ALREADY_FILED")]
        assert [record_of(one, number).number for number in one.uids] == [13]

    def test_a_draft_that_was_deleted_is_filed_again(self, office):
        one = load(SIBLINGS[0])
        record = record_of(one, 0)
        record.aq_parent.manage_delObjects([record.getId()])

        assert load({**SIBLINGS[0], "Имя": "Пров"}).numbers["filed"] == 1

    def test_another_volume_of_the_alphabet_book(self, office):
        load(SIBLINGS[0])

        assert load({**SIBLINGS[0], "Имя": "Пров"}, volume="2").numbers["filed"] == 1


class TestRegister:
    def test_what_is_complete_and_free_of_remarks_is_registered(self, office):
        one = load(
            SIBLINGS[0],
            {**SIBLINGS[1], "СНИЛС": "112-233-445 00"},
            {"Номер личного дела": 14, "Имя": "Пров", "№ приказа о зачислении": None},
            register=True,
        )
        states = [record_of(one, number).state for number in one.uids]

        assert states == ["current", "draft", "draft"]
        assert one.numbers["registered"] == 1
        assert codes(one.noted()) == [
            (3, "SNILS_CHECKSUM"),
            (3, "NOT_REGISTERED_DOUBTFUL"),
            (4, "NOT_REGISTERED"),
        ]
        assert one.noted()[-1].detail == "admission_order_number missing"
        record = record_of(one, 0)
        assert record.registration_number == "И-12"
        assert record.opened_on == record.admitted_on
        assert [entry.event for entry in chain_of(record).entries()] == ["imported", "transition"]
        assert chain_of(record).verify() == ()
        assert office["personal-files"].kept() == 1
        (brain,) = api.content.find(UID=record.UID())
        assert (brain.review_state, brain.record_number) == ("current", "И-12")
        # The number is claimed: the next registration of it is refused.
        twin = record_of(load(SIBLINGS[0] | {"Имя": "Пров"}, volume="2"), 0)
        twin.book_volume = "1"
        assert [one.code for one in steps.reasons(twin, "register")] == ["number_taken"]

    def test_who_may_not_register_does_not_register_by_a_list(self, office):
        setRoles(office, TEST_USER_ID, ["Archivist"])

        with pytest.raises(ImportForbidden):
            load(SIBLINGS[0], register=True)
        assert load(SIBLINGS[0]).numbers["filed"] == 1


class TestUndo:
    def test_past_draft_is_told_with_the_number_and_nothing_is_taken_back(self, office):
        one = load(*SIBLINGS)
        steps.perform(record_of(one, 0), "register")

        with pytest.raises(UndoRefused) as refused:
            start_undo(office, one, TEST_USER_ID)

        assert [reason["code"] for reason in refused.value.reasons] == ["past_draft"]
        assert "1" in refused.value.message
        assert office["personal-files"].objectCount() == 2
        assert one.undo_job is None

    def test_what_was_there_before_stays(self, office):
        first = load(SIBLINGS[0])
        second = load(SIBLINGS[1], {"Номер личного дела": 40, "Класс": "7А", "Имя": "Ян"})

        start_undo(office, second, TEST_USER_ID)
        run_undo(second)

        assert office["personal-files"].objectCount() == 1
        assert record_of(first, 0).number == 12
        school = get_school(office)
        labels = [cohort.label_on(date(2025, 9, 1)) for cohort in school.cohorts.values()]
        assert labels == ["7А"]
        (mother,) = school.people.values()
        assert school.children_of(mother.id) == (first.uids[0],)
        assert load(SIBLINGS[1]).numbers["filed"] == 1

    def test_a_draft_with_draft_documents_goes_with_them(self, office):
        from builders import document

        one = load(SIBLINGS[0])
        paper = document(record_of(one, 0))
        uid = paper.UID()
        transaction.commit()

        start_undo(office, one, TEST_USER_ID)
        run_undo(one)

        assert state(one) == "undone"
        assert len(api.content.find(UID=uid)) == 0

    def test_a_draft_with_an_accepted_document_stays(self, office):
        from builders import document

        one = load(SIBLINGS[0])
        steps.perform(document(record_of(one, 0)), "approve")

        with pytest.raises(UndoRefused):
            start_undo(office, one, TEST_USER_ID)

    def test_twice_is_refused(self, office):
        one = load(SIBLINGS[0])
        start_undo(office, one, TEST_USER_ID)
        run_undo(one)

        with pytest.raises(UndoRefused):
            start_undo(office, one, TEST_USER_ID)
        # The same file may come again.
        assert load(SIBLINGS[0]).numbers["filed"] == 1


def test_a_slow_machine_gets_on(office):
    """Reading the file alone may take longer than a chunk should."""
    one = start_import(office, "contingent", pupil_book(*SIBLINGS), "a.xlsx", {"year": 2025})

    assert run_now(office, get_jobs(office).get(one.job), items=5, seconds=0) == "done"
    assert one.numbers["filed"] == 2
    undo = start_undo(office, one, TEST_USER_ID)
    assert run_now(office, undo, items=5, seconds=0) == "done"
    assert office["personal-files"].objectCount() == 0


def test_formula_cells_stay_text(office):
    one = load({"Примечание": "=1+1"})

    assert record_of(one, 0).note == "=1+1"


def test_findings_hold_no_snils(office):
    one = load({"СНИЛС": "112-233-445 00"})

    assert not any("112" in finding.detail for finding in one.noted())


def test_the_school_year_of_today_when_the_list_names_none(office):
    one = run_import("contingent", pupil_book(SIBLINGS[0]), "a.xlsx")
    today = school_today()

    assert one.parameters["year"] == (today.year if today.month >= 9 else today.year - 1)
    assert by_uid(one.uids[0]).cohort_id in get_school(office).cohorts
