"""Holds of many records, and holds that begin and end by their dates while nobody looks."""

from builders import case_file
from builders import HANDING
from builders import personal_file
from builders import step
from collective.schoolrecords.core.lifecycle import CLOSED
from collective.schoolrecords.jobs import daily
from collective.schoolrecords.jobs.interfaces import Budget
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.jobs.kinds import find_kind
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.hold.jobs import lift_many
from collective.schoolrecords.retention.hold.jobs import place_many
from collective.schoolrecords.retention.hold.words import HoldRefused
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest


WHY = {"reason": "Проверка", "basis": "Запрос прокуратуры"}


@pytest.fixture
def office(portal, on_day):
    on_day(date(2025, 9, 1))
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    return portal


def work(site, job, items=2):
    """Run a job chunk by chunk as its loop does; return how many chunks it took."""
    kind = find_kind(job.kind)
    for chunk in range(1, 100):
        progress = kind.step(site, job, Budget(items, 60))
        job.done = progress.done
        if progress.finished:
            job.result = kind.finish(site, job)
            return chunk
    raise AssertionError("the job does not end")


def ordered_today(site):
    """The jobs of this room that the worker orders today; other rooms have theirs."""
    return [job for job in daily.order(site) if job.kind == "retention-day"]


def told(job):
    return [text.mapping["address"] for _at, _level, text in job.messages.values()]


class TestMany:
    def test_a_hold_is_laid_on_all_and_the_rest_is_told(self, office):
        cases = [step(case_file(), "register") for _n in range(3)]
        gone = step(step(personal_file(), "register"), "hand_out", **HANDING)
        uids = [*(case.UID() for case in cases), gone.UID(), "0" * 32]

        job = place_many(office, uids, started_by=TEST_USER_ID, until=date(2025, 9, 30), **WHY)
        assert work(office, job) == 3

        assert all(holds.is_held(case) for case in cases)
        assert job.result == {"done": 3, "refused": 2}
        assert told(job) == [f"personal-files/{gone.getId()}", "0" * 32]
        assert "Проверка" not in repr((list(job.data.items()), job.parameters))

    def test_what_was_laid_together_is_lifted_together(self, office):
        cases = [step(case_file(), "register") for _n in range(2)]
        uids = [case.UID() for case in cases]
        job = place_many(office, uids, started_by=TEST_USER_ID, **WHY)
        work(office, job)
        alone = holds.place(cases[0], reason="Спор", basis="Определение суда")
        _total, rows = find_holds().query(date(2025, 9, 1), {"batch": (job.uid,)})

        ids = [row.hold.id for row in rows]
        lifting = lift_many(office, [*ids, "f" * 16], started_by=TEST_USER_ID, reason="Ответ дан")
        work(office, lifting)

        assert lifting.result == {"done": 2, "refused": 1}
        assert told(lifting) == ["f" * 16]
        assert holds.holds_in_force(cases[0]) == (alone,)
        assert not holds.is_held(cases[1])

    def test_what_nobody_would_take_is_refused_before_a_job_is_made(self, office):
        with pytest.raises(HoldRefused) as refusal:
            place_many(office, (), started_by=TEST_USER_ID, reason="", basis="")
        with pytest.raises(HoldRefused) as lifting:
            lift_many(office, ["f" * 16], started_by=TEST_USER_ID, reason=" ")

        codes = [reason["code"] for reason in refusal.value.reasons]
        assert codes == ["hold_without_reason", "hold_without_basis", "hold_nothing_named"]
        assert lifting.value.reasons[0]["code"] == "hold_lifted_without_reason"
        assert get_jobs(office) is None

    def test_records_that_the_starter_may_not_see_are_left_alone(self, office):
        file = step(personal_file(), "register")
        job = place_many(office, [file.UID()], started_by=TEST_USER_ID, **WHY)
        setRoles(office, TEST_USER_ID, ["Member"])

        work(office, job)

        assert job.result == {"done": 0, "refused": 1}
        assert holds.holds_of(file) == ()


