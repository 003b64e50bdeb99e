"""Portfolios: opened for a pupil, filled with values, certified, shown, handed out with the file."""

from builders import document
from builders import HANDING
from builders import LEAVING
from builders import personal_file
from builders import portfolio
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.core.person_names import CHANGE
from collective.schoolrecords.core.person_names import PersonName
from collective.schoolrecords.core.portfolio import WITH_PUPIL
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.personal_file.moves import move_to_class
from collective.schoolrecords.records.personal_file.names import change_name
from collective.schoolrecords.records.portfolio import handing
from collective.schoolrecords.records.portfolio import opening
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from collective.schoolrecords.records.serializers import term_json
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention.act.items import unfit
from collective.schoolrecords.retention.receipts.journal import find_journal
from collective.schoolrecords.school import cohorts
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_town import Town
from two_computers import Person
from ZODB.POSException import ConflictError
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import transaction


DAY = date(2026, 2, 2)
WON = {
    "title": "Олимпиада по физике",
    "direction": "study",
    "level": "municipal",
    "day": date(2025, 12, 5),
    "result": "1 место",
    "scan": None,
}


@pytest.fixture
def town(portal, on_day):
    """A class 7А and one current file in it; the secretary works."""
    on_day(DAY)
    town = Town(portal)
    town.cohort = cohorts.add_cohort(town.school, year=2025, grade=7, letter="А")
    town.other = cohorts.add_cohort(town.school, year=2025, grade=7, letter="Б")
    roles = ["Secretary", "Archivist", "Class Teacher", "Deputy", "Director"]
    setRoles(portal, TEST_USER_ID, roles)
    login(portal, TEST_USER_NAME)
    town.file = step(personal_file(cohort_id=town.cohort.id), "register")
    return town


@pytest.fixture
def record(town):
    return step(portfolio(town.file), "register")


def codes(caught):
    return [(reason["code"], reason["field"]) for reason in caught.value.reasons]


def sound(record):
    """The chain holds and ends with what the record is now."""
    chain = chain_of(record)
    return not chain.verify() and chain.last().after == digest_of(record)


class TestOpening:
    """Whose it is, of which cycle, and that there is one."""

    def test_it_takes_pupil_class_and_cycle_from_the_file(self, town, record):
        assert (record.cycle, record.cohort_id) == ("5-9", town.cohort.id)
        assert record.title == town.file.title
        assert record.registration_number == f"{town.file.file_number}/5-9"
        assert record.state == "current"
        assert sound(record)

    def test_a_second_one_of_the_cycle_is_refused_whoever_asks(self, town, record):
        with pytest.raises(StepRefused) as caught:
            step(portfolio(town.file), "register")
        assert codes(caught) == [("portfolio_exists", "cycle")]
        step(record, "annul", reason="Заведено дважды")
        assert step(portfolio(town.file), "register").state == "current"

    def test_of_grades_to_come_and_of_nobody_there_is_none(self, town):
        draft = portfolio(town.file, cycle="10-11")
        with pytest.raises(StepRefused) as caught:
            step(draft, "register")
        assert codes(caught) == [("cycle_not_reached", "cycle")]
        stray = portfolio(town.file, pupil_file="0" * 32, cycle="1-4")
        with pytest.raises(StepRefused) as caught:
            step(stray, "register")
        assert codes(caught) == [("pupil_unknown", "pupil_file")]

    def test_past_grades_are_registered_and_closed_first(self, town):
        former = step(portfolio(town.file, cycle="1-4"), "register")
        with pytest.raises(StepRefused) as caught:
            step(portfolio(town.file), "register")
        assert codes(caught) == [("former_cycle_open", "cycle")]
        following = opening.pass_to_next(former, DAY)
        assert (former.state, following.cycle, following.state) == ("closed", "5-9", "current")
        assert [one.cycle for one in portfolios_of_file(town.file)] == ["1-4", "5-9"]

    def test_a_cycle_that_goes_on_is_not_closed(self, record):
        with pytest.raises(StepRefused) as caught:
            step(record, "close", closed_on=DAY)
        assert codes(caught) == [("cycle_not_over", "cycle")]

    def test_nobody_gives_it_to_another_child(self, record):
        record.pupil_file = "f" * 32
        with pytest.raises(StepRefused) as caught:
            notify(ObjectModifiedEvent(record))
        assert codes(caught) == [("field_locked", "pupil_file")]


