"""Inventories: compiled, agreed, approved and numbered; asked by acts; marked when a record goes."""

from builders import case_file
from builders import document
from builders import HANDING
from builders import inventory
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import act_stages
from collective.schoolrecords.core.inventories import megabytes
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.forms import Signature
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.execution.destroy import Chunk
from collective.schoolrecords.retention.execution.jobs import complete
from collective.schoolrecords.retention.interfaces import IInventoriesOf
from collective.schoolrecords.retention.inventory import jobs
from collective.schoolrecords.retention.inventory import rows
from collective.schoolrecords.retention.inventory.index import find_listing
from collective.schoolrecords.retention.inventory.overview import rows_data
from collective.schoolrecords.retention.inventory.prints import inventory_form
from collective.schoolrecords.retention.plan.overview import item_data
from collective.schoolrecords.retention.plan.prints import PrintFilePlan
from collective.schoolrecords.school import cohorts
from contextlib import contextmanager
from datetime import date
from executing import act_over
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.namedfile.file import NamedBlobFile
from unittest import mock
from zope.component import getUtility

import itertools
import pytest


OFFICE = ["Secretary", "Archivist", "Deputy", "Director"]
AGREED = {"minutes_number": "3", "minutes_date": date(2026, 1, 20)}
ON_PAPER = {
    "registration_number": "14",
    "approved_on": date(2021, 2, 10),
    "minutes_number": "1",
    "minutes_date": date(2021, 2, 1),
}
_numbers = itertools.count(500)


@pytest.fixture
def office(town, on_day):
    """A school in February 2026 with an archivist, a chair and a director."""
    on_day(date(2026, 2, 2))
    for role in ("archivist", "commission_chair", "director"):
        town.holder(role, role)
    setRoles(town.portal, TEST_USER_ID, OFFICE)
    return town


def closed(doc_type, year, archive=True, **values):
    """A case file of a type, closed at the end of a year."""
    values = {"case_index": "01-03", "opened_on": date(year, 1, 9), **values}
    record = step(case_file(doc_type=doc_type, **values), "register")
    step(record, "close", closed_on=date(year, 12, 30))
    return step(record, "archive") if archive else record


@contextmanager
def acting(office, user_id):
    """Act as somebody, then as the test user again."""
    with office.logged_in(user_id):
        yield
    login(office.portal, TEST_USER_NAME)


def as_user(office, user_id, record, name, **details):
    with acting(office, user_id):
        perform(record, name, details)


def approved(office, made):
    """Take an inventory through the hands of all three."""
    step(made, "submit")
    as_user(office, "commission_chair", made, "agree", **AGREED)
    as_user(office, "director", made, "approve")
    return made


def destroy(site, act):
    """Carry an act out, in one chunk."""
    chunk = Chunk(site, act, school_today())
    for position in list(act.rows):
        chunk.take(position)
    chunk.finish()


def codes(refused):
    return [reason.code for reason in refused.value.core_reasons]


