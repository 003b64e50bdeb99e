"""The life of an act: what its steps refuse, write and leave behind."""

from act_people import ActTown
from act_people import AFTER_WAITING
from act_people import DAY
from act_people import inventories
from act_people import MINUTES
from builders import case_file
from builders import document
from builders import HANDING
from builders import step
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.jobs.storage import cancel
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.printing.page_act import act_data
from collective.schoolrecords.retention.act import decisions
from collective.schoolrecords.retention.act import handlers
from collective.schoolrecords.retention.act.candidates import add_candidates
from collective.schoolrecords.retention.act.candidates import add_from_due
from collective.schoolrecords.retention.act.candidates import remove_rows
from collective.schoolrecords.retention.act.empty_years import state_empty
from collective.schoolrecords.retention.act.facts import asked_for
from collective.schoolrecords.retention.act.facts import is_selecting
from collective.schoolrecords.retention.act.paper import enter_paper
from collective.schoolrecords.retention.act.paper import sheets
from collective.schoolrecords.retention.act.prints import act_form
from collective.schoolrecords.retention.membership import act_of
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_town import on_day

import pytest


__all__ = ["on_day"]

LABEL = "Результаты внутреннего мониторинга качества образования"


@pytest.fixture
def town(functional, on_day):
    on_day(DAY)
    portal = functional["portal"]
    login(portal, TEST_USER_NAME)
    with inventories():
        yield ActTown(portal)


def codes(refused):
    return [reason.code for reason in refused.value.core_reasons]


def test_candidates_are_claimed_and_named_without_their_titles(town):
    cases = town.cases(3)
    act = town.act(cases)

    assert [act_of(case) for case in cases] == [act.UID()] * 3
    assert list(act.rows) == [1, 2, 3]
    row = act.rows[1]
    assert (row.title, row.years) == (LABEL, "2014–2015")
    assert row.destroy_from <= date(2026, 1, 1)
    assert row.digest == digest_of(cases[0])
    assert (row.case_index, row.number, row.volume) == ("02-1", "", "")
    assert "Протоколы" not in repr(row)
    assert chain_of(act).last().event == "act_rows"
    assert chain_of(act).last().after == digest_of(act)


def test_papers_that_were_handed_out_are_not_in_the_act(town):
    """What the pupil took before the closing is not the school's to destroy."""
    with town.logged_in("test-user"):
        setRoles(town.portal, TEST_USER_ID, ["Secretary", "Archivist"])
        case = case_file(doc_type="internal_monitoring", opened_on=date(2014, 9, 1), sheets=None)
        step(case, "register")
        for count in (3, 2):
            paper = document(case, doc_sheets=count, dated_on=date(2015, 1, 12))
            step(paper, "approve")
        step(paper, "hand_out", **{**HANDING, "handed_out_on": date(2015, 6, 1)})
        step(case, "close", closed_on=date(2015, 8, 31))
        setRoles(town.portal, TEST_USER_ID, [])
    (whole,) = town.cases(1)
    act = town.act([case, whole])

    assert [row.sheets for row in act.rows.values()] == [3, 10]
    assert sheets(act) == 13


def test_a_row_keeps_no_number_that_may_be_a_name(town):
    case = town.cases(1, case_index="Козлова", record_volume="2")[0]
    row = town.act([case]).rows[1]
    assert (row.case_index, row.volume) == ("", "2")


def test_a_record_is_in_one_live_act(town):
    cases = town.cases(2)
    town.act(cases[:1])
    with pytest.raises(StepRefused) as refused:
        town.act(cases)
    assert codes(refused) == ["item_in_act"]
    assert act_of(cases[1]) is None


def test_all_reasons_are_said_and_nothing_is_half_written(town, on_day):
    good, held, out = town.cases(3)
    with town.logged_in("secretary"):
        young = town.cases(1, doc_type="summary_sheet")[0]
    out.holder = "Образцова"
    act = town.act()
    with town.logged_in("archivist"), pytest.raises(StepRefused) as refused:
        add_candidates(act, [good.UID(), out.UID(), young.UID(), "nobody", good.UID()])
    assert codes(refused) == ["item_given_out", "item_running", "item_unknown"]
    assert act_of(good) is None
    with town.logged_in("archivist"):
        added = add_candidates(act, [good.UID(), out.UID()], fitting_only=True)
    assert (list(added.positions), [uid for uid, _why in added.left_out]) == ([1], [out.UID()])


def test_the_due_list_offers_what_has_ended(town):
    cases = town.cases(3)
    act = town.act(cases[:1])
    with town.logged_in("archivist"):
        added = add_from_due(act, {"doc_type": "internal_monitoring"})
    assert len(added.positions) == 2
    assert [reason.code for _uid, why in added.left_out for reason in why] == ["item_twice"]


