"""The file plan of a year: edited, approved, binding for its records, closed with its totals."""

from builders import case_file
from builders import HANDING
from builders import order
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.plan import editing
from collective.schoolrecords.retention.plan.words import PlanRefused
from collective.schoolrecords.retention.terms import term_of
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME

import pytest


MINUTES = ("2", date(2026, 1, 20))


@pytest.fixture
def office(town, on_day):
    """A school in February 2026 with a director."""
    on_day(date(2026, 2, 2))
    town.holder("director", "director")
    setRoles(town.portal, TEST_USER_ID, ["Secretary", "Archivist", "Deputy", "Director"])
    return town


@pytest.fixture
def plan(office):
    return file_plan.draft_from_regulation(office.portal, 2026)


@contextmanager
def acting(office, user_id):
    with office.logged_in(user_id):
        yield
    login(office.portal, TEST_USER_NAME)


def approved(office, plan):
    with acting(office, "director"):
        editing.approve(plan, *MINUTES)
    return plan


def item_of(plan, doc_type):
    return next(one for one in plan.items.values() if one.doc_type == doc_type)


def codes(refused):
    return [reason.code for reason in refused.value.core_reasons]


class TestEditing:
    def test_an_item_is_added_changed_and_taken_out(self, plan):
        length = len(chain_of(plan))
        item = editing.add_item(
            plan, index="02-90", title=" Журналы кружков ", doc_type="class_journal", volumes=3
        )
        assert (item.title, item.term_text, item.volumes) == ("Журналы кружков", "5 лет", 3)
        assert item.source == "N1 2.8.11" and item.added_on is None

        longer = {**item.term, "years": 10, "article": "решение ЭК"}
        item = editing.change_item(plan, "02-90", term=longer, note="в кабинете 5")
        assert (item.term_text, item.source, item.note) == ("10 лет", "file_plan", "в кабинете 5")
        assert editing.change_item(plan, "02-90", title="Журналы").source == "file_plan"

        editing.remove_item(plan, "02-90")
        assert "02-90" not in plan.items
        assert len(chain_of(plan)) == length + 4
        assert chain_of(plan).verify() == ()

    def test_what_was_changed_past_the_plan_is_written_down_before_the_next_change(
        self, office, plan
    ):
        index = next(iter(plan.items))
        plan.put(replace(plan.items[index], title="Подложено мимо журнала"))
        length = len(chain_of(plan))
        editing.change_item(plan, index, note="в кабинете 5")
        noticed, _changed = chain_of(plan).entries(length)
        assert (noticed.event, noticed.roles) == ("changed_outside", ())
        approved(office, plan)
        assert len(chain_of(plan)) == length + 3
        assert [one.code for one in chain_of(plan).verify()] == ["changed_outside"]

    def test_a_term_is_never_shorter_than_the_regulation(self, plan):
        journal = item_of(plan, "class_journal")
        with pytest.raises(PlanRefused) as refused:
            editing.change_item(plan, journal.index, term={**journal.term, "years": 3}, title="")
        assert codes(refused) == ["not_given", "plan_term_shorter"]
        assert plan.items[journal.index] == journal

    def test_what_cannot_be_added_is_refused_with_all_reasons(self, plan):
        taken = plan.items.minKey()
        with pytest.raises(PlanRefused) as refused:
            editing.add_item(plan, index=taken, title="", doc_type="rumour", term={})
        assert codes(refused) == [
            "plan_index_taken",
            "plan_type_unknown",
            "not_given",
            "not_given",
            "plan_term_unreadable",
        ]
        assert refused.value.reasons[0]["message"].startswith(f"Индекс {taken} ")

    def test_an_item_with_records_is_not_taken_out(self, plan):
        journal = item_of(plan, "class_journal")
        case_file(doc_type="class_journal", case_index=journal.index, file_plan_year=2026)
        with pytest.raises(PlanRefused) as refused:
            editing.remove_item(plan, journal.index)
        assert codes(refused) == ["plan_item_used"]
        with pytest.raises(PlanRefused) as refused:
            editing.change_item(plan, "99-99", title="x")
        assert codes(refused) == ["plan_item_unknown"]