class TestRows:
    def test_the_closed_records_of_kind_and_years_are_listed_in_order(self, office):
        minutes = closed("council_minutes", 2020, title="Протоколы педсовета № 1–9", sheets=120)
        other = closed("order_main", 2020, archive=False, case_index="01-01", title="Приказы")
        closed("council_minutes", 2021)
        closed("summary_sheet", 2020)
        step(case_file(doc_type="council_minutes", opened_on=date(2020, 1, 9)), "register")
        made = inventory()

        assert rows.compile_rows(made) == 2

        listed = [row for _at, row in made.rows()]
        assert [(row.number, row.uid) for row in listed] == [
            ("1", other.UID()),
            ("2", minutes.UID()),
        ]
        assert (listed[1].title, listed[1].sheets) == ("Протоколы педсовета № 1–9", 120)
        assert (listed[1].first_day, listed[1].last_day) == (date(2020, 1, 9), date(2020, 12, 30))
        assert listed[1].term == "постоянно"
        assert made.rows_intact()

    def test_what_will_be_destroyed_one_day_is_listed_without_names(self, office):
        cohort = cohorts.add_cohort(office.school, year=2019, grade=9, letter="А")
        closed(
            "summary_sheet",
            2020,
            title="Ведомость Козловой Веры",
            registration_number="Козлова 7",
            record_volume="Том Козловой",
            cohort_id=cohort.id,
            school_year="2019/20",
        )
        made = inventory("temporary")
        rows.compile_rows(made)

        (row,) = (row for _at, row in made.rows())
        assert row.title.startswith("Сводная ведомость учета")
        assert row.title.endswith(", 9А, 2019/20")
        assert "Козлов" not in repr(row)
        assert (row.term, row.article) == ("25 лет", "п. 2.8.11 Положения")

    def test_orders_on_people_stand_in_their_own_inventory(self, office):
        record = order(registration_number="12-у", dated_on=date(2020, 8, 28))
        step(record, "submit")
        as_user(office, "director", record, "approve")
        as_user(office, "director", record, "sign", signature_fact="подпись")
        step(record, "close", closed_on=date(2020, 12, 31))
        people, permanent = inventory("personnel"), inventory("permanent")

        assert (rows.compile_rows(people), rows.compile_rows(permanent)) == (1, 0)
        assert people.row(1).title.endswith("№ 12-у")

    def test_a_record_stands_in_one_inventory(self, office):
        record = closed("council_minutes", 2020)
        first, second = inventory(), inventory(last_year=2021)
        rows.compile_rows(first)

        assert rows.compile_rows(second) == 0
        with pytest.raises(StepRefused) as refused:
            rows.add_records(second, [record.UID()])
        assert codes(refused) == ["record_listed"]

        rows.remove_row(first, 1)
        assert rows.compile_rows(second) == 1

        api.content.delete(second)
        assert find_listing().where(record.UID()) is None

    def test_all_reasons_against_records_are_told_at_once(self, office):
        wrong_year = closed("council_minutes", 2019)
        wrong_kind = closed("summary_sheet", 2020)
        current = step(
            case_file(doc_type="council_minutes", opened_on=date(2020, 1, 9)), "register"
        )
        fitting = closed("council_minutes", 2020)
        made = inventory()
        uids = [one.UID() for one in (wrong_year, wrong_kind, current, fitting, fitting)]

        with pytest.raises(StepRefused) as refused:
            rows.add_records(made, [*uids, "nothing"])

        assert codes(refused) == [
            "record_of_another_year",
            "record_of_another_kind",
            "record_not_kept",
            "record_listed",
            "record_unknown",
        ]
        assert made.row_count() == 0

    def test_a_file_found_later_takes_a_literal_number(self, office):
        for index in ("01-01", "01-02", "01-03"):
            closed("council_minutes", 2020, case_index=index)
        made = inventory()
        rows.compile_rows(made)
        later = closed("council_minutes", 2020, case_index="01-01")
        rows.add_records(made, [later.UID()])
        rows.change_row(made, 4, number=" 1А ", note="найдено при проверке")
        rows.remove_row(made, 2)

        assert [row.number for _at, row in made.rows()] == ["1", "1а", "3"]

        with pytest.raises(StepRefused) as refused:
            rows.change_row(made, 3, number="третий")
        assert codes(refused) == ["inventory_number_unreadable"]

        rows.renumber(made)
        assert [row.number for _at, row in made.rows()] == ["1", "2", "3"]

    def test_rows_of_another_kind_or_year_stand_in_the_way(self, office):
        closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)
        made.kind, made.first_year, made.last_year = "temporary", 2021, 2021

        with pytest.raises(StepRefused) as refused:
            step(made, "submit")

        assert codes(refused) == ["inventory_of_another_kind", "inventory_rows_of_other_years"]

    def test_many_records_are_a_job(self, office):
        for number in range(5):
            closed("council_minutes", 2020, case_index=f"01-0{number}")
        made = inventory()
        with mock.patch.object(jobs, "AT_ONCE", 3):
            assert jobs.compile_now_or_later(made, TEST_USER_ID)[0] is None
        job = get_jobs(office.portal).get(made._compiling)
        with pytest.raises(StepRefused) as refused:
            step(made, "submit")
        assert "inventory_compiling" in codes(refused)
        with pytest.raises(StepRefused) as refused:
            rows.renumber(made)
        assert codes(refused) == ["inventory_compiling"]

        kind, finished = find_kind("inventory-compile"), False
        while not finished:
            progress = kind.step(office.portal, job, Budget(2, 60))
            job.done, finished = progress.done, progress.finished
        result = kind.finish(office.portal, job)

        assert result == {"rows": 5}
        assert [row.number for _at, row in made.rows()] == list("12345")
        assert [row.case_index for _at, row in made.rows()] == [f"01-0{n}" for n in range(5)]


