"""Local regulations: approved, in force, replaced in one transaction, published, checked."""

from builders import local_regulation
from builders import order
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.records.local_regulation import publication
from collective.schoolrecords.records.local_regulation import regulation_json
from collective.schoolrecords.records.local_regulation import repealed
from collective.schoolrecords.records.local_regulation.approving import minutes_days
from collective.schoolrecords.records.local_regulation.approving import offered
from datetime import date
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.namedfile.file import NamedBlobFile
from schoolrecords_town import Town
from two_computers import Person
from ZODB.POSException import ConflictError

import pytest
import transaction


DAY = date(2026, 2, 2)
NEW_DAY = {"in_force_from": date(2026, 2, 1)}
SCAN = Path(__file__).resolve().parents[1] / "data" / "scans" / "01_zayavlenie_o_prieme.pdf"
DECREE = {
    "act_kind": "government",
    "act_number": "№ 781",
    "act_date": "2007-11-17",
    "act_title": "Положение о персональных данных",
}


def text():
    """A file that has passed the check."""
    made = NamedBlobFile(SCAN.read_bytes(), filename="polozhenie.pdf")
    examine(made)
    return made


TEXT_OF_MINE = "ПРИКАЗЫВАЮ:\n1. Утвердить Положение об учёте индивидуальных результатов."


def approving(**values):
    """A draft of an order on the main activity that approves local acts."""
    about = {"title": "О локальных актах", "doc_type": "order_main", "people": None}
    return order(**{**about, **values})


class School:
    """A deputy who drafts and a director who approves."""

    def __init__(self, portal):
        self.portal = portal
        self.town = Town(portal)
        for name in ("deputy", "director", "secretary", "archivist"):
            self.town.holder(name, name)

    def draft(self, **values):
        with self.town.logged_in("deputy"):
            return local_regulation(**{"scan": text(), **values})

    def take(self, record, who, name, **details):
        with self.town.logged_in(who):
            return step(record, name, **details)

    def approved(self, **values):
        record = self.draft(**values)
        self.take(record, "deputy", "submit")
        return self.take(record, "director", "approve")

    def in_force(self, day=date(2025, 9, 1), **values):
        return self.take(self.approved(**values), "director", "enact", in_force_from=day)


@pytest.fixture
def school(portal, on_day):
    on_day(DAY)
    return School(portal)


def codes(caught):
    return [(reason["code"], reason["field"]) for reason in caught.value.reasons]


def sound(record):
    """The chain holds and ends with what the record is now."""
    chain = chain_of(record)
    return not chain.verify() and chain.last().after == digest_of(record)


