"""Holds on records: laid on anything the school still has, seen by every list, provable."""

from AccessControl.SecurityManagement import newSecurityManager
from Acquisition import aq_base
from builders import case_file
from builders import document
from builders import HANDING
from builders import personal_file
from builders import step
from collective.schoolrecords.core.holds import Hold
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.hold.index import HoldsIndex
from collective.schoolrecords.retention.hold.words import HoldRefused
from datetime import date
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zope.lifecycleevent import modified

import pytest


WHY = {
    "reason": "Проверка",
    "basis": "Запрос прокуратуры",
    "basis_number": "7-14/2025",
    "basis_date": date(2025, 8, 20),
}


@pytest.fixture
def office(portal, on_day):
    on_day(date(2025, 9, 1))
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    return portal


def codes(refusal):
    return [reason["code"] for reason in refusal.value.reasons]


def listed(record):
    return due.due_index().get(record.UID()).holds


class TestHold:
    def test_it_is_kept_with_who_and_when_and_told_by_the_chain(self, office):
        case = step(case_file(), "register")
        hold = holds.place(case, **WHY, until=date(2025, 12, 31))

        assert (hold.since, hold.placed_by) == (date(2025, 9, 1), TEST_USER_ID)
        assert hold.placed_at == datetime(2025, 9, 1, 12, tzinfo=UTC)
        assert holds.holds_in_force(case) == (hold,)
        last = chain_of(case).last()
        assert last.event == "hold_placed"
        assert chain_of(case).payload(last.seq) == {
            "hold": hold.id,
            "reason": "Проверка",
            "basis": "Запрос прокуратуры",
            "basis_number": "7-14/2025",
            "basis_date": "2025-08-20",
            "since": "2025-09-01",
            "until": "2025-12-31",
            "part": None,
        }

    def test_several_stand_beside_each_other_and_each_is_lifted_by_itself(self, office):
        case = step(case_file(), "register")
        first = holds.place(case, **WHY)
        holds.place(case, reason="Спор о наследстве", basis="Определение суда")
        assert listed(case) == 2

        lifted = holds.lift(case, first.id, "Ответ прокуратуры от 30.08.2025")

        assert listed(case) == 1
        assert holds.is_held(case)
        assert [one.id for one in holds.holds_of(case)][0] == first.id
        assert (lifted.lifted_by, lifted.lifted_reason) == (
            TEST_USER_ID,
            "Ответ прокуратуры от 30.08.2025",
        )
        assert chain_of(case).last().event == "hold_lifted"

    def test_all_reasons_are_said_and_nothing_is_written(self, office):
        case = case_file()
        length = len(chain_of(case))

        with pytest.raises(HoldRefused) as refusal:
            holds.place(case, reason=" ", basis="", until=date(2025, 8, 31))

        assert codes(refusal) == [
            "hold_without_reason",
            "hold_without_basis",
            "hold_ends_before_start",
        ]
        assert refusal.value.reasons[0]["message"] == "Укажите, почему уничтожение запрещено."
        assert (len(chain_of(case)), holds.holds_of(case), find_holds()) == (length, (), None)

    def test_it_is_laid_on_a_locked_record_and_not_on_one_that_has_left(self, office):
        closed = step(case_file(), "register")
        step(closed, "close", closed_on=date(2025, 8, 31))
        step(closed, "archive")
        holds.place(closed, **WHY)
        gone = step(personal_file(), "register")
        step(gone, "hand_out", **HANDING)

        with pytest.raises(HoldRefused) as refusal:
            holds.place(gone, **WHY)

        assert holds.is_held(closed)
        assert codes(refusal) == ["hold_record_gone"]

    def test_a_hold_that_vanishes_past_the_chain_shows_in_the_digest(self, office):
        case = step(case_file(), "register")
        holds.place(case, **WHY)
        assert digest_of(case) == chain_of(case).last().after

        aq_base(case)._holds = ()

        assert digest_of(case) != chain_of(case).last().after

    def test_a_date_of_its_own_ends_it(self, office, on_day):
        case = step(case_file(), "register")
        holds.place(case, **WHY, until=date(2025, 9, 30))
        later = holds.place(case, reason="Ревизия", basis="Приказ", since=date(2025, 10, 1))

        on_day(date(2025, 9, 30))
        assert [one.reason for one in holds.holds_in_force(case)] == ["Проверка"]
        on_day(date(2025, 10, 1))
        assert holds.holds_in_force(case) == (later,)


class TestDocuments:
    def test_a_hold_on_the_file_covers_its_papers(self, office):
        file = step(personal_file(), "register")
        paper = document(file)
        hold = holds.place(file, **WHY)

        assert holds.holds_in_force(paper) == (hold,)
        assert holds.is_held(aq_base(paper))

    def test_a_hold_on_a_paper_holds_the_file_and_not_the_other_papers(self, office):
        file = step(personal_file(), "register")
        paper, other = document(file), document(file)
        hold = holds.place(paper, **WHY)

        assert hold.part == paper.UID()
        assert holds.is_held(paper)
        assert holds.is_held(file)
        assert not holds.is_held(other)
        assert listed(file) == 1
        assert chain_of(file).payload(chain_of(file).last().seq)["part"] == paper.UID()

    def test_it_is_lifted_at_the_paper_or_at_the_file(self, office):
        file = step(personal_file(), "register")
        paper = document(file)
        whole = holds.place(file, **WHY)
        part = holds.place(paper, **WHY)

        with pytest.raises(HoldRefused) as refusal:
            holds.lift(paper, whole.id, "Ответ дан")
        holds.lift(file, part.id, "Ответ дан")

        assert codes(refusal) == ["hold_unknown"]
        assert holds.holds_in_force(file) == (whole,)