class TestLife:
    def test_it_is_agreed_then_approved_and_gets_the_next_number_of_its_kind(self, office):
        for year in (2019, 2020):
            closed("council_minutes", year)
        first, second = inventory(first_year=2019, last_year=2019), inventory()
        for made in (first, second):
            rows.compile_rows(made)
            approved(office, made)

        assert [one.registration_number for one in (first, second)] == ["1", "2"]
        assert (second.state, second.approved_on) == ("signed", date(2026, 2, 2))
        assert (second.minutes_number, second.minutes_date) == ("3", date(2026, 1, 20))
        assert not second.paper

        as_user(office, "archivist", second, "close")
        assert (second.state, second.closed_on) == ("closed", date(2026, 2, 2))

    def test_whoever_compiled_it_neither_agrees_nor_approves(self, office):
        """In whatever office they act now; and nobody but the offices can."""
        closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)
        step(made, "submit")
        setRoles(office.portal, TEST_USER_ID, ["Commission Chair", "Director", "Manager"])
        with pytest.raises(StepRefused) as refused:
            step(made, "agree", **AGREED)
        assert codes(refused) == ["author_cannot_approve"]

        with acting(office, "archivist"), pytest.raises(StepForbidden):
            perform(made, "agree", AGREED)
        as_user(office, "commission_chair", made, "agree", **AGREED)
        with pytest.raises(StepRefused) as refused:
            step(made, "approve")
        assert codes(refused) == ["author_cannot_approve"]
        with acting(office, "commission_chair"), pytest.raises(StepForbidden):
            perform(made, "approve", {})

    def test_rows_are_locked_from_the_submission_on(self, office):
        closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)
        step(made, "submit")

        changes = (
            lambda: rows.change_row(made, 1, note="x"),
            lambda: rows.remove_row(made, 1),
            lambda: rows.renumber(made),
            lambda: rows.compile_rows(made),
            lambda: rows.add_records(made, []),
        )
        for change in changes:
            with pytest.raises(StepRefused) as refused:
                change()
            assert codes(refused) == ["inventory_locked"]

        step(made, "withdraw", reason="пропущено дело")
        rows.change_row(made, 1, note="x")

    def test_what_was_agreed_is_forgotten_with_the_return(self, office):
        closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)
        step(made, "submit")
        as_user(office, "commission_chair", made, "agree", **AGREED)
        as_user(office, "director", made, "return", reason="не все дела")

        assert (made.state, made.minutes_number, made.minutes_date) == ("draft", None, None)

    def test_one_approved_on_paper_is_entered_with_its_number(self, office):
        made = inventory("personnel", 1999, 2020)
        step(made, "register_paper", **ON_PAPER)

        assert (made.state, made.paper, made.registration_number) == ("signed", True, "14")
        assert made.approved_on == date(2021, 2, 10)

        twin = inventory("personnel", 2021, 2021)
        with pytest.raises(StepRefused) as refused:
            step(twin, "register_paper", **ON_PAPER)
        assert codes(refused) == ["inventory_number_taken"]

        other_kind = inventory("permanent", 2021, 2021)
        step(other_kind, "register_paper", **ON_PAPER)

    def test_the_system_numbers_on_after_the_paper(self, office):
        step(inventory("permanent", 1999, 2019), "register_paper", **ON_PAPER)
        closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)

        assert approved(office, made).registration_number == "15"