class TestApproval:
    def test_whoever_drew_it_does_not_approve_it(self, office, plan):
        with pytest.raises(PlanRefused) as refused:
            editing.approve(plan, "", None)
        assert codes(refused) == ["author_cannot_approve", "not_given", "not_given"]

        approved(office, plan)
        assert (plan.state, plan.approved_on, plan.approved_by) == (
            "approved",
            date(2026, 2, 2),
            "director",
        )
        assert chain_of(plan).last().event == "file_plan_approved"

    def test_an_approved_plan_only_grows(self, office, plan):
        approved(office, plan)
        journal = item_of(plan, "class_journal")
        for change in (
            lambda: editing.change_item(plan, journal.index, note="x"),
            lambda: editing.remove_item(plan, journal.index),
        ):
            with pytest.raises(PlanRefused) as refused:
                change()
            assert codes(refused) == ["plan_approved"]

        late = editing.add_item(plan, index="02-91", title="Забытое", doc_type="class_journal")
        assert late.added_on == date(2026, 2, 2)

    def test_the_next_plan_carries_the_edits_over(self, office, plan):
        journal = item_of(plan, "class_journal")
        longer = {**journal.term, "years": 10, "article": "решение ЭК"}
        editing.change_item(plan, journal.index, term=longer, title="Журналы классов")
        removed = item_of(plan, "lesson_plan").index
        editing.remove_item(plan, removed)
        approved(office, plan)
        editing.add_item(plan, index="02-92", title="Забытое", doc_type="class_journal")

        new = editing.next_year(plan)

        assert (new.year, new.state, new.drawn_from) == (2027, "draft", 2026)
        assert new.items[journal.index].title == "Журналы классов"
        assert new.items[journal.index].term_text == "10 лет"
        assert removed not in new.items
        assert new.items["02-92"].added_on is None
        with pytest.raises(PlanRefused) as refused:
            editing.next_year(plan)
        assert codes(refused) == ["plan_exists"]

    def test_a_term_that_became_too_short_is_taken_from_the_regulation(self, plan):
        book = item_of(plan, "certificate_book")
        plan.put(replace(book, term={**book.term, "years": 50}))

        assert editing.next_year(plan).items[book.index].term == book.term


class TestRecords:
    def test_from_the_approval_on_an_unknown_index_is_refused(self, office, plan):
        record = case_file(
            doc_type="class_journal", case_index="02-77", opened_on=date(2026, 1, 12)
        )
        elsewhere = case_file(
            doc_type="class_journal", case_index="02-77", opened_on=date(2025, 1, 12)
        )
        drafted = case_file(
            doc_type="class_journal", case_index="02-78", opened_on=date(2026, 1, 12)
        )
        step(drafted, "register")
        assert drafted.file_plan_year is None
        approved(office, plan)

        with pytest.raises(StepRefused) as refused:
            step(record, "register")
        assert codes(refused) == ["index_not_in_plan"]
        assert "02-77" in refused.value.reasons[0]["message"]
        step(elsewhere, "register")

        editing.add_item(plan, index="02-77", title="Забытое", doc_type="class_journal")
        step(record, "register")
        assert record.file_plan_year == 2026
        assert file_plan.records_per_item(plan)["02-77"] == 1

    def test_an_order_takes_the_index_of_its_type(self, office, plan):
        approved(office, plan)
        made = order(dated_on=date(2026, 1, 30), registration_number="3-у")
        step(made, "submit")
        with acting(office, "director"):
            step(made, "approve")

        item = item_of(plan, "order_movement")
        assert (made.case_index, made.file_plan_year) == (item.index, 2026)
        assert file_plan.item_of(made) == item

    def test_closing_keeps_the_term_of_the_item(self, office, plan):
        journal = item_of(plan, "class_journal")
        record = case_file(
            doc_type="class_journal", case_index=journal.index, opened_on=date(2026, 1, 12)
        )
        longer = {**journal.term, "years": 10, "article": "решение ЭК"}
        editing.change_item(plan, journal.index, term=longer)
        step(record, "register")
        assert term_of(record).years == 5, "a draft binds nobody"
        approved(office, plan)
        assert term_of(record).years == 10

        step(record, "close", closed_on=date(2026, 1, 30))

        assert record.term_snapshot["term"]["years"] == 10
        assert record.term_snapshot["file_plan"] == {"year": 2026, "index": journal.index}
        assert record.term_snapshot["destroy_from"] == date(2037, 1, 1)


