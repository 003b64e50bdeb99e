"""Simple signatures and paper on records: who, when, what is pinned, and what follows from it."""

from builders import personal_file
from builders import portfolio
from builders import step
from collective.schoolrecords.core.signed_form import form_digest
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of as chain_digest
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.lifecycle.steps import version_of
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.retention.execution.destroy import empty
from collective.schoolrecords.retention.execution.traces import oids_of
from collective.schoolrecords.school.appointments import dismiss
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing import tries
from collective.schoolrecords.signing.form import form_of
from collective.schoolrecords.signing.refusals import SigningForbidden
from collective.schoolrecords.signing.refusals import SigningRefused
from collective.schoolrecords.signing.storage import signatures_of
from datetime import date
from datetime import timedelta
from schoolrecords_town import PASSWORD
from signing_people import ACT
from signing_people import ALLOWED
from signing_people import DAY
from signing_people import digest_of
from signing_people import SigningTown
from two_computers import Person
from unittest import mock
from ZODB.POSException import ConflictError
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json
import pytest
import transaction


@pytest.fixture
def town(portal, on_day):
    on_day(DAY)
    town = SigningTown(portal)
    town.rule(*ALLOWED)
    return town


def codes(caught):
    return [reason["code"] for reason in caught.value.reasons]


def refused(action, *args, error=SigningRefused):
    with pytest.raises(error) as caught:
        action(*args)
    return codes(caught)


def test_a_simple_signature_pins_the_edition_and_takes_the_step(town):
    record = town.approved()
    seen, version = digest_of(record), version_of(record)

    with town.logged_in("director"):
        made = adding.sign_simple(record, seen)

    assert record.state == "signed"
    assert (made.office, made.user_id, made.digest, made.version) == (
        "director",
        "director",
        seen,
        version,
    )
    assert seen in made.statement and ACT in made.statement and record.title in made.statement
    kept = signatures_of(record)
    assert form_digest(kept.form(seen)) == seen
    said = json.loads(kept.form(seen))["metadata"]
    assert said["text"] == record.text and said["dated_on"] == "2025-08-28"
    events = [entry.event for entry in chain_of(record).entries()][-2:]
    assert events == ["signature_added", "transition"]
    assert chain_of(record).verify() == ()
    # The step came by the signature: nothing on paper is claimed, and nothing that is signed moved.
    assert record.signature_fact is None
    assert digest_of(record) == seen


def test_a_signature_cannot_be_changed_behind_the_chain(town):
    record = town.approved()
    with town.logged_in("director"):
        adding.sign_simple(record, digest_of(record))

    kept = signatures_of(record)
    values = list(kept._made[1])
    kept._made[1] = tuple("other" if one == "director" else one for one in values)

    assert chain_digest(record) != chain_of(record).last().after


def test_paper_still_does_for_the_step(town):
    record = town.approved()

    with town.logged_in("director"):
        assert step(record, "sign", signature_fact="Подписан на бумаге").state == "signed"


def test_nobody_signs_out_of_turn_twice_or_unseen(town):
    record = town.approved()
    seen = digest_of(record)

    with town.logged_in("secretary"):
        found = refused(adding.sign_simple, record, seen, error=SigningForbidden)
        assert found == ["signer_without_office"]
    with town.logged_in("director"):
        assert refused(adding.sign_simple, record, "0" * 64) == ["signed_form_changed"]
        adding.sign_simple(record, seen)
        assert refused(adding.sign_simple, record, seen) == ["signed_by_all", "signed_already"]
    assert len(signatures_of(record).made()) == 1


def test_a_role_that_was_withdrawn_after_the_page_was_opened_signs_nothing(town, on_day):
    record = town.approved()
    with town.logged_in("director"):
        seen = adding.Signing(record).form.digest
    office = town.school.appointments_to("director")[0]
    dismiss(town.school, office.id, DAY, order_number="9", order_date=DAY)
    on_day(DAY + timedelta(days=1))

    with town.logged_in("director"):
        found = refused(adding.sign_simple, record, seen, error=SigningForbidden)

    assert found == ["signer_without_office"]
    assert signatures_of(record) is None


def test_a_draft_and_a_school_without_an_act_take_no_simple_signature(portal, on_day):
    on_day(DAY)
    town = SigningTown(portal)
    record = town.approved()

    with town.logged_in("director"):
        assert refused(adding.sign_simple, record, digest_of(record)) == ["simple_without_act"]
        step(record, "sign", signature_fact="Подписан на бумаге")
    with town.logged_in("secretary"):
        step(record, "close", closed_on=date(2025, 12, 31))
    with town.logged_in("director"):
        found = refused(adding.sign_simple, record, digest_of(record))
    assert found == ["signing_not_open", "simple_without_act"]