class TestAchievements:
    """Values that only become more."""

    def test_one_is_entered_found_and_proved(self, record):
        made = achievements_of(record).enter(WON)
        assert made.number == 1
        entry = chain_of(record).last()
        assert entry.event == "achievement_entered"
        assert chain_of(record).payload(entry.seq)["title"] == WON["title"]
        assert sound(record)
        catalog = api.portal.get_tool("portal_catalog")
        assert [one.UID for one in catalog(SearchableText="олимпиада")] == [record.UID()]

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"title": ""}, [("missing", "title")]),
            ({"title": "я" * 100_000}, [("text_too_long", "title")]),
            ({"level": "=1+1", "day": None}, [("choice_unknown", "level"), ("missing", "day")]),
            ({"scan": "0" * 32}, [("scan_elsewhere", "scan")]),
        ],
    )
    def test_nothing_is_written_of_what_is_wrong(self, record, change, expected):
        length = len(chain_of(record))
        with pytest.raises(StepRefused) as caught:
            achievements_of(record).enter({**WON, **change})
        assert codes(caught) == expected
        assert (len(chain_of(record)), achievements_of(record).all()) == (length, ())

    def test_script_and_formula_text_are_just_text(self, record):
        title = '=HYPERLINK("x")<script>alert(1)</script>'
        achievements_of(record).enter({**WON, "title": title})
        assert achievements_of(record).get(1).title == title

    def test_a_scan_lies_in_this_portfolio_and_is_accepted(self, town, record):
        scan = document(record, kind="Диплом", dated_on=WON["day"])
        with pytest.raises(StepRefused) as caught:
            achievements_of(record).enter({**WON, "scan": scan.UID()})
        assert codes(caught) == [("scan_elsewhere", "scan")]
        step(scan, "approve")
        assert achievements_of(record).enter({**WON, "scan": scan.UID()}).scan == scan.UID()

    def test_a_correction_stands_beside_what_it_corrects(self, record):
        held = achievements_of(record)
        held.enter(WON)
        held.certify(1, "Диплом № 14")
        new = held.correct(1, {**WON, "result": "2 место"}, "Описка")
        assert (new.number, new.replaces, new.reason) == (2, 1, "Описка")
        assert [one.result for one in held.all()] == ["1 место", "2 место"]
        assert [one.number for one in held.live()] == [2]
        assert 2 not in held.certifications()
        back = held.correct(2, None, "Чужое")
        assert back.withdrawn
        assert held.live() == ()
        for number in (1, 2):
            with pytest.raises(StepRefused) as caught:
                held.correct(number, WON, "Ещё раз")
            assert codes(caught) == [("achievement_replaced", None)]
        assert sound(record)

    def test_certified_once_on_a_paper(self, record):
        held = achievements_of(record)
        held.enter(WON)
        with pytest.raises(StepRefused) as caught:
            held.certify(1, " ")
        assert codes(caught) == [("not_given", "basis")]
        held.certify(1, "Диплом № 14")
        with pytest.raises(StepRefused) as caught:
            held.certify(1, "Диплом № 14")
        assert codes(caught) == [("achievement_certified", None)]
        assert chain_of(record).last().event == "achievement_certified"

    def test_shown_to_the_family_with_a_day(self, record):
        held = achievements_of(record)
        held.show(date(2025, 12, 20), "Козлова Анна Петровна, мать", "Родительское собрание")
        with pytest.raises(StepRefused) as caught:
            held.show(date(2026, 2, 3), "")
        assert codes(caught) == [("not_given", "to_whom"), ("day_in_future", "day")]
        assert [one.day for one in held.showings()] == [date(2025, 12, 20)]
        assert sound(record)


class TestPupil:
    """Class and name follow the personal file, and with them who may see the portfolio."""

    def test_the_class_s_teacher_changes_with_the_class(self, town, record):
        for name, cohort in (("own", town.cohort), ("new", town.other)):
            town.holder(name, "class_teacher", cohort_id=cohort.id)

        def may(name):
            forget_groups()
            return api.user.has_permission("View", username=name, obj=record)

        assert (may("own"), may("new")) == (True, False)
        move_to_class(town.file, town.other.id, "Приказ 9-у")
        assert (may("own"), may("new")) == (False, True)
        assert record.cohort_id == town.other.id
        brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=record.UID())
        assert brains[0].record_cohort == town.other.id
        assert sound(record)

    def test_a_new_name_stands_on_it_too(self, town, record):
        change_name(
            town.file,
            PersonName("Орлова", "Вера", "Ильинична"),
            CHANGE,
            date(2026, 1, 20),
            "Свидетельство 12 от 20.01.2026",
        )
        assert record.pupil_name == "Орлова Вера Ильинична"
        assert sound(record)