class TestAskedByActs:
    @pytest.fixture
    def known(self):
        return getUtility(IInventoriesOf)

    def test_drafts_count_for_nothing(self, office, known):
        record = closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)

        assert known.approved_for([2020]) == [("permanent", 2020), ("personnel", 2020)]
        assert known.row_of(record) is None

        approved(office, made)
        step(inventory("personnel", 2015, 2019), "register_paper", **ON_PAPER)

        assert known.approved_for([2019, 2020]) == [("permanent", 2019), ("personnel", 2020)]
        assert known.approved_for([2020], ["permanent"]) == []
        assert known.row_of(record)[:2] == ("1", "1")
        assert known.row_of(record.UID()) == known.row_of(record)
        assert [one.title for one in known.covering([2019, 2020])] == [
            "Опись, personnel, 2015",
            "Опись, permanent, 2020",
        ]

    def test_only_years_with_something_to_list_are_asked_for(self, office, known):
        """Closed records of the kind and year, or an inventory that was begun; nothing else."""
        permanent, personnel = ("permanent", 2020), ("personnel", 2020)
        assert known.asked_for([2020]) == ((), (permanent, personnel))

        closed("council_minutes", 2019)
        closed("internal_monitoring", 2020)
        closed("summary_sheet", 2020)
        step(case_file(doc_type="council_minutes", case_index="01-03"), "register")
        assert known.asked_for([2020]) == ((), (permanent, personnel))
        assert known.asked_for([2019, 2020])[0] == (("permanent", 2019),)

        closed("council_minutes", 2020, archive=False)
        closed("certificate_book", 2020)
        assert known.asked_for([2020]) == ((permanent, personnel), ())
        assert known.asked_for([2020], ["permanent"]) == ((permanent,), ())

        step(inventory("permanent", 2020, 2020), "register_paper", **ON_PAPER)
        assert known.asked_for([2020]) == ((personnel,), ())
        assert known.asked_for([]) == ((), ())

    def test_an_inventory_that_was_begun_asks_for_its_end(self, office, known):
        """Its record has left the school since; the row stands."""
        record = closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)
        due.remove_record(record.UID())

        assert known.asked_for([2020])[0] == (("permanent", 2020),)
        approved(office, made)
        assert known.asked_for([2020]) == ((), (("personnel", 2020),))

    def test_nothing_is_known_in_a_new_school(self, office, known):
        assert known.approved_for([2020]) == [("permanent", 2020), ("personnel", 2020)]
        assert known.row_of("nothing") is None
        assert known.mark("nothing", "destroyed", "уничтожено") is False


class TestMarks:
    def test_a_record_that_left_is_marked_beside_its_locked_row(self, office):
        record = closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)
        approved(office, made)
        length = len(chain_of(made))
        step(record, "transfer", **{**HANDING, "receiver": "Козлова А. П."})

        (mark,) = made.marks(1)
        assert mark.way == "transferred"
        assert mark.note.startswith("передано 26.06.2025")
        assert "Козлова" not in repr(made.marked())
        assert chain_of(made).last().event == "inventory_marked"
        assert len(chain_of(made)) == length + 1
        assert made.rows_intact()
        assert chain_of(made).verify() == ()

    def test_an_act_marks_many_rows_with_one_event_and_each_once(self, office):
        records = [closed("summary_sheet", 2020, case_index=f"02-0{n}") for n in range(3)]
        made = inventory("temporary")
        rows.compile_rows(made)
        approved(office, made)
        length = len(chain_of(made))
        note = "уничтожено, акт № 3 от 12.03.2046"
        marks = [(one.UID(), "destroyed", note, "act") for one in records]

        assert (
            getUtility(IInventoriesOf).mark_many([*marks, ("nothing", "destroyed", "", None)]) == 3
        )
        assert getUtility(IInventoriesOf).mark(records[0].UID(), "destroyed", note, "act")

        assert {len(made.marks(at)) for at in (1, 2, 3)} == {1}
        assert made.marks(2)[0].act == "act"
        assert len(chain_of(made)) == length + 1

    def test_what_left_unseen_before_the_approval_is_marked_with_it(self, office):
        """A step and a listing at the same time: neither knew of the other."""
        record = closed("council_minutes", 2020)
        made = inventory()
        rows.compile_rows(made)
        with mock.patch(
            "collective.schoolrecords.retention.inventory.marks.mark_many", return_value=0
        ):
            step(record, "transfer", **HANDING)
        assert made.marks(1) == ()

        approved(office, made)

        assert made.marks(1)[0].way == "transferred"


def test_a_personal_file_of_few_years_stands_in_no_inventory(office):
    file = step(personal_file(number=next(_numbers)), "register")
    step(
        file,
        "close",
        left_on=date(2025, 6, 25),
        leaving_reason="Окончила",
        leaving_order_number="77-у",
        leaving_order_date=date(2025, 6, 25),
    )
    for kind in ("permanent", "personnel", "temporary"):
        assert rows.compile_rows(inventory(kind, 2025, 2025)) == 0