def test_rows_taken_out_and_a_deleted_draft_free_their_records(town):
    cases = town.cases(3)
    act = town.act(cases)
    with town.logged_in("archivist"):
        remove_rows(act, [2])
        assert [act_of(case) is None for case in cases] == [False, True, False]
        api.content.delete(act)
    assert [act_of(case) for case in cases] == [None] * 3


def test_the_way_of_an_act_from_draft_to_signed(town):
    cases = town.cases(3)
    act = town.act(cases)
    with town.logged_in("archivist"):
        remove_rows(act, [1])
    town.signed(act)

    assert list(act.rows) == [1, 2]
    assert act.state == "signed"
    assert (act.registration_number, act.registered_on) == ("1", DAY)
    assert act.waiting_until == AFTER_WAITING
    assert act.minutes == ("3", DAY)
    assert [one.user_id for one in act.members] == ["chair", "second", "third"]
    assert act.commission_orders == (("12-К", date(2025, 8, 25)),)
    assert [problem for problem in chain_of(act).verify() if problem.is_fault] == []
    assert chain_of(act).last().after == digest_of(act)


def test_the_commission_must_be_appointed_and_apart(town):
    act = town.act(town.cases(1))
    town.appoint(town.people["archivist"], "commission_member")
    with pytest.raises(StepRefused) as refused:
        town.step("archivist", act, "submit")
    assert codes(refused) == ["author_in_commission"]


def test_an_acting_director_is_no_member_and_no_author(town):
    act = town.act(town.cases(1))
    town.appoint(
        town.people["third"], "director", acting_for=town.people["director"].id, replaces=True
    )
    with pytest.raises(StepRefused) as refused:
        town.step("archivist", act, "submit")
    assert codes(refused) == ["director_in_commission"]


def test_a_member_who_acts_as_director_later_cannot_approve(town):
    act = town.approved(town.act(town.cases(1)))
    town.appoint(town.people["third"], "director", acting_for=town.people["director"].id)
    with pytest.raises(StepRefused) as refused:
        town.step("third", act, "sign")
    assert codes(refused) == ["member_cannot_approve"]
    town.step("director", act, "sign")


@pytest.mark.parametrize("user_id", ["manager", "archivist", "chair", "auditor", "deputy"])
def test_nobody_but_the_director_approves(town, user_id):
    act = town.approved(town.act(town.cases(1)))
    with pytest.raises(StepForbidden):
        town.step(user_id, act, "sign")
    assert (act.state, act.registration_number) == ("approved", None)


def test_votes_need_members_a_quorum_and_a_majority(town):
    act = town.act(town.cases(1))
    town.step("archivist", act, "submit")
    late = town.holder("late", "commission_member")
    assert late.user_id == "late"
    with town.logged_in("late"), pytest.raises(StepRefused) as refused:
        decisions.vote(act, "for")
    assert codes(refused) == ["not_a_member"]
    with town.logged_in("director"), pytest.raises(StepForbidden):
        decisions.vote(act, "for")
    with town.logged_in("second"), pytest.raises(StepRefused) as refused:
        decisions.vote(act, "against")
    assert codes(refused) == ["not_given"]
    with town.logged_in("chair"):
        decisions.vote(act, "for")
    with pytest.raises(StepRefused) as refused:
        town.step("chair", act, "conclude", **MINUTES)
    assert codes(refused) == ["no_quorum"]
    town.voted(act, ("for", "against", "abstained"))
    with pytest.raises(StepRefused) as refused:
        town.step("chair", act, "conclude", **MINUTES)
    assert codes(refused) == ["commission_against"]


def test_a_kept_item_survives_the_approval_and_is_let_go(town):
    cases = town.cases(3)
    act = town.act(cases)
    town.step("archivist", act, "submit")
    with town.logged_in("second"):
        decisions.keep(act, 2, "Запрос прокуратуры")
    with town.logged_in("third"), pytest.raises(StepRefused) as refused:
        decisions.unkeep(act, 2)
    assert codes(refused) == ["item_kept_by_another"]
    town.voted(act)
    town.step("chair", act, "conclude", **MINUTES)
    town.step("director", act, "sign")
    town.run_jobs()

    assert [case.state for case in cases] == ["selected", "archived", "selected"]
    assert act_of(cases[1]) is None
    assert (act.rows[2].decision, act.rows[2].reason) == ("keep", "Запрос прокуратуры")


def test_the_commission_lifts_by_a_vote_on_the_item_only(town):
    act = town.act(town.cases(2))
    town.step("archivist", act, "submit")
    for position in (1, 2):
        with town.logged_in("third"):
            decisions.keep(act, position, "Может понадобиться")
    for user_id in ("chair", "second", "third"):
        with town.logged_in(user_id):
            decisions.vote_on_item(act, 1, "against" if user_id == "third" else "for")
    town.voted(act)
    town.step("chair", act, "conclude", **MINUTES)
    assert [row.decision for row in act.rows.values()] == ["destroy", "keep"]


