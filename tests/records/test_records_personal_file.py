"""The life of a personal file, as the office lives it."""

from builders import document
from builders import HANDING
from builders import LEAVING
from builders import personal_file
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import pytest


@pytest.fixture
def secretary(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    return portal


def test_a_registered_file_is_current_and_its_number_is_claimed(secretary):
    file = personal_file(number=25)

    step(file, "register")

    assert file.state == "current"
    assert file.registration_number == "К-25"
    assert [entry.event for entry in chain_of(file).entries()] == ["filed", "transition"]
    assert secretary["personal-files"].kept() == 1
    brain = api.content.find(UID=file.UID())[0]
    assert (brain.review_state, brain.record_number) == ("current", "К-25")


def test_registration_says_everything_that_is_missing_at_once(secretary):
    file = personal_file(number=None, birth_date=None, cohort_id=None, letter="Ь")

    with pytest.raises(StepRefused) as refused:
        step(file, "register")

    assert [(r["code"], r["field"]) for r in refused.value.reasons] == [
        ("letter_has_no_page", "letter"),
        ("missing", "number"),
        ("missing", "birth_date"),
        ("missing", "cohort_id"),
    ]
    assert file.state == "draft"


def test_a_number_is_given_once_in_a_volume(secretary):
    step(personal_file(number=7), "register")
    twin = personal_file(number=7)

    with pytest.raises(StepRefused) as refused:
        step(twin, "register")
    assert [r["code"] for r in refused.value.reasons] == ["number_taken"]

    twin.book_volume = "2"
    assert step(twin, "register").state == "current"


def test_the_director_does_not_register(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    file = personal_file()
    setRoles(portal, TEST_USER_ID, ["Director", "Manager"])

    with pytest.raises(StepForbidden):
        step(file, "register")


def test_a_file_with_a_draft_document_is_not_closed(secretary):
    file = step(personal_file(), "register")
    paper = document(file)

    with pytest.raises(StepRefused) as refused:
        step(file, "close", **LEAVING)
    assert [r["code"] for r in refused.value.reasons] == ["documents_not_accepted"]

    step(paper, "approve")
    step(file, "close", **LEAVING)
    assert file.closed_on == LEAVING["left_on"]
    step(file, "archive")
    step(file, "hand_out", **HANDING)
    assert file.holder == HANDING["receiver"]


def test_what_a_step_writes_is_found_in_the_catalog(secretary):
    """Number and closing date come with steps; people look for both."""
    file = step(personal_file(number=77, letter="Т", last_name="Тарасова"), "register")
    assert [b.UID for b in api.content.find(record_number="Т-77")] == [file.UID()]

    step(file, "close", **LEAVING)
    assert [b.UID for b in api.content.find(record_closed_on="2025-06-25")] == [file.UID()]
    assert [b.UID for b in api.content.find(record_year=2025)] == [file.UID()]