class TestClosing:
    def test_the_totals_count_what_was_opened_in_the_year(self, office, plan, on_day):
        approved(office, plan)
        journal, minutes = item_of(plan, "class_journal"), item_of(plan, "council_minutes")

        def filed(item, **more):
            record = case_file(
                doc_type=item.doc_type,
                case_index=item.index,
                opened_on=date(2026, 1, 12),
                **more,
            )
            return step(record, "register")

        step(filed(journal), "close", closed_on=date(2026, 1, 30))
        late, gone = filed(journal), filed(journal)
        step(gone, "close", closed_on=date(2026, 1, 30))
        step(gone, "hand_out", **{**HANDING, "handed_out_on": date(2026, 2, 1)})
        # Given away while it was open: it is closed by that day and runs on into no year.
        step(filed(journal), "hand_out", **{**HANDING, "handed_out_on": date(2026, 2, 1)})
        moved = step(filed(journal), "close", closed_on=date(2026, 1, 30))
        step(moved, "archive")
        step(moved, "transfer", **{**HANDING, "handed_out_on": date(2026, 2, 1)})
        filed(minutes)
        step(filed(minutes), "annul", reason="заведено дважды")
        case_file(doc_type="class_journal", case_index=journal.index, file_plan_year=2026)
        with pytest.raises(PlanRefused) as refused:
            editing.close(plan)
        assert codes(refused) == ["plan_year_not_over"]

        on_day(date(2027, 1, 11))
        step(late, "close", closed_on=date(2027, 1, 11))
        totals = editing.close(plan)

        assert [(one.category, one.total, one.running, one.epk) for one in totals] == [
            ("permanent", 1, 1, 0),
            ("long", 0, 0, 0),
            ("short", 5, 1, 0),
        ]
        assert plan.counts[journal.index] == (5, 1)
        assert plan.departures(journal.index) == {"handed_out": 2, "transferred": 1}
        assert (plan.state, plan.closed_on) == ("closed", date(2027, 1, 11))
        assert chain_of(plan).verify() == ()
        with pytest.raises(PlanRefused) as refused:
            editing.add_item(plan, index="02-93", title="x", doc_type="class_journal")
        assert codes(refused) == ["plan_closed"]

    def test_what_leaves_after_the_closing_is_counted_beside_the_totals(self, office, plan, on_day):
        approved(office, plan)
        journal = item_of(plan, "class_journal")
        record = step(
            case_file(
                doc_type="class_journal", case_index=journal.index, opened_on=date(2026, 1, 12)
            ),
            "register",
        )
        on_day(date(2027, 1, 11))
        editing.close(plan)
        with pytest.raises(StepRefused):
            step(record, "hand_out", **HANDING)  # before it was opened
        assert plan.departures(journal.index) == {}
        step(record, "hand_out", **{**HANDING, "handed_out_on": date(2027, 1, 11)})

        assert plan.departures(journal.index) == {"handed_out": 1}
        assert plan.counts[journal.index] == (1, 1)
        assert chain_of(plan).last().event == "file_plan_marked"
        assert chain_of(plan).verify() == ()