def test_a_journal_without_its_summary_sheet_waits_for_a_person(town):
    act = town.act(town.cases(1, doc_type="class_journal"))
    assert act.rows[1].questions == ("item_no_summary",)
    with pytest.raises(StepRefused) as refused:
        town.step("archivist", act, "submit")
    assert codes(refused) == ["item_no_summary"]
    with town.logged_in("archivist"):
        decisions.decide(act, [1], "Ведомость на бумаге, опись 2, № 14")
    town.step("archivist", act, "submit")
    assert act.rows[1].decided_by == "archivist"


def test_before_the_inventories_the_director_cannot_approve(town):
    with inventories([("permanent", 2015), ("personnel", 2015), ("permanent", 2019)]):
        act = town.approved(town.act(town.cases(1)))
        with pytest.raises(StepRefused) as refused:
            town.step("director", act, "sign")
    assert codes(refused) == ["no_permanent_inventory", "no_personnel_inventory"]


def test_years_without_anything_to_list_are_stated_once(town):
    """The archivist's word, seen by the commission and printed; void where it is not true."""
    empty = [("permanent", 2015), ("personnel", 2015), ("personnel", 2019)]
    with inventories(empty=empty) as known:
        act = town.act(town.cases(2))
        with pytest.raises(StepRefused) as refused:
            town.step("archivist", act, "submit")
        assert codes(refused) == ["permanent_years_not_stated", "personnel_years_not_stated"]
        assert [reason.data for reason in refused.value.core_reasons] == [{"years": "2015"}] * 2
        for user_id in ("chair", "director", "deputy", "auditor"):
            with town.logged_in(user_id), pytest.raises(StepForbidden):
                state_empty(act, empty[:2], asked_for(act))
        with town.logged_in("archivist"):
            for pairs, expected in (
                ([], ["not_given"]),
                ([("permanent", 2014), empty[0]], ["permanent_year_not_empty"]),
                ([("personnel", 2019)], ["personnel_year_not_empty"]),
            ):
                with pytest.raises(StepRefused) as refused:
                    state_empty(act, pairs, asked_for(act))
                assert (codes(refused), act.empty_years) == (expected, ())
            state_empty(act, empty[:2], asked_for(act))
        assert chain_of(act).last().event == "act_years_stated"
        assert chain_of(act).last().after == digest_of(act)
        town.approved(act)
        form = act_form(act)
        assert (form.nothing_permanent, form.nothing_personnel) == ("2015", "2015")
        assert act_data(form)["inventories"] == [
            "За 2015 год дел постоянного хранения нет.",
            "За 2015 год дел по личному составу нет.",
        ]
        # A permanent record of the year is filed meanwhile: it needs its inventory.
        known.missing, known.empty = empty[:1], empty[1:]
        assert act_form(act).nothing_permanent == ""
        with pytest.raises(StepRefused) as refused:
            town.step("director", act, "sign")
        assert codes(refused) == ["no_permanent_inventory"]
        known.missing = []
        town.step("director", act, "sign")
        assert [(one.kind, one.year, one.by) for one in act.empty_years] == [
            ("permanent", 2015, "archivist"),
            ("personnel", 2015, "archivist"),
        ]


def test_a_hold_is_a_veto_at_every_step(town):
    from collective.schoolrecords.retention import holds

    case, other = town.cases(2)
    act = town.act([case, other])

    def with_hold(user_id, name, **details):
        with town.logged_in("director"):
            hold = holds.place(case, reason="Жалоба", basis="Жалоба № 1")
        with pytest.raises(StepRefused) as refused:
            town.step(user_id, act, name, **details)
        assert codes(refused) == ["item_held"]
        with town.logged_in("director"):
            holds.lift(case, hold.id, "Жалоба рассмотрена")
        town.step(user_id, act, name, **details)

    with_hold("archivist", "submit")
    town.voted(act)
    with_hold("chair", "conclude", **MINUTES)
    with_hold("director", "sign")
    with town.logged_in("director"):
        holds.place(case, reason="Жалоба", basis="Жалоба № 1")
    town.run_jobs()
    assert [case.state, other.state] == ["archived", "selected"]
    assert (act.rows[1].result, act.rows[1].result_reason) == ("skipped", "item_held")
    assert act_of(case) is None


def test_withdrawn_and_returned_acts_keep_their_rows_and_lose_their_votes(town):
    case = town.cases(1)[0]
    act = town.approved(town.act([case]))
    town.step("director", act, "return", reason="Уточните срок")
    assert (act.state, act.votes, act.members) == ("draft", {}, ())
    assert act_of(case) == act.UID()
    town.approved(act)
    town.step("archivist", act, "withdraw", reason="Ошибка")
    assert act.state == "draft"