class TestDays:
    """The due index counts holds of today; each new day is told to it by a job of the server."""

    def day(self, office, on_day, day):
        """A new day comes and the worker looks; return the jobs that it ordered and did."""
        on_day(day)
        ordered = ordered_today(office)
        for job in ordered:
            work(office, job)
        return [(job.kind, job.started_by, job.done) for job in ordered]

    def listed(self, record):
        return due.due_index().get(record.UID()).holds

    def test_a_hold_begins_and_ends_by_its_dates(self, office, on_day):
        ours, other = step(case_file(), "register"), step(case_file(), "register")
        holds.place(ours, **WHY, since=date(2025, 9, 3), until=date(2025, 9, 5))
        holds.place(other, **WHY)
        assert (self.listed(ours), self.listed(other)) == (0, 1)

        assert self.day(office, on_day, date(2025, 9, 2)) == [("retention-day", SYSTEM, 0)]
        assert self.listed(ours) == 0
        assert self.day(office, on_day, date(2025, 9, 3)) == [("retention-day", SYSTEM, 1)]
        assert self.listed(ours) == 1
        self.day(office, on_day, date(2025, 9, 5))
        assert self.listed(ours) == 1
        assert self.day(office, on_day, date(2025, 9, 6)) == [("retention-day", SYSTEM, 1)]
        assert (self.listed(ours), self.listed(other)) == (0, 1)

    def test_the_days_of_a_server_that_was_off_are_made_up_for(self, office, on_day):
        ends, begins = step(case_file(), "register"), step(case_file(), "register")
        holds.place(ends, **WHY, until=date(2025, 9, 30))
        holds.place(begins, **WHY, since=date(2025, 12, 1))

        self.day(office, on_day, date(2026, 2, 2))

        assert (self.listed(ends), self.listed(begins)) == (0, 1)

    def test_it_is_ordered_once_a_day_and_not_on_the_day_it_was_counted(self, office, on_day):
        holds.place(step(case_file(), "register"), **WHY)

        assert self.day(office, on_day, date(2025, 9, 1)) == []
        assert len(self.day(office, on_day, date(2025, 9, 2))) == 1
        assert ordered_today(office) == []

    def test_a_school_without_holds_needs_none(self, office, on_day):
        assert self.day(office, on_day, date(2025, 9, 2)) == []

    def test_a_job_killed_in_the_middle_goes_on(self, office, on_day):
        cases = [step(case_file(), "register") for _n in range(3)]
        for case in cases:
            holds.place(case, **WHY, until=date(2025, 9, 1))
        on_day(date(2025, 9, 2))
        (job,) = ordered_today(office)
        kind = find_kind("retention-day")

        first = kind.step(office, job, Budget(1, 60))
        job.done = first.done
        again = [kind.step(office, job, Budget(5, 60)) for _n in range(1)]

        assert (first.done, first.finished) == (1, False)
        assert (again[0].done, again[0].finished) == (3, True)
        assert [self.listed(case) for case in cases] == [0, 0, 0]

    def test_a_closing_date_that_lay_ahead_becomes_one(self, office, on_day):
        case = case_file(closed_on=date(2025, 9, 2))
        enter_state(case, CLOSED)
        due.put_record(case)
        holds.place(step(case_file(), "register"), **WHY)
        assert due.due_index().get(case.UID()).status == "error"

        self.day(office, on_day, date(2025, 9, 2))

        assert due.due_index().get(case.UID()).status == "due"

    def test_nothing_is_written_into_chains(self, office, on_day):
        case = step(case_file(), "register")
        holds.place(case, **WHY, until=date(2025, 9, 1))
        length = len(chain_of(case))

        self.day(office, on_day, date(2025, 9, 2))

        assert len(chain_of(case)) == length