def test_what_an_act_destroys_is_marked_in_inventory_and_file_plan(office):
    plan = file_plan.draft_from_regulation(office.portal, 1995)
    index = plan.item_for("summary_sheet").index
    records = [
        closed("summary_sheet", 1995, case_index=index, file_plan_year=1995, title=f"Ведомость {n}")
        for n in range(2)
    ]
    made = inventory("temporary", 1995, 1995)
    rows.compile_rows(made)
    step(made, "register_paper", **ON_PAPER)
    act = act_over(*records)
    length = len(chain_of(made))

    destroy(office.portal, act)

    number = f"акт № {act.registration_number} от {act.registered_on:%d.%m.%Y}"
    for at in (1, 2):
        (mark,) = made.marks(at)
        assert (mark.way, mark.act) == ("destroyed", act.UID())
    assert len(chain_of(made)) == length + 1
    assert plan.departures(index) == {"destroyed": 2}
    assert file_plan.records_per_item(plan)[index] == 2
    assert chain_of(plan).verify() == chain_of(made).verify() == ()

    # What is said of them follows the stages of the act: «уничтожено» with the verification.
    today = school_today()
    for reached, words in (
        (None, "удалено{}, резервные копии хранятся; "),
        (act_stages.REMOVED, "удалено{}, резервные копии до 03.05.2026; "),
        (act_stages.PACKED, "удалено{}, резервные копии до 03.05.2026; "),
        (act_stages.VERIFIED, "уничтожено{}, "),
    ):
        if reached == act_stages.REMOVED:
            complete(act)
        if reached is not None:
            act.reach(reached, today)
        told = [words.format(part) + number for part in ("", ": 2")]
        shown = rows_data(made, office.portal.REQUEST)
        assert {mark["note"] for row in shown for mark in row["marks"]} == {told[0]}
        assert {line.note for line in inventory_form(made).rows} == {told[0]}
        assert item_data(plan, plan.items[index], 2, "url")["marks"][0]["note"] == told[1]
        printed = PrintFilePlan(office.portal, office.portal.REQUEST.clone())
        printed.request.form["year"] = "1995"
        lines = [line for unit in printed.form().units for line in unit.rows]
        assert [line.note for line in lines if line.index == index] == [told[1]]


def test_the_printed_inventory_says_what_is_true(office):
    record = closed("council_minutes", 2020, sheets=12, record_volume="2", title="Протоколы")
    closed("council_minutes", 2020, case_index="01-04")
    made = inventory()
    rows.compile_rows(made)
    (second,) = (at for at, row in made.rows() if row.number == "2")
    rows.change_row(made, second, number="3")
    assert inventory_form(made).draft
    approved(office, made)
    step(record, "transfer", **HANDING)

    form = inventory_form(made)

    assert (form.number, form.years, form.kind, form.draft) == ("1", "2020", "permanent", False)
    assert [line.number for line in form.rows] == ["1", "3"]
    assert form.missed == ("2",)
    (line,) = (line for line in form.rows if line.sheets == 12)
    assert line.title == "Протоколы, т. 2"
    assert line.dates == "09.01.2020 – 30.12.2020"
    assert line.note == "передано 26.06.2025, расписка № 1/2026"
    assert (form.minutes.number, form.dated_on) == ("3", date(2026, 2, 2))
    assert form.approver == Signature("Директор", "А. Образцова", date(2026, 2, 2))
    assert form.keeper.post == "Ответственный за архив"
    assert problems(form) == ()


def test_an_electronic_record_is_listed_with_its_volume(office):
    scan = Path(__file__).parents[1] / "data" / "scans" / "03_prikaz_o_zachislenii.pdf"
    values = {"doc_type": "council_minutes", "opened_on": date(2020, 1, 9)}
    case = case_file(case_index="01-03", carriers=[{"carrier": "electronic"}], **values)
    file = NamedBlobFile(scan.read_bytes(), filename="protokol.pdf")
    step(document(case, on_paper=False, scan=file), "approve")
    step(step(case, "register"), "close", closed_on=date(2020, 12, 30))
    closed("council_minutes", 2020, case_index="01-04")
    made = inventory()
    rows.compile_rows(made)

    assert [row.size for _at, row in made.rows()] == [scan.stat().st_size, None]
    notes = [line.note for line in inventory_form(made).rows]
    assert notes == [f"электронное, {megabytes(scan.stat().st_size)}", ""]
    assert made.rows_intact()