def test_an_aborted_act_gives_everything_back_and_keeps_its_number(town):
    archived = town.cases(2)
    closed = town.cases(1, state="closed")
    act = town.signed(town.act([*archived, *closed]))
    town.run_jobs()
    assert {case.state for case in (*archived, *closed)} == {"selected"}
    # Its jobs write what they did without an event for each chunk.
    assert chain_of(act).last().after == digest_of(act)
    town.step("director", act, "abort", reason="Спор о зачислении")
    town.run_jobs()
    assert chain_of(act).last().after == digest_of(act)

    assert [case.state for case in (*archived, *closed)] == ["archived", "archived", "closed"]
    assert [act_of(case) for case in (*archived, *closed)] == [None] * 3
    assert (act.state, act.registration_number) == ("annulled", "1")
    for case in (*archived, *closed):
        steps_taken = [entry.transition for entry in chain_of(case).entries()]
        assert steps_taken[-2] == "select"
        assert chain_of(case).last().after == digest_of(case)
        rows = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=case.UID())
        assert [row.review_state for row in rows] == [case.state]
    second = town.signed(town.act(archived))
    assert second.registration_number == "2"


def test_an_act_aborted_before_its_records_were_selected(town):
    case = town.cases(1)[0]
    act = town.signed(town.act([case]))
    town.step("chair", act, "abort", reason="Спор")
    town.run_jobs()
    assert (case.state, act_of(case)) == ("archived", None)


def test_it_is_not_executed_before_the_day_nor_while_records_are_selected(town, on_day):
    act = town.signed(town.act(town.cases(1)))
    with pytest.raises(StepRefused) as refused:
        town.step("archivist", act, "execute", method="Измельчение")
    assert codes(refused) == ["act_waiting", "act_selecting"]
    town.run_jobs()
    on_day(AFTER_WAITING)
    with pytest.raises(StepRefused) as refused:
        town.step("archivist", act, "execute")
    assert codes(refused) == ["not_given"]
    town.step("archivist", act, "execute", method="Измельчение")
    assert (act.state, act.paper["method"]) == ("current", "Измельчение")


def test_the_numbers_begin_anew_each_year(town, on_day):
    first, second, third = (town.act([case]) for case in town.cases(3))
    town.signed(first)
    town.signed(second)
    on_day(date(2027, 1, 11))
    town.signed(third)
    numbers = [act.registration_number for act in (first, second, third)]
    assert numbers == ["1", "2", "1"]


def test_no_person_takes_the_steps_of_the_act(town):
    case = town.cases(1)[0]
    for user_id in ("archivist", "director", "manager"):
        with town.logged_in(user_id):
            assert "select" not in [one.id for one in steps.allowed_steps(case)]
            with pytest.raises(StepForbidden):
                steps.perform(case, "select", {})
    assert rules.FAMILIES["case_file"].roles_for("selected", rules.BY_ACT) == ()
    assert step


def test_a_cancelled_selection_is_begun_again_by_the_archive_only(town):
    act = town.signed(town.act(town.cases(2)))
    cancel(town.portal, handlers.job_of(act, "act-select"))
    for user_id in ("auditor", "chair"):
        with town.logged_in(user_id), pytest.raises(StepForbidden):
            handlers.resume(act)
    with town.logged_in("archivist"):
        handlers.resume(act)
    town.run_jobs()
    assert not is_selecting(act)
    assert act.totals()["to_destroy"] == 2
    with town.logged_in("archivist"), pytest.raises(StepRefused) as refused:
        handlers.resume(act)
    assert codes(refused) == ["act_job_open"]


def test_the_paper_half_is_entered_while_the_act_is_carried_out(town, on_day):
    act = town.signed(town.act(town.cases(2)))
    town.run_jobs()
    with town.logged_in("archivist"), pytest.raises(StepRefused) as refused:
        enter_paper(act, weight="12,4")
    assert codes(refused) == ["act_state"]
    on_day(AFTER_WAITING)
    town.step("archivist", act, "execute", method="Измельчение")
    with town.logged_in("director"), pytest.raises(StepForbidden):
        enter_paper(act, weight="12,4")
    with town.logged_in("archivist"):
        with pytest.raises(StepRefused) as refused:
            enter_paper(act, destroyed_on=date(2026, 3, 10))
        assert codes(refused) == ["day_in_future"]
        enter_paper(act, weight="12,4", witnesses=("завхоз, Б. Б. Примеров",))
    assert (act.paper["method"], act.paper["weight"]) == ("Измельчение", "12,4")
    assert chain_of(act).last().after == digest_of(act)