class TestApproval:
    def test_all_that_is_missing_is_said_at_once(self, school):
        record = school.draft(adopted_by=None, opinions=None, order_number=None)
        lacks = [
            ("missing", "adopted_by"),
            ("opinion_missing_parents", "opinions"),
            ("opinion_missing_pupils", "opinions"),
            ("order_not_named", "approval_order"),
        ]
        with pytest.raises(StepRefused) as caught:
            school.take(record, "deputy", "submit")
        assert (codes(caught), record.state) == (lacks, "draft")
        # One that was given for approval before that was asked for is not approved either.
        enter_state(record, "in_review")
        with pytest.raises(StepRefused) as caught:
            school.take(record, "director", "approve")
        assert (codes(caught), record.state) == (lacks, "in_review")

    def test_an_order_of_the_register_must_be_approved_itself(self, school):
        setRoles(school.portal, TEST_USER_ID, ["Secretary", "Director"])
        login(school.portal, TEST_USER_NAME)
        paper = approving(text="Утвердить Положение об индивидуальном учёте результатов.")
        record = school.draft(approval_order=paper.UID(), order_number=None)
        with pytest.raises(StepRefused) as caught:
            school.take(record, "deputy", "submit")
        assert codes(caught) == [("order_not_registered", "approval_order")]
        login(school.portal, TEST_USER_NAME)
        step(paper, "submit")
        school.take(record, "deputy", "submit")
        with pytest.raises(StepRefused) as caught:
            school.take(record, "director", "approve")
        assert codes(caught) == [("order_not_approved", "approval_order")]
        school.take(paper, "director", "approve")
        assert school.take(record, "director", "approve").state == "approved"

    def test_the_order_says_that_it_approves_this_act(self, school):
        setRoles(school.portal, TEST_USER_ID, ["Secretary"])
        login(school.portal, TEST_USER_NAME)
        other = step(approving(text="Утвердить Положение о столовой."), "submit")
        pupils = step(order(dated_on=date(2025, 8, 27)), "submit")
        mine = step(approving(text=TEXT_OF_MINE, registration_number="5"), "submit")
        record = school.draft(approval_order=other.UID(), order_number=None)
        with school.town.logged_in("deputy"):
            days = minutes_days(record)
            assert [one.UID() for one in offered(record.title, days)] == [mine.UID()]
            assert offered(record.title, [date(2025, 8, 29)]) == []
            assert {one.UID() for one in offered("")} == {other.UID(), mine.UID()}
        for chosen, wanted in (
            ({"approval_order": other.UID()}, [("order_names_no_act", "approval_order")]),
            (
                {"approval_order": pupils.UID()},
                [
                    ("order_approves_nothing", "approval_order"),
                    ("order_before_minutes", "approval_order"),
                ],
            ),
            # The very order that the register holds is asked when it is entered by its number.
            (
                {
                    "approval_order": None,
                    "order_number": other.registration_number,
                    "order_date": other.dated_on,
                },
                [("order_names_no_act", "order_number")],
            ),
        ):
            for name, value in chosen.items():
                setattr(record, name, value)
            with pytest.raises(StepRefused) as caught:
                school.take(record, "deputy", "submit")
            assert (codes(caught), record.state) == (wanted, "draft")
        record.order_number = "5"
        assert school.take(record, "deputy", "submit").state == "in_review"

    def test_a_file_is_needed_and_a_number_is_given_once(self, school):
        record = school.draft(scan=None)
        with pytest.raises(StepRefused) as caught:
            school.take(record, "deputy", "submit")
        assert codes(caught) == [("regulation_without_file", "scan")]
        school.approved(registration_number="7-ЛА")
        twin = school.draft(registration_number="7-ЛА")
        with pytest.raises(StepRefused) as caught:
            school.take(twin, "deputy", "submit")
        assert codes(caught) == [("registration_number_taken", "registration_number")]


class TestVersions:
    def test_a_new_version_takes_the_place_of_the_old_one(self, school):
        old = school.in_force()
        new = school.approved(replaces=old.UID())
        assert (old.version, new.version) == (1, 2)
        assert old.state == "current"
        school.take(new, "director", "enact", **NEW_DAY)
        assert (old.state, new.state) == ("closed", "current")
        assert (old.closed_on, old.superseded_by) == (NEW_DAY["in_force_from"], new.UID())
        assert old.term_snapshot is not None
        assert sound(old)
        assert sound(new)
        brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=old.UID())
        assert brains[0].review_state == "closed"

    def test_nothing_is_replaced_twice(self, school):
        old = school.in_force()
        rivals = [school.approved(replaces=old.UID()) for _n in range(2)]
        school.take(rivals[0], "director", "enact", **NEW_DAY)
        with pytest.raises(StepRefused) as caught:
            school.take(rivals[1], "director", "enact", **NEW_DAY)
        assert codes(caught) == [("replaced_not_in_force", "replaces")]
        assert rivals[1].state == "approved"

    def test_it_holds_from_a_day_that_fits(self, school):
        old = school.in_force()
        new = school.approved(replaces=old.UID())
        for day, code in (
            (date(2026, 2, 3), "day_in_future"),
            (date(2025, 9, 1), "in_force_before_former"),
            (date(2025, 8, 1), "in_force_before_order"),
        ):
            with pytest.raises(StepRefused) as caught:
                school.take(new, "director", "enact", in_force_from=day)
            assert code in [one for one, _field in codes(caught)]
        assert (old.state, new.state) == ("current", "approved")

    def test_it_may_lose_its_force_without_a_successor(self, school):
        old = school.in_force()
        with pytest.raises(StepRefused) as caught:
            school.take(old, "director", "supersede", closed_on=DAY)
        assert codes(caught) == [("not_given", "basis")]
        school.take(old, "director", "supersede", closed_on=DAY, basis="Приказ 15 от 02.02.2026")
        assert (old.state, old.ended_by) == ("closed", "Приказ 15 от 02.02.2026")