class TestDeletion:
    """A hold forbids ordinary deletion too, of what is still a draft."""

    def test_of_a_draft(self, office):
        case = case_file()
        holds.place(case, **WHY)

        with pytest.raises(RecordProtected, match="Уничтожение приостановлено"):
            api.content.delete(case)

    def test_of_a_draft_paper_in_a_held_file(self, office):
        file = step(personal_file(), "register")
        paper = document(file)
        holds.place(file, **WHY)

        with pytest.raises(RecordProtected, match="Уничтожение приостановлено"):
            api.content.delete(paper)

    def test_of_a_draft_file_with_a_held_paper(self, office):
        file = personal_file()
        holds.place(document(file), **WHY)

        with pytest.raises(RecordProtected, match="Уничтожение приостановлено"):
            api.content.delete(file)

    def test_is_free_again_when_it_is_lifted(self, office):
        case = case_file()
        holds.lift(case, holds.place(case, **WHY).id, "Ответ дан")
        assert len(find_holds()) == 1

        api.content.delete(case)

        assert len(find_holds()) == 0


def test_a_mended_type_is_known_to_the_list_of_holds(office):
    case = case_file(doc_type=None)
    hold = holds.place(case, **WHY)
    assert find_holds().get(hold.id).doc_type == due.NO_TYPE

    case.doc_type = "class_journal"
    modified(case)

    assert find_holds().get(hold.id).doc_type == "class_journal"


class TestIndex:
    DAY = date(2025, 9, 1)

    @pytest.fixture
    def index(self):
        index = HoldsIndex()
        placed = datetime(2025, 8, 1, tzinfo=UTC)
        rows = (
            ("a", "class_journal", date(2025, 1, 1), None, "archivist"),
            ("b", "class_journal", date(2025, 10, 1), None, "director"),
            ("c", "personal_file", date(2025, 1, 1), date(2025, 8, 31), "archivist"),
            ("d", "personal_file", date(2025, 2, 1), date(2025, 9, 1), "director"),
        )
        for number, (uid, kind, since, until, by) in enumerate(rows):
            hold = Hold(f"{number:016x}", "Тайна", since, by, placed, basis="Суд", until=until)
            index.put(uid, kind, hold)
        lifted = Hold(f"{9:016x}", "Тайна", self.DAY, "archivist", placed.replace(day=2), batch="j")
        index.put("e", "order_main", lifted.lifted("director", placed, "Ответ"))
        return index

    @pytest.mark.parametrize(
        ("filters", "uids"),
        [
            ({}, "abcde"),
            ({"status": ["in_force"]}, "ad"),
            ({"status": ["ahead", "over"]}, "bc"),
            ({"status": ["lifted"]}, "e"),
            ({"doc_type": ["personal_file"], "placed_by": ["director"]}, "d"),
            ({"batch": ["j"]}, "e"),
            ({"placed_from": date(2025, 8, 2)}, "e"),
            ({"placed_to": date(2025, 8, 1)}, "abcd"),
        ],
    )
    def test_filters(self, index, filters, uids):
        total, rows = index.query(self.DAY, filters)
        assert (total, "".join(row.uid for row in rows)) == (len(uids), uids)

    @pytest.mark.parametrize(
        ("sort", "descending", "uids"),
        [
            ("placed_at", True, "eabcd"),
            ("since", False, "acdeb"),
            ("until", False, "cdabe"),
            ("doc_type", False, "abecd"),
            ("placed_by", False, "acebd"),
            ("status", False, "adbce"),
        ],
    )
    def test_orders(self, index, sort, descending, uids):
        _total, rows = index.query(self.DAY, {}, sort, descending=descending)
        assert "".join(row.uid for row in rows) == uids

    def test_pages_and_questions_nobody_can_answer(self, index):
        total, rows = index.query(self.DAY, {}, start=3, size=5)
        assert (total, [row.uid for row in rows]) == (5, ["d", "e"])
        for wrong in ({"filters": {"reason": ["Тайна"]}}, {"filters": {}, "sort": "reason"}):
            with pytest.raises(ValueError, match=r"filters|sort"):
                index.query(self.DAY, **wrong)

    def test_neither_reason_nor_basis_is_kept(self, index):
        assert "Тайна" not in repr(list(index._rows.values()))
        assert "Суд" not in repr(list(index._rows.values()))

    def test_what_is_no_id_is_unknown(self, index):
        assert index.get("../../etc") is None
        assert index.get("z" * 16) is None
        assert not index.forget("f" * 16)


def test_the_server_itself_has_a_name_in_holds(office):
    """Jobs that the server starts act as the system user, who has no id."""
    from AccessControl.users import system

    case = step(case_file(), "register")
    newSecurityManager(None, system)

    assert holds.place(case, **WHY).placed_by == "System Processes"