def test_a_later_change_shows_where_it_can_happen_and_cannot_where_it_is_locked(town):
    with town.logged_in("secretary"):
        file = step(personal_file(cohort_id=town.cohort.id), "register")
        open_one = step(portfolio(file, cycle="5-9"), "register")
    record = town.approved()
    town.rule(
        (
            "settings.simple_signature_kinds.value",
            "order, portfolio",
        ),
        since=DAY + timedelta(days=1),
    )
    with mock.patch(
        "collective.schoolrecords.signing.plan.school_today",
        return_value=DAY + timedelta(days=1),
    ):
        with town.logged_in("class_teacher"):
            signed = adding.sign_simple(open_one, digest_of(open_one))
        with town.logged_in("director"):
            adding.sign_simple(record, digest_of(record))

    with town.logged_in("class_teacher"):
        won = {"title": "Олимпиада", "direction": "study", "level": "school", "day": DAY}
        achievements_of(open_one).enter({**won, "result": "1 место", "scan": None})
    kept = signatures_of(open_one)
    made = kept.get(signed.number)
    assert made.stale(digest_of(open_one)) and not made.counts(digest_of(open_one))
    # What was signed is still there to be read.
    assert json.loads(kept.form(signed.digest))["rows"] == []

    before = digest_of(record)
    record.text = "Зачислить в 1Б класс."
    with pytest.raises(RecordProtected):
        notify(ObjectModifiedEvent(record))
    transaction.abort()
    assert before


def test_several_sign_in_the_order_of_the_regulation(town):
    """The regulation names the class teacher, then the director; paper counts as well."""
    with mock.patch(
        "collective.schoolrecords.signing.adding.plan.plan_of",
        return_value=("secretary", "deputy", "director"),
    ):
        record = town.approved()
        seen = digest_of(record)
        with town.logged_in("director"):
            assert refused(adding.sign_simple, record, seen) == ["signs_later"]
        with town.logged_in("secretary"):
            adding.sign_simple(record, seen)
            paper = adding.enter_paper(
                record, "deputy", " Завуч О. И. ", date(2026, 2, 1), "Лист 2"
            )
            assert (paper.kind, paper.name, paper.signed_on) == (
                "paper",
                "Завуч О. И.",
                "2026-02-01",
            )
            found = refused(adding.enter_paper, record, "deputy", "", DAY + timedelta(days=1))
            assert found == ["office_signed_already", "signer_name_missing", "paper_in_future"]
            seal = adding.enter_seal(record, DAY, "На последнем листе")
            assert seal.on == "2026-02-02"
        assert record.state == "approved"
        with town.logged_in("auditor"):
            assert refused(adding.enter_seal, record, DAY, error=SigningForbidden) == [
                "paper_forbidden"
            ]
        with town.logged_in("director"):
            adding.sign_simple(record, seen)
    assert record.state == "signed"
    assert [one.signature.office for one in signatures_of(record).made()] == [
        "secretary",
        "deputy",
        "director",
    ]
    assert chain_of(record).verify() == ()


def test_five_wrong_passwords_make_the_account_wait(town):
    clock = "collective.schoolrecords.signing.tries.now"
    start = tries.now()
    with town.logged_in("director"), mock.patch(clock, return_value=start) as moment:
        assert tries.fault_of(PASSWORD) is None
        found = [tries.fault_of(wrong) for wrong in ("x", "", None, "y" * 5000, "z")]
        assert [one.code for one in found] == ["password_wrong"] * 4 + ["password_wrong_wait"]
        assert [one.data.get("left") for one in found] == [4, 3, 2, 1, None]
        # While the account waits, the right password is not looked at either.
        assert tries.fault_of(PASSWORD).data == {"minutes": 1}
        moment.return_value = start - timedelta(hours=3)
        assert tries.fault_of(PASSWORD).data == {"minutes": 1}
        moment.return_value = start + timedelta(seconds=61)
        assert tries.fault_of("x").data == {"minutes": 2}
        moment.return_value = start + timedelta(seconds=200)
        assert tries.fault_of(PASSWORD) is None
        assert tries.fault_of("x").data == {"left": 4}
    with town.logged_in("deputy"):
        assert tries.fault_of("x").data == {"left": 4}


def test_two_sign_at_once_and_the_second_is_asked_again(functional, on_day):
    """Both saw the same edition; the second one finds the first signature and is refused."""
    on_day(DAY)
    portal = functional["portal"]
    town = SigningTown(portal)
    town.rule(*ALLOWED)
    record = town.approved()
    path, seen = "/".join(record.getPhysicalPath()), digest_of(record)
    other = town.person("second")
    town.appoint(other, "director", acting_for=town.school.person_of("director").id)
    transaction.commit()
    people = [Person(portal._p_jar.db(), user_id) for user_id in ("director", "second")]
    try:
        for person in people:
            person.works(lambda one: adding.sign_simple(one, seen), path)
        people[0].commits()
        with pytest.raises(ConflictError):
            people[1].commits()
        with pytest.raises(SigningRefused) as caught:
            people[1].works(lambda one: adding.sign_simple(one, seen), path)
    finally:
        for person in people:
            person.leaves()
    assert codes(caught) == ["signed_by_all"]
    transaction.begin()
    kept = signatures_of(record)
    assert [one.signature.user_id for one in kept.made()] == ["director"]
    # Signatures and the bytes that were signed are parts of the record and go with it.
    blob = kept._forms[seen]
    assert int.from_bytes(blob._p_oid) in oids_of(record)
    empty(record)
    assert signatures_of(record) is None
    assert form_of(town.approved()).digest != seen