class TestPublication:
    def test_only_what_is_in_force_is_shown_to_everybody(self, school):
        record = school.approved()
        with school.town.logged_in("secretary"), pytest.raises(StepRefused) as caught:
            publication.publish(record)
        assert codes(caught) == [("not_in_force", None)]
        school.take(record, "director", "enact", **NEW_DAY)
        assert publication.published() == []
        with school.town.logged_in("secretary"):
            publication.publish(record)
        assert publication.published() == [record]
        assert chain_of(record).last().event == "regulation_published"
        assert sound(record)

    def test_the_successor_takes_its_place_on_the_site(self, school):
        old = school.in_force()
        with school.town.logged_in("secretary"):
            publication.publish(old)
        new = school.approved(replaces=old.UID())
        school.take(new, "director", "enact", **NEW_DAY)
        assert publication.published() == [new]
        assert not publication.is_published(old)
        school.take(new, "director", "annul", reason="Принято с нарушением")
        assert publication.published() == []
        assert sound(old)
        assert sound(new)


class TestReferences:
    def test_a_repealed_act_is_flagged_and_says_what_replaced_it(self, school):
        record = school.draft(references=[DECREE, {"act_kind": "law", "act_number": "273-ФЗ"}])
        first, second = regulation_json.references_json(record, school.portal.REQUEST)
        assert first["outdated"]["certainty"] == "outdated"
        assert "01.11.2012 № 1119" in first["outdated"]["message"]
        assert second["outdated"] is None

    def test_the_school_adds_what_it_has_read(self, school):
        act = {
            "kind": "letter",
            "number": "03-51/64",
            "dated_on": date(2000, 12, 20),
            "replaced_by": "Письмо нового года",
            "source": "прочитано 01.02.2026",
        }
        record = school.draft(
            references=[{"act_kind": "letter", "act_number": "03-51/64", "act_date": "2000-12-20"}]
        )
        assert repealed.outdated_of(record) == ()
        made = repealed.add_act(act)
        assert [one.act for one in repealed.outdated_of(record)] == [made]
        with pytest.raises(repealed.ActRefused) as caught:
            repealed.add_act(act)
        assert codes(caught) == [("act_listed_already", "number")]
        repealed.drop_act(repealed.act_id(made))
        assert repealed.outdated_of(record) == ()
        with pytest.raises(repealed.ActRefused):
            repealed.drop_act("no-such-act")

    def test_a_local_act_out_of_force_is_repealed_for_whoever_cites_it(self, school):
        old = school.in_force(registration_number="274", dated_on=date(2021, 12, 15))
        cited = {"act_kind": "local_act", "act_number": "№ 274", "act_date": "2021-12-15"}
        record, new = (
            school.draft(references=[cited]),
            school.approved(replaces=old.UID(), registration_number="301", references=[cited]),
        )
        assert repealed.outdated_of(record) == ()
        assert list(repealed.citing_of(old)) == []
        school.take(new, "director", "enact", **NEW_DAY)
        (told,) = regulation_json.references_json(record, school.portal.REQUEST)
        assert told["outdated"]["certainty"] == "outdated"
        assert "№ 301" in told["outdated"]["message"]
        with school.town.logged_in("director"):
            assert list(repealed.citing()) == [record]
            assert list(repealed.citing_of(old)) == [record]
        # The version that took its place may name it.
        assert repealed.outdated_of(new) == ()


def test_two_versions_enacted_at_once_by_two_people(functional, on_day):
    """Both replace the same version; one wins, the other is refused when it is tried again."""
    on_day(DAY)
    portal = functional["portal"]
    school = School(portal)
    old = school.in_force()
    rivals = [school.approved(replaces=old.UID()) for _n in range(2)]
    paths = ["/".join(one.getPhysicalPath()) for one in rivals]
    transaction.commit()
    database = portal._p_jar.db()
    people = [Person(database, "director") for _n in range(2)]

    def enact(record):
        step(record, "enact", **NEW_DAY)

    try:
        for person, path in zip(people, paths, strict=True):
            person.works(enact, path)
        people[0].commits()
        with pytest.raises(ConflictError):
            people[1].commits()
        with pytest.raises(StepRefused) as caught:
            people[1].works(enact, paths[1])
    finally:
        for person in people:
            person.leaves()
    assert codes(caught) == [("replaced_not_in_force", "replaces")]
    transaction.begin()
    assert [one.state for one in (old, *rivals)] == ["closed", "current", "approved"]
    assert old.superseded_by == rivals[0].UID()
