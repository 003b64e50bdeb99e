"""The site's due index follows every change of a record; the list and the plan read from it."""

from builders import case_file
from builders import HANDING
from builders import LEAVING
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.destruction import open_questions
from collective.schoolrecords.core.lifecycle import CLOSED
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention import overview
from collective.schoolrecords.retention.act.items import item_of
from collective.schoolrecords.retention.calendar import calendar
from collective.schoolrecords.retention.due_facts import Facts
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.school.storage import get_school
from datetime import date
from importlib.resources import files
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zope.lifecycleevent import modified

import pytest
import uuid


@pytest.fixture
def office(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    return portal


def kept(record):
    return due.due_index().get(record.UID())


class TestSubscribers:
    def test_a_draft_is_not_listed(self, office):
        assert kept(personal_file()) is None

    def test_a_registered_file_is_open_until_it_is_closed(self, office):
        file = step(personal_file(), "register")

        assert kept(file) == Facts(
            "personal_file",
            "open",
            cohort="c7a",
            place="Приёмная, шкаф 2",
            carrier="paper",
            term="3 года",
            state="current",
        )

        step(file, "close", **LEAVING)

        # Closed in 2025, three whole years after it: 2026, 2027, 2028.
        assert (kept(file).status, kept(file).day, kept(file).year) == (
            "due",
            date(2029, 1, 1),
            2025,
        )

    def test_a_changed_place_and_a_class_are_known(self, office):
        file = step(personal_file(), "register")
        file.storage_place = "Архив, стеллаж 9"
        modified(file)

        assert kept(file).place == "Архив, стеллаж 9"

    def test_what_was_handed_out_is_no_longer_listed(self, office):
        file = step(personal_file(), "register")
        step(file, "hand_out", **HANDING)

        assert kept(file) is None

    def test_a_deleted_draft_of_an_archival_description_is_forgotten(self, office):
        case = case_file(closed_on=date(2015, 8, 31))
        uid = case.UID()
        assert due.due_index().get(uid) is not None

        api.content.delete(case)

        assert due.due_index().get(uid) is None

    def test_a_permanent_order_has_no_day(self, office):
        one = order(doc_type="order_main", people=None, closed_on=date(2020, 1, 10))

        assert (kept(one).status, kept(one).day) == ("never", None)

    def test_a_hold_is_counted_and_lifted_even_on_a_locked_record(self, office):
        case = step(case_file(), "register")
        step(case, "close", closed_on=date(2025, 8, 31))
        hold = holds.place(case, reason="Проверка", basis="Запрос прокуратуры № 4")
        assert kept(case).holds == 1
        holds.lift(case, hold.id, "Ответ дан 10.09.2025")
        assert kept(case).holds == 0
        events = [entry.event for entry in chain_of(case).entries()]
        assert events[-2:] == ["hold_placed", "hold_lifted"]

    def test_dates_that_cannot_be_true_stand_among_the_errors(self, office):
        future = case_file(closed_on=date(2199, 1, 1))
        unknown = case_file(closed_on=date(2015, 1, 1), doc_type="key_register")
        faulty = case_file(closed_on=date(2015, 1, 1), archive_error="31.06.2012")

        assert [kept(one).status for one in (future, unknown, faulty)] == ["error"] * 3

    def test_control_works_are_kept_to_the_end_of_the_school_year(self, office):
        """N1-2.16: the event of their term comes by itself, told by the year or by the closing."""
        days = {
            ("2023/24", date(2024, 5, 30)): date(2025, 1, 1),
            ("2024/25", date(2024, 12, 30)): date(2026, 1, 1),
            ("2023/24", date(2025, 5, 30)): date(2026, 1, 1),
            (None, date(2024, 12, 30)): date(2026, 1, 1),
            (None, None): None,
        }
        found = {}
        for year, closed in days:
            one = case_file(doc_type="control_notebook", school_year=year, closed_on=closed)
            due.put_record(one)
            found[year, closed] = getattr(kept(one), "day", None)

        assert found == days

    def test_an_unclaimed_certificate_is_kept_75_years_from_its_closing(self, office):
        """Also one that was closed when a snapshot did not name the event that it waits for."""
        listed = case_file(doc_type="certificate_basic", closed_on=date(1990, 6, 25))
        former = {"kind": "event", "years": 75, "start": "event", "article": "ст. 449"}
        text = "до востребования, невостребованные 75 лет"
        for snapshot in (None, {"term": former, "destroy_from": None}):
            listed.term_snapshot = snapshot
            due.put_record(listed)
            found = kept(listed)
            assert (found.status, found.day, found.term) == ("due", date(2066, 1, 1), text)

        listed.term_snapshot = {"term": {**former, "years": None}, "destroy_from": None}
        due.put_record(listed)
        assert (kept(listed).status, kept(listed).term) == ("waiting", "до востребования")

    def test_no_title_and_no_name_are_kept(self, office):
        file = step(personal_file(), "register")

        assert "Козлова" not in repr(kept(file))


class TestAnotherRegulation:
    """A closed record keeps its snapshot; an archival description follows what is in force."""

    @pytest.fixture
    def archive(self, office):
        described = case_file(doc_type="certificate_book")
        described.closed_on = date(1990, 6, 30)
        enter_state(described, CLOSED)
        due.put_record(described)
        closed = step(case_file(doc_type="certificate_book"), "register")
        step(closed, "close", closed_on=date(2025, 8, 31))
        return described, closed

    def switch(self, portal, since=date(2022, 1, 1)):
        text = files("collective.schoolrecords") / "profiles" / "regulations" / "soch12"
        new_version(
            get_school(portal),
            (text / "regulation.toml").read_text(encoding="utf-8"),
            in_force_from=since,
            author="director",
            basis=Basis("1", date(2021, 12, 30)),
        )

    def test_counting_anew_moves_the_description_alone(self, office, archive):
        described, closed = archive
        # 75 years by N1 2.14.2; 50 by the default list, which S12 leaves to fill in.
        assert (kept(described).day, kept(closed).day) == (date(2066, 1, 1), date(2101, 1, 1))
        assert not due.is_stale(office)

        self.switch(office)
        assert due.is_stale(office)
        assert due.rebuild(office) >= 2

        assert (kept(described).day, kept(closed).day) == (date(2041, 1, 1), date(2101, 1, 1))
        assert not due.is_stale(office)

    def test_a_new_regulation_begins_the_job_itself(self, office, archive):
        kind = find_kind("due-rebuild")
        assert kind.daily(office, school_today()) is None
        assert get_jobs(office) is None or not list(get_jobs(office).items)

        self.switch(office)

        (job,) = [get_jobs(office).get(uid) for uid in get_jobs(office).items]
        assert (job.kind, job.started_by, job.state) == ("due-rebuild", "system", "queued")

    def test_one_of_a_later_day_is_counted_on_that_day(self, office, archive, on_day):
        self.switch(office, date(2031, 1, 1))
        assert get_jobs(office) is None or not list(get_jobs(office).items)
        kind = find_kind("due-rebuild")

        assert kind.daily(office, school_today()) is None
        on_day(date(2031, 1, 1))
        assert kind.daily(office, school_today()) == {}

    def test_the_job_does_the_same_in_chunks(self, office, archive):
        described, _closed = archive
        self.switch(office)
        job = submit(office, "due-rebuild", started_by=TEST_USER_ID)
        kind = find_kind("due-rebuild")
        chunks = 0
        while True:
            progress = kind.step(office, job, Budget(1, 60))
            job.done = progress.done
            chunks += 1
            if progress.finished:
                break

        total = sum(len(office[name]) for name in ("cases", "orders", "personal-files"))
        # A chunk of one record each, and one to see that nothing is left.
        assert (chunks, kind.finish(office, job)) == (total + 1, {"records": total})
        assert kept(described).day == date(2041, 1, 1)


class TestList:
    def test_rows_speak_russian_and_counts_are_by_type(self, office, app):
        case = case_file(closed_on=date(1990, 8, 31), title="Сводная ведомость 9А за 1989/90")
        on = date(2026, 11, 21)

        total, rows = overview.due_page(office.REQUEST, {"doc_type": "summary_sheet"}, on)

        assert total == 1
        assert rows[0]["UID"] == case.UID()
        assert rows[0]["title"] == "Сводная ведомость 9А за 1989/90"
        assert rows[0]["status"] == {"id": "due", "title": "Срок хранения истёк"}
        assert rows[0]["destroy_from"] == date(2016, 1, 1)
        assert rows[0]["term"] == "25 лет"
        everything, types = overview.due_counts(on)
        assert (everything.rows, everything.due, everything.selectable) == (1, 1, 1)
        assert [(name, counts.due) for name, _label, counts in types] == [("summary_sheet", 1)]

    def test_what_the_commission_decides_is_the_same_in_list_counts_calendar_and_act(self, office):
        """«Не менее 5 лет» beside «5 лет»: both selectable, one of them waits for people."""
        exam = case_file(closed_on=date(2015, 5, 31), doc_type="exam_protocol")
        case_file(closed_on=date(2015, 5, 31), doc_type="class_journal")
        on = date(2026, 11, 21)

        total, rows = overview.due_page(office.REQUEST, {"status": "needs_decision"}, on)
        everything, _types = overview.due_counts(on)
        drawn = calendar(office, first=2021, last=2021).years[0].total

        assert (total, rows[0]["UID"]) == (1, exam.UID())
        assert rows[0]["status"]["title"] == "Срок истёк, решает комиссия"
        assert (everything.due, everything.selectable, everything.needs_decision) == (2, 2, 1)
        assert (drawn.rows, drawn.selectable, drawn.undecided) == (2, 2, 1)
        assert open_questions(item_of(exam, on)) == ("item_needs_decision",)

    def test_a_year_to_come_lists_what_falls_due_in_it(self, office):
        case_file(closed_on=date(2010, 8, 31), doc_type="class_journal")  # 2016
        soon = case_file(closed_on=date(2024, 8, 31), doc_type="class_journal")  # 2030
        on = date(2026, 11, 21)

        total, rows = overview.due_page(office.REQUEST, {"due_year": 2030}, on)

        assert (total, rows[0]["UID"]) == (1, soon.UID())
        assert overview.due_page(office.REQUEST, {"due_year": 2031}, on) == (0, [])

    def test_a_reader_who_may_not_open_a_record_sees_no_title(self, office):
        case_file(closed_on=date(1990, 8, 31))
        setRoles(office, TEST_USER_ID, ["Member"])

        _total, rows = overview.due_page(office.REQUEST, {}, date(2026, 11, 21))

        assert (rows[0]["title"], rows[0]["@id"]) == (None, None)

    @pytest.mark.slow
    def test_a_page_is_taken_from_a_hundred_thousand(self, office):
        days = [date(2005 + n % 40, 1, 1) for n in range(100_000)]
        pairs = (
            (uuid.uuid4().hex, Facts("class_journal", "due", day, place=f"Короб {n % 500}"))
            for n, day in enumerate(days)
        )
        due.due_index().put_many(pairs)
        on = date(2026, 11, 21)

        total, rows = overview.due_page(office.REQUEST, {}, on, "day", 20_000, 25)
        everything, _types = overview.due_counts(on)

        # 22 of the 40 years have come: 2005 … 2026.
        assert (total, len(rows), everything.rows) == (55_000, 25, 100_000)


class TestFilePlan:
    def test_it_is_drawn_from_the_regulation_with_terms_and_articles(self, office):
        plan = file_plan.draft_from_regulation(office, 2026)

        assert file_plan.file_plan_of(office, 2026) is plan
        items = {item.doc_type: item for item in plan.items.values()}
        book = items["certificate_book"]
        assert (book.title, book.term_text, book.article, book.source) == (
            "Книга выдачи аттестатов",
            "75 лет",
            "п. 2.14.2 Положения",
            "N1 2.14.2",
        )
        assert items["exam_protocol"].term_text == "не менее 5 лет"
        assert items["order_main"].index.startswith("01-")
        assert len({item.index for item in plan.items.values()}) == len(items)
        assert sum(plan.term_totals().values()) == len(items)

    def test_a_plan_that_people_edited_is_kept(self, office):
        plan = file_plan.draft_from_regulation(office, 2026)
        first = plan.items[plan.items.minKey()]
        plan.put(file_plan.Item(first.index, "Приказы", first.doc_type, first.term, "в сейфе"))

        again = file_plan.draft_from_regulation(office, 2026)

        assert again.items[first.index].note == "в сейфе"

    def test_records_are_counted_under_their_item(self, office):
        plan = file_plan.draft_from_regulation(office, 2026)
        item = plan.item_for("class_journal")
        ours = case_file(doc_type="class_journal", case_index=item.index, file_plan_year=2026)
        case_file(doc_type="class_journal", case_index=item.index, file_plan_year=2025)

        assert file_plan.records_per_item(plan)[item.index] == 1
        assert file_plan.item_of(ours) == item