class TestLeaving:
    """It is handed out together with the personal file when the school keeps it."""

    def hand(self, file):
        step(file, "hand_out", **{**HANDING, "handed_out_on": DAY})

    def test_the_file_takes_it_along_on_one_receipt(self, town, record):
        self.hand(town.file)
        assert (town.file.state, record.state) == ("handed_out", "handed_out")
        assert (record.holder, record.closed_on) == (HANDING["receiver"], DAY)
        mine, its = (find_journal().of(one.UID()) for one in (town.file, record))
        assert len(mine) == 1
        assert its == mine
        assert handing.on_receipt_of(town.file) == [record]
        chain = chain_of(record)
        payload = chain.payload(chain.last().seq)
        assert payload["receipt_number"] == mine[0].label
        assert payload["with_file"] == town.file.UID()
        file_chain = chain_of(town.file)
        assert file_chain.payload(file_chain.last().seq)["portfolios"] == ["5-9"]
        assert sound(record)
        assert sound(town.file)

    def test_what_the_pupil_has_stays_with_the_pupil(self, town, record):
        handing.give_to_pupil(record)
        assert (record.kept_by, record.holder) == (WITH_PUPIL, record.pupil_name)
        self.hand(town.file)
        assert (town.file.state, record.state) == ("handed_out", "current")

    def test_both_leave_or_none(self, town, record):
        document(record)
        with pytest.raises(StepRefused) as caught:
            self.hand(town.file)
        assert codes(caught) == [("portfolio_documents_not_accepted", None)]
        assert (town.file.state, record.state) == ("current", "current")

    def test_its_term_begins_when_the_pupil_leaves(self, town, record, on_day):
        """S20-3.5.4, N1-2.15.2: kept until the pupil leaves, whenever its cycle was over."""
        on_day(date(2028, 9, 10))  # The class is in grade 10: the cycle is over.
        step(record, "close", closed_on=date(2028, 9, 1))
        kept = due.due_index().get
        assert (kept(record.UID()).status, kept(record.UID()).day) == ("waiting", None)
        assert [one.code for one in unfit(record, None, school_today())] == ["item_waits"]

        on_day(date(2030, 7, 1))
        days = dict.fromkeys(("left_on", "leaving_order_date"), date(2030, 6, 25))
        step(town.file, "close", **{**LEAVING, **days})
        for _once in range(2):
            facts = kept(record.UID())
            assert (facts.status, facts.day, facts.year) == ("due", date(2031, 1, 1), 2028)
            assert term_json(record, record.REQUEST)["event_on"] == "2030-06-25"
            # A site on which the pupil left earlier counts it by the file.
            record._pupil_left_on = None
            due.rebuild(api.portal.get())
        record._pupil_left_on = date(2030, 6, 25)
        chain = chain_of(record)
        assert chain.last().event == "term_event"
        told = {"event": "leaving", "day": "2030-06-25"}
        assert chain.payload(chain.last().seq) == told
        assert sound(record)
        on_day(date(2031, 1, 1))
        assert unfit(record, None, school_today()) == ()

    def test_one_that_is_closed_by_the_leaving_counts_from_then(self, town, record):
        days = dict.fromkeys(("left_on", "leaving_order_date"), date(2026, 1, 30))
        step(town.file, "close", **{**LEAVING, **days})
        assert due.due_index().get(record.UID()).status == "open"
        step(record, "close", closed_on=date(2026, 1, 31))
        assert due.due_index().get(record.UID()).day == date(2027, 1, 1)
        assert record.term_snapshot["destroy_from"] == date(2027, 1, 1)

    def test_it_goes_to_the_pupil_and_comes_back(self, record):
        handing.give_to_pupil(record)
        with pytest.raises(StepRefused) as caught:
            handing.give_to_pupil(record)
        assert codes(caught) == [("portfolio_with_pupil_already", "kept_by")]
        with pytest.raises(StepRefused) as caught:
            step(record, "hand_out", **HANDING)
        assert ("portfolio_with_pupil", "kept_by") in codes(caught)
        handing.take_into_classroom(record, "Кабинет 12")
        assert (record.kept_by, record.holder, record.storage_place) == (
            "classroom",
            None,
            "Кабинет 12",
        )
        assert sound(record)


def test_two_people_open_the_same_portfolio_at_once(functional, on_day):
    """Both were told that there is none; one of them conflicts and is refused the second time."""
    on_day(DAY)
    portal = functional["portal"]
    town = Town(portal)
    cohort = cohorts.add_cohort(town.school, year=2025, grade=7, letter="А")
    town.holder("secretary", "secretary")
    with town.logged_in("secretary"):
        file = step(personal_file(cohort_id=cohort.id), "register")
    path = "/".join(file.getPhysicalPath())
    transaction.commit()
    people = [Person(portal._p_jar.db(), "secretary") for _n in range(2)]
    try:
        for person in people:
            person.works(opening.open_portfolio, path)
        people[0].commits()
        with pytest.raises(ConflictError):
            people[1].commits()
        with pytest.raises(StepRefused) as caught:
            people[1].works(opening.open_portfolio, path)
    finally:
        for person in people:
            person.leaves()
    assert codes(caught) == [("portfolio_exists", "cycle")]
    transaction.begin()
    assert len(portfolios_of_file(file)) == 1
